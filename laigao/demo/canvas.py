"""What the drawn photographs are made of: skies, skylines, rock, light. Arrays of (height, width, 3) floats in 0..255."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Generator = np.random.Generator
Colour = tuple[int, int, int]


def sky(width: int, height: int, stops: list[Colour], power: float = 1.0) -> np.ndarray:
    """A gradient from top to bottom, float array (height, width, 3)."""
    at = np.linspace(0, 1, height) ** power
    places = np.linspace(0, 1, len(stops))
    column = np.stack([np.interp(at, places, [stop[k] for stop in stops]) for k in range(3)], axis=1)
    return np.repeat(column[:, None, :], width, axis=1)


def noise(length: int, random: Generator, octaves: int = 7, rough: float = 0.5) -> np.ndarray:
    """Fractal noise in -1..1 along a line."""
    total, weight = np.zeros(length), 1.0
    for octave in range(octaves):
        points = 2 ** (octave + 1) + 1
        if points > length:
            break
        total += weight * np.interp(np.linspace(0, points - 1, length), np.arange(points), random.uniform(-1, 1, points))
        weight *= rough
    return total / np.abs(total).max()


def grain(width: int, height: int, random: Generator, scale: tuple[int, int], blur: float) -> np.ndarray:
    """Soft blotches in 0..1, (height, width); scale is how many cells across and down."""
    small = Image.fromarray((random.random((scale[1], scale[0])) * 255).astype("uint8"))
    return np.asarray(small.resize((width, height), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(blur))) / 255.0


def lay(canvas: np.ndarray, top: np.ndarray, colour: Colour, shade: np.ndarray | None = None, fade: Colour | None = None) -> None:
    """Fill everything below the line `top` (pixels, one a column); `fade` is what it becomes at the bottom (mist)."""
    height = canvas.shape[0]
    rows = np.arange(height)[:, None]
    inside = np.clip(rows - top[None, :], 0, 1)[..., None]
    body = np.broadcast_to(np.array(colour, float), canvas.shape).copy()
    if shade is not None:
        body *= (0.72 + 0.56 * shade)[..., None]
    if fade is not None:
        reach = np.clip((rows - top[None, :]) / (height * 0.42), 0, 1)[..., None] ** 1.3
        body = body * (1 - reach) + np.array(fade, float) * reach
    canvas[:] = canvas * (1 - inside) + body * inside


def cliffs(width: int, random: Generator, count: int, base: float, rise: float) -> np.ndarray:
    """A skyline of steep granite peaks, pixels from the top, one a column: walls nearly upright, heads narrow."""
    x = np.linspace(0, 1, width)
    line = np.full(width, base) - noise(width, random, 6) * rise * 0.12
    for place in (np.arange(count) + random.uniform(0.2, 0.8, count)) / count:
        broad, high, lean = random.uniform(0.05, 0.13), random.uniform(0.55, 1.0) * rise, random.uniform(-0.35, 0.35)
        away = np.abs((x - place) * (1 + lean * np.sign(x - place))) / broad
        shoulder = np.clip((1.35 - away) / 0.75, 0, 1) ** 0.8 * np.clip(1.08 - 0.42 * away, 0, 1)
        line = np.minimum(line, base - high * shoulder * (1 + 0.1 * noise(width, random, 9, 0.7)))
    return line + noise(width, random, 9, 0.72) * rise * 0.09


def rock(width: int, height: int, random: Generator) -> np.ndarray:
    """Upright streaks of light and dark, 0..1."""
    streaks = grain(width, height, random, (width // 4, 12), 0.6)
    return np.clip(
        0.5 * streaks + 0.3 * grain(width, height, random, (70, 34), 1) + 0.3 * grain(width, height, random, (18, 9), 4) - 0.05, 0, 1
    )


def glow(canvas: np.ndarray, x: float, y: float, radius: float, colour: Colour, strength: float = 0.9) -> None:
    """A sun and its halo; x, y and radius in fractions of the picture's width."""
    height, width = canvas.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width] / width
    away = np.hypot(columns - x, rows - y * height / width)
    light = np.clip(np.exp(-((away / (radius * 4.5)) ** 1.2)) * 0.55 + 1 / (1 + np.exp((away - radius) * 420)), 0, 1) * strength
    canvas[:] = canvas * (1 - light[..., None]) + np.array(colour, float) * light[..., None]


def picture(canvas: np.ndarray, random: Generator, dust: float = 5.0) -> Image.Image:
    """The array as a picture, with a little sensor noise."""
    return Image.fromarray(np.clip(canvas + random.normal(0, dust, canvas.shape[:2])[..., None], 0, 255).astype("uint8"))


def ink(canvas: Image.Image) -> ImageDraw.ImageDraw:
    return ImageDraw.Draw(canvas, "RGBA")
