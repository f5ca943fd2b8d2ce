"""The parts of a runbook: what a person reads, ticks and copies. Knows no settings and no format.

Only an `Act` has a box to tick: it changes one setting, or saves what was set. Opening a page is a sentence.
"""

from __future__ import annotations

from markupsafe import Markup

from csws.model.frozen import frozen
from csws.render.words import Words


@frozen
class CopyValue:
    """A value for HubSpot's screen: `text` is what a person types or searches for there, `name` stands
    beside it: the internal name, or the English word of a choice. `url` is where it is in HubSpot, if it has an address."""

    text: str
    name: str = ""
    url: str = ""


@frozen
class Act:
    """One setting, or the click that saves a page: what to do, with which values, and what the screen shows before it."""

    lead: Markup
    values: tuple[CopyValue, ...] = ()
    now: Markup = Markup()


@frozen
class ActGroup:
    """Acts under one heading of the page."""

    heading: Markup
    acts: tuple[Acts, ...]


Acts = Act | ActGroup


@frozen
class Page:
    """What HubSpot saves together: a tab, or a dialog. Its last act is the click that saves it."""

    title: Markup
    acts: tuple[Acts, ...]


@frozen
class Visit:
    """The way to a place in HubSpot (or several ways), how to open what is there, its pages, and what
    to look at when all are saved."""

    ways: tuple[tuple[Markup, ...], ...]
    opening: Markup
    pages: tuple[Page, ...]
    check: str
    warning: str = ""


@frozen
class ManualStep:
    """One step for a person: why it is needed, whom it concerns, and what to do. Without a visit
    there is nothing to do in HubSpot, and `nothing` says why."""

    id: int
    title: Markup
    why: tuple[Markup, ...]
    who: tuple[Markup, ...]
    visit: Visit | None
    nothing: str = ""


@frozen
class Runbook:
    """`all` is how many steps the plan has; `prefix` is the command that records steps, up to their
    ids; `give_up` ends the run. `overtaken` says where the account has changed since."""

    words: Words
    account: str
    run: str
    digest: str
    url: str
    all: int
    entries: tuple[ManualStep, ...]
    prefix: str
    give_up: str
    overtaken: tuple[Markup, ...] = ()

    @property
    def manual(self) -> list[int]:
        """The ids of the steps that a person does."""
        return [entry.id for entry in self.entries if entry.visit]

    @property
    def behind(self) -> int:
        """How many steps are no longer a person's to do."""
        return self.all - len(self.manual)
