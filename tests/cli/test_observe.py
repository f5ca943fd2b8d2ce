"""observe: held to the schema and the catalogue, all or nothing; who is who; what is new; and what is only noted."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest

from csws.model.digest import canonical, digest_of
from tests.cli.console import beside_runs, csws
from tests.cli.test_main_job import edit, snapshot
from tests.cli.test_worksheet import two_accounts


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("applied")
    assert csws(folder, "init", "acme").code == 0
    assert csws(folder / "acme", "apply", "--auto-approve").code == 0
    return folder / "acme"


@pytest.fixture
def project(applied: Path, tmp_path: Path) -> Path:
    return shutil.copytree(applied, tmp_path / "acme")


def record(project: Path) -> dict:
    (account,) = csws(project, "history", "--format", "json").json["accounts"]
    return account


def settings(project: Path) -> dict:
    return csws(project, "export").out


def unmanaged(project: Path) -> dict[str, str]:
    account = csws(project, "plan", "--format", "json").json["accounts"][0]
    return {item["id"]: item["name"] for item in account["unmanaged"]}


def see(project: Path, text: str):
    (project / "seen.yaml").write_text(text)
    return csws(project, "observe", "seen.yaml")


def catalog(project: Path, change) -> None:
    file = project / "catalogs/acme.json"
    data = json.loads(file.read_text())
    change(data)
    file.write_text(json.dumps(data))


# What is typed → where it is wrong, the code, and a part of the hint. Everything else in the line is right.
WRONG = {
    "objects: {customers: Kompanies}": ("1:22", "CSW204", "`companies`"),
    "objects: {revenue: [deals, dealz]}": ("1:28", "CSW204", "`deals`"),
    "objects: {revenue: {a: b}}": ("1:11", "CSW102", "a list"),
    "objekts: {customers: companies}": ("1:1", "CSW101", "`objects`"),
    "workspaces: {primary: {customers: {colour: red}}}": ("1:36", "CSW101", "csm_property"),
    "workspaces: {emea: {nmae: EMEA}}": ("1:21", "CSW101", "`name`"),
    "workspaces: {emea: {name: [A, B]}}": ("1:27", "CSW102", ""),
    "workspaces: {emea: {name: null}}": ("1:27", "CSW102", "name"),
    "workspaces: {emea: {customers: {csm_property: {a: b}}}}": ("1:33", "CSW102", ""),
    "workspaces: {emea: {customers: {csm_property: hubspot_ownr_id}}}": ("1:47", "CSW401", "`hubspot_owner_id`"),
    "workspaces: {emea: {customers: {csm_property: Compny owner}}}": ("1:47", "CSW401", "`hubspot_owner_id` (“Company owner”)"),
    "workspaces: {emea: {services: {pipelines: Onboarding}}}": ("1:43", "CSW102", "a list"),
    "workspaces: {emea: {services: {pipelines: [Training, Onbording]}}}": ("1:54", "CSW405", "`Onboarding`"),
    "workspaces: {emea: {services: {default_pipeline: Onbording}}}": ("1:50", "CSW405", "`Onboarding`"),
    "workspaces: {emea: {services: {default_layout: grid}}}": ("1:48", "CSW104", "`board`"),
    "workspaces: {emea: {services: {show: maybe}}}": ("1:38", "CSW102", "true or false"),
    "workspaces: {emea: {services: {show: null}}}": ("1:38", "CSW102", ""),
    "workspaces: {emea: {teams: [EMEA CSM, EMEA CMS]}}": ("1:39", "CSW303", "`EMEA CSM`"),
    "workspaces: {emea: {teams: [id:9]}}": ("1:29", "CSW303", ""),
    "workspaces: {emea: {revenue: {objects: {dealz: {default_layout: table}}}}}": ("1:65", "CSW204", "`deals`"),
    "workspaces: {emea: {revenue: {objects: {companies: {default_layout: table}}}}}": ("1:69", "CSW104", "deals"),
    "workspaces: {apac: {services: {default_layout: table}}}": ("1:48", "CSW104", "services.show: true"),
    "workspaces: {emea: {protect: true}}": ("1:30", "CSW104", "YAML"),
    "workspaces: {emea: {renamed_from: x}}": ("1:21", "CSW101", ""),
    "workspaces: {Bad Key: {name: X}}": ("1:14", "CSW104", "`bad-key`"),
    "workspaces: {primary: null}": ("1:14", "CSW104", "every account"),
    "workspaces: {hand: null}": ("1:14", "CSW104", "Keys of this account"),
    "workspaces: {emae: null}": ("1:14", "CSW104", "`emea`"),
    "workspaces: {emea: {description: x}, extra: {name: emea CUSTOMER success}}": ("1:38", "CSW104", "one of the two"),
    "workspaces: {a: {name: New}, b: {name: NEW}}": ("1:30", "CSW104", "one of the names"),
    "unmanaged: {nobody: {name: X}}": ("1:13", "CSW104", "under `workspaces:`"),
    "account: other\nobjects: {customers: companies}": ("1:10", "CSW104", "--account other"),
    "workspaces: {emea: {name: A, name: B}}": ("1:30", "CSW003", ""),
    "workspaces: {emea: [": ("1:20", "CSW002", ""),
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_no_screen_can_show_is_told_at_its_place_and_nothing_is_recorded(project, text):
    place, code, hint = WRONG[text]
    before, known = record(project), settings(project)
    done = see(project, text)
    assert (done.code, done.out) == (3, "")
    assert any(line.startswith(f"seen.yaml:{place}: error {code}: ") for line in done.err.splitlines()), done.err
    assert hint in done.err
    assert "Nothing was recorded" in done.err
    assert (record(project), settings(project)) == (before, known)


def test_what_is_wrong_writes_nothing_at_all(project):
    before = snapshot(project)
    (project.parent / "seen.yaml").write_text("workspaces: {emea: {nmae: x}}")
    assert csws(project, "observe", "../seen.yaml").code == 3
    assert csws(project, "observe", "--set", "workspace.emea.nmae=x").code == 64
    assert csws(project, "observe", "--set", "workspace.emea.teams=Nobody").code == 64
    assert snapshot(project) == before


def test_everything_wrong_is_told_in_one_run_and_what_is_right_is_not_recorded_either(project):
    before = record(project)
    done = see(
        project,
        """objects: {customers: Kompanies}
workspaces:
  primary: {description: right, customers: {csm_property: Company owner, colour: red}}
  emea: {services: {pipelines: Onboarding, default_layout: grid}}
  apac: {teams: [EMEA CSM, Nobody]}
""",
    )
    assert [line.split()[0] for line in done.err.splitlines() if "error CSW" in line] == [
        "seen.yaml:1:22:",
        "seen.yaml:3:74:",
        "seen.yaml:4:32:",
        "seen.yaml:4:60:",
        "seen.yaml:5:28:",
    ]
    assert record(project) == before


def test_an_observation_is_not_held_to_the_laws(project):
    done = see(project, "workspaces: {apac: {teams: [EMEA CSM]}, primary: {customers: {csm_property: null}}}")
    assert done.code == 0, done.err
    assert record(project)["revisions"][0]["kind"] == "observed"


WRONG_SETS = [
    ["workspace.primary.services.show=maybe"],
    ["workspace.primary.services.show=5"],
    ["workspace.emea.services.default_layout=grid"],
    ["workspace.emea.customers.csm_property=nothing"],
    ["workspace.emea.customers.csm_property=[hubspot_owner_id]"],
    ["workspace.emea.teams=Nobody"],
    ["workspace.emea.name=null"],
    ["workspace.emea.protect=true"],
    ["workspace.emea=x"],
    ["workspace.primary=null"],
    ["workspace.Bad Key.name=Q"],
    ["workspace.5.name=Q"],
    ["workspace.emae.description=x"],
    ["workspace.hand=null"],
    ["unmanaged.nobody=null"],
    ["unmanaged.nobody.name=x"],
    ["unmanaged=null"],
    ["objects.customers=Kompanies"],
    ["objects.custmers=companies"],
    ["properties.companies.csm=null"],
    ["workspace.emea=null", "workspace.emea.name=R"],
    ["workspace.emea.name=R", "workspace.emea=null"],
    ["workspace.emea.name=R", "workspace.emea.name=S"],
    ["objects.customers=companies", "objects.customers=contacts"],
    ["workspace.emea.description=right", "workspace.emea.teams=Nobody"],
]


@pytest.mark.parametrize("pairs", WRONG_SETS, ids=" and ".join)
def test_a_wrong_set_is_a_usage_error_that_names_it(project, pairs):
    before, known = record(project), settings(project)
    done = csws(project, "observe", *(word for pair in pairs for word in ("--set", pair)))
    assert (done.code, done.out) == (64, "")
    assert any(f"--set {pair}" in done.err for pair in pairs)
    assert "\n→ " in done.err
    assert (record(project), settings(project)) == (before, known)


@pytest.mark.parametrize("label", ["Company owner", "company OWNER", "  Company owner "])
def test_a_label_is_taken_for_its_property(project, label):
    csws(project, "observe", "--set", "workspace.emea.customers.csm_property=null")
    assert csws(project, "observe", "--set", f"workspace.emea.customers.csm_property={label}").code == 0
    assert csws(project, "drift", "--detailed-exitcode").code == 0
    done = see(project, f"workspaces: {{emea: {{customers: {{csm_property: '{label}'}}}}}}")
    assert "No difference" in done.out


def test_a_label_that_several_properties_have_is_not_taken(project):
    def doubled(data):
        properties = data["objects"]["companies"]["properties"]
        properties["twin"] = {**properties["hubspot_owner_id"], "label": "company owner"}

    catalog(project, doubled)
    done = see(project, "workspaces: {emea: {customers: {csm_property: Company owner}}}")
    assert (done.code, "`hubspot_owner_id` or `twin`" in done.err) == (3, True)
    catalog(project, lambda data: data["objects"]["companies"]["properties"]["twin"].update(archived=True))
    assert see(project, "workspaces: {emea: {customers: {csm_property: Company owner}}}").code == 0


def test_what_is_known_may_be_seen_again_though_the_catalogue_has_it_no_more(project):
    text = settings(project)

    def gone(data):
        del data["objects"]["services"]["properties"]["hs_target_end_date"]
        data["objects"]["services"]["pipelines"] = []
        data["teams"] = [team for team in data["teams"] if team["name"] != "APAC CSM"]

    catalog(project, gone)
    assert see(project, csws(project, "export").out).code == 0
    csws(project, "worksheet", "sheet.yaml")
    assert csws(project, "observe", "sheet.yaml").code == 0
    assert see(project, text).code == 3  # by names that are gone
    assert len(record(project)["revisions"]) == 1


def test_what_the_token_could_not_read_is_taken_as_it_is_said(project):
    catalog(project, lambda data: data.update(unreadable=["properties of companies", "custom objects"]))
    assert see(project, "workspaces: {emea: {customers: {csm_property: unheard_of}}}").code == 0
    assert see(project, "objects: {revenue: [licences]}").code == 0


LATAM = """workspaces:
  latam:
    name: LATAM team
    teams: [Operations]
    customers: {csm_property: hubspot_owner_id}
    services: {show: false}
    revenue: {show: false}
"""


def test_what_is_new_is_told_with_the_command_that_adopts_it(project):
    done = see(project, LATAM)
    assert "+ “LATAM team”, which csws does not manage (4 fields)" in done.out
    assert '→ csws import latam="LATAM team"' in done.out
    assert csws(project, "import", "latam=LATAM team").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


@pytest.mark.parametrize("name", ['a "b"', "$HOME", "`x`", "id:5", "a\\b"])
def test_a_name_that_a_shell_would_change_is_adopted_by_its_id(project, name):
    done = see(project, f"workspaces: {{hand: {{name: {json.dumps(name)}}}}}")
    assert "→ csws import hand=id:seen-hand\n" in done.out


def test_a_sheet_that_is_observed_every_week_makes_nothing_new(project):
    assert see(project, LATAM).code == 0
    for _ in range(2):
        assert "No difference" in see(project, LATAM).out
    assert unmanaged(project) == {"seen-latam": "LATAM team"}
    assert csws(project, "import", "la=LATAM team").code == 0
    assert "No difference" in see(project, LATAM).out
    assert unmanaged(project) == {}
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_a_name_is_found_ignoring_case_under_any_key(project):
    see(project, LATAM)
    done = see(project, LATAM.replace("  latam:", "  other:").replace("LATAM team", "Latam Team"))
    assert unmanaged(project) == {"seen-latam": "Latam Team"}
    assert "“Latam Team”, which csws does not manage, was changed" in done.out


def test_an_id_is_never_used_twice(project):
    ids = []
    for _ in range(3):
        assert csws(project, "observe", "--set", "workspace.hand.name=Hand").code == 0
        ((identity, _name),) = unmanaged(project).items()
        ids.append(identity)
        done = csws(project, "observe", "--set", f"unmanaged.{identity}=null")
        assert (done.code, "- “Hand”, which csws did not manage, is gone" in done.out) == (0, True)
    assert len(set(ids)) == 3
    assert csws(project, "import", f"x=id:{ids[0]}").code == 1


def test_a_record_in_which_an_id_is_there_twice_is_put_right_by_saying_what_is_gone(project):
    """csws 0.1 made such records."""
    see(project, LATAM)
    csws(project, "import", "la=LATAM team")
    store = sqlite3.connect(project / ".csws/acme.db")
    ((text,),) = store.execute("SELECT settings FROM revision WHERE number = 3").fetchall()
    data = json.loads(text)
    la = next(item for item in data["workspaces"] if item["key"] == "la")
    data["workspaces"].append({**la, "key": None})
    text = canonical(data)
    store.execute("UPDATE revision SET settings = ?, checksum = ? WHERE number = 3", (text, digest_of(text)))
    store.commit()
    store.close()
    assert unmanaged(project) == {"seen-latam": "LATAM team"}
    assert csws(project, "observe", "--set", "workspace.la.description=x").code == 1
    assert csws(project, "observe", "--set", "unmanaged.seen-latam=null").code == 0
    assert unmanaged(project) == {}
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_no_id_is_like_those_of_workspaces_that_csws_creates(project):
    csws(project, "observe", "--set", "workspace.x-3.name=Hand")
    assert unmanaged(project) == {"seen-x-3-v2": "Hand"}


def test_unmanaged_workspaces_are_seen_by_their_ids(project):
    see(project, LATAM)
    done = csws(project, "observe", "--set", "unmanaged.seen-latam.description=x")
    assert "      Description  empty → x\n" in done.out
    assert see(project, "unmanaged: {seen-latam: {name: LATAM, teams: [EMEA CSM]}}").code == 0
    assert unmanaged(project) == {"seen-latam": "LATAM"}
    csws(project, "import", "la=LATAM")
    assert "~ la was changed" in see(project, "unmanaged: {seen-latam: {description: adopted}}").out
    assert see(project, "unmanaged: {seen-latam: null}").code == 0
    assert "la:" not in settings(project)


def test_null_for_a_key_of_a_sheet_names_the_workspace(project):
    see(project, LATAM)
    done = csws(project, "observe", "--set", "workspace.latam=null")
    assert (done.code, "csws --account acme observe --set unmanaged.seen-latam=null" in done.err) == (64, True)
    csws(project, "import", "la=LATAM team")
    done = csws(project, "observe", "--set", "workspace.latam=null")
    assert "csws --account acme observe --set workspace.la=null" in done.err


def test_a_block_without_a_name_under_an_unknown_key_says_nothing(project):
    for block in ("{}", "{name: null, teams: [], services: {show: true, csm_property: null}}"):
        done = see(project, f"workspaces: {{emea: {{}}, further: {block}}}")
        assert (done.code, done.err) == (0, "")
    done = see(project, "workspaces: {emae: {description: lost?}}")
    assert (done.code, "Did you mean `emea`?" in done.err) == (0, True)
    assert done.out == "acme: nothing to record.\n"
    found = record(project)
    assert (len(found["revisions"]), beside_runs(found), unmanaged(project)) == (1, [], {})


def test_two_keys_are_not_for_one_workspace(project):
    csws(
        project,
        "observe",
        "--set",
        "workspace.h.name=H",
        "--set",
        "workspace.h.customers.csm_property=hubspot_owner_id",
    )
    before, files = record(project), sorted((project / "workspaces").iterdir())
    done = csws(project, "import", "a1=H", "a2=id:seen-h")
    assert (done.code, done.out, "named twice, for `a1` and for `a2`" in done.err) == (64, "", True)
    assert (record(project), sorted((project / "workspaces").iterdir())) == (before, files)


def test_an_observation_in_which_nothing_differs_is_noted(project):
    text = settings(project)
    (project / "seen.yaml").write_text(text)
    done = csws(project, "observe", "seen.yaml", "--by", "Kim")
    assert (done.code, done.out) == (0, "acme: seen at revision 1. No difference from the last recorded state.\n")
    assert csws(project, "observe", "--set", "workspace.emea.services.show=true").code == 0
    found = record(project)
    assert len(found["revisions"]) == 1
    assert [(item["kind"], item["by"], item["after"]) for item in beside_runs(found)] == [
        ("seen", "ops@acme.example", 1),
        ("seen", "Kim", 1),
    ]
    csws(project, "observe", "--set", "workspace.emea.description=x", "--by", "Ola")
    lines = [line.split()[-2:] for line in csws(project, "history").out.splitlines()[1:]]
    assert lines[:3] == [["observed", "Ola"], ["seen", "ops@acme.example"], ["seen", "Kim"]]


def test_what_is_wrong_is_not_even_noted(project):
    see(project, "workspaces: {emea: {nmae: x}}")
    assert beside_runs(record(project)) == []


def test_several_accounts_are_not_seen_at_once(project):
    two_accounts(project)
    for words in ([], ["--account", "*"]):
        done = csws(project, *words, "observe", "--set", "workspace.primary.description=x y", "--by", "Kim")
        assert (done.code, "csws --account acme observe" in done.err) == (64, True)
    words = shlex.split(done.err.splitlines()[-1].partition(": csws ")[2])
    assert words[:2] == ["--account", "acme"]
    assert csws(project, "--account", "other", *words[2:]).code == 0
    done = csws(project, "--account", "other", "observe", "--set", "workspace.new.name=New")
    assert (done.code, '→ csws --account other import new="New"' in done.out) == (0, True)
    (account,) = csws(project, "--account", "acme", "history", "--format", "json").json["accounts"]
    assert beside_runs(account) == []


def test_no_screen_shows_what_is_csws_s_own_so_it_stays(project):
    edit(project, "workspaces/emea.yaml", "    teams:", "    protect: true\n    teams:")
    assert csws(project, "apply", "--auto-approve").code == 0
    for text in (settings(project), settings(project).replace("    protect: true\n", "")):
        assert "No difference" in see(project, text).out
    csws(project, "worksheet", "sheet.yaml")
    assert "No difference" in csws(project, "observe", "sheet.yaml").out


def test_ignored_fields_of_an_export_are_not_what_somebody_saw(project):
    edit(project, "workspaces/emea.yaml", "    teams:", "    ignore: [services.default_layout]\n    teams:")
    csws(project, "observe", "--set", "workspace.emea.services.default_layout=table")
    assert "default_layout: board" in settings(project)
    assert "No difference" in see(project, settings(project)).out


def test_a_set_corrects_a_file(project):
    (project / "seen.yaml").write_text("workspaces: {emea: {description: from the file, teams: [EMEA CSM]}}")
    assert csws(project, "observe", "seen.yaml", "--set", "workspace.emea.description=by hand").code == 0
    text = settings(project)
    assert ("by hand" in text, "from the file" in text, "EMEA Renewals" in text) == (True, False, False)


def test_names_with_a_colon_are_names(project):
    assert csws(project, "observe", "--set", "workspace.emea.name=EMEA: all # of it").code == 0
    assert "EMEA: all # of it" in settings(project)


def test_an_unmanaged_workspace_in_a_worksheet(project):
    see(project, LATAM)
    csws(project, "worksheet", "sheet.yaml")
    sheet = (project / "sheet.yaml").read_text()
    assert "\nunmanaged:\n  seen-latam:  # LATAM team\n" in sheet
    (project / "sheet.yaml").write_text(sheet.replace("  further:\n    name: null", "  nordics:\n    name: Nordics", 1))
    assert 'csws import nordics="Nordics"' in csws(project, "observe", "sheet.yaml").out
    assert "No difference" in csws(project, "observe", "sheet.yaml").out
    assert unmanaged(project) == {"seen-latam": "LATAM team", "seen-nordics": "Nordics"}


def test_a_hidden_tab_that_is_shown_now_can_be_filled_in_a_worksheet(project):
    csws(project, "worksheet", "sheet.yaml")
    head, apac = (project / "sheet.yaml").read_text().split("  apac:\n")
    apac = apac.replace("show: false", "show: true ", 1).replace("default_layout: null ", "default_layout: board", 1)
    (project / "sheet.yaml").write_text(f"{head}  apac:\n{apac}")
    assert "Default page layout not set → board" in csws(project, "observe", "sheet.yaml").told
