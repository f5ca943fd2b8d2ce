"""One set of plans that all formats share: small projects, each in a state worth showing to a
reviewer."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from csws.model.run import Plan
from csws.workflow.account.options import PlanOptions
from csws.workflow.base_plan import compared_plan
from csws.workflow.run.plan_run import plan_project
from tests.cli.console import csws

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text, (file, old)
    file.write_text(text.replace(old, new))


def started(folder: Path) -> Path:
    """The starter project, in a folder of its own below this one."""
    folder.mkdir(parents=True, exist_ok=True)
    assert csws(folder, "init", "acme").code == 0
    return folder / "acme"


def applied(folder: Path) -> Path:
    """The starter project, applied."""
    project = started(folder)
    assert csws(project, "apply", "--auto-approve").code == 0
    return project


def planned(folder: Path) -> Plan:
    return plan_project(folder, None, PlanOptions(), NOW)


def first(folder: Path) -> Plan:
    return planned(started(folder))


def nothing(folder: Path) -> Plan:
    return planned(applied(folder))


def swap(folder: Path) -> Plan:
    """Two workspaces swap a team, and one of them a name; a third is deleted as agreed."""
    project = applied(folder)
    emea, apac = project / "workspaces/emea.yaml", project / "workspaces/apac.yaml"
    edit(emea, "[EMEA CSM, EMEA Renewals]", "[APAC CSM, EMEA CSM]")
    edit(apac, "[APAC CSM]", "[EMEA Renewals]")
    edit(emea, "name: EMEA customer success", "name: APAC customer success")
    edit(apac, "name: APAC customer success", "name: EMEA customer success")
    return planned(project)


def objects(folder: Path) -> Plan:
    project = applied(folder)
    edit(project / "csws.yaml", "customers: companies", "customers: contacts")
    edit(project / "csws.yaml", "    renewal_date_property: renewal_date\n", "")
    return planned(project)


def invalid(folder: Path) -> Plan:
    project = started(folder)
    edit(project / "workspaces/apac.yaml", "[APAC CSM]", "[APAC CSN, EMEA CSM]")
    return planned(project)


def review(folder: Path) -> Plan:
    """A branch deletes a workspace and changes another; the base has a pending change; somebody
    changed the account by hand."""
    repository = folder / "repository"
    project = applied(repository)
    _git(repository, "init", "--quiet", "--initial-branch=main")
    edit(project / "workspaces/emea.yaml", "Accounts in Europe,", "All accounts in Europe,")
    _git(repository, "add", "--all")
    _git(repository, "commit", "--quiet", "--message=pending")
    (project / "workspaces/apac.yaml").unlink()
    edit(project / "workspaces/emea.yaml", "default_layout: board", "default_layout: table")
    assert csws(project, "observe", "--set", "workspace.primary.description=Seen by hand").code == 0
    assert csws(project, "observe", "--set", "workspace.trial.name=A trial").code == 0
    return compared_plan(project, None, PlanOptions(), NOW, "main").plan


def fleet(folder: Path) -> Plan:
    """Three accounts: one with changes, one without, one that cannot be reached."""
    shutil.copytree(ROOT / "examples/agency", folder, ignore=shutil.ignore_patterns(".csws"))
    assert csws(folder, "--account", "bluefin", "apply", "--auto-approve").code == 0
    (folder / ".csws/cobalt.db").write_text("no database")
    return planned(folder)


def standard(folder: Path) -> Plan:
    """An agency changes its standard: all accounts change in the same way, except one that differs
    and a broken one."""
    shutil.copytree(ROOT / "examples/agency", folder, ignore=shutil.ignore_patterns(".csws"))
    config = folder / "csws.yaml"
    for number in range(4, 20):
        _like_alder(folder, config, f"dune-{number}")
    assert csws(folder, "apply", "--auto-approve").code == 0
    edit(config, "name: Partners", "name: Partner success")
    edit(config, "    services: {show: false}\n    revenue: {show: false}\n\n  onboarding", "\n  onboarding")
    edit(folder / "overlays/bluefin.yaml", "workspaces:\n", "workspaces:\n  partners: {description: Ours}\n")
    for name in ("dune-7", "dune-8"):
        (folder / f".csws/{name}.db").write_text("no database")
    return planned(folder)


SCORES = """health_scores:
  account_health:
    name: Account health
    object: companies
    state: published
    bands: {healthy: 70, at_risk: 40}
    groups:
      contact:
        name: Contact with us
        kind: events
        max: 40
        rules:
          - {event: meeting_completed, at_least: 1, within_days: 30, points: 25}
          - {event: call_ended, at_least: 2, within_days: 30, points: 15, where: {hs_call_duration: {at_least: 900000}}}
      support:
        name: Support
        kind: properties
        max: 60
        min: -40
        rules:
          - {property: num_open_tickets, at_most: 0, points: 35}
          - {property: num_open_tickets, at_least: 5, points: -30}
          - {property: support_plan, is_any_of: [premium, premium_plus], points: 25}
          - when: [{property: nps_score, at_most: 6}, {property: support_plan, is_none_of: [premium]}]
            points: -10
  usage:
    name: Usage
    object: companies
    bands: {healthy: 50, at_risk: 20}
    groups:
      nps:
        name: NPS
        kind: properties
        max: 100
        rules: [{property: nps_score, at_least: 9, points: 60}, {property: nps_score, at_least: 7, points: 40}]
"""
_COMPARED = {
    "num_open_tickets": {"label": "Open tickets", "type": "number"},
    "nps_score": {"label": "NPS score", "type": "number"},
    "support_plan": {
        "label": "Support plan",
        "type": "enumeration",
        "options": [{"value": "premium", "label": "Premium"}, {"value": "premium_plus", "label": "Premium Plus"}],
    },
}


def scored(folder: Path) -> Path:
    """The starter project with two health scores, applied."""
    project = started(folder)
    edit(project / "csws.yaml", "include: [", "include: [scores.yaml, ")
    (project / "scores.yaml").write_text(SCORES)
    catalog = project / "catalogs/acme.json"
    document = json.loads(catalog.read_text())
    document["format_version"] = "1.1"
    document["objects"]["companies"]["properties"].update(_COMPARED)
    catalog.write_text(json.dumps(document))
    assert csws(project, "apply", "--auto-approve").code == 0
    return project


def scores(folder: Path) -> Plan:
    """A published score gets other bounds, rules and a group; a draft is turned on."""
    project = scored(folder)
    file = project / "scores.yaml"
    edit(file, "{healthy: 70, at_risk: 40}", "{healthy: 75, at_risk: 35}")
    edit(file, "at_least: 5, points: -30", "at_least: 5, points: -35")
    edit(file, "at_most: 0, points: 35", "at_most: 1, points: 35")
    edit(file, "at_least: 1, within_days: 30, points: 25", "at_least: 1, within_days: 30, points: 20")
    edit(file, "within_days: 30, points: 15", "within_days: 30, points: 20")
    edit(file, "max: 60", "max: 50")
    edit(file, "    name: Usage\n", "    name: Usage\n    state: published\n")
    group = (
        "tenure: {name: Tenure, kind: properties, max: 10, rules: [{property: nps_score, is_known: true, points: 10}]}"
    )
    edit(file, "    groups:\n      contact", f"    groups:\n      {group}\n      contact")
    return planned(project)


def _like_alder(folder: Path, config: Path, name: str) -> None:
    text = (folder / "catalogs/alder.json").read_text().replace("alder", name)
    catalog = json.loads(text)
    catalog["account"]["id"] = name.replace("dune-", "9000")
    (folder / f"catalogs/{name}.json").write_text(json.dumps(catalog))
    lines = config.read_text().split("  alder:\n")[1].splitlines(keepends=True)[:5]
    entry = "".join(lines).replace("alder", name)
    edit(config, "  bluefin:\n", f"  {name}:\n{entry.replace(f'overlays/{name}', 'overlays/alder')}  bluefin:\n")


def _git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


SCENES: dict[str, Callable[[Path], Plan]] = {
    scene.__name__: scene for scene in (first, nothing, swap, objects, invalid, review, fleet, standard, scores)
}
