"""A guided run: a person at a terminal is shown each step for them, and says what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import click

from csws.cli.session import Session
from csws.errors import CswsError
from csws.kinds.addresses import split
from csws.model.catalog import Catalog
from csws.model.manual import Answer, Said
from csws.model.plan import AccountPlan, Step
from csws.model.settings import Objects
from csws.model.target import RecordPermit
from csws.render.runbook.runbook import runbook
from csws.render.runbook_text import entry_text

_KEYS = {"d": Answer.DONE, "s": Answer.SKIP, "w": Answer.SEEN, "q": Answer.STOP}
_QUESTION = "[d]one, [s]kip for now, [w]hat I see instead, [q]uit"


@dataclass(slots=True)
class Guide:
    """Asks for one step after the other. What somebody saw instead is recorded when the run has ended."""

    session: Session
    language: str
    who: str | None
    seen: dict[str, list[str]] = field(default_factory=dict)

    def ask(self, plan: AccountPlan, step: Step, catalog: Catalog, objects: Objects) -> Said:
        book = runbook(plan, [step.id], catalog, objects, self.language)
        click.echo(entry_text(book.entries[0], book, self.session.style()))
        answer = _KEYS[click.prompt(_QUESTION, type=click.Choice(list(_KEYS)), show_choices=False)]
        if answer is Answer.DONE:
            return self._done()
        if answer is Answer.SEEN:
            return self._seen(plan.account, step)
        return Said(answer=answer)

    def _done(self) -> Said:
        """Who did it is asked once; a remark may be left empty."""
        if self.who is None:
            self.who = str(click.prompt("Who did it"))
        remark = click.prompt("Note for the record (optional)", default="", show_default=False)
        return Said(answer=Answer.DONE, who=self.who, text=remark or None)

    def _seen(self, account: str, step: Step) -> Said:
        click.echo(
            f"What do you see at {step.address}? Enter one PATH=VALUE per line, e.g. services.default_layout=board. An empty line ends the input."
        )
        lines: list[str] = []
        while line := str(click.prompt("seen", default="", show_default=False)).strip():
            lines.append(line if _is_whole(line) else f"{step.address}.{line}")
        self.seen[account] = lines
        return Said(answer=Answer.SEEN, who=self.who, text="; ".join(lines) or None)

    def record(self) -> None:
        """Records what was seen; the lease of the run is free again. What is not clear is told, and can be observed later."""
        from csws.workflow.observe import observe_project, seen_of

        for account, lines in self.seen.items():
            if not lines:
                continue
            try:
                permit = RecordPermit(operator=self.who)
                (outcome,) = observe_project(
                    self.session.root, [account], self.session.now, seen_of(tuple(lines), None, ""), permit
                )
            except CswsError as error:
                click.echo(f"{account}: not recorded. {error.message}\n→ {error.hint}", err=True)
                continue
            said = (
                f"recorded as revision {outcome.value.revision}."
                if outcome.value
                else f"not recorded. {outcome.error.message if outcome.error else ''}"
            )
            click.echo(f"{account}: {said}", err=True)


def _is_whole(line: str) -> bool:
    """Whether a line begins with an address, and not with a field of the step's own."""
    try:
        split(line.partition("=")[0].strip())
    except ValueError:
        return False
    return True
