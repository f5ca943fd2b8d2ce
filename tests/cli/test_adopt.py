"""`csws adopt`: what exists in HubSpot becomes the record, the keys and the YAML; everything is
proved first, and nothing that is declared changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csws.errors import CswsError
from tests.cli.console import csws, reported
from tests.cli.test_main_job import edit, snapshot
from tests.cli.test_worksheet import two_accounts
from tests.places import read_only

HEAD = """version: 1
accounts:
  acme:
    target: hubspot:1234567
    catalog: catalogs/acme.json
    subscription: enterprise
    operator: ops@acme.example
"""
INCLUDE = "include: [objects.yaml, workspaces/*.yaml]\n"
OBJECTS = "objects: {customers: companies, services: services, revenue: [deals]}\n"
PRIMARY = """  primary:
    name: Customer success
    customers: {csm_property: Company owner}
    services: {show: false}
    revenue: {show: false}
"""
EMEA = """  emea:
    name: EMEA customer success
    teams: [EMEA CSM]
    customers: {csm_property: hubspot_owner_id}
    services: {show: true, csm_property: hubspot_owner_id, pipelines: [Onboarding], default_layout: board}
    revenue: {show: true, objects: {deals: {csm_property: hubspot_owner_id}}}
"""
APAC = """  apac:
    name: APAC customer success
    teams: [APAC CSM]
    customers: {csm_property: hubspot_owner_id, renewal_date_property: renewal_date}
    services: {show: false}
    revenue: {show: false}
"""
SHEET = f"account: acme\n{OBJECTS}workspaces:\n{PRIMARY}{EMEA}{APAC}"


@pytest.fixture(autouse=True)
def no_token(monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that declares nothing yet, of an account of which nothing is recorded."""
    root = tmp_path / "acme"
    assert csws(tmp_path, "init", "acme").code == 0
    for file in (root / "workspaces").iterdir():
        file.unlink()
    (root / "workspaces").rmdir()
    (root / "csws.yaml").write_text(HEAD + INCLUDE)
    return root


def adopt(project: Path, text: str = SHEET, *words: str):
    sheet = project.parent / "sheet.yaml"
    sheet.write_text(text)
    return csws(project, "adopt", "../sheet.yaml", *words)


def revisions(project: Path) -> list[dict]:
    return csws(project, "history", "--format", "json").json["accounts"][0]["revisions"]


def settled(project: Path) -> bool:
    """Whether the configuration, the record and the base of drift agree."""
    words = (["validate"], ["plan", "--detailed-exitcode"], ["drift", "--detailed-exitcode"])
    return [csws(project, *each).code for each in words] == [0, 0, 0]


def differences(project: Path) -> dict[str, list[str]]:
    changes = csws(project, "plan", "--format", "json").json["accounts"][0]["changes"]
    return {change["address"]: [field["path"] for field in change["fields"]] for change in changes}


def check_nothing_happened(project: Path, before: dict[str, bytes]) -> None:
    assert snapshot(project) == before


# The way in.


@pytest.mark.parametrize("target", ["hubspot:1234567", "sqlite:.csws/acme.db"])
@pytest.mark.parametrize("folders", [[], ["workspaces"]])
def test_a_project_that_declares_nothing_becomes_whole(project, target, folders):
    edit(project, "csws.yaml", "hubspot:1234567", target)
    for name in folders:
        (project / name).mkdir()
    done = adopt(project, SHEET, "--detailed-exitcode", "--by", "Kim")
    assert (done.code, done.err) == (0, "")
    assert [line.strip() for line in done.out.splitlines()[:8]] == [
        "acme: recorded as revision 1.",
        "adopted the objects",
        "adopted primary “Customer success”",
        "adopted apac “APAC customer success”",
        "adopted emea “EMEA customer success”",
        "wrote objects.yaml",
        "wrote workspaces/primary.yaml",
        "wrote workspaces/emea.yaml",
    ]
    assert "No changes." in done.out
    assert settled(project)
    assert [(item["kind"], item["operator"]) for item in revisions(project)] == [("imported", "Kim")]
    assert csws(project, "fmt", "--check").code == 0
    assert (project / "csws.yaml").read_text() == HEAD.replace("hubspot:1234567", target) + INCLUDE


def test_adopting_again_changes_nothing(project):
    assert adopt(project).code == 0
    files = {name: text for name, text in snapshot(project).items() if not name.startswith(".csws")}
    done = adopt(project, SHEET, "--detailed-exitcode")
    assert (done.code, "as known at revision 1." in done.out, "wrote" in done.out) == (0, True, False)
    assert {name: text for name, text in snapshot(project).items() if not name.startswith(".csws")} == files
    assert len(revisions(project)) == 1
    assert settled(project)


def test_a_filled_worksheet_is_adopted_and_one_that_is_unchanged_afterwards_too(project):
    csws(project, "worksheet", "../blank.yaml")
    assert csws(project, "adopt", "../blank.yaml").code == 3  # nobody has filled it in
    assert adopt(project).code == 0
    before = snapshot(project / "workspaces")
    csws(project, "worksheet", "../again.yaml")
    assert csws(project, "adopt", "../again.yaml", "--detailed-exitcode").code == 0
    assert (snapshot(project / "workspaces"), len(revisions(project))) == (before, 1)


def test_what_was_exported_is_a_sheet_too(project, tmp_path):
    assert adopt(project).code == 0
    exported = csws(project, "export").out
    assert csws(tmp_path, "init", "q/acme").code == 0
    for file in (tmp_path / "q/acme/workspaces").iterdir():
        file.unlink()
    (tmp_path / "q/acme/csws.yaml").write_text(HEAD + INCLUDE)
    assert adopt(tmp_path / "q/acme", exported, "--detailed-exitcode").code == 0
    assert csws(tmp_path / "q/acme", "export").out == exported


def test_what_was_observed_before_gets_its_keys(project):
    (project.parent / "seen.yaml").write_text(SHEET)
    assert csws(project, "observe", "../seen.yaml").code == 0
    assert adopt(project, SHEET, "--detailed-exitcode").code == 0
    assert [item["kind"] for item in revisions(project)] == ["imported", "observed"]
    assert settled(project)


def test_an_account_that_was_observed_is_the_base_of_drift_though_nothing_differs(project):
    seen = f"{OBJECTS}workspaces:\n{PRIMARY}"
    (project.parent / "seen.yaml").write_text(seen)
    assert csws(project, "observe", "../seen.yaml").code == 0
    assert adopt(project, seen, "--detailed-exitcode").code == 0
    assert [item["kind"] for item in revisions(project)] == ["observed"]
    csws(project, "observe", "--set", "workspace.primary.description=By hand")
    assert csws(project, "drift", "--detailed-exitcode").code == 2


INCLUDES = {
    "": ["csws.yaml"],
    "include: [workspaces/*.yaml]\n": ["csws.yaml", "workspaces/apac.yaml", "workspaces/emea.yaml", "workspaces/primary.yaml"],
    "include: [all/objects.yaml, all/workspaces.yaml]\n": ["all/objects.yaml", "all/workspaces.yaml"],
    "include: [parts/*.yaml, workspaces/*]\n": ["csws.yaml", "parts/one.yaml", "workspaces/apac.yaml", "workspaces/emea.yaml", "workspaces/primary.yaml"],
    "include: ['parts/*.yaml']\n": ["csws.yaml", "parts/apac.yaml", "parts/emea.yaml", "parts/one.yaml", "parts/primary.yaml"],
    "include: ['[pq]arts/*.yaml']\n": ["csws.yaml", "parts/one.yaml"],
    "include: ['teams/*/workspace.yaml']\n": ["csws.yaml", "teams/apac/workspace.yaml", "teams/emea/workspace.yaml", "teams/primary/workspace.yaml"],
}  # fmt: skip


@pytest.mark.parametrize("include", INCLUDES)
def test_each_block_goes_where_an_include_reads_it(project, include):
    (project / "csws.yaml").write_text(f"{HEAD}{include}# the end\n")
    if "parts" in include or "[pq]arts" in include:
        (project / "parts").mkdir()
        (project / "parts/one.yaml").write_text("defaults: {}\n")
    done = adopt(project, SHEET, "--detailed-exitcode")
    assert done.code == 0, (done.out, done.err)
    assert settled(project)
    assert sorted(name for name in snapshot(project) if name.endswith(".yaml")) == sorted(
        {"csws.yaml", *INCLUDES[include]}
    )
    assert "# the end\n" in (project / "csws.yaml").read_text()


def test_comments_links_and_line_ends_stay(project):
    (project / "real.yaml").write_bytes(
        (HEAD + "# mine\nremoved: [old] # really\n# last\n").replace("\n", "\r\n").encode()
    )
    (project / "csws.yaml").unlink()
    (project / "csws.yaml").symlink_to("real.yaml")
    assert adopt(project).code == 0
    assert (project / "csws.yaml").is_symlink()
    text = (project / "real.yaml").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n")
    assert all(line in text for line in (b"# mine\r\n", b"removed: [old] # really\r\n", b"# last"))
    assert settled(project)


DEFAULTS = """defaults:
  customers: {csm_property: hubspot_owner_id, renewal_date_property: renewal_date}
  services: {default_layout: table}
  revenue: {objects: {deals: {csm_property: hubspot_owner_id, date_property: closedate, pipelines: [Renewals]}}}
"""


def test_under_defaults_the_yaml_still_means_what_the_account_has(project):
    (project / "csws.yaml").write_text(HEAD + INCLUDE + DEFAULTS)
    assert adopt(project, SHEET, "--detailed-exitcode").code == 0
    assert settled(project)


# What is declared already.


def test_what_is_declared_is_never_changed_and_the_plan_shows_where_it_differs(project):
    (project / "workspaces").mkdir()
    (project / "objects.yaml").write_text(OBJECTS + "# ours\n")
    (project / "workspaces/all.yaml").write_text(
        f"workspaces:\n{PRIMARY.replace('Company owner', 'hubspot_owner_id')}{EMEA}"
    )
    before = snapshot(project)
    seen = SHEET.replace("EMEA customer success", "EMEA").replace("default_layout: board", "default_layout: table")
    done = adopt(project, seen, "--detailed-exitcode")
    assert (done.code, done.err) == (2, "")
    after = snapshot(project)
    assert {name for name in after if after[name] != before.get(name)} == {"workspaces/apac.yaml", ".csws/store.db"}
    assert differences(project) == {"workspace.emea": ["name", "services.default_layout"]}
    assert csws(project, "drift", "--detailed-exitcode").code == 0
    assert adopt(project, seen).code == 0  # only with --detailed-exitcode


def test_a_sheet_of_a_managed_account_records_what_differs_as_drift(project):
    assert adopt(project).code == 0
    nordics = (
        EMEA.replace("emea", "nordics").replace("EMEA customer success", "Nordics").replace("EMEA CSM", "Operations")
    )
    seen = SHEET.replace("APAC customer success", "APAC by hand") + nordics
    done = adopt(project, seen, "--detailed-exitcode")
    assert done.code == 2
    assert "adopted nordics “Nordics”" in done.out
    assert "APAC customer success → APAC by hand" in done.out
    assert differences(project) == {"workspace.apac": ["name"]}
    drift = csws(project, "drift", "--format", "json").json["accounts"][0]["drift"]
    assert [item["address"] for item in drift] == ["workspace.apac"]


@pytest.mark.parametrize("also", ["removed: [apac]\n", "workspaces: {asia: {name: Asia, renamed_from: apac, customers: {csm_property: hubspot_owner_id}, services: {show: false}, revenue: {show: false}}}\n"])  # fmt: skip
def test_what_is_to_be_deleted_or_has_a_new_key_is_not_declared_again(project, also):
    assert adopt(project).code == 0
    (project / "workspaces/apac.yaml").unlink()
    (project / "csws.yaml").write_text(HEAD + INCLUDE + also)
    csws(project, "worksheet", "../sheet2.yaml")
    done = csws(project, "adopt", "../sheet2.yaml")
    assert (done.code, "wrote" in done.out) == (0, False), done.err
    assert not (project / "workspaces/apac.yaml").exists()


def test_an_old_removed_never_deletes_what_is_adopted_under_that_key(project):
    (project / "csws.yaml").write_text(HEAD + INCLUDE + "removed: [apac]\n")
    before = snapshot(project)
    done = adopt(project)
    assert (done.code, "csws.yaml:9:11: error CSW605" in done.err) == (3, True), done.err
    check_nothing_happened(project, before)


def test_without_the_primary_workspace_there_is_no_project(project):
    before = snapshot(project)
    done = adopt(project, SHEET.replace(PRIMARY, ""))
    assert (done.code, "CSW307" in done.err) == (3, True), done.err
    check_nothing_happened(project, before)


def test_a_block_that_somebody_took_out_is_written_again_if_the_sheet_has_it(project):
    assert adopt(project).code == 0
    (project / "workspaces/apac.yaml").unlink()
    done = adopt(project, SHEET.replace(PRIMARY, "").replace(EMEA, ""), "--detailed-exitcode")
    assert (done.code, "wrote workspaces/apac.yaml" in done.out) == (0, True)
    assert settled(project)


def test_keys_that_are_taken_and_names_that_are_known(project):
    """A known key is that workspace, whatever its name; a known name that workspace, whatever its key."""
    assert adopt(project).code == 0
    done = adopt(project, "account: acme\nworkspaces: {asia: {name: apac CUSTOMER success, teams: [Operations]}}")
    assert (done.code, "adopted" in done.out) == (0, False)
    assert differences(project) == {"workspace.apac": ["name", "teams"]}
    assert len(csws(project, "plan", "--format", "json").json["accounts"][0]["unmanaged"]) == 0


def test_an_unmanaged_workspace_stays_so_until_it_gets_a_key(project):
    extra = "  nordics: {name: Nordics, services: {show: false}, revenue: {show: false}, customers: {csm_property: hubspot_owner_id}}\n"
    (project.parent / "seen.yaml").write_text(f"workspaces:\n{extra}")
    assert csws(project, "observe", "../seen.yaml").code == 0
    under = "unmanaged:\n  seen-nordics: {name: Nordics, description: Seen}\n"
    done = adopt(project, SHEET + under, "--detailed-exitcode")
    assert (done.code, "nordics “" in done.out) == (0, False), done.err
    assert [item["id"] for item in csws(project, "plan", "--format", "json").json["accounts"][0]["unmanaged"]] == [
        "seen-nordics"
    ]
    moved = "  north: {name: Nordics}\n"
    assert adopt(project, f"account: acme\nworkspaces:\n{moved}", "--detailed-exitcode").code == 0
    assert "description: Seen" in (project / "workspaces/north.yaml").read_text()
    assert settled(project)


def test_a_workspace_that_is_gone_is_recorded_so(project):
    assert adopt(project).code == 0
    done = adopt(project, "account: acme\nworkspaces: {apac: null}", "--detailed-exitcode")
    assert (done.code, differences(project).keys()) == (2, {"workspace.apac"})


def test_what_says_nothing_is_told_and_leaves_no_trace(project):
    assert adopt(project).code == 0
    before = snapshot(project)
    blank = "account: acme\nworkspaces: {further: {name: null, teams: []}, other: {description: x}}"
    done = adopt(project, blank)
    assert (done.code, "`workspace.other`" in done.err, "further" in done.err) == (0, True, False)
    check_nothing_happened(project, before)


# What is refused: nothing at all happens.

SIX = "".join(
    f"  w{at}: {{name: Team {at}, customers: {{csm_property: hubspot_owner_id}}, services: {{show: false}}, revenue: {{show: false}}}}\n"
    for at in range(6)
)
# The sheet (its first lines are SHEET's, unless it says so) → place, code and a word of the message or the hint.
WRONG = {
    "a misspelled team": (SHEET.replace("[APAC CSM]", "[APAC CMS]"), "17:13", "CSW303", "`APAC CSM`"),
    "a workspace twice": (SHEET + APAC, "21:3", "CSW003", "apac"),
    "a name twice": (SHEET + EMEA.replace("emea:", "europe:"), "21:3", "CSW104", "the same name"),
    "six workspaces": (f"{OBJECTS}workspaces:\n{PRIMARY}{SIX}", "13:3", "CSW301", "HubSpot allows 5"),
    "a team twice": (SHEET.replace("[APAC CSM]", "[EMEA CSM]"), "11:12", "CSW302", "EMEA CSM"),
    "a bad key": (SHEET.replace("apac:", "Asia Pacific:"), "15:3", "CSW104", "`asia-pacific`"),
    "an unknown key": (SHEET.replace("    teams: [APAC", "    team: [APAC"), "17:5", "CSW101", "`teams`"),
    "a property of nobody": (SHEET.replace("renewal_date}", "renewal_dat}"), "18:72", "CSW401", "`renewal_date`"),
    "a pipeline of nobody": (SHEET.replace("[Onboarding]", "[Onbording]"), "13:72", "CSW405", "`Onboarding`"),
    "a tab without its csm_property": (SHEET.replace("show: true, csm_property: hubspot_owner_id,", "show: true,"), "13:22", "CSW410", "no `csm_property`"),
    "a revenue object without a block": (SHEET.replace("revenue: [deals]", "revenue: []"), "14:59", "CSW104", "deals"),
    "no name": (SHEET.replace("    name: Customer success\n", "    name: null\n"), "5:11", "CSW103", "name"),
    "no objects": (SHEET.replace("customers: companies", "customers: null"), "2:22", "CSW103", "customers"),
    "a tab character": (SHEET.replace("    teams: [APAC", "\tteams: [APAC"), "17:1", "CSW002", "tab"),
    "another account": (SHEET.replace("account: acme", "account: other"), "1:10", "CSW104", "`other`"),
    "CSV": (SHEET.replace("    teams: [APAC CSM]", '"    teams: [APAC CSM]"'), "17:1", "CSW002", "spreadsheet"),
    "CSV with columns": (SHEET.replace("  apac:", "  apac:;;"), "15:1", "CSW002", "spreadsheet"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_sheet_is_told_at_its_place_and_nothing_happens(project, case):
    text, place, code, words = WRONG[case]
    before = snapshot(project)
    done = adopt(project, text)
    assert (done.code, done.out) == (3, ""), done.err
    lines = done.err.splitlines()
    first = next(at for at, line in enumerate(lines) if f": error {code}: " in line)
    assert lines[first].startswith(f"../sheet.yaml:{place}: "), done.err
    assert words in " ".join(lines[first : first + 2])
    assert "Nothing was recorded or written" in done.err
    check_nothing_happened(project, before)


def test_everything_wrong_with_a_sheet_is_told_in_one_run(project):
    done = adopt(project, SHEET.replace("[APAC CSM]", "[APAC CMS]").replace("renewal_date}", "renewal_dat}"))
    assert (done.code, "2 errors" in done.err) == (3, True)


HOSTILE = {
    "a key that is a path": SHEET.replace("  apac:", "  ../../apac:"),
    "a key that is empty": SHEET.replace("  apac:", '  "":'),
    "a key that is a number": SHEET.replace("  apac:", "  5:"),
    "a key of another kind": SHEET + "properties: {companies: {x: {label: X, kind: user, group: g}}}\n",
    "blocks that are lists": SHEET.replace("    teams: [APAC CSM]", "    teams: {a: b}"),
    "a workspace that is text": "workspaces: {apac: Asia}",
    "everything is a list": "[a, b]",
    "just a word": "sheet",
    "an alias without an anchor": "workspaces: *x",
    "a merge key": "workspaces: {apac: {<<: {name: A}}}",
    "two documents": SHEET + "---\n" + SHEET,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_whatever_a_sheet_is_it_is_refused_with_a_reason(project, case):
    before = snapshot(project.parent)
    done = adopt(project, HOSTILE[case])
    assert (done.code, done.out) == (3, ""), done
    assert done.err.startswith("../sheet.yaml:")
    (project.parent / "sheet.yaml").unlink()
    assert snapshot(project.parent) == before


BYTES = {
    "Windows-1252": (SHEET.replace("APAC customer", "Østasia").encode("cp1252"), "16:11", "UTF-8"),
    "UTF-16": (SHEET.encode("utf-16"), "1:1", "UTF-8"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", "1:1", "spreadsheet"),
    "zeros": (SHEET.replace("APAC customer", "A\0C").encode(), "16:12", ""),
}


@pytest.mark.parametrize("case", BYTES)
def test_a_file_of_other_bytes_is_told_and_nothing_happens(project, case):
    data, place, words = BYTES[case]
    (project.parent / "sheet.yaml").write_bytes(data)
    before = snapshot(project)
    done = csws(project, "adopt", "../sheet.yaml")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"../sheet.yaml:{place}: error CSW00"), done.err
    assert words in done.err
    check_nothing_happened(project, before)


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "account: acme\n", "null\n", "---\n"])
def test_a_sheet_that_says_nothing_is_a_usage_error(project, text):
    before = snapshot(project)
    done = adopt(project, text)
    assert (done.code, "csws worksheet" in done.err) == (64, True)
    check_nothing_happened(project, before)


def test_a_byte_order_mark_does_no_harm(project):
    assert adopt(project, "\ufeff" + SHEET).code == 0


def test_a_sheet_that_is_not_there(project):
    done = csws(project, "adopt", "../none.yaml")
    assert (done.code, "csws worksheet" in done.err) == (1, True)


@pytest.mark.parametrize("name", ["csws.yaml", "workspaces/emea.yaml"])
def test_a_file_of_the_project_is_no_sheet(project, name):
    assert adopt(project).code == 0
    done = csws(project, "adopt", name)
    assert (done.code, "not a sheet" in done.err) == (64, True)


@pytest.mark.parametrize("words", [[], ["--account", "acme"]])
def test_in_a_project_of_several_accounts_the_yaml_would_be_everybody_s(tmp_path, words):
    assert csws(tmp_path, "init").code == 0
    two_accounts(tmp_path)
    (tmp_path / "sheet.yaml").write_text(SHEET)
    before = snapshot(tmp_path)
    done = csws(tmp_path, *words, "adopt", "sheet.yaml")
    assert (done.code, "would apply to all of them" in done.err) == (64, True)
    check_nothing_happened(tmp_path, before)


def test_what_the_catalogue_has_lost_is_told_though_the_record_knows_it(project):
    """The record may keep it; the YAML may not name it."""
    (project.parent / "seen.yaml").write_text(SHEET)
    assert csws(project, "observe", "../seen.yaml").code == 0
    file = project / "catalogs/acme.json"
    data = json.loads(file.read_text())
    del data["objects"]["companies"]["properties"]["renewal_date"]
    file.write_text(json.dumps(data))
    before = snapshot(project)
    done = adopt(project)
    assert done.code == 3
    assert "../sheet.yaml:18:72: error CSW401" in done.err
    check_nothing_happened(project, before)


def test_what_is_unlawful_but_so_is_adopted_once_the_yaml_says_how_it_should_be(project):
    odd = SHEET.replace("show: true, csm_property: hubspot_owner_id,", "show: true,")
    refused = adopt(project, odd)
    assert (refused.code, "write the block into the YAML as it should be" in refused.err) == (3, True)
    (project / "workspaces").mkdir()
    (project / "workspaces/emea.yaml").write_text(f"workspaces:\n{EMEA}")
    assert adopt(project, odd, "--detailed-exitcode").code == 2
    assert differences(project) == {"workspace.emea": ["services.csm_property"]}


def test_what_nobody_manages_and_is_in_the_way_is_told_and_can_be_observed(project):
    (project.parent / "seen.yaml").write_text("workspaces: {other: {name: Other, teams: [APAC CSM]}}")
    assert csws(project, "observe", "../seen.yaml").code == 0
    before = snapshot(project)
    done = adopt(project)
    assert (done.code, "CSW603" in done.err, "csws observe FILE" in done.err) == (3, True, True)
    check_nothing_happened(project, before)
    assert csws(project, "observe", "../sheet.yaml").code == 0


def test_a_project_that_is_wrong_elsewhere_is_put_right_first(project):
    (project / "csws.yaml").write_text(HEAD + INCLUDE + "removed: [Bad Key]\n")
    before = snapshot(project)
    done = adopt(project)
    assert (done.code, "csws.yaml:9:" in done.err) == (3, True)
    check_nothing_happened(project, before)


# Files that cannot be written.


def test_a_file_that_cannot_be_written_is_told_with_its_text_and_the_rest_is_written(project):
    (project / "objects.yaml").write_text("# ours\n")
    with read_only(project / "objects.yaml"):
        done = adopt(project)
    assert done.code == 1
    assert "`objects.yaml` cannot be written" in done.err
    assert "    objects:\n      customers: companies\n" in done.err
    assert "run again: csws adopt ../sheet.yaml" in done.err
    assert "wrote workspaces/emea.yaml" in done.out
    assert len(revisions(project)) == 1
    again = adopt(project, SHEET, "--detailed-exitcode")
    assert (again.code, "wrote objects.yaml" in again.out) == (0, True)
    assert settled(project)
    assert (project / "objects.yaml").read_text().startswith("# ours\nobjects:\n")


def test_a_folder_that_cannot_be_written_to(project):
    (project / "workspaces").mkdir()
    with read_only(project / "workspaces"):
        done = adopt(project)
    assert (done.code, done.err.count("cannot be written")) == (1, 3)
    assert all(f"    workspaces:\n      {key}:\n" in done.err for key in ("primary", "emea", "apac"))
    assert adopt(project, SHEET, "--detailed-exitcode").code == 0
    assert settled(project)


def test_a_layout_that_has_no_place_for_a_block_is_told_with_the_text_and_nothing_happens(project):
    (project / "csws.yaml").write_text(f"{HEAD}defaults: &none {{}}\nworkspaces: *none\n")
    before = snapshot(project)
    done = adopt(project)
    assert (done.code, done.out) == (1, "")
    assert "`csws.yaml` cannot be changed at line 9: `*none` repeats a value" in done.err
    assert all(f"      {key}:\n" in done.err for key in ("customers", "primary", "emea", "apac"))
    assert "Nothing was recorded or written." in done.err
    check_nothing_happened(project, before)


def test_a_link_that_leads_nowhere_is_left_alone(project):
    (project / "workspaces").mkdir()
    (project / "workspaces/emea.yaml").symlink_to("/nowhere/emea.yaml")
    assert adopt(project, SHEET, "--detailed-exitcode").code == 0
    assert "emea:" in (project / "csws.yaml").read_text()
    assert settled(project)


def test_a_file_in_place_of_the_folder_is_left_alone(project):
    (project / "workspaces").write_text("not a folder")
    before = snapshot(project)
    done = adopt(project)
    assert (done.code, "No file matches the include `workspaces/*.yaml`" in done.err) == (3, True)
    check_nothing_happened(project, before)


def test_a_folder_outside_of_the_project_is_never_written_to(project, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (project / "workspaces").symlink_to(outside)
    done = adopt(project)
    assert done.code == 3  # the include leads out of the project's folder, or matches nothing
    assert list(outside.iterdir()) == []


# Beside a run that waits for a person.


def test_a_run_that_waits_is_observed_and_not_ended(project):
    assert adopt(project).code == 0
    edit(project, "workspaces/apac.yaml", "APAC customer success", "APAC renamed")
    edit(project, "workspaces/emea.yaml", "EMEA customer success", "EMEA renamed")
    assert csws(project, "apply", "--auto-approve").code == 6
    nordics = (
        APAC.replace("apac", "nordics").replace("APAC customer success", "Nordics").replace("APAC CSM", "Operations")
    )
    done = adopt(project, "account: acme\nworkspaces:\n" + nordics)
    assert (done.code, "adopted nordics" in done.out) == (0, True), done.err
    (run,) = csws(project, "runs", "--format", "json").json["accounts"][0]["runs"]
    assert (run["waiting"], run["overtaken"]) == ([1, 2], None)
    assert reported(project, "1-2", "Kim").code == 0
    assert settled(project)


def test_what_the_sheet_shows_as_done_is_done(project):
    assert adopt(project).code == 0
    edit(project, "workspaces/apac.yaml", "APAC customer success", "APAC renamed")
    edit(project, "workspaces/emea.yaml", "EMEA customer success", "EMEA renamed")
    assert csws(project, "apply", "--auto-approve").code == 6
    assert adopt(project, SHEET.replace("APAC customer success", "APAC renamed")).code == 0
    (run,) = csws(project, "runs", "--format", "json").json["accounts"][0]["runs"]
    assert len(run["done"]) == 1
    assert adopt(project, SHEET.replace("EMEA customer success", "Something else")).code == 0
    (run,) = csws(project, "runs", "--format", "json").json["accounts"][0]["runs"]
    assert run["overtaken"]


LOST = {
    "name: Iberia #1   # Name": "#1",
    "description: #1 region   # Description": "#1 region",
    "teams: [APAC CSM]  #no   # Teams": "#no",
}


@pytest.mark.parametrize("line", LOST)
def test_text_that_counts_as_a_comment_is_told_and_nothing_is_recorded(tmp_path, line):
    assert csws(tmp_path, "init").code == 0
    rest = "    name: New one\n" if not line.startswith("name") else ""
    (tmp_path / "sheet.yaml").write_text(f"account: acme\nworkspaces:\n  new:\n{rest}    {line}\n")
    for command in ("adopt", "observe"):
        done = csws(tmp_path, command, "sheet.yaml")
        assert done.code == 3
        assert f"`{LOST[line]}` counts as a comment" in done.err
        assert done.err.count("error CSW") == 1


@pytest.mark.parametrize("line", ["name: New one   # Name # ask Bob", "name: 'New #1'   # Name", "name: New#1 # Name"])
def test_a_remark_beside_a_value_is_no_part_of_it(tmp_path, line):
    assert csws(tmp_path, "init").code == 0
    (tmp_path / "sheet.yaml").write_text(f"account: acme\nworkspaces:\n  new:\n    {line}\n")
    assert csws(tmp_path, "observe", "sheet.yaml").code == 0


FOLLOWING = {
    "services: {show: yes, csm_property: hubspot_owner_id, default_layout: table}": "Write `true` or `false`.",
    "teams: EMEA CSM": "Write it as a list: `[EMEA CSM]`.",
}


@pytest.mark.parametrize("line", FOLLOWING)
def test_a_value_of_the_wrong_type_is_one_finding(tmp_path, line):
    assert csws(tmp_path, "init").code == 0
    sheet = f"account: acme\nobjects: {{services: services}}\nworkspaces:\n  new:\n    name: New one\n    {line}\n"
    (tmp_path / "sheet.yaml").write_text(sheet)
    done = csws(tmp_path, "observe", "sheet.yaml")
    assert (done.code, done.err.count("error CSW")) == (3, 1), done.err
    assert FOLLOWING[line] in done.err


def test_revenue_objects_that_are_no_list_are_one_finding(tmp_path):
    assert csws(tmp_path, "init").code == 0
    block = "revenue: {objects: {deals: {csm_property: hubspot_owner_id, default_layout: table}}}"
    text = f"account: acme\nobjects: {{revenue: 'Deals, Other'}}\nworkspaces:\n  new:\n    name: New\n    {block}\n"
    (tmp_path / "sheet.yaml").write_text(text)
    done = csws(tmp_path, "observe", "sheet.yaml")
    assert (done.code, done.err.count("error CSW")) == (3, 1), done.err


@pytest.mark.parametrize("words", [["runs"], ["worksheet"], ["observe", "--set", "objects.services=null"], ["drift"]])
def test_a_folder_without_a_project_is_told_as_such(tmp_path, words):
    done = csws(tmp_path, *words)
    assert (done.code, "There is no csws.yaml in this folder." in done.err) == (3, True), done.err


def test_what_is_wrong_with_the_project_is_not_blamed_on_the_sheet(tmp_path):
    assert csws(tmp_path, "init").code == 0
    file = tmp_path / "workspaces/emea.yaml"
    file.write_text(file.read_text().replace("EMEA CSM", "EMEA CMS"))
    tabs = "customers: {csm_property: hubspot_owner_id}, services: {show: false}, revenue: {show: false}"
    block = f"{{name: New one, teams: [Operations], {tabs}}}"
    (tmp_path / "sheet.yaml").write_text(f"account: acme\nworkspaces:\n  new: {block}\n")
    done = csws(tmp_path, "adopt", "sheet.yaml")
    assert (done.code, "`csws validate` checks them too" in done.err, "Correct the sheet" in done.err) == (
        3,
        True,
        False,
    )


@pytest.mark.parametrize(
    "gone", ["workspaces: {{apac: null, {0}}}", "workspaces: {{{0}}}\nunmanaged: {{seen-x: null}}"]
)
def test_what_is_gone_already_does_not_stop_an_adoption_that_is_repeated(tmp_path, monkeypatch, gone):
    assert csws(tmp_path, "init").code == 0
    assert csws(tmp_path, "apply", "--auto-approve").code == 0
    assert csws(tmp_path, "observe", "--set", "workspace.x.name=X").code == 0
    tabs = "customers: {csm_property: hubspot_owner_id}, services: {show: false}, revenue: {show: false}"
    block = f"{{name: LATAM, teams: [Operations], {tabs}}}"
    (tmp_path / "sheet.yaml").write_text("account: acme\n" + gone.format(f"latam: {block}") + "\n")
    with monkeypatch.context() as patched:
        patched.setattr("csws.workflow.adopt.write", _refuse_to_write)
        assert csws(tmp_path, "adopt", "sheet.yaml").code == 1
    done = csws(tmp_path, "adopt", "sheet.yaml")
    assert (done.code, (tmp_path / "workspaces/latam.yaml").exists()) == (0, True), done.err


def _refuse_to_write(*_):
    raise CswsError("The disk is full.")


def test_a_key_that_is_too_long_for_a_file_goes_into_csws_yaml(tmp_path):
    assert csws(tmp_path, "init").code == 0
    key, tabs = (
        "k" * 300,
        "customers: {csm_property: hubspot_owner_id}, services: {show: false}, revenue: {show: false}",
    )
    block = f"{{name: LATAM, teams: [Operations], {tabs}}}"
    (tmp_path / "sheet.yaml").write_text(f"account: acme\nworkspaces:\n  {key}: {block}\n")
    assert csws(tmp_path, "adopt", "sheet.yaml").code == 0
    assert key in (tmp_path / "csws.yaml").read_text()
