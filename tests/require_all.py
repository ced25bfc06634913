"""Under ``VEDETTE_REQUIRE_ALL=1`` nothing may be skipped: a skip is a failure that says why it skipped."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)


def requires_all() -> bool:
    """Whether nothing may be skipped in this run."""
    return os.environ.get("VEDETTE_REQUIRE_ALL") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test fails."""
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A skipped file fails."""
    return refuse_skip((yield))


def refuse_skip(report: AnyReport) -> AnyReport:
    """The report, failed where it was skipped and that is not allowed; expected failures stay."""
    if report.skipped and requires_all() and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped (VEDETTE_REQUIRE_ALL=1), but: {reason}"
    return report
