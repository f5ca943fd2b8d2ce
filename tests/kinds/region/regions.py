"""Regions of a sales organization: made up by a test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csws.model.field import Reference, fields_of, setting
from csws.model.kind import Kind
from csws.model.law import Breach
from csws.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """What a region has whatever the objects are."""

    name: str = setting("", is_exclusive=True)
    team: str | None = setting(None, refers_to=Reference.TEAM, is_exclusive=True)
    countries: tuple[str, ...] = setting(())
    protect: bool = setting(False, is_ours=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """What a region loses with the customers object."""

    owner_property: str | None = setting(None, refers_to=Reference.USER_PROPERTY)


class _Regions(Kind):
    name = "region"
    section = "regions"
    noun = "region"
    fields = (
        *fields_of(_Region, "general", kind="region"),
        *fields_of(_Choices, "customers", cleared_by="customers", kind="region"),
    )
    limit = 3

    def laws(self, settings: Settings) -> Iterable[Breach]:
        found = self.all(settings)
        for path, code in (("name", "CSW803"), ("team", "CSW801")):
            held = [claim for thing in found for claim in self.claims(thing) if claim[0] == path]
            if len(set(held)) < len(held):
                yield Breach(code, f"Two regions would have the same {path}.")
        if len(found) > self.limit:
            yield Breach("CSW804", f"The account would have {len(found)} regions.")


KIND = _Regions()
