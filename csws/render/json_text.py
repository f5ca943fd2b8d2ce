"""Documents as JSON text: indented, keys in the order of the document, and always writable as
UTF-8."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Json = dict[str, Any]


def json_text(document: Json) -> str:
    return _text(document) + "\n"


def long_text(head: Json, name: str, members: Iterable[Json], last: Callable[[], Json] = dict) -> Iterator[str]:
    """A document with a long list as its member `name`, piece by piece. Calls `last` for the
    members after the list."""
    yield f'{_text(head).removesuffix(_END)},\n  "{name}": ['
    end = "]"
    for number, member in enumerate(members):
        end = "\n  ]"
        # The only line breaks in a JSON text are those between values: all others are escaped.
        yield ("," if number else "") + "\n    " + _text(member).replace("\n", "\n    ")
    yield end + "".join(f",\n  {json.dumps(key)}: {_text(value)}" for key, value in last().items()) + f"{_END}\n"


_END = "\n}"


def _text(value: Any) -> str:
    # Lone surrogates cannot be written as UTF-8, so that one text falls back to escapes.
    text = json.dumps(value, indent=2, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    return text
