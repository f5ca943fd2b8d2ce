"""`properties:` on a target that cannot create them: the plan assumes that they exist, and every
format says so."""

from __future__ import annotations

import pytest

from csws.render import PLAN_FORMATS
from tests.cli.console import csws

ABSENT = "properties: {companies: {brand_new: {label: Owner, kind: user, group: companyinformation}}}\n"
PRESENT = "properties: {companies: {hubspot_owner_id: {label: Owner, kind: user, group: companyinformation}}}\n"
SAYS = "this plan assumes that they exist"


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init").code == 0
    return tmp_path


def declare(project, text: str) -> None:
    with (project / "csws.yaml").open("a") as config:
        config.write(text)


def says(text: str) -> bool:
    return SAYS in " ".join(text.split())


def test_the_plan_says_that_it_assumes_them(project):
    declare(project, ABSENT)
    config = (project / "csws.yaml").read_text()
    (project / "csws.yaml").write_text(config.replace("csm_property: hubspot_owner_id", "csm_property: brand_new", 1))
    assert csws(project, "validate", "--strict").code == 0
    (account,) = csws(project, "plan", "--format", "json").json["accounts"]
    assert [SAYS in note for note in account["notes"]] == [True]
    assert "properties.companies.brand_new" in account["notes"][0]
    assert not [step for step in account["steps"] if step["address"].startswith("properties.")]
    assert csws(project, "apply", "--auto-approve").code == 0
    assert says(csws(project, "plan", "--detailed-exitcode").out)
    assert csws(project, "plan", "--detailed-exitcode").code == 0


@pytest.mark.parametrize("form", sorted(set(PLAN_FORMATS) - {"github"}))
def test_it_is_in_what_a_reviewer_reads(project, form):
    declare(project, ABSENT)
    assert says(csws(project, "plan", "--format", form).out)


def test_a_property_in_the_catalogue_needs_no_note(project):
    declare(project, PRESENT)
    (account,) = csws(project, "plan", "--format", "json").json["accounts"]
    assert account["notes"] == []
