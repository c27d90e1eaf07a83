"""Side by side: service, tags, lists, words and indices of the rivals beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import competition
from ..competition.snapshots import tags_of
from .gather import pairs_of_index

if TYPE_CHECKING:
    from .compare import Comparison

LISTS = ("hot", "repeat", "new", "quality", "custom", "cross_border", "dropship")
KINDS = {"trade_index": "pay_amount", "traffic_index": "visitors"}


def side_by_side(made: Comparison) -> pd.DataFrame:
    """One row a rival, the newest that was noted of it."""
    rows = made.snapshots
    newest = rows[rows["date"].eq(rows.groupby("competitor")["date"].transform("max"))]
    known = made.matches[made.matches["state"].isin(["auto", "confirmed"])]
    prices = competition.current(rows).merge(known, on=["competitor", "offer_id"])
    ours = made.ours.set_index("item_id")["price"]
    prices["against"] = prices["low"] / prices["item_id"].map(ours) - 1
    running = made.promotions[made.promotions["open"].astype(bool)]["competitor"].value_counts()
    listed = made.lists[made.lists["side"].eq("rival")]
    listed = listed[listed["date"].eq(listed["date"].max())]["competitor"].value_counts()
    recent = made.lately[made.lately["what"].eq("new")]["competitor"].value_counts()
    out = []
    for competitor, part in newest.groupby("competitor", sort=True):
        mine = prices[prices["competitor"].eq(competitor)]
        tags = frozenset().union(*(tags_of(t) for t in part["tags"].fillna("")))
        row: dict[str, Any] = {
            "competitor": competitor,
            "offers": len(part),
            "against": float(mine["against"].median()) if len(mine) else np.nan,
            "new": int(recent.get(competitor, 0)),
            "promoting": int(running.get(competitor, 0)),
            "lists": int(listed.get(competitor, 0)),
            "tags": "、".join(sorted(tags)),
            "sales_30d": float(part["sales_30d"].sum(min_count=1)),
        }
        for column in ("response_rate", "repurchase_rate", "years"):
            row[column] = float(part[column].astype(float).median())
        out.append(row)
    return pd.DataFrame(out).sort_values("sales_30d", ascending=False, ignore_index=True)


def tags(made: Comparison) -> pd.DataFrame:
    """tag, rivals (that carry it), share, ours (of our products that carry it), kind.

    kind: lacking (most rivals, none of ours), only_ours (ours, no rival's), both.
    """
    rows = made.snapshots
    newest = rows[rows["date"].eq(rows.groupby("competitor")["date"].transform("max"))]
    theirs: dict[str, set[str]] = {}
    for competitor, text in zip(newest["competitor"], newest["tags"].fillna(""), strict=True):
        for tag in tags_of(text):
            theirs.setdefault(tag, set()).add(competitor)
    mine: dict[str, int] = {}
    for text in made.ours["tags"]:
        for tag in tags_of(text):
            mine[tag] = mine.get(tag, 0) + 1
    total = max(newest["competitor"].nunique(), 1)
    out = []
    for tag in sorted({*theirs, *mine}):
        share, ours = len(theirs.get(tag, ())) / total, mine.get(tag, 0)
        kind = "both" if ours and share else "only_ours" if ours else "lacking"
        out.append((tag, len(theirs.get(tag, ())), share, ours, kind))
    found = pd.DataFrame(out, columns=["tag", "rivals", "share", "ours", "kind"])
    return found.sort_values(["share", "tag"], ascending=[False, True], ignore_index=True)


def places(made: Comparison) -> pd.DataFrame:
    """One row a list: our place, rivals on it, threshold, our product nearest to it, what it lacks.

    gap: what its 30-day sales lack; days: until they have it at the present pace (inf: never).
    """
    rows = made.lists
    if rows.empty:
        return pd.DataFrame(columns=PLACES)
    sales = made.shop.con.execute(
        "SELECT date, item_id, pay_amount AS amount FROM product_day "
        "WHERE pay_amount IS NOT NULL AND date <= $day",
        {"day": made.shop.as_of},
    ).df()
    nearest = pd.DataFrame(columns=["list", "item_id", "gap", "days", "amount"])
    if len(sales):
        nearest = competition.list_gaps(rows, sales, made.day).drop_duplicates("list")
    nearest = nearest.set_index("list")
    now = rows[rows["date"].eq(rows["date"].max())]
    out = []
    for kind in LISTS:
        mine = now[now["list"].eq(kind)]
        own = mine[mine["side"].eq("own")]
        best = nearest.loc[kind] if kind in nearest.index else None
        told = [np.nan] * 3 if best is None else [best["amount"], best["gap"], best["days"]]
        out.append(
            (
                kind,
                float(own["rank"].min()) if len(own) else np.nan,
                int(mine["side"].eq("rival").sum()),
                float(mine["threshold"].max()) if len(mine) else np.nan,
                "" if best is None else str(best["item_id"]),
                *(float(v) for v in told),
            )
        )
    return pd.DataFrame(out, columns=PLACES)


PLACES = ["list", "rank", "rivals", "threshold", "item_id", "amount", "gap", "days"]


def words(made: Comparison) -> pd.DataFrame:
    """Words of the market with their indices and trend; open: in demand, and none of ours fits."""
    rows = made.market[made.market["kind"].eq("keyword")].rename(columns={"subject": "keyword"})
    if rows.empty:
        return pd.DataFrame(columns=WORDS)
    found = competition.opportunities(rows, made.ours[["item_id", "title", "category"]])
    last = rows[rows["date"].eq(rows["date"].max())].drop_duplicates("keyword")
    indices = last.set_index("keyword")[["search_index", "supply_demand_index"]].astype(float)
    found = found.drop(columns=list(indices), errors="ignore").join(indices, on="keyword")
    return found.rename(columns={"opportunity": "open"})[WORDS]


WORDS = ["keyword", "search_index", "supply_demand_index", "trend", "fit", "item_id", "open"]


def readings(made: Comparison) -> pd.DataFrame:
    """kind, competitor, index, value lo hi (nan: refused), error, coverage, n of it."""
    rows = made.market[made.market["kind"].eq("shop")]
    out: list[dict[str, Any]] = []
    for kind, real in KINDS.items():
        new = rows[rows["date"].eq(rows["date"].max()) & rows[kind].notna()]
        new = new[new["subject"].ne("own")]
        if new.empty:
            continue
        pairs = pairs_of_index(made.shop, rows, kind, real)
        curve = competition.calibrate(pairs["index"], pairs["real"])
        told = curve.predict(new[kind].astype(float))
        for (_, row), (_, value) in zip(new.iterrows(), told.iterrows(), strict=True):
            out.append(
                {
                    "kind": kind,
                    "competitor": row["subject"],
                    "index": float(row[kind]),
                    **value.to_dict(),
                    "error": curve.error,
                    "coverage": curve.coverage,
                    "n": curve.n,
                    "needed": curve.needed,
                    "low": row["amount_low"] if kind == "trade_index" else np.nan,
                    "high": row["amount_high"] if kind == "trade_index" else np.nan,
                }
            )
    return pd.DataFrame(out)
