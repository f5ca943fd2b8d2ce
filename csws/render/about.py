"""Where a plan comes from and who made it, as far as somebody says so: for the head of a page. The
plan itself does not know it, so that the same input always gives the same plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from csws.model.frozen import frozen

_LINKS = ("pull", "commit", "run")


@frozen
class About:
    """`title` is that of the pull request; `pull`, `commit` and `run` are URLs of pages; `by` is a
    person; `at` is ISO 8601. "" is not said."""

    title: str = ""
    pull: str = ""
    commit: str = ""
    run: str = ""
    by: str = ""
    at: str = ""


NOT_SAID = About()


def about_of(texts: Iterable[str]) -> About:
    """From texts such as `pull=https://…/pull/128`. Raises ValueError with a sentence."""
    said: dict[str, str] = {}
    known = [field.name for field in fields(About)]
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign or key not in known:
            raise ValueError(f"`{text}` must be KEY=VALUE, and KEY one of {', '.join(known)}.")
        said[key] = _checked(key, value.strip())
    return About(**said)


def _checked(key: str, value: str) -> str:
    if key in _LINKS and value and not _is_page(value):
        raise ValueError(f"`{key}` must be a URL that begins with https:// or http://, but is `{value}`.")
    if key == "at" and value:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"`at` must be a time such as 2026-11-25T10:31:00Z, but is `{value}`.") from None
    return value


def _is_page(value: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and not any(map(str.isspace, value))
