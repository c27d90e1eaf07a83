"""Products and scenes: tags and stages lost since yesterday, new products, shares of traffic."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd

from ..labels import Label
from .facts_view import View
from .looks import Observed, texts

_SPLIT = re.compile(r"[,，;；、|/\s]+")
# A mark that is lacking is told for so many days.
TOLD = 7
_WATCHED = (
    ("visitors", Label("访客", "visitors")),
    ("clicks", Label("点击", "clicks")),
    ("impressions", Label("展现", "impressions")),
    ("pay_amount", Label("成交额", "paid amount")),
    ("inquiries", Label("询盘", "inquiries")),
)


def lost_marks(facts: View) -> pd.DataFrame | None:
    """Products that lost a tag, a stage or a quality star in the last seven days and lack it still.

    frame(member, name, value = marks lacking, age = days since the last was lost, more = which and
    when, and the figure that fell most). None without product rows for as_of and a day before it
    or when the export carries neither tags nor stages.
    Source: guide 002 line 12; catalogue 002-05.
    """
    marks = ["tags", "stage", "quality_stars", "growth_score"]
    figures = [name for name, _ in _WATCHED]
    rows = facts.table("product_day", 15, ["date", "item_id", "title", *marks, *figures])
    if not len(rows) or rows[marks].isna().all().all():
        return None
    rows = rows.assign(date=pd.to_datetime(rows["date"]).dt.date)
    days = sorted(d for d in rows["date"].unique() if d <= facts.as_of)
    if len(days) < 2 or days[-1] != facts.as_of:
        return None
    states = {d: _by_item(rows, d) for d in days if d >= facts.as_of - timedelta(days=TOLD)}
    if len(states) < 2:
        states = {d: _by_item(rows, d) for d in days[-2:]}
    stages = facts.profile.threshold("stages", facts.as_of).value
    order = stages if isinstance(stages, list) else []
    out = [_lost_row(item, states, rows, order) for item in states[facts.as_of]]
    return pd.DataFrame(out, columns=["member", "name", "value", "age", "more"])


def _by_item(rows: pd.DataFrame, day: date) -> dict[str, dict[str, Any]]:
    return {row["item_id"]: row for row in rows[rows["date"] == day].to_dict("records")}


def _lost_row(item: str, states: dict[date, dict], rows: pd.DataFrame, order: list) -> dict:
    """What the product lost from one known day to the next and has not regained by the last."""
    mine = [(day, items[item]) for day, items in states.items() if item in items]
    today, now = mine[-1]
    words: list[Label] = []
    age = 0
    # The newest loss first; a mark that went twice is lost once.
    for (_, then), (day, after) in reversed(list(pairwise(mine))):
        found = [w for w in _gone(then, after, now, order) if w not in words]
        age = (today - day).days if found and not words else age
        words += found
    many = len(words)
    if age:
        words.append(Label(f"已经 {age} 天没拿回来", f"lacking for {age} days"))
    fell = _fell_most(rows[rows["item_id"] == item], today) if many else None
    words += [fell] if fell is not None else []
    more = Label("；".join(w.zh for w in words) + "。", "; ".join(w.en for w in words) + ".")
    return {
        "member": item,
        "name": now["title"] if isinstance(now["title"], str) and now["title"] else item,
        "value": float(many),
        "age": age,
        "more": more if words else None,
    }


def _gone(then: dict, after: dict, now: dict, order: list) -> list[Label]:
    """The marks lost from one day to the next that are lacking now, too."""
    lacking = _tags(then["tags"]) - _tags(after["tags"]) if pd.notna(after["tags"]) else set()
    words = [
        Label(f"丢了“{t}”标", f"lost the tag '{t}'") for t in sorted(lacking - _tags(now["tags"]))
    ]
    before, fallen = then["stage"], after["stage"]
    known = {before, fallen, now["stage"]} <= set(order)
    if known and max(map(order.index, (fallen, now["stage"]))) < order.index(before):
        words.append(Label(f"从{before}掉到{fallen}", f"fell from {before} to {fallen}"))
    stars = then["quality_stars"], after["quality_stars"], now["quality_stars"]
    if all(map(pd.notna, stars)) and max(stars[1:]) < stars[0]:
        words.append(
            Label(f"质量 {stars[0]:g} 星变 {stars[1]:g} 星", f"stars {stars[0]:g} to {stars[1]:g}")
        )
    return words


def _tags(text: object) -> set[str]:
    return {t for t in _SPLIT.split(text) if t} if isinstance(text, str) else set()


def _fell_most(rows: pd.DataFrame, day: date) -> Label | None:
    """Which daily figure of the product fell most against its mean of the week before."""
    week = rows[(rows["date"] < day) & (rows["date"] >= day - timedelta(days=7))]
    today = rows[rows["date"] == day]
    worst: tuple[float, Label] | None = None
    for column, label in _WATCHED:
        usual, value = week[column].astype(float).mean(), today[column].astype(float).sum()
        if pd.notna(usual) and usual >= 5:
            share = value / usual - 1
            worst = min(worst, (share, label), key=lambda w: w[0]) if worst else (share, label)
    if worst is None or worst[0] > -0.1:
        return None
    drop = f"{-worst[0]:.0%}"
    return Label(
        f"{worst[1].zh}比上周日均少 {drop}", f"{worst[1].en} {drop} below last week's mean"
    )


def _new_products(facts: View) -> pd.DataFrame | None:
    """Products listed on as_of, counted from the score the profile asks for."""
    columns = ["date", "item_id", "listed_on", "quality_stars", "growth_score"]
    rows = facts.table("product_day", 3, columns)
    if not len(rows) or rows["listed_on"].isna().all():
        return None
    wanted = facts.profile.threshold("new_products", facts.as_of).value
    floor = wanted.get("score") if isinstance(wanted, dict) else None
    listed = pd.to_datetime(rows["listed_on"]).dt.date == facts.as_of
    new = rows[listed].drop_duplicates("item_id", keep="last")
    scored = new[["quality_stars", "growth_score"]].astype(float).max(axis=1)
    good = new if floor is None or scored.isna().all() else new[scored >= float(floor)]
    more = Label(f"共新发 {len(new)} 款。", f"{len(new)} listed in all.")
    return pd.DataFrame([{"value": float(len(good)), "n": len(rows), "more": more}])


def scenes(facts: View) -> pd.DataFrame | None:
    """Visitor-days by top-level scene, last 7 days against the 28 before.

    frame(member, name, value, total, baseline = share before, n = total before). A visitor who
    came through two scenes counts in both, so these are shares of visits by scene, not people.
    Source: guide 000 line 70, guide 004 line 92; catalogue 000-33, 004-30, 003-10.
    """
    sources = ["channel", "source_l1", "source_l2"]
    rows = facts.table("channel_day", 35, ["date", *sources, "visitors"])
    if not len(rows):
        return None
    rows = rows.assign(
        date=pd.to_datetime(rows["date"]).dt.date, visitors=rows["visitors"].astype(float)
    )
    top = _top_level(rows)
    edge = facts.as_of - timedelta(days=7)
    now = top[top["date"] > edge].groupby("scene")["visitors"].sum()
    then = top[top["date"] <= edge].groupby("scene")["visitors"].sum()
    if now.sum() <= 0 or then.sum() <= 0 or top["date"].nunique() < 14:
        return None
    frame = pd.DataFrame({"value": now, "before": then}).fillna(0.0).reset_index()
    return frame.assign(
        member=frame["scene"],
        name=frame["scene"],
        total=float(now.sum()),
        baseline=frame["before"] / float(then.sum()),
        n=float(then.sum()),
    )[["member", "name", "value", "total", "baseline", "n"]]


def _top_level(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a day and level-1 source: its own total where exported, else its parts added."""
    l1 = rows["source_l1"].where(texts(rows["source_l1"]) != "", rows["channel"])
    rows = rows.assign(scene=l1, whole=texts(rows["source_l2"]) == "")
    has_whole = rows.groupby(["date", "scene"])["whole"].transform("any")
    kept = rows[rows["whole"] | ~has_whole]
    return kept.groupby(["date", "scene"], as_index=False)["visitors"].sum()


def _violations(facts: View) -> pd.DataFrame | None:
    rows = facts.table("register")
    rows = rows[rows["kind"] == "violation"] if len(rows) else rows
    if not len(rows):
        return None
    open_ = rows[rows["done_on"].isna() & ~rows["state"].isin(DONE)]
    first = open_.sort_values("due")["subject"].head(1).tolist()
    more = Label(f"最急的：{first[0]}。", f"Most urgent: {first[0]}.") if first else None
    return pd.DataFrame([{"value": float(len(open_)), "n": len(rows), "more": more}])


# How hand-kept tables say that something is over.
DONE = (
    "已完成",
    "完成",
    "已处理",
    "已解决",
    "已关闭",
    "关闭",
    "done",
    "closed",
    "申诉成功",
    "已整改",
)

OBSERVED = {
    "marks_lost": Observed(
        Label("商品掉标掉级", "tags and stages lost"),
        "count",
        ("product_day",),
        lost_marks,
        "product",
    ),
    "new_products_scored": Observed(
        Label("当天达标新品", "new products with score"), "count", ("product_day",), _new_products
    ),
    "scene_share": Observed(
        Label("流量场景占比", "share of a traffic scene"),
        "percent",
        ("channel_day",),
        scenes,
        "channel",
    ),
    "violations_open": Observed(
        Label("未处理的违规", "open violations"), "count", ("register:violation",), _violations
    ),
}
