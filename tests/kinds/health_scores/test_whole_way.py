"""A health score goes the whole way: from YAML to the account, its record, the sheets and back."""

from __future__ import annotations

import json

import pytest

from csws.load.yaml_reader import read_yaml
from csws.render import LANGUAGES
from tests.cli.console import csws, reported, unfinished
from tests.kinds.health_scores.conftest import SCORES
from tests.newer import ROOT, python
from tests.render.scenes import edit

MEETING = "groups.contact.rules.[event meeting_completed at_least 1 within_days 30]"
TICKETS = "groups.support.rules.[num_open_tickets at_most 0]"


def account(run, *arguments):
    return run("plan", "--format", "json", *arguments).json["accounts"][0]


def changes(run):
    return {item["address"]: item for item in account(run)["changes"]}


def fields(change, side="after"):
    return {item["path"]: item[side] for item in change["fields"]}


def short(run):
    """Each step as its action and key, and what it sets where that is little."""
    return [
        (step["action"], step["address"], step["sets"] if step["action"] == "update" else None)
        for step in account(run)["steps"]
    ]


def is_unchanged(run):
    return run("plan", "--detailed-exitcode").code == 0


def test_it_is_planned_after_the_workspaces_in_two_steps_and_applied(run):
    steps = account(run)["steps"][-3:]
    assert [(step["action"], step["address"]) for step in steps] == [
        ("create", "health_score.account_health"),
        ("update", "health_score.account_health"),
        ("create", "health_score.usage"),
    ]
    assert (steps[0]["sets"]["state"], steps[0]["sets"][MEETING], steps[0]["sets"]["groups.support.min"]) == (
        "draft",
        25,
        -40,
    )
    assert (steps[1]["sets"], steps[1]["was"]) == ({"state": "published"}, {"state": "draft"})
    assert [step.get("consequential") for step in steps] == [None, True, None]
    assert (steps[2]["sets"]["bands.at_risk"], steps[2]["sets"]["groups.risk.max"]) == (0, 0)
    assert run("apply", "--auto-approve").code == 0
    assert is_unchanged(run)


def test_what_is_exported_gives_an_empty_plan(run, applied):
    exported = run("export").out
    (applied / "scores.yaml").write_text(exported[exported.index("health_scores:") :])
    assert run("validate").code == 0
    assert is_unchanged(run)
    assert json.loads(run("plan", "--format", "json").out)["accounts"][0]["changes"] == []
    assert "- {property: num_open_tickets, at_most: 0, points: 35}" in exported


def test_the_order_of_groups_rules_and_values_never_matters(run, applied):
    file = applied / "scores.yaml"
    data = read_yaml(SCORES, "scores.yaml").root.plain()["health_scores"]
    for score in data.values():
        score["groups"] = dict(reversed(score["groups"].items()))
        for group in score["groups"].values():
            group["rules"] = [dict(reversed(rule.items())) for rule in reversed(group.get("rules", []))]
    file.write_text(json.dumps({"health_scores": dict(reversed(data.items()))}))
    edit(file, '["premium", "premium_plus"]', '["premium_plus", "premium", "premium"]')
    assert is_unchanged(run)


def test_other_points_are_a_changed_rule_another_condition_is_another_rule(run, applied):
    edit(applied / "scores.yaml", "at_most: 0, points: 35", "at_most: 0, points: 40")
    edit(applied / "scores.yaml", "at_least: 5, points: -30", "at_least: 6, points: -30")
    change = changes(run)["health_score.account_health"]
    assert [(item["path"], item["before"], item["after"]) for item in change["fields"]] == [
        ("groups.support.rules.[num_open_tickets at_least 5]", -30, None),
        ("groups.support.rules.[num_open_tickets at_least 6]", None, -30),
        (TICKETS, 35, 40),
    ]
    assert [step["sets"] for step in account(run)["steps"]][1:] == [{"state": "published"}]
    assert run("apply", "--auto-approve").code == 0
    assert is_unchanged(run)


@pytest.mark.parametrize(
    ("old", "new", "steps", "fires"),
    [
        ("name: Account health", "name: Health", [{"name": "Health"}], [False]),
        ("segments:", "protect: true\n    segments:", [{"protect": True}], [False]),
        ("segments:", "property: p\n    segments:", [{"property": "p"}], [False]),
        ("state: published", "state: draft", [{"state": "draft"}], [True]),
        ("healthy: 70", "healthy: 75", [{"bands.healthy": 75}, {"state": "published"}], [True, True]),
        ("max: 40", "max: 45", [{"groups.contact.max": 45}, {"state": "published"}], [False, True]),
        ("min: -40", "min: -60", [{"groups.support.min": None}, {"state": "published"}], [False, True]),
        ("min: -40", "min: 0", [{"groups.support.min": 0}, {"state": "published"}], [False, True]),
        ("Usage, object", "Usage, state: published, object", [{"state": "published"}], [True]),
        ("healthy: 50", "healthy: 60", [{"bands.healthy": 60}], [False]),
    ],
)
def test_which_steps_an_edit_takes_and_which_start_workflows(run, applied, old, new, steps, fires):
    edit(applied / "scores.yaml", old, new)
    planned = account(run)["steps"]
    assert [step["sets"] for step in planned] == steps
    assert [step.get("consequential", False) for step in planned] == fires
    for form in ("text", "markdown", "github"):
        assert ("workflows" in run("plan", "--format", form).out) is any(fires)
    assert run("apply", "--auto-approve").code == 0
    assert is_unchanged(run)


def test_where_the_number_is_reached_a_delete_comes_before_the_create(run, applied):
    edit(applied / "csws.yaml", "subscription: enterprise", "subscription: professional")
    file = applied / "scores.yaml"
    file.write_text(SCORES.replace("account_health:", "second_health:").replace("Account health", "Second health"))
    file.write_text(file.read_text() + "removed: [health_score.account_health]\n")
    assert [(action, address) for action, address, _ in short(run)] == [
        ("delete", "health_score.account_health"),
        ("create", "health_score.second_health"),
        ("update", "health_score.second_health"),
    ]


def test_deletes_are_named_protected_ones_stay_and_a_renamed_key_moves(run, applied):
    file = applied / "scores.yaml"
    without = SCORES[: SCORES.index("  usage:")]
    file.write_text(without)
    assert "--allow-delete health_score.usage" in run("plan").out
    assert run("apply", "--auto-approve").code == 4
    file.write_text(without + "removed: [health_score.usage]\n")
    assert run("apply", "--auto-approve").code == 0
    edit(file, "account_health:\n", "customer_health:\n    renamed_from: account_health\n    protect: true\n")
    assert [(action, address) for action, address, _ in short(run)] == [("move", "health_score.customer_health")]
    assert run("apply", "--auto-approve").code == 0
    file.write_text("health_scores: {}\nremoved: [health_score.customer_health]\n")
    assert "CSW602" in run("plan").out


@pytest.mark.parametrize("entry", [TICKETS, "groups.support.rules", "groups.support", "groups"])
def test_what_is_ignored_is_left_as_found(run, applied, entry):
    edit(applied / "scores.yaml", "at_most: 0, points: 35", "at_most: 0, points: 31")
    edit(applied / "scores.yaml", "    segments:", f"    ignore: ['{entry}']\n    segments:")
    done = run("validate")
    assert done.code == 0, done.err + done.out
    assert is_unchanged(run)
    exported = run("export").out
    assert (entry in exported, "points: 31}" in exported) == (True, True)


def test_an_overlay_changes_a_value_replaces_rules_whole_and_deletes_entries(run, project):
    edit(project / "csws.yaml", "catalog: catalogs/acme.json", "catalog: catalogs/acme.json\n    overlay: acme.yaml")
    (project / "acme.yaml").write_text(
        "health_scores: {usage: null, account_health: {bands: {at_risk: 0, healthy: 60}, groups: {contact: null, "
        "support: {min: null, rules: [{property: nps_score, is: 1, points: 60}]}}}}\n"
    )
    assert run("validate").code == 0
    found = changes(run)
    assert "health_score.usage" not in found
    held = fields(found["health_score.account_health"])
    assert {path: value for path, value in held.items() if path.startswith(("bands", "groups"))} == {
        "bands.healthy": 60,
        "bands.at_risk": 0,
        "groups.support.name": "Support",
        "groups.support.kind": "properties",
        "groups.support.max": 60,
        "groups.support.rules.[nps_score is 1]": 60,
    }
    (project / "acme.yaml").write_text("health_scores: {account_health: {groups: {contcat: null}}}\n")
    assert "Did you mean `contact`?" in run("validate").out


def test_two_files_may_each_have_scores_and_none_twice(run, project):
    edit(project / "csws.yaml", "include: [", "include: [more.yaml, ")
    (project / "more.yaml").write_text(
        "health_scores: {third: {name: Third, object: companies, bands: {healthy: 2, at_risk: 1}}}\n"
    )
    assert run("validate").code == 0
    assert "health_score.third" in changes(run)
    (project / "more.yaml").write_text(
        "health_scores: {usage: {name: Third, object: companies, bands: {healthy: 2, at_risk: 1}}}\n"
    )
    assert "CSW006" in run("validate").out


@pytest.mark.parametrize(
    ("old", "new", "code", "text"),
    [
        ("segments:", "segmets:", "CSW101", "Did you mean `segments`?"),
        ("object: companies\n    state", "state", "CSW103", "object"),
        ("healthy: 70, ", "", "CSW103", "healthy"),
        ("bands: {healthy: 70, at_risk: 40}", "", "CSW103", "bands"),
        ("        max: 40\n", "", "CSW103", "max"),
        (", points: 25}\n          - {event", "}\n          - {event", "CSW103", "points"),
        ("state: published", "state: on", "CSW104", "published"),
        ("points: 35", "points: 0", "CSW104", "not 0"),
        ("points: 35", "points: 3.5", "CSW102", "a whole number"),
        ("points: 35", "points: true", "CSW102", "a whole number"),
        ("max: 40", "max: -1", "CSW104", "0 or more"),
        ("min: -40", "min: 40", "CSW104", "0 or less"),
        ("at_most: 0, points: 35", "points: 35", "CSW104", "one comparison"),
        ("at_most: 0, points: 35", "at_most: 0, at_least: 1, points: 35", "CSW104", "between"),
        ("{property: num_open_tickets, at_most: 0, points: 35}", "{points: 35}", "CSW104", "a condition"),
        ("at_least: 1, within_days: 30", "at_least: 1", "CSW103", "within_days"),
        ("at_least: 1, within_days: 30", "within_days: 30", "CSW104", "count"),
        ("at_least: 1, within_days: 30", "at_least: 1, is: 3, within_days: 30", "CSW104", "where"),
        ("is: gold}]\n", "is: gold}]\n            is_known: true\n", "CSW104", "when"),
        ("contact:", "Contact:", "CSW104", "not allowed"),
        ("at_most: 0, points: 35", "at_mots: 0, points: 35", "CSW101", "Did you mean `at_most`?"),
        ("at_least: 2, within", "at_laest: 2, within", "CSW101", "Did you mean `at_least`?"),
        ("property: num_open_tickets, at_most", "proprety: num_open_tickets, at_most", "CSW101", "`property`"),
    ],
)  # fmt: skip
def test_its_values_are_checked_at_their_place(run, project, old, new, code, text):
    edit(project / "scores.yaml", old, new)
    found = run("validate", "--format", "json").json["diagnostics"]
    mine = [item for item in found if item["code"] == code and item["file"] == "scores.yaml"]
    assert mine, found
    assert any(text in f"{item['message']} {item['hint']}" for item in mine), mine
    assert all(item["address"].startswith("health_score.account_health") for item in mine), mine
    assert code != "CSW101" or [item["code"] for item in found if item["severity"] == "error"] == ["CSW101"], found


def test_it_is_observed_by_path_and_what_differs_is_drift(run, applied):
    seen = f"health_score.account_health.{TICKETS}=30"
    done = run("observe", "--set", seen, "--set", "health_score.account_health.bands.at_risk=0")
    assert done.code == 0, done.err
    drift = run("drift", "--format", "json").json["accounts"][0]["drift"]
    assert [(item["address"], fields(item)) for item in drift] == [
        ("health_score.account_health", {"bands.at_risk": 0, TICKETS: 30})
    ]
    assert [item["origin"] for item in account(run)["changes"]] == ["drift"]
    assert run("observe", "--set", "health_score.account_health.groups.contact=null").code == 0
    gone = fields(changes(run)["health_score.account_health"], "before")
    assert gone["groups.contact.max"] is None
    assert run("observe", "--set", "health_score.usage=null").code == 0
    assert changes(run)["health_score.usage"]["action"] == "create"


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        ("health_score.usage.bands.healthy=many", "a whole number"),
        ("health_score.usage.bands.healthy=true", "a whole number"),
        ("health_score.usage.state=on", "cannot be `on`"),
        ("health_score.usage.groups.risk.rules.[n at_most]=3", "no field"),
        ("health_score.usage.groups.risk=3", "groups.risk=null"),
        ("health_score.usage.protect=true", "Set it in the YAML"),
        ("health_score.usage.edited=true", "csws notes it"),
        ("health_score.usage.name=null", "a health score always has a name"),
    ],
)
def test_what_no_screen_shows_is_not_observed(run, applied, pair, text):
    done = run("observe", "--set", pair)
    assert (done.code, text in done.err) == (64, True), done.err


def test_a_sheet_says_what_it_names_and_an_export_says_everything(run, applied):
    sheet = applied / "seen.yaml"
    sheet.write_text(run("export").out)
    assert "No difference" in run("observe", "seen.yaml").out
    sheet.write_text(
        "health_scores: {account_health: {groups: {support: {rules: [{property: nps_score, is: 1, points: 60}]}}}}\n"
    )
    assert run("observe", "seen.yaml").code == 0
    before = fields(changes(run)["health_score.account_health"], "before")
    assert (before["groups.support.rules.[nps_score is 1]"], before[TICKETS]) == (60, None)
    assert MEETING not in before
    sheet.write_text("health_scores: {account_health: {groups: {contact: null}}}\n")
    assert run("observe", "seen.yaml").code == 0
    assert fields(changes(run)["health_score.account_health"], "before")["groups.contact.max"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worksheet_holds_it_and_changes_nothing_when_it_comes_back(run, applied, language):
    (applied / "sheet.yaml").write_text(run("worksheet", "--language", language).out)
    done = run("observe", "sheet.yaml")
    assert (done.code, "No difference" in done.out) == (0, True), done.out + done.err
    text = (applied / "sheet.yaml").read_text()
    assert "- {property: num_open_tickets, at_most: 0, points: 35}" in text
    (applied / "sheet.yaml").write_text(text.replace("at_most: 0, points: 35", "at_most: 0, points: 36"))
    assert run("observe", "sheet.yaml").code == 0
    assert fields(changes(run)["health_score.account_health"], "before") == {TICKETS: 36}


def test_one_that_is_seen_is_adopted_under_its_key(run, applied):
    block = SCORES[SCORES.index("  usage:") :].replace("usage:", "renewal:").replace("Usage", "Renewal")
    (applied / "sheet.yaml").write_text(f"account: acme\nhealth_scores:\n{block}")
    done = run("adopt", "sheet.yaml", "--detailed-exitcode")
    assert "health_score.renewal “Renewal”" in done.out, done
    assert is_unchanged(run)
    assert run("validate").code == 0


BY_HAND = """health_scores:
  hand:
    name: By hand
    object: companies
    bands: {healthy: 60, at_risk: 20}
    groups: {g: {name: Tickets, kind: properties, max: 100, rules: [{property: num_open_tickets, at_most: 0, points: 100}]}}
"""


@pytest.fixture
def seen(run, applied):
    (applied / "seen.yaml").write_text(BY_HAND)
    done = run("observe", "seen.yaml")
    assert (done.code, '→ csws import health_score.hand="By hand"' in done.out) == (0, True), done.out + done.err
    return applied


@pytest.mark.parametrize("name", ["By hand", "id:seen-hand"])
def test_one_that_is_unmanaged_is_imported_without_a_change(run, seen, name):
    before = (seen / "scores.yaml").read_bytes()
    done = run("import", f"health_score.ops={name}")
    assert (done.code, "health_score.ops is now “By hand”" in done.out) == (0, True), done.out + done.err
    assert run("validate").code == 0
    assert is_unchanged(run)
    assert (seen / "scores.yaml").read_bytes() == before
    assert "- {property: num_open_tickets, at_most: 0, points: 100}" in (seen / "csws.yaml").read_text()
    assert account(run)["unmanaged"] == []
    assert run("drift", "--detailed-exitcode").code == 0
    assert "No difference" in run("observe", "seen.yaml").out
    edit(seen / "csws.yaml", "points: 100", "points: 90")
    assert run("apply", "--auto-approve").code == 0
    assert is_unchanged(run)


def test_a_declared_score_is_only_bound(run, seen):
    with (seen / "scores.yaml").open("a") as file:
        file.write(BY_HAND.removeprefix("health_scores:\n").replace("healthy: 60", "healthy: 50"))
    assert "import health_score.KEY=id:seen-hand" in run("plan").out
    assert run("import", "health_score.hand=By hand").code == 0
    assert [short_of(change) for change in account(run)["changes"]] == [("update", {"bands.healthy": 50})]


def short_of(change):
    return change["action"], fields(change)


@pytest.mark.parametrize(
    ("pairs", "code", "text"),
    [
        (["hand=By hand"], 1, "It is a health score: `health_score.hand=By hand`."),
        (["health_score.hand=Nobody"], 1, "Unmanaged health scores: `By hand` (id:seen-hand)."),
        (["health_score.usage=By hand"], 1, "already has a health score `usage`"),
        (["health_score.a=By hand", "health_score.b=id:seen-hand"], 64, "Give one key to each health score."),
        (["health_score.a=By hand", "health_score.a=x"], 64, "given twice"),
        (["health_score.A=By hand"], 64, "is not KEY=NAME"),
        (["property.companies.x=By hand"], 64, "is not KEY=NAME"),
        (["objects=By hand"], 1, "No unmanaged workspace"),
        (["health_score.=By hand"], 64, "is not KEY=NAME"),
    ],
)
def test_a_score_that_does_not_exist_is_not_imported(run, seen, pairs, code, text):
    done = run("import", *pairs)
    assert (done.code, text in done.err) == (code, True), done.err
    assert [item["number"] for item in run("history", "--format", "json").json["accounts"][0]["revisions"]] == [2, 1]


def test_one_that_is_unmanaged_and_gone_is_recorded_as_gone(run, seen):
    assert run("observe", "--set", "unmanaged.seen-hand=null").code == 0
    assert account(run)["unmanaged"] == []
    assert run("observe", "--set", "unmanaged.seen-hand=null").code == 64


def test_one_that_is_unmanaged_is_shown_counts_and_is_never_touched(run, applied):
    (applied / "seen.yaml").write_text(
        "health_scores: {x: {name: By hand, object: companies, bands: {healthy: 2, at_risk: 1}}}\n"
    )
    assert run("observe", "seen.yaml").code == 0
    assert is_unchanged(run)
    (found,) = account(run)["unmanaged"]
    assert (found["name"], found["kind"]) == ("By hand", "health_score")
    assert "By hand (Health score)" in run("plan").out
    edit(applied / "scores.yaml", "name: Usage", "name: by hand")
    assert "CSW603" in run("plan").out


def test_one_that_is_unmanaged_takes_a_place_of_the_subscription(run, project):
    edit(project / "csws.yaml", "subscription: enterprise", "subscription: professional")
    (project / "seen.yaml").write_text(BY_HAND.replace("object:", "state: published\n    object:"))
    assert run("observe", "seen.yaml").code == 0
    plan = account(run)
    (found,) = [item for item in plan["diagnostics"] if item["code"] == "CSW603"]
    assert "counts toward the limit of 1 (published)" in found["message"]
    assert (plan["steps"], plan["error"]) == ([], None)
    edit(project / "scores.yaml", "state: published", "state: draft")
    assert [item for item in account(run)["diagnostics"] if item["severity"] == "error"] == []


def test_it_is_rolled_back_to_nothing_left_over(run, applied):
    edit(applied / "scores.yaml", "at_most: 0, points: 35", "at_most: 0, points: 32")
    edit(applied / "scores.yaml", "healthy: 70", "healthy: 90")
    edit(applied / "scores.yaml", "name: Usage", "name: Usage of it")
    assert run("apply", "--auto-approve").code == 0
    assert run("rollback", "1", "--auto-approve").code == 0
    (applied / "scores.yaml").write_text(SCORES)
    assert is_unchanged(run)
    assert [item["number"] for item in run("history", "--format", "json").json["accounts"][0]["revisions"]] == [3, 2, 1]


def test_a_plan_that_is_saved_is_shown_verified_and_applied(run, project):
    assert run("plan", "--out", "p.plan").code == 0
    assert run("show", "p.plan", "--verify").code == 0
    assert run("apply", "p.plan").code == 0
    assert is_unchanged(run)


def test_an_edit_that_nobody_has_turned_on_is_still_to_be_turned_on(run, project, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    edit(project / "csws.yaml", "target: sqlite:.csws/acme.db", "store: file:acme.jsonl\n    target: hubspot:1234567")
    assert run("apply", "--auto-approve", "--new-account").code == 6
    assert reported(project, "1-7", "kim").code == 0
    edit(project / "scores.yaml", "at_most: 0, points: 35", "at_most: 0, points: 20")
    assert run("apply", "--auto-approve").code == 6
    assert reported(project, "1", "kim").code == 6
    assert run("abandon", unfinished(project)["id"], "--auto-approve").code == 0
    (step,) = account(run)["steps"]
    assert (step["sets"], step["consequential"]) == ({"state": "published"}, True)
    assert "edited" not in run("export").out
    assert run("observe", "--set", f"health_score.account_health.{TICKETS}=20").code == 0
    assert run("apply", "--auto-approve").code == 6
    assert reported(project, "1", "kim").code == 0
    assert is_unchanged(run)


def test_going_back_to_an_edit_that_nobody_had_turned_on_turns_it_on(run, project, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    edit(project / "csws.yaml", "target: sqlite:.csws/acme.db", "store: file:acme.jsonl\n    target: hubspot:1234567")
    assert run("apply", "--auto-approve", "--new-account").code == 6
    assert reported(project, "1-7", "kim").code == 0
    edit(project / "scores.yaml", "at_most: 0, points: 35", "at_most: 0, points: 20")
    assert run("apply", "--auto-approve").code == 6
    assert reported(project, "1-2", "kim").code == 0
    assert [step["sets"] for step in steps_back(run, 8)] == []
    assert [step["sets"] for step in steps_back(run, 7)] == [{TICKETS: 35}, {"state": "published"}]
    (project / "scores.yaml").write_text(SCORES[SCORES.index("  usage:") :].join(["health_scores:\n", ""]))
    assert run("apply", "--auto-approve", "--allow-delete", "health_score.account_health").code == 6
    assert reported(project, "1", "kim").code == 0
    assert [step["action"] for step in steps_back(run, 8)] == ["create", "update"]


def steps_back(run, number):
    plan = run("rollback", str(number), "--format", "json", "--out", "back.plan")
    assert plan.code == 0, plan
    return json.loads((run("show", "back.plan", "--format", "json")).out)["accounts"][0]["steps"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_a_person_does_it_the_runbook_says_how(run, project, language, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    edit(project / "csws.yaml", "target: sqlite:.csws/acme.db", "store: file:acme.jsonl\n    target: hubspot:1234567")
    assert run("apply", "--auto-approve", "--new-account", "--language", language).code == 6
    steps = unfinished(project)["waiting"]
    book = (project / ".csws/runbooks/acme.md").read_text()
    for text in ("Account health", "Support", "**+35**", "**-40**", "num\\_open\\_tickets", "900000"):
        assert text in book, text
    assert reported(project, f"1-{len(steps) - 2}", "kim").code == 6
    assert reported(project, f"{len(steps) - 1}-{len(steps)}", "kim").code == 0
    assert is_unchanged(run)
    assert run("record", "verify").code == 0
    edit(project / "scores.yaml", "at_most: 0, points: 35", "at_most: 0, points: 33")
    edit(project / "scores.yaml", "healthy: 70", "healthy: 75")
    assert run("apply", "--auto-approve", "--language", language).code == 6
    book = (project / ".csws/runbooks/acme.md").read_text()
    assert "**+33**" in book
    assert reported(project, "1", "kim").code == 6
    assert unfinished(project)["waiting"] == [2]
    assert reported(project, "2", "kim").code == 0
    assert [item["runs"] for item in csws(project, "runs", "--format", "json").json["accounts"]] == [[]]


def test_the_schema_of_an_account_offers_its_objects(run, project):
    schema = run("--account", "acme", "schema", "config").json
    assert "companies" in json.dumps(schema["$defs"]["health_score"]["properties"]["object"])


@pytest.mark.parametrize("store", ["sqlite", "text"])
def test_nothing_is_lost_or_doubled_where_a_run_is_killed(store):
    done = python(ROOT, "-W", "ignore::DeprecationWarning", "-m", "tests.kinds.health_scores.crashes", store, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
