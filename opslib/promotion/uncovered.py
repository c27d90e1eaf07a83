"""Words that earn without a bid, money spent on words that lose it, words and goods that work."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from ..word_fit import fit_words
from .account import Terms
from .click_value import click_values

WINDOWS = (1, 7, 30)
_MEMBER = {"keyword": ["plan", "keyword"], "product": ["item_id"]}


def uncovered(
    natural: pd.DataFrame, bid: pd.DataFrame, terms: Terms, products: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Which words bring visitors or orders in natural search and are not bid on?

    natural: the platform's word rows of natural search (keyword; impressions, clicks, visitors,
        pay_buyers, pay_amount, inquiries as far as known; several rows of a word are added up).
    bid: rows with the keywords that have a bid. products: item_id, title ... to tell which fit.

    One row a word that is not bid on and brought a visit or more, most money first: keyword,
    impressions, visits (visitors, or clicks where they are not counted; visitors of several days
    are added up, so the same person may count twice), conv (buyers or inquiries), money (paid
    amount x margin, or inquiries x lead_value), value_per_visit with lo and hi (80 %, drawn to the
    other words), bid_to (the price of a click that meets the target, if an ad's visit is worth as
    much), fit, fits, item_id. Money in terms.currency; nan where the worth of a conversion or the
    money by word is not known. Raises ParameterError without a keyword column.
    """
    out = _natural_sums(natural, terms)
    if "keyword" not in bid:
        raise _no_keyword()
    bids = set(bid["keyword"].astype(str).str.strip().str.lower())
    values = click_values(
        out["conv"].to_numpy(float),
        out["visits"].to_numpy(float),
        out["money"].fillna(0).to_numpy(float),
        np.zeros(len(out), np.int64),
        terms.lead_value if terms.basis == "leads" and terms.priced else 0.0,
    )
    known = terms.priced and bool(out["money"].sum() > 0)
    price = terms.target_roi * terms.margin if terms.target_roi > 0 else 1.0
    worth = {"value_per_visit": values.mean, "lo": values.quantile(0.1), "hi": values.quantile(0.9)}
    out = out.assign(**{k: v if known else np.nan for k, v in worth.items()})
    out["bid_to"] = out["value_per_visit"] / price
    free = ~out["keyword"].str.strip().str.lower().isin(bids) & (out["visits"] > 0)
    out = out[free & out["keyword"].ne("")]
    shelf = pd.DataFrame(columns=["item_id", "title"]) if products is None else products
    sold = out.loc[out["conv"] > 0, "keyword"].tolist()
    fit = fit_words(out["keyword"], shelf, sold)[["keyword", "fit", "fits", "item_id"]]
    order = ["money", "conv", "visits", "keyword"]
    out = out.merge(fit, on="keyword", how="left").fillna({"money": 0.0} if known else {})
    return out.sort_values(order, ascending=[False] * 3 + [True], ignore_index=True)


def _no_keyword() -> ParameterError:
    return ParameterError(
        "uncovered",
        Label("没有关键词这一列。", "there is no keyword column."),
        Label("需要关键词报表。", "It takes a keyword report."),
    )


def _natural_sums(natural: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """One row a word: impressions, visits, conv, money."""
    if "keyword" not in natural:
        raise _no_keyword()

    def column(*names: str) -> pd.Series:
        for name in names:
            if name in natural and natural[name].notna().any():
                return pd.to_numeric(natural[name], errors="coerce").fillna(0.0).clip(lower=0)
        return pd.Series(0.0, natural.index)

    leads = terms.basis == "leads"
    conv = column("inquiries", "inquiry_buyers") if leads else column("pay_buyers", "pay_orders")
    frame = pd.DataFrame(
        {
            "keyword": natural["keyword"].fillna("").astype(str),
            "impressions": column("impressions"),
            "visits": column("visitors", "clicks"),
            "conv": conv,
            "money": conv * terms.lead_value if leads else column("pay_amount") * terms.margin,
        }
    )
    return frame.groupby("keyword", as_index=False).sum()


def wasted(classes: pd.DataFrame, fits: pd.DataFrame) -> pd.DataFrame:
    """How much money goes to words that lose it, or that ask for something else?

    classes: the frame of `classify`; fits: that of `fit_words`.
    One row a plan and word, most money first: plan, keyword, why ("loss": its verdict is lower or
    remove; "misfit": it names no product of the shop and has not shown that it pays), spend (a
    week, at today's pace and price), excess (of it, what is paid above the target price of its
    clicks; expected, a week; nan where what a click is worth is not known), clicks (a week), conv,
    p_bad (probability that a click is worth less than asked), token (the part of a title that
    attracts the word), missing (the part no product holds), item_id.
    """
    rows = classes.merge(fits.drop_duplicates("keyword"), on="keyword", how="left")
    loss = rows["verdict"].isin(["lower", "remove"])
    strange = rows["fits"].eq(False) & rows["verdict"].eq("cannot_tell") & ~rows["p_good"].gt(0.5)
    rows["why"] = np.where(loss, "loss", "misfit")
    rows["p_bad"] = 1 - rows["p_good"]
    rows["clicks"] = rows["pace"]
    rows["spend"] = (rows["cpc"] * rows["pace"]).fillna(0.0)
    rows["excess"] = (rows["spend"] - rows["bid_to"] * rows["pace"]).clip(lower=0)
    names = "plan keyword why spend excess clicks conv p_bad token missing item_id fits".split()
    rows = rows.loc[(loss | strange) & (rows["spend"] > 0), names]
    order = ["excess", "spend", "plan", "keyword"]
    return rows.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def effective(ads: pd.DataFrame, terms: Terms, by: str = "keyword") -> pd.DataFrame:
    """Which words (or products) worked in the last 1, 7 and 30 days, and how sure is that?

    ads: rows of `account.ADS` up to the week's last day. by: "keyword" or "product".
    One row a member and window: plan and keyword, or item_id; days, clicks, spend, conv, value,
    p_works (probability that a click was worth more than it cost; days that still fill up count
    in part), works: "yes" and "no" beyond terms.evidence, else "cannot_tell". Members without
    clicks are left out. Raises ParameterError for an unknown `by`.
    """
    if by not in _MEMBER:
        raise ParameterError(
            "effective",
            Label(f"没有按“{by}”的分法。", f"there is no cut by '{by}'."),
            Label("可以用 keyword 或 product。", "Use keyword or product."),
        )
    last, sums = pd.Timestamp(terms.week[1]), ["clicks", "spend", "conv", "value", "exposure"]
    rows = ads[["date", *_MEMBER[by], *sums[:-1], "complete"]]
    newest = ads["date"].gt(last - pd.Timedelta(days=max(WINDOWS))) & ads["date"].le(last)
    rows = rows[newest & ads["level"].eq(by)]
    rows = rows.assign(exposure=rows["clicks"] * rows["complete"].fillna(0.0))
    parts = []
    for days in WINDOWS:
        part = rows[rows["date"].between(last - pd.Timedelta(days=days - 1), last)]
        parts.append(_worked(part.groupby(_MEMBER[by])[sums].sum().reset_index(), terms, days))
    return pd.concat(parts, ignore_index=True)


def _worked(rows: pd.DataFrame, terms: Terms, days: int) -> pd.DataFrame:
    rows = rows[rows["clicks"] > 0].reset_index(drop=True)
    groups = pd.factorize(rows["plan"])[0] if "plan" in rows else np.zeros(len(rows), np.int64)
    conv, exposure, value = (rows[c].to_numpy(float) for c in ("conv", "exposure", "value"))
    worth = terms.lead_value if terms.basis == "leads" and terms.priced else 0.0
    known = terms.priced and (worth > 0 or value.sum() > 0) and exposure.sum() > 0
    cpc = (rows["spend"] / rows["clicks"]).to_numpy(float)
    p, yes, no = (np.full(len(rows), np.nan) for _ in range(3))
    if known:
        worths = click_values(conv, exposure, value, np.asarray(groups, np.int64), worth)
        p = 1 - worths.below(cpc)
        yes, no = np.minimum(p, worths.own_above(cpc)), np.minimum(1 - p, worths.own_below(cpc))
    sure = [yes >= terms.evidence, no >= terms.evidence]
    works = np.select(sure, ["yes", "no"], "cannot_tell").astype(object)
    names = [c for c in ("plan", "keyword", "item_id") if c in rows]
    out = rows[[*names, "clicks", "spend", "conv", "value"]].assign(p_works=p, works=works)
    out.insert(len(names), "days", days)
    return out.sort_values(["p_works", *names], ascending=[False] + [True] * len(names))
