"""Odnoklassniki (OK.ru): public profiles and groups as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="okru",
        title="OK.ru (Odnoklassniki)",
        homepage="https://ok.ru/",
        example="https://ok.ru/group/50582132228315",
        hosts=("ok.ru", "www.ok.ru", "m.ok.ru", "odnoklassniki.ru"),
        spellings=(
            r"(?:ok|odnoklassniki)\.ru/(?P<handle>(?:profile|group)/\d{5,20})(?:/[^?]*)?(?:\?.*)?",
            r"(?:ok|odnoklassniki)\.ru/(?P<handle>[a-z][\w.]{4,40})(?:/(?:topics|photos|video))?",
        ),
        profile="https://ok.ru/$handle",
        reserved="about privacy search settings explore login robots.txt favicon.ico video games music "
        "online help messages discussions feed guests notifications gifts market groups hobby apps",
        pace=Pace(seconds=5.0, concurrency=1),
        notes="posts are not read one by one; the leaving page `ok.ru/dk?st.link=` is unwrapped in links",
    ),
    (
        Marker(kind="not_found", when="/status=404"),
        Marker(
            kind="not_found", when="/text~Такой страницы нет|Страница не найдена|This page does not exist"
        ),
        Marker(kind="suspended", when="/text~(?:Профиль|Группа) заблокирован"),
        Marker(kind="private", when="/text~Профиль закрыт|закрытый профиль|Профиль скрыт"),
    ),
)
