"""Many accounts: their number, and the first few names. The JSON formats have all names."""

from __future__ import annotations

from csws.render.style import shown

MOST = 12


def names_text(names: tuple[str, ...], most: int = MOST) -> str:
    """`3 accounts: a, b, c`; one account is just its name."""
    if len(names) == 1:
        return shown(names[0])
    return f"{len(names):,} accounts: {some_names(names, most)}"


def some_names(names: tuple[str, ...], most: int = MOST) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(map(shown, names[:most])) + more
