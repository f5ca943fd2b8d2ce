"""The facts of a row as one Python function, made for the columns of a file. Knows no score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csws.lab.scoring.facts import MARKED
from csws.lab.scoring.reading import Reading
from csws.records.headings import Layout

Judge = Callable[[list[str]], int]
Marked = Callable[[list[str], int], int]


def judge_of(readings: Mapping[str, Reading], layout: Layout, marked: Marked) -> Judge:
    """A function of a row's cells: every column is looked up once, and what holds for each is joined. Where a cell
    cannot be read, `marked` gives the answer.

    The code is `lambda row: marked(row, f) if (f := c0[row[3]] | c1[row[7]] …) & 1 else f`: of the names in a score or
    a file it contains none.
    """
    names: dict[str, object] = {"marked": marked}
    parts, absent = [], 0
    for number, (name, reading) in enumerate(readings.items()):
        at = layout.at.get(name)
        if at is None:
            absent |= reading.absent
        else:
            names[f"c{number}"] = reading
            parts.append(f"c{number}[row[{at:d}]]")
    joined = " | ".join([*parts, *([str(absent)] if absent or not parts else [])])
    made: Judge = eval(f"lambda row: marked(row, f) if (f := {joined}) & {MARKED} else f", names)
    return made
