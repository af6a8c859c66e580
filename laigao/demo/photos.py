"""Draws the pictures the samples bring: mountains, fields, a river, fruit, noodles in the sun, paper cuts. Nothing is downloaded.

Each scene is a function (width, height, random generator) -> RGB picture; `a_photo` makes a JPEG of one, the same for the same seed.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .canvas import Colour, Generator, cliffs, glow, grain, ink, lay, noise, picture, rock, sky


def a_photo(scene: str = "peaks", seed: int = 1, *, width: int = 960, height: int = 640, gps: bool = False, quality: int = 86) -> bytes:
    """A JPEG of the scene (a key of SCENES). `gps` writes a place into its EXIF, as telephones do: it must not be published."""
    picture = SCENES[scene](width, height, np.random.default_rng(seed))
    exif = Image.Exif()
    if gps:
        exif[0x010F], exif[0x0110] = "HUAWEI", "NOH-AN00"
        exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 28.0, 45.0), 3: "E", 4: (110.0, 5.0, 12.0)})
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def a_plain_photo(width: int = 320, height: int = 240, colour: Colour = (120, 150, 180)) -> bytes:
    """A picture of one colour: for tests, which do not look at it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", quality=80)
    return out.getvalue()


# ── scenes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

PALETTES: dict[str, tuple[list[Colour], list[Colour], Colour]] = {
    # the sky from top to bottom, the ridges from far to near, the mist
    "dawn": (
        [(58, 84, 132), (176, 150, 168), (250, 190, 130), (255, 222, 170)],
        [(176, 140, 150), (112, 96, 116), (52, 50, 66)],
        (244, 198, 160),
    ),
    "day": ([(72, 128, 190), (150, 192, 226), (222, 234, 240)], [(150, 172, 188), (104, 124, 122), (58, 76, 62)], (214, 226, 230)),
    "snow": ([(120, 146, 176), (190, 206, 220), (234, 238, 242)], [(206, 214, 224), (170, 182, 196), (120, 134, 148)], (240, 243, 247)),
    "dusk": ([(34, 34, 70), (120, 70, 104), (226, 120, 84), (250, 184, 110)], [(120, 78, 98), (74, 50, 74), (30, 24, 40)], (214, 132, 100)),
}


def peaks(width: int, height: int, random: Generator, light: str = "day") -> Image.Image:
    """Huashan from the north: three ranges of upright granite, mist between them."""
    stops, ridges, mist = PALETTES[light]
    canvas = sky(width, height, stops, 0.8)
    cloud = np.clip(grain(width, height, random, (9, 14), 14) * 1.8 - 0.95, 0, 1) * np.linspace(1, 0.2, height)[:, None]
    canvas += cloud[..., None] * (255 - canvas) * 0.55
    if light in {"dawn", "dusk"}:
        glow(canvas, random.uniform(0.25, 0.75), random.uniform(0.3, 0.42), 0.028, (255, 238, 200))
    for depth, (colour, count) in enumerate(zip(ridges, (7, 5, 4), strict=True)):
        line = cliffs(width, random, count, height * (0.66 + 0.13 * depth), height * (0.36 - 0.05 * depth))
        lay(canvas, line, colour, rock(width, height, random), mist if depth < 2 else None)
    made = picture(canvas, random, 4)
    if light != "snow":
        pines(ink(made), width, height, random)
    return made


def pines(draw: ImageDraw.ImageDraw, width: int, height: int, random: Generator) -> None:
    """Dark trees along the lower edge."""
    for _ in range(46):
        x, size = random.uniform(0, width), random.uniform(0.05, 0.14) * height
        foot = height + size * 0.2
        for step in range(5):
            top, half = foot - size * (0.42 + 0.15 * step), size * (0.26 - 0.045 * step)
            draw.polygon([(x, top - size * 0.18), (x - half, top + size * 0.12), (x + half, top + size * 0.12)], fill=(18, 30, 26, 235))


def clouds(width: int, height: int, random: Generator) -> Image.Image:
    """A sea of clouds with peaks standing out of it."""
    canvas = sky(width, height, [(46, 92, 158), (130, 176, 220), (238, 226, 208)], 0.9)
    glow(canvas, 0.7, 0.3, 0.024, (255, 244, 214))
    for depth, colour in enumerate([(128, 148, 172), (78, 96, 112), (40, 52, 58)]):
        lay(canvas, cliffs(width, random, 4, height * (0.72 + 0.1 * depth), height * 0.27), colour, rock(width, height, random))
        bank = height * (0.6 + 0.12 * depth) + noise(width, random, 6, 0.55) * height * 0.04
        soft = np.clip((np.arange(height)[:, None] - bank[None, :]) / (height * 0.09), 0, 1)
        white = (226 + 26 * grain(width, height, random, (26, 20), 5))[..., None]
        canvas[:] = canvas * (1 - soft[..., None]) + white * soft[..., None] * np.array([1.0, 0.99, 0.975])
    return picture(canvas, random, 3)


def fields(width: int, height: int, random: Generator, crop: tuple[Colour, Colour] = ((88, 130, 52), (142, 120, 74))) -> Image.Image:
    """Rows of a crop running to a line of hills."""
    canvas = sky(width, height, [(86, 142, 202), (176, 208, 232), (236, 238, 232)])
    lay(canvas, height * 0.44 + noise(width, random, 6) * height * 0.05, (132, 150, 166), None, (190, 200, 200))
    lay(canvas, height * 0.49 + noise(width, random, 5) * height * 0.02, (98, 120, 86), grain(width, height, random, (90, 60), 1))
    horizon = int(height * 0.53)
    rows = np.arange(horizon, height)
    depth = (rows - horizon + 1) / (height - horizon)
    across = (np.arange(width)[None, :] - width * 0.46) / (depth[:, None] * width * 0.9 + 8)
    ridge = (0.5 + 0.5 * np.sin(across * 46))[..., None]
    ground = np.array(crop[0], float) * ridge + np.array(crop[1], float) * (1 - ridge)
    speck = random.random((len(rows), width))[..., None] * 34 - 17
    canvas[horizon:] = (ground + speck * depth[:, None, None]) * (0.72 + 0.38 * depth[:, None, None])
    return picture(canvas, random, 3)


def river(width: int, height: int, random: Generator) -> Image.Image:
    """The Yellow River under loess hills, late light on the water."""
    canvas = sky(width, height, [(70, 74, 120), (196, 130, 110), (252, 196, 128)], 0.8)
    glow(canvas, 0.36, 0.36, 0.026, (255, 236, 190))
    for depth, colour in enumerate([(178, 126, 104), (138, 94, 70)]):
        lay(
            canvas,
            height * (0.47 + 0.045 * depth) + noise(width, random, 6, 0.45) * height * 0.06,
            colour,
            grain(width, height, random, (60, 30), 2),
        )
    water = int(height * 0.58)
    mirror = canvas[water - (height - water) : water][::-1]
    ripple = (np.sin(np.arange(height - water)[:, None] ** 1.18 * 0.9 + noise(width, random, 6)[None, :] * 5) * 0.5 + 0.5)[..., None]
    canvas[water:] = mirror[: height - water] * (0.62 + 0.26 * ripple) * np.array([1.0, 0.93, 0.82])
    return picture(canvas, random, 4)


def fruit(width: int, height: int, random: Generator, skin: Colour = (226, 104, 26), size: float = 0.045, count: int = 26) -> Image.Image:
    """Fruit on bare or leafy branches before a soft background: persimmons, or pepper berries when small and red."""
    canvas = sky(width, height, [(94, 142, 190), (176, 202, 216), (206, 204, 180)])
    canvas += ((grain(width, height, random, (12, 9), 22) - 0.5) * 60)[..., None]
    made = picture(canvas, random, 3)
    draw = ink(made)
    twigs = [twig(draw, width, height, random) for _ in range(9)]
    for _ in range(count):
        x, y = twigs[random.integers(len(twigs))][random.integers(1, 9)]
        spread = width * (0.008 + 0.55 * size)
        berry(draw, x + random.normal(0, spread), y + abs(random.normal(0, spread)), width * size * random.uniform(0.75, 1.2), skin)
    return made.filter(ImageFilter.GaussianBlur(0.7))


def twig(draw: ImageDraw.ImageDraw, width: int, height: int, random: Generator) -> list[tuple[float, float]]:
    """A branch with its leaves; returns the points fruit may hang from."""
    x, y, fall = random.uniform(-0.15, 0.75) * width, random.uniform(0.02, 0.85) * height, random.uniform(-0.02, 0.035) * height
    bends = noise(9, random, 3) * height * 0.05
    points = [(x + k * width * 0.06, y + bends[k] + k * fall) for k in range(9)]
    for px, py in points:
        for _ in range(5):
            lx, ly, reach = px + random.normal(0, width * 0.025), py + random.normal(0, height * 0.035), width * random.uniform(0.01, 0.024)
            turn, green = random.uniform(0, 3.14), int(random.uniform(0, 60))
            side = (np.cos(turn) * reach, np.sin(turn) * reach)
            leaf = [(lx - side[0], ly - side[1]), (lx - side[1] * 0.45, ly + side[0] * 0.45)]
            leaf += [(lx + side[0], ly + side[1]), (lx + side[1] * 0.45, ly - side[0] * 0.45)]
            draw.polygon(leaf, fill=(62 + green, 92 + green, 40, 225))
    draw.line(points, fill=(64, 50, 42, 255), width=int(width * random.uniform(0.004, 0.009)), joint="curve")
    return points


def berry(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, skin: Colour) -> None:
    """One fruit: dark rim, body, a spot of light."""
    for step in range(8):
        part = 1 - step / 9
        tone = tuple(int(min(255, value * (0.62 + 0.075 * step))) for value in skin)
        dx, dy, half = x - radius * 0.05 * step, y - radius * 0.05 * step, radius * part
        draw.ellipse([dx - half, dy - half * 0.9, dx + half, dy + half * 0.9], fill=(*tone, 255))
    draw.ellipse([x - radius * 0.5, y - radius * 0.5, x - radius * 0.2, y - radius * 0.25], fill=(255, 255, 255, 150))


def pepper(width: int, height: int, random: Generator) -> Image.Image:
    return fruit(width, height, random, skin=(196, 34, 40), size=0.011, count=420)


def noodles(width: int, height: int, random: Generator) -> Image.Image:
    """Hanging noodles drying on racks in a yard, light from behind."""
    canvas = sky(width, height, [(128, 156, 176), (196, 190, 168), (150, 128, 100)])
    canvas += ((grain(width, height, random, (14, 8), 18) - 0.5) * 44)[..., None]
    made = picture(canvas, random, 4)
    draw = ink(made)
    for rack in range(3):
        top, bottom, tone = height * (0.12 + 0.09 * rack), height * (0.72 + 0.12 * rack), 176 + rack * 26
        draw.line([(0, top), (width, top + 6)], fill=(98, 70, 46, 255), width=6 + 3 * rack)
        x = -10.0
        while x < width:
            x += random.uniform(4, 9) + (26 if random.random() < 0.05 else 0)
            lean = random.normal(0, 3)
            warm = int(tone + random.uniform(-14, 22))
            draw.line([(x, top), (x + lean, bottom + random.normal(0, 5))], fill=(warm, warm - 10, warm - 44, 225), width=2 + rack)
    return made.filter(ImageFilter.GaussianBlur(0.6))


def lights(width: int, height: int, random: Generator) -> Image.Image:
    """A town's street at night, out of focus, with the blue and red of a patrol car."""
    canvas = sky(width, height, [(10, 14, 34), (24, 30, 58), (40, 38, 52)])
    made = picture(canvas, random, 4)
    draw = ink(made)
    for _ in range(150):
        x, y, radius = random.uniform(0, width), abs(random.normal(0.52, 0.13)) * height, random.uniform(0.006, 0.03) * width
        colour = [(255, 196, 110), (255, 226, 170), (120, 170, 255), (255, 80, 70)][int(random.choice(4, p=[0.5, 0.26, 0.14, 0.1]))]
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=(*colour, int(random.uniform(40, 130))))
    road = [(width * 0.42, height * 0.62), (width * 0.58, height * 0.62), (width * 1.1, height), (-width * 0.1, height)]
    draw.polygon(road, fill=(22, 24, 32, 220))
    for step in range(9):
        y = height * (0.64 + 0.045 * step)
        draw.line([(width * 0.5, y), (width * 0.5, y + height * 0.018)], fill=(226, 214, 170, 170), width=2 + step)
    return made.filter(ImageFilter.GaussianBlur(1.6))


def papercut(width: int, height: int, random: Generator) -> Image.Image:
    """A red window flower: one sixteenth cut at random, turned and mirrored."""
    rows, columns = np.mgrid[0:height, 0:width].astype(float)
    across, down = columns - width / 2, rows - height / 2
    radius = np.hypot(across, down) / (min(width, height) * 0.46)
    turn = np.abs((np.arctan2(down, across) % (np.pi / 4)) - np.pi / 8) * 8 / np.pi
    cut = np.zeros_like(radius)
    for _ in range(9):
        wave = random.integers(1, 5) * turn * np.pi + random.uniform(4, 24) * radius
        cut += random.uniform(0.5, 1.2) * np.cos(wave + random.uniform(0, 6))
    edge = 0.9 + 0.08 * np.cos(turn * np.pi * 2)
    paper = ((cut > -0.6) & (radius < edge)) | ((radius > edge - 0.06) & (radius < edge)) | (radius < 0.08)
    soft = np.asarray(Image.fromarray((paper * 255).astype("uint8")).filter(ImageFilter.GaussianBlur(0.9)))[..., None] / 255.0
    ground = sky(width, height, [(246, 240, 226), (232, 222, 202)])
    return picture(ground * (1 - soft) + np.array([188.0, 24.0, 30.0]) * soft, random, 3)


Scene = Callable[[int, int, Generator], Image.Image]
SCENES: dict[str, Scene] = {
    "peaks": peaks,
    "dawn": lambda w, h, r: peaks(w, h, r, "dawn"),
    "snow": lambda w, h, r: peaks(w, h, r, "snow"),
    "dusk": lambda w, h, r: peaks(w, h, r, "dusk"),
    "clouds": clouds,
    "fields": fields,
    "wheat": lambda w, h, r: fields(w, h, r, ((196, 158, 74), (150, 112, 54))),
    "river": river,
    "persimmons": fruit,
    "pepper": pepper,
    "noodles": noodles,
    "lights": lights,
    "papercut": papercut,
}
