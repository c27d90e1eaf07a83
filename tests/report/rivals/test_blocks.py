"""The blocks of the competitor page: what they say, in both languages, with hostile names."""

from __future__ import annotations

import pandas as pd
import pytest

from opslib.labels import Label, speaking
from opslib.report.rivals import (
    rivals_beside,
    rivals_lacking,
    rivals_market,
    rivals_moves,
    rivals_position,
)
from tests.report import examples as ex
from tests.report.reading import Reading

BAD = "<script>alert(1)</script>"
DAY = pd.Timestamp("2026-11-20")


def changes(**more: object) -> pd.DataFrame:
    row = {
        "date": pd.Timestamp("2026-11-12"), "since": pd.Timestamp("2026-11-05"),
        "competitor": BAD, "offer_id": "1", "title": "=1+1", "what": "price", "before": "20",
        "after": "18", "size": -0.10,
    }  # fmt: skip
    other = {**row, "what": "promotion", "before": "", "after": BAD, "size": float("nan")}
    return pd.DataFrame([row | more, other])


GAPS = pd.DataFrame(
    [(BAD, pd.Timestamp("2026-10-01"), pd.NaT, 50, 6, "missing")],
    columns=["competitor", "since", "until", "days", "missed", "kind"],
)
RUNS = pd.DataFrame(
    [(BAD, pd.Timestamp("2026-11-12"), DAY, 0.1, True)],
    columns=["competitor", "first_seen", "last_seen", "depth", "open"],
)
LOOKED = pd.Series({BAD: pd.Timestamp("2026-11-01"), "乙": pd.Timestamp("2026-11-19")})


def test_moves_are_told_and_hostile_names_are_text() -> None:
    """A competitor's page must never run in ours; what it did must still be read."""
    with speaking("zh"):
        block = rivals_moves(ex.sheet(), changes(), GAPS, RUNS, LOOKED, day=DAY)
    text = Reading(block.html).text
    assert "<script" not in block.html and "alert(1)" in text
    assert "1 款降，最多 10.0%" in text and "其余 1 家没动" in text and "还没有" in text


def test_moves_in_english_have_no_chinese_of_ours() -> None:
    """A page in English with Chinese words in it is a page half made."""
    with speaking("en"):
        block = rivals_moves(ex.sheet(), changes(), GAPS, RUNS, LOOKED.drop("乙"), day=DAY)
    assert not any("\u4e00" <= c <= "\u9fff" for c in block.html)


def test_nobody_noted_is_said() -> None:
    """A missing register is not the same as rivals that keep still."""
    with speaking("zh"):
        empty = rivals_moves(ex.sheet(), changes()[:0], GAPS[:0], RUNS[:0], LOOKED[:0], day=DAY)
    assert "还没有同行的记录" in empty.text


def position(**more: object) -> pd.DataFrame:
    row = {
        "item_id": "1", "title": BAD, "price": 22.0, "offers": 4, "rivals": 4, "low": 18.0,
        "lower": 19.0, "middle": 20.0, "upper": 21.0, "high": 23.0, "cheapest": "乙",
        "on_promotion": 0, "share_cheaper": 0.75, "to_low": 22 / 18 - 1, "to_middle": 0.10,
        "floor": 15.0, "margin": 0.3182, "suggest_low": 19.0, "suggest_high": 21.0,
        "verdict": "dear", "needed": 0,
    }  # fmt: skip
    return pd.DataFrame([row | more])


PAIRS = pd.DataFrame(
    [("1", "乙", "9", 0.9, Label("共有：棉", "in common: cotton"), "auto")],
    columns=["item_id", "competitor", "offer_id", "score", "why", "state"],
)
OFFERS = pd.DataFrame([("乙", "9", 18.0)], columns=["competitor", "offer_id", "low"])


def test_a_dear_product_shows_its_place_and_a_price() -> None:
    """The operator needs the price that would do, not only that ours is wrong."""
    sheet = ex.sheet()
    with speaking("zh"):
        block = rivals_position(sheet, position(), OFFERS, PAIRS, doubtful=0, floor=0.2)
    text = Reading(block.html).text
    assert "偏贵" in text and "+10.0%" in text and "¥19–¥21" in text and "毛利底线 20%" in text
    assert "<script" not in block.html and "商品配对表" in text
    assert [n.value for n in sheet.numbers.values() if n.id.startswith("price.ours")] == [22.0]


def test_too_few_offers_say_how_many_lack() -> None:
    """A place among two offers is no place."""
    few = position(verdict="cannot_tell", needed=2, suggest_low=float("nan"))
    with speaking("zh"):
        block = rivals_position(ex.sheet(), few, OFFERS, PAIRS, doubtful=0, floor=0.0)
    assert "看不出，还差 2 个同款" in Reading(block.html).text


FIRST = {
    "competitor": "乙", "own_moves": 18, "followed": 16, "by_chance": 2.3, "reply": 0.84,
    "lag": 7.0, "lag_lo": 5.0, "lag_hi": 9.0, "answer": 0.9, "verdict": "they_follow", "needed": 0,
}  # fmt: skip
BESIDE = pd.DataFrame(
    [(BAD, 4, -0.05, 1, 2, 3, "=x", 900.0, 0.95, 0.3, 2.0)],
    columns="competitor offers against new promoting lists tags sales_30d response_rate "
    "repurchase_rate years".split(),
)
NO_HABITS = pd.DataFrame(
    {"competitor": ["乙"], "runs": [0], "since": [pd.NaT], "next_from": [pd.NaT]}
).assign(next_to=pd.NaT)


@pytest.mark.parametrize(
    ("verdict", "needed", "told"),
    [("they_follow", 0, "18 次调价跟了 16 次"), ("cannot_tell", 3, "再记 3 次调价以后才说")],
)
def test_who_follows_is_told_with_chance_or_not_at_all(verdict, needed, told) -> None:
    """An answer that chance explains is none; too few moves are said to be too few."""
    firsts = pd.DataFrame([FIRST | {"verdict": verdict, "needed": needed}])
    habits = NO_HABITS.assign(**{c: pd.to_datetime(NO_HABITS[c]) for c in NO_HABITS.columns[2:]})
    with speaking("zh"):
        text = Reading(rivals_beside(ex.sheet(), BESIDE, habits, firsts).html).text
    assert told in text and "−5.0%" in text


def test_lists_and_tags_tell_gap_and_the_reverse() -> None:
    """What only we have is an argument for our price and must not be lost."""
    tags = pd.DataFrame(
        [(BAD, 7, 0.7, 0, "lacking"), ("五星", 0, 0.0, 9, "only_ours")],
        columns=["tag", "rivals", "share", "ours", "kind"],
    )
    places = pd.DataFrame(
        [("hot", 9.0, 5, 100.0, "1", 90.0, 0.0, 0.0), ("custom", float("nan"), 5, 100.0, "1", 90.0,
          10.0, 12.0)],
        columns=["list", "rank", "rivals", "threshold", "item_id", "amount", "gap", "days"],
    )  # fmt: skip
    with speaking("zh"):
        text = Reading(rivals_lacking(ex.sheet(), tags, places, {"1": "甲"}).html).text
    assert "第 9" in text and "差 ¥10" in text and "约 12 天" in text and "五星" in text


def test_the_market_without_any_export_says_which_would_help() -> None:
    """Three empty tables would tell nobody what to download."""
    words = pd.DataFrame(columns=["keyword", "open"])
    with speaking("zh"):
        block = rivals_market(ex.sheet(), words, pd.DataFrame(), pd.DataFrame())
    text = Reading(block.html).text
    assert "搜索排行" in text and "同行对比" in text and "监控店铺" in text
