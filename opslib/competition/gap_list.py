"""What do competitors have that we lack, the other way round, and what is it worth?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .snapshots import in_order, plain, tags_of

HAVE = "competitor kind name".split()
GAP_LIST = "kind name side rivals of who low mid high".split()
FRESH = 28


def what_they_have(
    snapshots: pd.DataFrame, lists: pd.DataFrame | None = None, fresh: int = FRESH
) -> pd.DataFrame:
    """Tags, running promotions and lists of each competitor, as last seen.

    snapshots: see the room. lists: rows of `list_rank`, of which side "rival" and the last look at
    each list count. One row a competitor, kind (tag, promotion, list, service) and name; a tag on
    any of its offers is one. A promotion counts as such ("promotion", name ""), not by its words.
    """
    rows = in_order(snapshots)
    rows = (
        rows[rows["date"] >= rows["date"].max() - pd.Timedelta(days=fresh)] if len(rows) else rows
    )
    out = []
    for column in ("tags", "promotion"):
        told = rows[rows[column].notna()]
        last = told.drop_duplicates(["competitor", "offer_id"], keep="last")
        for competitor, text in zip(last["competitor"], last[column], strict=True):
            if column == "tags":
                out += [(competitor, "tag", tag) for tag in sorted(tags_of(text))]
            elif text:
                out.append((competitor, "promotion", ""))
    if lists is not None and len(lists):
        known = lists[lists["side"].eq("rival") & lists["rank"].notna()]
        newest = pd.to_datetime(lists["date"]).groupby(lists["list"]).transform("max")
        known = known[pd.to_datetime(known["date"]).eq(newest.loc[known.index])]
        out += [(c, "list", n) for c, n in zip(known["competitor"], known["list"], strict=True)]
    return pd.DataFrame(out, columns=HAVE).drop_duplicates(ignore_index=True)


def gap_list(
    ours: pd.DataFrame, theirs: pd.DataFrame, worth: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What do rivals have that we lack, and we that they lack, most money first?

    ours: kind, name. theirs: competitor, kind, name. worth: kind, name, low, mid, high (money a
    week; see tag_worth), as far as known. One row a kind and name that one side lacks: side
    (theirs: at least one rival has it, we do not; ours: no rival has it), rivals (that have it), of
    (all rivals), who (names joined, most three), low mid high (nan: not known). Names are compared
    as written, without blanks and case: the same thing under two names is a gap on both sides.
    """
    mine = {(k, _name(n)) for k, n in zip(ours["kind"], ours["name"], strict=True)}
    rivals = theirs["competitor"].nunique()
    key = theirs.assign(key=theirs["name"].map(_name))
    rows = []
    for (kind, name), part in key.groupby(["kind", "key"], sort=True):
        if (kind, name) not in mine:
            who = sorted(part["competitor"].unique())
            shown = "、".join(who[:3])
            rows.append((kind, part["name"].iloc[0], "theirs", len(who), rivals, shown))
    held = set(zip(key["kind"], key["key"], strict=True))
    for kind, name in ours[["kind", "name"]].drop_duplicates().itertuples(index=False):
        if (kind, _name(name)) not in held:
            rows.append((kind, name, "ours", 0, rivals, ""))
    found = pd.DataFrame(rows, columns=GAP_LIST[:6])
    money = pd.DataFrame(columns=["kind", "name", "low", "mid", "high"]) if worth is None else worth
    money = money.assign(key=money["name"].map(_name)).drop(columns="name")
    found = found.assign(key=found["name"].map(_name)).merge(money, on=["kind", "key"], how="left")
    for column in ("low", "mid", "high"):
        found[column] = found[column].astype(float)
    # What we have alone is an edge to keep, not money to win.
    found.loc[found["side"].eq("ours"), ["low", "mid", "high"]] = np.nan
    order = ["side", "mid", "rivals", "kind", "name"]
    down = [False, False, False, True, True]
    return found.sort_values(order, ascending=down, na_position="last", ignore_index=True)[GAP_LIST]


def _name(text: object) -> str:
    return plain(text).replace(" ", "").lower()
