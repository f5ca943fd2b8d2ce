"""Records stay where they are: no name unless somebody asks for it, nothing kept in the project, and nothing of a record in
what csws writes for itself."""

from __future__ import annotations

import re

import pytest

from csws.render import SCORE_FORMATS
from tests.effort import crossed
from tests.lab.commands.oracle import AS_OF, companies
from tests.lab.commands.place import SCORE
from tests.render.hostile import TEXTS

ROWS = [{**row, "account_health_score": "50"} for row in companies(60, seed=4)]
COMMANDS = {
    "try": ("--explain", "7000001"),
    "compare": ("--against", "old.yaml"),
    "backtest": ("--outcome", "lost.csv"),
    "verify": (),
}


@pytest.fixture
def files(place):
    (place.folder / "old.yaml").write_text(SCORE.replace("at_most: 0, points: 40", "at_most: 0, points: 10"))
    place.write("lost.csv", ["id", "date"], [[row["hs_object_id"], "2027-01-01"] for row in ROWS[::2]])
    place.companies(ROWS)
    return place


def snapshot(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def run(place, command, form, *more):
    words = ("score", command, "account_health", "companies.csv", *AS_OF, *COMMANDS[command])
    done = place.run(*words, "--format", form, *more)
    assert done.code == 0, done.err
    return done.out


@pytest.mark.parametrize("form", SCORE_FORMATS)
@pytest.mark.parametrize("command", COMMANDS)
def test_names_are_shown_only_where_somebody_asks(files, command, form):
    assert "Company no." not in run(files, command, form)
    assert "Company no." in run(files, command, form, "--names")


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_written(files, command):
    before = snapshot(files.folder)
    for form in SCORE_FORMATS:
        run(files, command, form)
    assert snapshot(files.folder) == before


def test_only_the_file_that_out_names_is_written(files):
    before = snapshot(files.folder)
    run(files, "try", "text", "--out", "points.csv")
    after = snapshot(files.folder)
    assert set(after) - set(before) == {files.folder / "points.csv"}
    assert b"Company no." not in after.pop(files.folder / "points.csv")
    assert after == before


def test_the_text_of_a_cell_is_in_no_misfit(files):
    rows = [{**ROWS[0], "logins": "call Kim Doe"}, *ROWS[1:]]
    files.companies(rows)
    for command in COMMANDS:
        for form in SCORE_FORMATS:
            assert "Kim Doe" not in run(files, command, form)


WRITABLE = [name for name, text in TEXTS.items() if text.strip() and name not in ("surrogate", "ansi")]  # in a CSV


@pytest.mark.parametrize(("command", "name"), crossed(list(COMMANDS), WRITABLE))
def test_hostile_texts_stay_texts(files, command, name):
    text = TEXTS[name]
    rows = [{**row, "name": text, "hs_object_id": f"{at}{text}"} for at, row in enumerate(ROWS)]
    files.companies(rows)
    files.write("lost.csv", ["id", "date"], [[row["hs_object_id"], "2027-01-01"] for row in rows])
    for form in ("html", "markdown", "text"):
        out = run(files, command, form, "--names")
        if form != "text":
            assert not re.search("<(script|img)", out, re.I)
            assert "</style></script>" not in out
            assert "\u202e" not in out
        if form == "markdown":
            assert not re.search(r"@everyone|(?<!&)#1|http://evil", out)
            assert "\n\n- [a]" not in out
