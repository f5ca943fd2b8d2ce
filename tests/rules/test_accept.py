"""Accepted warnings: everywhere or only at an address, and the reason that is shown. Two workspaces
break the same law."""

from __future__ import annotations

import pytest

from csws.workflow.account.check import check_project
from tests.rules.test_cases import NOW, make_case

EMEA, APAC = (f"workspace.{key}.customers.renewal_date_property" for key in ("emea", "apac"))
MORE = """workspaces:
  apac: {name: Asia, teams: [APAC CSM], services: {show: false}, revenue: {show: false}, customers: {renewal_date_property: renewed_at}}
"""
OTHER = f"{EMEA} warning", f"{APAC} warning"


def found(folder, accept: str) -> list[str]:
    """The warnings after `accept`: address, severity, and the reason if they are accepted."""
    edits = [
        {"file": "csws.yaml", "old": "renewal_date_property: renewal_date", "new": "renewal_date_property: renewed_at"},
        {"file": "more.yaml", "text": f"{MORE}accept: [{accept}]\n"},
    ]
    checked = check_project(make_case(folder, edits), None, NOW)
    assert not any(item.is_error for item in checked.diagnostics)
    return [
        f"{item.address} {item.severity.value}{item.message.partition(' Accepted')[2]}"
        for item in checked.diagnostics
        if item.code == "CSW403"
    ]


@pytest.mark.parametrize(
    ("accept", "expected"),
    {
        "nothing": ("", [*OTHER]),
        "everywhere": ("{code: CSW403, reason: a}", [f"{EMEA} info: a", f"{APAC} info: a"]),
        "another code": ("{code: CSW402, reason: a}", [*OTHER]),
        "at its address": (f"{{code: CSW403, reason: a, address: {EMEA}}}", [f"{EMEA} info: a", f"{APAC} warning"]),
        "below": ("{code: CSW403, reason: a, address: workspace.apac}", [f"{EMEA} warning", f"{APAC} info: a"]),
        "a path of the YAML": ("{code: CSW403, reason: a, address: workspaces.apac}", [f"{EMEA} warning", f"{APAC} info: a"]),
        "below all workspaces": ("{code: CSW403, reason: a, address: workspaces}", [f"{EMEA} info: a", f"{APAC} info: a"]),
        "nowhere": ("{code: CSW403, reason: a, address: workspace.latam}", [*OTHER]),
        "above it only": (f"{{code: CSW403, reason: a, address: {EMEA}.x}}", [*OTHER]),
        "a word begun": ("{code: CSW403, reason: a, address: workspace.eme}", [*OTHER]),
        "another code at its address": ("{code: CSW402, reason: a, address: workspace.apac}", [*OTHER]),
        "each with its reason": (
            "{code: CSW403, reason: a, address: workspace.emea}, {code: CSW403, reason: b, address: workspace.apac}",
            [f"{EMEA} info: a", f"{APAC} info: b"],
        ),
        "the nearest reason": (
            "{code: CSW403, reason: a, address: workspace.emea.customers}, {code: CSW403, reason: b}, {code: CSW403, reason: c, address: workspace.emea}",
            [f"{EMEA} info: a", f"{APAC} info: b"],
        ),
        "of equals the last": ("{code: CSW403, reason: a}, {code: CSW403, reason: b}", [f"{EMEA} info: b", f"{APAC} info: b"]),
    }.values(),
)  # fmt: skip
def test_accepted(tmp_path, accept, expected):
    assert found(tmp_path, accept) == expected


@pytest.mark.parametrize("address", ["3", "null", "[workspace.emea]", "''"])
def test_an_invalid_address_accepts_nothing(tmp_path, address):
    edits = [
        {"file": "csws.yaml", "old": "renewal_date_property: renewal_date", "new": "renewal_date_property: renewed_at"},
        {"file": "more.yaml", "text": f"{MORE}accept: [{{code: CSW403, reason: a, address: {address}}}]\n"},
    ]
    told = check_project(make_case(tmp_path, edits), None, NOW).diagnostics
    assert [(item.code, item.span.line) for item in told if item.is_error] in ([("CSW102", 3)], [("CSW104", 3)])
    assert [item.severity.value for item in told if item.code == "CSW403"] == ["warning", "warning"]
