"""What came of an adoption or a comparison, for the page that says so. It is kept while the studio runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request

from csws.editing.sheets.answers import Purpose
from csws.editing.sheets.form import FormItem
from csws.errors import CswsError
from csws.kinds import objects
from csws.load.files import read_text
from csws.model.address import OBJECTS, Address
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.studio.pages import desk_of
from csws.studio.sheets.view import SheetView
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import plan_account
from csws.workflow.own_files import own_file


@frozen(kw_only=False)
class Difference:
    """A field that HubSpot shows otherwise than was recorded, in words."""

    place: str
    label: str
    before: str
    after: str


@frozen
class Outcome:
    """`files` were written, `unwritten` could not be: (file, why, its YAML). `new` and `gone` are names of workspaces. `changes`
    is how many the plan has now, None where it cannot be made."""

    revision: int | None
    known: int
    who: str = ""
    adopted: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    unwritten: tuple[tuple[str, str, str], ...] = ()
    differences: tuple[Difference, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    edits: tuple[Mapping[str, Any], ...] = ()  # of a draft that takes what was seen into the files
    changes: int | None = None
    to_commit: tuple[str, ...] = ()


def keep_outcome(request: Request, account: str, purpose: Purpose, outcome: Outcome) -> None:
    _kept(request)[account, purpose] = outcome


def outcome_of(request: Request, purpose: Purpose) -> Outcome | None:
    found: Outcome | None = _kept(request).get((request.path_params["account"], purpose))
    return found


def adopted_texts(request: Request, account: str) -> dict[str, str]:
    """The files of the adoption that this studio made, for a branch. Raises CswsError where it made none."""
    outcome = _kept(request).get((account, Purpose.ADOPT))
    if outcome is None:
        hint = "Commit the files with git; docs/adopt.md has the commands."
        raise CswsError("This studio remembers no adoption of this account.", hint=hint, code="no_adoption")
    root, texts = desk_of(request).root, {}
    for file in outcome.to_commit:
        text, unreadable = read_text(own_file(root, file, hint="Commit it with git."), file)
        if text is None:
            raise CswsError(unreadable.message if unreadable else f"`{file}` cannot be read.", code="file")
        texts[file] = text
    return texts


def pending(request: Request, account: str) -> int | None:
    """How many changes the plan of an account has now."""
    plan = plan_now(request, account)
    return None if plan is None else len(plan.changes)


def plan_now(request: Request, account: str) -> AccountPlan | None:
    """The plan of an account over its saved files; None where it cannot be made."""
    desk = desk_of(request)
    checked = desk.account(account)
    if checked is None or not checked.is_valid:
        return None
    try:
        plan = plan_account(desk.root, checked, PlanOptions(records=()))
    except CswsError:
        return None
    return None if plan.error else plan


def _kept(request: Request) -> dict[Any, Outcome]:
    state = request.app.state
    if not hasattr(state, "sheets"):
        state.sheets = {}
    kept: dict[Any, Outcome] = state.sheets
    return kept


def differences(view: SheetView) -> tuple[Difference, ...]:
    """What was compared and differs, in the order of the screens."""
    return tuple(
        Difference(
            place=view.place(item, tab),
            label=view.plain_label(field),
            before=view.value(field, field.known),
            after=view.value(field, field.value),
        )
        for item in view.form.items
        for tab in item.tabs
        if tab.is_done and not item.is_gone
        for field in tab.changed
    )


def edits_of(view: SheetView) -> tuple[Mapping[str, Any], ...]:
    """What a draft has to change so that the files say what was seen of the items that csws manages."""
    account = {"account": view.account} if view.form.known.is_shared else {}
    return tuple({**account, **edit} for item in view.form.items for edit in _edits(item))


def _edits(item: FormItem) -> Iterator[Mapping[str, Any]]:
    if item.kind is objects.KIND:
        address = str(OBJECTS)
    elif item.key is not None:
        address = str(Address(item.kind.name, item.key))
    else:
        return
    if item.is_gone:
        yield {"address": address, "path": "", "remove": True}
        return
    for tab in item.tabs:
        for field in tab.changed if tab.is_done else ():
            value = list(field.value) if isinstance(field.value, tuple) else field.value
            yield {"address": address, "path": field.path, "value": value}
