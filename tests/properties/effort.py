"""How many cases the slower properties try: fewer in the ordinary run, all of them in the long one."""

from __future__ import annotations

from hypothesis import settings

IS_LONG = settings.default.max_examples > 10_000
slower = settings(max_examples=settings.default.max_examples if IS_LONG else 250)
