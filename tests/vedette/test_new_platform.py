"""``vedette platforms new`` writes files that pass the project's own checks and tests as they are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import Misuse
from tests.vedette.conftest import Run
from vedette.new_platform import FAMILIES, ROOT, Facts, write_platform

PARTS = ("crawlers", "sandbox", "storage", "tests", "docs", "pyproject.toml")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's own files with a platform of every family added."""
    place = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, place / part)
    for family in FAMILIES:
        facts = Facts(key=f"new_{family}", family=family, host=f"{family.replace('_', '-')}.example.org")
        assert all((place / path).is_file() for path in write_platform(facts, place))
    return place


def run_in(checkout: Path, *words: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        (sys.executable, "-m", *words),
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_what_it_writes_passes_its_own_tests_and_the_uniform_ones(checkout: Path) -> None:
    run_in(checkout, "crawlers.catalogue")
    made = [f"tests/crawlers/platforms/test_new_{family}.py" for family in FAMILIES]
    names = " or ".join(f"new_{family}" for family in FAMILIES)
    run_in(checkout, "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *made)
    uniform = ("tests/crawlers/test_uniformity.py", "tests/sandbox/test_world.py")
    run_in(checkout, "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *uniform, "-k", names)


def test_what_it_writes_is_in_house_style(checkout: Path) -> None:
    files = [path for family in FAMILIES for path in checkout.rglob(f"*new_{family}.py")]
    assert len(files) == 3 * len(FAMILIES)
    run_in(checkout, "ruff", "check", *map(str, files))
    run_in(checkout, "ruff", "format", "--check", *map(str, files))


@pytest.mark.parametrize(
    "facts",
    [
        Facts(key="Piazza", family="feed", host="a.example.org"),
        Facts(key="mastodon", family="feed", host="a.example.org"),
        Facts(key="class", family="feed", host="a.example.org"),
        Facts(key="piazza", family="nobody", host="a.example.org"),
        Facts(key="piazza", family="feed", host="localhost"),
        Facts(key="piazza", family="feed", host="a.example.org/x"),
        Facts(key="piazza", family="feed", host="a.example.org", title='"'),
    ],
)
def test_facts_that_cannot_be_are_refused(facts: Facts, tmp_path: Path) -> None:
    for folder in ("crawlers/platforms", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    with pytest.raises(Misuse):
        write_platform(facts, tmp_path)
    assert not list(tmp_path.rglob("*.py"))


def test_it_refuses_outside_a_checkout_and_never_writes_over_a_file(tmp_path: Path, run: Run) -> None:
    facts = Facts(key="piazza", family="feed", host="a.example.org")
    with pytest.raises(Misuse, match="checkout"):
        write_platform(facts, tmp_path)
    done = run("platforms", "new", "mastodon", "--family", "feed", "--host", "a.example.org")
    assert done.code == 2 and "already" in done.refusal()
