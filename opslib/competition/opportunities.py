"""Which words are searched much, offered little, and answered by none of our products?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from ..word_fit import MISFIT, fit_words

WORDS = (
    "keyword date search_rank gap_rank trend looks fit fits item_id missing opportunity"
).split()
HIGH = 0.75  # share of the words that must stand lower in demand over supply: an assumption
SEARCHED = 0.5  # and in searches
TREND_LOOKS = 6  # looks below which nothing is said of a trend
TREND_SURE = 0.10
_INDICES = ("search_index", "supply_demand_index", "demand_index", "supply_index")


def opportunities(
    words: pd.DataFrame,
    ours: pd.DataFrame,
    high: float = HIGH,
    least: float = MISFIT,
) -> pd.DataFrame:
    """Which words are in demand with little offered, and does any product of ours fit them?

    words: keyword, and as known date, search_index, supply_demand_index (or demand_index and
    supply_index, for which their ranks stand: indices are never divided). ours: item_id, title and
    what else names the goods. high: share of the words that a word must outrank. least: share of a
    word that a product must name to fit it.

    One row a word with an index on its last day, best first: search_rank and gap_rank (share of
    the words below it, 0..1: unit-free), trend (up, down, flat; "" below six looks) of its search
    index over the dates, fit and fits (see fit_words), item_id (nearest product), missing (part of
    the word that it lacks), opportunity (high gap, searched more than half of the words, none
    fits). A word that the platform never shows us cannot appear; that it would sell is not said.
    Raises ParameterError where keyword or every index lacks.
    """
    if "keyword" not in words or not set(_INDICES) & set(words):
        raise ParameterError(
            "opportunities",
            Label("缺少关键词或指数列。", "keyword or indices lack."),
            Label("需要带搜索指数、供需指数的关键词表。", "It takes words with their indices."),
        )
    rows = words.reindex(columns=list(dict.fromkeys([*words, "date", *_INDICES])))
    rows["date"] = pd.to_datetime(rows["date"])
    rows = rows.sort_values("date", kind="stable", na_position="first")
    last = rows.groupby("keyword", sort=True).last().reset_index()
    last["search_rank"] = _rank(last["search_index"].fillna(last["demand_index"]))
    last["gap_rank"] = _gap_rank(last)
    last = last[last["gap_rank"].notna()]
    trends = {k: _trend(part["search_index"].dropna()) for k, part in rows.groupby("keyword")}
    last["trend"] = [trends[k][0] for k in last["keyword"]]
    last["looks"] = [trends[k][1] for k in last["keyword"]]
    found = last.merge(fit_words(last["keyword"], ours, least=least), on="keyword", how="left")
    searched = found["search_rank"].isna() | (found["search_rank"] >= SEARCHED)
    found["opportunity"] = (found["gap_rank"] >= high) & searched & found["fits"].eq(False)
    order = ["opportunity", "gap_rank", "search_rank", "keyword"]
    found = found.sort_values(order, ascending=[False, False, False, True], ignore_index=True)
    return found.reindex(columns=WORDS)


def _rank(values: pd.Series) -> pd.Series:
    """Share of the other words that stand below, ties half; a word alone has none."""
    many = values.notna().sum()
    return (values.rank() - 1) / (many - 1) if many > 1 else values * np.nan


def _gap_rank(last: pd.DataFrame) -> pd.Series:
    told = _rank(last["supply_demand_index"])
    apart = _rank(last["demand_index"]) - _rank(last["supply_index"])
    return told if told.notna().any() else _rank(apart)


def _trend(values: pd.Series) -> tuple[str, int]:
    """Direction by Mann and Kendall's test, which reads ranks only (Kendall 1975)."""
    x = values.to_numpy(float)
    n = len(x)
    if n < TREND_LOOKS:
        return "", n
    from scipy.special import ndtr

    score = float(np.sign(x[None, :] - x[:, None])[np.triu_indices(n, 1)].sum())
    spread = np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    z = (score - np.sign(score)) / spread
    if 2 * (1 - float(ndtr(abs(z)))) >= TREND_SURE:
        return "flat", n
    return ("up" if z > 0 else "down"), n
