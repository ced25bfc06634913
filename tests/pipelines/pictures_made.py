"""Pictures for tests, what people do to them before they post them again, and archiving them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from sandbox.operation.pictures import draw_picture
from storage.archive_writer import ArchiveWriter
from storage.captured import view_draft
from storage.index import Index
from storage.items import Item, Media, MediaFile, Post
from tests.pipelines.posts import say
from tests.storage.archives import make_head, make_response
from tests.storage.harvests import harvest

Edit = Callable[[Image.Image], Image.Image]


def save(picture: Image.Image, quality: int = 88, form: str = "JPEG") -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **({"quality": quality} if form == "JPEG" else {}))
    return file.getvalue()


@lru_cache
def draw(name: str) -> Image.Image:
    """A picture that the sandbox draws, enlarged as a camera's would be."""
    drawn = Image.open(io.BytesIO(draw_picture(name)[0])).convert("RGB")
    return drawn.resize((960, 720), Image.Resampling.LANCZOS)


def cut(picture: Image.Image, share: float) -> Image.Image:
    """``share`` of width and height off every side."""
    width, height = picture.size
    across, down = int(width * share), int(height * share)
    return picture.crop((across, down, width - across, height - down))


def put_caption(picture: Image.Image, words: str = "WHAT THEY DO NOT TELL YOU") -> Image.Image:
    width, height = picture.size
    whole = Image.new("RGB", (width, height + height // 6), "white")
    whole.paste(picture, (0, height // 6))
    ImageDraw.Draw(whole).text((20, 30), words, fill="black", font_size=height // 14)
    return whole


def put_banner_over(picture: Image.Image) -> Image.Image:
    laid = picture.copy()
    width, height = laid.size
    pen = ImageDraw.Draw(laid)
    pen.rectangle((0, height * 5 // 6, width, height), fill="black")
    pen.text((20, height * 5 // 6 + 20), "share before they delete it", fill="white", font_size=height // 14)
    return laid


def put_on_screen(picture: Image.Image, title: str = "someone @someone") -> Image.Image:
    """A screenshot of an application that shows the picture."""
    width, height = picture.size
    screen = Image.new("RGB", (width * 115 // 100, height * 17 // 10), (248, 248, 250))
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, screen.width, height // 16), fill=(30, 90, 160))
    pen.ellipse((20, height // 12, 80, height // 12 + 60), fill=(90, 90, 90))
    pen.text((100, height // 11), title, fill="black", font_size=28)
    screen.paste(picture, ((screen.width - width) // 2, height // 4))
    for place in range(4):
        pen.text(
            (30 + place * screen.width // 4, height * 3 // 2), f"like {place}", fill="grey", font_size=26
        )
    return screen


def resize(picture: Image.Image, share: float) -> Image.Image:
    return picture.resize((int(picture.width * share), int(picture.height * share)), Image.Resampling.LANCZOS)


EDITS: dict[str, Edit] = {
    "smaller": lambda picture: resize(picture, 0.4),
    "larger": lambda picture: resize(picture, 1.4),
    "stretched": lambda picture: picture.resize((picture.width * 11 // 10, picture.height)),
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.3),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.7),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "crop 5 %": lambda picture: cut(picture, 0.05),
    "crop 10 %": lambda picture: cut(picture, 0.10),
    "crop 15 %": lambda picture: cut(picture, 0.15),
    "one side": lambda picture: picture.crop((0, 0, picture.width * 3 // 4, picture.height)),
    "caption": put_caption,
    "caption over": put_banner_over,
    "flipped": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "tilted": lambda picture: picture.rotate(5, expand=True, resample=Image.Resampling.BICUBIC),
    "border": lambda picture: ImageOps.expand(picture, 60, fill="white"),
    "screenshot": put_on_screen,
    "flipped and cropped": lambda picture: cut(ImageOps.mirror(picture), 0.05),
}
"""Every one is saved as JPEG again, too."""


class Shelf:
    """An archive with pictures in it, and the index of who posted them."""

    def __init__(self, index: Index, folder: Path) -> None:
        self.index = index
        self.folder = folder

    def fetch(self, url: str, data: bytes, *, days_ago: int = 0) -> None:
        """Archive and index what a medium's URL gave, now or some days ago."""
        head = make_head("HTTP/1.1 200 OK", ("Content-Type", "image/jpeg"))
        draft = make_response(data, url, head=head)
        with ArchiveWriter(self.folder, name="media") as writer:
            (written,) = writer.append((draft,))
        capture = view_draft(draft, written)
        file = MediaFile(
            url=url,
            record_id=capture.record_id,
            captured_at=capture.captured_at - timedelta(days=days_ago),
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            media_type="image/jpeg",
        )
        self.index.write([harvest(file, captures=(capture,))])

    def post(self, account: str, minutes: float, *pictures: bytes, **more: Any) -> None:
        """A post of ``account`` with pictures, and their files."""
        post = show(account, minutes, *pictures, **more)
        self.index.write([harvest(post)])
        for medium, data in zip(post.media, pictures, strict=True):
            self.fetch(medium.url, data)

    def put(self, *items: Item) -> None:
        self.index.write([harvest(*items)])


def show(account: str, minutes: float, *pictures: bytes, **more: Any) -> Post:
    """A post with pictures that are not fetched yet."""
    name = f"{account.replace(':', '-')}-{minutes:g}"
    media = tuple(
        Media(url=f"https://media.example/{name}-{number}.jpg", kind="image")
        for number in range(len(pictures))
    )
    return say(account, "", minutes, media=media, **more)
