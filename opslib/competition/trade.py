"""Days on which all of the trade moves its prices: they answer nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

SPANS = "first last way".split()
CROWD = 1 / 3  # of the competitors seen to move alike: an assumption, as is the next
ALONE = 3  # competitors below which a crowd cannot be seen
EDGE = pd.Timedelta(days=2)  # prices are set so long before an event, and put back after it


def trade_moves(moves: pd.DataFrame, events: Iterable[tuple[date, date]]) -> pd.DataFrame:
    """Between which looks did the trade cut, or put back, its prices for an event?

    moves: competitor, since, date (looks between which it happened), size: all price moves of all
    competitors. events: first and last day of each sale that the whole trade joins.

    frame(first, last, way): days about the first one (way -1: cuts) or the last one (way 1) of an
    event on which at least a third of the competitors may have moved that way; of fewer than three
    competitors any. An event that few follow is no excuse: its moves stay.
    """
    edges = {(pd.Timestamp(d), w) for pair in events for d, w in zip(pair, (-1, 1), strict=True)}
    many = moves["competitor"].nunique()
    least = max(2.0, CROWD * many) if many >= ALONE else 1.0
    told = moves[moves["size"].ne(0)].assign(way=np.sign(moves["size"].astype(float)))
    told = told.drop_duplicates(["competitor", "date", "way"])
    out = []
    for day, way in sorted(edges):
        first, last = (day - EDGE, day) if way < 0 else (day, day + EDGE)
        near = told[told["way"].eq(way) & told["since"].lt(last) & told["date"].ge(first)]
        if len(near) and near["competitor"].nunique() >= least:
            out.append((first, last, way))
    return pd.DataFrame(out, columns=SPANS)


def without_trade(moves: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Price moves that may not have been made together with the whole trade.

    moves: date, size, and where known since (the day before it otherwise). spans: `trade_moves`.
    A real answer that fell on such days is lost with them: rather too few are found than too many.
    """
    date = pd.to_datetime(moves["date"])
    since = pd.to_datetime(moves["since"]) if "since" in moves else date - pd.Timedelta(days=1)
    since = since.fillna(date - pd.Timedelta(days=1))
    way, kept = np.sign(moves["size"].astype(float)), np.ones(len(moves), bool)
    for span in spans.itertuples():
        kept &= ~(way.eq(span.way) & date.ge(span.first) & since.lt(span.last))
    return moves[kept]
