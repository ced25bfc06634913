"""A folder of pictures with planted copies, and the score of pairs found in it.

``python -m benchmarks.reuse_image_corpus make DIR [--photos FOLDER ...] [--first N]`` draws pictures as the
sandbox does, takes the photos of other folders with them, and writes each with every edit: ``0_NAME.jpg`` is
the original, ``1_NAME__EDIT.jpg`` a copy. The same names give the same bytes.

``python -m benchmarks.reuse_image_corpus score DIR PAIRS.csv`` prints the share of copies of each edit that a
pair joins to an earlier file of the same picture, and the pairs of different pictures.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from sandbox.operation.pictures import POOL, draw_picture

LONGEST = 900
Edit = Callable[[Image.Image, random.Random], Image.Image]


def cut_sides(picture: Image.Image, share: float) -> Image.Image:
    """``share`` of width and height off every side."""
    width, height = picture.size
    box = (width * share, height * share, width * (1 - share), height * (1 - share))
    return picture.crop((int(box[0]), int(box[1]), int(box[2]), int(box[3])))


def cut_anywhere(picture: Image.Image, share: float, draw: random.Random) -> Image.Image:
    """A part of ``1 - share`` of width and height, anywhere."""
    width, height = (int(side * (1 - share)) for side in picture.size)
    x, y = draw.randrange(picture.width - width + 1), draw.randrange(picture.height - height + 1)
    return picture.crop((x, y, x + width, y + height))


def put_caption(picture: Image.Image, draw: random.Random) -> Image.Image:
    """A white bar with words above the picture."""
    bar = int(picture.height * 0.16)
    whole = Image.new("RGB", (picture.width, picture.height + bar), "white")
    whole.paste(picture, (0, bar))
    words = f"WHEN THEY TELL YOU {draw.random()}"
    ImageDraw.Draw(whole).text((8, bar // 4), words, fill="black", font_size=max(10, bar // 3))
    return whole


def lay_caption(picture: Image.Image, draw: random.Random) -> Image.Image:
    """A black bar with words over the lowest part of the picture."""
    laid = picture.copy()
    width, height = laid.size
    bar = int(height * 0.18)
    pen = ImageDraw.Draw(laid)
    pen.rectangle((0, height - bar, width, height), fill="black")
    words = f"this is the truth {draw.random()}"
    pen.text((8, height - bar + 4), words, fill="white", font_size=max(10, bar // 2))
    return laid


def put_on_screen(picture: Image.Image, draw: random.Random) -> Image.Image:
    """A screenshot of an application that shows the picture."""
    width, height = int(picture.width * 1.15), int(picture.height * 1.7)
    screen = Image.new("RGB", (width, height), (248, 248, 250))
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, width, int(height * 0.06)), fill=(30, 90, 160))
    pen.ellipse((10, int(height * 0.08), 40, int(height * 0.08) + 30), fill=(90, 90, 90))
    pen.text((50, int(height * 0.09)), "someone @someone", fill="black", font_size=14)
    pen.text((12, int(height * 0.15)), f"look at this {draw.random()}", fill="black", font_size=14)
    screen.paste(picture, ((width - picture.width) // 2, int(height * 0.2)))
    for place in range(4):
        words = f"like {draw.randrange(999)}"
        pen.text((20 + place * width // 4, int(height * 0.92)), words, fill=(80, 80, 80), font_size=12)
    return screen


def put_logo(picture: Image.Image, draw: random.Random) -> Image.Image:
    """A broadcaster's sign in the corner."""
    laid = picture.copy()
    width, height = laid.size
    pen = ImageDraw.Draw(laid)
    top = height * 0.05
    pen.ellipse((width * 0.8, top, width * 0.95, top + width * 0.15), fill=(200, 0, 0))
    pen.text((width * 0.82, height * 0.1), "TV", fill="white", font_size=max(6, int(width * 0.06)))
    return laid


def resize(picture: Image.Image, across: float, down: float) -> Image.Image:
    """The picture, so much wider and higher."""
    size = (int(picture.width * across), int(picture.height * down))
    return picture.resize(size, Image.Resampling.LANCZOS)


EDITS: dict[str, Edit] = {
    "as-is": lambda picture, _: picture,
    "smaller": lambda picture, _: resize(picture, 0.5, 0.5),
    "larger": lambda picture, _: resize(picture, 1.5, 1.5),
    "stretched": lambda picture, _: resize(picture, 1.15, 1),
    "brightness": lambda picture, draw: ImageEnhance.Brightness(picture).enhance(draw.choice((0.7, 1.35))),
    "contrast": lambda picture, draw: ImageEnhance.Contrast(picture).enhance(draw.choice((0.7, 1.4))),
    "grey": lambda picture, _: picture.convert("L"),
    "crop05": lambda picture, _: cut_sides(picture, 0.05),
    "crop10": lambda picture, _: cut_sides(picture, 0.10),
    "crop15": lambda picture, _: cut_sides(picture, 0.15),
    "part90": lambda picture, draw: cut_anywhere(picture, 0.1, draw),
    "part70": lambda picture, draw: cut_anywhere(picture, 0.3, draw),
    "caption": put_caption,
    "caption-over": lay_caption,
    "flip": lambda picture, _: ImageOps.mirror(picture),
    "flip-crop05": lambda picture, _: cut_sides(ImageOps.mirror(picture), 0.05),
    "turn90": lambda picture, _: picture.transpose(Image.Transpose.ROTATE_90),
    "turn5": lambda picture, _: picture.rotate(5, expand=True, resample=Image.Resampling.BICUBIC),
    "border": lambda picture, draw: ImageOps.expand(
        picture, int(min(picture.size) * 0.08), fill=draw.choice(("white", "black", "navy"))
    ),
    "screenshot": put_on_screen,
    "logo": put_logo,
}
QUALITIES = {"as-is": (30, 10)}
"""JPEG qualities of copies; 80 where none is named."""


def list_originals(folders: list[Path], first: int) -> Iterator[tuple[str, Image.Image]]:
    """The drawn pictures, numbered from ``first`` on, and the photos, with a name each."""
    for drawn in POOL:
        kind, _, number = drawn.partition("-")
        name = f"{kind}-{int(number) + first - 1:02}"
        yield name, Image.open(io.BytesIO(draw_picture(name)[0])).convert("RGB")
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in (".jpg", ".jpeg", ".png"):
                photo = Image.open(path).convert("RGB")
                photo.thumbnail((LONGEST, LONGEST))
                yield path.name.replace(".", "-"), photo


def make(out: Path, folders: list[Path], first: int = 1) -> int:
    """Write originals and copies; how many files."""
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, picture in list_originals(folders, first):
        picture.save(out / f"0_{name}.jpg", quality=90)
        count += 1
        for edit, change in EDITS.items():
            for quality in QUALITIES.get(edit, (80,)):
                copy = change(picture, random.Random(f"{edit}:{name}"))
                copy.save(out / f"1_{name}__{edit}-q{quality}.jpg", quality=quality)
                count += 1
    return count


def score(folder: Path, pairs: Path) -> tuple[dict[str, float], list[tuple[str, str]]]:
    """Recall by edit (of all under ``all``), and the pairs of different pictures."""
    found: set[str] = set()
    wrong: list[tuple[str, str]] = []
    with pairs.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if _name_original(row["id"]) == _name_original(row["match_id"]):
                found.add(row["id"])
            else:
                wrong.append((row["id"], row["match_id"]))
    planted: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for path in folder.glob("1_*.jpg"):
        for edit in (path.stem.rpartition("__")[2], "all"):
            planted[edit] += 1
            hits[edit] += path.name in found
    return {edit: round(hits[edit] / planted[edit], 3) for edit in sorted(planted)}, wrong


def _name_original(name: str) -> str:
    return name[2:].removesuffix(".jpg").partition("__")[0]


def main() -> None:
    """Make a folder or score pairs, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    doing = parser.add_subparsers(dest="doing", required=True)
    making = doing.add_parser("make")
    making.add_argument("folder", metavar="DIR", type=Path)
    making.add_argument("--photos", metavar="FOLDER", type=Path, nargs="*", default=[])
    making.add_argument("--first", metavar="N", type=int, default=1, help="number of the first drawn picture")
    scoring = doing.add_parser("score")
    scoring.add_argument("folder", metavar="DIR", type=Path)
    scoring.add_argument("pairs", metavar="PAIRS.csv", type=Path)
    given = parser.parse_args()
    if given.doing == "make":
        print(f"{make(given.folder, given.photos, given.first)} files")
        return
    recall, wrong = score(given.folder, given.pairs)
    for edit, share in recall.items():
        print(f"{edit:20} {share:.3f}")
    print(f"{len(wrong)} pairs of different pictures")
    for one, other in wrong[:20]:
        print(f"  {one} {other}")


if __name__ == "__main__":
    main()
