"""Where a figure of the weekly page comes from: the same value again, from rows that add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opslib import open_shop
from opslib.errors import OpslibError
from opslib.shop import Shop
from opslib.weekly.trace import week_answer

from .test_audit import COTTON, mark

DAY = "2026-11-20"


@pytest.fixture(scope="module")
def shop(imported: Path) -> Shop:
    return open_shop(imported, shop="cotton1688", as_of=DAY)


def number(
    id: str, metric: str = "ad_spend", dimension: str = "shop", member: str = ""
) -> dict[str, Any]:
    """A number as data.json tells of it."""
    return {"id": id, "metric": metric, "subject": {"dimension": dimension, "member": member}}


def test_the_weeks_spend_is_traced_to_rows_that_add_up_to_it(shop: Shop) -> None:
    """An accountant adds up the rows that are listed: they must be the figure, no row twice."""
    told = week_answer(shop, number("week.spend"))
    assert told.recomputed == pytest.approx(COTTON.total("spend"))
    assert told.rows["value"].sum() == pytest.approx(told.recomputed)
    assert not told.rows.duplicated(["file", "source_row"]).any()
    assert told.rows["file"].str.contains("汇总报表").all()


def test_a_plans_spend_is_traced_to_that_plans_rows(shop: Shop) -> None:
    """The rows of another plan under a plan's figure would be believed."""
    plan = "精准获客A"
    spent = COTTON.by("plan", ["plan"]).loc[plan, "spend"]
    told = week_answer(shop, number(f"money.plan.spend.{mark(plan)}"))
    assert set(told.rows["member"]) == {plan} and len(told.rows) == 7
    assert told.recomputed == pytest.approx(spent) == told.rows["value"].sum()


def test_last_weeks_figure_is_told_without_this_weeks_rows(shop: Shop) -> None:
    """Rows of the wrong week are worse than none."""
    told = week_answer(shop, number("money.total.spend_last.all"))
    assert told.rows.empty and told.recomputed is not None
    assert told.recomputed == pytest.approx(COTTON.total("spend", 14) - COTTON.total("spend"))


def test_a_judged_figure_says_that_its_rows_are_only_what_it_stands_on(shop: Shop) -> None:
    """A return is no sum: without a word, someone adds its rows up and calls the page wrong."""
    told = week_answer(shop, number("week.roi", metric="ad_roi"))
    assert told.recomputed is not None and len(told.rows) and told.made is not None


def test_a_figure_that_is_no_longer_made_is_said_so(shop: Shop) -> None:
    """Silence would be read as zero."""
    with pytest.raises(OpslibError):
        week_answer(shop, number("week.nothing"))
