"""Channels side by side: what a visitor of each costs, brings and leaves, paid ones and free."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .account import Terms
from .shrunk import Floats, posterior
from .takings import by_day, jumpiness, order_spread, ranks, worth_draws

COLUMNS = (
    "channel line days impressions clicks visitors conv amount value spend ctr ctr_lo ctr_hi cvr "
    "cvr_lo cvr_hi cost each each_lo each_hi profit profit_lo profit_hi place_lo place_hi p_best "
    "p_loss told_by"
).split()
_COUNTS = ("impressions", "clicks", "visitors", "conv", "amount")
_PAID = ("spend", "ad_conv", "ad_value", "known")


def compare_channels(days: pd.DataFrame, ads: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Which channel leaves most of a visitor, after what the visitor cost?

    days: one row a day and channel: date, channel, impressions, clicks, visitors, conv (buyers or
    inquiries; nan: the export does not tell them by channel), amount (paid, nan alike). ads: rows
    of the same days: date, product_line, spend, conv, value, complete. A channel whose last part
    is named like a product line is paid by that line; where the channel's own results are unknown
    those of the line's advertising report stand in.

    One row a channel, the one that leaves most first: the sums; line ("" where it is free); ctr
    and cvr (conv a visitor) with 80 % ranges, shrunk towards the other channels; cost of a
    visitor; each (money left of a visitor after goods and cost), profit (a week), each with _lo,
    _hi (80 %); place_lo, place_hi (80 % of its place in the ranking), p_best, p_loss (chance
    that a visitor costs more than he brings); told_by: "channel", "ads" or "" (results unknown:
    it is not ranked). Money in terms.currency.
    Visitors are daily ones added up: who comes on two days counts twice, in every channel alike.
    Not to be trusted as what would come of more money: the next visitor is worth less than the
    mean one, and a buyer may have met the shop in another channel first.

    Source: guide row 001-10; gamma-Poisson shrinkage as in `shrunk.posterior`.
    """
    rows = days[days["visitors"].fillna(0) > 0]
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = _with_costs(rows, ads, terms)
    names = pd.Index(sorted(rows["channel"].unique()), name="channel")
    sums = rows.groupby("channel")[[*_COUNTS, *_PAID, "room"]].sum(min_count=1).reindex(names)
    told = rows.groupby("channel")["told_by"].last().reindex(names)
    table = sums.drop(columns=[c for c in _PAID if c != "spend"]).assign(
        line=rows.groupby("channel")["line"].last().reindex(names),
        days=rows.groupby("channel")["date"].nunique().reindex(names),
        told_by=told,
        value=rows.groupby("channel")["worth"].sum(min_count=1).reindex(names),
    )
    for rate, above, below in (("ctr", "impressions", "clicks"), ("cvr", "room", "conv")):
        _rated(table, rows, rate, above, below)
    _left(table, rows, terms)
    order = ["each", "cvr", "visitors"]
    out = table.reset_index().sort_values(order, ascending=False, ignore_index=True)
    return out[COLUMNS]


def _with_costs(rows: pd.DataFrame, ads: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Each channel's day with what its line spent; results of the line where it has none."""
    lines = {str(x) for x in ads["product_line"].unique() if str(x)}
    line = rows["channel"].map(lambda c: _line(str(c), lines))
    known = ads["complete"].fillna(0.0)
    paid = ads.assign(
        known=ads["spend"] * known,
        ad_conv=ads["conv"].where(known > 0, 0.0),
        ad_value=ads["value"].where(known > 0, 0.0),
    )
    paid = paid.groupby(["date", "product_line"], as_index=False)[list(_PAID)].sum()
    out = rows.assign(line=line).merge(
        paid.rename(columns={"product_line": "line"}), on=["date", "line"], how="left"
    )
    whole = out.groupby("channel")["conv"].transform(lambda v: v.notna().any())
    lent = ~whole & out["line"].ne("")
    out["told_by"] = np.select([whole, lent], ["channel", "ads"], "")
    own = out["amount"] * terms.margin if terms.basis == "gmv" else out["conv"] * terms.lead_value
    out["conv"] = out["conv"].where(~lent, out["ad_conv"].fillna(0.0))
    out["worth"] = own.where(~lent, out["ad_value"].fillna(0.0))
    share = np.divide(out["known"], out["spend"], out=np.zeros(len(out)), where=out["spend"] > 0)
    out["room"] = out["visitors"] * np.where(lent, share, 1.0)
    out["spend"] = out["spend"].fillna(0.0)
    return out


def _line(channel: str, lines: set[str]) -> str:
    last = channel.split(">")[-1].strip()
    return last if last in lines else ""


def _rated(table: pd.DataFrame, rows: pd.DataFrame, rate: str, above: str, below: str) -> None:
    """A rate of each channel with its 80 % range; nan where either count is unknown."""
    for column in (rate, f"{rate}_lo", f"{rate}_hi"):
        table[column] = np.nan
    there = table.index[table[below].notna() & (table[above] > 0)]
    if not len(there):
        return
    room, count = (by_day(rows, "channel", c, there) for c in (above, below))
    phi = jumpiness(count, room)
    post = posterior(count.sum(0) / phi, room.sum(0) / phi)
    ends = [post.mean, post.quantile(0.1), post.quantile(0.9)]
    for column, values in zip((rate, f"{rate}_lo", f"{rate}_hi"), ends, strict=True):
        table.loc[there, column] = values


def _left(table: pd.DataFrame, rows: pd.DataFrame, terms: Terms) -> None:
    """What a visitor costs and leaves; the places; the week's profit."""
    table["cost"] = table["spend"] / table["visitors"]
    ends = ["each", "each_lo", "each_hi", "place_lo", "place_hi", "p_best", "p_loss"]
    table[ends] = np.nan
    there = table.index[table["told_by"].ne("") & (table["room"] > 0)]
    if len(there) and terms.priced and table.loc[there, "conv"].sum() > 0:
        draws = _draws(table.loc[there], rows, there, terms)
        each = draws - table.loc[there, "cost"].to_numpy(float)
        place_lo, place_hi, best = ranks(each)
        lo, hi = np.quantile(each, [0.1, 0.9], axis=0)
        told = [each.mean(0), lo, hi, place_lo, place_hi, best, (each < 0).mean(0)]
        table.loc[there, ends] = np.column_stack(told)
    weekly = table["visitors"] / rows["date"].nunique() * 7
    for column in ("each", "each_lo", "each_hi"):
        table[column.replace("each", "profit")] = table[column] * weekly


def _draws(table: pd.DataFrame, rows: pd.DataFrame, there: pd.Index, terms: Terms) -> Floats:
    rng = np.random.default_rng(10)
    room, count = (by_day(rows, "channel", c, there) for c in ("room", "conv"))
    phi = jumpiness(count, room)
    post = posterior(count.sum(0) / phi, room.sum(0) / phi)
    conv, value = (table[c].fillna(0).to_numpy(float) for c in ("conv", "value"))
    spread = order_spread(count, by_day(rows, "channel", "worth", there))
    worth = worth_draws(conv, value, terms, rng, spread)
    return post.draws(rng, len(worth)) * worth
