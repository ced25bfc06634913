"""The set-up scripts: what they install again, what they go without, and what they say."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHELL = ROOT / "scripts" / "shell"
SCRIPTS = sorted((ROOT / "scripts").rglob("*.sh"))


def run_bash(folder: Path, lines: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``lines`` in ``folder`` with every part of the set-up at hand."""
    sources = "".join(f"source {part}\n" for part in sorted(SHELL.glob("*.sh")))
    known = {name: value for name, value in os.environ.items() if name != "VEDETTE_REQUIRE_ALL"}
    return subprocess.run(
        ("bash", "-euo", "pipefail", "-c", f"{sources}{lines}"),
        cwd=folder,
        env={**known, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(ROOT)))
def test_scripts_parse(script: Path) -> None:
    assert subprocess.run(("bash", "-n", script), check=False).returncode == 0


def test_a_changed_lock_is_installed_again_and_an_equal_one_is_not(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("one==1\n")
    check = 'is_fresh stamp "$(digest lock.txt word)"'
    assert run_bash(tmp_path, check).returncode == 1
    run_bash(tmp_path, 'write_stamp stamp "$(digest lock.txt word)"')
    assert run_bash(tmp_path, check).returncode == 0
    lock.write_text("one==2\n")
    assert run_bash(tmp_path, check).returncode == 1


def test_an_optional_part_is_left_out_with_its_reason(tmp_path: Path) -> None:
    done = run_bash(tmp_path, 'leave_out browser "none to be had"; echo never')
    assert (done.returncode, done.stdout) == (0, "· without browser: none to be had\n")
    assert (tmp_path / ".cache" / "missing" / "browser").read_text() == "none to be had\n"


def test_nothing_is_left_out_where_all_is_required(tmp_path: Path) -> None:
    done = run_bash(tmp_path, 'leave_out browser "none to be had"', VEDETTE_REQUIRE_ALL="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "browser: none to be had" in done.stderr


def test_a_failing_step_shows_the_end_of_its_output(tmp_path: Path) -> None:
    done = run_bash(tmp_path, "quietly step bash -c 'echo the reason >&2; exit 3' || fail 'step failed'")
    assert done.returncode == 1
    assert "the reason" in done.stderr
    assert done.stderr.endswith("set-up failed: step failed\n")


def test_a_working_step_is_quiet(tmp_path: Path) -> None:
    done = run_bash(tmp_path, "quietly step echo chatter")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_python_too_old_is_not_taken(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run_bash(tmp_path, "new_enough ./python3 || echo too old")
    assert done.stdout == "too old\n"


def test_a_browser_that_does_not_start_is_not_taken(tmp_path: Path) -> None:
    pointer = tmp_path / "chromium-browser"
    pointer.write_text("#!/bin/sh\necho 'install the chromium snap' >&2\nexit 1\n")
    pointer.chmod(0o755)
    done = run_bash(tmp_path, "answers ./chromium-browser || echo not this one")
    assert done.stdout == "not this one\n"
