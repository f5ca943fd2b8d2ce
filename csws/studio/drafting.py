"""The draft that the pages of a studio share, and the project as it would be with it. Every request looks at the files
anew, so an editor may work on them at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from csws.editing.applying import Applied, applied
from csws.editing.conflicts import Conflict, conflicts, digests, effective, moved
from csws.editing.draft import Draft
from csws.editing.drafts import read_draft
from csws.editing.form import Form
from csws.editing.layout import layout_of
from csws.editing.project import Checkup, Texts, checkup
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.studio.desk import Desk
from csws.studio.failures import no_account
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import plan_account

DRAFT = "current"  # the one that all windows work on


@frozen
class Now:
    """`saved` is the project as its files are, `state` with the draft. `changes` counts the edits that change something;
    `moved` are the files that somebody else changed since the draft was begun, `files` the digests of all."""

    draft: Draft
    done: Applied
    saved: Checkup
    state: Checkup
    conflicts: tuple[Conflict, ...]
    changes: int
    moved: tuple[str, ...]
    files: Mapping[str, str]

    @property
    def has_draft(self) -> bool:
        return bool(self.draft.edits)

    def form(self, name: str) -> Form:
        """Raises CswsError where the project has no such account any more."""
        if name not in {account.name for account in self.state.accounts}:
            raise no_account(name)
        return Form(self.state, self.saved, name)

    @property
    def errors(self) -> int:
        return sum(found.is_error for found in self.state.diagnostics)


_last: dict[str, tuple[Checkup, Checkup]] = {}  # project → what was known last, so that little is checked again
_keeping = Lock()


def now_of(desk: Desk, draft: Draft | None = None) -> Now:
    """The project with a draft: with the stored one where None is given. Raises CswsError for one that cannot be
    read."""
    texts, moment = Texts(root=desk.root), desk.now
    layout = layout_of(texts)
    files = digests(layout)
    draft = draft or read_draft(desk.root, DRAFT) or Draft(id=DRAFT, base=files)
    with _keeping:
        known = _last.get(str(desk.root), (None, None))
    saved = checkup(texts, moment, known[0])
    done = applied(layout, draft.edits)
    state = checkup(done.texts, moment, known[1] or saved) if done.texts.unsaved else saved
    with _keeping:
        _last[str(desk.root)] = saved, state
    return Now(
        draft=draft,
        done=done,
        saved=saved,
        state=state,
        conflicts=conflicts(layout, draft.edits, draft.base, done),
        changes=len(effective(layout, done, draft.edits)),
        moved=moved(draft.base, files) if draft.edits else (),
        files=files,
    )


def plan_of(now: Now, desk: Desk, name: str) -> AccountPlan:
    """What the draft would do in an account."""
    account = now.form(name).account
    return plan_account(desk.root, account, PlanOptions(records=()))
