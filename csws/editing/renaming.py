"""A workspace or a health score gets another key: its block, every overlay, and everything that names it, with
`renamed_from` so that the account's own item moves and is not deleted. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from csws.editing.project import EXAMPLES, WITH_SETTINGS, Checkup
from csws.errors import CswsError
from csws.kinds import KEYED
from csws.kinds.addresses import word_of
from csws.load.edit.edits import Edit, Rename, SetValue
from csws.load.hunks import text_edits
from csws.load.node import Node
from csws.load.splice import spliced
from csws.model.address import KEY
from csws.model.fix import TextEdit
from csws.model.place import Path
from csws.model.settings import PRIMARY

_IN_EXAMPLES = {"health_scores": ("scores", "score"), "workspaces": ("workspaces", "sees")}  # where one names a key
_SECTIONS = tuple(kind.section for kind in KEYED if kind.is_recorded)


def may_be_renamed(path: Path) -> bool:
    """Whether a path leads to a block whose key people choose; the primary workspace keeps its own."""
    return len(path) == 2 and path[0] in _SECTIONS and path != ("workspaces", PRIMARY)


def renamed(state: Checkup, path: Path, key: str) -> tuple[TextEdit, ...]:
    """The edits of every file. Raises CswsError for a key that is taken or not allowed, and where a file's layout
    does not allow it."""
    _check(state, path, key)
    saying = _saying_it(state, path)
    out: list[TextEdit] = []
    for file, tree in state.being(*WITH_SETTINGS, EXAMPLES):
        edits = list(_edits(tree, path, key, says_it=file in saying))
        if edits:
            before = state.text(file)
            out += text_edits(before, spliced(before, file, edits), file)
    return tuple(out)


def _check(state: Checkup, path: Path, key: str) -> None:
    if not may_be_renamed(path):
        raise CswsError("Only the key of a workspace or of a health score can be renamed.", code="not_a_key")
    if not KEY.match(key) or key == PRIMARY:
        hint = "A key begins with a letter and contains only a-z, 0-9, `_` and `-`."
        raise CswsError(f"`{key}` cannot be a key.", hint=hint, code="not_a_key")
    unread = [
        name for name, role in state.roles.items() if role in (*WITH_SETTINGS, EXAMPLES) and state.tree(name) is None
    ]
    if unread:
        raise CswsError(f"`{unread[0]}` cannot be read, and may name the key.", hint="Correct it first.", code="file")
    if any(tree.at((path[0], key)) for _, tree in state.with_settings()):
        raise CswsError(f"`{key}` is already a key here.", hint="Choose another one.", code="key_taken")


def _saying_it(state: Checkup, path: Path) -> list[str]:
    """The files that get `renamed_from`: the one with the shared block, else every overlay with a block of its own.
    None where it is said already: the account still has the key of before."""
    having = [(name, tree) for name, tree in state.with_settings() if (found := tree.at(path)) and found.mapping]
    shared = [(name, tree) for name, tree in having if state.roles[name] != "overlay"]
    return [name for name, tree in shared[:1] or having if not tree.at((*path, "renamed_from"))]


def _edits(tree: Node, path: Path, key: str, *, says_it: bool) -> Iterator[Edit]:
    section, old = path[0], str(path[1])
    for there in _examples(tree, str(section), old):
        yield SetValue(path=there, value=key)
    for there, node in _naming(tree):
        named = _with_key(str(node.value), word_of(str(section)), str(section), old, key)
        if named != node.value:
            yield SetValue(path=there, value=named)
    if tree.at(path) is not None:
        yield Rename(path=path, key=key)
        if says_it:
            yield SetValue(path=(section, key, "renamed_from"), value=old)


def _examples(tree: Node, section: str, key: str) -> Iterator[Path]:
    """Where a file of examples names the key. A file with settings has no list there."""
    listed, name = _IN_EXAMPLES[section]
    held = tree.at((listed,))
    for at, item in enumerate(held.items if held is not None else ()):
        named = item.at((name,))
        if named is not None and named.value == key:
            yield listed, at, name


def _naming(tree: Node) -> Iterator[tuple[Path, Node]]:
    """The addresses of accepted warnings."""
    accepted = tree.at(("accept",))
    for at, item in enumerate(accepted.items if accepted is not None else ()):
        address = item.at(("address",))
        if address is not None and isinstance(address.value, str):
            yield ("accept", at, "address"), address


def _with_key(text: str, kind: str, section: str, old: str, key: str) -> str:
    """A dotted address with the new key in place of the old one."""
    words = text.split(".")
    if words[0] in (kind, section) and words[1:2] == [old]:
        words[1] = key
    return ".".join(words)
