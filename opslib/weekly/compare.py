"""What the weekly review compares: products, hours, plans, channels, creatives and audiences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ..promotion import (
    Contest,
    Creatives,
    Live,
    NextCategory,
    Plans,
    Schedule,
    Slots,
    against_peers,
    category_demand,
    clicks_to_test,
    compare_channels,
    contest,
    judge_audiences,
    judge_creatives,
    judge_live,
    judge_products,
    judge_slots,
    level_rows,
    schedule,
    too_many_plans,
    widen,
)
from ..word_fit import fit_words
from .beside import Beside

if TYPE_CHECKING:
    from .week import Weekly

PRODUCT_WEEKS = 8
CONTEST_WEEKS = 8
# Product lines and plans that spread their money by themselves, by how platforms name them.
SMART = ("全站", "智能", "托管", "自动", "QZT", "SMART", "AUTO")
TESTS = ("测款", "测试", "TEST")


@dataclass(frozen=True)
class Comparisons:
    """`contests` by name ("smart", "test:PLAN"), `creatives` plan by plan, `plans` that are too
    many, the next `category`, and `test_clicks` after which a new product without a result is
    given up."""

    contests: dict[str, Contest]
    creatives: list[Creatives]
    plans: Plans
    category: NextCategory
    test_clicks: float


class Compared:
    """The judgements of one week's products, hours and comparisons."""

    def __init__(self, weekly: Weekly) -> None:
        self.weekly, self.terms = weekly, weekly.terms
        self.profile, self.day = weekly.shop.profile, weekly.shop.as_of
        self.beside = Beside(weekly)

    @cached_property
    def products(self) -> pd.DataFrame:
        """Weak links, silent products, best by money (`promotion.judge_products`)."""
        return judge_products(
            self._rows("product", PRODUCT_WEEKS),
            self.terms,
            groups=self._categories(),
            peer_ctr=self._peer_ctr(),
            zero_chance=self.profile.number("promo_zero_chance", self.day),
        )

    @cached_property
    def slots(self) -> Slots:
        """Hours and weekdays that differ beyond chance."""
        share = self.profile.number("promo_false_share", self.day)
        return judge_slots(self._rows("hour"), share)

    @cached_property
    def schedule(self) -> Schedule:
        """Which hours to weigh more or less."""
        return schedule(self.slots, self.terms)

    @cached_property
    def comparisons(self) -> Comparisons:
        """Smart against manual plans, product tests, creatives, too many plans, next category."""
        plans = self._rows("plan", CONTEST_WEEKS)
        found: dict[str, Contest] = {}
        usual = plans[~named(plans["plan"], TESTS)]
        smart = named(usual["product_line"] + " " + usual["plan"], SMART)
        if smart.any() and not smart.all():
            arms = usual.assign(arm=smart.map({True: "smart", False: "manual"}), title="")
            found["smart"] = contest(arms, self.terms)
        items = self._rows("product", CONTEST_WEEKS)
        for plan, rows in items[named(items["plan"], TESTS)].groupby("plan"):
            found[f"test:{plan}"] = self._test(rows.assign(arm=rows["item_id"]))
        need = self.profile.number("promo_plan_results", self.day)
        many = too_many_plans(plans, self.terms, need)
        creatives = judge_creatives(self.beside.level("creative", "creative_hour"), self.terms)
        return Comparisons(found, creatives, many, self._category(), self._test_clicks(plans))

    def _test(self, rows: pd.DataFrame) -> Contest:
        """A product test: by what buyers do next, of which there is more than of orders."""
        seen = rows[["carts", "fav_items", "inquiries"]]
        if self.terms.basis != "gmv" or not seen.fillna(0).sum().sum():
            return contest(rows, self.terms, per="clicks")
        acted = rows.assign(actions=seen.fillna(0).sum(axis=1), complete=1.0)
        return contest(acted, self.terms, per="clicks", event="actions")

    @cached_property
    def channels(self) -> pd.DataFrame:
        """Channels by what a visitor of each leaves (`promotion.compare_channels`)."""
        days = self.beside.channels
        ads = level_rows(self.weekly.ads, "line")
        return compare_channels(days, ads[ads["date"].isin(days["date"].unique())], self.terms)

    @cached_property
    def peers(self) -> pd.DataFrame:
        """Plans beside ordinary and excellent peers (`promotion.against_peers`)."""
        return against_peers(self.weekly.ads, self.terms, self.beside.benchmark)

    @cached_property
    def audiences(self) -> pd.DataFrame:
        """Audiences with their verdicts (`promotion.judge_audiences`)."""
        return judge_audiences(self.beside.level("audience"), self.terms)

    @cached_property
    def live(self) -> Live:
        """Hours of going on air (`promotion.judge_live`)."""
        return judge_live(self.beside.sessions, self.terms)

    @cached_property
    def demand(self) -> pd.DataFrame:
        """Searches and offers by category of the shop's products, from the word index."""
        apart, index = self.weekly.words_apart, self.beside.word_index
        fits = fit_words(index["keyword"].unique(), apart.goods)
        fits = fits[fits["fits"].astype(bool)]
        of = fits.set_index("keyword")["item_id"].map(self._categories()).dropna()
        return category_demand(index, of, self._advertised())

    def _category(self) -> NextCategory:
        return widen(self.weekly.split.advice, self.demand, self._advertised())

    def _advertised(self) -> set[str]:
        """Categories whose products had advertising money in the last four weeks."""
        items = self._rows("product", 4)
        return set(items.loc[items["spend"] > 0, "item_id"].map(self._categories()).dropna())

    def _test_clicks(self, plans: pd.DataFrame) -> float:
        known = plans[plans["complete"].fillna(0) > 0]
        conv, clicks = float(known["conv"].sum()), float(known["clicks"].sum())
        worth = float(known["value"].sum()) / conv if conv else float("nan")
        cpc = float(known["spend"].sum()) / clicks if clicks else float("nan")
        return clicks_to_test(self.terms, cpc, conv, clicks, worth)

    def _rows(self, level: str, weeks: int | None = None) -> pd.DataFrame:
        """Rows of a level up to the week's end; what a day brings that nobody knows is left out."""
        ads, end = self.weekly.ads, pd.Timestamp(self.terms.week[1])
        mine = (ads["level"] == level) & (ads["date"] <= end)
        if weeks is None:
            mine &= ads["date"] > end - pd.Timedelta(days=98)
        else:
            mine &= ads["date"] > end - pd.Timedelta(days=7 * weeks)
        rows = ads[mine]
        known = rows["complete"].where(rows["complete"].notna(), rows["settled"].astype(float))
        return rows.assign(complete=known)

    def _categories(self) -> pd.Series:
        found = self.weekly.shop.con.execute(
            """SELECT item_id, arg_max(category, date) AS category FROM product_day
               WHERE category IS NOT NULL AND date <= $day GROUP BY item_id""",
            {"day": self.day},
        ).df()
        return found.set_index("item_id")["category"]

    def _peer_ctr(self) -> float | None:
        """Click rate in advertising of excellent peers, from the newest benchmark of it."""
        row = self.weekly.shop.con.execute(
            """SELECT peer_excellent FROM benchmark
               WHERE metric = 'ad_ctr' AND date <= $day AND peer_excellent > 0
               ORDER BY date DESC LIMIT 1""",
            {"day": self.day},
        ).fetchone()
        return float(row[0]) if row else None


def named(texts: pd.Series, marks: tuple[str, ...]) -> pd.Series:
    """Which of the names hold one of the marks, in capitals or not?"""
    upper = texts.str.upper()
    return upper.map(lambda t: any(m in t for m in marks)).astype(bool)
