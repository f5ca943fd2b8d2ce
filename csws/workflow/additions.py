"""New blocks of YAML: which file of the project gets each, and that file's new text. Knows no
account, and never changes a value that is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from csws.errors import CswsError
from csws.kinds import KINDS
from csws.load.atomic_write import rewrite
from csws.load.bounds import inside, would_match
from csws.load.edit.edits import Edit, SetValue
from csws.load.files import read_text
from csws.load.project import FILE_NAME, TESTS
from csws.load.splice import spliced
from csws.model.frozen import frozen
from csws.model.yaml_text import yaml_text
from csws.workflow.own_files import own_file

Block = tuple[str, ...]  # the path of a block in the YAML: ("objects",), ("workspaces", "emea")
Blocks = Mapping[Block, Any]


@frozen
class Addition:
    """One file with its new blocks: its text before, and after. `added` is the YAML of the blocks
    alone, for whoever has to add them in an editor."""

    file: str
    before: str
    after: str
    added: str


@frozen
class Unwritten:
    """A file that does not have its new blocks, why not, and the YAML that belongs there."""

    file: str
    why: CswsError
    added: str


_LONGEST_NAME = 240  # bytes; file systems take 255, and the temporary file has a longer name


def by_file(blocks: Blocks, homes: Mapping[Block, str]) -> dict[str, Blocks]:
    """The blocks of each file."""
    out: dict[str, dict[Block, Any]] = {}
    for block, data in blocks.items():
        out.setdefault(homes[block], {})[block] = data
    return dict(out)


def addition(root: Path, file: str, blocks: Blocks) -> Addition:
    """The file with its new blocks. Raises CswsError where it cannot be read, where its layout has
    no place for them, or where it is outside the project's folder."""
    own_file(root, file, hint="Add the workspace to the YAML in an editor.")
    before = _text(root, file)
    edits: list[Edit] = [SetValue(path=block, value=data) for block, data in blocks.items()]
    return Addition(file=file, before=before, after=spliced(before, file, edits), added=added_text(blocks))


def added_text(blocks: Blocks) -> str:
    """The blocks as YAML of their own."""
    out: dict[str, Any] = {}
    for path, data in blocks.items():
        holder = out
        for part in path[:-1]:
            holder = holder.setdefault(part, {})
        holder[path[-1]] = data
    return yaml_text(out)


def write(root: Path, change: Addition) -> None:
    """Raises CswsError where the file cannot be written, or is not what it was."""
    path = inside(root, change.file)
    assert path is not None  # `addition` has looked
    rewrite(path, change.file, change.after, before=change.before)


def home_of(root: Path, include: Sequence[str], block: Block) -> str:
    """The file for a block: a file of its own that an include reads, else the included file with
    the name of its section, else csws.yaml."""
    section = block[0]
    patterns = [PurePosixPath(pattern).as_posix() for pattern in include]
    named = (pattern for pattern in patterns if PurePosixPath(pattern).stem == section)
    own = _own_files(root, patterns, block) if len(block) > 1 else ()
    return next(chain(own, (name for name in named if _holds_blocks(root, name)), [FILE_NAME]))


def _own_files(root: Path, patterns: Sequence[str], block: Block) -> Iterator[str]:
    """New files for a block, which an include reads; first where the include names its section, and
    never where it names another one."""
    others = {kind.section for kind in KINDS} - {block[0]}
    for pattern in sorted(patterns, key=lambda pattern: block[0] not in pattern):
        if pattern.count("*") != 1 or "?" in pattern or "[" in pattern or others & set(pattern.split("/")):
            continue
        name = pattern.replace("*", block[-1]) + (".yaml" if pattern.endswith("*") else "")
        if _is_new(root, name) and would_match(name, pattern) and not name.startswith(f"{TESTS}/"):
            yield name


def _is_new(root: Path, name: str) -> bool:
    """Whether a file can be made here: nothing has its name, and its folder is there or can be made."""
    path = inside(root, name)
    if path is None or os.path.lexists(root / name) or len(os.fsencode(path.name)) > _LONGEST_NAME:
        return False
    nearest = next(folder for folder in path.parents if folder.exists())
    return nearest.is_dir()


def _holds_blocks(root: Path, name: str) -> bool:
    """Whether an include names one file, which can hold a block."""
    return not any(sign in name for sign in "*?[") and ((root / name).is_file() or _is_new(root, name))


def _text(root: Path, name: str) -> str:
    """The text of a file of the project; nothing of one that is still to be made."""
    if not (root / name).exists():
        return ""
    text, unreadable = read_text(root / name, name)
    if text is None:
        raise CswsError(unreadable.message if unreadable else name, hint=unreadable.hint if unreadable else None)
    return text
