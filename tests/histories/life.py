"""A project that lives: it runs a command, then holds every account's record against what the test knows."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csws.model.target import RecordPermit
from csws.targets import target_for
from csws.workflow.account.check import check_account, open_checked
from csws.workflow.run.finding import run_of
from tests.cli.console import Result, csws
from tests.crash.place import FilePlace
from tests.crash.runs import NOW
from tests.histories.book import Act, Book
from tests.histories.hints import Hints
from tests.histories.killing import killed
from tests.histories.place import OwnPlace, copied, folder_of, looked
from tests.histories.project import ACCOUNTS, KEYS, PEOPLE, SCORES, Project
from tests.histories.record import record_of, reference
from tests.histories.stores import Store


@dataclass(frozen=True)
class Saved:
    """A plan in a file: the deletes that were asked for when it was made."""

    file: str
    asked: Mapping[str, frozenset[str]]


class Life:
    def __init__(self, store: Store, accounts: tuple[str, ...]) -> None:
        self._stack = ExitStack()
        self._stack.enter_context(store.used())
        folder = tempfile.mkdtemp(prefix="csws-")
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        self.project = Project(Path(folder) / "p", store, accounts)
        self.project.root.mkdir()
        self.project.write()
        self.books = {name: Book(store=store, name=name) for name in accounts}
        self.saved: Saved | None = None
        self.told: list[str] = []  # what was run, for whoever reads a failure
        self._hints = Hints(self.project.root)

    def close(self) -> None:
        FilePlace.fault = ""
        self._stack.close()

    @property
    def store(self) -> Store:
        return self.project.store

    def account(self, at: int) -> str:
        return self.project.accounts[at % len(self.project.accounts)]

    def asked(self, allow: Collection[str] = ()) -> dict[str, frozenset[str]]:
        """The workspaces that the configuration, or who applies it, asks to delete now."""
        declared = {*self.project.spaces, *(f"health_score.{key}" for key in self.project.scores)}
        named = frozenset({*self.project.data["removed"], *allow}) - declared
        return dict.fromkeys(self.project.accounts, named)

    def does(self, act: Act, *arguments: str, fault: str = "") -> Result:
        """Runs a command, with a fault of the place in the middle of it, and checks what became of all accounts."""
        before = {name: record_of(self.project, name) for name in self.books}
        FilePlace.fault = fault
        result = csws(self.project.root, *arguments)
        FilePlace.fault = ""
        self.told.append(f"{result.code:>4}  csws {' '.join(arguments)}  {fault}")
        assert result.code not in (70, 130), (arguments, result)
        self._seen(act, before)
        self.checked(act, result)
        self._hints.run(result)
        return result

    def dies(self, act: Act, *arguments: str, fault: str) -> None:
        """Runs a command whose process dies at a fault, if it meets it."""
        result = killed(self.project.root, *arguments, fault=fault)
        self.told.append(f"{result.code:>4}  csws {' '.join(arguments)}  {fault}")
        assert result.code not in (70, 130), (arguments, result)
        self.checked(act, result if result.code >= 0 else None)

    def _seen(self, act: Act, before: Mapping[str, Any]) -> None:
        """Whoever records what they saw in the place saw it there."""
        for name in self.books if self.store.place and act.kind in ("observed", "imported") else ():
            after = record_of(self.project, name)
            if len(after.revisions) > len(before[name].revisions):
                copied(self.place(name), before[name].settings, after.settings)

    def place(self, name: str) -> FilePlace:
        return OwnPlace(reference(self.project, name))

    def checked(self, act: Act, result: Result | None) -> None:
        root = self.project.root
        history = csws(root, "history", "--format", "json").json["accounts"]
        drift = csws(root, "drift", "--format", "json").json["accounts"]
        for name, book in self.books.items():
            record = record_of(self.project, name)
            told = next(item for item in history if item["account"] == name)
            book.turned(act, record, told, self.agreed(name, act, result))
            book.check_drift(next((item for item in drift if item["account"] == name), None))
            if not self.store.whole:
                book.check_done(record, self.log(name))

    def agreed(self, name: str, act: Act, result: Result | None) -> bool:
        """Whether an apply has told that nothing was left to do, so that all that is recorded is as git has it; or a
        first adoption, that all is as it was known."""
        if act.adopts and result is not None:
            return self.books[name].base is None and f"{name}: as known at" in result.out
        if not act.agrees or result is None:
            return False
        reports = [item for item in result.json["accounts"] if item["account"] == name]
        return any(item["exit_code"] == 0 and item["run"] is None and not item["done"] for item in reports)

    def log(self, name: str) -> list[str]:
        file = folder_of(self.project.root, ACCOUNTS[name]) / "log"
        return file.read_text().splitlines() if file.exists() else []

    def held(self, name: str) -> Any:
        """The unfinished run of an account, with its steps by id."""
        opened = open_checked(self.project.root, None, NOW)
        return run_of(self.project.root, check_account(opened, name))[2]

    def by_hand(self, name: str, count: int) -> list[int]:
        """Somebody does the first steps that wait, and notes it in the log of the place; the ids of what is done."""
        held = self.held(name) if self.books[name].run else None
        done: list[int] = []
        if held is None or held.prepared is None or held.run.overtaken:
            return done
        waiting = [step for step in held.prepared.left if step.id in held.run.manual]
        for step in waiting[:count]:
            if self.store.place:
                try:
                    self.place(name).act(step, held.prepared.serial)
                except Exception:
                    break
            else:
                with (folder_of(self.project.root, ACCOUNTS[name]) / "log").open("a") as log:
                    log.write(f"{step.id} {step.action.value} {step.address}\n")
            done.append(step.id)
        return done

    def begins(self, how: str) -> None:
        """Most histories begin with an account that was applied to, some with one that somebody has seen."""
        for name in self.books if "seen" in how else ():
            act = Act("observed", PEOPLE[0], [name])
            self.does(act, "--account", name, "observe", "--set", "workspace.hand.name=Old", "--operator", PEOPLE[0])
        if "applied" not in how:
            return
        act = Act("applied", PEOPLE[0], tuple(self.books), agrees=True)
        self.does(act, "apply", "--auto-approve", "--new-account", "--format", "json")
        for name in self.books if not self.store.whole else ():
            self.report(name, self.by_hand(name, 99), PEOPLE[0])

    def report(self, name: str, done: list[int], who: str) -> None:
        """Kim says which steps are done."""
        run = self.books[name].run
        if not done or run is None:
            return
        act = Act("applied", who, [name], resumes=True, by="Kim", done=done)
        said = ("--done", ",".join(map(str, done)), "--by", "Kim")
        result = self.does(act, "apply", "--resume", "--run", run, *said, "--format", "json", "--operator", who)
        (report,) = result.json["accounts"]
        assert {*report["done"], *report["done_before"]} >= set(done), (done, result)

    def ends_well(self) -> None:
        """Nothing is lost: whatever the history was, what waits can be given up, and a new plan reaches the settings."""
        for name, book in self.books.items():
            if book.run:
                self.does(Act(by="Kim"), "--account", name, "abandon", book.run, "--by", "Kim", "--auto-approve")
            if self.store.place:
                self._look(name)
        allow = [word for key in (*KEYS, *SCORES) for word in ("--allow-delete", key)]
        words = ["--auto-approve", "--new-account", "--max-lost", "100", "--format", "json", *allow]
        act = Act("applied", PEOPLE[0], tuple(self.books), self.asked((*KEYS, *SCORES)), agrees=True)
        applied = self.does(act, "apply", *words)
        for report in applied.json["accounts"]:
            if report["exit_code"] == 0:
                self._check_end(report["account"])
            elif report["exit_code"] == 6:  # a person has to do the rest
                self.report(report["account"], self.by_hand(report["account"], 99), PEOPLE[0])
                self._check_end(report["account"])

    def _look(self, name: str) -> None:
        """Somebody looks at the place and records all of it."""
        account, settings = reference(self.project, name), looked(self.place(name))
        permit = RecordPermit(operator=PEOPLE[1], lock_timeout=15)
        with target_for(account.scheme).recorder(account, permit) as recorder:
            if recorder.read().settings != settings:
                recorder.observe(settings)
        self.checked(Act("observed", PEOPLE[1], [name]), None)

    def _check_end(self, name: str) -> None:
        done = csws(self.project.root, "--account", name, "plan", "--detailed-exitcode")
        assert done.code == 0, done
        assert csws(self.project.root, "--account", name, "drift", "--detailed-exitcode").code == 0
        if self.store.place:
            assert looked(self.place(name)) == record_of(self.project, name).settings
