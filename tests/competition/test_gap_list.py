"""What they have and we lack, and the other way round; us beside each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.competition import gap_list, side_by_side, what_they_have

from .frames import sheet, week

OURS = pd.DataFrame({"kind": ["tag", "tag", "list"], "name": ["包邮", "48小时 发货", "热销"]})


def test_both_sides_of_the_difference_most_money_first() -> None:
    """Three rivals; two with 深度验厂, one with 回购榜, all with free postage."""
    theirs = pd.DataFrame(
        [
            ("甲", "tag", "包邮"),
            ("乙", "tag", "深度验厂"),
            ("丙", "tag", "深度 验厂"),
            ("丙", "list", "回购"),
        ],
        columns=["competitor", "kind", "name"],
    )
    worth = pd.DataFrame(
        {
            "kind": ["list", "tag"],
            "name": ["回购", "48小时发货"],
            "low": 10.0,
            "mid": 50.0,
            "high": 90.0,
        }
    )
    found = gap_list(OURS, theirs, worth)
    rows = found[["side", "kind", "name", "rivals", "of"]].to_numpy().tolist()
    assert rows == [
        ["theirs", "list", "回购", 1, 3],
        ["theirs", "tag", "深度验厂", 2, 3],
        ["ours", "list", "热销", 0, 3],
        ["ours", "tag", "48小时 发货", 0, 3],
    ]
    assert found["mid"].tolist()[0] == 50 and found["mid"].iloc[1:].isna().all()
    assert found["who"][1] == "丙、乙"


def test_what_they_have_is_what_was_last_seen() -> None:
    """A tag that was lost last month is nothing to catch up with."""
    rows = [
        {"week": w, "offer_id": o, "tags": t, "promotion": p}
        for w, t, p in ((0, "旧标签，包邮", "满减"), (1, "包邮", ""))
        for o in "123"
    ]
    rows.append(
        {"week": 1, "offer_id": "4", "competitor": "乙", "tags": "镇店之宝", "promotion": "秒杀"}
    )
    lists = pd.DataFrame(
        {
            "date": [week(0), week(1)], "list": "热销", "side": "rival", "competitor": ["甲", "乙"],
            "rank": [3.0, 5.0], "item_id": ["1", "2"],
        }
    )  # fmt: skip
    found = what_they_have(sheet(*rows), lists)
    assert sorted(map(tuple, found.to_numpy())) == [
        ("乙", "list", "热销"),
        ("乙", "promotion", ""),
        ("乙", "tag", "镇店之宝"),
        ("甲", "tag", "包邮"),
    ]


def test_no_competitors_no_gaps_of_theirs() -> None:
    """A first day shows what is ours alone and no error."""
    found = gap_list(
        OURS, what_they_have(sheet().reindex(columns=["date", "competitor", "offer_id"]))
    )
    assert found["side"].eq("ours").all() and found["of"].eq(0).all()


def test_side_by_side_by_hand() -> None:
    """Two matched offers at 9 of our 10 and 22 of our 20: median 1.0; nobody is ahead there."""
    rows = [
        {
            "offer_id": o,
            "price": p,
            "response_rate": 0.9,
            "sales_30d": 100,
            "promotion": t,
            "week": w,
        }
        for w in (0, 1)
        for o, p, t in (("1", 9.0, "满减"), ("2", 22.0, ""))
    ]
    rows.append({"offer_id": "3", "price": 5.0, "week": 1, "sales_30d": 50, "promotion": ""})
    ours = pd.DataFrame({"item_id": ["a", "b"], "title": "衫", "price": [10.0, 20.0]})
    pairs = pd.DataFrame(
        {"item_id": ["a", "b"], "competitor": "甲", "offer_id": ["1", "2"], "state": "auto"}
    )
    own = {"response_rate": 0.95, "sales_30d": 240.0}
    found = side_by_side(own, sheet(*rows), week(1), ours, pairs).set_index("metric")
    value = found["value"].to_dict()
    assert value["price"] == pytest.approx(1.0) and found.loc["price", "ahead"] is None
    assert (value["new_items"], value["sales_30d"]) == (1, 250)
    assert value["on_promotion"] == pytest.approx(1 / 3) and value["promotions"] == 1
    assert found.loc["response_rate", "ahead"] is True
    assert found.loc["sales_30d", "ahead"] is False and np.isnan(found.loc["new_items", "own"])
    assert "items_online" not in value and "lists" not in value
    assert side_by_side({}, sheet(*rows), week(-1)).empty
