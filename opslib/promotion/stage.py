"""Which stage the shop's advertising is in, and what its plans are then for (guide 004-46)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betainc

from ..labels import Label
from .account import Terms

WEEKS = 8
SURE = 0.8


@dataclass(frozen=True)
class Stage:
    """name: new, growing, mature or cannot_tell. weeks: since the first spend that is on file.
    conv, before: settled conversions of the last eight settled weeks, and of the eight before.
    advice: what the plans are for at this stage."""

    name: str
    weeks: int
    conv: float
    before: float
    advice: Label


def stage(
    plan_days: pd.DataFrame, terms: Terms, *, new_weeks: float, new_conv: float, growth: float
) -> Stage:
    """Is the shop new to advertising, growing or mature?

    plan_days: date, spend, conv, settled of all days on file. new: fewer than `new_weeks` weeks
    since the first spend, or fewer than `new_conv` conversions in the last eight settled weeks.
    growing: these eight weeks beat the eight before by the share `growth` with a probability of
    80 % (two Poisson counts). mature: they do not. cannot_tell: no settled spend.
    Files that begin late make a shop look newer than it is.
    """
    end = pd.Timestamp(terms.week[1])
    rows = plan_days[(plan_days["date"] <= end) & (plan_days["spend"] > 0)]
    known = rows[rows["settled"].astype(bool)]
    if known.empty:
        return Stage("cannot_tell", 0, 0.0, 0.0, ADVICE["cannot_tell"])
    weeks = int((end - rows["date"].min()).days // 7) + 1
    last = known["date"].max()
    first, span = last - pd.Timedelta(days=7 * WEEKS), pd.Timedelta(days=7 * WEEKS)
    conv = float(known.loc[known["date"] > first, "conv"].sum())
    earlier = known["date"].between(first - span, first, inclusive="right")
    before = float(known.loc[earlier, "conv"].sum())
    if weeks < new_weeks or conv < new_conv:
        name = "new"
    elif weeks >= 2 * WEEKS and _grew(conv, before, growth) >= SURE:
        name = "growing"
    else:
        name = "mature"
    return Stage(name, weeks, conv, before, ADVICE[name])


def _grew(now: float, before: float, growth: float) -> float:
    """Probability that the rate grew by more than this share (Jeffreys' prior)."""
    edge = (1 + growth) / (2 + growth)
    return float(1 - betainc(now + 0.5, before + 0.5, np.clip(edge, 0, 1)))


ADVICE = {
    "new": Label(
        "起步期：先积累数据。词加够、商品放全，出价够拿到点击；按点击成本和搜索词看，不急着按商机判断。",
        "New: gather data first. Enough words, all main products, bids that get clicks; look at "
        "cost per click and search terms, do not judge by leads yet.",
    ),
    "growing": Label(
        "成长期：把钱给带来商机的词和商品，预算跟着商机加；新品单独一个测试计划。",
        "Growing: give money to words and products that bring leads and let the budget follow "
        "them; test new products in a plan of their own.",
    ),
    "mature": Label(
        "成熟期：守住回报。按边际回报在计划间挪预算，降没有反馈的词，留一小份测试新词新品。",
        "Mature: hold the return. Move money between plans by what the next unit brings, lower "
        "words without feedback, keep a small share for new words and products.",
    ),
    "cannot_tell": Label(
        "推广数据还没到账齐，看不出店铺处在哪个阶段。",
        "No settled days of advertising yet: the shop's stage cannot be told.",
    ),
}
