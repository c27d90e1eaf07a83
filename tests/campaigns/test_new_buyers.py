"""New buyers of an event are counted beyond those who come anyway, and followed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.campaigns.new_buyers import new_buyers
from opslib.errors import ParameterError

EDITIONS = pd.DataFrame(
    [["e1", "920", pd.Timestamp("2026-06-10"), pd.Timestamp("2026-06-16")]],
    columns=["id", "event", "start", "end"],
)


def shop(seed: int, extra: int = 0, back: float = 0.2, late: float | None = None) -> pd.DataFrame:
    """Poisson 6 newcomers a day for a year and a half; a share returns after 30 days."""
    draw = np.random.default_rng([91, seed])
    days = pd.date_range("2025-06-01", "2026-11-20")
    many = draw.poisson(6, len(days))
    at = (days >= EDITIONS["start"][0]) & (days <= EDITIONS["end"][0])
    many[at] += draw.multinomial(extra, np.full(7, 1 / 7))
    rows = []
    for day, count, event in zip(days, many, at, strict=True):
        for k in range(count):
            buyer = f"{day.date()}-{k}"
            rows.append([buyer, day])
            if draw.random() < (late if event and late is not None else back):
                rows.append([buyer, day + pd.Timedelta(days=30)])
    found = pd.DataFrame(rows, columns=["buyer", "date"])
    return found[found["date"] <= days[-1]]


def test_newcomers_beyond_the_usual_are_counted() -> None:
    """An event on which as many came as on any week would be thanked for all of them."""
    found = new_buyers(shop(1, extra=40), EDITIONS).iloc[0]
    assert found["usual"] == pytest.approx(42, abs=3)
    assert found["new"] == found["usual"] + found["extra"]
    assert found["lo"] < 40 < found["hi"]
    assert found["verdict"] == "more"


def test_the_range_holds_the_planted_newcomers() -> None:
    """A range that misses half the time would be worse than none."""
    inside, claims = [], []
    for seed in range(60):
        extra = (0, 20)[seed % 2]
        found = new_buyers(shop(seed, extra), EDITIONS).iloc[0]
        inside.append(found["lo"] <= extra <= found["hi"])
        claims.append(found["verdict"] == "more") if not extra else None
    assert 0.68 <= np.mean(inside) <= 0.93  # 80 % asked for, 60 shops
    assert np.mean(claims) <= 0.25


def test_newcomers_who_do_not_return_are_told_from_those_who_do() -> None:
    """Bargain hunters of one day would be counted as customers won."""
    found = new_buyers(shop(2, extra=80, late=0.03), EDITIONS).iloc[0]
    assert found["repeat_verdict"] == "worse"
    assert found["repeat_usual"] == pytest.approx(0.2, abs=0.03)
    better = new_buyers(shop(2, extra=80, late=0.5), EDITIONS).iloc[0]
    assert better["repeat_verdict"] == "better"


def test_an_event_of_last_week_waits_for_its_returns() -> None:
    """Nobody who came a week ago can have returned within 90 days: 0 % would be a false alarm."""
    orders = shop(3)
    found = new_buyers(orders[orders["date"] <= "2026-06-30"], EDITIONS).iloc[0]
    assert found["followed"] == 0
    assert found["repeat_verdict"] == "cannot_tell"
    assert "2026-09-08" in found["reason"].en


def test_a_young_history_cannot_tell_new_from_old() -> None:
    """With six weeks of orders imported, every buyer is seen for the first time."""
    orders = shop(4)
    found = new_buyers(orders[orders["date"] >= "2026-05-01"], EDITIONS).iloc[0]
    assert (found["verdict"], found["old_enough"]) == ("cannot_tell", False)
    assert "40" in found["reason"].en


def test_hand_count() -> None:
    """Three people, one known before, one returning: 2 new, 1 back, worked out on paper."""
    orders = pd.DataFrame(
        [
            ["old", "2026-01-01"], ["old", "2026-06-11"], ["a", "2026-06-10"], ["a", "2026-06-10"],
            ["a", "2026-07-10"], ["b", "2026-06-16"], ["end", "2026-12-31"],
        ],
        columns=["buyer", "date"],
    )  # fmt: skip
    found = new_buyers(orders, EDITIONS).iloc[0]
    assert (found["buyers"], found["new"], found["followed"], found["repeated"]) == (3, 2, 2, 1)


def test_an_edition_that_ends_before_it_begins_is_refused() -> None:
    """A slip in the calendar would show as an event without buyers."""
    with pytest.raises(ParameterError, match="e1"):
        new_buyers(shop(1), EDITIONS.assign(end=pd.Timestamp("2026-06-01")))
