"""The week's account of advertising: what was spent, what came of it, what was left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label

BASES = ("gmv", "leads")
LEVELS = ("shop", "plan", "product", "keyword", "hour")
# One row an advertising row; rows of different levels are the same money seen twice.
ADS = (
    "date level product_line plan item_id keyword hour title impressions clicks spend ad_visitors "
    "orders ad_orders ad_gmv carts fav_items inquiries leads tm_buyers budget bid avg_rank "
    "ran_out_at settled conv value complete"
).split()
_MEMBERS = {
    "total": [],
    "line": ["product_line"],
    "plan": ["plan"],
    "product": ["item_id"],
    "keyword": ["keyword"],
}
# Where a level is missing on a day, the next one is the same money.
_LEVELS = {
    "total": ("shop", "plan", "product", "hour"),
    "line": ("plan", "product", "keyword"),
    "plan": ("plan", "product", "keyword"),
    "product": ("product",),
    "keyword": ("keyword",),
}
_SUMS = ["spend", "impressions", "clicks", "conv", "value", "gmv", "conv_hat", "value_hat",
         "gmv_hat"]  # fmt: skip
MEAN_WEEKS = 8


@dataclass(frozen=True)
class Terms:
    """What a week of advertising is judged on.

    as_of, week: last day looked at; first and last day of the week reviewed. currency: ISO code.
    attribution_days: an order counts for a click so many days before it. basis: "gmv" (attributed
    paid amount) or "leads". margin: share of a paid yuan left after goods and refunds, before
    advertising (leads: 1). lead_value: value of a lead in currency (basis gmv: 0; nan: unknown).
    target_roi: paid amount asked for a unit of spend (leads: value of leads). weekly_budget: in
    currency. evidence: chance asked for before a change is advised. assumed: names of the fields
    that are assumptions. year: the week of last year that is fairly compared (None: no history).
    """

    as_of: date
    week: tuple[date, date]
    currency: str
    attribution_days: int
    basis: str
    margin: float
    lead_value: float
    target_roi: float
    weekly_budget: float
    evidence: float = 0.8
    assumed: tuple[str, ...] = ()
    year: tuple[date, date] | None = None

    @property
    def breakeven_roi(self) -> float:
        """Return on spend at which nothing is left and nothing lost: 1 / margin."""
        return 1 / self.margin if self.margin > 0 else float("inf")

    @property
    def priced(self) -> bool:
        """Is it known what a conversion is worth? Without it there is no profit."""
        worth = self.margin if self.basis == "gmv" else self.lead_value
        return bool(np.isfinite(worth) and worth > 0)

    def weeks_back(self, number: int) -> tuple[date, date]:
        """First and last day of the week so many weeks before the one reviewed."""
        back = timedelta(days=7 * number)
        return self.week[0] - back, self.week[1] - back


def account(ads: pd.DataFrame, terms: Terms, by: str = "total") -> pd.DataFrame:
    """What did each member cost and bring, this week and before?

    ads: the frame `ADS` (date as datetime64), at least nine weeks up to the week's last day, and
    the week of last year where there is one. by: total, line, plan, product or keyword.

    One row a member (columns member, title, plan names), most spend first. For this week, and
    with `_last` (the week before), `_mean8` (mean of the eight before, or of as many as there
    are), `_year`: spend, impressions, clicks, cpc, ctr, conv, value, gmv, cost_per_conv, roi,
    profit, profit_roi, breakeven_cpc, days. Money in terms.currency; rates as shares.
    conv, value and gmv are as known today; those with `_hat` are what they will have become
    (rows counted up by `complete`), nan where no row says how complete it is; ratios stand on
    `_hat`. Raises ParameterError for an unknown `by`.
    """
    if by not in _MEMBERS:
        raise ParameterError(
            "account",
            Label(f"没有按“{by}”的分法。", f"there is no cut by '{by}'."),
            Label(f"可以用：{'、'.join(_MEMBERS)}", f"Use one of: {', '.join(_MEMBERS)}"),
        )
    rows = level_rows(ads, by)
    weeks = min(MEAN_WEEKS, _weeks_known(rows, terms))
    long = terms.weeks_back(max(weeks, 1))[0], terms.weeks_back(1)[1]
    spans: Mapping[str, tuple[tuple[date, date] | None, int]] = {
        "": (terms.week, 1),
        "_last": (terms.weeks_back(1), 1),
        "_mean8": (long if weeks else None, max(weeks, 1)),
        "_year": (terms.year, 1),
    }
    parts = [_period(rows, span, n, terms, by).add_suffix(s) for s, (span, n) in spans.items()]
    out = pd.concat(parts, axis=1)
    sums = [c for c in out if str(c).removesuffix("_last") in ("spend", "impressions", "clicks")]
    out[sums] = out[sums].fillna(0.0)
    out = out[(out[["spend", "impressions", "clicks", "spend_last"]] > 0).any(axis=1)]
    out.insert(0, "title", _titles(rows, by).reindex(out.index).fillna(""))
    out = out.rename_axis("member").reset_index()
    return out.sort_values(["spend", "member"], ascending=[False, True], ignore_index=True)


def level_rows(ads: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows whose sum is all money of a cut, each day from the best level it has."""
    out: list[pd.DataFrame] = []
    seen = pd.DatetimeIndex([])
    for level in _LEVELS[by]:
        part = ads[ads["level"].eq(level)]
        part = part[~part["date"].isin(seen)] if len(seen) else part
        if len(part):
            out.append(part)
            seen = seen.union(pd.DatetimeIndex(part["date"].unique()))
    return pd.concat(out, ignore_index=True) if out else ads.iloc[:0]


def _weeks_known(rows: pd.DataFrame, terms: Terms) -> int:
    """How many whole weeks before the one reviewed have rows."""
    if rows.empty:
        return 0
    first = rows["date"].min().date()
    return max((terms.week[0] - first).days // 7, 0)


def _period(
    rows: pd.DataFrame, span: tuple[date, date] | None, weeks: int, terms: Terms, by: str
) -> pd.DataFrame:
    """Sums (a week's mean where there are several) and ratios of one period by member."""
    if span is None:
        rows = rows.iloc[:0]
    else:
        first, last = (pd.Timestamp(d) for d in span)
        rows = rows[rows["date"].between(first, last)]
    share = rows["complete"].to_numpy(float)
    frame = pd.DataFrame(
        {k: rows[k].to_numpy(float) for k in ("spend", "impressions", "clicks", "conv", "value")}
    ).assign(gmv=rows["ad_gmv"].to_numpy(float))
    for name in ("conv", "value", "gmv"):
        frame[f"{name}_hat"] = frame[name] / np.where(share > 0, share, np.nan)
    frame["open"] = np.isnan(share)
    frame["member"] = rows[_MEMBERS[by][0]].to_numpy() if _MEMBERS[by] else ""
    grouped = frame.groupby("member", sort=False)
    out = grouped[_SUMS].sum() / weeks
    for name in ("conv", "value", "gmv"):
        out.loc[grouped["open"].any(), f"{name}_hat"] = np.nan
    out["days"] = float(rows["date"].nunique())
    return _ratios(out, terms)


def _ratios(out: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    def share(a: str, b: str) -> pd.Series:
        return out[a] / out[b].where(out[b] > 0)

    out["cpc"], out["ctr"] = share("spend", "clicks"), share("clicks", "impressions")
    out["cost_per_conv"] = share("spend", "conv_hat")
    out["roi"] = share("gmv_hat" if terms.basis == "gmv" else "value_hat", "spend")
    known = 1.0 if terms.priced else np.nan
    out["profit"] = (out["value_hat"] - out["spend"]) * known
    out["profit_roi"] = share("value_hat", "spend") * known
    out["breakeven_cpc"] = share("value_hat", "clicks") * known
    return out


def _titles(rows: pd.DataFrame, by: str) -> pd.Series:
    """A reader's name of each member where the report has one."""
    if by != "product" or rows.empty:
        return pd.Series(dtype=object)
    named = rows[rows["title"].fillna("").ne("")]
    return named.groupby("item_id")["title"].last()
