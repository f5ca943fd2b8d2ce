"""Acts that change accounts: plan, apply, a saved plan, rollback, and a process that dies."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.crash.runs import FAULTS
from tests.histories.book import READS, Act
from tests.histories.editing import ANY
from tests.histories.killing import STEPWISE, WHOLE
from tests.histories.life import Life, Saved
from tests.histories.project import KEYS, PEOPLE

WHO = st.sampled_from(PEOPLE)
ALLOW = st.lists(st.sampled_from(KEYS), max_size=2, unique=True)
MOSTLY_ALL = st.sampled_from([False, False, True])
JSON = ("--format", "json")
YES = ("--auto-approve", "--new-account", "--max-lost", "100")


def allowing(keys: list[str]) -> list[str]:
    return [word for key in keys for word in ("--allow-delete", key)]


class Running:
    life: Life

    def _narrowed(self, narrow: bool, where: int) -> tuple[list[str], list[str]]:
        """The accounts asked for, and the words that say so."""
        if not narrow:
            return list(self.life.project.accounts), []
        name = self.life.account(where)
        return [name], ["--account", name]

    def _apply(self, who: str, accounts: list[str], allow: list[str]) -> Act:
        return Act(kind="applied", who=who, accounts=accounts, deletes=self.life.asked(allow), agrees=True)

    def _death(self, number: int) -> str:
        faults = WHOLE if self.life.store.whole else STEPWISE
        return faults[number % len(faults)]

    @rule(form=st.sampled_from(["text", "json", "markdown"]))
    def plan(self, form: str) -> None:
        self.life.does(READS, "plan", "--format", form)

    @rule(who=WHO, narrow=MOSTLY_ALL, where=ANY, allow=ALLOW)
    def apply(self, who: str, narrow: bool, where: int, allow: list[str]) -> None:
        accounts, words = self._narrowed(narrow, where)
        act = self._apply(who, accounts, allow)
        self.life.does(act, *words, "apply", *YES, *JSON, "--operator", who, *allowing(allow))

    @rule(who=WHO, new=st.booleans())
    def apply_plainly(self, who: str, new: bool) -> None:
        """As a person does, who has not thought of every option. What is told is text."""
        act = self._apply(who, list(self.life.project.accounts), [])
        more = ["--new-account"] if new else []
        self.life.does(act, "apply", "--auto-approve", "--operator", who, *JSON, *more)

    @rule(allow=ALLOW)
    def save_plan(self, allow: list[str]) -> None:
        file = str(self.life.project.root / "p.plan")
        if self.life.does(READS, "plan", "--out", file, "--max-lost", "100", *allowing(allow)).code == 0:
            self.life.saved = Saved(file=file, asked=self.life.asked(allow))

    @rule(who=WHO, narrow=MOSTLY_ALL, where=ANY)
    def apply_saved(self, who: str, narrow: bool, where: int) -> None:
        if self.life.saved:
            accounts, words = self._narrowed(narrow, where)
            act = Act(kind="applied", who=who, accounts=accounts, deletes=self.life.saved.asked, agrees=True)
            more = ("--new-account", "--max-lost", "100")
            self.life.does(act, *words, "apply", self.life.saved.file, *more, *JSON, "--operator", who)

    @rule(who=WHO, where=ANY, back=st.integers(0, 4), narrow=st.booleans(), allow=ALLOW)
    def roll_back(self, who: str, where: int, back: int, narrow: bool, allow: list[str]) -> None:
        name = self.life.account(where)
        accounts, words = self._narrowed(narrow, where)
        number = max(len(self.life.books[name].texts) - back, 1)
        keys = dict.fromkeys(accounts, frozenset({*self.life.project.data["removed"], *allow}))
        act = Act(kind="applied", who=who, accounts=accounts, deletes=keys, agrees=True)
        self.life.does(act, *words, "rollback", str(number), *YES, *JSON, "--operator", who, *allowing(allow))

    @rule(where=ANY, back=st.integers(0, 4), allow=ALLOW)
    def save_roll_back(self, where: int, back: int, allow: list[str]) -> None:
        name, file = self.life.account(where), str(self.life.project.root / "p.plan")
        number = str(max(len(self.life.books[name].texts) - back, 1))
        more = ("--max-lost", "100", *allowing(allow))
        if self.life.does(READS, "rollback", number, "--out", file, *more).code == 0:
            keys = frozenset({*self.life.project.data["removed"], *allow})
            self.life.saved = Saved(file=file, asked=dict.fromkeys(self.life.project.accounts, keys))

    @rule(who=WHO, death=ANY, allow=ALLOW)
    def die(self, who: str, death: int, allow: list[str]) -> None:
        act = self._apply(who, list(self.life.project.accounts), allow)
        self.life.dies(act, "apply", *YES, *JSON, "--operator", who, *allowing(allow), fault=self._death(death))

    @rule(who=WHO, death=ANY)
    def die_resuming(self, who: str, death: int) -> None:
        act = Act(kind="applied", who=who, accounts=self.life.project.accounts, resumes=True)
        self.life.dies(act, "apply", "--resume", *JSON, "--operator", who, fault=self._death(death))

    @rule(who=WHO, name=st.sampled_from([*FAULTS, "manual"]), step=st.integers(1, 3))
    def fail(self, who: str, name: str, step: int) -> None:
        """The place refuses a step, leaves it to a person, or loses its answer."""
        act = self._apply(who, list(self.life.project.accounts), [])
        self.life.does(act, "apply", *YES, *JSON, "--operator", who, fault=f"{name}:{step}")


class Unfinished:
    """Acts on runs that have not ended."""

    life: Life

    @rule(who=WHO, narrow=st.booleans(), where=ANY)
    def resume(self, who: str, narrow: bool, where: int) -> None:
        name = self.life.account(where)
        run = self.life.books[name].run
        words = ["--run", run] if narrow and run else []
        accounts = [name] if words else self.life.project.accounts
        act = Act(kind="applied", who=who, accounts=accounts, resumes=True)
        self.life.does(act, "apply", "--resume", *words, *JSON, "--operator", who)

    @rule(who=WHO, where=ANY, count=st.integers(1, 5))
    def report_done(self, who: str, where: int, count: int) -> None:
        name = self.life.account(where)
        if not self.life.store.whole:
            self.life.report(name, self.life.by_hand(name, count), who)

    @rule(where=ANY, wrong=st.sampled_from(["id", "run", "by", "prefix"]))
    def report_wrongly(self, where: int, wrong: str) -> None:
        run = self.life.books[self.life.account(where)].run or "0123456789ab"
        words = {
            "id": ["--run", run, "--done", "1-99", "--by", "Kim"],
            "run": ["--run", f"{run}-77", "--done", "1", "--by", "Kim"],
            "by": ["--run", run, "--done", "1"],
            "prefix": ["--run", run[:8], "--done", "1", "--by", "Kim"],
        }[wrong]
        result = self.life.does(READS, "apply", "--resume", *words, *JSON)
        assert result.code in (1, 3, 5, 64), result

    @rule(where=ANY, wrong=st.booleans())
    def abandon(self, where: int, wrong: bool) -> None:
        run = self.life.books[self.life.account(where)].run
        if run:
            act = READS if wrong else Act(by="Kim")
            words = [run[:6] if wrong else run, "--by", "Kim", "--auto-approve"]
            result = self.life.does(act, "abandon", *words)
            assert (result.code == 0) != wrong, result

    @rule()
    def list_runs(self) -> None:
        self.life.does(READS, "runs")
