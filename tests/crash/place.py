"""A target that does one step at a time, for tests: a JSON file, a log of its steps, and faults on
demand.

The log has one line for each step that changed something, so a step that is done twice is visible.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from csws.errors import AnswerLost, StalePlan, StepIsManual, StepNotDone
from csws.model.plan import Step
from csws.model.settings import Settings, fresh
from csws.model.target import AccountRef
from csws.state.snapshot import from_text, to_text
from csws.state.transition import after_step
from csws.targets.stepwise import StepwiseTarget


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class FilePlace:
    """`fault` is NAME:STEP; the fault happens at that step."""

    fault = ""
    readable = True

    def __init__(self, account: AccountRef) -> None:
        folder = Path(account.root) / "place"
        folder.mkdir(exist_ok=True)
        self.file, self.log = folder / "settings.json", folder / "log"

    def look(self) -> Settings | None:
        if not self.readable:
            return None
        return from_text(self.file.read_text()) if self.file.exists() else fresh()

    def looks_first(self, step: Step) -> bool:
        return False

    def is_manual(self, step: Step) -> bool:
        """Any step may be left to a person here."""
        return True

    def send(self, step: Step, serial: int) -> None:
        name, _, at = self.fault.partition(":")
        struck = name if at == str(step.id) else ""
        if struck == "kill-before-send":
            die()
        if struck == "refuse":
            raise StepNotDone("The place refuses.", hint="Try again.")
        if struck == "manual":
            raise StepIsManual("A person has to do it.", hint="Do it, and say --done.")
        if struck == "lost-before":
            raise AnswerLost("No answer came.")
        self.act(step, serial)
        if struck == "twice":
            self.act(step, serial, again=True)
        if struck == "kill-after-send":
            die()
        if struck == "lost-after":
            raise AnswerLost("No answer came.")

    def act(self, step: Step, serial: int, *, again: bool = False) -> None:
        settings = from_text(self.file.read_text()) if self.file.exists() else fresh()
        try:
            after = after_step(settings, step, serial)
        except StalePlan as error:
            if again:
                return  # this target notices that it did the step
            raise StepNotDone(error.message) from error
        if again and after == settings:
            return  # it changes nothing
        temporary = self.file.with_suffix(".new")
        temporary.write_text(to_text(after))
        temporary.replace(self.file)
        with self.log.open("a") as log:
            log.write(f"{step.id} {step.action.value} {step.address}\n")


TARGET = StepwiseTarget(FilePlace)
