"""Messages and hints show the label that a person sees in HubSpot, and a label leads to its name."""

from __future__ import annotations

import pytest

from csws.model.catalog import Property
from csws.model.meant import meant, property_hint, titled
from tests.cli.console import csws
from tests.render.scenes import edit

DAY = "renewal_date_property: renewal_date"


def user(name, label, **more):
    return Property(name=name, label=label, type="enumeration", references="user", **more)


CSM = user("csm", "Customer Success Manager")
SECOND = user("second_csm", "Second manager")
GONE = user("old_csm", "Old manager", archived=True)
DATE = Property(name="renewal_date", label="Renewal date", type="date")
ALL = (CSM, SECOND, GONE, DATE)


@pytest.mark.parametrize("word", ["Customer Success Manager", "customer success MANAGER"])
def test_a_label_leads_to_its_name(word):
    assert property_hint(word, ALL, user=True) == "`csm` has this label."


def test_a_label_of_several_properties_names_all_of_them():
    twin = user("csm_2", CSM.label)
    hint = property_hint(CSM.label, (*ALL, twin), user=True)
    assert hint == "`csm` and `csm_2` have this label. Write the internal name."


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("second_cms", "Did you mean `second_csm`?"),
        ("Customer Succes Manger", "Did you mean `csm` (“Customer Success Manager”)?"),
        ("xyz", "Properties that fit: Customer Success Manager (csm), Second manager (second_csm)."),
        ("Old manager", "Did you mean `second_csm` (“Second manager”)?"),
    ],
)
def test_a_word_leads_to_what_fits_and_is_live(word, hint):
    assert property_hint(word, ALL, user=True) == hint


def test_where_nothing_fits_the_hint_says_so():
    assert "lists no date property" in property_hint("Renewal", (CSM,), user=False)
    assert meant("Renewal", ()) is None


def test_a_long_list_has_an_end():
    many = [user(f"p{number}", f"Label {number:03}") for number in range(100)]
    hint = property_hint("xyz", many, user=True)
    assert hint.endswith(", and 88 more.")
    assert hint.count("(p") == 12


@pytest.mark.parametrize(("label", "shown"), [("City", "city"), ("", "city"), ("Town", "Town (city)")])
def test_a_label_is_shown_where_it_says_something_new(label, shown):
    assert titled(Property(name="city", label=label, type="string")) == shown


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("csm_property: hubspot_owner_id", "csm_property: Company owner", "`hubspot_owner_id` has this label."),
        ("csm_property: hubspot_owner_id", "csm_property: renewal_date", "`Renewal date (renewal_date)` of"),
        ("csm_property: hubspot_owner_id", "csm_property: renewal_date", "fit: Company owner (hubspot_owner_id)"),
        (DAY, "renewal_date_property: city", "fit: Renewal date (renewal_date)"),
        ("customers: companies", "customers: Companies", "`companies` has this label."),
    ],
)
def test_findings_show_labels(tmp_path, old, new, expected):
    assert csws(tmp_path, "init", "acme").code == 0
    edit(tmp_path / "acme/csws.yaml", old, new)
    done = csws(tmp_path / "acme", "validate")
    assert done.code == 3
    assert expected in done.out
