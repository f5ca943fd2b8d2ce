"""The records that the health scores of an account are tried on."""

from __future__ import annotations

from pathlib import Path

from csws.errors import CswsError
from csws.studio.desk import Desk
from csws.workflow.account.changed_scores import records_of
from csws.workflow.account.check import CheckedAccount
from csws.workflow.account.options import PlanOptions
from csws.workflow.run.plan_run import check_one_account


def score_records(desk: Desk, account: CheckedAccount) -> tuple[Path, ...]:
    """The files of `--records`, else those that the project names; none where nobody gives any. Raises CswsError for
    files that cannot be those of this account alone."""
    options = PlanOptions(records=desk.records or None)
    if desk.records:
        check_one_account(desk.opened(), options)
    return records_of(desk.root, account.loaded.entry, options)


def no_score(account: str, key: str) -> CswsError:
    hint = "It may have been removed or got another key. Go back to the accounts."
    return CswsError(f"`{account}` has no health score `{key}`.", hint=hint, code="no_item")
