"""The price-star game of each product: what the next star costs and brings."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import competition, report
from ..competition import Market, Reply, star_game
from ..report import rivals
from ..report.rivals import Terms
from .gather import MONTH

if TYPE_CHECKING:
    from .compare import Comparison

HORIZON = 56  # days over which a cut is reckoned
COLUMNS = (
    "item_id title price sales game_star has needs cut margin days days_lo days_hi gain gain_lo "
    "gain_hi break_even_days break_even_sales best best_gain verdict needed fit_lo fit_gain fit_hi"
).split()
_TAKEN = (
    "has needs cut margin days days_lo days_hi gain gain_lo gain_hi break_even_days "
    "break_even_sales best best_gain verdict needed"
).split()


def reply(made: Comparison) -> Reply:
    """How rivals answer: learned from our past moves; the days as given, where they are."""
    learned = Reply.learned(made.firsts)
    days = float(made.settings.get("reply") or 0)
    return replace(learned, lag=days) if days else learned


def games(made: Comparison) -> pd.DataFrame:
    """One row a product with cost, sales and enough matches; most gain a week first."""
    answer = reply(made)
    rows = [g for row in made.position.itertuples() if (g := _game(made, row, answer))]
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values("gain", ascending=False, na_position="last", ignore_index=True)


def lacking(made: Comparison) -> dict[str, int]:
    """Why matched products are not played, and how many: offers, sales or cost lack.

    A product that lacks several is counted once, by the first of them.
    """
    ours, out = made.ours.set_index("item_id"), dict.fromkeys(("offers", "sales", "cost"), 0)
    played = set(made.games["item_id"])
    for row in made.position.itertuples():
        if row.item_id in played:
            continue
        item = ours.loc[row.item_id]
        if row.needed or not row.price > 0:
            out["offers"] += 1
        elif not item["sales_30d"] > 0:
            out["sales"] += 1
        else:
            out["cost"] += 1
    return {reason: n for reason, n in out.items() if n}


def market_of(made: Comparison, row: Any, price: float = 0.0) -> Market | None:
    """The product among the same things; None where cost, sales or matches are missing."""
    ours = made.ours.set_index("item_id")
    item = ours.loc[row.item_id]
    needed = (row.price, item["unit_cost"], item["sales_30d"])
    if row.needed or not all(np.isfinite(v) and v > 0 for v in needed):
        return None
    mine = made.paired[made.paired["item_id"].eq(row.item_id)]
    prices = made.offers.merge(mine, on=["competitor", "offer_id"])
    their = tuple(float(v) for v in prices["low"])
    return Market(price or float(row.price), float(needed[1]), float(needed[2]) / MONTH, their)


def _game(made: Comparison, row: Any, answer: Reply) -> dict[str, Any] | None:
    market = market_of(made, row)
    if market is None:
        return None
    played = star_game(market, answer, horizon=HORIZON, margin_floor=made.margin_floor)
    taken = {c: getattr(played, c) for c in _TAKEN}
    head = {"item_id": row.item_id, "title": row.title, "price": row.price, "sales": market.sales}
    return {**head, "game_star": played.star, **taken, **_fit(played.curve, row)}


def _fit(curve: pd.DataFrame, row: Any) -> dict[str, float]:
    """What going down to the upper end of the fitting prices would bring, over the horizon."""
    if not row.suggest_high < row.price:
        return dict.fromkeys(("fit_lo", "fit_gain", "fit_hi"), np.nan)
    columns = {"fit_lo": "lo", "fit_gain": "gain", "fit_hi": "hi"}
    return {
        k: float(np.interp(row.suggest_high, curve["price"], curve[c])) for k, c in columns.items()
    }


def shown(made: Comparison, sheet: report.Sheet) -> Any:
    """Controls in JupyterLab; in a report the same at the page's own terms.

    Every move gets an empty sheet: what is tried out is no figure of the page.
    """
    terms = Terms(_price(made), made.margin_floor, float(made.settings.get("reply") or 0))

    def draw(at: Terms, on: report.Sheet) -> report.Block:
        tried = made.tried(at.price if at.price != terms.price else 0, at.margin_floor, at.reply)
        moves = reply(tried).moves
        return rivals.rivals_game(
            on, tried.games, moves=moves, horizon=HORIZON, lacking=lacking(tried)
        )

    if made.games.empty:
        return draw(terms, sheet)  # there is nothing to be tried
    if os.environ.get("OPSLIB_OUT"):
        return rivals.game_twin(draw(terms, sheet))
    empty: dict[str, Any] = {"numbers": {}, "findings": [], "checks": [], "tables": {}}
    return rivals.game_live(terms, lambda at: draw(at, replace(sheet, **empty)))


def _price(made: Comparison) -> float:
    """Our price of the product that the price control is about: the dearest that is played."""
    played = made.games
    if played.empty:
        return 0.0
    dear = made.position[made.position["item_id"].isin(played["item_id"])]
    return float(dear.iloc[0]["price"])


def priced(made: Comparison, ours: pd.DataFrame) -> pd.DataFrame:
    """Our products with the price that was given for the dearest matched one."""
    price = float(made.settings.get("price") or 0)
    if not price or made.empty:
        return ours
    place = competition.price_position(ours, made.snapshots, made.matches)
    place = place[place["needed"].eq(0)].sort_values("to_middle", ascending=False)
    if place.empty:
        return ours
    dear = ours["item_id"].eq(place.iloc[0]["item_id"])
    return ours.assign(price=ours["price"].where(~dear, price))
