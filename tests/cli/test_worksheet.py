"""`csws worksheet`: the settings of one account as a sheet that `observe` reads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.cli.test_main_job import snapshot


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init").code == 0
    assert csws(tmp_path, "apply", "--auto-approve").code == 0
    return tmp_path


def two_accounts(project: Path) -> None:
    config = project / "csws.yaml"
    block = config.read_text().split("accounts:\n")[1].split("\n\n")[0].split("\ninclude:")[0]
    other = block.replace("acme:", "other:").replace(".csws/acme.db", ".csws/other.db")
    other = other.replace("catalogs/acme.json", "catalogs/other.json")
    config.write_text(config.read_text().replace(block, f"{block.rstrip()}\n{other}", 1))
    catalog = (project / "catalogs/acme.json").read_text()
    (project / "catalogs/other.json").write_text(catalog.replace('"name": "acme"', '"name": "other"'))


def test_the_sheet_is_the_same_on_standard_output_and_in_a_file(project, monkeypatch):
    before = snapshot(project)
    done = csws(project, "worksheet")
    assert (done.code, done.err) == (0, "")
    assert "default_layout: " in done.out
    assert snapshot(project) == before
    written = csws(project, "worksheet", "sheet.yaml")
    assert (written.code, written.out) == (0, "")
    assert "csws observe sheet.yaml" in written.err
    assert (project / "sheet.yaml").read_text() == done.out
    assert csws(project, "observe", "sheet.yaml").out.endswith("No difference from the last recorded state.\n")


def test_it_is_in_the_language_of_the_reader(project):
    sheets = {csws(project, "worksheet", "--language", language).out for language in ("en", "nb", "zh")}
    assert len(sheets) == 3


def test_it_is_for_one_account(project):
    two_accounts(project)
    assert csws(project, "validate").code == 0
    for words in ([], ["--account", "*"]):
        done = csws(project, *words, "worksheet")
        assert (done.code, done.out) == (64, "")
        assert "csws --account acme worksheet" in done.err
    assert "# Settings of other " in csws(project, "--account", "other", "worksheet").out


def test_an_unknown_account_and_a_missing_project(project, tmp_path_factory):
    assert csws(project, "--account", "nobody", "worksheet").code == 64
    assert csws(tmp_path_factory.mktemp("nothing"), "worksheet").code == 3


def test_a_catalogue_that_cannot_be_used(project):
    (project / "catalogs/acme.json").write_text("{")
    done = csws(project, "worksheet", "sheet.yaml")
    assert (done.code, (project / "sheet.yaml").exists()) == (3, False)


def test_a_device_is_written_to_and_not_replaced(project):
    assert csws(project, "worksheet", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
    assert csws(project, "worksheet", "/dev/full").code == 1


@pytest.mark.parametrize("words", [["--worksheet", "s.yaml"], ["--worksheet=s.yaml"], ["--worksheet"]])
def test_the_old_option_names_the_new_command(project, words):
    done = csws(project, "drift", *words)
    assert (done.code, done.out) == (64, "")
    assert "Run `csws worksheet FILE`." in done.err
    assert not (project / "s.yaml").exists()
    assert "--worksheet" not in csws(project, "drift", "--help").out
