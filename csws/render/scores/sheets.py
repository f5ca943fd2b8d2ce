"""The sheet of any result. Loads only what shows that one."""

from __future__ import annotations

from csws.lab.results import Backtested, Compared, Result, Tried
from csws.render.scores.sheet import Sheet
from csws.render.words import words_of


def sheet_of(result: Result, language: str) -> Sheet:
    words = words_of(language)
    if isinstance(result, Tried):
        from csws.render.scores import sheet_try

        return sheet_try.sheet_of(result, words)
    if isinstance(result, Compared):
        from csws.render.scores import sheet_compare

        return sheet_compare.sheet_of(result, words)
    if isinstance(result, Backtested):
        from csws.render.scores import sheet_backtest

        return sheet_backtest.sheet_of(result, words)
    from csws.render.scores import sheet_verify

    return sheet_verify.sheet_of(result, words)
