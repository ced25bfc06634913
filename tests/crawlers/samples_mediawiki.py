"""One body a reader of MediaWiki, in the shape of the real one."""

from __future__ import annotations

from typing import Any

EDIT: dict[str, Any] = {
    "userid": 7,
    "user": "Mei",
    "pageid": 3,
    "revid": "TURN1",
    "parentid": 10,
    "ns": 0,
    "title": "Harbour",
    "timestamp": "2026-07-20T10:00:00Z",
    "comment": "fix, see https://x.example/",
    "size": 10,
    "sizediff": -2,
    "minor": False,
    "new": False,
    "top": True,
    "tags": ["visualeditor"],
}
USER: dict[str, Any] = {
    "userid": 7,
    "name": "Mei",
    "editcount": 3,
    "registration": "2020-01-02T03:04:05Z",
    "groups": ["*", "sysop"],
}
EDITS = {
    "query": {"users": [USER], "usercontribs": [EDIT]},
    "continue": {"uccontinue": "TURN", "continue": "-||users"},
}
PAGES = {
    "query": {
        "pages": [
            {
                "pageid": 3,
                "ns": 2,
                "title": "User:Mei",
                "revisions": [
                    {
                        "revid": 11,
                        "parentid": 0,
                        "user": "Mei",
                        "userid": 7,
                        "timestamp": "2026-07-20T10:00:00Z",
                        "comment": "",
                        "slots": {"main": {"content": "words https://x.example/"}},
                    }
                ],
            }
        ]
    }
}
KNOWN = {
    "query": {"badrevids": {"5": {"revid": 5, "missing": True}}, "pages": [{"revisions": [{"revid": 6}]}]}
}

MEDIAWIKI_SAMPLES: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("edits", EDITS, {"pages": True}),
    ("pages", PAGES, {}),
    ("known", KNOWN, {"context": {"ids": "5 6"}}),
)
"""Reader, body and what else its sample has."""
