"""A guided run: shows a person at a terminal each manual step, and asks for its outcome."""

from __future__ import annotations

from dataclasses import field
from shlex import quote

import click

from csws import interrupts
from csws.cli.asking import ask, ask_one_of
from csws.cli.session import Session
from csws.errors import CswsError
from csws.kinds.addresses import split
from csws.model.catalog import Catalog
from csws.model.frozen import mutable
from csws.model.manual import Answer, Said
from csws.model.names import normal_name
from csws.model.plan import AccountPlan, Step
from csws.model.score_tests import ScoreTests
from csws.model.settings import Objects
from csws.model.target import RecordPermit
from csws.render.runbook.runbook import runbook
from csws.render.runbook_text import entry_text
from csws.render.words import Words, words_of

_KEYS = {"d": Answer.DONE, "s": Answer.SKIP, "w": Answer.SEEN, "q": Answer.STOP}
_WORDS = {"done": "d", "skip": "s", "what": "w", "quit": "q"}  # accepted too


@mutable
class _Seen:
    """Values that somebody saw instead of those that a step expects, and their remarks with the ids of the steps."""

    pairs: list[str] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


@mutable
class Guide:
    """Asks about one step after the other, in the language of its run. Records what was seen instead when the run has
    ended."""

    session: Session
    who: str | None
    words: Words
    seen: dict[str, _Seen] = field(default_factory=dict)

    def ask(
        self,
        plan: AccountPlan,
        step: Step,
        catalog: Catalog,
        objects: Objects,
        language: str,
        tests: tuple[ScoreTests, ...],
    ) -> Said:
        self.words = words_of(language)
        book = runbook(plan, "", [step.id], catalog, objects, language, tests=tests)
        click.echo(entry_text(book.entries[0], book, self.session.style()))
        try:
            return self._answer(plan, step)
        except click.Abort:  # from Ctrl-C, or at the end of the input (Ctrl-D), which means quit
            if interrupts.came():
                raise KeyboardInterrupt from None
            click.echo()
            return Said(answer=Answer.STOP)

    def _answer(self, plan: AccountPlan, step: Step) -> Said:
        key = ask_one_of(self.words, "ask.outcome", [*_KEYS, *_WORDS])
        answer = _KEYS[_WORDS.get(key, key)]
        if answer is Answer.DONE:
            return self._done()
        if answer is Answer.SEEN:
            return self._seen(plan.account, step)
        return Said(answer=answer)

    def _done(self) -> Said:
        """Who did it is asked once; a remark may be left empty."""
        while not self.who:
            self.who = normal_name(ask(self.words, "ask.who"))
        remark = ask(self.words, "ask.note")
        return Said(answer=Answer.DONE, who=self.who, text=remark or None)

    def _seen(self, account: str, step: Step) -> Said:
        """Reads lines until an empty one. Checks each at once, and asks again if it cannot parse it."""
        click.echo(self.words.plain("ask.seen_how", address=step.address))
        seen = self.seen.setdefault(account, _Seen())
        said: list[str] = []
        while line := ask(self.words, "ask.seen"):
            if not _is_pair(line):
                seen.remarks.append((step.id, line))
                click.echo(self.words.plain("ask.remark_kept"))
            elif not self._is_clear(account, seen, line := line if _is_whole(line) else f"{step.address}.{line}"):
                continue
            said.append(line)
        return Said(answer=Answer.SEEN, who=self.who, text="; ".join(said) or None)

    def _is_clear(self, account: str, seen: _Seen, pair: str) -> bool:
        from csws.workflow.observe import check_pairs

        try:
            check_pairs(self.session.root, account, self.session.now, [*seen.pairs, pair])
        except CswsError as error:
            message = error.message.removeprefix(f"`--set {pair}`: ")
            again = self.words.plain("ask.again")
            click.echo(f"{message}\n→ {error.hint}\n{again}")
            return False
        seen.pairs.append(pair)
        return True

    def record(self) -> None:
        """Records what was seen and remarked; the lease of the run is free again."""
        for account, seen in self.seen.items():
            if seen.pairs or seen.remarks:
                click.echo(self._recorded(account, seen), err=True, nl=False)

    def _recorded(self, account: str, seen: _Seen) -> str:
        from csws.cli.commands.observe import recorded_text
        from csws.workflow.observe import Observation, observe_account

        observation = Observation(pairs=tuple(seen.pairs), remarks=tuple(seen.remarks))
        permit = RecordPermit(operator=self.who)
        try:
            recorded = observe_account(self.session.root, [account], self.session.now, observation, permit)
        except CswsError as error:
            again = " ".join(f"--set {quote(pair)}" for pair in seen.pairs)
            refused = self.words.plain("ask.not_recorded", account=account)
            return f"{refused} {error.message}\n→ csws --account {account} observe {again}\n"
        kept = self.words.plain("ask.remark_recorded", account=account)
        return recorded_text(recorded, self.session) if seen.pairs else f"{kept}\n"


def _is_pair(line: str) -> bool:
    """Whether a line gives the value of a field, and is not a remark."""
    left, equals, _ = line.partition("=")
    return bool(equals) and " " not in left.strip()


def _is_whole(line: str) -> bool:
    """Whether a line begins with an address, and not with a field of the step's own."""
    left = line.partition("=")[0].strip()
    try:
        split(left)
    except ValueError:
        return left.startswith("unmanaged.")
    return True
