"""Plans that a review page must show well: teams that cross, names that are long or of other
scripts, and fleets of any size with one of everything in it."""

from __future__ import annotations

from dataclasses import replace

from csws.model.address import Address
from csws.model.change import Action, Change, FieldChange
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.plan import AccountPlan, Base, Failure, Step, TeamMove, Untouched, Visibility
from csws.model.run import Plan
from csws.model.runs import UnfinishedRun
from csws.model.score_moves import BandMove, ScoreMoves

_BASE = Base(revision=4, fingerprint="sha256:" + "0" * 64)
LAYOUT = FieldChange(path="services.default_layout", before="table", after="board")
LONG = "Customer success for strategic and enterprise accounts in Northern and Eastern Europe " * 2
SCRIPTS = {
    "long": (LONG, "Strategic-and-enterprise-renewals-without-a-single-space-anywhere"),
    "chinese": ("亚太区战略客户成功与续约管理工作区（新加坡、东京、首尔）", "亚太区客户成功团队"),
    "arabic": ("نجاح العملاء في الشرق الأوسط وشمال أفريقيا", "فريق نجاح العملاء"),
}


def account(name: str, changes: tuple[Change, ...], **more: object) -> AccountPlan:
    steps = tuple(
        Step(
            id=at,
            action=change.action,
            address=change.address,
            summary="",
            sets={item.path: item.after for item in change.fields},
            was={item.path: item.before for item in change.fields},
            destructive=change.action is Action.DELETE,
            allowed=bool(more.get("applyable", True)),
        )
        for at, change in enumerate(changes, 1)
    )
    known = {"applyable": True, "target": f"sqlite:.csws/{name}.db", "account_id": "12", "base": _BASE, "steps": steps}
    return AccountPlan(account=name, changes=changes, **{**known, **more})  # type: ignore[arg-type]


def changed(key: str, *fields: FieldChange, name: str = "", teams: tuple[str, ...] = ()) -> Change:
    stays = {path: value for path, value in (("name", name), ("teams", teams)) if value}
    return Change(address=Address.workspace(key), action=Action.UPDATE, fields=fields, unchanged=stays)


def gone(key: str, name: str) -> Change:
    fields = (FieldChange(path="name", before=name, after=None),)
    return Change(address=Address.workspace(key), action=Action.DELETE, fields=fields)


def new(key: str, name: str) -> Change:
    fields = (FieldChange(path="name", before=None, after=name),)
    return Change(address=Address.workspace(key), action=Action.CREATE, fields=fields)


def moved(team: str, before: str | None, after: str | None, people: int = 2) -> TeamMove:
    ends = [Address.workspace(key) if key else None for key in (before, after)]
    return TeamMove(team=team, before=ends[0], after=ends[1], people=people)


def crossing() -> Plan:
    """Seven teams move between five workspaces, one of which is new, one deleted and one renamed."""
    names = {
        "americas": "Americas customer success",
        "emea": "EMEA and APAC customer success",
        "digital": "Digital customer success",
        "apac": "APAC customer success",
        "ops": "CS operations",
    }
    ends = (
        ("APAC CSM", "apac", "emea"),
        ("APAC Renewals", "apac", "digital"),
        ("CS Tools", None, "ops"),
        ("EMEA Renewals", "emea", "americas"),
        ("LATAM CSM", "americas", "digital"),
        ("Onboarding", "digital", "ops"),
        ("Partners", "digital", None),
    )
    renamed = FieldChange(path="name", before="EMEA customer success", after=names["emea"])
    changes = (
        gone("apac", names["apac"]),
        changed("americas", LAYOUT, name=names["americas"], teams=("North America CSM",)),
        changed("digital", LAYOUT, name=names["digital"], teams=("Digital CSM",)),
        changed("emea", renamed, LAYOUT, teams=("EMEA CSM",)),
        new("ops", names["ops"]),
    )
    primary = Untouched(address=Address.workspace("primary"), name="Customer success")
    seen = (Visibility(workspace="ops", gained=4, lost=0), Visibility(workspace="apac", gained=0, lost=5))
    moves = tuple(moved(team, before, after, at % 3 + 1) for at, (team, before, after) in enumerate(ends))
    return Plan(accounts=(account("meridian", changes, team_moves=moves, untouched=(primary,), visibility=seen),))


def scripts(name: str) -> Plan:
    workspace, team = SCRIPTS[name]
    renamed = FieldChange(path="name", before="EMEA", after=workspace)
    changes = (changed("emea", renamed, teams=(team + " 2",)), gone("apac", workspace + " 2"))
    return Plan(accounts=(account("acme", changes, team_moves=(moved(team, "apac", "emea"),)),))


def fleet_of(number: int, *, each_its_own: bool = False) -> Plan:
    """Of `number` accounts one is refused, one has no plan, one waits, two delete a workspace, and
    each tenth does not change. The others get the same change, or each its own."""
    accounts, found = [], list[Diagnostic]()
    for at in range(number):
        name = f"market-{at:03}"
        own = f"Board {at}" if each_its_own else "Board"
        text = FieldChange(path="description", before="Table", after=own)
        usual = (changed("emea", LAYOUT, text, name="EMEA customer success"),)
        if at == number // 2:
            plan = account(name, (gone("digital", "Digital customer success"),), applyable=False, exit_code=4)
            message = (
                "The workspace `digital` (“Digital customer success”) would be deleted, and this is not allowed yet."
            )
            found.append(_finding("CSW601", message, name))
        elif at == number // 3:
            failure = Failure(code="not_reachable", message=f"`{name}` is not reachable.", hint="Try again.")
            plan = AccountPlan(account=name, error=failure, exit_code=7)
        elif at == number // 4:
            plan = account(name, usual, run=_run())
        elif at in (number - 1, number - 2):
            plan = account(
                name, (*usual, gone("apac", "APAC customer success")), team_moves=(moved("APAC CSM", "apac", "emea"),)
            )
        else:
            plan = account(name, usual if at % 10 else ())
        accounts.append(plan)
    return Plan(accounts=tuple(accounts), diagnostics=tuple(found))


def _finding(code: str, message: str, name: str) -> Diagnostic:
    hint = "To delete it, add `digital` to `removed:`."
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint, accounts=(name,))


def _run() -> UnfinishedRun:
    return UnfinishedRun(
        id="3f9a1c2b77d0",
        digest="sha256:" + "1" * 64,
        since="2026-11-23T10:00:00Z",
        by="Priya Shah",
        done=(1,),
        waiting=(2, 3),
        waits=True,
    )


# ---- health scores ----

_LABEL = "The number of tickets that were opened by people of this customer and are still open in the support " * 2


def score_change(key: str, *, groups: int = 1, rules: int = 2, moved: bool = True, made: bool = False) -> Change:
    """A published score whose rules change, one in three each way; every other rule takes points away. Labels have 100
    characters."""
    fields, stays, labels = [], {"name": f"Score {key}", "object": "companies", "state": "published"}, {}
    for at in range(groups):
        stays |= {f"groups.g{at}.name": f"{_LABEL[:92]} group {at}", f"groups.g{at}.kind": "properties"}
        stays |= {f"groups.g{at}.max": 100 // groups}
    for at in range(rules):
        path, points = f"groups.g{at % groups}.rules.[p{at} at_least {at}]", (at + 1) * (-1) ** at
        labels[path] = {f"p{at}": f"{at:02} {_LABEL[:97]}"}
        sides = [(points, points + 1 if points > 0 else points - 1), (points, None), (None, points), (points, points)]
        before, after = sides[at % 4]
        if before == after:
            stays[path] = points
        else:
            fields.append(FieldChange(path=path, before=before, after=after))
    bounds = {"bands.healthy": (70, 75), "bands.at_risk": (40, 35)}
    if moved:
        fields += [FieldChange(path=path, before=old, after=new) for path, (old, new) in bounds.items()]
    else:
        stays |= {path: old for path, (old, _) in bounds.items()}
    if made:
        every = {**stays, **{item.path: item.after for item in fields if item.after is not None}}
        fields, stays = [FieldChange(path=path, before=None, after=value) for path, value in every.items()], {}
    action = Action.CREATE if made else Action.UPDATE
    return Change(
        address=Address("health_score", key), action=action, fields=tuple(fields), unchanged=stays, labels=labels
    )


def scored(name: str, *changes: Change, **more: object) -> AccountPlan:
    """An account whose scores are all turned on."""
    steps = tuple(
        Step(
            id=at,
            action=Action.UPDATE,
            address=change.address,
            summary="",
            sets={"state": "published"},
            was={"state": "draft" if change.action is Action.CREATE else "published"},
            consequential=True,
        )
        for at, change in enumerate(changes, 1)
    )
    return account(name, changes, **{"steps": steps, **more})


def many_rules() -> Plan:
    """Twenty rules in six groups that change, and a new score of as many."""
    changes = (
        score_change("health", groups=6, rules=20),
        score_change("fresh", groups=6, rules=20, made=True),
        score_change("third"),
    )
    return Plan(accounts=(scored("acme", *changes),))


def moving() -> Plan:
    """A published score over 1,284 records, in every cell of the matrix of bands but two; and one under which no record
    moves."""
    pairs = {
        ("healthy", "healthy"): 517,
        ("healthy", "neutral"): 77,
        ("neutral", "healthy"): 16,
        ("neutral", "neutral"): 307,
    }
    pairs |= {("neutral", "at_risk"): 126, ("at_risk", "neutral"): 22, ("at_risk", "at_risk"): 219}
    reasons = (
        ("neutral", "at_risk", "groups.g0", 126),
        ("healthy", "neutral", "bands", 77),
        ("at_risk", "neutral", "groups.g1", 22),
        ("neutral", "healthy", "groups.g1", 16),
    )
    moves = [BandMove(start=start, end=end, because=why, records=number) for start, end, why, number in reasons]
    changes = score_change("health", groups=2, rules=4), score_change("calm")
    every = ScoreMoves(
        address=changes[0].address,
        records=1299,
        changed=341,
        unclear=15,
        checksum="sha256:" + "2" * 64,
        as_of="2026-11-25",
        matrix=tuple((start, end, number) for (start, end), number in pairs.items()),
        moves=tuple(moves),
    )
    none = replace(
        every, address=changes[1].address, changed=0, unclear=0, matrix=(("healthy", "healthy", 1299),), moves=()
    )
    return Plan(accounts=(scored("acme", *changes, score_moves=(every, none)),))


def score_fleet(number: int = 30) -> Plan:
    """Of `number` accounts each has a score of its own; one more has as many as an account may have."""
    alone = [scored(f"market-{at:03}", score_change(f"own-{at}")) for at in range(number)]
    ten = scored("hub", *(score_change(f"hub-{at}", groups=2, rules=4) for at in range(20)))
    return Plan(accounts=(*alone, ten, account("quiet", ())))
