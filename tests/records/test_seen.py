"""Ids: each is new once, whatever it looks like, also where the table grows onto a disk and again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csws.records.numbered import Numbered
from csws.records.seen import Seen, key_of
from tests.effort import tries

IDS = st.one_of(
    st.integers(0, 50).map(str),
    st.integers(0, 10**20).map(str),
    st.sampled_from(
        ["", " ", "0", "00", "01", "1", " 1", "1 ", "+1", "1_0", "10", "١", "²", "acme", "Acme", "9" * 18, "9" * 19]
    ),
    st.text(max_size=3),
)


@given(st.lists(IDS, max_size=200))
def test_each_is_new_once(ids):
    seen, expected = Seen(16), set()
    for one in ids:
        assert seen.add(one) == (bool(one.strip()) and one not in expected)
        expected.add(one)
    assert len(seen) == len({one for one in expected if one.strip()})


@tries(5, 50)
@given(st.integers(1, 10**6), st.integers(1, 3000), st.sampled_from([1, 2, 16, 4096, 97]))
def test_tables_that_grow_forget_nothing(first, number, step):
    ids = [str(first + step * at) for at in range(number)]
    seen, numbered = Seen(16), Numbered()
    assert all(map(seen.add, ids))
    assert not any(map(seen.add, ids))
    assert [numbered.number(one) for one in ids] == list(range(number))
    assert [numbered.find(one) for one in ids] == list(range(number))
    assert numbered.find("x") is None


def test_numbers_are_kept_as_they_are():
    assert key_of("7100000000") == 7_100_000_000
    assert key_of("") == key_of(" \t") == 0
    assert len({key_of(text) for text in ("1", "01", "+1", " 1", "1 ", "0", "١")}) == 7
