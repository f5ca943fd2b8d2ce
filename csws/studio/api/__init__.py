"""One file per group of addresses below `/api/`, listed in a table; `schemas/studio.openapi.yaml` describes them."""

from __future__ import annotations

from importlib import import_module

from starlette.routing import Route

GROUPS = ("catalog", "drafts", "end", "project", "runs", "scores", "sheets")


def routes() -> list[Route]:
    return [route for name in GROUPS for route in import_module(f"{__name__}.{name}").ROUTES]
