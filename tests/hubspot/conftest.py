"""An emulated account, a project for it, and waits that take no time."""

from __future__ import annotations

from contextlib import contextmanager

import httpx
import pytest
import trustme

from csws.hubspot.budget import Budget
from tests.cli.console import csws
from tests.hubspot.account import Account
from tests.hubspot.emulator import Emulator
from tests.hubspot.wire import short_way
from tests.planted import assert_hidden, leaves

PROJECT = """\
version: 1
accounts:
  acme:
    target: hubspot:4242
    catalog: catalogs/acme.json
    subscription: enterprise
    operator: ops@acme.example
objects:
  customers: companies
  services: services
  revenue: [deals]
workspaces:
  primary:
    name: Customer success
    customers: {csm_property: hubspot_owner_id}
    services: {csm_property: hubspot_owner_id}
    revenue: {objects: {deals: {csm_property: hubspot_owner_id}}}
  emea:
    name: EMEA
    teams: [EMEA CSM]
    customers: {csm_property: hubspot_owner_id, renewal_date_property: renewal_date}
    services: {csm_property: hubspot_owner_id, pipelines: [Onboarding], default_pipeline: Onboarding, default_layout: table}
    revenue: {show: false}
"""


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Trusts only one certificate authority: the emulator speaks plain HTTP, and loading all known
    ones takes longer than a pull."""
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    trustme.CA().cert_pem.write_to_path(file)
    return str(file)


@contextmanager
def emulated(patch, authority):
    made = Emulator(Account())
    patch.setattr(httpx._client, "HTTPTransport", short_way(made))
    patch.setenv("SSL_CERT_FILE", authority)
    patch.setenv("CSWS_HUBSPOT_API", made.url)
    patch.setenv("CSWS_HUBSPOT_TOKEN", made.account.token)
    yield made
    made.close()


@pytest.fixture
def emulator(monkeypatch, authority):
    with emulated(monkeypatch, authority) as made:
        yield made


@pytest.fixture(scope="session")
def catalog(tmp_path_factory, authority):
    """The catalogue of the account before a test changes it."""
    root = tmp_path_factory.mktemp("catalog")
    (root / "csws.yaml").write_text(PROJECT)
    with pytest.MonkeyPatch.context() as patch, emulated(patch, authority):
        assert csws(root, "catalog", "pull").code == 0
    return (root / "catalogs/acme.json").read_bytes()


@pytest.fixture
def wired(emulator, monkeypatch):
    """Every request takes the true way, over a connection."""
    monkeypatch.setattr(httpx._client, "HTTPTransport", httpx.HTTPTransport)


@pytest.fixture
def waits(monkeypatch):
    """Records the seconds of each wait instead of waiting."""
    slept: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("csws.hubspot.transport.Budget", lambda: Budget(clock=lambda: now[0], sleep=sleep))
    return slept


@pytest.fixture
def project(tmp_path):
    """A project in which, whatever a test does, the token is in no file at the end."""
    (tmp_path / "csws.yaml").write_text(PROJECT)
    yield tmp_path
    assert_hidden(leaves(tmp_path))


SCORES = """\
health_scores:
  account_health: {name: Account health, object: companies, bands: {healthy: 70, at_risk: 40}}
"""


@pytest.fixture
def scored(project):
    """The same project with a health score."""
    file = project / "csws.yaml"
    file.write_text(file.read_text() + SCORES)
    return project


DECLARED = """\
properties:
  companies:
    csm: {label: Customer success manager, kind: user, group: companyinformation}
    renews_on: {label: Renews on, kind: date, group: companyinformation}
"""
POST = ("POST", "/crm/properties/2026-09/0-2")


@pytest.fixture
def declared(emulator, project, catalog, waits):
    (project / "catalogs").mkdir()
    (project / "catalogs/acme.json").write_bytes(catalog)
    file = project / "csws.yaml"
    text = file.read_text().replace("renewal_date_property: renewal_date", "renewal_date_property: renews_on")
    file.write_text(text + DECLARED)
    return project


def made(emulator, name):
    return [item for item in emulator.account.properties["0-2"] if item["name"] == name]
