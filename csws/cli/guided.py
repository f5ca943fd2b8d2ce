"""A guided run: shows a person at a terminal each manual step, and asks for its outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from shlex import quote

import click

from csws import interrupts
from csws.cli.session import Session
from csws.errors import CswsError
from csws.kinds.addresses import split
from csws.model.catalog import Catalog
from csws.model.manual import Answer, Said
from csws.model.names import normal_name
from csws.model.plan import AccountPlan, Step
from csws.model.settings import Objects
from csws.model.target import RecordPermit
from csws.render.runbook.runbook import runbook
from csws.render.runbook_text import entry_text

_KEYS = {"d": Answer.DONE, "s": Answer.SKIP, "w": Answer.SEEN, "q": Answer.STOP}
_WORDS = {"done": "d", "skip": "s", "what": "w", "quit": "q"}  # accepted too
_QUESTION = "[d]one, [s]kip for now, [w]hat I see instead, [q]uit"


_EXPLAINED = (
    "What do you see at {address}? Enter one PATH=VALUE per line, e.g. services.default_layout=board, or a remark in your "
    "own words. An empty line ends the input."
)


@dataclass(slots=True)
class _Seen:
    """Values that somebody saw instead of those that a step expects, and their remarks with the ids of the steps."""

    pairs: list[str] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Guide:
    """Asks about one step after the other. Records what was seen instead when the run has ended."""

    session: Session
    language: str
    who: str | None
    seen: dict[str, _Seen] = field(default_factory=dict)

    def ask(self, plan: AccountPlan, step: Step, catalog: Catalog, objects: Objects) -> Said:
        book = runbook(plan, "", [step.id], catalog, objects, self.language)
        click.echo(entry_text(book.entries[0], book, self.session.style()))
        try:
            return self._answer(plan, step)
        except click.Abort:  # from Ctrl-C, or at the end of the input (Ctrl-D), which means quit
            if interrupts.came():
                raise KeyboardInterrupt from None
            click.echo()
            return Said(answer=Answer.STOP)

    def _answer(self, plan: AccountPlan, step: Step) -> Said:
        choice = click.Choice([*_KEYS, *_WORDS], case_sensitive=False)
        key = click.prompt(_QUESTION, type=choice, show_choices=False)
        answer = _KEYS[_WORDS.get(key, key)]
        if answer is Answer.DONE:
            return self._done()
        if answer is Answer.SEEN:
            return self._seen(plan.account, step)
        return Said(answer=answer)

    def _done(self) -> Said:
        """Who did it is asked once; a remark may be left empty."""
        while not self.who:
            self.who = normal_name(click.prompt("Who did it"))
        remark = click.prompt("Note for the record (optional)", default="", show_default=False)
        return Said(answer=Answer.DONE, who=self.who, text=remark or None)

    def _seen(self, account: str, step: Step) -> Said:
        """Reads lines until an empty one. Checks each at once, and asks again if it cannot parse it."""
        click.echo(_EXPLAINED.format(address=step.address))
        seen = self.seen.setdefault(account, _Seen())
        said: list[str] = []
        while line := str(click.prompt("seen", default="", show_default=False)).strip():
            if not _is_pair(line):
                seen.remarks.append((step.id, line))
                click.echo("Kept as a remark.")
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
            click.echo(f"{message}\n→ {error.hint}\nPlease enter it again.")
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
            return f"{account}: not recorded. {error.message}\n→ csws --account {account} observe {again}\n"
        return recorded_text(recorded, self.session) if seen.pairs else f"{account}: your remark is recorded.\n"


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
