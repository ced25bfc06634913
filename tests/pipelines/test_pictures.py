"""Pictures: copies are known whatever was done to them, others are not, and no file is dangerous."""

from __future__ import annotations

import io
import itertools
import random
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pipelines.pictures import Likeness, Picture, are_copies, compare, read_picture, unpack
from sandbox.operation.pictures import POOL, draw_avatar
from storage.pictures import StoredPicture
from tests.pipelines.pictures_made import EDITS, draw, put_caption, put_on_screen, save

NAMES = ("scenery-01", "scenery-07", "food-04", "banner-02")


def read(picture: Image.Image, quality: int = 75) -> Picture:
    stored = read_picture(save(picture, quality))
    assert not stored.problem and not stored.plain, stored
    return unpack(stored)


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_is_known_whatever_was_done_to_it(edit: str) -> None:
    for name in NAMES:
        original, copy = read(draw(name), 90), read(EDITS[edit](draw(name)))
        assert are_copies(original, copy) and are_copies(copy, original), name


@pytest.mark.parametrize(
    ("edit", "how"),
    [
        ("smaller", "as is"),
        ("flipped", "flipped left to right"),
        ("border", "as is, border apart"),
        ("turned", "turned by 90 degrees"),
        ("crop 10 %", "cropped"),
        ("caption", "with something around it"),
        ("screenshot", "with something around it"),
        ("flipped and cropped", "flipped, cropped"),
    ],
)
def test_how_a_copy_shows_the_original_is_told(edit: str, how: str) -> None:
    for name in NAMES:
        likeness = compare(read(draw(name)), read(EDITS[edit](draw(name))))
        assert likeness is not None and likeness.how == how
        assert 0 <= likeness.distance <= 256 and 0.4 <= likeness.share <= 1


@pytest.mark.parametrize(
    ("edit", "how"),
    [
        ("turned", "turned by 270 degrees"),
        ("tilted", "turned by 355 degrees, cropped"),
        ("crop 10 %", "with something around it"),
        ("caption", "cropped"),
        ("flipped and cropped", "flipped, with something around it"),
    ],
)
def test_the_other_way_round_it_is_told_the_other_way_round(edit: str, how: str) -> None:
    for name in NAMES:
        likeness = compare(read(EDITS[edit](draw(name))), read(draw(name)))
        assert likeness is not None and likeness.how == how


def test_different_pictures_are_not_copies() -> None:
    pictures = [read(draw(name)) for name in POOL]
    alike = [
        (one.sha256, other.sha256)
        for one, other in itertools.combinations(pictures, 2)
        if are_copies(one, other)
    ]
    assert alike == []


@pytest.mark.parametrize("frame", [put_on_screen, put_caption])
def test_the_same_frame_round_different_pictures_is_not_reuse(frame: object) -> None:
    framed = [read(frame(draw(name))) for name in NAMES]  # type: ignore[operator]
    assert not any(are_copies(one, other) for one, other in itertools.combinations(framed, 2))


def test_the_same_file_is_itself() -> None:
    picture = read(draw("food-01"))
    assert compare(picture, picture) == Likeness("the same file", 0, 0, 1.0, is_whole=True)


def make_bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that claims ``side`` x ``side`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def make_animation() -> bytes:
    frames = [draw(name).resize((320, 240)) for name in ("scenery-01", "food-01", "banner-01")]
    file = io.BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    return file.getvalue()


SVG = (
    b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(make_bomb(30_000), "more", id="a bomb of 900 million pixels"),
        pytest.param(make_bomb(9_000), "9000 x 9000 pixels, more than are decoded", id="a smaller bomb"),
        pytest.param(save(draw("scenery-01"))[:20_000], "damaged: image file is truncated", id="cut JPEG"),
        pytest.param(SVG, "a drawing in SVG", id="SVG"),
        pytest.param(b"\xef\xbb\xbf \n<svg/>", "a drawing in SVG", id="SVG after a byte order mark"),
        pytest.param(b"<html><body>404</body></html>", "no picture", id="a page"),
        pytest.param(b"", "no picture", id="nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n not really one", "", id="a wrong PNG"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture", id="PostScript"),
    ],
)
def test_bad_files_are_told_with_a_reason(data: bytes, reason: str) -> None:
    stored = read_picture(data)
    assert stored.problem and reason in stored.problem
    assert "\n" not in stored.problem and not stored.views and not stored.corners


@given(st.randoms(use_true_random=False), st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"]))
@settings(max_examples=60)
def test_a_damaged_file_never_raises(chance: random.Random, form: str) -> None:
    data = bytearray(save(draw("food-02").resize((120, 90)), form=form))
    for _ in range(chance.randrange(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    del data[chance.randrange(len(data) // 2, len(data)) :]
    assert isinstance(read_picture(bytes(data)), StoredPicture)


def test_of_an_animation_the_first_frame_is_read_and_that_is_said() -> None:
    stored = read_picture(make_animation())
    assert stored.is_animated and (stored.width, stored.height, stored.form) == (320, 240, "WEBP")
    assert are_copies(unpack(stored), read(draw("scenery-01")))
    assert not are_copies(unpack(stored), read(draw("food-01")))


def test_the_orientation_that_the_file_names_is_followed() -> None:
    lying = draw("scenery-03").transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    lying.save(file, "JPEG", exif=exif, quality=90)
    stored = read_picture(file.getvalue())
    assert (stored.width, stored.height) == (960, 720)
    likeness = compare(read(draw("scenery-03")), unpack(stored))
    assert likeness is not None and likeness.how == "as is"


def test_what_is_transparent_is_read_as_on_white() -> None:
    picture = draw("banner-03").copy()
    clear = picture.convert("RGBA")
    clear.putalpha(Image.new("L", picture.size, 255))
    file = io.BytesIO()
    clear.save(file, "PNG")
    assert are_copies(unpack(read_picture(file.getvalue())), read(picture))


def logo() -> Image.Image:
    picture = Image.new("RGB", (400, 400), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 60, 340, 340), fill=(200, 0, 0))
    pen.text((120, 150), "TV 7", fill="white", font_size=80)
    return picture


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(save(Image.new("RGB", (640, 480), (40, 90, 160))), "flat", id="one colour"),
        pytest.param(save(draw("food-01").resize((48, 36))), "smaller than 64 pixels", id="tiny"),
        pytest.param(draw_avatar("anybody"), "smaller than 64 pixels", id="a drawn avatar"),
        pytest.param(save(logo(), form="PNG"), "a few colours", id="a logo"),
    ],
)
def test_plain_pictures_are_said_to_be(data: bytes, why: str) -> None:
    stored = read_picture(data)
    assert why in stored.plain and not stored.problem


def test_pictures_of_one_pixel_and_of_extreme_shape_are_read() -> None:
    for size in ((1, 1), (1, 4000), (4000, 1), (5000, 70)):
        noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
        stored = read_picture(save(Image.fromarray(noise), form="PNG"))
        assert not stored.problem and (stored.width, stored.height) == size
        compare(unpack(stored), read(draw("food-01")))
