"""The whole path over generated accounts: YAML → plan → apply → no more changes, export → no
changes."""

from __future__ import annotations

import json
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from csws.model.address import Address
from csws.model.declaration import Declaration
from csws.model.settings import Settings
from csws.model.yaml_text import yaml_text
from csws.state.references import named
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.task import ApplyOptions
from csws.workflow.apply import apply_project
from csws.workflow.export import export_project, settings_data
from csws.workflow.run.plan_run import plan_project
from tests.accounts import CATALOG, settings
from tests.effort import tries

NOW = datetime(2026, 11, 23, tzinfo=UTC)
KEYS = frozenset(("apac", "emea", "latam", "nordics", "us", "anz", "dach"))
OPTIONS = PlanOptions(operator="ops@acme.example", allow_delete=frozenset(map(Address.workspace, KEYS)), max_lost=100)
HEAD: dict[str, Any] = {
    "version": 1,
    "accounts": {"acme": {"target": "sqlite:acme.db", "catalog": "c.json", "subscription": "enterprise"}},
}


def catalog() -> dict[str, Any]:
    return {
        "format_version": "1.0",
        "account": {"id": "1", "name": "acme"},
        "objects": {
            name: {
                "type_id": item.type_id,
                "label": item.label,
                "custom": item.custom,
                "properties": {
                    key: {
                        "label": one.label,
                        "type": one.type,
                        "field_type": one.field_type,
                        "references": one.references,
                    }
                    for key, one in item.properties.items()
                },
                "pipelines": [{"id": item.pipelines.id_of(label), "label": label} for label in item.pipelines.names()],
            }
            for name, item in CATALOG.objects.items()
        },
        "teams": [
            {"id": team.id, "name": team.name, "primary_members": list(team.primary_members)}
            for team in CATALOG.team_list
        ],
        "people": [{"id": "0", "email": "ops@acme.example", "super_admin": True, "seats": ["service"]}],
    }


def write(root: Path, data: dict[str, Any]) -> None:
    (root / "c.json").write_text(json.dumps(catalog()))
    (root / "csws.yaml").write_text(yaml_text({**HEAD, **data}), encoding="utf-8", newline="")


def as_yaml(account: Settings) -> dict[str, Any]:
    return settings_data(named(account, CATALOG), Declaration(settings=Settings()), None)


def plan(root: Path, options: PlanOptions = OPTIONS):
    made = plan_project(root, None, options, NOW)
    assert made.exit_code == 0, (made.accounts, made.diagnostics)
    return made


def unprotected(data: dict[str, Any]) -> dict[str, Any]:
    """Removes all protection, because protected workspaces cannot be deleted without an apply of
    its own."""
    for block in data["workspaces"].values():
        block.pop("protect", None)
    return data


def apply(root: Path) -> None:
    report = apply_project(root, None, plan(root), ApplyOptions(plan=OPTIONS))
    assert report.exit_code == 0, report


def shuffled(data: Any, dice: random.Random) -> Any:
    if isinstance(data, dict):
        items = [(key, shuffled(value, dice)) for key, value in data.items()]
        dice.shuffle(items)
        return dict(items)
    return dice.sample(data, len(data)) if isinstance(data, list) else data


@tries(40)
@given(settings(), settings())
def test_apply_settles_and_export_is_the_account(first, second):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for account in (first, second, first):
            write(root, unprotected(as_yaml(account)))
            apply(root)
            assert not plan(root).has_changes
        (exported,) = export_project(root, None, NOW)
        write(root, exported.value)
        assert not plan(root).has_changes


@tries(40)
@given(settings(), settings())
def test_there_and_back_the_account_is_as_it_was(first, second):
    """Except for what is irreversible, which was announced: a deleted workspace comes back as a new
    one."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, unprotected(as_yaml(first)))
        apply(root)
        (before,) = export_project(root, None, NOW)
        write(root, unprotected(as_yaml(second)))
        lost = {step.address for step in plan(root).accounts[0].steps if step.destructive}
        apply(root)
        write(root, unprotected(as_yaml(first)))
        created = {step.address for step in plan(root).accounts[0].steps if step.action.value == "create"}
        apply(root)
        (after,) = export_project(root, None, NOW)
        assert after.value == before.value
        assert created == lost


@tries(40)
@given(settings(), settings(), st.randoms(use_true_random=False))
def test_export_writes_unset_where_defaults_would_apply(first, second, dice):
    """Whatever `defaults` contains, the exported workspaces mean what the account has."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, as_yaml(first))
        apply(root)
        block = dice.choice(list(as_yaml(second)["workspaces"].values()))
        tabs = {tab: dict(block.get(tab, {})) for tab in ("customers", "services")}
        write(root, {**as_yaml(first), "defaults": tabs})
        (exported,) = export_project(root, None, NOW)
        write(root, {**exported.value, "defaults": tabs})
        assert not plan(root).has_changes


@tries(40)
@given(settings(), settings(), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_lists_changes_nothing(first, second, dice):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, as_yaml(first))
        apply(root)
        data = unprotected(as_yaml(second))
        write(root, data)
        before = plan(root)
        write(root, shuffled(data, dice))
        assert plan(root).digest == before.digest
