"""Classes of values: `@frozen`, and `@mutable` for those that are filled step by step.

A run of one account makes a hundred such classes before it reads a line, and the standard decorator compiles six methods for
each of them. Here only `__init__` is compiled, and only for a class with more than a few values: most have none, or one. The
other methods are closures over the names of the fields. What is made is a dataclass: `fields`, `replace` and `is_dataclass`
take it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from inspect import get_annotations
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform, overload

T = TypeVar("T")
FEW = 3  # values of a class that are made without compiling anything
_WITHOUT_SLOTS = ("__dict__", "__weakref__")  # what Python adds to a class that has none


@dataclass(init=False, repr=False, eq=False)
class _Standard:
    """What the standard decorator says of a class and of a usual field."""

    one: int


_STANDARD: Any = _Standard
_USUAL, _PARAMS = _STANDARD.__dataclass_fields__["one"]._field_type, _STANDARD.__dataclass_params__


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, kw_only: bool = True) -> Any:
    """Makes a class of frozen values with slots. Its fields are passed by keyword, unless `kw_only` is False."""
    return _made(cls, kw_only, _refusing) if cls is not None else lambda later: _made(later, kw_only, _refusing)


@dataclass_transform(field_specifiers=(field,))
def mutable(cls: type[T]) -> type[T]:
    """Makes a class of values that change, with slots and without a hash. Its fields are passed by position or keyword."""
    made: type[T] = _made(cls, False, _unhashable)
    return made


def _made(cls: Any, kw_only: bool, nature: Callable[[str], dict[str, Any]]) -> Any:
    own, inherited = _own_fields(cls, kw_only), _inherited_fields(cls)
    held = inherited | own
    names = list(held)
    body = {name: value for name, value in vars(cls).items() if name not in own and name not in _WITHOUT_SLOTS}
    methods = {
        **_compared([name for name in names if held[name].compare]),
        **nature(cls.__name__),
        "__repr__": _repr([name for name in names if held[name].repr]),
    }
    described = {
        "__slots__": tuple(name for name in own if name not in inherited),
        "__match_args__": () if kw_only else tuple(names),
        "__dataclass_fields__": held,
        "__dataclass_params__": _PARAMS,
    }
    made: Any = type(cls)(cls.__name__, cls.__bases__, {**methods, **body, **described})
    made.__qualname__ = cls.__qualname__
    made.__init__ = _made_on_demand(made, "*, " if kw_only and held else "")
    for name, method in _packed(made, names).items():
        if name not in body:
            setattr(made, name, method)
    return made


def _own_fields(cls: Any, kw_only: bool) -> dict[str, Field[Any]]:
    """The fields that the class names itself, as the standard decorator describes them."""
    values, found = vars(cls), {}
    for name, kind in get_annotations(cls).items():
        if "ClassVar" in str(kind):
            continue
        value: Any = values.get(name, MISSING)
        if value.__class__.__hash__ is None:
            raise ValueError(f"the default of {cls.__name__}.{name} can be changed; use field(default_factory=…)")
        one: Any = value if isinstance(value, Field) else field(default=value)
        one.name, one.type, one.kw_only, one._field_type = name, kind, kw_only, _USUAL
        found[name] = one
    return found


def _inherited_fields(cls: Any) -> dict[str, Field[Any]]:
    found: dict[str, Field[Any]] = {}
    for base in reversed(cls.__mro__[1:-1]):
        found |= vars(base).get("__dataclass_fields__", {})
    return found


def _made_on_demand(made: Any, star: str) -> Any:
    """An `__init__` that sets the fields of the first values one by one, and then puts the compiled one in its place."""
    left = FEW

    def make_first(self: object, *arguments: Any, **values: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0 or arguments or not _is_filled(self, made, values):
            made.__init__ = _init(made, star)
            made.__init__(self, *arguments, **values)

    return make_first


def _is_filled(blank: Any, made: Any, values: dict[str, Any]) -> bool:
    """Sets the fields of a new value. False where the values are not those of its fields; the compiled `__init__` says why."""
    held = made.__dataclass_fields__
    for name, one in held.items():
        if name in values:
            object.__setattr__(blank, name, values[name])
        elif one.default is not MISSING:
            object.__setattr__(blank, name, one.default)
        elif one.default_factory is not MISSING:
            object.__setattr__(blank, name, one.default_factory())
        else:
            return False
    if not values.keys() <= held.keys():
        return False
    if hasattr(made, "__post_init__"):
        blank.__post_init__()
    return True


def _init(made: Any, star: str) -> Any:
    names: dict[str, Any] = {"_missing": MISSING}
    parameters, lines = [], ["pass"]
    for name, one in made.__dataclass_fields__.items():
        given = name
        if one.default is not MISSING:
            names[f"_of_{name}"] = one.default
            parameters.append(f"{name}=_of_{name}")
        elif one.default_factory is not MISSING:
            names[f"_of_{name}"] = one.default_factory
            parameters.append(f"{name}=_missing")
            given = f"_of_{name}() if {name} is _missing else {name}"
        else:
            parameters.append(name)
        names[f"_set_{name}"] = getattr(made, name).__set__  # by its slot, past the refusal
        lines.append(f"_set_{name}(self, {given})")
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


def _refusing(called: str) -> dict[str, Any]:
    def refuse(self: object, name: str, *_: object) -> None:
        raise FrozenInstanceError(f"{called}.{name} cannot be changed")

    return {"__setattr__": refuse, "__delattr__": refuse}


def _unhashable(called: str) -> dict[str, Any]:
    return {"__hash__": None}


def _packed(made: Any, names: list[str]) -> dict[str, Any]:
    """How values are sent to other processes: pickle would set the fields one by one."""
    state_of, setters = _values(names), [getattr(made, name).__set__ for name in names]

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


def _repr(names: list[str]) -> Any:
    def shown(self: object) -> str:
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return shown
