"""HubSpot's endpoints as a real HTTP server on this machine, as strict as the real ones: pages,
lag, limits and faults."""

from __future__ import annotations

import json
import re
import socket
import ssl
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.hubspot.account import OBJECTS, TYPES, Account, Json


@dataclass
class Fault:
    """What goes wrong with the requests that `wanted` selects: a status, or a failure of the
    connection.

    Kinds: status, json (not JSON), shape (JSON of another shape), cut (the body ends early), lost
    (done, but no response), slow (one byte at a time), reset (the connection is closed before
    anything is done).
    """

    kind: str
    wanted: Callable[[str, str, int], bool]
    status: int = 500
    body: Json | bytes = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1


Outcome = tuple[str, int, bytes, dict[str, str]]  # the kind of a fault or "", status, body, headers
OF_CONNECTIONS = frozenset({"cut", "lost", "slow", "reset"})
_NO_ANSWER = {"json": b"<html>not json</html>", "shape": b'{"unexpected": []}'}


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that closes its connection is no fault of the server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Emulator:
    """`asked` counts requests by method and path; `limit` is the number of requests allowed in ten
    seconds."""

    def __init__(
        self, account: Account, *, limit: int = 190, lag: float = 0.0, certificate: ssl.SSLContext | None = None
    ) -> None:
        self.account, self.limit, self.lag = account, limit, lag
        self.faults: list[Fault] = []
        self.answers: dict[str, Any] = {}  # the name of a route's method → what answers instead
        self.log: list[tuple[str, str]] = []
        self.rejected = 0
        self._recent: deque[float] = deque()
        self._born: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()
        self.server = _Server(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        if certificate is not None:
            self.server.socket = certificate.wrap_socket(self.server.socket, server_side=True)
        self.scheme = "https" if certificate else "http"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}"

    @property
    def asked(self) -> Counter[tuple[str, str]]:
        return Counter(self.log)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def fault(self, method: str, path: str, number: int) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.times > 0 and fault.wanted(method, path, number):
                    fault.times -= 1
                    return fault
        return None

    def count(self, method: str, target: str) -> int:
        with self._lock:
            self.log.append((method, target))
            return len(self.log)

    def over_limit(self) -> bool:
        """The rolling window of ten seconds."""
        now = time.monotonic()
        with self._lock:
            while self._recent and self._recent[0] < now - 10:
                self._recent.popleft()
            self._recent.append(now)
            if len(self._recent) > self.limit:
                self.rejected += 1
                return True
        return False

    def outcome(self, method: str, target: str, body: bytes, authorization: str | None) -> Outcome:
        """What one request leads to: what goes wrong with the connection, if anything does, and the answer."""
        fault = self.fault(method, target, self.count(method, target))
        kind, headers = fault.kind if fault else "", {"Content-Type": "application/json"}
        if kind == "reset":
            return kind, 0, b"", headers
        if fault and kind == "status":
            data = fault.body if isinstance(fault.body, bytes) else json.dumps(fault.body).encode()
            return kind, fault.status, data, headers | fault.headers
        status, answer = self.answer(method, target, json.loads(body or b"{}"), authorization)
        return kind, status, _NO_ANSWER.get(kind) or json.dumps(answer).encode(), headers

    def answer(self, method: str, target: str, body: Json, authorization: str | None) -> tuple[int, Any]:
        parts = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if authorization != f"Bearer {self.account.token}":
            return 401, {
                "status": "error",
                "category": "INVALID_AUTHENTICATION",
                "message": "Authentication credentials not found.",
                "correlationId": "c1",
            }
        if self.over_limit():
            return 429, {
                "status": "error",
                "category": "RATE_LIMITS",
                "policyName": "TEN_SECONDLY_ROLLING",
                "message": "You have reached your ten_secondly_rolling limit.",
            }
        for route, scopes, act in _ROUTES:
            found = re.fullmatch(route, parts.path)
            if found and act.__name__.startswith(method.lower()):
                groups = [unquote(group) for group in found.groups()]
                accepted = self._accepted(scopes, groups)
                if accepted and not self._has_one_of(accepted):
                    return 403, missing_scopes(accepted)
                return self.answers.get(act.__name__, act)(self, groups, query, body)
        return 404, {"status": "error", "message": "resource not found"}

    def _accepted(self, scopes: tuple[str, ...], groups: list[str]) -> list[str]:
        """Any one of these is enough. `%s` stands for the object in the path."""
        word = TYPES.get(groups[0], "custom") if groups else ""
        return [scope.replace("%s", word) for scope in scopes]

    def _has_one_of(self, accepted: list[str]) -> bool:
        granted = {scope for scope in self.account.scopes if self.account.enterprise or ".custom." not in scope}
        return any(fnmatchcase(scope, pattern) for scope in granted for pattern in accepted)

    def get_account(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        return 200, {
            "portalId": self.account.portal,
            "accountType": "STANDARD",
            "uiDomain": self.account.ui_domain,
            "dataHostingLocation": "eu1",
            "timeZone": "Europe/Oslo",
        }

    def get_enablement(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        return 200, {"enablementByObjectTypeId": self.account.enabled}

    def get_schemas(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        return 200, {"results": self.account.custom}

    def get_properties(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        if groups[0] not in self.account.properties:
            return 404, {"message": f"Unable to infer object type from: {groups[0]}"}
        archived = query.get("archived", "false") == "true"
        wanted = query.get("dataSensitivity", "non_sensitive")
        found = [
            item
            for item in self._visible(groups[0])
            if item["archived"] is archived and item["dataSensitivity"] == wanted
        ]
        return 200, {"results": found}

    def get_property(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        """404 for a name that is not there *under the sensitivity and archived flag asked for*."""
        archived = query.get("archived", "false") == "true"
        wanted = query.get("dataSensitivity", "non_sensitive")
        found = [
            item
            for item in self._visible(groups[0])
            if (item["name"], item["archived"], item["dataSensitivity"]) == (groups[1], archived, wanted)
        ]
        return (
            (200, found[0])
            if found
            else (404, {"message": f"Property {groups[1]} does not exist", "category": "OBJECT_NOT_FOUND"})
        )

    def _visible(self, object_type: str) -> list[Json]:
        """Whether a write is visible yet: reads after writes lag."""
        now = time.monotonic()
        return [
            item
            for item in self.account.properties.get(object_type, [])
            if now - self._born.get((object_type, str(item["name"])), -1e9) >= self.lag
        ]

    def post_property(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        known = self.account.properties.setdefault(groups[0], [])
        if body["groupName"] not in self.account.groups:
            return 400, {
                "status": "error",
                "category": "VALIDATION_ERROR",
                "message": "Property validation failed",
                "errors": [{"message": f"Group {body['groupName']} does not exist"}],
            }
        there = next((item for item in known if item["name"] == body["name"]), None)
        if there is not None and there["archived"]:  # seen live: restored, with the new definition
            there.update({**body, "archived": False})
            return 201, there
        if there is not None:
            return 409, {
                "status": "error",
                "category": "OBJECT_ALREADY_EXISTS",
                "subCategory": "Properties.PROPERTY_WITH_NAME_EXISTS",
                "message": f"A property named '{body['name']}' already exists.",
            }
        known.append({"hidden": False, "archived": False, "dataSensitivity": "non_sensitive", **body})
        self._born[groups[0], body["name"]] = time.monotonic()
        return 201, known[-1]

    def get_pipelines(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        return 200, {"results": self.account.pipelines.get(groups[0], [])}

    def get_groups(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        return 200, {"results": [{"name": name, "label": name} for name in self.account.groups]}

    def get_owners(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        """An archived owner has lost its `userId`."""
        archived = query.get("archived", "false") == "true"
        owners = [
            {
                "id": f"9{user['id']}",
                "userId": None if archived else user["id"],
                "userIdIncludingInactive": user["id"],
                "archived": archived,
            }
            for user in self.account.users
            if (str(user["id"]) in self.account.deactivated) is archived
        ]
        return self._page(owners, query)

    def get_nested_teams(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        if self.account.parents is None:
            return 404, {"status": "error", "message": "resource not found"}
        parents = self.account.parents
        items = [
            {"id": team["id"], "name": team["name"], "parentTeamId": parents.get(str(team["id"]))}
            for team in self.account.teams
        ]
        return self._page(items, query)

    def post_token_info(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        if body.get("tokenKey") != self.account.token:
            return 400, {"status": "error", "message": "unknown token"}
        return 200, {
            "userId": 100,
            "hubId": self.account.portal,
            "appId": 1,
            "scopes": sorted(self.account.scopes),
        }

    def get_users(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        return self._page(self.account.users, query)

    def get_teams(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        return 200, {"results": self.account.teams}

    def post_segments(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        """By id; a request without the members that must be there is refused."""
        if not all(isinstance(body.get(name), list) for name in ("additionalProperties", "processingTypes")):
            return 400, {"status": "error", "category": "VALIDATION_ERROR", "message": "Invalid input JSON"}
        found = [
            item
            for item in sorted(self.account.segments, key=lambda item: int(item["listId"]))
            if body.get("objectTypeId") in (None, item["objectTypeId"])
            and item["processingType"] in body["processingTypes"]
        ]
        return self._page(found, {"limit": str(body.get("count", 20)), "after": str(body.get("after", 0))})

    def get_event_definitions(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        if query.get("includeProperties") == "true":
            return self._page(self.account.events, query)
        without = [{**item, "properties": None} for item in self.account.events]
        return self._page(without, query)

    def get_records(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        """Only the properties that are asked for, and never one that the object does not have."""
        items = [self._record(groups[0], one, query["properties"].split(",")) for one in self.account.records]
        return self._page(items, query)

    def post_histories(self, groups: list[str], query: dict[str, str], body: Json) -> tuple[int, Any]:
        """At most 50 records; 207 if one of them is not there."""
        wanted, names = [one["id"] for one in body["inputs"]], body["propertiesWithHistory"]
        if len(wanted) > 50:
            return 400, {"status": "error", "category": "VALIDATION_ERROR", "message": "too many inputs"}
        found = [one for one in self.account.records if one["id"] in wanted]
        items = [
            {
                **self._record(groups[0], one, body["properties"]),
                "propertiesWithHistory": {name: one.get("history", {}).get(name, []) for name in names},
            }
            for one in found
        ]
        return 200 if len(found) == len(wanted) else 207, {"status": "COMPLETE", "results": items}

    def _record(self, object_type: str, record: Json, names: list[str]) -> Json:
        known = {item["name"] for item in self.account.properties[object_type]}
        values = {name: record["properties"].get(name) for name in names if name in known}
        shown = {key: record[key] for key in ("id", "createdAt")}
        return {**shown, "properties": {"hs_object_id": record["id"], **values}, "archived": False}

    def _page(self, items: list[Json], query: dict[str, str]) -> tuple[int, Any]:
        """At most 100 results per page, whatever the request asks for."""
        size, start = min(int(query.get("limit", "100")), 100), int(query.get("after", "0"))
        following = {"paging": {"next": {"after": str(start + size), "link": "x"}}} if start + size < len(items) else {}
        return 200, {"results": items[start : start + size], **following}


def missing_scopes(accepted: list[str]) -> Json:
    """HubSpot's body of a 403 that is about scopes."""
    return {
        "status": "error",
        "category": "MISSING_SCOPES",
        "message": "This app hasn't been granted all required scopes to make this call.",
        "correlationId": "c2",
        "errors": [
            {"message": "One or more of the following scopes are required.", "context": {"requiredScopes": accepted}}
        ],
    }


# HubSpot lists 92 scopes for it: those of objects, never `crm.schemas.*`.
_ANY_OBJECT = tuple(f"crm.objects.{name}.*" for name in OBJECTS)
_OBJECT = ("crm.schemas.%s.read", "crm.objects.%s.*")
_ROUTES: list[tuple[str, tuple[str, ...], Any]] = [
    ("/account-info/2026-09/details", (), Emulator.get_account),
    ("/crm/object-library/2026-09/enablement", _ANY_OBJECT, Emulator.get_enablement),
    ("/crm-object-schemas/2026-09/schemas", ("crm.schemas.custom.read", "crm.objects.custom.*"), Emulator.get_schemas),
    ("/crm/properties/2026-09/([^/]+)", _OBJECT, Emulator.get_properties),
    ("/crm/properties/2026-09/([^/]+)", ("crm.schemas.%s.write",), Emulator.post_property),
    ("/crm/properties/2026-09/([^/]+)/groups", _OBJECT, Emulator.get_groups),
    ("/crm/properties/2026-09/([^/]+)/([^/]+)", _OBJECT, Emulator.get_property),
    ("/crm/objects/2026-09/([^/]+)", ("crm.objects.%s.read",), Emulator.get_records),
    ("/crm/objects/2026-09/([^/]+)/batch/read", ("crm.objects.%s.read",), Emulator.post_histories),
    ("/crm/pipelines/2026-09/([^/]+)", _OBJECT, Emulator.get_pipelines),
    ("/crm/owners/2026-09", ("crm.objects.owners.read",), Emulator.get_owners),
    ("/settings/users/2026-03", ("settings.users.read", "crm.objects.users.read"), Emulator.get_users),
    ("/settings/users/2026-03/teams", ("settings.users.teams.read",), Emulator.get_teams),
    ("/settings/teams/2026-09-beta", ("settings.users.teams.read",), Emulator.get_nested_teams),
    ("/crm/lists/2026-09/all", ("crm.lists.read", "crm.segments.read"), Emulator.post_segments),
    (
        "/events/2026-03/event-definitions",
        ("behavioral_events.event_definitions.read_write",),
        Emulator.get_event_definitions,
    ),
    ("/oauth/v2/private-apps/get/access-token-info", (), Emulator.post_token_info),
]


def _handler(emulator: Emulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 1 << 16

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind, status, data, headers = emulator.outcome(
                self.command, self.path, body, self.headers.get("Authorization")
            )
            if kind == "cut":
                self.send_response(status)
                self.send_header("Content-Length", str(len(data) + 10))
                self.end_headers()
                self.wfile.write(data)
            if kind in ("cut", "lost", "reset"):
                self._hang_up()
            else:
                self._send(status, data, headers, slowly=kind == "slow")

        def _send(self, status: int, data: bytes, headers: dict[str, str], *, slowly: bool) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if not slowly:
                    self.wfile.write(data)
                    return
                for byte in data:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                self.close_connection = True

        def _hang_up(self) -> None:
            self.close_connection = True
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Prints nothing."""

    return Handler
