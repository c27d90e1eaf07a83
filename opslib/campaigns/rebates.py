"""Rebate tiers for customers: from which total of a period on how much is paid back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .response import Response, Tier
from .thresholds import ThresholdPlan, plan_thresholds


def plan_rebates(
    totals: pd.Series,
    margin: float,
    floor: float,
    *,
    most: int = 3,
    response: Response | None = None,
    candidates: Sequence[Sequence[Tier]] | None = None,
    evidence: float = 0.8,
) -> ThresholdPlan:
    """Which rebate tiers bring most profit, given what each customer buys in a period?

    totals: goods amount of each customer (index) in a usual period, a quarter or a year. A tier's
    rate is paid on the whole total once it is reached. margin, floor, most, response, evidence
    and the result as in `plan_thresholds`, where an order is a customer here.

    A customer tops up by ordering more, or earlier: what is only taken from the next period is
    not taken off, so ask again when the next one is over. Raises ParameterError likewise.
    """
    return plan_thresholds(
        totals,
        margin,
        floor,
        kind="rate",
        most=most,
        response=response,
        candidates=candidates,
        evidence=evidence,
    )
