"""Pictures drawn from their names: scenery and food that hide what is posted between, banners, snapshots.

The same name and variant give the same bytes. A variant is what happens to a picture that is passed on:
compressed again, made smaller, cut at the edges, saved as PNG.
"""

from __future__ import annotations

import io
import random
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = (320, 240)
POOL: tuple[str, ...] = (
    *(f"scenery-{n:02}" for n in range(1, 15)),
    *(f"food-{n:02}" for n in range(1, 11)),
    *(f"banner-{n:02}" for n in range(1, 7)),
)
"""The pictures that the operation passes around."""
VARIANTS = ("original", "recompressed", "resized", "cropped", "png")


@lru_cache(maxsize=256)
def draw_picture(name: str, variant: str = "original") -> tuple[bytes, str]:
    """The bytes of a picture and their media type.

    Raises ``ValueError`` for a variant that there is not.
    """
    picture = _compose(name)
    match variant:
        case "original":
            return _save(picture, "JPEG", quality=88)
        case "recompressed":
            return _save(Image.open(io.BytesIO(_save(picture, "JPEG", quality=88)[0])), "JPEG", quality=38)
        case "resized":
            return _save(picture.resize((208, 156), Image.Resampling.LANCZOS), "JPEG", quality=80)
        case "cropped":
            return _save(
                picture.crop((8, 6, 312, 234)).resize(SIZE, Image.Resampling.BICUBIC), "JPEG", quality=85
            )
        case "png":
            return _save(picture.resize((160, 120), Image.Resampling.LANCZOS), "PNG")
    raise ValueError(f"there is no variant {variant!r} of a picture")


def measure(variant: str) -> tuple[int, int]:
    """Width and height of a variant, in pixels."""
    return {"resized": (208, 156), "png": (160, 120)}.get(variant, SIZE)


@lru_cache(maxsize=64)
def draw_avatar(name: str) -> bytes:
    """A small PNG of coloured squares, mirrored as such avatars are."""
    draw = random.Random(f"avatar:{name}")
    cells = np.array([[draw.random() < 0.5 for _ in range(3)] for _ in range(5)])
    whole = np.concatenate([cells, cells[:, 1::-1]], axis=1)
    colour = np.array([draw.randrange(40, 220) for _ in range(3)], dtype=np.uint8)
    pixels = np.where(whole[..., None], colour, np.uint8(240)).astype(np.uint8)
    return _save(Image.fromarray(pixels.repeat(12, 0).repeat(12, 1)), "PNG")[0]


def _save(picture: Image.Image, form: str, quality: int = 0) -> tuple[bytes, str]:
    file = io.BytesIO()
    if form == "JPEG":
        picture.convert("RGB").save(file, form, quality=quality)
    else:
        picture.save(file, form)
    return file.getvalue(), f"image/{form.lower()}"


@lru_cache(maxsize=64)
def _compose(name: str) -> Image.Image:
    draw = random.Random(f"picture:{name}")
    kind = name.partition("-")[0]
    if kind not in ("scenery", "food", "banner"):
        kind = draw.choice(("scenery", "food", "banner", "scenery"))
    picture = _fill(draw)
    pen = ImageDraw.Draw(picture)
    {"scenery": _add_hills, "food": _add_plate, "banner": _add_bars}[kind](pen, draw)
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    noise = np.random.default_rng(draw.randrange(2**32)).normal(0, 5, (SIZE[1], SIZE[0], 3))
    pixels = np.clip(np.asarray(picture, dtype=np.float64) + noise, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels)


def _colour(draw: random.Random) -> tuple[int, int, int]:
    return draw.randrange(256), draw.randrange(256), draw.randrange(256)


def _fill(draw: random.Random) -> Image.Image:
    """A background that runs from one colour to another in some direction."""
    begin, end = np.array(_colour(draw)), np.array(_colour(draw))
    across = np.linspace(0, draw.uniform(-1, 1), SIZE[0])[None, :]
    down = np.linspace(0, draw.uniform(0.5, 1), SIZE[1])[:, None]
    share = np.clip(across + down, 0, 1)[..., None]
    return Image.fromarray((begin * (1 - share) + end * share).astype(np.uint8))


def _add_hills(pen: ImageDraw.ImageDraw, draw: random.Random) -> None:
    width, height = SIZE
    x, y, r = draw.randrange(30, 290), draw.randrange(20, 110), draw.randrange(14, 38)
    pen.ellipse((x - r, y - r, x + r, y + r), fill=_colour(draw))
    for layer in range(draw.randrange(2, 5)):
        base = 90 + layer * 36
        ridge = [(step * 40, base + draw.randrange(-45, 45)) for step in range(9)]
        pen.polygon([(0, height), *ridge, (width, height)], fill=_colour(draw))
    for _ in range(draw.randrange(0, 7)):
        x, tall = draw.randrange(width), draw.randrange(30, 120)
        pen.rectangle((x, height - tall, x + draw.randrange(12, 40), height), fill=_colour(draw))


def _add_plate(pen: ImageDraw.ImageDraw, draw: random.Random) -> None:
    x, y, r = draw.randrange(110, 210), draw.randrange(90, 150), draw.randrange(70, 105)
    pen.ellipse((x - r, y - r, x + r, y + r), fill=(240, 238, 230), outline=_colour(draw), width=5)
    for _ in range(draw.randrange(5, 16)):
        dx, dy, size = draw.randrange(-r // 2, r // 2), draw.randrange(-r // 2, r // 2), draw.randrange(8, 34)
        spot = (x + dx - size, y + dy - size, x + dx + size, y + dy + size // 2)
        pen.ellipse(spot, fill=_colour(draw))
    pen.rectangle((10, 20, 10 + draw.randrange(8, 20), 220), fill=_colour(draw))


def _add_bars(pen: ImageDraw.ImageDraw, draw: random.Random) -> None:
    """Blocks and lines as on a poster with writing."""
    for _ in range(draw.randrange(3, 7)):
        x, y = draw.randrange(0, 240), draw.randrange(0, 180)
        pen.rectangle((x, y, x + draw.randrange(40, 160), y + draw.randrange(20, 80)), fill=_colour(draw))
    for row in range(draw.randrange(2, 5)):
        y = 120 + row * 26
        for x in range(16, draw.randrange(150, 300), 24):
            pen.rectangle((x, y, x + 16, y + 16), fill=(250, 250, 245))
