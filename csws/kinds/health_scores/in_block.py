"""What could stand at a path in a score's block of YAML, which may be unfinished: the account's offers for the place.
Knows no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csws.kinds.health_scores.blocks import COUNTING
from csws.kinds.health_scores.offered import Compared, events_of, properties_of, segments_of
from csws.kinds.health_scores.score import Comparison
from csws.model.catalog import Catalog
from csws.model.choice import Choice
from csws.model.place import Path
