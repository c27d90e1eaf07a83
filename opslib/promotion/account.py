"""The week's account of advertising: what was spent, what came of it, what was left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import ParameterError
from ..labels import Label
from .completion import Completion
from .projection import Floats, Habits, habits, project

Ints = NDArray[np.int64]
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
    "total": ("shop", "plan", "product", "hour", "keyword"),
    "line": ("plan", "product", "keyword"),
    "plan": ("plan", "product", "keyword"),
    "product": ("product",),
    "keyword": ("keyword",),
}
LEAST_CONV = 0.5
_SUMS = ("spend", "impressions", "clicks", "conv", "gmv")
_FIGURES = ("spend", "impressions", "clicks", "conv", "ad_gmv", "complete")
_ENDS = ("conv_hat", "conv_lo", "conv_hi", "gmv_hat", "gmv_lo", "gmv_hi", "days")
MEAN_WEEKS = 8
Span = tuple[date, date]


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


def account(
    ads: pd.DataFrame, terms: Terms, by: str = "total", completion: Completion | None = None
) -> pd.DataFrame:
    """What did each member cost and bring, this week and before?

    ads: the frame `ADS` (date as datetime64), at least nine weeks up to the week's last day, and
    the week of last year where there is one. by: total, line, plan, product or keyword.
    completion: the shop's own curve; without it only what is complete is counted up.

    One row a member (columns member, title), most spend first. For this week, and with `_last`
    (the week before), `_mean8` (mean of the eight before, or of as many as there are), `_year`:
    spend, impressions, clicks, cpc, ctr, conv, value, gmv, cost_per_conv, roi, profit,
    profit_roi, breakeven_cpc, days (with any row). Money in terms.currency; rates as shares.
    conv, value, gmv are as known today; `_hat` is what they will have become, `_lo` and `_hi` its
    80 % range (conv, gmv, value, roi, profit); nan where that is not known. Ratios stand on
    `_hat`. A period's suffix stands last: conv_hat_last.
    Raises ParameterError for an unknown `by`.
    """
    if by not in _MEMBERS:
        raise ParameterError(
            "account",
            Label(f"没有按“{by}”的分法。", f"there is no cut by '{by}'."),
            Label(f"可以用：{'、'.join(_MEMBERS)}", f"Use one of: {', '.join(_MEMBERS)}"),
        )
    rows, spans = _asked(ads, terms, by)
    table = _Table(rows, by, completion)
    parts = [
        _period(table, span, n, terms).add_suffix(suffix) for suffix, (span, n) in spans.items()
    ]
    out = pd.concat(parts, axis=1)
    out.insert(0, "member", table.members)
    out.insert(1, "title", table.titles())
    told = [f"{what}{suffix}" for what in ("spend", "impressions", "clicks") for suffix in spans]
    out = out[(out[told] > 0).any(axis=1)]
    return out.sort_values(["spend", "member"], ascending=[False, True], ignore_index=True)


def _asked(
    ads: pd.DataFrame, terms: Terms, by: str
) -> tuple[pd.DataFrame, dict[str, tuple[Span | None, int]]]:
    """The rows that are compared, and by suffix the periods with their number of weeks."""
    names = ["date", "level", "title", *_MEMBERS[by], *_FIGURES]
    ads = ads[list(dict.fromkeys(names))]
    rows = level_rows(ads, by, _within(ads, (terms.weeks_back(MEAN_WEEKS)[0], terms.week[1])))
    weeks = min(MEAN_WEEKS, _weeks_known(rows, terms))
    before = (terms.weeks_back(weeks)[0], terms.weeks_back(1)[1]) if weeks else None
    spans: dict[str, tuple[Span | None, int]] = {
        "": (terms.week, 1),
        "_last": (terms.weeks_back(1), 1),
        "_mean8": (before, weeks),
        "_year": (terms.year, 1),
    }
    if terms.year is not None:
        old = level_rows(ads, by, _within(ads, terms.year))
        rows = pd.concat([rows, old], ignore_index=True) if len(old) else rows
    return rows, spans


def _within(ads: pd.DataFrame, span: Span) -> NDArray[np.bool_]:
    """Which rows are of these days."""
    first, last = (np.datetime64(d, "ns") for d in span)
    day = ads["date"].to_numpy()
    inside: NDArray[np.bool_] = (day >= first) & (day <= last)
    return inside


def level_rows(ads: pd.DataFrame, by: str, inside: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """The rows whose sum is all money of a cut, each day from the best level it has.

    inside: which rows to look at (None: all).
    """
    day = ads["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    day = day - day.min() if len(day) else day
    seen = np.zeros(int(day.max(initial=0)) + 1, bool)
    out: list[NDArray[np.int64]] = []
    for name in _LEVELS[by]:
        here = ads["level"].eq(name).to_numpy(bool)
        mine = np.flatnonzero(here if inside is None else here & inside)
        mine = mine[~seen[day[mine]]]
        if len(mine):
            out.append(mine)
            seen[day[mine]] = True
    if len(out) == 1 and len(out[0]) == len(ads):
        return ads
    return ads.take(np.concatenate(out)) if out else ads.iloc[:0]


class _Table:
    """The rows as plain columns, with each row's member as a number."""

    def __init__(self, rows: pd.DataFrame, by: str, completion: Completion | None) -> None:
        names = _MEMBERS[by]
        self.rows, self.by = rows, by
        if names:
            self.code, members = pd.factorize(rows[names[0]])
            self.members = np.asarray(members, object)
        else:
            self.code, self.members = np.zeros(len(rows), np.int64), np.array([""], object)
        self.figures = {c: rows[c].to_numpy(float) for c in _FIGURES}
        self.figures["gmv"] = self.figures.pop("ad_gmv")
        for name in _SUMS:
            self.figures[name] = np.nan_to_num(self.figures[name])
        self.day = rows["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        self.completion = completion if completion and completion.reason is None else None
        self.usual = self._usual() if self.completion else None

    def _usual(self) -> Habits:
        """What the weeks up to the one reviewed say of each member."""
        last = self.day.max() if len(self.day) else 0
        recent = self.day > last - 7 * (MEAN_WEEKS + 1)
        if recent.all():
            return habits(self.figures, self.day, self.code, len(self.members))
        mine = {k: v[recent] for k, v in self.figures.items()}
        return habits(mine, self.day[recent], self.code[recent], len(self.members))

    def between(self, span: Span | None) -> NDArray[np.int64]:
        """The places of the rows in the period."""
        if span is None:
            return np.array([], np.int64)
        first, last = (np.datetime64(d, "D").astype(np.int64) for d in span)
        return np.flatnonzero((self.day >= first) & (self.day <= last))

    def titles(self) -> list[str]:
        """A reader's name of each member where the report has one."""
        if self.by != "product" or self.rows.empty:
            return [""] * len(self.members)
        named = self.rows[self.rows["title"].fillna("").ne("")]
        last = named.groupby("item_id")["title"].last()
        return last.reindex(self.members).fillna("").tolist()


def _weeks_known(rows: pd.DataFrame, terms: Terms) -> int:
    """How many whole weeks before the one reviewed have rows."""
    if rows.empty:
        return 0
    first = rows["date"].min().date()
    return max((terms.week[0] - first).days // 7, 0)


def _period(table: _Table, span: Span | None, weeks: int, terms: Terms) -> pd.DataFrame:
    """Sums (a week's mean where there are several) and ratios of one period by member."""
    at = table.between(span)
    code, members, over = table.code[at], len(table.members), max(weeks, 1)
    figures = {k: v[at] for k, v in table.figures.items()}
    if not len(at):
        empty = {n: np.full(members, np.nan) for n in (*_SUMS, *_ENDS)}
        return pd.DataFrame(_ratios(empty, terms))
    out = {n: np.bincount(code, figures[n], members) / over for n in _SUMS}
    out |= {n: v / over for n, v in _counted_up(table, figures, code).items()}
    out["days"] = np.full(members, float(len(np.unique(table.day[at]))))
    return pd.DataFrame(_ratios(out, terms, over))


def _counted_up(
    table: _Table, figures: dict[str, Floats], code: Ints
) -> dict[str, NDArray[np.float64]]:
    """Conversions and paid amount when all have come, by member, with their range."""
    members = len(table.members)
    if table.completion is not None and table.usual is not None:
        found = project(figures, code, members, table.usual, table.completion)
        ends = {"hat": "", "lo": "_lo", "hi": "_hi"}
        return {f"{k}_{e}": getattr(found, k + t) for k in ("conv", "gmv") for e, t in ends.items()}
    open_ = np.bincount(code, ~(figures["complete"] >= 1), members) > 0
    out: dict[str, NDArray[np.float64]] = {}
    for k in ("conv", "gmv"):
        known = np.where(open_, np.nan, np.bincount(code, figures[k], members))
        out |= {f"{k}_{end}": known for end in ("hat", "lo", "hi")}
    return out


def _ratios(out: dict[str, Floats], terms: Terms, over: float = 1.0) -> dict[str, Floats]:
    def share(a: str, b: str) -> Floats:
        return np.divide(out[a], out[b], out=np.full(len(out[b]), np.nan), where=out[b] > 0)

    base, worth = ("gmv", terms.margin) if terms.basis == "gmv" else ("conv", terms.lead_value)
    known = worth if terms.priced else np.nan
    money = "gmv" if terms.basis == "gmv" else "value"
    out["value"] = out[base] * known
    for end, tail in (("hat", ""), ("lo", "_lo"), ("hi", "_hi")):
        out[f"value_{end}"] = out[f"{base}_{end}"] * known
        out[f"roi{tail}"] = share(f"{money}_{end}", "spend")
        out[f"profit{tail}"] = out[f"value_{end}"] - out["spend"]
    out["cpc"], out["ctr"] = share("spend", "clicks"), share("clicks", "impressions")
    # What is still expected of a member that brought nothing is next to nought: no price of one.
    some = out["conv_hat"] * over >= LEAST_CONV
    out["cost_per_conv"] = np.where(some, share("spend", "conv_hat"), np.nan)
    out["profit_roi"] = share("value_hat", "spend")
    out["breakeven_cpc"] = share("value_hat", "clicks")
    return out
