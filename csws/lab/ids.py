"""The ids of records, and how they are sorted."""

from __future__ import annotations


def id_order(one: str) -> tuple[bool, int, str]:
    """How ids are sorted: numbers by their size, then every other one as text."""
    is_number = one.isascii() and one.isdecimal()
    return (not is_number, len(one) if is_number else 0, one)
