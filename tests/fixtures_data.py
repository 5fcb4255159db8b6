"""The data folder beside the checkout, and honest skips: what was left out is counted, and CI leaves nothing out.

Tests marked `data` need the folder, which is never part of the project; they take it by the fixture `shared_data`.
`PSC119_SHARED_DATA` names it where it lies elsewhere.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """Where the data should be; it need not exist."""
    return Path(os.environ.get("PSC119_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")


def missing_data() -> str | None:
    """Why tests of real data cannot run, or None when they can."""
    if data_folder().is_dir():
        return None
    return "no data: neither PSC119_SHARED_DATA nor the folder shared/data beside the checkout"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The data folder; the test is skipped where it is absent."""
    reason = missing_data()
    if reason is not None:
        pytest.skip(reason)
    return data_folder()


class Tally:
    """Counts the skips of a run, and lets CI pass none that it forbids."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._without_data: list[str] = []
        self._without_browser: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        if "data" in report.keywords:
            self._without_data.append(report.nodeid)
        elif "browser" in report.keywords:
            self._without_browser.append(report.nodeid)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        """Fail what CI forbids, and say the count after everything that pytest itself says."""
        forbidden = self._list_forbidden()
        if forbidden and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        yield
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is None or self._config.option.collectonly:
            return
        for nodeid in forbidden:
            reporter.write_line(f"CI: {nodeid} tidak boleh dilewati", red=True)
        reporter.write_line(f"{len(self._without_data)} tes dilewati karena data tidak ada")

    def _list_forbidden(self) -> list[str]:
        if not os.environ.get("CI"):
            return []
        return [*(self._without_data if missing_data() is None else []), *self._without_browser]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Tally(config), "psc119-tally")


def pytest_itemcollected(item: pytest.Item) -> None:
    if "shared_data" in getattr(item, "fixturenames", ()):
        item.add_marker("data")


def pytest_runtest_setup(item: pytest.Item) -> None:
    reason = missing_data()
    if reason is not None and item.get_closest_marker("data") is not None:
        pytest.skip(reason)
