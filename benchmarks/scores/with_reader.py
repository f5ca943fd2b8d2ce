"""Reads a CSV with `csv.reader`, and does nothing with it."""

from __future__ import annotations

import csv
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for _row in csv.reader(file):
        pass
print("{}")
