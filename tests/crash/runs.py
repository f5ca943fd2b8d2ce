"""Interrupts one case of the corpus at every point: each run is a process of its own that is really
killed.

`python -m tests.crash.runs CASE STORE` prints one line for each interruption, and exits 1 if a result is
wrong; STORE is a key of STORES. Each kind of interruption takes turns with the steps in an ordinary run (tests/effort.py).
What is killed is a fork, so that it costs milliseconds; there are no threads when it forks. The rest runs here.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from csws.cli.main import run
from csws.documents.run_document import run_plan
from csws.model.change import Action
from csws.model.settings import Settings, fresh
from csws.model.target import RecordPermit
from csws.model.yaml_text import yaml_text
from csws.state.snapshot import from_text, to_text
from csws.targets import TARGETS, stepwise, target_for
from csws.targets.ledger import journal, tables
from csws.workflow.account.options import PlanOptions
from csws.workflow.run.plan_run import plan_project
from tests.cli.console import csws
from tests.crash import lines
from tests.crash.corpus import CORPUS
from tests.crash.place import TARGET, FilePlace, die
from tests.effort import IS_FULL, PART
from tests.properties.test_whole_path import catalog

KILLS = (
    "kill-before-send",
    "kill-after-send",
    "kill-after-answer",
    "kill-in-intent",
    "kill-in-outcome",
    "kill-in-revision",
)
TORN = lines.KILLS  # of a record that is text, at each line that a run writes: its begin, and two for each step
GIVEN_UP = ("kill-before-send", "kill-after-send", "kill-in-outcome")
PLAN = "p.plan"
GRANTED = ("--new-account", "--max-lost", "100")
FAULTS = ("refuse", "lost-before", "lost-after", "twice")
STORES = {"sqlite": "sqlite:.csws/store.db", "text": "file:records/acme.jsonl"}
store = STORES["sqlite"]
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def write(root: Path, data: dict[str, Any]) -> None:
    import json

    (root / "c.json").write_text(json.dumps(catalog()))
    account = {"target": "hubspot:1", "catalog": "c.json", "subscription": "enterprise", "operator": "ops@acme.example"}
    account["store"] = store
    (root / "csws.yaml").write_text(yaml_text({"version": 1, "accounts": {"acme": account}, **data}))


def struck(root: Path, fault: str) -> int:
    """Applies the saved plan in a process of its own, with the fault; its exit code, or minus the signal that killed it."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        arranged(fault)
        os._exit(run(["-C", str(root), "apply", str(root / PLAN), *GRANTED]))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def exits(root: Path, *arguments: str) -> int:
    return csws(root, *arguments).code


def arranged(fault: str) -> None:
    """Arranges one fault in this process: in the target itself, or around the writes of the
    journal."""
    FilePlace.fault = fault
    name, _, at = fault.partition(":")
    note, done, put = journal.note, stepwise.PlaceWriter.done, tables.Ledger.write

    def noted(connection: Any, account: str, digest: str, step: int, state: str, *rest: Any, **more: Any) -> None:
        note(connection, account, digest, step, state, *rest, **more)
        if str(step) == at and (name, state) in (("kill-in-intent", "intent"), ("kill-in-outcome", "done")):
            die()

    def finished(self: Any, step: Any, *rest: Any, **more: Any) -> int:
        if str(step.id) == at and name == "kill-after-answer":
            die()
        if str(step.id) == at and name == "kill-in-revision":
            tables.Ledger.write = lambda *values: (put(*values), die())  # type: ignore[assignment]
        return done(self, step, *rest, **more)

    lines.arrange(name, at)
    journal.note = noted  # type: ignore[assignment]
    stepwise.PlaceWriter.done = finished  # type: ignore[assignment,method-assign]


def prepared(root: Path, case: str) -> int:
    """Creates a project at the start of a case, with its saved plan; returns the number of its
    steps."""
    before, after = CORPUS[case]
    if before is not None:
        write(root, before)
        assert exits(root, "apply", "--auto-approve", *GRANTED) == 0
        (root / "place/log").unlink()
    write(root, after)
    plan = plan_project(root, None, PlanOptions(max_lost=100), NOW)
    assert exits(root, "plan", "--out", str(root / PLAN), "--max-lost", "100") == 0
    return len(plan.accounts[0].steps)


def outcome(root: Path, steps: int) -> str:
    """Empty if the result is as desired and nothing was done twice, else what is wrong."""
    plan = plan_project(root, None, PlanOptions(max_lost=100), NOW)
    if plan.exit_code or plan.has_changes:
        return f"the account still differs: {plan.accounts[0].changes} {plan.accounts[0].error}"
    counts = Counter(line.split()[0] for line in (root / "place/log").read_text().splitlines())
    if sorted(counts) != sorted(str(at) for at in range(1, steps + 1)) or set(counts.values()) != {1}:
        return f"steps were lost or doubled: {dict(counts)}"
    return record_is_true(root)


def record_is_true(root: Path) -> str:
    """Empty where the record has no gap and is what the place has."""
    with target_for("hubspot").reader(_reference(root)) as reader:
        numbers = [item.number for item in reader.revisions()]
        recorded = reader.read().settings
    if numbers != list(range(1, len(numbers) + 1)):
        return f"the history has a gap: {numbers}"
    place = from_text((root / "place/settings.json").read_text())
    return "" if place == recorded else "the record is not what the place has"


def _reference(root: Path) -> Any:
    from csws.model.target import AccountRef

    return AccountRef(id="1", name="acme", target="hubspot:1", root=str(root), store=store)


def one(start: Path, steps: int, fault: str) -> str:
    """One interruption: applies with the fault, resumes without it, and checks. Empty if all is
    well."""
    with tempfile.TemporaryDirectory() as folder:
        root = shutil.copytree(start, Path(folder) / "project")
        code = struck(root, fault)
        killed = fault.startswith("kill")
        if killed and code != -9:
            return f"the process was not killed: {code}"
        if not killed and code not in (0, 6):
            return f"exit code {code}"
        if code != 0:
            words = ["--resume"] if unfinished(root) else [str(root / PLAN), *GRANTED]
            again = exits(root, "apply", *words, "--lock-timeout", "15")  # nothing was begun where no run is there
            if again != 0:
                return f"`apply {words[0]}` exits with {again}"
        return outcome(root, steps)


def unfinished(root: Path) -> Any:
    with target_for("hubspot").reader(_reference(root)) as reader:
        return reader.unfinished()


def observed(root: Path, settings: Settings) -> None:
    """Somebody looks at the place and records it."""
    target = target_for("hubspot")
    with target.recorder(_reference(root), RecordPermit(operator="eye", lock_timeout=15)) as recorder:
        if recorder.read().settings != settings:
            recorder.observe(settings)


def at_place(root: Path) -> Settings:
    file = root / "place/settings.json"
    return from_text(file.read_text()) if file.exists() else fresh()


def given_up(root: Path) -> str:
    """The unfinished run is abandoned, the place is observed, and a new plan reaches the end. Empty where all is well."""
    before = at_place(root)
    run = unfinished(root)
    if run is not None:
        code = exits(root, "abandon", run.id, "--by", "Kim", "--auto-approve", "--lock-timeout", "15")
        if code != 0 or unfinished(root) is not None:
            return f"abandon exits with {code}"
    if exits(root, "apply", "--resume") != 0 or at_place(root) != before:
        return "a run that was given up did something"
    observed(root, before)
    code = exits(root, "apply", "--auto-approve", *GRANTED)
    if code != 0:
        return f"the new plan exits with {code}"
    plan = plan_project(root, None, PlanOptions(max_lost=100), NOW)
    if plan.exit_code or plan.has_changes:
        return f"the account still differs: {plan.accounts[0].changes} {plan.accounts[0].error}"
    made = Counter(tuple(line.split()[1:]) for line in (root / "place/log").read_text().splitlines())
    twice = [what for what, times in made.items() if times > 1 and what[0] in ("create", "delete")]
    return f"done twice: {twice}" if twice else record_is_true(root)


def abandoned(start: Path, steps: int, fault: str) -> str:
    """One break, after which the run is given up."""
    with tempfile.TemporaryDirectory() as folder:
        root = shutil.copytree(start, Path(folder) / "project")
        struck(root, fault)
        return given_up(root)


def overtaken(start: Path, steps: int, fault: str) -> str:
    """One break, after which somebody changes what a step that waits would change: the run goes nowhere until that is undone."""
    with tempfile.TemporaryDirectory() as folder:
        root = shutil.copytree(start, Path(folder) / "project")
        struck(root, fault)
        waits = int(fault.partition(":")[2])
        step = run_plan(unfinished(root).plan).steps[waits - 1]
        found = at_place(root).get(step.address.key)
        if step.action is not Action.UPDATE or found is None or "name" not in step.sets:
            return ""
        before = at_place(root)
        others = [item for item in before.workspaces if item.key != found.key]
        changed = before.with_workspaces([*others, replace(found, name="Somebody else's")])
        (root / "place/settings.json").write_text(to_text(changed))
        observed(root, changed)
        code = exits(root, "apply", "--resume", "--lock-timeout", "15")
        if code != 5 or at_place(root) != changed:
            return f"an overtaken run exits with {code}"
        if exits(root, "apply", "--auto-approve", *GRANTED) != 4:
            return "a new plan took the place of an overtaken run"
        if waits % 2:
            return given_up(root)
        (root / "place/settings.json").write_text(to_text(before))
        observed(root, before)
        code = exits(root, "apply", "--resume", "--lock-timeout", "15")
        return f"the run did not go on: {code}" if code else outcome(root, steps)


def in_turn(case: str, names: Sequence[str], last: int) -> list[str]:
    """Each name at each number up to `last`, all of them in a full run. Otherwise each name at every third number, the
    next name from the next number on; the next case begins elsewhere."""
    first = list(CORPUS).index(case)
    return [
        f"{name}:{number}"
        for turn, name in enumerate(names, first)
        for number in range(1, last + 1)
        if IS_FULL or (turn + number) % PART == 0
    ]


def main(case: str, kept: str = "sqlite") -> int:
    from csws.targets.ledger import lease

    global store
    store = STORES[kept]
    lease.TERM = 0.5  # so that the lease of a killed run does not delay the next one by ten seconds
    TARGETS["hubspot"] = "tests.crash.place"
    assert TARGET.atomic is False
    with tempfile.TemporaryDirectory() as folder:
        steps = prepared(Path(folder), case)
        faults = in_turn(case, (*KILLS, *FAULTS), steps)
        faults += in_turn(case, TORN, 2 * steps + 1) if kept == "text" else []
        ends = {fault: one(Path(folder), steps, fault) for fault in faults}
        for fault in in_turn(case, GIVEN_UP, steps):
            ends[f"abandoned {fault}"] = abandoned(Path(folder), steps, fault)
        for fault in in_turn(case, ("kill-before-send",), steps):
            ends[f"overtaken {fault}"] = overtaken(Path(folder), steps, fault)
    for fault, wrong in ends.items():
        print(f"{'BAD ' if wrong else 'good'} {case} {fault} {wrong}")
    return 1 if any(ends.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
