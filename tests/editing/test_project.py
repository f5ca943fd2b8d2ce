"""The project as it is typed: the same findings as on the disk, unsaved files, and where values come from."""

from __future__ import annotations

import shutil
import threading

import pytest

from csws.editing.about import about
from csws.editing.links import definitions, references
from csws.editing.origin import Origin, origin_of, spot_at, spot_while_broken
from csws.editing.planning import draft_plan, effects, is_local, plan_text
from csws.editing.project import Texts, checkup
from csws.load.lines import line_and_column
from csws.load.yaml_reader import read_yaml
from csws.workflow.run.fleet import Fleet
from csws.workflow.validate import validate_project
from tests.editing.projects import FOLDERS, NOW, opened, with_scores
from tests.rules.test_cases import BAD, GOOD, make_case


@pytest.mark.parametrize(("code", "case"), [*BAD, *GOOD], ids=lambda value: value if isinstance(value, str) else "")
def test_a_draft_has_the_findings_of_the_same_files_on_the_disk(tmp_path, code, case):
    """Every edit of a case is typed, and none is saved."""
    root, bare = make_case(tmp_path, case["edits"]), tmp_path / "bare"
    shutil.copytree(FOLDERS["rules"], bare)
    unsaved = {}
    for edit in case["edits"]:
        if not edit["file"].endswith((".yaml", ".json")) or ("text" in edit and not edit["text"].isprintable()):
            shutil.copy(root / edit["file"], bare / edit["file"])
        try:
            unsaved[edit["file"]] = (root / edit["file"]).read_bytes().decode().removeprefix("\ufeff")
        except UnicodeDecodeError:
            shutil.copy(root / edit["file"], bare / edit["file"])
    found = validate_project(root, None, NOW, Fleet(jobs=1)).diagnostics
    assert checkup(Texts(root=bare, unsaved=unsaved), NOW).diagnostics == found


@pytest.mark.parametrize("name", FOLDERS)
def test_an_example_has_the_findings_of_validate(name):
    assert opened(name).diagnostics == validate_project(FOLDERS[name], None, NOW, Fleet(jobs=1)).diagnostics


def test_accounts_that_say_the_same_are_not_checked_again():
    before = opened("agency")
    text = (FOLDERS["agency"] / "overlays/cobalt.yaml").read_text()
    typed = Texts(root=FOLDERS["agency"], unsaved={"overlays/cobalt.yaml": text.replace("table", "Nothing")})
    after = checkup(typed, NOW, before)
    assert [one is two for one, two in zip(before.accounts, after.accounts, strict=True)] == [True, True, False]
    assert after.diagnostics == checkup(typed, NOW).diagnostics != before.diagnostics
    shared = Texts(
        root=FOLDERS["agency"], unsaved={"csws.yaml": before.text("csws.yaml").replace("Partners", "Others")}
    )
    assert not set(map(id, checkup(shared, NOW, before).accounts)) & set(map(id, before.accounts))


def test_a_file_that_only_exists_unsaved_is_included():
    state = opened("rules", **with_scores("health_scores:\n  health: {name: Health}\n"))
    assert state.roles["scores.yaml"] == "part"
    assert {found.span.file for found in state.diagnostics} == {"scores.yaml"}


def test_states_of_many_threads_do_not_mix():
    """Each thread types another name, and finds its own."""
    text = (FOLDERS["rules"] / "more.yaml").read_text()
    wrong = []

    def type_and_look(name):
        for _ in range(5):
            state = opened("rules", **{"more.yaml": text.replace("Asia", f"'{name}'")})
            item = state.accounts[0].loaded.declared.settings.get("apac")
            wrong.extend([item.name] if item.name != name else [])

    threads = [threading.Thread(target=type_and_look, args=(f"Name {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def spot(state, file, words):
    """What stands where the first of `words` is in a file."""
    text = state.text(file)
    return spot_at(text, file, *line_and_column(text, text.index(words)))


def shown(spans):
    return [f"{span.file}:{span.line}" for span in spans]


def test_the_origin_of_a_value():
    agency = opened("agency")
    cobalt = next(account for account in agency.accounts if account.name == "cobalt")
    found = {
        path: origin_of(cobalt, path)
        for path in [
            ("workspaces", "onboarding", "name"),
            ("workspaces", "onboarding", "services", "csm_property"),
            ("workspaces", "primary", "description"),
            ("workspaces", "partners", "name"),
        ]
    }
    assert [item and item[0] for item in found.values()] == [Origin.OWN, Origin.DEFAULTS, Origin.OVERLAY, None]


def test_about_a_shared_value():
    state = opened("enterprise")
    text = about(
        state, "objects.yaml", spot(state, "objects.yaml", "csm_property: customer_success_manager\n    renewal")
    )
    assert "HubSpot → Customers → HubSpot user property (CSM)" in text
    assert "`americas`, `apac`, `emea`, `primary`, `strategic` take it from here." in text


def test_about_a_team():
    state = opened("enterprise")
    assert "`EMEA CSM`; 3 people" in about(
        state, "workspaces/emea.yaml", spot(state, "workspaces/emea.yaml", "EMEA CSM,")
    )


@pytest.mark.parametrize(
    ("words", "path"),
    [("csm_property: cust", "customers.csm_property"), ("customer_success_manager", "customers.csm_property")],
)
def test_a_place_is_known_while_the_text_above_it_is_broken(words, path):
    text = opened("enterprise").text("objects.yaml")
    good = read_yaml(text, "objects.yaml").root
    broken = text.replace("revenue: [deals, subscriptions]", "revenue: [deals, subscriptions")
    assert spot_at(broken, "objects.yaml", 1, 1) is None
    found = spot_while_broken(broken, "objects.yaml", broken.index(words) + 3, good)
    assert (found.path, found.value.value) == (("defaults", *path.split(".")), "customer_success_manager")
    assert found.on_key == words.startswith("csm")


def test_about_what_breaks_a_rule():
    text = (FOLDERS["enterprise"] / "workspaces/emea.yaml").read_text().replace("[EMEA CSM", "[Nobody")
    state = opened("enterprise", **{"workspaces/emea.yaml": text})
    said = about(state, "workspaces/emea.yaml", spot(state, "workspaces/emea.yaml", "Nobody"))
    assert "CSW303: the team exists, and its name is unambiguous. A workspace can be assigned only to teams" in said


def test_definitions_and_references():
    enterprise, agency = opened("enterprise"), opened("agency")
    own = spot(enterprise, "workspaces/digital.yaml", "csm_property")
    assert shown(definitions(enterprise, "workspaces/digital.yaml", own)) == ["objects.yaml:15"]
    shared = spot(enterprise, "objects.yaml", "csm_property")
    assert "workspaces/digital.yaml:10" in shown(references(enterprise, "objects.yaml", shared))
    assert "workspaces/emea.yaml:5" in shown(references(enterprise, "objects.yaml", shared))
    team = spot(enterprise, "workspaces/emea.yaml", "EMEA CSM,")
    (line,) = definitions(enterprise, "workspaces/emea.yaml", team)
    assert line.file == "catalogs/meridian.json"
    differs = spot(agency, "overlays/cobalt.yaml", "default_layout")
    assert shown(definitions(agency, "overlays/cobalt.yaml", differs)) == ["csws.yaml:40"]


def test_a_plan_of_what_is_typed(tmp_path):
    root = tmp_path / "enterprise"
    shutil.copytree(FOLDERS["enterprise"], root)
    before = sorted(path.name for path in root.rglob("*"))
    state = checkup(Texts(root=root), NOW)
    (account,) = state.accounts
    plan = draft_plan(state, account, None)
    assert is_local(root, account.loaded.entry)
    assert {(effect.section, effect.key) for effect in effects(plan)} >= {("objects", ""), ("workspaces", "emea")}
    assert "EMEA customer success" in plan_text([plan])
    assert sorted(path.name for path in root.rglob("*")) == before  # nothing was made


def test_an_account_elsewhere_is_not_read(tmp_path):
    root = tmp_path / "rules"
    shutil.copytree(FOLDERS["rules"], root)
    config = (root / "csws.yaml").read_text().replace("sqlite:acme.db", "postgresql://nowhere.invalid/x")
    state = checkup(Texts(root=root, unsaved={"csws.yaml": config}), NOW)
    assert draft_plan(state, state.accounts[0], None) is None
