"""That nothing hides behind a skip where everything is required."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = """
import pytest

def test_runs(): pass

def test_skips(): pytest.skip("no such server here")

@pytest.mark.skip(reason="some other day")
def test_marked(): pass

@pytest.mark.xfail(reason="known", strict=True)
def test_expected(): assert False
"""

ROOT = Path(__file__).parents[1]


def run_pytest(folder: Path, required: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_skips.py").write_text(SKIPS)
    (folder / "test_whole_file.py").write_text("import pytest\npytest.importorskip('no_such_module')")
    options = ("-q", "-p", "tests.require_all", "--continue-on-collection-errors", f"--rootdir={folder}")
    command = (sys.executable, "-m", "pytest", *options, str(folder))
    environment = {**os.environ, "VEDETTE_REQUIRE_ALL": required, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_skips_fail_where_all_is_required(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "1")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "1 failed, 1 passed, 1 xfailed, 2 errors" in done.stdout
    for reason in ("no such server here", "some other day", "no_such_module"):
        assert reason in done.stdout


def test_skips_stay_skips_otherwise(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "")
    assert done.returncode == pytest.ExitCode.OK
    assert "3 skipped" in done.stdout
