"""Scenario controls: at the page's own terms nothing differs, elsewhere words and plans move."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from opslib import open_shop
from opslib.report import Sheet
from opslib.report.promo.controls import Scenario, scenario_live
from opslib.report.promo.split import promo_split
from opslib.weekly import Weekly
from opslib.weekly import scenario as weekly_scenario
from opslib.weekly.split import plan_days, scenario


@pytest.fixture(scope="module", params=["cotton1688", "alibaba_demo"])
def weekly(request: pytest.FixtureRequest, imported: Path) -> Weekly:
    """The week of one sample shop."""
    return Weekly(open_shop(imported, shop=request.param), {})


def asked(weekly: Weekly) -> tuple[float, float, float, float]:
    terms = weekly.terms
    return terms.target_roi, terms.margin, terms.weekly_budget, terms.evidence


def fresh(weekly: Weekly) -> Sheet:
    terms, shop = weekly.terms, weekly.shop
    return Sheet("weekly", "s", "s", shop.as_of, shop.profile.id, terms.currency, {})


def test_at_the_pages_terms_the_controls_show_the_page(weekly: Weekly) -> None:
    """Two answers to one question would make both doubtful."""
    words, plan = scenario(weekly, *asked(weekly))
    pd.testing.assert_frame_equal(words, weekly.keywords)
    pd.testing.assert_frame_equal(plan.split, weekly.split.split)
    state = weekly_scenario.start(weekly)
    block = weekly_scenario.draw(weekly, fresh(weekly), state)
    page = promo_split(fresh(weekly), weekly.split)
    assert str(page.html) in str(block.html)


def test_a_scenario_is_what_a_run_with_these_terms_would_show(weekly: Weekly) -> None:
    """A slider would promise what next week's run, given the same terms, takes back."""
    target, margin, budget, _ = asked(weekly)
    margin = margin * 0.8 if weekly.terms.basis == "gmv" else margin
    wished = {"target_roi": target * 1.3, "weekly_budget": budget * 0.9, "evidence": 0.7}
    given = wished | ({"margin": margin} if weekly.terms.basis == "gmv" else {})
    run = Weekly(weekly.shop, given)
    words, plan = scenario(weekly, target * 1.3, margin, budget * 0.9, 0.7)
    assert words["verdict"].tolist() == run.keywords["verdict"].tolist()
    assert np.allclose(words["week_gain"], run.keywords["week_gain"], equal_nan=True)
    assert np.allclose(plan.split["to"], run.split.split["to"], rtol=1e-6)
    assert plan.advice.verdict == run.split.advice.verdict
    assert plan.split["to"].sum() <= budget * 0.9 * (1 + 1e-9)


def test_a_dearer_target_never_raises_more_words(weekly: Weekly) -> None:
    """Asking more of a click would let more words be bid up."""
    target, margin, budget, sure = asked(weekly)
    counts = [
        scenario(weekly, target * f, margin, budget, sure)[0]["verdict"].isin(["raise", "expand"])
        for f in (0.5, 1, 2, 5)
    ]
    many = [int(c.sum()) for c in counts]
    assert many == sorted(many, reverse=True) and many[0] > many[-1]


def test_the_sliders_begin_at_the_page_and_move_the_figure(weekly: Weekly) -> None:
    """Controls that start elsewhere, or move nothing, are worse than none."""
    drawn: list[Scenario] = []
    start = weekly_scenario.start(weekly)

    def draw(state: Scenario):  # type: ignore[no-untyped-def]
        drawn.append(state)
        return weekly_scenario.draw(weekly, fresh(weekly), state)

    widget = scenario_live(start, draw, leads=weekly.terms.basis == "leads")
    row, picture = widget.children
    before, names = picture.value, [c.description for c in row.children]
    assert drawn == [start] and len(names) == (4 if weekly.terms.basis == "gmv" else 3)
    row.children[0].value *= 2
    assert drawn[-1].target_roi > start.target_roi and picture.value != before
    # What was not moved keeps the page's own value to the last digit.
    assert drawn[-1].weekly_budget == start.weekly_budget
    row.children[0].value = row.children[0].min
    assert drawn[-1].evidence == start.evidence


def test_a_move_of_a_slider_is_answered_at_once(weekly: Weekly) -> None:
    """With 500 words a slider that takes seconds is not played with (bar: 0.3 seconds)."""
    sums = weekly.word_sums
    words = sums.rows
    many = pd.concat([words] * (500 // len(words) + 1), ignore_index=True).head(500)
    many["keyword"] = [f"w{i}" for i in range(500)]
    large = Weekly(weekly.shop, {})
    large.__dict__ |= {"word_sums": replace(sums, rows=many), "ads": weekly.ads}
    start = weekly_scenario.start(large)
    weekly_scenario.draw(large, fresh(weekly), start)
    took = []
    for factor in (0.8, 1.1, 1.4):
        state = Scenario(start.target_roi * factor, start.margin, start.weekly_budget, 0.75)
        began = time.perf_counter()
        weekly_scenario.draw(large, fresh(weekly), state)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.3, took


def test_a_plan_of_two_lines_is_one_plan(weekly: Weekly) -> None:
    """A plan that stands in two product lines would be given money twice."""
    rows = plan_days(weekly)
    assert not rows.duplicated(["date", "plan"]).any()
    ads = weekly.ads
    whole = ads.loc[ads["level"].eq("plan") & ads["plan"].ne(""), "spend"].sum()
    assert rows["spend"].sum() == pytest.approx(whole)
