"""What the network and HubSpot's edge do to requests: retried where that helps, else one sentence
and an exit code, never a bug."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
import trustme

from tests.cli.console import csws
from tests.hubspot.account import Account, prop
from tests.hubspot.emulator import Emulator, Fault
from tests.planted import SECRET

pytestmark = pytest.mark.usefixtures("wired")


def pulled(project):
    return json.loads((project / "catalogs/acme.json").read_text())


def once(status, body=b"", headers=None):
    return [Fault("status", lambda *_: True, status, body, headers or {})]


def always(status, body=b"", headers=None):
    return [Fault("status", lambda *_: True, status, body, headers or {}, times=1000)]


PASSING = {
    **{str(status): once(status) for status in (408, 500, 502, 503, 504, 520, 522, 530)},
    "429 of Cloudflare": once(429, b"<html>1015</html>", {"Retry-After": "1"}),
    "not compressed": once(200, b"{}", {"Content-Encoding": "gzip"}),
    "cut while compressed": once(200, gzip.compress(b'{"portalId": 4242}')[:-20], {"Content-Encoding": "gzip"}),
    "unknown compression": once(200, b"\x01\x02", {"Content-Encoding": "x-own"}),
    "not UTF-8": once(200, b'{"portalId": "\xff'),
    "endless nesting": once(200, b"[" * 100_000),
    "too long a number": once(200, b'{"portalId": ' + b"9" * 5000 + b"}"),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_waited_out(emulator, project, waits, name):
    emulator.faults = PASSING[name]
    for fault in emulator.faults:
        fault.times = 1
    done = csws(project, "catalog", "pull")
    assert (done.code, done.err, len(waits)) == (0, "", 1)


def test_a_byte_order_mark_is_no_fault(emulator, project, waits):
    emulator.faults = once(200, b"\xef\xbb\xbf" + json.dumps({"portalId": 4242}).encode())
    assert (csws(project, "catalog", "pull").code, waits) == (0, [])


HTML = {"Content-Type": "text/html"}
# faults, tries, seconds waited at most, what is said
LASTING = {
    "500": (always(500), 6, 25, "HubSpot answered 500 for the account after 6 tries."),
    "secondly": (always(429, {"policyName": "SECONDLY"}), 6, 5, "limit of requests per second is still reached"),
    "rolling": (always(429, {"policyName": "TEN_SECONDLY_ROLLING"}), 6, 60, "limit of requests per ten seconds"),
    "rolling in words": (always(429, {"message": "Your ten_secondly_rolling limit"}), 6, 60, "per ten seconds"),
    "unnamed": (always(429), 6, 60, "limit of requests is still reached after 6 tries"),
    "daily": (always(429, {"policyName": "DAILY"}), 1, 0, "daily request limit is used up"),
    "daily in words": (always(429, {"message": "You have reached your daily limit."}), 1, 0, "daily request limit"),
    "daily with Retry-After": (always(429, {"policyName": "DAILY"}, {"Retry-After": "9"}), 1, 0, "daily request limit"),
    "locked": (always(423), 6, 30, "HubSpot answered 423 for the account"),
    "not compressed": (always(200, b"{}", {"Content-Encoding": "gzip"}), 6, 25, "not compressed as it claims"),
    "no JSON": (always(200, b"{"), 6, 25, "the answer is not JSON in UTF-8, or is cut off"),
    "Latin-1": (
        always(200, b'{"portalId": 4242, "x": "\xe4"}'),
        6,
        25,
        "the answer is not JSON in UTF-8, or is cut off",
    ),
    "half a character": (always(200, b'{"portalId": 4242, "x": "\\uD83D"}'), 6, 25, "the answer is not JSON in UTF-8"),
    "a wait that is no number": (always(503, b"", {"Retry-After": "NaN"}), 6, 25, "HubSpot answered 503"),
    "an endless wait": (always(429, {"policyName": "SECONDLY"}, {"Retry-After": "inf"}), 6, 5, "per second is still"),
    "a login page": (always(200, b"<html>", HTML), 1, 0, "a web page came instead of HubSpot's answer"),
    "redirect": (
        always(307, b"", {"Location": "https://login.example/x?y"}),
        1,
        0,
        "redirected to login.example (307)",
    ),
    "redirect to nowhere": (always(302), 1, 0, "was redirected (302)"),
    "proxy wants a login": (always(407), 1, 0, "The proxy asks for a name and a password"),
    "gone": (always(410, {"message": "gone"}), 1, 0, "HubSpot answered 410 for the account. HubSpot says: gone"),
}


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_ends_in_a_sentence(emulator, project, waits, name):
    faults, tries, seconds, says = LASTING[name]
    emulator.faults = faults
    done = csws(project, "catalog", "pull")
    assert (done.code, len(emulator.log)) == (1, tries)
    assert says in done.err
    assert "bug" not in done.err or name == "gone"
    assert "_Incomplete" not in done.err
    assert sum(waits) <= seconds
    assert not (project / "catalogs/acme.json").exists()


NETWORKS = {
    "a proxy that does not answer": {"HTTP_PROXY": "http://127.0.0.1:9"},
    "a proxy without a scheme": {"HTTP_PROXY": "127.0.0.1:9"},
    "a proxy that is no address": {"HTTP_PROXY": "http://127.0.0.1:port"},
    "a proxy with a password": {"HTTP_PROXY": "http://me:pass-word@127.0.0.1:9"},
    "a proxy of another kind": {"ALL_PROXY": "gopher://127.0.0.1:9"},
    "a SOCKS proxy": {"ALL_PROXY": "socks5://127.0.0.1:9"},
    "a certificate file that is none": {"SSL_CERT_FILE": __file__},
    "an address with two ports": {"CSWS_HUBSPOT_API": "https://h:443:1"},
    "an address without a host": {"CSWS_HUBSPOT_API": "https://"},
    "an address that is none": {"CSWS_HUBSPOT_API": "https://[::1"},
    "a word": {"CSWS_HUBSPOT_API": "api"},
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_that_is_set_up_wrongly(emulator, project, waits, monkeypatch, name):
    for variable, value in NETWORKS[name].items():
        monkeypatch.setenv(variable, value)
    for words in (("catalog", "pull"), ("doctor",)):
        done = csws(project, *words)
        assert done.code == 1, done.err
        assert "bug" not in done.out + done.err
        assert "pass-word" not in done.out + done.err
    assert emulator.log == []


@pytest.mark.parametrize(
    "spelling",
    [
        "127.0.0.1",
        "*",
        "127.0.0.1,fe80::/10",
        "[::1],127.0.0.1",
        "a.example, 127.0.0.1",
        "10.0.0.0/8,127.0.0.1,::1/128",
    ],
)
def test_every_spelling_of_no_proxy(emulator, project, monkeypatch, spelling):
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", spelling)
    assert csws(project, "catalog", "pull").code == 0


def test_a_certificate_that_is_not_trusted_is_told_at_once(project, monkeypatch, authority, waits):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    emulator = Emulator(Account(), certificate=context)
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    monkeypatch.setenv("CSWS_HUBSPOT_API", emulator.url)
    done = csws(project, "catalog", "pull")
    assert (done.code, waits) == (1, [])
    assert "its certificate is not trusted" in done.err
    assert "set SSL_CERT_FILE" in done.err
    emulator.close()


@pytest.mark.parametrize(
    ("status", "tries", "says"),
    [("407 Proxy Authentication Required", 1, "the proxy asks for a name and a password"), ("403 Forbidden", 6, "403")],
)
def test_a_proxy_that_lets_nothing_through(project, monkeypatch, authority, waits, status, tries, says):
    """What it answers to CONNECT."""
    asked = []

    class Proxy(BaseHTTPRequestHandler):
        def do_CONNECT(self):
            asked.append(self.path)
            self.wfile.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())

        def log_message(self, *_):
            """Prints nothing."""

    server = HTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    monkeypatch.setenv("CSWS_HUBSPOT_API", "https://hubspot.invalid")
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:pass-word@127.0.0.1:{server.server_port}")
    done = csws(project, "catalog", "pull")
    assert (done.code, len(asked)) == (1, tries)
    assert says in done.err
    assert "pass-word" not in done.err
    server.shutdown()
    server.server_close()


ERRORS = [
    kind
    for kind in vars(httpx).values()
    if isinstance(kind, type) and issubclass(kind, (httpx.RequestError, httpx.InvalidURL))
]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_client_is_a_failure(emulator, project, waits, monkeypatch, kind):
    """On reads and on writes."""
    file = project / "csws.yaml"
    assert csws(project, "catalog", "pull").code == 0
    file.write_text(
        file.read_text() + "properties: {companies: {csm: {label: CSM, kind: user, group: companyinformation}}}\n"
    )
    ordinary = httpx.Client.stream
    broken = [""]

    def stream(self, method, *more, **others):
        if method == broken[0]:
            raise kind(f"broken {SECRET}")
        return ordinary(self, method, *more, **others)

    monkeypatch.setattr("httpx.Client.stream", stream)
    broken[0] = "GET"
    done = csws(project, "catalog", "pull")
    assert (done.code, "Cannot reach HubSpot for the account" in done.err) == (1, True)
    broken[0] = "POST"
    done = csws(project, "apply", "--auto-approve", "--new-account")
    assert done.code in (1, 6)
    assert "bug" not in done.out + done.err
    broken[0] = ""
    csws(project, "apply", "--resume")
    assert [item["name"] for item in emulator.account.properties["0-2"]].count("csm") == 1


def test_lists_are_read_to_their_end(emulator, project, monkeypatch):
    """Also those that have one page, says the documentation."""
    whole = emulator.account
    whole.teams = [{"id": str(n), "name": f"Team {n}", "userIds": []} for n in range(1, 8)]
    csws(project, "catalog", "pull")
    one_page = pulled(project)
    ordinary = Emulator.answer

    def in_pages_of_two(self, method, target, body, authorization):
        status, data = ordinary(self, method, target, body, authorization)
        if status == 200 and "results" in data and "limit=" not in target:
            start = int(target.rpartition("after=")[2]) if "after=" in target else 0
            more = {"paging": {"next": {"after": str(start + 2)}}} if start + 2 < len(data["results"]) else {}
            data = {"results": data["results"][start : start + 2], **more}
        return status, data

    monkeypatch.setattr(Emulator, "answer", in_pages_of_two)
    assert csws(project, "catalog", "pull").code == 0
    assert {**pulled(project), "pulled_at": 0} == {**one_page, "pulled_at": 0}


@pytest.mark.parametrize("paging", [[1], {"next": "x"}, {"next": [1]}, "x", 3, {"next": {"after": "1"}}])
def test_a_list_whose_end_cannot_be_reached_fails(emulator, project, paging):
    body = {"results": [], "paging": paging}
    emulator.faults = [
        Fault("status", lambda _m, path, _n: path.startswith("/settings/users/2026-03/teams"), 200, body, times=99)
    ]
    done = csws(project, "catalog", "pull")
    assert done.code == 1
    assert "response for the teams does not match its documentation" in done.err


def test_each_thing_is_there_once(emulator, project):
    account = emulator.account
    csws(project, "catalog", "pull")
    first = pulled(project)
    for items in (account.teams, account.users, account.pipelines["0-162"], *account.properties.values()):
        items += [dict(item) for item in items]
    assert csws(project, "catalog", "pull").out == "acme: wrote catalogs/acme.json; nothing changed.\n"
    assert {**pulled(project), "pulled_at": 0} == {**first, "pulled_at": 0}
    assert csws(project, "validate").code == 0


@pytest.mark.parametrize("name", ["contacts", "companies", "deals", "services"])
def test_a_custom_object_is_never_taken_for_a_standard_one(emulator, project, name):
    csws(project, "catalog", "pull")
    before = pulled(project)["objects"]
    emulator.account.add_custom(name, 7, [prop("other")], [{"id": "5", "label": "Line"}])
    done = csws(project, "catalog", "pull")
    assert (done.code, pulled(project)["objects"]) == (0, before)
    assert f"The custom object `{name}` (2-7) has the name of a standard object" in done.err
    assert csws(project, "validate").code == 0


def test_a_label_that_is_missing_costs_only_the_name(emulator, project):
    emulator.account.pipelines["0-3"].append({"id": "7", "label": ""})
    emulator.account.pipelines["0-162"].append({"id": "8"})
    emulator.account.teams.append({"id": "3", "name": "", "userIds": ["100"]})
    assert csws(project, "catalog", "pull").code == 0
    file = project / "csws.yaml"
    file.write_text(file.read_text().replace("teams: [EMEA CSM]", "teams: [EMEA CSM, 'id:3']"))
    file.write_text(file.read_text().replace("pipelines: [Onboarding]", "pipelines: [Onboarding, 'id:8']"))
    assert csws(project, "validate").code == 0
    for words in (("plan",), ("plan", "--format", "html"), ("catalog", "show"), ("worksheet",)):
        assert csws(project, *words).code == 0


@pytest.mark.parametrize("status", [400, 404, 410])
@pytest.mark.parametrize(
    "place", ["/crm/properties/2026-09/2-7", "/crm/pipelines/2026-09/2-7", "/crm/pipelines/2026-09/0-162"]
)
def test_one_bad_object_costs_itself(emulator, project, status, place):
    emulator.account.add_custom("licences", 7, [prop("owner", "user")], [{"id": "5", "label": "Line"}])
    csws(project, "catalog", "pull")
    before = pulled(project)["objects"]
    body = {"message": "Unable to infer object type"}
    emulator.faults = [Fault("status", lambda _m, path, _n: path.startswith(place), status, body, times=99)]
    done = csws(project, "catalog", "pull")
    assert (done.code, pulled(project)["objects"]) == (0, before)
    assert "Unable to infer object type" in done.err
    assert "The catalogue keeps what it had before" in done.err
    assert csws(project, "validate").code == 0
