"""Settings that make no sense are said in one line before anything is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vedette.conftest import Run


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("VEDETTE_CONNECT_TO", "nowhere"),
        ("VEDETTE_CA_FILE", "/nowhere/ca.pem"),
        ("VEDETTE_CREDENTIALS", "/nowhere/tokens.toml"),
        ("VEDETTE_BROWSER_STATE_X", "/nowhere/x.json"),
    ],
)
@pytest.mark.parametrize("command", ["collect", "run"])
def test_a_wrong_setting_is_wrong_usage(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, command: str
) -> None:
    assert run("--data", tmp_path, "watch", "add", "https://gab.com/bob").code == 0
    monkeypatch.setenv(variable, value)
    told = run("--data", tmp_path, command)
    assert told.code == 2 and told.refusal()
