"""What the draft would change, above each block: "plan: 2 changes, 1 person loses sight"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lsprotocol import types

from csws.editing.fields import people_text
from csws.editing.planning import Effect, effects, plan_text
from csws.editing.project import tree_of
from csws.load.node import place
from csws.lsp.convert import range_of
from csws.lsp.desk import Desk
from csws.model.place import Path
from csws.model.plan import AccountPlan

COMMAND = "csws.plan"
SCHEME = "csws-plan"
Plans = Mapping[str, AccountPlan]  # by account


def lenses(desk: Desk, file: str, plans: Plans) -> list[types.CodeLens]:
    """One for each block of the file that the plan changes."""
    tree = tree_of(desk.text(file), file)
    if tree is None:
        return []
    by_block: dict[Path, list[Effect]] = {}
    for plan in plans.values():
        for effect in effects(plan):
            by_block.setdefault((effect.section, effect.key) if effect.key else (effect.section,), []).append(effect)
    return [
        types.CodeLens(
            range=range_of(place(tree, path, key=True), desk.lines(file)),
            command=types.Command(title=title(found), command=COMMAND, arguments=[desk.root.as_uri()]),
        )
        for path, found in by_block.items()
        if tree.at(path) is not None
    ]


def title(found: list[Effect]) -> str:
    return "plan: " + ", ".join(_parts(found))


def _parts(found: list[Effect]) -> Iterator[str]:
    changes, lost = max(effect.changes for effect in found), sum(effect.lost for effect in found)
    yield f"{changes} {'change' if changes == 1 else 'changes'}" + (
        f" in {len(found)} accounts" if len(found) > 1 else ""
    )
    if lost:
        yield f"{people_text(lost)} {'loses' if lost == 1 else 'lose'} sight"


def document(plans: Plans) -> str:
    """The plans as text, for a document that is nowhere on the disk."""
    if not plans:
        return (
            "There is no plan: the settings are invalid, or the account is not a file of this project.\n"
            "Run the command `csws.plan` to read the account once, or set `csws.plan` to true for this folder.\n"
        )
    return plan_text(list(plans.values()))
