"""The four answers of the first screen, and the headline figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from ..labels import Label
from ..report.markup import join, name
from ..report.rivals import Tile

if TYPE_CHECKING:
    from .compare import Comparison

L = Label


def figures(made: Comparison) -> dict[str, float]:
    """Counts of the headline: rivals, changes, moved, promoting, matched, dear."""
    if made.empty:
        return dict.fromkeys(("rivals", "changes", "moved", "promoting", "matched", "dear"), 0)
    lately = made.lately
    moved = lately[lately["what"].isin(["price", "promotion"])]
    running = made.promotions[made.promotions["open"].astype(bool)]
    known = made.matches[made.matches["state"].isin(["auto", "confirmed"])]
    return {
        "rivals": made.snapshots["competitor"].nunique(),
        "changes": len(lately),
        "moved": moved["competitor"].nunique(),
        "promoting": running["competitor"].nunique(),
        "matched": known["item_id"].nunique(),
        "dear": 0,
    }


def tiles(made: Comparison) -> list[Tile]:
    """The four answers, each with one line below it."""
    return [_moved(made), _beaten(made), _lacking(made), _cost(made)]


def _moved(made: Comparison) -> Tile:
    lately = made.lately
    price = lately[lately["what"].eq("price")]
    line: object = NO_PRICE
    if len(price):
        deepest = price.loc[price["size"].idxmin()]
        if deepest["size"] < 0:
            line = join([name(deepest["competitor"], 20), f" −{-deepest['size']:.1%}"])
        else:
            line = ONLY_UP
    count = figures(made)["moved"]
    return Tile("moved", Q_MOVED, count, "count", N_MOVED, line)  # type: ignore[arg-type]


def _beaten(made: Comparison) -> Tile:
    return Tile("dear", Q_BEATEN, None, "count", N_DEAR, NO_MATCH)


def _lacking(made: Comparison) -> Tile:
    return Tile("lacking", Q_LACK, None, "count", N_LACK, NO_MATCH)


def _cost(made: Comparison) -> Tile:
    return Tile("answer", Q_COST, None, "money", N_COST, NO_COST)


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last row noted of each offer."""
    return rows.sort_values("date").drop_duplicates(["competitor", "offer_id"], keep="last")


def known(value: float) -> float | None:
    """The figure, None where there is none."""
    return None if not math.isfinite(value) else value


Q_MOVED = L("谁动了价格或活动（近四周）", "Who moved a price or offer (four weeks)")
Q_BEATEN = L("哪里被比下去", "Where we are beaten")
Q_LACK = L("别人有、我们没有", "What others have and we lack")
Q_COST = L("跟到中间价要多少", "What answering would cost")
N_MOVED = L("近四周动了价格或活动的同行数", "Competitors that moved a price or offer in four weeks")
N_DEAR = L("比同款中间价贵的本店商品数", "Our products dearer than the middle of their matches")
N_LACK = L("多数同行有而本店没有的标签数", "Tags that most competitors have and we lack")
N_COST = L("跟到同款中间价每周少收的毛利", "Margin given up a week by going to the middle price")
NO_PRICE = L("没有人动价", "nobody moved a price")
ONLY_UP = L("只有涨价", "prices only rose")
NO_MATCH = L("还没有配上同款", "no product is matched yet")
NO_COST = L("缺成本或同款", "costs or matches are missing")
