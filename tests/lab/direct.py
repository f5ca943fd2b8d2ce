"""The same statistics a second time, by the definitions: pair by pair, record by record. Shares no code with csws."""

from __future__ import annotations

from math import sqrt
from statistics import fmean, variance

Z = 1.959964


def kernel(lost: int, kept: int) -> float:
    return 1.0 if lost < kept else 0.5 if lost == kept else 0.0


def auc(lost: list[int], kept: list[int]) -> tuple[float, float, float]:
    """DeLong's structural components, each as a mean over pairs."""
    of_lost = [fmean(kernel(one, other) for other in kept) for one in lost]
    of_kept = [fmean(kernel(one, other) for one in lost) for other in kept]
    error = sqrt(variance(of_lost) / len(lost) + variance(of_kept) / len(kept))
    value = fmean(of_lost)
    return value, max(0.0, value - Z * error), min(1.0, value + Z * error)


def rank_auc(lost: list[int], kept: list[int]) -> float:
    """By the sum of midranks (Mann and Whitney), for classes too large for pairs."""
    everyone = sorted([*lost, *kept])
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, points in enumerate(everyone, 1):
        first.setdefault(points, place)
        last[points] = place
    ranks = sum((first[points] + last[points]) / 2 for points in lost)
    return 1 - (ranks - len(lost) * (len(lost) + 1) / 2) / (len(lost) * len(kept))


def youden(lost: list[int], kept: list[int]) -> tuple[int, float]:
    best = (0, 0.0)
    for bound in range(1, 101):
        flagged = sum(one < bound for one in lost) / len(lost) - sum(one < bound for one in kept) / len(kept)
        if flagged > best[1] + 1e-12:
            best = (bound, flagged)
    return best
