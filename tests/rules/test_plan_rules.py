"""The plan rules, on values: who may apply, what is deleted, what is in the way, how many people
lose their workspace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csws.model.address import Address
from csws.model.catalog import Catalog, Directory, Person, Team
from csws.model.declaration import AccountEntry
from csws.model.rule_input import ApplySubject, PlanSubject
from csws.model.runs import UnfinishedRun
from csws.model.score_moves import BandMove, ScoreMoves
from csws.model.settings import CustomersTab, Item, Objects, Settings, Workspace, in_order
from csws.rules import apply_findings, plan_findings

PEOPLE = (
    Person(id="1", email="boss@x.example", super_admin=True, permissions=None, seats=("service",)),
    Person(id="2", email="noseat@x.example", super_admin=True),
    Person(
        id="3",
        email="may@x.example",
        permissions=("manage_customer_success_settings",),
        seats=("Service Hub Enterprise",),
    ),
    Person(id="4", email="maynot@x.example", permissions=(), seats=("service",)),
    Person(id="5", email="unread@x.example", permissions=None, seats=("service",)),
    Person(id="6", email="mayseatless@x.example", permissions=("manage_customer_success_settings",), seats=("sales",)),
    Person(id="7"),
)
TEAMS = tuple(
    Team(id=name, name=name, primary_members=tuple(f"{name}{at}" for at in range(size)))
    for name, size in (("t4", 4), ("t6", 6), ("t20", 20))
)
CATALOG = Catalog(account_id="1", account_name="acme", teams=Directory(TEAMS), team_list=TEAMS, people=PEOPLE)
ACCOUNT = AccountEntry(name="acme", target="sqlite:a.db", catalog="c.json", subscription="enterprise")


def ws(key: str | None, *teams: str, name: str | None = None, **more) -> Workspace:
    return Workspace(key=key, id=name or key, name=name or key or "", teams=teams, **more)


def settings(*items: Workspace, customers: str | None = None) -> Settings:
    return Settings(objects=Objects(customers=customers), workspaces=in_order([ws("primary"), *items]))


def codes(current: Settings, desired: Settings, **more) -> list[str]:
    base = PlanSubject(
        account=ACCOUNT,
        catalog=CATALOG,
        current=current,
        desired=desired,
        moved={},
        operator="boss@x.example",
        allowed_deletes=frozenset(),
    )
    return [
        f"{rule.code} {(found.severity or rule.severity).value}" for rule, found in plan_findings(replace(base, **more))
    ]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("boss@x.example", []),
        ("BOSS@X.example", []),
        ("may@x.example", []),
        ("noseat@x.example", ["CSW502 warning"]),
        ("maynot@x.example", ["CSW501 error"]),
        ("unread@x.example", ["CSW501 info"]),
        ("mayseatless@x.example", ["CSW502 error"]),
        ("nobody@x.example", ["CSW501 error"]),
        ("", ["CSW501 error"]),
        (None, ["CSW501 info"]),
    ],
)
def test_who_may_change_settings(operator, expected):
    assert codes(settings(), settings(), operator=operator) == expected


KEPT = ws("p", "t4", protect=True)


@pytest.mark.parametrize(
    ("gone", "more", "expected"),
    [
        (ws("a", "t4"), {}, ["CSW601 error"]),
        (ws("a", "t4"), {"allowed_deletes": frozenset({Address.workspace("a")})}, []),
        (ws("a", "t4"), {"moved": {Address.workspace("b"): Address.workspace("a")}}, []),
        (KEPT, {"allowed_deletes": frozenset({Address.workspace("p")})}, ["CSW602 error"]),
        (KEPT, {}, ["CSW601 error", "CSW602 error"]),
    ],
)
def test_deletes(gone, more, expected):
    assert codes(settings(gone), settings(), **more) == expected


@pytest.mark.parametrize(
    ("before", "after", "max_lost", "expected"),
    [
        (("t4",), (), None, []),
        (("t6",), (), None, ["CSW604 error"]),
        (("t6", "t20"), ("t20",), None, []),  # 6 of 26 is under 25 %
        (("t20", "t6", "t4"), ("t6", "t4"), None, ["CSW604 error"]),
        (("t20", "t6", "t4"), ("t6", "t4"), 70, []),
        (("t4",), (), 50, ["CSW604 error"]),
        (("t4",), (), 100, []),
        (("t4",), (), 0, ["CSW604 error"]),
    ],
)
def test_how_many_may_lose_their_workspace(before, after, max_lost, expected):
    assert codes(settings(ws("a", *before)), settings(ws("a", *after)), max_lost=max_lost) == expected


def test_moving_is_not_losing():
    assert codes(settings(ws("a", "t20"), ws("b")), settings(ws("a"), ws("b", "t20"))) == []


OTHER = ws(None, "t4", name="Made by hand")


@pytest.mark.parametrize(
    ("desired", "expected"),
    [
        ((ws("a", "t6"),), []),
        ((ws("a", "t4"),), ["CSW603 error"]),
        ((ws("a", name="MADE BY HAND"),), ["CSW603 error"]),
        (tuple(ws(key) for key in "abcde"), ["CSW603 error"]),
        (tuple(ws(key) for key in "abcd"), []),
    ],
)
def test_nothing_unmanaged_in_the_way(desired, expected):
    assert codes(settings(OTHER), settings(OTHER, *desired)) == expected


def test_an_object_change_that_would_clear_unmanaged_choices():
    other = replace(OTHER, customers=CustomersTab(csm_property="owner"))
    assert codes(settings(other, customers="companies"), settings(other, customers="contacts")) == ["CSW603 error"]
    assert codes(settings(other, customers="companies"), settings(other, customers="companies")) == []


RUN = UnfinishedRun(id="3f9a1c2b77d0", digest="sha256:x", since="", by=None, waiting=(3, 4), waits=True)
BY_HAND = replace(ACCOUNT, target="hubspot:1")


def findings(**more):
    return [
        (rule.code, rule.severity.value, rule.guard, found.message)
        for rule, found in apply_findings(ApplySubject(**{"account": BY_HAND, "revision": 1, **more}))
    ]


@pytest.mark.parametrize(
    ("account", "revision", "new_account", "refused"),
    [
        (BY_HAND, 0, False, True),
        (BY_HAND, 0, True, False),
        (BY_HAND, 1, False, False),
        (ACCOUNT, 0, False, False),
    ],
)
def test_something_is_recorded_before_it_is_applied_to(account, revision, new_account, refused):
    found = findings(account=account, revision=revision, new_account=new_account)
    assert [item[:3] for item in found] == ([("CSW606", "warning", True)] if refused else [])


@pytest.mark.parametrize(
    ("known", "new", "words"),
    [
        ((), (), "waits for steps 3-4. The configuration no longer asks for them."),
        ((), (1, 2), "Of this plan, all steps are new: 1-2."),
        ((1,), (2, 3), "Of this plan, step 1 is also that run's, and steps 2-3 are new."),
        ((1, 2), (), "Of this plan, steps 1-2 are also that run's."),
        ((1, 3), (2,), "Of this plan, steps 1,3 are also that run's, and step 2 is new."),
    ],
)
def test_no_other_run_waits(known, new, words):
    ((code, severity, guard, message),) = findings(waiting=RUN, known_steps=known, new_steps=new)
    assert (code, severity, guard) == ("CSW607", "warning", True)
    assert message.endswith(words)
    assert "`acme`" in message


def named(name: str, key: str | None = "health") -> Item:
    return Item(kind="health_score", key=key, id="1", fields={"name": name, "object": "companies"})


@pytest.mark.parametrize(
    ("before", "after", "moved", "found"),
    [
        (named("Health"), named("Health of accounts"), {}, ["CSW720 info"]),
        (named("Health"), named("Health"), {}, []),
        (named("Health", "old"), named("Wealth"), {Address("health_score", "health"): Address("health_score", "old")}, ["CSW720 info"]),
        (named("Health", None), named("Wealth"), {}, []),
    ],
)  # fmt: skip
def test_a_renamed_score_keeps_its_property(before, after, moved, found):
    told = codes(settings().with_items([before]), settings().with_items([after]), moved=moved)
    assert [one for one in told if one.startswith("CSW7")] == found


def score(key: str = "health", **more) -> Settings:
    fields = {
        "name": "Health",
        "object": "companies",
        "state": "published",
        "bands.healthy": 70,
        "bands.at_risk": 40,
        **more,
    }
    return Settings(items=(Item(kind="health_score", key=key, id="1", fields=fields),))


HEALTH, RENAMED = Address("health_score", "health"), Address("health_score", "other")
BOUND = {"bands.healthy": 80}


def moves(number: int, of: int = 40, unclear: int = 0, missing: tuple[str, ...] = ()) -> ScoreMoves:
    move = (BandMove(start="healthy", end="neutral", because="bands", records=number),) if number else ()
    return ScoreMoves(
        address=HEALTH,
        records=of,
        changed=number,
        unclear=unclear,
        checksum="",
        as_of="2026-11-25",
        missing=missing,
        moves=move,
    )


@pytest.mark.parametrize(
    ("before", "after", "found", "max_moved", "expected"),
    [
        ({}, BOUND, None, None, ["CSW721 info"]),
        ({}, {}, None, None, []),
        ({}, {"name": "Other"}, None, None, ["CSW720 info"]),
        ({}, {"segments": ("1",)}, None, None, []),
        ({"state": "draft"}, BOUND, None, None, []),
        ({}, {**BOUND, "state": "draft"}, None, None, []),
        ({"edited": True}, {}, None, None, ["CSW721 info"]),  # the version in force is not known
        ({}, BOUND, moves(4), None, []),  # exactly 10 %
        ({}, BOUND, moves(5), None, ["CSW721 error"]),
        ({}, BOUND, moves(5), 12.5, []),
        ({}, BOUND, moves(1), 0, ["CSW721 error"]),
        ({}, BOUND, moves(0), 0, []),
        ({}, BOUND, moves(40), 100, []),
        ({}, BOUND, moves(4, unclear=1), None, ["CSW721 info"]),
        ({}, BOUND, moves(5, unclear=1), None, ["CSW721 error"]),
        ({}, BOUND, moves(0, of=0), None, ["CSW721 info"]),
        ({}, BOUND, moves(0, missing=("nps",)), None, ["CSW721 info"]),
    ],
)
def test_how_many_records_may_change_band(before, after, found, max_moved, expected):
    known = (found,) if found else ()
    assert codes(score(**before), score(**after), score_moves=known, max_moved=max_moved) == expected


def test_a_score_with_another_key_is_the_same_score():
    assert codes(score(), score("other", **BOUND)) == ["CSW601 error"]  # another score: nothing was in force before
    assert codes(score(), score("other", **BOUND), moved={RENAMED: HEALTH}) == ["CSW721 info"]
