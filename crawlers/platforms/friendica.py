"""Friendica, whose Mastodon API stands beside its own; profiles are ``/profile/user``."""

from crawlers.families.mastodon_api import Dialect, mastodon_api
from crawlers.families.mastodon_urls import Spelling

platform = mastodon_api(
    key="friendica",
    title="Friendica",
    hosts=(
        "libranet.de",
        "venera.social",
        "nerdica.net",
        "opensocial.at",
        "anonsys.net",
        "social.trom.tf",
        "poliverso.org",
        "squeet.me",
    ),
    example="https://libranet.de/profile/help",
    dialect=Dialect(
        oldest_first=False, spelling=Spelling(profile=True), notes="other hosts: watch them as /@user"
    ),
)
