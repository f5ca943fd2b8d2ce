"""The text of an address, `workspace.emea`, and back, and the dotted path of a value, which begins like one. The only parser;
knows the kinds, and no file or account."""

from __future__ import annotations

from csws.kinds import KEYED, KINDS, kind_named, kind_of
from csws.model.address import WORKSPACE, Address
from csws.model.kind import Kind
from csws.model.place import Path

_BY_SECTION = {kind.section: kind for kind in KINDS}  # `workspaces` is the key in the YAML


def parse(text: str) -> Address:
    """The address that `str()` writes as `text`. Raises ValueError for any other text."""
    address, path = split(text)
    if path or str(address) != text:
        raise ValueError(f"`{text}` is not an address.")
    return address


def split(text: str) -> tuple[Address, str]:
    """An address and the path of the field below it, "" for none: `workspace.emea.services.show` is `workspace.emea` and
    `services.show`. Raises ValueError for a text that does not begin with an address."""
    head, _, rest = text.partition(".")
    kind = kind_named(head) or _BY_SECTION.get(head)
    if kind is None:
        raise ValueError(f"`{text}` does not begin with an address.")
    if not kind.is_keyed:
        return Address(kind.name), rest
    key, path = (rest, "") if kind.key_parts > 1 else rest.split(".", 1) if "." in rest else (rest, "")
    if not _is_whole(kind, key):
        raise ValueError(f"`{text}` does not begin with an address.")
    return Address(kind.name, key), path


def _is_whole(kind: Kind, key: str) -> bool:
    """Whether a key has all its parts; that of a property names its object and itself, and either may hold dots."""
    return all(key.rpartition(".")[::2]) if kind.key_parts > 1 else bool(key)


def of_key(text: str) -> Address:
    """The address of what people name by its key; a bare key is a workspace. Raises ValueError for any other text."""
    return parse(text if "." in text else f"{WORKSPACE}.{text}")


def to_delete(text: str) -> Address:
    """The address of something to delete; a bare key is a workspace. Raises ValueError for what csws never
    deletes."""
    try:
        address = of_key(text)
    except ValueError:
        address = None
    if address is None or not kind_of(address).is_deletable:
        nouns = [kind.noun for kind in KEYED if kind.is_deletable]
        only = " and ".join(f"{noun}s" for noun in nouns)
        raise ValueError(f"`{text}` is not a {' or a '.join(nouns)}, and csws deletes only {only}.")
    return address


def yaml_path(address: Address) -> tuple[str, ...]:
    """Where it is in the YAML."""
    return kind_of(address).yaml_path(address.key)


def path_text(path: Path) -> str:
    """The dotted path of a value, which begins as addresses do: `workspaces.emea.teams.0` is shown as `workspace.emea.teams`."""
    words = [str(part) for part in path if not isinstance(part, int)]
    return ".".join([word_of(words[0]), *words[1:]] if len(words) > 1 else words)


def lies_in(path: str, other: str) -> bool:
    """Whether a dotted path is another one, or below it. `workspaces`, as in the YAML, is as good as `workspace`."""
    words, above = path.split("."), other.split(".")
    return [word_of(words[0]), *words[1 : len(above)]] == [word_of(above[0]), *above[1:]]


def word_of(section: str) -> str:
    """The word that the addresses of a section of the YAML begin with; any other word is its own."""
    kind = _BY_SECTION.get(section)
    return kind.name if kind else section
