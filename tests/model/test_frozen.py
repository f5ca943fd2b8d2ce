"""A frozen class is the dataclass that the standard decorator would make."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace

import pytest

from csws.model.frozen import FEW, frozen, mutable


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


@mutable
class Filled:
    """What changes while it is filled."""

    name: str
    parts: list[str] = field(default_factory=list)


def test_mutable_values_change_and_are_no_keys():
    one = Filled("a")
    one.name, one.parts = "b", [*one.parts, "x"]
    assert one == Filled("b", ["x"])
    assert one != Filled("b")
    assert pickle.loads(pickle.dumps(one)) == replace(Filled("a", ["x"]), name="b")
    with pytest.raises(TypeError):
        hash(one)
    with pytest.raises(AttributeError):
        one.other = 1


@frozen
class More(Mine):
    """With a field more, and another default."""

    size: int = 1
    more: tuple[int, ...]


class Outer:
    @frozen
    class Inner:
        value: int = 0


def test_a_class_inside_another_is_found_by_its_name():
    assert (Outer.Inner.__qualname__, pickle.loads(pickle.dumps(Outer.Inner(value=1)))) == (
        "Outer.Inner",
        Outer.Inner(value=1),
    )


def test_a_default_that_changes_is_refused():
    with pytest.raises(ValueError, match="default_factory"):

        @frozen
        class Wrong:
            values: list[int] = []


def test_fields_of_a_class_above_come_first():
    one = More(name="a", more=(1,))
    assert [item.name for item in fields(More)] == ["name", "size", "tags", "notes", "more"]
    assert (one.size, replace(one, tags=("x",)).tags, one.notes) == (1, ("x",), {})
    assert repr(one) == "More(name='a', size=1, tags=(), more=(1,))"


def test_every_value_is_made_alike_however_many_there_are():
    """The first few are filled one by one, the others by compiled code."""

    @frozen
    class One:
        name: str
        tags: tuple[str, ...] = ()
        notes: dict[str, str] = field(default_factory=dict)

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

    for number in range(2 * FEW):
        one = One(name=str(number))
        assert (one.name, one.tags, one.notes) == (str(number), (), {})
        with pytest.raises(ValueError, match="no name"):
            One(name="")


@pytest.mark.parametrize("keywords", [{}, {"name": "a", "other": 1}])
def test_the_first_value_too_takes_only_its_fields(keywords):
    @frozen
    class One:
        name: str

    with pytest.raises(TypeError, match="argument"):
        One(**keywords)
