"""The scenario controls over one week: what the four terms would change."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..report import Block, Sheet
from ..report.promo.controls import Scenario, scenario_block, scenario_live, scenario_twin
from .split import scenario

if TYPE_CHECKING:
    from .week import Weekly


def start(weekly: Weekly) -> Scenario:
    """The terms of the page."""
    terms = weekly.terms
    return Scenario(terms.target_roi, terms.margin, terms.weekly_budget, terms.evidence)


def draw(weekly: Weekly, sheet: Sheet, state: Scenario) -> Block:
    """Words and plans under these terms."""
    asked = (state.target_roi, state.margin, state.weekly_budget, state.evidence)
    words, plan = scenario(weekly, *asked)
    most = weekly.shop.profile.number("plan_change_most", weekly.shop.as_of)
    return scenario_block(sheet, words, weekly.keywords, plan, most)


def shown(weekly: Weekly, sheet: Sheet) -> Any:
    """Controls in JupyterLab; in a report the same at the page's own terms.

    Every move gets an empty sheet: what is tried out is no figure of the page.
    """
    state = start(weekly)
    if os.environ.get("OPSLIB_OUT") or not math.isfinite(state.target_roi):
        return scenario_twin(state, lambda s: draw(weekly, sheet, s))

    def again(chosen: Scenario) -> Block:
        return draw(weekly, replace(sheet, numbers={}, findings=[], checks=[], tables={}), chosen)

    return scenario_live(state, again, leads=weekly.terms.basis == "leads")
