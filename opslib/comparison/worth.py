"""What the comparison's findings are worth a week, where that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .. import competition
from .gather import MONTH

if TYPE_CHECKING:
    from .compare import Comparison

Range = tuple[float, float, float]
WEEKS = 4
_KNOWN: Range = (float("nan"),) * 3

# Our own words: the market's index of each, the visitors and the money that it brought us.
_OURS = """
SELECT keyword, avg(search_index) AS index, sum(visitors) AS visitors, sum(pay_amount) AS paid
FROM keyword_day
WHERE date > $first AND date <= $day AND coalesce(item_id, '') = '' AND search_index IS NOT NULL
GROUP BY keyword HAVING sum(visitors) > 0 ORDER BY keyword
"""


def left_share(made: Comparison) -> float:
    """Share of what buyers pay that is left after goods, over 30 days; nan: not known."""
    ours = made.ours
    known = ours["unit_cost"].notna() & ours["amount_30d"].gt(0) & ours["sales_30d"].gt(0)
    paid = float(ours.loc[known, "amount_30d"].sum())
    goods = float((ours["unit_cost"] * ours["sales_30d"])[known].sum())
    return 1 - goods / paid if paid else float("nan")


def open_words(made: Comparison, names: list[str]) -> Range:
    """Money a week if these words brought us what our own words of such an index bring.

    From nought, because no product of ours fits them yet. nan where our own words are too few, or
    their index says nothing about their visitors; words outside of their range are left out.
    """
    span = {"first": made.day - pd.Timedelta(days=7 * WEEKS), "day": made.day}
    own = made.shop.con.execute(_OURS, span).df()
    curve = competition.calibrate(own["index"], own["visitors"] / WEEKS)
    rows = made.words.set_index("keyword")["search_index"].reindex(names)
    told = curve.predict(rows.to_numpy(float))
    told = told[told["inside"]]
    if not curve.known or told.empty:
        return _KNOWN
    each = float(own["paid"].sum() / own["visitors"].sum()) * left_share(made)
    return 0.0, float(told["mid"].sum()) * each, float(told["hi"].sum()) * each


def at_risk(made: Comparison, moves: pd.DataFrame, loss: float) -> pd.DataFrame:
    """Our products under rivals' cuts: risk (money a week at stake), each (a rival's share).

    moves: item_id, low, price. loss: per cent of sales for each per cent that an offer is cheaper.
    """
    ours = made.ours.set_index("item_id")
    offers = made.position.set_index("item_id")["offers"]
    week = moves["item_id"].map(ours["amount_30d"]).astype(float) / MONTH * 7
    margin = 1 - moves["item_id"].map(ours["unit_cost"]).astype(float) / moves["price"]
    risk = week * margin * loss * (1 - moves["low"] / moves["price"])
    return moves.assign(risk=risk, each=risk / moves["item_id"].map(offers).astype(float))
