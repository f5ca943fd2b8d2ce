"""The totals of all records, counted by csws."""

from __future__ import annotations

import json
import sys
from datetime import UTC
from pathlib import Path

from benchmarks.scores.rules import AS_OF, block
from csws.kinds.health_scores.reading import score_of
from csws.lab.scoring.engine import Engine, Question
from csws.lab.scoring.scored import scored
from csws.records.headings import headings_of
from csws.records.misfits import Misfits
from csws.records.records import Records

misfits = Misfits()
question = Question(scores=(score_of(block()),), as_of=AS_OF, zone=UTC, properties={})
engine = Engine(question, misfits)
records = Records([Path(sys.argv[1])], headings_of((), engine.wanted), misfits)
found = scored(engine, records)
print(json.dumps({str(low): number for (low, _), number in found.totals.items()}))
