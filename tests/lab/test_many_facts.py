"""Records with more different facts than are kept at a time are counted in parts."""

from __future__ import annotations

from csws.lab.scoring import engine as engine_module
from csws.lab.scoring import groups, reading
from csws.lab.scoring.scored import scored
from tests.kinds.health_scores.scores import group, rule, score
from tests.kinds.health_scores.scores import test_of as compared
from tests.lab.test_meaning import asked


def test_in_parts_and_at_once_are_the_same(tmp_path, monkeypatch):
    path = tmp_path / "records.csv"
    cells = [[at * 7 % 13, at * 5 % 11, at * 3 % 17] for at in range(500)]
    path.write_text(
        "Record ID,a,b,c\n" + "".join(f"{at},{','.join(map(str, row))}\n" for at, row in enumerate(cells, 1))
    )
    rules = [rule(points, compared(name, "at_least", points)) for name in "abc" for points in range(1, 12)]
    one = score(group("g", 60, *rules[:11]), group("h", 60, *rules[11:]))
    whole, records, _ = asked(path, one)
    assert len(list(whole.counted(records))) == 1
    for module, name in (
        (engine_module, "MOST_FACTS"),
        (engine_module, "BATCH"),
        (groups, "MOST"),
        (reading, "MOST_TEXTS"),
    ):
        monkeypatch.setattr(module, name, 7)
    parted, records_again, _ = asked(path, one)
    assert len(list(parted.counted(records_again))) > 10
    assert scored(whole, records) == scored(parted, records_again)
    assert sum(scored(parted, records_again).totals.values()) == 500
