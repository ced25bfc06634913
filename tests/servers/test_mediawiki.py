"""MediaWiki as Debian ships it: what somebody contributed, collected revision by revision."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.servers.mediawiki import HOST, MediaWiki
from tests.servers.researcher import Researcher

pytestmark = pytest.mark.servers

PAGES = 56
"""More edits than a page of the list holds."""


def test_every_edit_is_collected_and_what_is_deleted_is_seen_to_be_gone(
    mediawiki: MediaWiki, mediawiki_researcher: Researcher
) -> None:
    editor, warden = mediawiki.join("Lin Hai"), mediawiki.warden()
    written: dict[str, tuple[str, str, datetime]] = {}
    for number in range(PAGES):
        title, text = f"渔港 {number}", f"第{number}天，风平浪静。 See https://news.elsewhere.test/{number}"
        made = editor.edit(title, text, "a new page")
        written[f"{HOST}/{made['newrevid']}"] = (title, text, _time(made))
    summary = "typo, see https://news.elsewhere.test/why"
    for title in ("渔港 3", "渔港 5"):
        made = editor.edit(title, "第三天，起风了。", summary)
        written[f"{HOST}/{made['newrevid']}"] = (title, summary, _time(made))
    warden.edit("渔港 3", "not the editor's own words")

    watched = f"https://{HOST}/w/index.php?title=Special:Contributions/Lin_Hai"
    mediawiki_researcher.run("watch", "add", watched)
    mediawiki_researcher.run("collect", "--no-links")
    rows = mediawiki_researcher.posts()
    found = {
        id: (row["title"], row["text"], datetime.fromisoformat(row["posted_at"])) for id, row in rows.items()
    }
    assert found == written
    assert {row["account"] for row in rows.values()} == {rows[next(iter(rows))]["account"]}
    account = mediawiki_researcher.ask("show", watched)
    assert (account["handle"], account["key"].partition("#")[0]) == ("Lin Hai", HOST)

    (quiet,) = mediawiki_researcher.ask("collect", watched, "--no-links")
    assert quiet["exchanges"] <= 2
    warden.delete("渔港 7")
    mediawiki_researcher.run("collect", watched, "--recheck", "--no-links")
    gone = {row["title"] for row in mediawiki_researcher.posts().values() if row["gone_at"]}
    assert gone == {"渔港 7"}
    mediawiki_researcher.check_archive()


def _time(made: object) -> datetime:
    assert isinstance(made, dict)
    return datetime.fromisoformat(made["newtimestamp"])
