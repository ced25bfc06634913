"""From a file's bytes to a picture in memory, safely: bounded size and time, and a reason where it is
refused.

Animated pictures are read by their first frame. SVG is refused: drawing it means running what a stranger
wrote. The file itself is never changed; what it says of its orientation is followed, as viewers do.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from pipelines.pdq import Grey

LONGEST = 512
"""Pixels of the longer side at which pictures are compared."""
MOST_BYTES = 64 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PIXELS_JPEG = 100_000_000
"""JPEG is made smaller while it is decoded, so more of it fits in memory."""
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
"""What is read; MPO, JPEG with a second picture behind, is opened as JPEG."""
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_SVG_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A picture of at most ``LONGEST`` pixels a side, and what the file said: width and height in pixels."""

    colour: NDArray[np.uint8]
    width: int
    height: int
    form: str
    is_animated: bool

    @property
    def grey(self) -> Grey:
        """Luminance as PDQ takes it."""
        return np.asarray(self.colour @ _LUMA, dtype=np.float32)


class Unread(Exception):
    """A file that is not read as a picture; ``str()`` says why in one line."""


def decode(data: bytes) -> Decoded:
    """The picture in ``data``. Raises ``Unread`` for everything that is none or that is not safe to
    decode."""
    if len(data) > MOST_BYTES:
        raise Unread(f"larger than {MOST_BYTES // 1024 // 1024} MB")
    if _is_svg(data):
        raise Unread("a drawing in SVG, which is not run")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_list_openers()) as image:
                return _read(image)
    except Image.DecompressionBombError:
        raise Unread("more pixels than are decoded") from None
    except UnidentifiedImageError:
        raise Unread("no picture in a format that is read") from None
    except Unread:
        raise
    except MemoryError:
        raise Unread("needs too much memory") from None
    except Exception as error:  # decoders raise whatever a hostile file leads them to
        raise Unread(f"damaged: {' '.join(str(error).split())[:120] or type(error).__name__}") from None


@cache
def _list_openers() -> tuple[str, ...]:
    """Those of the formats that this build of Pillow can open; it raises on the name of another."""
    Image.init()
    return tuple(form for form in FORMATS if form in Image.OPEN)


def _read(image: Image.Image) -> Decoded:
    width, height = image.size
    form = image.format or ""
    most = MOST_PIXELS_JPEG if form in ("JPEG", "MPO") else MOST_PIXELS
    if width * height > most:
        raise Unread(f"{width} x {height} pixels, more than are decoded")
    is_animated = bool(getattr(image, "is_animated", False)) and form != "MPO"
    image.seek(0)
    image.draft("RGB", (LONGEST, LONGEST))
    image.load()
    upright = ImageOps.exif_transpose(image)
    if upright.size != image.size and image.size[0] != image.size[1]:
        width, height = height, width
    if "A" in upright.getbands() or "transparency" in upright.info:
        upright = _lay_on_white(upright)
    upright = upright.convert("RGB")
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.BICUBIC, reducing_gap=3.0)
    return Decoded(colour=np.asarray(upright), width=width, height=height, form=form, is_animated=is_animated)


def _lay_on_white(image: Image.Image) -> Image.Image:
    layer = image.convert("RGBA")
    if max(layer.size) > 2 * LONGEST:
        layer.thumbnail((2 * LONGEST, 2 * LONGEST), reducing_gap=2.0)
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)


def _is_svg(data: bytes) -> bool:
    head = data[:_SVG_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and b"<svg" in head
