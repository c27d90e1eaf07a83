"""The last whole week's advertising of one shop: facts gathered, judged by `opslib.promotion`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from ..actions import Action, proposed, worked
from ..labels import Label
from ..promotion import (
    ADS,
    Budgets,
    Completion,
    Terms,
    account,
    budgets,
    doubts,
    fit_completion,
    unusual,
)
from . import split as weekly_split
from . import terms as weekly_terms
from . import words as weekly_words
from .compare import Compared, Comparisons
from .kinds import Kind, kinds_of
from .rows import COUNTS, ad_rows
from .words_apart import WordsApart

if TYPE_CHECKING:
    from ..promotion import Slots
    from ..promotion.response import Responses
    from ..shop import Shop
    from .show import WeeklyShow

# Words, products and hours: the week, the eight before it, and some to learn from.
FINE_DAYS = 7 * 14
# Exports older than this say nothing of how late conversions come these days.
VINTAGE_DAYS = 150
CUTS = ("total", "line", "plan", "product", "keyword")


class Weekly:
    """One shop's last whole week of advertising. Made by `Shop.weekly`.

    settings: target_roi, margin, weekly_budget, evidence; 0 or absent takes the shop's own.
    """

    def __init__(self, shop: Shop, settings: Mapping[str, Any] | None = None) -> None:
        self.shop, self.settings = shop, dict(settings or {})

    @cached_property
    def show(self) -> WeeklyShow:
        """The sections of the weekly page."""
        from .show import WeeklyShow

        return WeeklyShow(self)

    @cached_property
    def week(self) -> tuple[date, date]:
        """First and last day of the week reviewed, by the platform's own week."""
        return self.shop.profile.week(self.shop.as_of)

    @cached_property
    def terms(self) -> Terms:
        """What the week is judged on."""
        return weekly_terms.terms(self.shop, self._rows, self.worth, self.settings)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of findings, as the shop's own rules/promotion.toml has them."""
        return kinds_of(self.shop.workspace.root)

    @cached_property
    def worth(self) -> weekly_terms.Worth:
        """What the margin and the value of a lead were made from."""
        return weekly_terms.worth(self.shop)

    @cached_property
    def ads(self) -> pd.DataFrame:
        """The advertising rows (`promotion.ADS`) with what is known of each.

        Plans and the shop as far back as the facts go (14 months), words, products and hours of 14
        weeks and of last year's week. `complete` is nan where no curve says how complete a day is.
        """
        return self.worked_out(self._rows.copy(deep=False))[ADS]

    def worked_out(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Advertising rows with conv, value, settled and complete, as every section judges them."""
        terms = self.terms
        if "known_on" not in rows:
            rows["known_on"] = self._known_on(rows)
        rows["conv"] = _conversions(rows, terms.basis, all_levels=self._rows)
        worth = rows["ad_gmv"] * terms.margin
        rows["value"] = worth if terms.basis == "gmv" else rows["conv"] * terms.lead_value
        age = (rows["known_on"] - rows["date"]).dt.days.to_numpy()
        rows["settled"] = age >= terms.attribution_days
        rows["complete"] = self.completion.at(age)
        return rows

    @cached_property
    def completion(self) -> Completion:
        """How late the shop's conversions come, from older exports of the same days."""
        return fit_completion(self.vintages, self.terms.attribution_days)

    @cached_property
    def money(self) -> dict[str, pd.DataFrame]:
        """The account by total, line, plan, product and keyword."""
        return {by: account(self.ads, self.terms, by, self.completion) for by in CUTS}

    @cached_property
    def actions(self) -> list[Action]:
        """What the week asks to be done, under the ids of the action register."""
        return proposed(self)

    @cached_property
    def worked(self) -> pd.DataFrame:
        """Did the actions of the last six weeks work? One row an action that was done."""
        return worked(self, self.shop.actions.all())

    @cached_property
    def doubts(self) -> tuple[Label, ...]:
        """What is odd about the week's rows; said before their figures."""
        paid, currencies = weekly_terms.real_orders(self.shop, self.week)
        return doubts(self.ads, self.terms, self.completion, paid, currencies)

    @cached_property
    def unusual(self) -> pd.DataFrame:
        """Plans whose impressions, click rate or order rate left their usual range."""
        return unusual(self.ads, self.terms)

    @cached_property
    def budget(self) -> Budgets:
        """Budgets by plan: used, ran out, lost after, why unspent, pace of the coming week."""
        profile, day = self.shop.profile, self.shop.as_of
        low = profile.number("budget_underspend_share", day)
        full = profile.number("budget_exhausted_share", day)
        return budgets(self.ads, self.terms, low, full)

    @cached_property
    def compared(self) -> Compared:
        """Products, hours and comparisons, each judged when it is asked for."""
        return Compared(self)

    @property
    def products(self) -> pd.DataFrame:
        """Products with their weak link, most money first."""
        return self.compared.products

    @property
    def slots(self) -> Slots:
        """Hours and weekdays that differ beyond chance."""
        return self.compared.slots

    @property
    def contests(self) -> Comparisons:
        """Smart against manual plans, product tests, creatives, plans too many to be read."""
        return self.compared.comparisons

    @cached_property
    def word_sums(self) -> weekly_words.WordSums:
        """Sums by plan and word of the last weeks that are known."""
        return weekly_words.word_sums(self)

    @cached_property
    def keywords(self) -> pd.DataFrame:
        """The bid words with their verdicts (`promotion.keywords.classify`)."""
        return weekly_words.judged(self, self.terms)

    @cached_property
    def words_apart(self) -> WordsApart:
        """Words that fit no product, that earn without a bid, that work."""
        return WordsApart(self)

    @cached_property
    def responses(self) -> Responses:
        """What each plan's money brings and how that bends."""
        return weekly_split.responses(self)

    @cached_property
    def split(self) -> weekly_split.Plan:
        """The coming week's money over the plans, and whether it should be more or less."""
        return weekly_split.plan(self)

    @cached_property
    def vintages(self) -> pd.DataFrame:
        """What was known of each plan's day on which day: date, plan, known_on, conv, gmv."""
        shop, basis = self.shop, self.terms.basis
        since = shop.as_of - timedelta(days=VINTAGE_DAYS)
        columns = ["date", "product_line", "plan", *COUNTS[4:12]]
        found = shop.workspace.store.vintages(
            "ad_day", shop.identity.id, columns, "level = 'plan'", since
        )
        if shop.known_at is not None:
            found = found[found["imported_at"] <= _utc(shop.known_at)]
        if found.empty:
            return pd.DataFrame(columns=["date", "plan", "known_on", "conv", "gmv"])
        found = found.assign(**{c: found[c].astype(float) for c in COUNTS[4:12]})
        found["date"] = pd.to_datetime(found["date"])
        found["known_on"] = self._known_on(found)
        found["conv"] = _conversions(found, basis, all_levels=self._rows)
        found["plan"] = found["product_line"].fillna("") + "/" + found["plan"].fillna("")
        sums = found.groupby(["date", "plan", "known_on"], as_index=False)
        return sums.agg(conv=("conv", "max"), gmv=("ad_gmv", "max"))

    @cached_property
    def _rows(self) -> pd.DataFrame:
        """The stored rows up to as-of, texts without gaps, figures as numbers."""
        fine = self.week[1] - timedelta(days=FINE_DAYS)
        year = self.week[1] - timedelta(days=340)
        rows = ad_rows(self.shop.con, self.shop.as_of, fine, year)
        rows["known_on"] = self._known_on(rows)
        return rows

    def _known_on(self, rows: pd.DataFrame) -> pd.Series:
        """The day at whose end the row's figures stood as they do.

        An export shows what the platform knew `delay_days` before, or up to its own last day where
        that is later; and nothing is known beyond the last day of any advertising row.
        """
        if rows.empty:
            return pd.to_datetime(rows["date"])
        profile = self.shop.profile
        zone = ZoneInfo(profile.timezone)
        code, moments = pd.factorize(rows["imported_at"].to_numpy())
        utc = pd.to_datetime(moments).tz_localize("UTC")
        told = utc.tz_convert(zone).tz_localize(None).normalize()
        told = told - pd.Timedelta(days=profile.delay_days)
        own = rows.groupby(code)["date"].max().to_numpy()
        told = np.maximum(told.to_numpy(), own)
        return pd.Series(np.minimum(told, self._last)[code], index=rows.index)

    @cached_property
    def _last(self) -> np.datetime64:
        """The last day that any advertising row tells of, as-of or later."""
        con = self.shop.snapshot.connect(self.shop.identity.id)
        (day,) = con.execute("SELECT max(date) FROM ad_day").fetchone() or (None,)
        con.close()
        return np.datetime64(day or self.shop.as_of, "ns")


def _conversions(
    rows: pd.DataFrame, basis: str, all_levels: pd.DataFrame | None = None
) -> pd.Series:
    """What a row is judged by: attributed orders, or leads as every level of the report has them.

    A count that only some levels report (TM buyers by plan alone) is left out, because words and
    products would not add up to their plan.
    """
    if basis == "gmv":
        return rows["ad_orders"].fillna(rows["orders"])
    told = rows if all_levels is None else all_levels
    if _everywhere(told, "leads"):
        return rows["leads"].fillna(0.0)
    whole = rows["inquiries"].fillna(0.0)
    return whole + rows["tm_buyers"].fillna(0.0) if _everywhere(told, "tm_buyers") else whole


def _everywhere(rows: pd.DataFrame, column: str) -> bool:
    """Does every level of the report tell this count, on nearly all of its rows?"""
    if rows.empty:
        return False
    return bool(rows[column].notna().groupby(rows["level"]).mean().min() > 0.9)


def _utc(moment: datetime) -> datetime:
    from datetime import UTC

    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
