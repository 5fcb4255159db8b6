"""What was left out is counted in the last line, and CI leaves nothing out that it could have run."""

from pathlib import Path

import pytest

SUITE = """
    import pytest

    @pytest.mark.data
    def test_marked(): pass

    def test_by_fixture(shared_data): assert shared_data.is_dir()

    @pytest.mark.data
    def test_one_file_is_absent(): pytest.skip("kelurahan.csv is absent")

    def test_plain(): pass
"""
BROWSER = """
    import pytest

    @pytest.mark.browser
    def test_screen(): pytest.skip("no Chromium")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PSC119_SHARED_DATA", str(pytester.path / "absent"))
    pytester.makeini("[pytest]\nmarkers =\n  data: d\n  browser: b\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(test_suite=SUITE)
    return pytester


def run(suite: pytest.Pytester) -> pytest.RunResult:
    return suite.runpytest("-p", "tests.fixtures_data", "-p", "no:cacheprovider", "-rs")


def with_data(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSC119_SHARED_DATA", str(suite.mkdir("data")))


def test_without_the_folder_its_tests_are_skipped_and_counted(suite: pytest.Pytester) -> None:
    result = run(suite)
    result.assert_outcomes(passed=1, skipped=3)
    assert result.outlines[-1] == "3 tes dilewati karena data tidak ada"
    result.stdout.fnmatch_lines(["*no data: neither PSC119_SHARED_DATA nor*"])
    assert result.ret == 0


def test_with_the_folder_they_run(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    with_data(suite, monkeypatch)
    result = run(suite)
    result.assert_outcomes(passed=3, skipped=1)
    assert result.outlines[-1] == "1 tes dilewati karena data tidak ada"


def test_ci_without_the_folder_passes(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert run(suite).ret == 0


def test_ci_with_the_folder_forbids_the_skip(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with_data(suite, monkeypatch)
    result = run(suite)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["CI: *test_one_file_is_absent tidak boleh dilewati"])


@pytest.mark.parametrize(("ci", "code"), [("", pytest.ExitCode.OK), ("true", pytest.ExitCode.TESTS_FAILED)])
def test_only_ci_forbids_leaving_the_browser_out(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    suite.makepyfile(test_screens=BROWSER)
    assert run(suite).ret == code


def test_ci_without_the_folder_lets_a_screen_that_needs_it_be_skipped(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(
        test_screens=BROWSER.replace("@pytest.mark.browser", "@pytest.mark.data\n    @pytest.mark.browser")
    )
    assert run(suite).ret == 0


def test_the_folder_is_looked_for_beside_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.fixtures_data import data_folder

    monkeypatch.delenv("PSC119_SHARED_DATA", raising=False)
    assert data_folder() == Path(__file__).resolve().parents[2] / "shared" / "data"
