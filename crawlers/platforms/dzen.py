"""Dzen (formerly Yandex Zen): channels as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="dzen",
        title="Dzen",
        homepage="https://dzen.ru/",
        example="https://dzen.ru/dzen",
        hosts=("dzen.ru", "m.dzen.ru", "zen.yandex.ru"),
        spellings=(
            r"(?:dzen|zen\.yandex)\.ru/(?P<handle>id/[0-9a-f]{16,32})(?:/[^?]*)?(?:\?.*)?",
            r"(?:dzen|zen\.yandex)\.ru/(?P<handle>[A-Za-z0-9][\w.-]{1,60})(?:\?.*)?",
        ),
        profile="https://dzen.ru/$handle",
        reserved="a about api articles b explore favicon.ico games help id legal login media news privacy "
        "robots.txt rss search settings shorts shopping suite topic topics video watch weather news-ru",
        pace=Pace(seconds=5.0, concurrency=1),
        post_urls=(r"dzen\.ru/[ab]/([\w-]+)", r"dzen\.ru/(?:video/watch|shorts)/([0-9a-f]+)"),
        notes="the feeds that channels had are gone: who asks without a browser is sent to a login (SSO); "
        "articles are not read one by one, watch an article with --family page",
    ),
    (
        Marker(kind="login_wall", when="/final_url~(?:sso|passport)\\.(?:dzen|yandex)\\.ru"),
        Marker(kind="not_found", when="/status=404"),
        Marker(kind="suspended", when="/text~Канал заблокирован"),
    ),
)
