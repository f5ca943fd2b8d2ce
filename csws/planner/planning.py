"""Ordered moves → Steps, built by walking the model account, so that every step's `was` is what it will find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from csws.errors import Bug
from csws.model.address import OBJECTS, Address
from csws.model.catalog import Catalog
from csws.model.change import Action, Change
from csws.model.fields import Fields, Value, flat, flat_objects
from csws.model.names import folded
from csws.model.plan import Step
from csws.model.settings import Settings, Workspace
from csws.planner.nodes import Node, nodes_of
from csws.planner.order import Move, best_order
from csws.planner.simulation import simulate
from csws.state.clearing import cleared_paths, with_objects
from csws.state.transition import after_step


def planned_steps(
    current: Settings,
    desired: Settings,
    changes: tuple[Change, ...],
    *,
    moved: Mapping[str, str],
    catalog: Catalog,
    serial: int,
    allowed_deletes: frozenset[Address],
) -> tuple[Step, ...]:
    """The steps from `current` to `desired` (resolved), simulated before they are shown.

    `serial` is the revision that applying makes. Raises Bug where no lawful order exists, or where running the
    steps on a model of the account would not reach the desired settings.
    """
    cleared = with_objects(current, desired.objects)
    nodes = nodes_of(cleared, desired, changes, moved)
    weights = {team: len(catalog.primary_members(team)) for item in current.workspaces for team in item.teams}
    order = best_order(nodes, len(current.team_workspaces), weights)
    if order is None:
        raise Bug(
            "No safe order of steps was found for this change.",
            hint="This is a bug in csws: please report it with the plan's JSON.",
        )
    build = _Build(state=current, desired=desired, nodes=nodes, serial=serial, allowed=allowed_deletes)
    for step in build.steps(changes, order):
        build.add(step)
    steps = tuple(build.done)
    simulate(current, desired, steps, serial)
    return steps


@dataclass(slots=True)
class _Build:
    """The model account as it is after the steps so far."""

    state: Settings
    desired: Settings
    nodes: list[Node]
    serial: int
    allowed: frozenset[Address]
    done: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        self.done.append(replace(step, id=len(self.done) + 1))
        self.state = after_step(self.state, step, self.serial)

    def steps(self, changes: tuple[Change, ...], order: list[Move]) -> Iterator[Step]:
        if any(change.address == OBJECTS for change in changes):
            yield self.objects_step()
        for move in order:
            yield self.release_step(move.node) if move.release else self.step(move.node)

    def objects_step(self) -> Step:
        before, after = self.state.objects, self.desired.objects
        old, new = flat_objects(before), flat_objects(after)
        paths = [path for path in new if old[path] != new[path]]
        clears = tuple(
            f"{_place(item)}.{path}" for item in self.state.workspaces for path in cleared_paths(before, after, item)
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

    def step(self, node: Node) -> Step:
        if node.after is None:
            return self.delete_step(node)
        if node.before is None:
            return self.create_step(node, node.after)
        found = self.state.get(node.before.key or "")
        assert found is not None  # the node was made from this workspace
        was, sets = _differing(flat(found), flat(node.after))
        if node.change.action is Action.MOVE:
            was, sets = {"key": found.key, **was}, {"key": node.after.key, **sets}
        words = ", ".join(sets)
        summary = f"Update {node.after.key} “{node.after.name}”: {words}."
        return self.one(node, node.change.action, node.address, summary, sets, was)

    def create_step(self, node: Node, after: Workspace) -> Step:
        return self.one(node, Action.CREATE, node.address, f"Create {after.key} “{after.name}”.", flat(after), {})

    def delete_step(self, node: Node) -> Step:
        found = self.state.get(node.before.key or "") if node.before else None
        assert found is not None  # nothing but this step deletes it
        allowed = found.address in self.allowed and not found.protect
        step = self.one(
            node,
            Action.DELETE,
            node.address,
            f"Delete {found.key} “{found.name}”. This cannot be undone.",
            {},
            flat(found),
        )
        return replace(step, destructive=True, allowed=allowed)

    def one(self, node: Node, action: Action, address: Address, summary: str, sets: Fields, was: Fields) -> Step:
        waiting = [other.address for other in self.nodes if other.waits_for(node)]
        because = (node.address, *(address for address in waiting if address != node.address))
        return Step(id=0, action=action, address=address, summary=summary, sets=sets, was=was, because=because)

    def release_step(self, node: Node) -> Step:
        """What others wait for is given up first: the teams they take, and the name if one of them takes it."""
        assert node.before is not None and node.after is not None  # only updates are split
        takers = [other for other in self.nodes if other.waits_for(node)]
        wanted = frozenset().union(*(other.takes_teams for other in takers)) & node.gives_teams
        sets: dict[str, Value] = {}
        if wanted:
            sets["teams"] = tuple(team for team in node.before.teams if team not in wanted)
        if any(other.takes_name == node.gives_name and node.gives_name is not None for other in takers):
            sets["name"] = self.free_name(node.after.name)
        was = {path: flat(node.before)[path] for path in sets}
        names = " and ".join(other.address.key for other in takers)
        summary = f"Temporarily change {node.before.key}: {', '.join(sets)}."
        step = self.one(node, Action.UPDATE, node.before.address, summary, sets, was)
        return replace(
            step,
            transient=True,
            reason=f"{node.before.key} and {names} block each other; this frees one.",
        )

    def free_name(self, final: str) -> str:
        """The final name where it is free already, else a temporary one unlike every name now, later or beside it."""
        held = {folded(item.name) for item in self.state.workspaces}
        if folded(final) not in held:
            return final
        taken = held | {folded(item.name) for item in self.desired.workspaces}
        numbers = range(1, len(taken) + 2)
        return next(name for at in numbers if folded(name := f"{final} (moving {at})") not in taken)


def _place(workspace: Workspace) -> str:
    return str(workspace.address) if workspace.key is not None else f"unmanaged.{workspace.id}"


def _differing(before: Fields, after: Fields) -> tuple[dict[str, Value], dict[str, Value]]:
    from csws.model.fields import empty_value

    paths = [
        path
        for path in dict.fromkeys([*before, *after])
        if before.get(path, empty_value(path)) != after.get(path, empty_value(path))
    ]
    was = {path: before.get(path, empty_value(path)) for path in paths}
    return was, {path: after.get(path, empty_value(path)) for path in paths}
