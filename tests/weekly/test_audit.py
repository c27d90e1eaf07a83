"""The figures of the weekly page against the raw sample files, read with pandas alone.

The left side of every comparison is what the page shows, under the ids of its data.json; the right
side (`raw_samples`) never touches opslib. Members are named by the first digits of their SHA-1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path

import pandas as pd
import pytest

from opslib import open_shop
from opslib.weekly import Weekly

from ..shop.raw_samples import DAY, A, S, daily, span

SECTIONS = ("verdict", "money", "budget", "keywords", "products", "contests", "plan")
WEEK = pd.Timedelta(days=7)
FEW = 3  # members of each long table
Page = dict[str, float]


class Raw:
    """One shop's advertising exports, with the same names for both platforms."""

    def __init__(self, shop: str, end: str, names: dict[str, str], **files: tuple[str, str]):
        self.shop, self.end, self.names, self.files = shop, pd.Timestamp(end), names, files

    def rows(self, level: str, days: int = 7, end: pd.Timestamp | None = None) -> pd.DataFrame:
        """The rows of so many days up to the week's last one, or another."""
        pattern, date = self.files[level]
        frame = daily(self.shop, pattern, next(iter(self.names)), date)
        return span(frame, days, end or self.end).rename(columns=self.names)

    def total(self, what: str, days: int = 7, end: pd.Timestamp | None = None) -> float:
        return float(self.rows("total", days, end)[what].sum())

    def by(
        self, level: str, members: list[str], days: int = 7, end: pd.Timestamp | None = None
    ) -> pd.DataFrame:
        """Sums by member, most spend first."""
        sums = self.rows(level, days, end).groupby(members).sum(numeric_only=True)
        return sums.sort_values("spend", ascending=False)


COTTON = Raw(
    *(S, "2026-11-15"),
    {
        "点击量": "clicks",
        "消耗量": "spend",
        "曝光量": "impressions",
        "日预算": "budget",
        "广告引导交易数": "conv",
        "广告引导成交金额": "gmv",
        "预算耗尽时间": "gone",
        "计划名称": "plan",
        "商品ID": "product",
        "关键词": "keyword",
    },
    total=("数字营销_汇总报表.xlsx", "日期"),
    plan=("数字营销_分计划报表_2026Q[34].xlsx", "统计日期"),
    product=("数字营销_商品报表_2026-??.xlsx", "日期"),
    keyword=("数字营销_关键词报表_2026-??.*", "统计日期"),
)
ABROAD = Raw(
    *(A, "2026-11-14"),
    {
        "点击量": "clicks",
        "花费": "spend",
        "曝光量": "impressions",
        "日预算": "budget",
        "询盘": "conv",
        "预算用完时间": "gone",
        "推广计划": "plan",
        "产品ID": "product",
        "关键词": "keyword",
    },
    total=("外贸直通车_20??-??.xlsx", "日期"),
    plan=("外贸直通车_20??-??.xlsx", "日期"),
    product=("外贸直通车_产品报表_2026-??.zip", "日期"),
    keyword=("外贸直通车_关键词报表_2026-??.*", "日期"),
)


def mark(member: str) -> str:
    return sha1(member.encode(), usedforsecurity=False).hexdigest()[:8]


def totals(raw: Raw, year: str) -> Page:
    """The whole shop's week, the week before, the mean of eight, and last year's."""
    last, old = raw.end - WEEK, pd.Timestamp(year)
    periods = {"": (7, raw.end), "_last": (7, last), "_mean8": (56, last), "_year": (7, old)}
    money = ["spend", "impressions", "clicks", "conv"] + (["gmv"] if raw is COTTON else [])
    out = {"week.spend": raw.total("spend"), "split.total.all": raw.total("spend")}
    for period, (days, end) in periods.items():
        sums = {what: raw.total(what, days, end) for what in money}
        out |= {f"money.total.{k}{period}.all": v / (days / 7) for k, v in sums.items()}
        out[f"money.total.cpc{period}.all"] = sums["spend"] / sums["clicks"]
        out[f"money.total.ctr{period}.all"] = sums["clicks"] / sums["impressions"]
    # Everything of last year has come: nothing is counted up there.
    out["money.total.cost_per_conv_year.all"] = sums["spend"] / sums["conv"]
    if raw is COTTON:
        out["money.total.roi_year.all"] = sums["gmv"] / sums["spend"]
    return out


def members(raw: Raw) -> Page:
    """Plans and the dearest products and words of the week; budgets and what is split."""
    out = {}
    for level in ("plan", "product", "keyword"):
        for name, row in raw.by(level, [level]).head(FEW).iterrows():
            key = mark(str(name))
            out[f"money.{level}.spend.{key}"] = row["spend"]
            out[f"money.{level}.clicks.{key}"] = row["clicks"]
            out[f"money.{level}.cpc.{key}"] = row["spend"] / row["clicks"]
    for name, row in raw.by("plan", ["plan"]).iterrows():
        key = mark(str(name))
        out[f"split.now.{key}"] = row["spend"]
        out[f"budget.budget.{key}"] = row["budget"]
        out[f"budget.share.{key}"] = row["spend"] / row["budget"]
        out[f"budget.unspent.{key}"] = row["budget"] - row["spend"]
    for name, row in raw.by("product", ["product"], 56).head(FEW).iterrows():
        out[f"promo.product.spend.{mark(str(name))}"] = row["spend"]
        out[f"promo.product.conv.{mark(str(name))}"] = row["conv"]
    for name, row in raw.by("plan", ["plan"], 28).iterrows():
        out[f"promo.plans.spend.{mark(str(name))}"] = row["spend"] / 4
    return out


def words(raw: Raw) -> Page:
    """The bid words' 84 days up to the last day there is; what a click costs, of the newest 28.

    The price of so few clicks leans on the whole time's, which counts as three clicks.
    """
    out, newest = {}, raw.by("keyword", ["plan", "keyword"], 28, DAY)
    for (plan, word), row in raw.by("keyword", ["plan", "keyword"], 84, DAY).iterrows():
        key = mark(f"{plan}\0{word}")
        out |= {f"promo.word.{what}.{key}": row[what] for what in ("clicks", "spend")}
        if row["clicks"] and (plan, word) in newest.index:
            late, usual = newest.loc[(plan, word)], row["spend"] / row["clicks"]
            out[f"promo.word.cpc.{key}"] = (late["spend"] + 3 * usual) / (late["clicks"] + 3)
    return out


def contest(raw: Raw, smart: str) -> Page:
    """The smart plan against the manual ones over eight weeks, on days on which both ran; plans
    that put products to the test are neither."""
    rows, day = raw.rows("plan", 56), raw.files["plan"][1]
    rows = rows[~rows["plan"].str.contains("测款|TEST") & rows["spend"].gt(0)]
    arm = rows["plan"].eq(smart).map({True: "smart", False: "manual"})
    both = rows[arm.groupby(rows[day]).transform("nunique").eq(2)]
    sums = both.groupby(arm)[["clicks", "spend", "conv"]].sum()
    return {
        f"promo.contest.{what}.{mark(f'smart/{who}')}": row[what]
        for who, row in sums.iterrows()
        for what in sums
    }


def weekly(workspace: Path, shop: str, sections: Sequence[str] = SECTIONS) -> tuple[Weekly, Page]:
    """A week, and every number that these sections of its page show."""
    week = open_shop(workspace, shop=shop, as_of=DAY.date()).weekly()
    for name in sections:
        getattr(week.show, name)()
    assert not week.show.failed
    shown = week.show.sheet.numbers.items()
    return week, {k: float(n.value) for k, n in shown if n.value is not None}


@pytest.fixture(scope="module")
def cotton(imported: Path) -> tuple[Weekly, Page]:
    return weekly(imported, "cotton1688")


@pytest.fixture(scope="module")
def abroad(imported: Path) -> tuple[Weekly, Page]:
    return weekly(imported, "alibaba_demo")


def differences(page: Page, figures: Page) -> list[str]:
    """Every figure that is not what the files say, or that the page does not show."""
    return [
        f"{name}: shown {page.get(name)}, in the files {value}"
        for name, value in figures.items()
        if not math.isclose(page.get(name, math.nan), value, rel_tol=1e-6, abs_tol=1e-6)
    ]


def audited(page: Page, raw: Raw, year: str, smart: str) -> list[str]:
    told = words(raw)
    # A word that is acted on shows no sum of money, and a word without clicks is not always shown.
    told = {k: v for k, v in told.items() if k in page}
    assert len(told) >= 40
    return differences(page, totals(raw, year) | members(raw) | contest(raw, smart) | told)


def test_the_1688_shops_week_is_that_of_its_files(cotton: tuple[Weekly, Page]) -> None:
    """Budgets are moved by these figures: one wrong sum moves real money to the wrong plan."""
    assert audited(cotton[1], COTTON, "2025-11-16", "全站推店") == []


def test_the_alibaba_shops_week_is_that_of_its_files(abroad: tuple[Weekly, Page]) -> None:
    """The same for the shop whose weeks begin on Sunday and whose results are leads."""
    assert audited(abroad[1], ABROAD, "2025-11-15", "QZT-All") == []


def test_days_on_which_the_money_ran_out_are_those_of_the_files(
    cotton: tuple[Weekly, Page], abroad: tuple[Weekly, Page]
) -> None:
    """More money goes first to the plan that runs out most often."""
    for (week, _), raw in ((cotton, COTTON), (abroad, ABROAD)):
        rows = raw.rows("plan")
        out = rows["gone"].astype(str).str.fullmatch(r"\d+:\d+").groupby(rows["plan"]).sum()
        plans = week.budget.plans.set_index("plan")
        assert plans["out_days"].to_dict() == out.to_dict() and out.max() == 7
        first = rows[rows["date"].eq(rows["date"].min())].set_index("plan")["gone"].dropna()
        hours, minutes = str(first.filter(regex="A$|Base").iloc[0]).split(":")[:2]
        at = week.budget.moments.sort_values("date").set_index("plan")["hour"]
        assert at.filter(regex="A$|Base").iloc[0] == pytest.approx(int(hours) + int(minutes) / 60)


def test_what_is_still_to_come_is_said_consistently(
    cotton: tuple[Weekly, Page], abroad: tuple[Weekly, Page]
) -> None:
    """A reader divides the first sentence's figures: they must be of one kind, counted up."""
    ours, theirs = cotton[1], abroad[1]
    assert ours["week.gmv"] > COTTON.total("gmv")
    assert ours["week.roi"] == pytest.approx(ours["week.gmv"] / COTTON.total("spend"))
    assert theirs["week.leads"] > ABROAD.total("conv")
    each = ABROAD.total("spend") / theirs["week.leads"]
    assert theirs["week.cost_per_lead"] == pytest.approx(each)
