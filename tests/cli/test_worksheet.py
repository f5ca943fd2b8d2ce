"""`csws worksheet`: the settings of one account as a sheet that `observe` reads back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from csws.render.sheet_lines import columns
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
    done = csws(project, "--account", "other", "worksheet", "sheet.yaml")
    sheet = (project / "sheet.yaml").read_text()
    assert ("account: other\n" in sheet, "adopt" in sheet + done.err) == (True, False)
    assert "csws --account other observe sheet.yaml" in done.err


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


def rewrite_catalog(project: Path, change) -> None:
    path = project / "catalogs/acme.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def large(catalog: dict) -> None:
    """300 teams, 60 date properties with long names, 40 pipelines, and teams that share a name."""
    teams = [f"{region} team {number:03}" for region in ("Norden", "東京", "R: #1") for number in range(100)]
    catalog["teams"] += [
        {"id": str(9000 + at), "name": name, "primary_members": ["1"] * (at % 3), "extra_members": []}
        for at, name in enumerate([*teams, "no", "Twin", "Twin"])
    ]
    properties = catalog["objects"]["deals"]["properties"]
    for at in range(60):
        label = f"The date on which something happens that matters to us and to the customer, {at}"
        properties[f"some_long_name_of_a_property_{at}"] = {"label": label, "type": "date", "archived": at == 7}
    catalog["objects"]["deals"]["pipelines"] += [{"id": f"p{at}", "label": f"Pipeline {at}"} for at in range(40)]


@pytest.mark.parametrize("language", ["en", "nb", "zh"])
def test_a_large_account_has_each_choice_once_on_a_line_of_its_own(project, language):
    rewrite_catalog(project, large)
    sheet = csws(project, "worksheet", "--language", language).out
    lines = sheet.splitlines()
    assert max(map(columns, lines)) <= 100
    for choice in (
        "Norden team 042",
        "東京 team 007",
        "'R: #1 team 099'",
        "'no'",
        "id:9301",
        "some_long_name_of_a_property_59",
    ):
        assert len([line for line in lines if line.strip().startswith(f"#   {choice} ")]) == 1, choice
    assert len([line for line in lines if line.strip() == "#   Pipeline 39"]) == 1
    (project / "sheet.yaml").write_text(sheet)
    assert "No difference" in csws(project, "observe", "sheet.yaml").out


def test_a_choice_says_what_helps_to_choose(project):
    rewrite_catalog(project, large)
    sheet = csws(project, "worksheet").out
    assert re.search(r"#   EMEA CSM +3 people, in emea\n", sheet)
    assert re.search(r"#   id:9301 +Twin, 1 person\n", sheet)
    assert re.search(r"#   some_long_name_of_a_property_7 .*…\n", sheet)
    assert "#   hubspot_owner_id          Company owner\n" in sheet
    assert "renewal_date_property: renewal_date" in sheet.split("Date property (renewal) of Companies")[1][:200]


def test_the_english_label_stands_beside_the_reader_s(project):
    assert "# Kunder / Customers: Companies\n" in csws(project, "worksheet", "--language", "nb").out
    assert "# 客户 / Customers：Companies\n" in csws(project, "worksheet", "--language", "zh").out


def test_long_texts_are_folded_and_read_back(project):
    text = "It  is: long, with two  spaces, 'quotes' and #signs, " * 6
    assert csws(project, "observe", "--set", f"workspace.emea.description={text}").code == 0
    assert csws(project, "observe", "--set", f"workspace.apac.name={'An endless name of the team ' * 8}").code == 0
    assert csws(project, "worksheet", "sheet.yaml").code == 0
    lines = (project / "sheet.yaml").read_text().splitlines()
    assert max(map(len, lines)) <= 100
    assert "No difference" in csws(project, "observe", "sheet.yaml").out


def test_an_account_of_which_nothing_is_recorded_has_an_example_and_every_object_that_may_be_chosen(tmp_path):
    assert csws(tmp_path, "init").code == 0

    def with_contracts(catalog: dict) -> None:
        owner = {"label": "Owner", "type": "enumeration", "field_type": "select", "references": "user"}
        catalog["objects"]["contracts"] = {
            "type_id": "2-9",
            "label": "Contracts",
            "custom": True,
            "properties": {"owner": owner},
            "pipelines": [],
        }

    name = next((tmp_path / "catalogs").iterdir()).stem
    path = tmp_path / f"catalogs/{name}.json"
    data = json.loads(path.read_text())
    with_contracts(data)
    path.write_text(json.dumps(data))
    done = csws(tmp_path, "worksheet", "sheet.yaml")
    sheet = (tmp_path / "sheet.yaml").read_text()
    assert "csws adopt sheet.yaml" in done.err
    assert "Nothing is recorded" in sheet
    assert [line for line in sheet.splitlines() if re.match(r"  \w", line)] == [
        "  customers: null                               # Customers",
        "  services: null                                # Services",
        "  revenue: []                                   # Revenue",
        "  primary:",
        "  further:",
        "  further:",
    ]
    assert sheet.count("        contracts:\n") == 2
    for heading in ("of Companies: choose", "of Contacts: choose", "of Contracts: choose", "of Deals: choose"):
        assert f"# HubSpot user property (CSM) {heading} from\n" in sheet


def test_a_sheet_that_may_have_been_filled_in_is_kept(project):
    sheet = project / "sheet.yaml"
    assert csws(project, "worksheet", "sheet.yaml").code == 0
    assert csws(project, "worksheet", "sheet.yaml").code == 0
    assert not (project / "sheet.yaml~").exists()
    sheet.write_text("mine")
    done = csws(project, "worksheet", "sheet.yaml")
    assert (done.code, (project / "sheet.yaml~").read_text()) == (0, "mine")
    assert "what it contained is now in sheet.yaml~" in done.err
    assert "account: acme" in sheet.read_text()


def test_the_label_of_a_value_stands_beside_it(project):
    sheet = csws(project, "worksheet").out
    assert re.search(r"csm_property: hubspot_owner_id +# HubSpot user property \(CSM\): Company owner\n", sheet)
    assert re.search(r"csm_property: null +# HubSpot user property \(CSM\)\n", sheet)


@pytest.mark.parametrize(
    "name", ["csws.yaml", "./workspaces/../csws.yaml", "workspaces/emea.yaml", "catalogs/acme.json", ".csws/acme.db"]
)
def test_a_file_of_the_project_is_never_replaced(project, name):
    before = snapshot(project)
    done = csws(project, "worksheet", name)
    assert (done.code, "is a file of the project" in done.err) == (64, True)
    assert snapshot(project) == before
