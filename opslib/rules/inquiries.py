"""Inquiries: who waits for an answer, how many were answered in time, whom nobody called."""

from __future__ import annotations

import pandas as pd

from ..labels import Label
from .facts_view import View
from .looks import Observed

CLOSED = ("won", "lost", "invalid")
RECENT_DAYS = 30


def inquiries(facts: View) -> pd.DataFrame | None:
    """All inquiries up to now, with `age_hours` and `reply_hours` (NaN: no answer yet)."""
    rows = facts.table("inquiry")
    if not len(rows):
        return None
    now = pd.Timestamp(facts.now)
    times = {c: pd.to_datetime(rows[c]) for c in ("received_at", "replied_at", "contacted_at")}
    rows = rows.assign(**times)
    rows = rows[rows["received_at"].notna() & (rows["received_at"] <= now)]
    answered = rows["replied_at"].where(rows["replied_at"] <= now)
    age = (now - rows["received_at"]).dt.total_seconds() / 3600
    took = (answered - rows["received_at"]).dt.total_seconds() / 3600
    return rows.assign(age_hours=age, reply_hours=took, open=~rows["stage"].isin(CLOSED))


def unanswered(facts: View) -> pd.DataFrame | None:
    """Open inquiries of 30 days without an answer that wait longer than the profile allows.

    Source: guide 004 line 132, guide 003 line 50; catalogue 004-50, 003-19, 003-20.
    """
    rows = inquiries(facts)
    if rows is None:
        return None
    limit = facts.number("reply_hours")
    waiting = rows["open"] & rows["reply_hours"].isna() & (rows["age_hours"] > limit)
    recent = rows["age_hours"] <= RECENT_DAYS * 24
    return rows[waiting & recent].sort_values("age_hours", ascending=False)


def silent_since(facts: View) -> pd.DataFrame | None:
    """Open, answered inquiries with `silent_days` since the last contact, longest first.

    Source: guide 004 line 137; catalogue 004-55.
    """
    rows = inquiries(facts)
    if rows is None:
        return None
    last = rows[["received_at", "replied_at", "contacted_at"]].max(axis=1)
    silent = (pd.Timestamp(facts.now) - last).dt.days
    open_ = rows.assign(silent_days=silent)[rows["open"]]
    return open_.sort_values("silent_days", ascending=False)


def _waiting(facts: View) -> pd.DataFrame | None:
    rows = unanswered(facts)
    if rows is None:
        return None
    oldest = float(rows["age_hours"].max()) if len(rows) else 0.0
    more = Label(f"最久的等了 {oldest:.0f} 小时。", f"The oldest has waited {oldest:.0f} h.")
    return pd.DataFrame([{"value": float(len(rows)), "n": len(rows), "more": more}])


def _in_time(facts: View) -> pd.DataFrame | None:
    """Share of the inquiries of 30 days answered within the profile's hours, as counts."""
    rows = inquiries(facts)
    if rows is None:
        return None
    limit = facts.number("reply_hours")
    due = rows[(rows["age_hours"] <= RECENT_DAYS * 24) & (rows["age_hours"] > limit)]
    if not len(due):
        return None
    good = int((due["reply_hours"] <= limit).sum())
    median = float(due["reply_hours"].median()) if due["reply_hours"].notna().any() else None
    more = None
    if median is not None:
        more = Label(f"首次回复中位数 {median:.1f} 小时。", f"Median first reply {median:.1f} h.")
    row = {"value": good / len(due), "successes": good, "trials": len(due), "more": more}
    return pd.DataFrame([row])


_NEEDS = ("inquiry",)
OBSERVED = {
    "inquiries_waiting": Observed(
        Label("超时未回复的询盘", "inquiries waiting too long"),
        "count",
        _NEEDS,
        _waiting,
        uses=("reply_hours",),
    ),
    "answered_in_time": Observed(
        Label("按时回复率", "answered in time"), "percent", _NEEDS, _in_time, uses=("reply_hours",)
    ),
}
