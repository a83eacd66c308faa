"""With PEPINIERE_NO_SKIP=1 a skipped test is a failed test: a check that did not run proves nothing."""

import os

import pytest

SENTENCE = "Skipped counts as failed here: {reason}"


def is_on() -> bool:
    return os.environ.get("PEPINIERE_NO_SKIP") == "1"


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure. An expected failure that ran is not a skip; one not run is."""
    expected = getattr(report, "wasxfail", None)
    if report.outcome != "skipped" or (expected is not None and "[NOTRUN]" not in expected):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = SENTENCE.format(reason=reason)
    if expected is not None:
        del report.wasxfail


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if is_on():
        fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    report = yield
    if is_on():
        fail_if_skipped(report)
    return report
