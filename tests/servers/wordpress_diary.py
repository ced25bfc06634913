"""What the site's authors publish, and how each article is to be found afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.servers.wordpress import HOST, WordPress

BEGINNING = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
ARTICLES = 104
AUTHORS = {"lin": "林海", "mori": "森 陽子", "jones": "Mary Jones"}
TAGS = ("渔业", "harbour", "天气预报")
LINK = "https://news.elsewhere.test/2026/report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A post as it was published. The site keeps Shanghai's time, ``published`` is UTC."""

    number: int
    url: str
    title: str
    words: str
    author: str
    published: datetime
    tags: tuple[str, ...]
    link: str
    picture: str


def write_diary(site: WordPress, picture: bytes) -> dict[int, Article]:
    """More posts than a page of the API holds, by three authors; by the post's number."""
    authors = {slug: add_author(site, slug, name) for slug, name in AUTHORS.items()}
    tags = {name: int(site.send("POST", "/tags", {"name": name})["id"]) for name in TAGS}
    image = site.upload("wharf.png", picture, "image/png")
    diary: dict[int, Article] = {}
    for number in range(ARTICLES):
        slug = list(AUTHORS)[number % len(AUTHORS)]
        title = f"渔港日记 {number}" if number % 2 else f"Harbour diary {number}"
        words = f"第{number}天，风平浪静。 The nets are dry."
        published = BEGINNING + timedelta(hours=7 * number)
        given = TAGS[: number % (len(TAGS) + 1)]
        link = LINK if number % 10 == 3 else ""
        pictured = number % 25 == 7
        body = f"<p>{words}</p>" + (f'<p><a href="{link}">来源</a></p>' if link else "")
        made = publish(
            site,
            {
                "title": title,
                "content": body,
                "author": authors[slug],
                "date_gmt": published.strftime("%Y-%m-%dT%H:%M:%S"),
                "tags": [tags[tag] for tag in given],
                "featured_media": image["id"] if pictured else 0,
            },
        )
        diary[made["id"]] = Article(
            number=made["id"],
            url=made["link"],
            title=title,
            words=words + (" 来源" if link else ""),
            author=AUTHORS[slug],
            published=published,
            tags=given,
            link=link,
            picture=image["source_url"] if pictured else "",
        )
    return diary


def add_author(site: WordPress, slug: str, name: str) -> int:
    """A new author; the number of the user."""
    user = {"username": slug, "name": name, "email": f"{slug}@mail.test", "roles": ["author"]}
    return int(site.send("POST", "/users", {**user, "password": f"password of {slug}"})["id"])


def publish(site: WordPress, fields: dict[str, Any]) -> Any:
    """A published post, as the API shows it."""
    return site.send("POST", "/posts", {"status": "publish", **fields})


def read_article(row: dict[str, Any]) -> Article:
    """A collected post, as the export gives it, in the form of what was published."""
    (link,) = row["links"] or [""]
    (picture,) = row["media"] or [""]
    return Article(
        number=int(row["post_id"].rpartition("/")[2]),
        url=row["url"],
        title=row["title"],
        words=" ".join(row["text"].split()),
        author=row["author"],
        published=datetime.fromisoformat(row["posted_at"]),
        tags=tuple(sorted(row["hashtags"], key=TAGS.index)),
        link=link,
        picture=picture,
    )


def of_author(diary: Iterable[Article], slug: str) -> dict[int, Article]:
    """What one author published."""
    return {article.number: article for article in diary if article.author == AUTHORS[slug]}


def address(number: int) -> str:
    """The id under which a post is indexed."""
    return f"{HOST}/{number}"
