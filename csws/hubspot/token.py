"""The token of an account, which comes only from the environment and never appears in a text."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from csws.errors import NotPermitted

# What may follow `Bearer` in a header (RFC 6750, b64token).
_SYNTAX = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_SHORTEST = 8
HIDDEN = "***"
# One character as URLs, programs and pages write it.
_ESCAPES = (
    *("%{:02x}", "%{:02X}", "\\x{:02x}", "\\x{:02X}", "\\u{:04x}", "\\u{:04X}"),
    *("&#{};", "&#x{:x};", "&#x{:X};"),
)
# Shorter parts of a token tell nothing: `pat-na1-` is how many tokens begin.
_PART = 8
_SHORT = 100


class Token:
    """A secret. Only the transport reads its value; printing it shows its name."""

    def __init__(self, value: str, variable: str) -> None:
        self.value, self.variable = value, variable
        # An answer of a megabyte mostly repeats the same few words.
        self._hidden_in_short = lru_cache(maxsize=10_000)(self.hidden_in)

    def __repr__(self) -> str:
        return f"<token from {self.variable}>"

    def __reduce__(self) -> Any:
        raise TypeError("a token is never stored or sent to another process")

    def hidden_in(self, text: str) -> str:
        """A text from outside without the token: any part of it, in any spelling, is replaced."""
        hidden = bytearray(len(text))
        for at in range(len(text) - _PART + 1):
            if text[at : at + _PART] in self._parts:
                hidden[at : at + _PART] = b"\1" * _PART
        if not any(hidden):
            return text
        shown = "".join("\0" if hide else sign for sign, hide in zip(text, hidden, strict=True))
        return re.sub("\0+", HIDDEN, shown)

    def hidden_in_data(self, data: Any) -> Any:
        """Plain data from outside without the token, in keys and in values."""
        if isinstance(data, str):
            return self._hidden_in_short(data) if len(data) < _SHORT else self.hidden_in(data)
        if isinstance(data, list):
            return [self.hidden_in_data(item) for item in data]
        if isinstance(data, dict):
            return {self._hidden_in_short(key): self.hidden_in_data(item) for key, item in data.items()}
        return data

    @cached_property
    def _parts(self) -> frozenset[str]:
        spelled = _spellings(self.value)
        return frozenset(text[at : at + _PART] for text in spelled for at in range(len(text) - _PART + 1))


def _spellings(value: str) -> Iterator[str]:
    """The ways in which programs write a text of these characters. `repr` changes nothing in it."""
    raw = value.encode()
    yield from (value, value.upper(), value.lower(), value[::-1])
    yield from (raw.hex(), raw.hex().upper())
    for escape in _ESCAPES:
        yield "".join(escape.format(sign) for sign in raw)
    for shift in range(3):  # what precedes it decides how its bits fall on base64's letters
        text = b64encode(b"\0" * shift + raw).decode().rstrip("=")
        whole = text[(0, 2, 3)[shift] : -1]  # without the letters that it shares with its neighbors
        yield from (whole, whole.replace("+", "-").replace("/", "_"))


def variables(account: str) -> tuple[str, str]:
    """The variables that may contain an account's token, the most specific first."""
    return f"CSWS_HUBSPOT_TOKEN_{account.upper().replace('-', '_')}", "CSWS_HUBSPOT_TOKEN"


def find_token(account: str) -> Token | None:
    """Raises NotPermitted for a value that is not a token, before anything is sent."""
    found = ((name, os.environ.get(name, "").strip()) for name in variables(account))
    return next((_judged(value, name) for name, value in found if value), None)


def _judged(value: str, variable: str) -> Token:
    wrong = _what_is_wrong(value)
    if wrong is not None:
        raise NotPermitted(
            f"The value of {variable} is not a HubSpot token: {wrong}.",
            hint="Copy the token again and set the variable to nothing but the token.",
            code="bad_token",
        )
    return Token(value, variable)


def _what_is_wrong(value: str) -> str | None:
    """Never quotes any of the value."""
    if value[:7].lower() == "bearer ":
        return "it begins with `Bearer`"
    if "\n" in value or "\r" in value:
        return "it contains a line break"
    if any(sign.isspace() for sign in value):
        return "it contains a blank"
    if value[0] in "\"'" or value[-1] in "\"'":
        return "it is in quotation marks"
    if not _SYNTAX.fullmatch(value):
        return "it contains a character that tokens do not have"
    return "it is too short" if len(value) < _SHORTEST else None


def token_of(account: str) -> Token:
    """The token of an account. Raises NotPermitted if none is set."""
    token = find_token(account)
    if token is None:
        own, shared = variables(account)
        raise NotPermitted(
            f"No HubSpot token is set for `{account}`.",
            hint=f"Set {own} (or {shared}) in the environment to a service key or private-app token.",
            code="no_token",
        )
    return token
