"""What could stand at a path in a score's block of YAML, which may be unfinished: the account's offers for the place.
Knows no text."""

from __future__ import annotations
