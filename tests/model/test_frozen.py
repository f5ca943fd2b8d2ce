"""A frozen class is the dataclass that the standard decorator would make."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace

import pytest

from csws.model.frozen import frozen


@frozen
class Mine:
    """With every kind of field."""

    name: str
    size: int = 0
    tags: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The same, made by the standard library."""

    name: str
    size: int = 0
    tags: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict, compare=False, repr=False)


@frozen(kw_only=False)
class Pair:
    """With positional fields, and what runs after it is made."""

    left: int
    right: int = 2

    def __post_init__(self) -> None:
        if self.left > self.right:
            raise ValueError("the wrong way round")

    def __repr__(self) -> str:
        return "a pair"


@pytest.mark.parametrize("made", [Mine, Theirs])
def test_it_is_what_the_standard_decorator_makes(made):
    one, same, other = made(name="a", tags=("x",)), made(name="a", tags=("x",), notes={"n": "1"}), made(name="b")
    assert (one == same, one == other, one != other, one == "a") == (True, False, True, False)
    assert hash(one) == hash(same)
    assert repr(one) == f"{made.__qualname__}(name='a', size=0, tags=('x',))"
    assert replace(one, size=3) == made(name="a", size=3, tags=("x",))
    assert [item.name for item in fields(one)] == ["name", "size", "tags", "notes"]
    assert is_dataclass(one)
    assert made(name="a").notes is not made(name="a").notes
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize("made", [Mine, Theirs])
def test_it_never_changes_and_takes_only_its_fields_by_keyword(made):
    one = made(name="a")
    with pytest.raises(FrozenInstanceError):
        one.name = "b"
    with pytest.raises(FrozenInstanceError):
        del one.name
    for arguments, keywords in (((), {}), (("a",), {}), ((), {"name": "a", "other": 1})):
        with pytest.raises(TypeError):
            made(*arguments, **keywords)


def test_fields_may_be_positional_and_methods_of_its_own_are_kept():
    assert (Pair(1), Pair(1, 2).right, repr(Pair(1))) == (Pair(1, 2), 2, "a pair")
    assert Pair(1) != Mine(name="a")
    with pytest.raises(ValueError, match="wrong way"):
        Pair(3)
