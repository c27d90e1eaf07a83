"""The change log tells what moved, and nothing that did not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import CHANGES, changes, gaps
from opslib.errors import ParameterError

from .frames import series, sheet, week


def told(log: pd.DataFrame, *what: str) -> list[tuple]:
    part = log[log["what"].isin(what)] if what else log
    return [tuple(r) for r in part[["date", "offer_id", "what", "before", "after"]].to_numpy()]


def test_a_price_cut_is_told_with_its_days_and_size() -> None:
    """An operator asks since when they are cheaper, and by how much."""
    log = changes(sheet(*series("price", [20.0, 20.0, 19.0, 19.0])))
    assert log.columns.tolist() == CHANGES and len(log) == 1
    row = log.iloc[0]
    assert (row["date"], row["since"], row["what"]) == (week(2), week(1), "price")
    assert (row["before"], row["after"]) == ("20", "19") and row["size"] == pytest.approx(-0.05)


def test_a_price_that_a_sheet_lacks_is_compared_over_it() -> None:
    """A cell left empty would read as a price that went away and came back."""
    log = changes(sheet(*series("price", [20.0, np.nan, 18.0])))
    assert [(r["since"], r["date"]) for _, r in log.iterrows()] == [(week(0), week(2))]


def test_the_upper_end_of_a_band_alone_is_a_move() -> None:
    """A tier price that falls from 25 to 22 is a cut though the lowest price stays."""
    rows = [{"week": w, "price_low": 19.8, "price_high": h} for w, h in enumerate([25.0, 22.0])]
    row = changes(sheet(*rows)).iloc[0]
    assert (row["before"], row["after"]) == ("19.8~25", "19.8~22")
    assert row["size"] == pytest.approx(22 / 25 - 1)


def test_new_gone_and_back_need_a_list_before() -> None:
    """The first sheet would otherwise greet every offer as new."""
    rows = [*series("price", [9, 9, 9, 9])]
    rows += [{**r, "offer_id": "2"} for r in series("price", [None, 5, None, 5])]
    assert told(changes(sheet(*rows))) == [
        (week(1), "2", "new", "", ""),
        (week(2), "2", "gone", "", ""),
        (week(3), "2", "back", "", ""),
    ]


def test_an_offer_on_sale_for_long_is_not_new() -> None:
    """A product noted for the first time after a year on sale would read as a launch."""
    rows = [*series("price", [9, 9])]
    old, young = pd.Timestamp("2025-01-01"), week(0.6)
    rows += [{"week": 1, "offer_id": o, "listed_on": d} for o, d in (("2", old), ("3", young))]
    assert told(changes(sheet(*rows)), "new") == [(week(1), "3", "new", "", "")]


def test_a_list_cut_short_delists_nothing() -> None:
    """A week with two of ten offers noted would read as eight withdrawn products."""
    rows = [{"week": w, "offer_id": str(o), "price": 9} for w in (0, 2) for o in range(10)]
    rows += [{"week": 1, "offer_id": str(o), "price": 9} for o in range(2)]
    snapshots = sheet(*rows)
    assert changes(snapshots).empty
    assert gaps(snapshots)[["kind", "since"]].to_numpy().tolist() == [["partial", week(1)]]


def test_a_list_typed_in_on_two_days_is_one_look() -> None:
    """Half of the offers would be gone on Monday and back on Tuesday, every week."""
    rows = [
        {"date": week(w) + pd.Timedelta(days=o % 2), "offer_id": str(o), "price": 9.0}
        for w in range(3)
        for o in range(6)
    ]
    snapshots = sheet(*rows)
    assert changes(snapshots).empty and gaps(snapshots).empty


def test_tags_are_compared_one_by_one() -> None:
    """Tags in another order are the same tags."""
    log = changes(sheet(*series("tags", ["热销榜，包邮", "包邮、热销榜", "包邮 深度验厂"])))
    assert told(log) == [
        (week(2), "1", "tag_gained", "", "深度验厂"),
        (week(2), "1", "tag_lost", "热销榜", ""),
    ]


def test_a_sheet_without_the_tags_column_takes_no_tag_away() -> None:
    """Forgetting a column once would empty the tags of all competitors and fill them again."""
    rows = [
        {"week": w, "offer_id": str(o), "tags": "" if w == 1 else f"榜{o}"}
        for w in range(3)
        for o in range(4)
    ]
    assert changes(sheet(*rows)).empty


def test_an_empty_promotion_cell_ends_the_promotion() -> None:
    """Beside other filled cells an empty one says that nothing is on."""
    rows = series("promotion", ["满200减20", ""])
    rows += [{**r, "offer_id": "2"} for r in series("promotion", ["包邮", "包邮"])]
    rows += [{**r, "offer_id": "3"} for r in series("promotion", ["秒杀", "秒杀"])]
    assert told(changes(sheet(*rows))) == [(week(1), "1", "promotion", "满200减20", "")]


def test_slow_drift_is_told_once_it_adds_up() -> None:
    """Sales that grow by a tenth a week for half a year would never be worth a line."""
    log = changes(sheet(*series("sales_30d", [100, 110, 121, 133, 133])))
    row = log.iloc[0]
    assert len(log) == 1 and (row["since"], row["date"]) == (week(0), week(3))
    assert row["size"] == pytest.approx(0.33)


def test_rank_response_and_items_have_their_own_units() -> None:
    """Places, points and pieces must not be told as shares."""
    rows = [
        {"week": 0, "list_rank": 8, "response_rate": 0.90, "items_online": 300},
        {"week": 1, "list_rank": 3, "response_rate": 0.95, "items_online": 310},
    ]
    log = changes(sheet(*rows)).set_index("what")
    assert log.loc["rank", "size"] == -5 and log.loc["items_online", "size"] == 10
    assert log.loc["response", "size"] == pytest.approx(0.05)
    assert log.loc["response", "offer_id"] == "" and log.loc["rank", "offer_id"] == "1"


def test_figures_of_the_shop_are_told_once() -> None:
    """A rate written on each of ten offers is one rate, not ten changes."""
    rows = [
        {"week": w, "offer_id": str(o), "response_rate": r, "repurchase_rate": r / 2}
        for w, r in enumerate([0.8, 0.9])
        for o in range(10)
    ]
    log = changes(sheet(*rows))
    assert sorted(log["what"]) == ["repurchase", "response"]


def test_missing_weeks_are_gaps_up_to_the_day_of_the_report() -> None:
    """A curve drawn through four weeks that nobody looked at would show what nobody saw."""
    found = gaps(sheet(*series("price", [9, 9, None, None, 9])), as_of=week(6))
    assert found[["since", "until", "days", "missed"]].to_numpy().tolist()[0] == [
        week(1),
        week(4),
        21,
        2,
    ]
    last = found.iloc[1]
    assert last["since"] == week(4) and pd.isna(last["until"]) and last["missed"] == 2
    assert gaps(sheet(*series("price", [9, 9])), as_of=week(2)).empty


def test_a_sheet_without_competitors_is_refused_in_words() -> None:
    """A stack trace tells the operator nothing about the column that lacks."""
    with pytest.raises(ParameterError, match="competitor"):
        changes(pd.DataFrame({"date": [week(0)]}))


def test_no_competitors_yet_is_an_empty_log() -> None:
    """The page says that there is none; it must not fail."""
    empty = pd.DataFrame(columns=["date", "competitor", "offer_id"])
    assert changes(empty).empty and gaps(empty).empty


prices = st.lists(st.one_of(st.none(), st.integers(1, 30)), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(prices)
def test_moves_lead_from_the_first_price_to_the_last(values: list[int | None]) -> None:
    """A move left out or told twice would not add up to where the price stands today."""
    rows = series("price", [float(v) if v else np.nan for v in values])
    known = [float(v) for v in values if v]
    log = changes(sheet(*rows))
    if not known:
        assert log.empty
        return
    assert known[0] * float(np.prod(1 + log["size"])) == pytest.approx(known[-1])
    assert (log["since"] < log["date"]).all()


@settings(max_examples=12, deadline=None)
@given(prices, st.randoms())
def test_the_order_of_the_rows_does_not_matter(values: list[int | None], dice) -> None:
    """Sheets arrive in any order."""
    rows = series("price", [9.0, *(float(v) if v else None for v in values)])
    rows += [{**r, "offer_id": "2"} for r in rows]
    snapshots = sheet(*(dict(r) for r in rows))
    mixed = snapshots.sample(frac=1, random_state=dice.randrange(1000))
    pd.testing.assert_frame_equal(changes(snapshots), changes(mixed))
