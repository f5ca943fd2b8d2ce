"""Observations of generated accounts: what csws writes out is read back as it is, and no typing mistake becomes the record."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.kinds.choices import Choices
from csws.load.yaml_reader import read_yaml
from csws.model.declaration import Declaration
from csws.model.field import Type
from csws.model.fields import OBJECTS, WORKSPACE
from csws.model.settings import Settings
from csws.model.yaml_text import yaml_text
from csws.render.worksheet import worksheet_text
from csws.state.references import named
from csws.workflow.export import settings_data
from csws.workflow.observation.observed import observed
from csws.workflow.observation.sheet import seen_in_file
from tests.accounts import CATALOG, settings
from tests.effort import tries

FREE = ("name", "description")  # what people write as they like
VALID = {
    *("true", "false", "null", "~", "", "table", "board", *CATALOG.objects, *CATALOG.teams.names()),
    *(name for item in CATALOG.objects.values() for name in (*item.properties, *item.pipelines.names())),
}
LISTS = {item.name for item in (*OBJECTS, *WORKSPACE) if item.type is Type.LIST}


@st.composite
def accounts(draw: st.DrawFn) -> Settings:
    """Settings of which some workspaces are not managed."""
    account = draw(settings())
    keys = draw(st.sets(st.sampled_from([item.key for item in account.managed])))
    items = [
        replace(item, key=None, protect=False) if item.key in keys - {"primary"} else item
        for item in account.workspaces
    ]
    return account.with_workspaces(items)


def exported(account: Settings) -> str:
    return yaml_text(settings_data(named(account, CATALOG), Declaration(settings=Settings()), None))


def worksheet(account: Settings) -> str:
    return worksheet_text("acme", named(account, CATALOG), Choices(CATALOG, account), "en")


FORMS = {"export": exported, "worksheet": worksheet}


def seen(known: Settings, text: str):
    said, findings = seen_in_file(text, "seen.yaml")
    found = observed(known, said, CATALOG)
    return found.settings, [*findings, *found.findings], found.unsaid


@pytest.mark.parametrize("form", FORMS)
@tries(100)
@given(account=accounts())
def test_what_csws_writes_out_is_read_back_as_it_is(form, account):
    assert seen(account, FORMS[form](account)) == (account, [], ())


@tries(100)
@given(account=accounts(), data=st.data())
def test_a_line_that_is_taken_out_of_a_worksheet_says_nothing(account, data):
    lines = worksheet(account).splitlines()
    taken = data.draw(st.sampled_from([at for at, line in enumerate(lines) if ":" in line and _is_value(line)]))
    text = "\n".join(line for at, line in enumerate(lines) if at != taken)
    settings_then, findings, unsaid = seen(account, text)
    assert (settings_then, unsaid) == (account, ())
    assert [item.code for item in findings] in ([], ["CSW102"])  # a block that has lost its only line is no block


def _is_value(line: str) -> bool:
    return line.startswith("  ") and not line.strip().startswith("#") and not line.split("#")[0].rstrip().endswith(":")


@tries(100)
@given(account=accounts(), name=st.sampled_from(sorted(FORMS)), data=st.data())
def test_no_typing_mistake_is_recorded(account, name, data):
    """A wrong key, or a wrong value of anything that is not free text: it is refused, or it means what was known."""
    root = read_yaml(FORMS[name](account), "x.yaml").root
    tree = root.plain()
    path = data.draw(st.sampled_from(sorted(_places(tree), key=str)))
    if path[-1] == KEY:
        holder = _at(tree, path[:-2])
        old = path[-2]
        new = data.draw(typos(old).filter(lambda text: text not in holder))
        changed = {new if key == old else key: value for key, value in holder.items()}
    else:
        holder = _at(tree, path[:-1])
        changed = holder.copy()
        changed[path[-1]] = data.draw(typos(_text(holder[path[-1]])))
    text = yaml_text(_with(tree, path[:-2] if path[-1] == KEY else path[:-1], changed))
    settings_then, findings, _ = seen(account, text)
    assert findings or settings_then == account, text


KEY = object()


def _places(tree: Any, path: tuple[Any, ...] = ()):
    """Every key, and every value that is not free text."""
    for key, value in tree.items() if isinstance(tree, dict) else ():
        yield (*path, key, KEY)
        if isinstance(value, dict):
            yield from _places(value, (*path, key))
        elif isinstance(value, list):
            yield from ((*path, key, at) for at in range(len(value)))
        elif key not in (*FREE, "account"):
            yield (*path, key)


def _text(value: Any) -> str:
    return {None: "null", True: "true", False: "false"}.get(value, str(value))


@st.composite
def typos(draw: st.DrawFn, text: str) -> str:
    """The text with a character too many, too few, or wrong."""
    at = draw(st.integers(0, max(len(text) - 1, 0)))
    char = draw(st.sampled_from("abcxyzAZ09 -_.:#é"))
    wrong = draw(
        st.sampled_from([text[:at] + char + text[at:], text[:at] + text[at + 1 :], text[:at] + char + text[at + 1 :]])
    )
    return wrong if wrong.strip() not in VALID and wrong != text else f"{text}x"


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def _with(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = tree.copy()
    copy[path[0]] = _with(tree[path[0]], path[1:], value)
    return copy


@st.composite
def weeks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What somebody writes week after week: names under keys of their own, new and old, and that something is gone."""
    keys, names = st.sampled_from(("a", "b", "emea", "x-1")), st.sampled_from(("Europe", "EUROPE", "Asia", "Global"))
    blocks = st.dictionaries(keys, names.map(lambda name: {"name": name}), max_size=3)
    gone = st.sets(st.sampled_from(("seen-a", "seen-b", "seen-a-v2", "seen-x-1-v2", "emea")), max_size=2)
    each = st.builds(lambda seen, ids: {"workspaces": seen, "unmanaged": dict.fromkeys(ids)}, blocks, gone)
    return draw(st.lists(each, max_size=6))


@tries(100)
@given(account=accounts(), notes=weeks())
def test_an_id_is_one_workspace_s_for_ever_and_what_is_seen_again_is_not_new(account, notes):
    used = {item.id for item in account.workspaces}
    for note in notes:
        said, wrong = seen_in_file(yaml_text(note), "seen.yaml")
        found = observed(account, said, CATALOG, partial(frozenset, tuple(used)))
        if wrong or found.findings:
            continue
        ids = [item.id for item in found.settings.workspaces]
        assert len(ids) == len(set(ids))
        assert {handle.text for handle in found.new}.isdisjoint(used)
        account = found.settings
        used |= set(ids)
        again, _ = seen_in_file(yaml_text({"workspaces": note["workspaces"]}), "seen.yaml")
        assert observed(account, again, CATALOG, partial(frozenset, tuple(used))).settings == account
