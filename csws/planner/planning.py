"""Ordered moves → Steps, built by walking the model account, so that every step's `was` is what it will find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from csws.errors import Bug
from csws.kinds import KINDS, RECORDED
from csws.model.address import OBJECTS, WORKSPACE, Address
from csws.model.catalog import Catalog
from csws.model.change import Action, Change
from csws.model.field import Type, Value
from csws.model.fields import Fields, flat_objects
from csws.model.frozen import mutable
from csws.model.kind import Claim, Kind, Thing
from csws.model.names import folded
from csws.model.plan import Step
from csws.model.settings import PRIMARY, Settings
from csws.planner.nodes import PlanNode, nodes_of
from csws.planner.order import Move, best_order
from csws.planner.places import Part, parts_of, within_limits
from csws.planner.simulation import simulate
from csws.state.clearing import cleared_paths, with_objects
from csws.state.transition import after_step, found_at


def planned_steps(
    current: Settings,
    desired: Settings,
    changes: tuple[Change, ...],
    *,
    moved: Mapping[Address, Address],
    catalog: Catalog,
    serial: int,
    allowed_deletes: frozenset[Address],
    subscription: str = "",
) -> tuple[Step, ...]:
    """The steps from `current` to `desired` (resolved), kind by kind, simulated before they are shown.

    `serial` is the revision that applying makes; `subscription` limits how many items of some kinds there may be.
    Raises ConfigInvalid where no order keeps within these limits, Bug where no lawful order exists, or where running the
    steps on a model of the account would not reach the desired settings.
    """
    weights = {
        ("teams", team): len(catalog.primary_members(team)) for item in current.workspaces for team in item.teams
    }
    cleared = with_objects(current, desired.objects)
    build = _Build(state=current, desired=desired, serial=serial, allowed=allowed_deletes)
    for kind in KINDS:
        if kind.is_keyed:
            nodes = nodes_of(kind, cleared, desired, changes, moved)
            parts = parts_of(kind, _order(kind, current, nodes, weights)) if nodes else []
            held = kind.all(build.state)
            build.add_all(kind, nodes, within_limits(kind, parts, held, kind.tier_limits(subscription)))
        elif any(change.address == OBJECTS for change in changes):
            build.add(build.objects_step())
    steps = tuple(build.done)
    simulate(current, desired, steps, serial)
    return steps


def _order(kind: Kind, current: Settings, nodes: list[PlanNode], weights: Mapping[Claim, int]) -> list[Move]:
    held = sum(thing.key != PRIMARY for thing in kind.all(current))
    free_places = float("inf") if kind.limit is None else kind.limit - held
    order = best_order(nodes, free_places, weights if kind.name == WORKSPACE else {})
    if order is None:
        raise Bug(
            "No safe order of steps was found for this change.",
            hint="This is a bug in csws: please report it with the plan's JSON.",
        )
    return order


@mutable
class _Build:
    """The model account as it is after the steps so far; `kind` and `nodes` are those that are being ordered."""

    state: Settings
    desired: Settings
    serial: int
    allowed: frozenset[Address]
    done: list[Step] = field(default_factory=list)
    kind: Kind = KINDS[0]
    nodes: list[PlanNode] = field(default_factory=list)

    def add(self, step: Step) -> None:
        self.done.append(replace(step, id=len(self.done) + 1))
        self.state = after_step(self.state, step, self.serial)

    def add_all(self, kind: Kind, nodes: list[PlanNode], parts: list[Part]) -> None:
        self.kind, self.nodes = kind, nodes
        for part in parts:
            node = part.move.node
            if part.move.release:
                self.add(self.release_step(node))
            else:
                self.add(self.second_step(node) if part.second else self.step(node))

    def objects_step(self) -> Step:
        before, after = self.state.objects, self.desired.objects
        old, new = flat_objects(before), flat_objects(after)
        paths = [path for path in new if old[path] != new[path]]
        clears = tuple(
            f"{_place(kind, thing)}.{path}"
            for kind in RECORDED
            for thing in kind.all(self.state)
            for path in cleared_paths(kind, before, after, thing)
        )
        return Step(
            id=0,
            action=Action.UPDATE,
            address=OBJECTS,
            summary=f"Set the objects: {', '.join(paths)}.",
            sets={path: new[path] for path in paths},
            was={path: old[path] for path in paths},
            because=(OBJECTS,),
            clears=clears,
        )

    def step(self, node: PlanNode) -> Step:
        kind = self.kind
        if node.after is None:
            return self.delete_step(node)
        first = kind.first_stage(node.before, node.after)
        if node.before is None:
            summary = kind.summary(Action.CREATE, first, ())
            return self.one(node, Action.CREATE, node.address, summary, kind.flat(first), {})
        found = self.now(node.before)
        before, after = kind.flat(found), kind.flat(first)
        paths = kind.differing(before, after)
        was, sets = ({path: side.get(path, kind.empty(path)) for path in paths} for side in (before, after))
        if node.change.action is Action.MOVE:
            was, sets = {"key": found.key, **was}, {"key": node.after.key, **sets}
        summary = kind.summary(Action.UPDATE, node.after, sets)
        return self.one(node, node.change.action, node.address, summary, sets, was)

    def second_step(self, node: PlanNode) -> Step:
        """What is set once the rest of the item is there."""
        kind, after = self.kind, node.after
        assert after is not None
        found, sets = kind.flat(self.now(after)), kind.second_stage(node.before, after)
        was = {path: found.get(path, kind.empty(path)) for path in sets}
        summary = kind.summary(Action.UPDATE, after, sets)
        return self.one(node, Action.UPDATE, node.address, summary, sets, was)

    def delete_step(self, node: PlanNode) -> Step:
        assert node.before is not None
        found = self.now(node.before)
        fields, address = self.kind.flat(found), self.kind.address(found)
        allowed = address in self.allowed and not fields.get("protect")
        summary = self.kind.summary(Action.DELETE, found, ())
        step = self.one(node, Action.DELETE, node.address, summary, {}, fields)
        return replace(step, destructive=True, allowed=allowed)

    def now(self, before: Thing) -> Thing:
        """An item as it is after the steps so far; a node's own steps alone give it another key."""
        found = found_at(self.state, self.kind.address(before))
        assert found is not None
        return found

    def one(self, node: PlanNode, action: Action, address: Address, summary: str, sets: Fields, was: Fields) -> Step:
        waiting = [other.address for other in self.nodes if other.waits_for(node)]
        because = (node.address, *(address for address in waiting if address != node.address))
        step = Step(id=0, action=action, address=address, summary=summary, sets=sets, was=was, because=because)
        fires = self.kind.is_consequential(sets, was, node.before, node.after) if node.after is not None else False
        return replace(step, consequential=True) if fires else step

    def release_step(self, node: PlanNode) -> Step:
        """What others wait for is given up first: the teams they take, and the name if one of them takes it."""
        assert node.before is not None and node.after is not None  # only updates are split
        takers = [other for other in self.nodes if other.waits_for(node)]
        wanted = frozenset().union(*(other.takes for other in takers)) & node.gives
        was, mine = self.kind.flat(node.before), self.kind.shown_key(node.before.key)
        sets = {
            path: self.given_up(path, was[path], {value for at, value in wanted if at == path}, node.after)
            for path in self.kind.exclusive_paths()
            if any(at == path for at, _ in wanted)
        }
        names = " and ".join(self.kind.shown_key(other.address.key) for other in takers)
        summary = f"Temporarily change {mine}: {', '.join(sets)}."
        address = self.kind.address(node.before)
        step = self.one(node, Action.UPDATE, address, summary, sets, {path: was[path] for path in sets})
        return replace(step, transient=True, reason=f"{mine} and {names} block each other; this frees one.")

    def given_up(self, path: str, value: Value, wanted: set[str], after: Thing) -> Value:
        """The temporary value of an exclusive field, until its item gets the desired one."""
        field = self.kind.field_at(path)
        assert field is not None
        if field.type is Type.LIST:
            return tuple(one for one in value if one not in wanted) if isinstance(value, tuple) else ()
        return self.free_text(path, str(self.kind.flat(after)[path])) if field.default == "" else None

    def free_text(self, path: str, final: str) -> str:
        """The final name if it is free already, else a temporary one that differs from every current, desired and
        temporary name."""
        held = {folded(str(self.kind.flat(thing)[path])) for thing in self.kind.all(self.state)}
        if folded(final) not in held:
            return final
        taken = held | {folded(str(self.kind.flat(thing)[path])) for thing in self.kind.all(self.desired)}
        numbers = range(1, len(taken) + 2)
        return next(name for at in numbers if folded(name := f"{final} (moving {at})") not in taken)


def _place(kind: Kind, thing: Thing) -> str:
    return str(kind.address(thing)) if thing.key is not None else f"unmanaged.{thing.id}"
