"""The same records under the declared score and another version of it: of a git ref, a file, or a revision of the
account."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from csws.errors import ConfigInvalid, CswsError, UsageFault
from csws.kinds.health_scores.bands import has_bounds
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.reading import score_of, score_of_item
from csws.kinds.health_scores.score import Score
from csws.lab.comparing import Comparing
from csws.lab.results import Compared
from csws.load.files import read_text
from csws.load.project import FILE_NAME, SourceFile
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.settings import Item
from csws.schema import check_file
from csws.state.references import named
from csws.workflow.account.check import check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.repository import files_at
from csws.workflow.score_asked import Asked, declared_score, score_asked
from csws.workflow.score_records import Given, Posed, strictly


@frozen
class Against:
    """The other version, of which exactly one is given: a file or the number of a revision, or a git ref."""

    other: str | None = None
    base_ref: str | None = None


def compare_score(
    root: Path,
    patterns: list[str] | None,
    now: datetime,
    key: str,
    given: Given,
    against: Against,
    *,
    as_of: date | None = None,
) -> Compared:
    """The records under both versions. Raises as `score_asked` does, RecordsUnreadable, and UsageFault where there is
    no such version."""
    asked = score_asked(root, patterns, now, key, as_of)
    before, name = _other(asked, against, now)
    with strictly(given):
        posed = Posed(asked, given, (before, asked.score))
        comparing = Comparing(posed.engine, posed.names)
        comparing.take(posed.records)
        return Compared(about=posed.about(), against=name, comparison=comparing.found())


def _other(asked: Asked, against: Against, now: datetime) -> tuple[Score, str]:
    if (against.other is None) == (against.base_ref is None):
        hint = "For example: csws score compare KEY RECORDS --base-ref origin/main"
        raise UsageFault("Give the other version: either --against or --base-ref.", hint=hint)
    if against.base_ref is not None:
        with files_at(asked.opened.root, against.base_ref) as files:
            return _declared_in(asked, files, now, against.base_ref), against.base_ref
    other = against.other or ""
    file = Path(other)
    if file.exists() or not other.isdecimal():
        found = _declared_in(asked, file.parent, now, other) if file.name == FILE_NAME else _in_part(asked, file)
        return found, file.as_posix()
    return _recorded(asked, int(other)), f"revision {int(other)}"


def _declared_in(asked: Asked, folder: Path, now: datetime, said: str) -> Score:
    """The score of the same account in another state of the project, under its key of now or of then."""
    opened = open_checked(folder, None, now)
    if asked.account.name not in opened.names:
        raise UsageFault(f"`{said}` has no account `{asked.account.name}`.", hint="Compare with another version.")
    there = check_account(opened, asked.account.name)
    blocks = there.loaded.declared.blocks
    former = asked.account.loaded.declared.renamed_from
    keys = [asked.score.key or "", *(name for address, name in former.items() if address == asked.address)]
    key = next((key for key in keys if any(address.key == key and address.kind == KIND.name for address in blocks)), "")
    if not key:
        message = f"`{said}` has no health score `{asked.score.key}`."
        raise UsageFault(message, hint="A score that is new has nothing to be compared with: use `csws score try`.")
    return declared_score(there, key)


def _in_part(asked: Asked, file: Path) -> Score:
    """The score in a file of its own, in the form of an included file."""
    name = file.as_posix()
    text, unreadable = read_text(file, name)
    reading = read_yaml(text, name) if text is not None else None
    node = reading.root if reading else None
    found: list[Diagnostic] = [unreadable] if unreadable else list(reading.findings) if reading else []
    if node is not None and not found:
        found = check_file(SourceFile(name=name, kind="part", node=node))
    if found:
        raise ConfigInvalid(found[0].message, hint=found[0].hint, code=found[0].code)
    block = node.at((KIND.section, asked.score.key or "")) if node is not None else None
    if block is None:
        message = f"`{name}` has no health score `{asked.score.key}`."
        raise UsageFault(message, hint="Give a file with `health_scores:`, a csws.yaml, or the number of a revision.")
    return _with_bounds(score_of(block.plain(), asked.score.key), name)


def _recorded(asked: Asked, number: int) -> Score:
    """The score as it was in a revision of the account."""
    target, reference = reached(asked.opened.root, asked.account.loaded.entry, asked.catalog)
    with target.reader(reference) as reader:
        then = reader.settings_at(number)
    if then is None:
        hint = "Run `csws history` to list them."
        raise CswsError(f"`{asked.account.name}` has no revision {number}.", hint=hint, code="no_revision")
    found = [item for item in KIND.all(named(then, asked.catalog)) if item.key == asked.score.key]
    if not found or not isinstance(found[0], Item):
        message = f"Revision {number} has no health score `{asked.score.key}`."
        raise UsageFault(message, hint="Compare with another revision; `csws history` lists them.")
    return _with_bounds(score_of_item(found[0]), f"revision {number}")


def _with_bounds(score: Score, said: str) -> Score:
    if not has_bounds(score):
        raise ConfigInvalid(f"The bands of `{score.key}` in {said} are not valid.", hint="Correct them first.")
    return score
