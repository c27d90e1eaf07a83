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
SPAN = 90  # days over which new offers are counted
WIDE = (
    "competitor offers price new_items on_promotion lists tags items_online sales_30d reviews "
    "response_rate repurchase_rate years"
).split()
OWN = ""  # how our own row is named in the wide frame


def own_figures(made: Comparison) -> dict[str, float]:
    """What is known of our own shop on the figures that the sheet tells of rivals."""
    out = {"price": 1.0, "items_online": float(len(made.ours))}
    listed = pd.to_datetime(made.ours["listed_on"], errors="coerce")
    if listed.notna().any():
        out["new_items"] = float((listed > made.day - pd.Timedelta(days=SPAN)).sum())
    if made.tags_known:
        out["tags"] = float(made.ours["tags"].map(lambda t: len(tags_of(t))).mean())
    own = made.lists[made.lists["side"].eq("own") & made.lists["rank"].notna()]
    if len(made.lists):
        out["lists"] = float(own["date"].eq(made.lists["date"].max()).sum())
    told = made.noted[made.noted["date"].eq(made.noted["date"].max())]
    for column in ("response_rate", "repurchase_rate", "years"):
        if told[column].notna().any():
            out[column] = float(told[column].astype(float).median())
    for column in ("sales_30d", "reviews"):
        if told[column].notna().any():
            out[column] = float(told[column].astype(float).sum())
    return out


def side_by_side(made: Comparison) -> pd.DataFrame:
    """One row a rival, our own first (competitor ""): `competition.side_by_side` laid wide."""
    own = own_figures(made)
    told = competition.side_by_side(
        own, made.snapshots, made.day, made.ours, made.matches, made.lists, SPAN
    )
    wide = told.pivot(index="competitor", columns="metric", values="value").reset_index()
    rows = made.snapshots
    newest = rows[rows["date"].eq(rows.groupby("competitor")["date"].transform("max"))]
    wide["offers"] = wide["competitor"].map(newest["competitor"].value_counts())
    wide = wide.reindex(columns=WIDE)
    by = "sales_30d" if wide["sales_30d"].notna().any() else "reviews"
    wide = wide.sort_values(by, ascending=False, na_position="last")
    mine = pd.DataFrame([{**own, "competitor": OWN}]).reindex(columns=WIDE)
    return pd.concat([mine, wide.astype({"offers": float})], ignore_index=True)


def gap_list(made: Comparison) -> pd.DataFrame:
    """What they have and we lack, and the reverse, most money first: `competition.gap_list`.

    basis: own (the tag itself was seen to lift sales), pooled (what any tag did), "" not known.
    Tags are left out where nothing tells ours.
    """
    theirs = competition.what_they_have(made.snapshots, made.lists)
    theirs = theirs[theirs["kind"].isin(["tag", "list"] if made.tags_known else ["list"])]
    mine = {("tag", t) for text in made.own_tags for t in tags_of(text)}
    places = made.lists[made.lists["side"].eq("own") & made.lists["rank"].notna()]
    newest = made.lists["date"].max()
    mine |= {("list", k) for k in places.loc[places["date"].eq(newest), "list"]}
    ours = pd.DataFrame(sorted(mine), columns=["kind", "name"])
    worth = tag_worths(made, sorted(set(theirs.loc[theirs["kind"].eq("tag"), "name"])))
    found = competition.gap_list(ours, theirs, worth)
    basis = worth.set_index(["kind", "name"])["basis"]
    keys = pd.MultiIndex.from_frame(found[["kind", "name"]])
    told = pd.Series(basis.reindex(keys).fillna("").to_numpy(), found.index)
    return found.assign(basis=told.where(found["mid"].notna(), ""))


def tag_worths(made: Comparison, names: list[str]) -> pd.DataFrame:
    """kind name low mid high basis: what a tag is worth a week to our products, as far as told."""
    left = (made.ours["price"] - made.ours["unit_cost"]) * made.ours["sales_30d"] / 30 * 7
    profit = float(left.sum(min_count=1))
    lifts = made.lifts.set_index("name")
    pooled = competition.any_tag_lift(made.snapshots)
    rows = []
    for name in names:
        known = name in lifts.index and lifts.loc[name, "verdict"] != "cannot_tell"
        row = lifts.loc[name] if known else pooled
        if not float(row["lift"]) > 1:  # nothing was seen to be won: no price
            rows.append(("tag", name, *[np.nan] * 3, ""))
            continue
        ends = [max(float(row[c]) - 1, 0.0) * profit for c in ("lo", "lift", "hi")]
        rows.append(("tag", name, *ends, "own" if known else "pooled"))
    return pd.DataFrame(rows, columns=["kind", "name", "low", "mid", "high", "basis"])


def tags(made: Comparison) -> pd.DataFrame:
    """tag, rivals (that carry it), share, ours (of our products that carry it), kind.

    kind: lacking (a rival's, none of ours), only_ours (ours, no rival's), both, unknown (theirs,
    and nothing tells our own tags).
    """
    theirs = competition.what_they_have(made.snapshots)
    theirs = theirs[theirs["kind"].eq("tag")]
    rivals = theirs["name"].value_counts()
    mine: dict[str, int] = {}
    for text in made.own_tags:
        for tag in tags_of(text):
            mine[tag] = mine.get(tag, 0) + 1
    total = max(made.snapshots["competitor"].nunique(), 1)
    out = []
    for tag in sorted({*rivals.index, *mine}):
        n, ours = int(rivals.get(tag, 0)), mine.get(tag, 0)
        lacking = "lacking" if made.tags_known else "unknown"
        kind = "both" if ours and n else "only_ours" if ours else lacking
        out.append((tag, n, n / total, ours, kind))
    found = pd.DataFrame(out, columns=["tag", "rivals", "share", "ours", "kind"])
    return found.sort_values(["share", "tag"], ascending=[False, True], ignore_index=True)


PLACES = (
    "list rank since lost days_on rivals threshold source item_id amount gap days days_lo days_hi "
    "verdict"
).split()


def places(made: Comparison) -> pd.DataFrame:
    """One row a list: our place and since when, or when it was lost; threshold, nearest product.

    gap: what its 30-day sales lack; days: until they have it at the present pace (inf: never).
    """
    rows = made.lists
    if rows.empty:
        return pd.DataFrame(columns=PLACES)
    stays = made.stays[made.stays["side"].eq("own")]
    nearest = made.list_gaps.sort_values("share", ascending=False, kind="stable")
    nearest = nearest.drop_duplicates("list").set_index("list")
    now = rows[rows["date"].eq(rows["date"].max())]
    out = []
    for kind in LISTS:
        here = now[now["list"].eq(kind)]
        stay = stays[stays["list"].eq(kind)].sort_values(["on", "last"], ascending=False)
        mine = stay.iloc[0].to_dict() if len(stay) else {}
        on = bool(mine.get("on", False))
        row: dict[str, Any] = {
            "list": kind,
            "rank": mine["rank"] if on else np.nan,
            "since": _since(mine) if on else pd.NaT,
            "lost": pd.NaT if on or not mine else mine["lost"],
            "days_on": mine.get("days_on", np.nan),
            "rivals": int(here["side"].eq("rival").sum()),
            "threshold": float(here["threshold"].max()) if len(here) else np.nan,
            "item_id": "",
        }
        if kind in nearest.index:
            best = nearest.loc[kind]
            row |= {c: best[c] for c in ("item_id", "amount", "gap", "threshold", "source")}
            row |= {c: best[c] for c in ("days", "days_lo", "days_hi", "verdict")}
        out.append(row)
    return pd.DataFrame(out, columns=PLACES)


def _since(stay: dict[str, Any]) -> pd.Timestamp:
    """The day the present stay began, or the first look where it was there from the start."""
    return stay["first"] if pd.isna(stay["gained"]) else stay["gained"]


def list_gaps(made: Comparison) -> pd.DataFrame:
    """Each product's way to each list's threshold (`competition.list_gaps`)."""
    sales = made.shop.con.execute(
        "SELECT date, item_id, pay_amount AS amount FROM product_day "
        "WHERE pay_amount IS NOT NULL AND date <= $day",
        {"day": made.shop.as_of},
    ).df()
    if sales.empty or made.lists.empty:
        return pd.DataFrame(columns=competition.TO_LIST)
    return competition.list_gaps(made.lists, sales, made.day)


def words(made: Comparison) -> pd.DataFrame:
    """Words of the market with their indices and trend; open: in demand, and none of ours fits."""
    rows = made.market[made.market["kind"].eq("keyword")].rename(columns={"subject": "keyword"})
    if rows.empty:
        return pd.DataFrame(columns=WORDS)
    found = competition.opportunities(rows, made.ours[["item_id", "title", "category"]])
    last = rows[rows["date"].eq(rows["date"].max())].drop_duplicates("keyword")
    indices = last.set_index("keyword")[["search_index", "supply_demand_index"]].astype(float)
    found = found.drop(columns=list(indices), errors="ignore").join(indices, on="keyword")
    return found.rename(columns={"opportunity": "open"}).reindex(columns=WORDS)


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
