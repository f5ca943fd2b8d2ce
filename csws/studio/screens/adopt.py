"""Adopt: an account that was set up by hand, copied tab by tab from HubSpot's screens."""

from __future__ import annotations

from csws.editing.sheets.answers import Purpose
from csws.studio.screens import Entry
from csws.studio.sheets.pages import routes

ENTRY = Entry(label="adopt.entry", path="adopt")
ROUTES = routes(Purpose.ADOPT)
