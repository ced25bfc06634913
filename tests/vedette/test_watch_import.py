"""What a list of accounts is watched for, as the options say."""

from __future__ import annotations

from pathlib import Path

from storage.links import NEVER
from tests.vedette.conftest import Run


def test_an_import_says_for_all_its_accounts_what_is_wanted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "accounts.txt"
    file.write_text("https://vk.com/bob\n", encoding="utf-8")
    refused = run("watch", "import", file, "--follow", "offlin")
    assert refused.code == 2 and "takes archive or never" in refused.err
    run("watch", "import", file, "--follow", "never", "--media")
    (entry,) = (each for each in run("watch", "list", "--json").json() if each["watched"]["key"] == "bob")
    assert entry["watched"]["wants"] == ["media", NEVER]
