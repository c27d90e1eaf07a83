"""Advertising plans: is the budget used, did it run out early, did a plan stop delivering?"""

from __future__ import annotations

import math
import re
from datetime import timedelta

import pandas as pd

from ..labels import Label
from .facts_view import View
from .looks import Loss, Observed, texts
from .phrase import figure

# When a shop has no hourly report: most buyers come between these hours.
BUSY_HOURS = (8, 23)
# However early it ran out, not more than nine clicks are lost for each that came.
MOST_LEFT = 0.9
# A first day counts as so many of a week's, and one plan's hours differ so far from another's.
AGAIN, HOURS_APART = 3, 0.3
_HOURLY = ("date", "level", "plan", "hour", "clicks", "ran_out_at")
_SETTLED = Label("已结算的两周投产 {roi}。", "Return over two settled weeks {roi}.")
_FILLING = Label("近两周投产 {roi}，还会补进。", "Return over two weeks {roi}, still filling up.")


def plan_days(facts: View, days: int = 15) -> pd.DataFrame | None:
    """Plan rows of the last days, summed by day and name; None when as_of itself has no row.

    Managed schemes list several sub-plans under one name: they are added before any ratio.
    """
    return facts.once(f"plan_days {days}", lambda: _plan_days(facts, days))


def _plan_days(facts: View, days: int) -> pd.DataFrame | None:
    rows = facts.table("ad_day", days=days)
    rows = rows[rows["level"] == "plan"] if len(rows) else rows
    if not len(rows):
        return None
    name = rows["plan"].where(texts(rows["plan"]) != "", rows["product_line"])
    rows = rows.assign(plan=name, date=pd.to_datetime(rows["date"]).dt.date)
    if facts.as_of not in set(rows["date"]):
        return None
    sums = dict.fromkeys(("impressions", "clicks", "spend", "ad_gmv", "budget"), "sum")
    for column in sums:
        rows[column] = rows[column].astype(float)
    return rows.groupby(["date", "plan"], as_index=False).agg({**sums, "ran_out_at": "max"})


def _used(facts: View) -> pd.DataFrame | None:
    """Budget used yesterday per plan; loss = the clicks a week that come after it ran out."""
    rows = plan_days(facts)
    if rows is None or not (rows["budget"] > 0).any():
        return None
    today = rows[(rows["date"] == facts.as_of) & (rows["budget"] > 0)]
    out = [
        _used_row(row, rows[rows["plan"] == row["plan"]], facts) for row in today.to_dict("records")
    ]
    return pd.DataFrame(out, columns=["member", "name", "value", "n", "loss", "more"])


def _used_row(row: dict, past: pd.DataFrame, facts: View) -> dict:
    roi, settled = _return(facts, row["plan"], past)
    hour = ran_out_hour(row["ran_out_at"])
    more = []
    if hour is not None:
        more.append(Label(f"{hour:.0f} 点左右花完。", f"It ran out at about {hour:.0f}:00."))
    if roi is not None:
        days = _SETTLED if settled else _FILLING
        more.append(days.format(roi=f"{roi:.1f}"))
    used = float(row["spend"]) / float(row["budget"])
    late = hour is not None and hour >= facts.number("budget_ok_hour")
    full = used >= facts.number("budget_exhausted_share")
    return {
        "member": row["plan"],
        "name": row["plan"],
        # Used up at night is just right; used up at an unknown hour cannot be told from it.
        "value": None if full and (late or hour is None) else used,
        "n": len(past),
        "loss": None if hour is None else _lost_clicks(past, facts),
        "more": Label("".join(m.zh for m in more), " ".join(m.en for m in more)) if more else None,
    }


def _lost_clicks(past: pd.DataFrame, facts: View) -> Loss | None:
    """The clicks of a week that come after the hour at which the money is gone.

    By the days of the last seven on which it ran out. A budget that runs out keeps running out:
    the more of them there are, the surer.
    """
    week = past[past["date"] > facts.as_of - timedelta(days=7)]
    hours = [ran_out_hour(text) for text in week["ran_out_at"]]
    days = [(h, float(c)) for h, c in zip(hours, week["clicks"], strict=True) if h is not None]
    left = [(min(_left(facts, h), MOST_LEFT), c) for h, c in days]
    lost = [c * part / (1 - part) for part, c in left]
    if not lost or sum(lost) <= 0:
        return None
    again = math.sqrt(min(7, len(lost) + AGAIN) / 7)
    a_week = 7 * again * sum(lost) / len(lost)
    chance = sum((part / (1 - part)) ** 2 * c for part, c in left) / sum(lost) ** 2
    return Loss(a_week, a_week * math.hypot(HOURS_APART, math.sqrt(chance)))


def worth_of_clicks(facts: View, plan: str) -> tuple[float, float]:
    """Paid amount and clicks of a plan's settled days; (0, 0) where the export names no amount."""
    wait = int(facts.number("ad_attribution_days"))
    rows = plan_days(facts, 15 + wait)
    if rows is None:
        return 0.0, 0.0
    mine = rows[rows["plan"] == plan]
    settled = mine[mine["date"] <= facts.as_of - timedelta(days=wait)]
    money, clicks = float(settled["ad_gmv"].sum()), float(settled["clicks"].sum())
    return (money, clicks) if money > 0 and clicks > 0 else (0.0, 0.0)


def _return(facts: View, plan: str, past: pd.DataFrame) -> tuple[float | None, bool]:
    """The plan's return over two weeks whose orders have all come, and whether there are such.

    Where there are none, over the last days as far as it is known: too low, never too high.
    """
    wait = int(facts.number("ad_attribution_days"))
    rows = plan_days(facts, 15 + wait)
    assert rows is not None
    settled = rows[(rows["plan"] == plan) & (rows["date"] <= facts.as_of - timedelta(days=wait))]
    known = bool(settled["spend"].sum() > 0)
    asked = settled if known else past
    spend, gmv = float(asked["spend"].sum()), float(asked["ad_gmv"].sum())
    return (gmv / spend if spend > 0 and gmv > 0 else None), known


def ran_out_hour(text: object) -> float | None:
    """The hour of "14:35" or "14点35分"; None when it is no time."""
    found = re.match(r"\s*(\d{1,2})\D(\d{1,2})", str(text)) if isinstance(text, str) else None
    if not found or int(found[1]) > 23:
        return None
    return int(found[1]) + int(found[2]) / 60


def _left(facts: View, hour: float) -> float:
    """The share of a day's clicks that usually comes after this hour."""
    rows = facts.table("ad_day", days=15, columns=_HOURLY)
    if len(rows):
        # A day on which the money ran out says nothing of the hours after it.
        out = rows[(rows["level"] == "plan") & (texts(rows["ran_out_at"]) != "")]
        gone = set(zip(out["date"], out["plan"], strict=True))
        hours = rows[rows["level"] == "hour"]
        whole = [k not in gone for k in zip(hours["date"], hours["plan"], strict=True)]
        clicks = hours["clicks"].astype(float)[whole]
        if clicks.sum() > 0:
            # The hour in which it ran out is lost from its minute on.
            kept = (hours["hour"][whole].astype(float) + 1 - hour).clip(0, 1)
            return float((clicks * kept).sum() / clicks.sum())
    first, last = BUSY_HOURS
    return min(0.9, max(0.0, (last - max(hour, first)) / (last - first)))


def _unspent(facts: View) -> pd.DataFrame | None:
    """Mean share of the budget used in 7 days, for plans that ran at least 5 of them."""
    rows = plan_days(facts)
    if rows is None or not (rows["budget"] > 0).any():
        return None
    week = rows[(rows["date"] > facts.as_of - timedelta(days=7)) & (rows["budget"] > 0)]
    sums = week.groupby("plan", as_index=False).agg(
        spend=("spend", "sum"),
        budget=("budget", "sum"),
        n=("date", "nunique"),
        shown=("impressions", "sum"),
    )
    sums["value"] = sums["spend"] / sums["budget"]
    left = sums["budget"] - sums["spend"]
    more = [
        Label(
            f"7 天里 {figure(x, 'money', facts.currency).zh} 没花出去。",
            f"{figure(x, 'money', facts.currency).en} unspent in 7 days.",
        )
        for x in left
    ]
    return sums.assign(member=sums["plan"], name=sums["plan"], more=more)[
        ["member", "name", "value", "n", "more"]
    ]


def _stopped(facts: View) -> pd.DataFrame | None:
    """Impressions yesterday of plans that delivered on at least 5 of the 7 days before."""
    rows = plan_days(facts)
    if rows is None:
        return None
    before = rows[(rows["date"] < facts.as_of) & (rows["date"] >= facts.as_of - timedelta(days=7))]
    ran = (
        before[before["impressions"] > 0]
        .groupby("plan")
        .agg(
            days=("date", "nunique"),
            usual=("impressions", "mean"),
            clicks=("clicks", "mean"),
        )
    )
    ran = ran[ran["days"] >= 5].reset_index()
    today = rows[rows["date"] == facts.as_of].set_index("plan")["impressions"]
    ran["value"] = ran["plan"].map(today).fillna(0.0)
    week = ran["clicks"].fillna(0) * 7
    return ran.assign(
        member=ran["plan"],
        name=ran["plan"],
        baseline=ran["usual"],
        n=ran["days"],
        loss=[Loss(c, c * HOURS_APART) if c > 0 else None for c in week],
    )[["member", "name", "value", "baseline", "n", "loss"]]


_NEEDS = ("ad_day",)
OBSERVED = {
    "plan_budget_used": Observed(
        Label("计划预算使用率", "budget used by plan"), "percent", _NEEDS, _used, "plan"
    ),
    "plan_budget_7d": Observed(
        Label("计划 7 天预算使用率", "budget used in 7 days by plan"),
        "percent",
        _NEEDS,
        _unspent,
        "plan",
    ),
    "plan_delivery": Observed(
        Label("计划曝光", "impressions of a plan"), "count", _NEEDS, _stopped, "plan"
    ),
}
