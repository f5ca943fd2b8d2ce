"""Frozen values, as `@frozen` makes them, in a quarter of the time.

A run of one account makes some eighty classes before it reads a line, and the standard decorator compiles six methods for each
of them. Here only `__init__` is compiled; the others are closures over the names of the fields. What is made is a dataclass:
`fields`, `replace` and `is_dataclass` take it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, kw_only: bool = True) -> Any:
    """Makes a class of frozen values with slots. Its fields are passed by keyword, unless `kw_only` is False."""
    return _made(cls, kw_only) if cls is not None else lambda later: _made(later, kw_only)


def _made(cls: Any, kw_only: bool) -> Any:
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    held = fields(made)
    methods = {
        **_refusing(made),
        **_compared([one.name for one in held if one.compare]),
        **_packed(made, held),
        "__repr__": _repr(held),
    }
    made.__init__ = _init(made, held, "*, " if kw_only and held else "")
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made


def _init(made: Any, held: tuple[Field[Any], ...], star: str) -> Any:
    names: dict[str, Any] = {"_missing": MISSING}
    parameters, lines = [], ["pass"]
    for one in held:
        given = one.name
        if one.default is not MISSING:
            names[f"_of_{one.name}"] = one.default
            parameters.append(f"{one.name}=_of_{one.name}")
        elif one.default_factory is not MISSING:
            names[f"_of_{one.name}"] = one.default_factory
            parameters.append(f"{one.name}=_missing")
            given = f"_of_{one.name}() if {one.name} is _missing else {one.name}"
        else:
            parameters.append(one.name)
        names[f"_set_{one.name}"] = getattr(made, one.name).__set__  # by its slot, past the refusal
        lines.append(f"_set_{one.name}(self, {given})")
    lines += ["self.__post_init__()"] if hasattr(made, "__post_init__") else []
    exec(f"def __init__(self, {star}{', '.join(parameters)}):\n " + "\n ".join(lines), names)
    return names["__init__"]


def _compared(names: list[str]) -> dict[str, Any]:
    """Equality and hash, by the values of the fields."""
    get = _values(names)

    def equal(self: object, other: object) -> Any:
        return get(self) == get(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(get(self))

    return {"__eq__": equal, "__hash__": hashed}


def _refusing(made: Any) -> dict[str, Any]:
    def refuse(self: object, name: str, *_: object) -> None:
        raise FrozenInstanceError(f"{made.__name__}.{name} cannot be changed")

    return {"__setattr__": refuse, "__delattr__": refuse}


def _packed(made: Any, held: tuple[Field[Any], ...]) -> dict[str, Any]:
    """How values are sent to other processes: pickle would set the fields one by one."""
    state_of, setters = _values([one.name for one in held]), [getattr(made, one.name).__set__ for one in held]

    def set_state(self: object, state: tuple[Any, ...]) -> None:
        for set_one, value in zip(setters, state, strict=True):
            set_one(self, value)

    return {"__getstate__": lambda self: state_of(self), "__setstate__": set_state}


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gives the values of these fields."""
    if len(names) == 1:
        return lambda self: (getattr(self, names[0]),)
    get: Any = attrgetter(*names) if names else lambda self: ()
    return cast("Callable[[Any], tuple[Any, ...]]", get)


def _repr(held: tuple[Field[Any], ...]) -> Any:
    names = [one.name for one in held if one.repr]

    def shown(self: object) -> str:
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return shown
