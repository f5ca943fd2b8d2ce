"""Whatever is wrong in a file: a sentence that says where, how often and what to do next; 3 with `--strict`."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from tests.lab.commands.oracle import AS_OF
from tests.lab.commands.test_try import EVENTS
from tests.newer import ROOT

HEADER = "Record ID,Logins in 30 days,Last login,Open tickets,Support plan,Customer tier\n"
ROW = "{id},{logins},{last},0,Basic,Gold\n"
MANY = "".join(ROW.format(id=at, logins=at, last="2026-11-20") for at in range(1, 5001))


def row(identity=1, logins="5", last="2026-11-20"):
    return ROW.format(id=identity, logins=logins, last=last)


# A file that is read → how its misfit is told: what, how often, where first, and what to do.
MISFITS = {
    "numbers until late": (HEADER + MANY + row(9001, "n/a"), "not a number", 1, 5002, "write it as 1234.5"),
    "decimal commas": (HEADER + row(1, '"1,5"') + row(2, '"2,5"'), "not a number", 2, 2, "write it as 1234.5"),
    "separated thousands": (HEADER + row(1, '"1,000"') + row(2, "1 000"), "not a number", 2, 2, "write it as 1234.5"),
    "other dates": (HEADER + row(1, last="20.11.2026") + row(2, last="11/20/2026"), "not a date", 2, 2, "2026-12-31"),
    "a ragged row": (HEADER + row() + "2,5\n", "more or fewer cells", 1, 3, "complete it"),
    "a stray quote": (HEADER + row() + row(2, '"5"x'), "cannot be read", 1, 3, "single quote mark"),
    "no id": (HEADER + row() + row(""), "no id", 1, 3, "export the id too"),
    "an id twice": (HEADER + row() + row() + row(), "occurs again", 2, 3, "delete the wrong one"),
    "a column with another name": (HEADER.replace("Last login", "Last logins") + row(), "csws does not know this column", 1, 1, "correct its name"),
    "a missing column": ("Record ID,Open tickets\n1,0\n", "the file does not have it", 1, 1, "export it too"),
}  # fmt: skip
# What each sort of file begins with, and one of its rows.
SORTS = {
    "records": (HEADER.strip(), row().strip()),
    "--activity": ("id,event,time", "1,call_ended,2026-11-20"),
    "--outcome": ("id,date", "1,2026-12-01"),
}
# A file that is refused, made of a header and a row → where and why, and what to do.
REFUSED = {
    "empty": (lambda head, row: "", "bad.csv is empty.", "Export the records again"),
    "a page": (lambda head, row: "<!DOCTYPE html><html>Log in", "bad.csv is a web page.", "open the link in your browser"),
    "NUL": (lambda head, row: f"{head}\n{row}\n\0{row}\n", "bad.csv:3: there is a NUL", "Export the records again"),
    "a column twice": (lambda head, row: f"{head},{head.split(',')[1]}\n", "bad.csv:1: two columns are `", "Keep one of them"),
    "10 MB in a cell": (lambda head, row: f"{head}\n{row}{'9' * 10_000_000}\n", "bad.csv:2: a cell has more than 131,072 characters.", "A quote may be open"),
    "no id": (lambda head, row: f"x{head}\nx{row}\n", "bad.csv has no column with the record's id.", "`Record ID`"),
}  # fmt: skip


def told(done):
    return " ".join((done.out + done.err).split())


@pytest.mark.parametrize(("text", "what", "count", "line", "then"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_told_with_its_place_and_a_next_step(place, text, what, count, line, then):
    (place.folder / "bad.csv").write_text(text)
    done = place.run("score", "try", "account_health", "bad.csv", *AS_OF, "--format", "markdown")
    assert done.code == 0
    cells = next(one for one in done.out.splitlines() if what in one and "bad.csv:" in one)
    assert then in cells
    assert f"<td align=right>{count}</td>" in cells
    assert f"bad.csv:{line}" in cells
    assert place.run("score", "try", "account_health", "bad.csv", *AS_OF, "--strict").code == 3


def backtest(place, sort, data):
    """With a file of this sort that is `data`, and others that are good."""
    place.declare(EVENTS)
    names = {}
    for one, (head, line) in SORTS.items():
        names[one] = "bad.csv" if one == sort else f"good{len(names)}.csv"
        (place.folder / names[one]).write_bytes(data if one == sort else f"{head}\n{line}\n".encode())
    options = [word for one in ("--activity", "--outcome") for word in (one, names[one])]
    return ["score", "backtest", "account_health", names["records"], *AS_OF, *options]


@pytest.mark.parametrize(("made", "message", "then"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("sort", SORTS)
def test_a_file_that_is_refused(place, sort, made, message, then):
    words = backtest(place, sort, made(*SORTS[sort]).encode())
    done = place.run(*words)
    assert done.code == 1
    assert message in told(done)
    assert then in told(done)
    assert place.run(*words, "--strict").code == 3


@pytest.mark.parametrize("sort", SORTS)
def test_a_zip_that_is_cut_off(place, sort):
    with zipfile.ZipFile(place.folder / "whole.zip", "w") as archive:
        archive.writestr("a.csv", "\n".join([SORTS[sort][0], *([SORTS[sort][1]] * 5000)]))
    done = place.run(*backtest(place, sort, (place.folder / "whole.zip").read_bytes()[:400]))
    assert done.code == 1
    assert "bad.csv is damaged or cut off. → Download the export again." in told(done)


LARGE = {
    "a cell of 10 MB": lambda: HEADER + row(2, "9" * 10_000_000),
    "a quote that never ends": lambda: HEADER + row(2, '"5') + MANY * 60,
    "nothing that fits": lambda: HEADER + "".join(row(at, "many", "soon") + "x\n" for at in range(60_000)),
}


@pytest.mark.parametrize("made", LARGE.values(), ids=LARGE)
def test_memory_is_bounded_whatever_is_wrong(place, made):
    (place.folder / "small.csv").write_text(HEADER + row())
    (place.folder / "bad.csv").write_text(made())
    small, large = (peak(place, name) for name in ("small.csv", "bad.csv"))
    assert large - small < 16 << 10


def peak(place, name):
    """The most memory of a process of csws, in KB."""
    words = ["-C", str(place.folder), "score", "try", "account_health", str(place.folder / name), *AS_OF]
    code = f"import resource; from csws.cli.main import run; run({words!r}); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return int(done.stdout.split()[-1])
