"""Pictures to post."""

from __future__ import annotations

import io

from PIL import Image


def draw_picture(width: int = 48, height: int = 32) -> bytes:
    """A PNG of a colour gradient, the same at each call."""
    image = Image.new("RGB", (width, height))
    image.putdata([(5 * x, 7 * y, x * y % 256) for y in range(height) for x in range(width)])
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
