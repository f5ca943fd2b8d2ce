"""Plans with hostile text everywhere: markup of each format, control sequences, very long texts;
and huge plans."""

from __future__ import annotations

from functools import cache

from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.labels import event_key, property_key, value_key
from csws.kinds.health_scores.score import Comparison, EventTest, PropertyTest
from csws.model.address import Address
from csws.model.change import Action, Change, FieldChange
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.plan import AccountPlan, Base, Failure, Step, TeamMove, Unmanaged, Untouched, Visibility
from csws.model.run import Plan
from csws.model.score_moves import BandMove, ScoreMoves

TEXTS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'",
    "html end": "</summary></details></table></style></script>-->",
    "markdown": "# h\n\n- [a](http://evil.example) ![i](http://evil.example/p.png) **b** _c_ ~~d~~ > q",
    "table": "a | b || c \\| d",
    "backticks": "`` ` ``` ~~~ $(id) ${{ secrets.TOKEN }}",
    "mention": "@everyone #1 GH-1 http://evil.example",
    "workflow": "x\n::error file=a::b\n::set-output name=x::y\r\n##[error]z %0A%25",
    "ansi": "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x9b2J\x07\x08\x00",
    "direction": "safe\u202egnp.exe \u2066x\u2069 \u200f\ufeff",
    "long": "n" * 10_000,
    "long and wide": "名" * 10_000,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈é\U0001f9d1\U0001f3fd",
    "surrogate": "a\ud800b\uffff\ufffe",
    "template": "{{ 7*7 }} {% raw %} {name} %s %(x)s",
    "line breaks of others": "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\r\nh",
    "sarif link": "[click](http://evil.example) \\[x\\]",
    "empty": "",
    "spaces": "   \t  ",
}
_BASE = Base(revision=1, fingerprint="sha256:" + "0" * 64)


def hostile_plan(text: str) -> Plan:
    """One account with this text at every place that can have a person's text."""
    found = Diagnostic(
        code="CSW302",
        severity=Severity.ERROR,
        message=f"The team `{text}` is in two.",
        hint=text,
        accounts=("acme",),
        address="workspace.a.teams",
        span=Span(f"{text[:50]}.yaml", 1, 1, 1, 2),
    )
    fields = (
        FieldChange(path="name", before=text, after=text + "2"),
        FieldChange(path="description", before=None, after=text),
        FieldChange(path="teams", before=(text,), after=(text + "3", "T")),
        FieldChange(path=f"revenue.objects.{text[:20].replace('.', '')}.csm_property", before=text, after=None),
    )
    labels = {path: {text: f"Label {text}"} for path in ("teams", "description", "customers.csm_property")}
    changes = (
        Change(
            address=Address.workspace("a"),
            action=Action.UPDATE,
            fields=fields,
            reason=text,
            unchanged={"customers.csm_property": text},
            labels=labels,
        ),
        Change(address=Address.workspace("b"), action=Action.CREATE, fields=fields, reason=text, labels=labels),
        Change(
            address=Address.workspace("c"),
            action=Action.DELETE,
            fields=fields,
            reason=text,
            source=Span(text[:50], 1, 1, 1, 2),
        ),
    )
    changes = (*changes, hostile_score(text))
    fires = Step(
        id=3, action=Action.UPDATE, address=Address("health_score", "s"), summary=text, sets={"state": "published"},
        was={"state": "draft"}, consequential=True,
    )  # fmt: skip
    step = Step(
        id=1, action=Action.DELETE, address=Address.workspace("c"), summary=f"Delete c “{text}”.", sets={}, was={"name": text},
        transient=True, destructive=True, allowed=False, reason=text, clears=(text,),
    )  # fmt: skip
    account = AccountPlan(
        account="acme", account_id="1", target=f"sqlite:{text}", base=_BASE, changes=changes, steps=(step, step, fires),
        visibility=(Visibility(workspace="a", gained=1, lost=2, gained_people=(text,), lost_people=(text,)),),
        team_moves=(TeamMove(team=text, before=Address.workspace("a"), after=None, people=1),),
        untouched=(Untouched(address=Address.workspace("d"), name=text),), unmanaged=(Unmanaged(id=text, name=text, teams=(text,)),),
        diagnostics=(found,), team_names={text: "1"}, score_moves=(hostile_moves(),),
    )  # fmt: skip
    failed = AccountPlan(account="bad", error=Failure(code="x", message=text, hint=text), exit_code=1)
    return Plan(accounts=(account, failed), diagnostics=(found,))


def hostile_score(text: str) -> Change:
    """With this text as its name, in a group's name, as a property, an option and an event, and in their labels."""
    asked = PropertyTest(property=text, comparison=Comparison.IS_ANY_OF, operands=(text, text + "2"))
    counted = EventTest(event=text, count=Comparison.AT_LEAST, counts=(1,), within_days=2, where=(asked,))
    rules = [f"groups.g.rules.[{condition_text((test,))}]" for test in (asked, counted)]
    keys = [property_key(text), value_key(text, text), event_key(text), property_key(text, text)]
    return Change(
        address=Address("health_score", "s"),
        action=Action.UPDATE,
        fields=(
            FieldChange(path="bands.healthy", before=70, after=75),
            FieldChange(path="segments", before=(text,), after=()),
            *(FieldChange(path=path, before=-5, after=5) for path in rules),
        ),
        unchanged={"name": text, "object": "companies", "bands.at_risk": 40, "groups.g.name": text, "groups.g.max": 10},
        labels={path: dict.fromkeys(keys, f"Label {text}") for path in rules},
    )


def hostile_moves() -> ScoreMoves:
    """Of the score of `hostile_score`, whose group has the hostile name."""
    moves = (
        BandMove(start="neutral", end="at_risk", because="groups.g", records=2),
        BandMove(start="healthy", end="neutral", because="bands", records=1),
    )
    return ScoreMoves(
        address=Address("health_score", "s"),
        records=10,
        changed=4,
        unclear=1,
        checksum="sha256:" + "2" * 64,
        as_of="2026-11-25",
        matrix=(("neutral", "at_risk", 2), ("healthy", "neutral", 1), ("healthy", "healthy", 6)),
        moves=moves,
    )


@cache
def huge_plan(accounts: int, action: Action = Action.CREATE) -> Plan:
    """Five workspaces in each account, all created or deleted."""
    return Plan(accounts=tuple(_account(number, action) for number in range(accounts)))


def _account(number: int, action: Action) -> AccountPlan:
    before, after = (None, "x") if action is Action.CREATE else ("x", None)
    changes = tuple(
        Change(
            address=Address.workspace(f"team-{key}"),
            action=action,
            fields=tuple(
                FieldChange(path=path, before=before and f"{before} {number}", after=after and f"{after} {number}")
                for path in ("name", "description", "customers.csm_property", "services.default_layout")
            ),
        )
        for key in range(5)
    )
    steps = tuple(
        Step(
            id=at,
            action=action,
            address=change.address,
            summary=f"{action.value} {change.address}",
            sets={},
            was={},
            destructive=action is Action.DELETE,
        )
        for at, change in enumerate(changes, 1)
    )
    return AccountPlan(
        account=f"account-{number:04}",
        account_id=str(number),
        target="sqlite:x",
        base=_BASE,
        applyable=True,
        changes=changes,
        steps=steps,
    )
