"""A Discuz! X forum in Big5 with traditional characters, apart because the demo does without it."""

from __future__ import annotations

from sandbox.played import Place, Played
from sandbox.software.discuz import address_account, address_post, answer

played = Played(
    name="discuz_hant",
    places=(
        Place(
            platform="discuz",
            host="bbs.night-market.example",
            operation="zh-Hant",
            ordinary="zh-Hant",
            flavour="big5",
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
)
