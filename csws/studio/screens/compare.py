"""Compare: the record of an account, held against HubSpot's screens tab by tab."""

from __future__ import annotations

from csws.editing.sheets.answers import Purpose
from csws.studio.screens import Entry
from csws.studio.sheets import taking
from csws.studio.sheets.pages import routes

ENTRY = Entry(label="compare.entry", path="compare")
ROUTES = taking.ROUTES + routes(Purpose.COMPARE)
