"""Prints what csws stores and shows for many accounts: fingerprints, texts, digests, runs. Tests
run it with different versions of csws."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as profile

from csws.documents.run_document import run_text
from csws.model.plan import AccountPlan, Base
from csws.model.settings import Settings
from csws.state.snapshot import fingerprint, to_text
from tests.accounts import settings
from tests.properties.test_planning import plan


def told(current: Settings, desired: Settings) -> list[str]:
    _, changes, steps = plan(current, desired)
    made = AccountPlan(
        account="acme",
        account_id="1",
        base=Base(revision=1, fingerprint=fingerprint(current)),
        changes=changes,
        steps=steps,
    )
    then = replace(made, format="1.0")  # this digest covers every field, so it shows whether the model has more fields
    return [fingerprint(current), to_text(current), str(made.digest), run_text(made), f"0.1: {then.digest}"]


@profile(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(settings(), settings())
def each(current: Settings, desired: Settings) -> None:
    print(*told(current, desired), sep="\n")


if __name__ == "__main__":
    each()
