"""Regions: names differ, ignoring case."""

from __future__ import annotations

from unicodedata import normalize

from csws.verifier.world import World, change_item, items_of

NAME = "region"
change = change_item


def broken(world: World) -> list[tuple[str, str]]:
    names = [normalize("NFC", item.get("name", "")).strip().casefold() for item in items_of(world, NAME)]
    return [("region names", "two regions have the same name.")] if len(set(names)) < len(names) else []
