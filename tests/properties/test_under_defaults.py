"""Whatever `defaults` has, on any tab: what `export` and `import` write means what the account has.

Where a law forbids that, `validate` reports it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from csws.load.declare import declare
from csws.load.merge import with_defaults
from csws.load.yaml_reader import read_yaml
from csws.model.address import Address
from csws.model.declaration import Declaration
from csws.model.fields import field_at, flat, normal_tabs, with_fields
from csws.model.names import normal_name
from csws.model.settings import Objects, Settings, Workspace
from csws.model.target import AccountRef, RecordPermit
from csws.model.yaml_text import yaml_text
from csws.state.references import named, resolved
from csws.targets import target_for
from csws.workflow.export import export_project, settings_data
from csws.workflow.import_ import import_items
from csws.workflow.run.plan_run import plan_project
from tests.accounts import CATALOG, settings
from tests.effort import tries
from tests.properties.test_whole_path import NOW, OPTIONS, write

FORBIDDEN = {"CSW408", "CSW410"}  # a block that is missing, or one too many; a tab without its csm_property
_VALUES: dict[str, tuple[Any, ...]] = {
    "show": (True, False),
    "csm_property": ("owner", "csm", None),
    "renewal_date_property": ("renewal", None),
    "date_property": ("end", None),
    "pipelines": (["Line 0"], [], None),
    "default_pipeline": ("Line 0", None),
    "default_layout": ("table", None),
}


def _some(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(_VALUES[name]) for name in names})


_LINES = ("pipelines", "default_pipeline", "default_layout")
_BLOCKS = st.dictionaries(st.sampled_from(("deals", "licences")), _some("csm_property", "date_property", *_LINES))
DEFAULTS = st.fixed_dictionaries(
    {},
    optional={
        "customers": st.one_of(st.none(), _some("csm_property", "renewal_date_property")),
        "services": _some("show", "csm_property", "renewal_date_property", *_LINES),
        "revenue": st.fixed_dictionaries(
            {}, optional={"show": st.booleans(), "objects": st.one_of(st.none(), _BLOCKS)}
        ),
    },
)


@st.composite
def accounts(draw: st.DrawFn) -> Settings:
    """Accounts as somebody may have seen them: some of what a law asks for may be unset."""
    account = draw(settings())
    unset = draw(st.sets(st.sampled_from(("csm_property", "date_property", "default_layout", "pipelines")), max_size=4))
    return account.with_workspaces([normal_tabs(with_fields(item, _unset(item, unset))) for item in account.workspaces])


def _unset(item: Workspace, names: set[str]) -> dict[str, Any]:
    return {path: field_at(path).empty for path in flat(item) if path.rpartition(".")[2] in names}


def meaning(text: str) -> Settings:
    root = read_yaml(text, "x.yaml").root
    assert root is not None
    return resolved(declare(root, with_defaults(root)).settings, CATALOG)


@tries(60)
@given(account=accounts(), defaults=DEFAULTS)
def test_what_is_exported_means_what_the_account_has(account, defaults):
    root = read_yaml(yaml_text({"defaults": defaults}), "x.yaml").root
    data = settings_data(named(account, CATALOG), Declaration(settings=Settings()), root.at(("defaults",)))
    read = [replace(item, id=None, name=normal_name(item.name)) for item in account.workspaces]
    assert meaning(yaml_text({**data, "defaults": defaults})) == account.with_workspaces(read)


def observed(root: Path, account: Settings) -> None:
    where = AccountRef(id="1", name="acme", target="sqlite:acme.db", root=str(root), store="")
    with target_for("sqlite").recorder(where, RecordPermit(operator="Kim")) as recorder:
        recorder.observe(account)


def check_no_change(root: Path) -> None:
    planned = plan_project(root, None, OPTIONS, NOW)
    if planned.exit_code == 0:
        assert not planned.has_changes, planned.accounts[0].changes
    else:
        assert {item.code for item in planned.diagnostics if item.is_error} <= FORBIDDEN, planned.diagnostics


@tries(60)
@given(account=accounts(), defaults=DEFAULTS)
def test_the_plan_after_an_export_shows_no_change(account, defaults):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"objects": {"customers": "companies"}, "defaults": defaults, "workspaces": {}})
        observed(root, account)
        (exported,) = export_project(root, None, NOW)
        write(root, {**exported.value, "defaults": defaults})
        check_no_change(root)


@tries(60)
@given(account=accounts(), defaults=DEFAULTS)
def test_the_plan_after_an_import_shows_no_change(account, defaults):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        items = [replace(item, key="primary" if item.is_primary else None) for item in account.workspaces]
        plain = [replace(item, protect=False) for item in items]
        observed(root, account.with_workspaces(plain))
        write(root, {"objects": {"customers": "companies"}, "defaults": defaults, "workspaces": {}})
        (exported,) = export_project(root, None, NOW)  # the objects and the primary workspace
        write(root, {**exported.value, "defaults": defaults})
        wanted = {Address.workspace(item.id or ""): f"id:{item.id}" for item in plain if item.key is None}
        if wanted:
            import_items(root, None, NOW, wanted, RecordPermit(operator="Kim"))
        check_no_change(root)


def test_a_block_that_the_account_lacks_is_not_filled_in():
    """The case that was found: a shown Revenue tab without any choice, and defaults that have one."""
    objects = Objects(customers="companies", revenue=("deals",))
    seen = Settings(objects=objects, workspaces=meaning("workspaces: {primary: {name: P}}").workspaces)
    defaults = {"revenue": {"objects": {"deals": {"csm_property": "owner"}}}}
    root = read_yaml(yaml_text({"defaults": defaults}), "x.yaml").root
    data = settings_data(seen, Declaration(settings=Settings()), root.at(("defaults",)))
    assert data["workspaces"]["primary"]["revenue"]["objects"] == {"deals": {"csm_property": None}}
