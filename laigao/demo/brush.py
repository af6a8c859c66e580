"""Writes a few characters with a drawn brush: the demo must not depend on which fonts a machine has."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

#: A stroke is points of (x, y, breadth); x and y in a unit square, breadth in hundredths of its side.
Stroke = tuple[tuple[float, float, float], ...]

CHARACTERS: dict[str, tuple[Stroke, ...]] = {
    "山": (
        ((0.50, 0.10, 9), (0.505, 0.35, 7.5), (0.50, 0.62, 7), (0.495, 0.86, 8)),
        ((0.20, 0.44, 7), (0.19, 0.62, 6), (0.20, 0.84, 8.5), (0.36, 0.87, 6), (0.60, 0.86, 5.5), (0.80, 0.85, 8)),
        ((0.80, 0.40, 8.5), (0.81, 0.62, 7), (0.80, 0.90, 6)),
    ),
    "水": (
        ((0.50, 0.08, 8.5), (0.505, 0.38, 7), (0.50, 0.70, 7), (0.49, 0.89, 8), (0.44, 0.86, 4.5), (0.38, 0.80, 1.5)),
        ((0.16, 0.34, 7), (0.30, 0.335, 5), (0.40, 0.33, 6.5), (0.36, 0.50, 5), (0.26, 0.66, 4), (0.11, 0.80, 1.5)),
        ((0.80, 0.22, 7), (0.71, 0.32, 5), (0.57, 0.43, 2)),
        ((0.53, 0.42, 4), (0.64, 0.55, 6), (0.77, 0.70, 9), (0.86, 0.78, 7), (0.96, 0.80, 1.5)),
    ),
    "云": (
        ((0.28, 0.20, 7), (0.45, 0.18, 5), (0.70, 0.165, 7.5)),
        ((0.08, 0.44, 7.5), (0.35, 0.42, 5.5), (0.65, 0.395, 5.5), (0.92, 0.39, 9)),
        ((0.46, 0.43, 7), (0.36, 0.60, 5), (0.24, 0.80, 6), (0.34, 0.82, 5), (0.56, 0.78, 4.5), (0.76, 0.72, 4)),
        ((0.66, 0.58, 4), (0.76, 0.72, 7), (0.84, 0.88, 9)),
    ),
    "天": (
        ((0.24, 0.22, 7), (0.48, 0.20, 5), (0.74, 0.18, 7.5)),
        ((0.10, 0.46, 7.5), (0.40, 0.44, 5.5), (0.68, 0.42, 5.5), (0.90, 0.415, 9)),
        ((0.50, 0.20, 7), (0.49, 0.44, 6.5), (0.40, 0.68, 5.5), (0.26, 0.82, 4), (0.08, 0.93, 1.5)),
        ((0.50, 0.46, 4), (0.60, 0.64, 6.5), (0.74, 0.80, 10), (0.84, 0.87, 7), (0.96, 0.88, 1.5)),
    ),
    "中": (
        ((0.20, 0.30, 7.5), (0.21, 0.46, 6), (0.23, 0.62, 7)),
        ((0.20, 0.32, 5.5), (0.48, 0.295, 5), (0.78, 0.28, 8), (0.785, 0.44, 6), (0.75, 0.60, 6)),
        ((0.23, 0.585, 5.5), (0.50, 0.565, 5), (0.76, 0.55, 6)),
        ((0.50, 0.07, 8.5), (0.505, 0.36, 7), (0.50, 0.66, 6.5), (0.495, 0.86, 4.5), (0.49, 0.97, 1.5)),
    ),
}


def a_brush_work(characters: str, seed: int = 1, *, size: int = 420, upright: bool = False) -> bytes:
    """A JPEG of the characters (keys of CHARACTERS) in ink on rice paper, with a red seal. Side by side, or one under another."""
    random = np.random.default_rng(seed)
    count = len(characters)
    width, height = (size + 160, count * size + 220) if upright else (count * size + 240, size + 160)
    mask = Image.new("L", (width * 2, height * 2))
    draw = ImageDraw.Draw(mask)
    for place, character in enumerate(characters):
        origin = (80, 70 + place * size) if upright else (90 + place * size, 80)
        for stroke in CHARACTERS[character]:
            _stroke(draw, stroke, origin, size, random)
    ink = np.asarray(mask.resize((width, height), Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.6))) / 255.0
    dry = random.random((height // 3 + 1, width + 2))
    dry = np.repeat(dry, 3, axis=0)[:height, :width]
    ink = ink * np.where((dry > 0.93) & (ink > 0.2), 0.72, 1.0)
    fibre = random.normal(0, 3.2, (height, width)) + np.repeat(random.normal(0, 1.6, (height, 1)), width, axis=1)
    paper = np.array([243.0, 236.0, 219.0]) + fibre[..., None]
    made = paper * (1 - ink[..., None] * 0.93) + np.array([24.0, 22.0, 24.0]) * ink[..., None] * 0.93
    picture = Image.fromarray(np.clip(made, 0, 255).astype("uint8"))
    _seal(picture, (width - 82, height - 96), 46)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _stroke(draw: ImageDraw.ImageDraw, stroke: Stroke, origin: tuple[int, int], size: int, random: np.random.Generator) -> None:
    """Round dabs along a Catmull-Rom curve through the points, drawn at twice the size."""
    points = np.array([stroke[0], *stroke, stroke[-1]], float)
    points[:, :2] += random.normal(0, 0.006, (len(points), 2))
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        for at in np.linspace(0, 1, 46):
            curve = 0.5 * (2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at**2 + (3 * b - a - 3 * c + d) * at**3)
            x, y = (origin[0] + curve[0] * size) * 2, (origin[1] + curve[1] * size) * 2
            half = max(0.6, curve[2] * size * 1.35 / 100 + random.normal(0, 0.5))
            draw.ellipse([x - half, y - half * 0.88, x + half, y + half * 0.88], fill=255)


def _seal(picture: Image.Image, corner: tuple[int, int], side: int) -> None:
    """A square red seal with white lines, as if a name were cut in it."""
    draw = ImageDraw.Draw(picture)
    x, y = corner
    draw.rounded_rectangle([x, y, x + side, y + side], 5, fill=(186, 34, 34))
    for line in ((8, 10, 20, 10), (14, 10, 14, 38), (7, 24, 21, 24), (28, 8, 28, 38), (28, 22, 39, 22), (39, 10, 39, 38), (24, 38, 40, 38)):
        draw.line([x + line[0], y + line[1], x + line[2], y + line[3]], fill=(246, 232, 220), width=3)
