"""A Plan as the JSON document of SPEC §3 and back. The one place that knows the document's keys."""

from __future__ import annotations

from typing import Any

from csws.documents.score_moves_document import score_moves_document, score_moves_from
from csws.documents.step_document import address_from, fields_from, step_document, step_from, value_from
from csws.documents.unfinished_document import run_document, run_from
from csws.errors import StalePlan
from csws.model.address import WORKSPACE
from csws.model.breach import BreachKind
from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.digest import digest_of
from csws.model.grouping import Group, PlanHead
from csws.model.plan import (
    AccountPlan,
    Base,
    Failure,
    TeamMove,
    Unmanaged,
    Untouched,
    Visibility,
    plain,
    plain_value,
)
from csws.model.run import Plan

Json = dict[str, Any]


def head_document(plan: Plan, version: str, error: Json | None = None) -> Json:
    """All but the accounts, and the checksum that covers both, so that an edited file is noticed."""
    return {
        "format_version": plan.format,
        "csws_version": version,
        "error": error,
        "digest": plan.digest,
        "diagnostics": [diagnostic_document(item) for item in plan.diagnostics],
        "groups": [_group(group) for group in plan.groups if group.heads[0].steps],
    }


def _group(group: Group[PlanHead]) -> Json:
    """Accounts that have the same changes and steps."""
    head = group.heads[0]
    return {"accounts": list(group.names), "changes": sum(head.counts), "steps": head.steps}


def account_document(plan: AccountPlan) -> Json:
    base = plan.base
    return {
        "account": plan.account,
        "account_id": plan.account_id,
        "target": plan.target,
        "digest": plan.digest,
        "exit_code": plan.exit_code,
        "error": failure_document(plan.error),
        "base": {"revision": base.revision, "fingerprint": base.fingerprint} if base else None,
        "applyable": plan.applyable,
        "summary": {**{action.value: plan.count(action) for action in Action}, "steps": len(plan.steps)},
        "changes": [change_document(item) for item in plan.changes],
        "steps": [step_document(item) for item in plan.steps],
        "visibility": [_visibility(item) for item in plan.visibility],
        "team_moves": [_team_move(item) for item in plan.team_moves],
        "untouched": [{"address": str(item.address), "name": item.name} for item in plan.untouched],
        "drift": [change_document(item) for item in plan.drift],
        "unmanaged": list(map(_unmanaged, plan.unmanaged)),
        "notes": list(plan.notes),
        "diagnostics": [diagnostic_document(item) for item in plan.diagnostics],
        "names": {
            "teams": dict(sorted(plan.team_names.items())),
            "pipelines": {name: dict(sorted(names.items())) for name, names in sorted(plan.pipeline_names.items())},
        },
        "run": run_document(plan.run),
        **score_moves_document(plan.score_moves),
    }


def failure_document(failure: Failure | None) -> Json | None:
    return {"code": failure.code, "message": failure.message, "hint": failure.hint} if failure else None


def change_document(change: Change) -> Json:
    at = change.source
    return {
        "address": str(change.address),
        "action": change.action.value,
        "origin": change.origin.value,
        "fields": [
            {
                "path": item.path,
                "before": plain_value(item.before),
                "after": plain_value(item.after),
                **_introduced_document(item.introduced_by),
            }
            for item in change.fields
        ],
        "unchanged": plain(change.unchanged),
        **_labels_document(change),
        **_introduced_document(change.introduced_by),
        "reason": change.reason,
        "source": {"file": at.file, "line": at.line, "column": at.column} if at else None,
    }


def _labels_document(change: Change) -> Json:
    """Present only if the catalogue had any."""
    labels = {path: dict(sorted(names.items())) for path, names in sorted(change.labels.items())}
    return {"labels": labels} if labels else {}


def _introduced_document(value: Introduced | None) -> Json:
    """Present only if a base was compared."""
    return {"introduced_by": value.value} if value else {}


def _visibility(item: Visibility) -> Json:
    return {
        "workspace": item.workspace,
        "gained": item.gained,
        "lost": item.lost,
        "gained_people": list(item.gained_people),
        "lost_people": list(item.lost_people),
    }


def _unmanaged(item: Unmanaged) -> Json:
    """A workspace does not say its kind."""
    kind = {} if item.kind == WORKSPACE else {"kind": item.kind}
    return {"id": item.id, "name": item.name, "teams": list(item.teams), **kind}


def _team_move(item: TeamMove) -> Json:
    before, after = (str(side) if side else None for side in (item.before, item.after))
    return {"team": item.team, "from": before, "to": after, "people": item.people}


def diagnostic_document(item: Diagnostic) -> Json:
    at = item.span
    return {
        "code": item.code,
        "severity": item.severity.value,
        "guard": item.guard,
        "message": item.message,
        "hint": item.hint,
        "accounts": list(item.accounts),
        "address": item.address,
        "file": at.file if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        "end_line": at.end_line if at else None,
        "end_column": at.end_column if at else None,
    }


def from_document(data: Json) -> Plan:
    """A Plan from a document that the plan schema accepts. Raises StalePlan for one that was edited after it was made, and
    Unknown for one that does what only a newer csws knows."""
    rest = {key: value for key, value in data.items() if key != "checksum"}
    if data.get("checksum") != digest_of(rest):
        raise _edited()
    form = data["format_version"]
    plan = Plan(
        accounts=tuple(account_from(item, form) for item in data["accounts"]),
        format=form,
        diagnostics=tuple(_diagnostic_from(item) for item in data["diagnostics"]),
    )
    digests = [item.digest for item in plan.accounts] == [item["digest"] for item in data["accounts"]]
    if plan.digest != data["digest"] or not digests:
        raise _edited()
    return plan


def _edited() -> StalePlan:
    return StalePlan(
        "The plan file was modified after csws wrote it.",
        hint="Make a new plan with `csws plan --out FILE`.",
        code="edited_plan",
    )


def account_from(data: Json, form: str) -> AccountPlan:
    """`form` is the format version of its document. Raises Unknown."""
    base, error, names, run = data["base"], data["error"], data["names"], run_from(data.get("run"))
    return AccountPlan(
        account=data["account"],
        format=form,
        account_id=data["account_id"],
        target=data["target"],
        exit_code=data["exit_code"],
        error=Failure(code=error["code"], message=error["message"], hint=error["hint"]) if error else None,
        base=Base(revision=base["revision"], fingerprint=base["fingerprint"]) if base else None,
        applyable=data["applyable"],
        changes=tuple(_change_from(item) for item in data["changes"]),
        steps=tuple(step_from(item, form) for item in data["steps"]),
        visibility=tuple(_visibility_from(item) for item in data["visibility"]),
        team_moves=tuple(_team_move_from(item) for item in data["team_moves"]),
        untouched=tuple(
            Untouched(address=address_from(item["address"], "it leaves alone"), name=item["name"])
            for item in data["untouched"]
        ),
        drift=tuple(_change_from(item) for item in data["drift"]),
        unmanaged=tuple(
            Unmanaged(id=item["id"], name=item["name"], teams=tuple(item["teams"]), kind=item.get("kind", WORKSPACE))
            for item in data["unmanaged"]
        ),
        notes=tuple(data["notes"]),
        diagnostics=tuple(_diagnostic_from(item) for item in data["diagnostics"]),
        team_names=names["teams"],
        pipeline_names=names["pipelines"],
        run=run,
        score_moves=score_moves_from(data.get("score_moves", [])),
        goes_on=run is not None and run.waits and run.digest == data["digest"] and bool(data["steps"]),
    )


def _change_from(data: Json) -> Change:
    at = data["source"]
    return Change(
        address=address_from(data["address"], "a change is about"),
        action=Action(data["action"]),
        origin=Origin(data["origin"]),
        fields=tuple(
            FieldChange(
                path=item["path"],
                before=value_from(item["before"]),
                after=value_from(item["after"]),
                introduced_by=_introduced(item.get("introduced_by")),
            )
            for item in data["fields"]
        ),
        unchanged=fields_from(data["unchanged"]),
        labels=data.get("labels", {}),
        introduced_by=_introduced(data.get("introduced_by")),
        reason=data["reason"],
        source=Span(at["file"], at["line"], at["column"], at["line"], at["column"]) if at else None,
    )


def _introduced(value: str | None) -> Introduced | None:
    return Introduced(value) if value else None


def _visibility_from(data: Json) -> Visibility:
    return Visibility(
        workspace=data["workspace"],
        gained=data["gained"],
        lost=data["lost"],
        gained_people=tuple(data["gained_people"]),
        lost_people=tuple(data["lost_people"]),
    )


def _team_move_from(data: Json) -> TeamMove:
    before, after = (
        address_from(data[side], "a team moves from or to") if data[side] else None for side in ("from", "to")
    )
    return TeamMove(team=data["team"], before=before, after=after, people=data["people"])


def _diagnostic_from(data: Json) -> Diagnostic:
    span = None
    if data["file"] is not None:
        span = Span(data["file"], data["line"], data["column"], data["end_line"], data["end_column"])
    return Diagnostic(
        code=data["code"],
        severity=Severity(data["severity"]),
        breach=BreachKind.GUARD if data["guard"] else BreachKind.INVALID,
        message=data["message"],
        hint=data["hint"],
        accounts=tuple(data["accounts"]),
        address=data["address"],
        span=span,
    )
