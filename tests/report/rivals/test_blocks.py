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
    [("1", "乙", "9", 0.9, "棉", Label("", ""), "auto")],
    columns=["item_id", "competitor", "offer_id", "score", "shared", "why", "state"],
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
    "lag": 7.0, "lag_lo": 5.0, "lag_hi": 9.0, "answer": 0.9, "by_look": False,
    "verdict": "they_follow", "needed": 0,
}  # fmt: skip
NAN = float("nan")
BESIDE = pd.DataFrame(
    [("", 1.0, NAN, 3.0, NAN, NAN), (BAD, 0.95, 900.0, 1.0, 0.25, 0.95)],
    columns="competitor price sales_30d new_items on_promotion response_rate".split(),
).reindex(columns="competitor offers price new_items on_promotion lists tags items_online "
          "sales_30d reviews response_rate repurchase_rate years".split())  # fmt: skip
NO_HABITS = pd.DataFrame(
    {"competitor": ["乙"], "runs": [0], "answers": [0], "since": [pd.NaT], "next_from": [pd.NaT]}
).assign(next_to=pd.NaT)


@pytest.mark.parametrize(
    ("verdict", "needed", "told"),
    [("they_follow", 0, "18 次调价跟了 16 次"), ("cannot_tell", 3, "再记 3 次调价以后才说")],
)
def test_who_follows_is_told_with_chance_or_not_at_all(verdict, needed, told) -> None:
    """An answer that chance explains is none; too few moves are said to be too few."""
    firsts = pd.DataFrame([FIRST | {"verdict": verdict, "needed": needed}])
    habits = NO_HABITS.assign(**{c: pd.to_datetime(NO_HABITS[c]) for c in NO_HABITS.columns[3:]})
    with speaking("zh"):
        text = Reading(rivals_beside(ex.sheet(), BESIDE, habits, firsts).html).text
    assert told in text and "−5.0%" in text and "本店" in text


def test_cuts_that_answered_ours_are_said_and_not_counted() -> None:
    """A rhythm that is really our own would be waited for."""
    days = {c: pd.to_datetime(NO_HABITS[c]) for c in NO_HABITS.columns[3:]}
    habits = NO_HABITS.assign(**days, answers=8, runs=1, depth=0.1, days_low=NAN, days_high=NAN)
    habits = habits.assign(needed=3, chance=NAN)
    with speaking("zh"):
        block = rivals_beside(ex.sheet(), BESIDE, habits, pd.DataFrame([FIRST]))
        text = Reading(block.html).text
    assert "另 8 次跟我们" in text and "跟着我们降价的不算它的促销" in text


def test_without_sales_the_reviews_stand_in_and_it_is_said() -> None:
    """Alibaba.com tells no pieces: a column of dashes would hide who is big."""
    bare = BESIDE.assign(sales_30d=NAN, reviews=[NAN, 1524.0])
    with speaking("zh"):
        empty = pd.DataFrame(columns=[*FIRST])
        text = Reading(rivals_beside(ex.sheet(), bare, NO_HABITS, empty).html).text
    assert "1,524" in text and "评价数" in text and "没有销量，按评价数排" in text


def test_lists_and_tags_tell_gap_and_the_reverse() -> None:
    """What only we have is an argument for our price and must not be lost."""
    tags = pd.DataFrame(
        [(BAD, 7, 0.7, 0, "lacking"), ("五星", 0, 0.0, 9, "only_ours")],
        columns=["tag", "rivals", "share", "ours", "kind"],
    )
    gone = pd.Timestamp("2026-10-22")
    base = {"list": "hot", "rank": 9.0, "since": gone, "lost": pd.NaT, "days_on": 64.0, "rivals": 5,
            "threshold": 100.0, "source": "typed", "item_id": "1", "amount": 90.0, "gap": 0.0,
            "days": NAN, "days_lo": NAN, "days_hi": NAN, "verdict": "on_list"}  # fmt: skip
    off = {"rank": NAN, "since": pd.NaT, "verdict": "on_the_way"}
    way = {**base, **off, "list": "custom", "gap": 10.0, "days": 12.0, "days_lo": 9.0,
           "days_hi": 16.0}  # fmt: skip
    lost = {**base, **off, "list": "new", "lost": gone, "days": float("inf"), "gap": 70.0}
    places = pd.DataFrame([base, way, lost])
    gaps = pd.DataFrame(
        [("tag", BAD, "theirs", 7, 10, "乙", 5.0, 50.0, 90.0, "pooled"),
         ("list", "dropship", "theirs", 5, 10, "乙", NAN, NAN, NAN, ""),
         ("tag", "五星", "ours", 0, 10, "", NAN, NAN, NAN, "")],
        columns="kind name side rivals of who low mid high basis".split(),
    )  # fmt: skip
    with speaking("zh"):
        block = rivals_lacking(ex.sheet(), gaps, tags, places, {"1": "甲"})
    text = Reading(block.html).text
    assert "第 9" in text and "10-22 起，在榜 64 天" in text and "10-22 起不在了" in text
    assert "差 ¥10" in text and "约 12 天（9–16）" in text and "按现在的卖法到不了" in text
    assert "五星" in text and "¥50" in text and "代发榜" in text and "<script" not in block.html


def test_tags_that_nobody_told_of_us_are_not_called_lacking() -> None:
    """Without our own tags in any export, every tag of theirs would look like a gap of ours."""
    tags = pd.DataFrame(
        [("甲", 7, 0.7, 0, "unknown")], columns="tag rivals share ours kind".split()
    )
    none = pd.DataFrame(columns="kind name side rivals of who low mid high basis".split())
    with speaking("zh"):
        block = rivals_lacking(ex.sheet(), none, tags, pd.DataFrame(), {}, tags_known=False)
    assert "本店有哪些标签没有数据" in Reading(block.html).text


def test_reviews_stand_apart_from_what_was_decided() -> None:
    """Reviews always grow: among the moves they would hide the one that matters."""
    grown = changes(what="reviews", before="100", after="160", size=0.6)
    with speaking("zh"):
        block = rivals_moves(ex.sheet(), grown, GAPS[:0], RUNS[:0], LOOKED, day=DAY)
    text = Reading(block.html).text
    assert "记到 1 处变化" in text and "另有 1 处只是评价变多" in text and "+60" in text


def test_the_market_without_any_export_says_which_would_help() -> None:
    """Three empty tables would tell nobody what to download."""
    words = pd.DataFrame(columns=["keyword", "open"])
    with speaking("zh"):
        block = rivals_market(ex.sheet(), words, pd.DataFrame(), pd.DataFrame())
    text = Reading(block.html).text
    assert "搜索排行" in text and "同行对比" in text and "监控店铺" in text
