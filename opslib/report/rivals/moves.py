"""Who moved: the change log week by week, a line a competitor, and when nobody looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from ...labels import Label
from .. import svg
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, join, name, tag
from ..sheet import Sheet
from . import moves_words as say

_ROW, _TOP, _LEFT = 26.0, 22.0, 26.0
_MOST = 40  # lines of a folded table; the rest stands in tables.xlsx


def rivals_moves(
    sheet: Sheet,
    changes: pd.DataFrame,
    gaps: pd.DataFrame,
    promotions: pd.DataFrame,
    looked: pd.Series,
    *,
    day: pd.Timestamp,
    days: int = 182,
    lately: int = 28,
) -> Block:
    """Who changed what in the last weeks, by how much?

    changes: date since competitor offer_id title what before after size (`competition.changes`),
    a year of them. gaps: competitor since until days missed kind. promotions: competitor
    first_seen last_seen depth open. looked: last day noted, by competitor. day: the as-of day;
    days: how far back the picture goes; lately: days that the lines speak of.
    """
    if looked.empty:
        return empty("moves", say.NONE)
    new = changes[changes["date"] > day - pd.Timedelta(days=lately)]
    counts = new["competitor"].value_counts()
    order = sorted(looked.index, key=lambda c: (-int(counts.get(c, 0)), c))
    picture = _picture(order, changes, gaps, promotions, day, days)
    still = [c for c in order if not new.loc[new["competitor"].eq(c), "what"].isin(say.LOUD).any()]
    lines = [
        _line(c, new[new["competitor"].eq(c)], looked[c], day) for c in order if c not in still
    ]
    parts: list[object] = [card(picture, tag("p", say.LEGEND, cls="mute tiny"))]
    quiet = tag("p", say.QUIET.format(n=len(still)), cls="mute") if still else None
    parts.append(card(table(say.HEAD, lines, texts=6) if lines else None, quiet))
    parts += _logs(new)
    if len(gaps):
        parts.append(more(say.GAPS.format(n=len(gaps)), card(_gaps(gaps))))
    _keep(sheet, changes, gaps)
    loud = new[new["what"].ne("reviews")]
    told = say.TOLD.format(n=len(loud), m=loud["competitor"].nunique(), k=len(new) - len(loud))
    return block(tag("p", told), *parts, text=told, section="moves")


def _picture(
    order: Sequence[str],
    changes: pd.DataFrame,
    gaps: pd.DataFrame,
    promotions: pd.DataFrame,
    day: pd.Timestamp,
    days: int,
) -> Raw:
    """A row a competitor, time to the right: prices down and up, promotions, gaps."""
    first = day - pd.Timedelta(days=days)
    height = _TOP + _ROW * len(order)

    def x(when: pd.Timestamp) -> float:
        share = (max(when, first) - first) / (day - first)
        return _LEFT + (98 - _LEFT) * float(share)

    parts: list[object] = []
    for month in pd.date_range(first, day, freq="MS"):
        parts.append(svg.rule(x(month), _TOP - 6, x(month), height, cls="grid"))
        parts.append(svg.words(x(month), 11, f"{month:%m}", cls="tick", end="middle"))
    for i, competitor in enumerate(order):
        y = _TOP + _ROW * (i + 0.5)
        parts.append(svg.words(0, y + 4, competitor, cls="label", cells=20))
        parts.append(svg.rule(_LEFT, y, 98, y, cls="grid"))
        for gap in _of(gaps, competitor, "until", first, day):
            parts.append(
                svg.bar(x(gap.since), y - 8, x(_end(gap.until, day)) - x(gap.since), 16, cls="gone")
            )
        for run in _of(promotions, competitor, "last_seen", first, day):
            wide = x(run.last_seen) - x(run.first_seen) + 1
            parts.append(svg.bar(x(run.first_seen), y - 4, wide, 8, cls="part"))
        mine = changes[changes["competitor"].eq(competitor) & changes["date"].ge(first)]
        parts += _marks(mine, x, y)
    return svg.drawing(height, *parts, alt=say.ALT.format(n=len(order), days=days), cls="rivals")


def _marks(mine: pd.DataFrame, x: Callable[[pd.Timestamp], float], y: float) -> list[Raw]:
    """Prices down and up, offers new and gone."""
    out = []
    for move in mine[mine["what"].isin(["price", "new", "gone"])].itertuples():
        sign, low = _SIGNS.get(move.what, ("", 4))
        if move.what == "price":
            sign, low = ("▼", 11) if move.size < 0 else ("▲", 0)
        out.append(svg.words(x(move.date), y + low, sign, cls="mark", end="middle"))
    return out


_SIGNS = {"new": ("＋", 4), "gone": ("×", 4)}


def _of(
    frame: pd.DataFrame, competitor: str, end: str, first: pd.Timestamp, day: pd.Timestamp
) -> list[Any]:
    if frame.empty:
        return []
    mine = frame[frame["competitor"].eq(competitor)]
    return list(mine[mine[end].fillna(day).ge(first)].itertuples())


def _end(until: Any, day: pd.Timestamp) -> pd.Timestamp:
    return day if pd.isna(until) else until


def _line(competitor: str, new: pd.DataFrame, looked: Any, day: pd.Timestamp) -> tuple[object, ...]:
    """One competitor's last weeks in a line."""
    price = new[new["what"].eq("price")]
    down, up = price[price["size"].lt(0)], price[price["size"].gt(0)]
    told = []
    if len(down):
        told.append(
            say.DOWN.format(n=down["offer_id"].nunique(), most=f"{-down['size'].min():.1%}")
        )
    if len(up):
        told.append(say.UP.format(n=up["offer_id"].nunique(), most=f"{up['size'].max():.1%}"))
    offers = [say.NEW.format(n=n) for n in [int(new["what"].eq("new").sum())] if n]
    offers += [say.GONE.format(n=n) for n in [int(new["what"].eq("gone").sum())] if n]
    started = new[new["what"].eq("promotion") & new["after"].fillna("").ne("")]
    promo = name(started["after"].iloc[-1], 24) if len(started) else ""
    gained = sorted(set(new.loc[new["what"].eq("tag_gained"), "after"]))
    lost = sorted(set(new.loc[new["what"].eq("tag_lost"), "before"]))
    tags = join(
        [
            *(join(["+", name(t, 14)]) for t in gained[:2]),
            *(join(["−", name(t, 14)]) for t in lost[:2]),
        ],
        " ",
    )
    age = (day - looked).days
    seen = tag("span", f"{looked:%m-%d}", cls="watch" if age > 14 else "mute")
    glue = str(say.AND)
    return name(competitor, 26), join(told, glue), promo, join(offers, glue), tags, seen


def _logs(new: pd.DataFrame) -> list[object]:
    """The log behind a fold; reviews, which always grow, as one line a competitor behind theirs."""
    parts: list[object] = []
    loud, reviews = new[new["what"].ne("reviews")], new[new["what"].eq("reviews")]
    if len(loud):
        whole = loud.sort_values(["date", "competitor"], ascending=[False, True], kind="stable")
        log = table(say.LOG_HEAD, [_log(r) for r in whole.head(_MOST).itertuples()], texts=4)
        parts.append(more(say.LOG.format(n=len(loud)), card(log)))
    if len(reviews):
        lines = [_grown(c, part) for c, part in reviews.groupby("competitor", sort=True)]
        told = say.REVIEWS.format(n=len(reviews), m=len(lines))
        parts.append(more(told, card(table(say.REVIEW_HEAD, lines))))
    return parts


def _grown(competitor: Any, part: pd.DataFrame) -> tuple[object, ...]:
    """One competitor's reviews: offers, how many more in all, the greatest growth."""
    added = (pd.to_numeric(part["after"]) - pd.to_numeric(part["before"])).sum()
    most = part.loc[part["size"].idxmax()]
    best = join([f"{most['size']:+.0%}", tag("span", name(most["title"], 30), cls="sub")])
    return name(competitor, 26), str(part["offer_id"].nunique()), f"{int(added):+d}", best


def _log(row: Any) -> tuple[object, ...]:
    what = say.WHAT.get(row.what, Label(row.what, row.what))
    size = "" if pd.isna(row.size) or row.what not in say.SHARES else f"{row.size:+.1%}"
    moved = join([name(row.before or "—", 24), " → ", name(row.after or "—", 24)])
    subject = join([name(row.competitor, 20), tag("span", name(row.title, 30), cls="sub")])
    return f"{row.date:%m-%d}", subject, what, moved, size


def _gaps(gaps: pd.DataFrame) -> Raw:
    newest = gaps.sort_values("since", ascending=False, kind="stable").head(_MOST)
    rows = [
        (
            name(g.competitor, 26),
            f"{g.since:%Y-%m-%d}",
            say.STILL if pd.isna(g.until) else f"{g.until:%Y-%m-%d}",
            say.KINDS.get(g.kind, g.kind),
            str(int(g.missed)),
        )
        for g in newest.itertuples()
    ]
    return join([tag("p", say.GAPS_TOLD, cls="mute"), table(say.GAP_HEAD, rows, texts=4)])


def _keep(sheet: Sheet, changes: pd.DataFrame, gaps: pd.DataFrame) -> None:
    named = changes.assign(
        date=changes["date"].dt.date,
        since=changes["since"].dt.date,
        what=changes["what"].map(lambda w: str(say.WHAT.get(w, w))),
    )
    sheet.table("rival_changes", say.TABLE, named.rename(columns=say.columns()))
    kept = (
        gaps.assign(since=gaps["since"].dt.date, until=gaps["until"].dt.date) if len(gaps) else gaps
    )
    sheet.table("rival_gaps", say.TABLE_GAPS, kept.rename(columns=say.columns()))
