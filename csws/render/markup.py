"""Markup that is put together without `Markup.format`, which takes many times as long: a large plan has a hundred thousand
values."""

from __future__ import annotations

from markupsafe import Markup, escape


def tagged(element: str, content: object) -> Markup:
    """An element without attributes. Its content is escaped unless it is markup."""
    return Markup(f"<{element}>{escape(content)}</{element}>")
