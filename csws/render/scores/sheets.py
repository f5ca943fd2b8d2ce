"""The sheet of any result."""

from __future__ import annotations

from csws.lab.results import Backtested, Compared, Result, Tried
from csws.render.scores import sheet_backtest, sheet_compare, sheet_try, sheet_verify
from csws.render.scores.sheet import Sheet
from csws.render.words import words_of


def sheet_of(result: Result, language: str) -> Sheet:
    words = words_of(language)
    if isinstance(result, Tried):
        return sheet_try.sheet_of(result, words)
    if isinstance(result, Compared):
        return sheet_compare.sheet_of(result, words)
    if isinstance(result, Backtested):
        return sheet_backtest.sheet_of(result, words)
    return sheet_verify.sheet_of(result, words)
