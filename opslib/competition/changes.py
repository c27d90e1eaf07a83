"""What did each competitor change, when, by how much; and when did nobody look?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from .snapshots import in_order, looks, tags_of

CHANGES = "date since competitor offer_id title what before after size".split()
GAPS = "competitor since until days missed kind".split()
Row = tuple[Any, ...]
# Column, relative or not, and the least change worth a line. Sales of 30 days overlap from week
# to week and wander by themselves. Our assumptions: no guide gives numbers.
NUMBERS: dict[str, tuple[str, bool, float]] = {
    "sales": ("sales_30d", True, 0.25),
    "orders": ("orders_30d", True, 0.25),
    "stock": ("stock", True, 0.5),
    "reviews": ("reviews", True, 0.10),
    "rank": ("list_rank", False, 1.0),
    "repurchase": ("repurchase_rate", False, 0.02),
    "response": ("response_rate", False, 0.02),
    "items_online": ("items_online", False, 1.0),
}
PRICE_LEAST = 0.005  # rounding of a price is no move
OF_SHOP = ("response", "items_online")  # told once a shop, or on each of its rows
LONG_LISTED = 30  # days on sale before it was first noted: known late, not new


def changes(snapshots: pd.DataFrame) -> pd.DataFrame:
    """What changed at whom between two snapshots, and by how much?

    One row a change, oldest first: date (snapshot that shows it), since (snapshot that it is
    compared with: it happened after that day), competitor, offer_id and title ("" for the whole
    shop), what, before, after (text), size. `what`: new (first seen at a competitor known before),
    gone, back, price, title, tag_gained, tag_lost, promotion (the text), rank, reviews, sales,
    orders, stock, repurchase, response, items_online. size: share of the value before for price,
    sales, orders, stock, reviews (-0.05: 5 % less); places for rank; points for rates; number of
    items; nan for texts.

    A figure not told in a snapshot is compared over it; slow drift is told once it has added up
    to what is worth a line. An offer that lacks in a list cut short is not gone. Nothing is said
    of what happened between two snapshots, which may be several moves.
    Raises ParameterError where date, competitor or offer_id lack.
    """
    rows = in_order(snapshots)
    found: list[Row] = [*_presence(rows)]
    titles = rows.groupby(["competitor", "offer_id"])["title"].transform(_carried)
    rows["name"] = titles.fillna("")
    shared = _shared_repurchase(rows)
    for (competitor, offer), part in rows.groupby(["competitor", "offer_id"], sort=False):
        lines = _of_offer(part, skip=(*OF_SHOP, "repurchase") if competitor in shared else OF_SHOP)
        found += [(*line[:2], competitor, offer, *line[2:]) for line in lines]
    for competitor, part in rows.groupby("competitor", sort=False):
        kinds = (*OF_SHOP, "repurchase") if competitor in shared else OF_SHOP
        whole = part.groupby("date")[[NUMBERS[k][0] for k in kinds]].median().reset_index()
        for kind in kinds:
            moves = _moved(whole["date"].tolist(), whole[NUMBERS[kind][0]].tolist(), kind)
            found += [(day, since, competitor, "", "", kind, *r) for day, since, *r in moves]
    out = pd.DataFrame(found, columns=CHANGES)
    out["size"] = out["size"].astype(float)
    out["date"], out["since"] = pd.to_datetime(out["date"]), pd.to_datetime(out["since"])
    return out.sort_values(["date", "competitor", "offer_id", "what"], ignore_index=True)


def _carried(titles: pd.Series) -> pd.Series:
    return titles.ffill().bfill()


def _shared_repurchase(rows: pd.DataFrame) -> set[str]:
    """Competitors whose repeat rate is the shop's: the same on all offers of a day."""
    kinds = rows.groupby(["competitor", "date"])["repurchase_rate"].nunique()
    return set(kinds.index.get_level_values(0)) - set(kinds[kinds > 1].index.get_level_values(0))


def _presence(rows: pd.DataFrame) -> Iterator[Row]:
    """New, gone and back, from looks that list all offers."""
    name = rows[rows["title"].notna()].groupby(["competitor", "offer_id"])["title"].last()
    listed = _listed_on(rows)
    for competitor, mine in looks(rows).groupby("competitor", sort=False):
        last_seen: dict[str, pd.Timestamp] = {}
        here: set[str] = set()
        since = None
        for look in mine.itertuples():
            if since is not None:
                for offer in sorted(look.offers - here):
                    key = (competitor, offer)
                    what, text = ("back", "") if offer in last_seen else ("new", "")
                    before = last_seen.get(offer, since)
                    on = listed.get(key)
                    late = on is not None and (before - on).days > LONG_LISTED
                    if what == "back" or not late:
                        title = name.get(key, "")
                        yield look.last, before, competitor, offer, title, what, text, title, np.nan
            missing = sorted(here - look.offers) if look.whole else []
            for offer in missing:
                title = name.get((competitor, offer), "")
                row = (look.last, last_seen[offer], competitor, offer, title, "gone")
                yield *row, title, "", np.nan
            here = (here | look.offers) - set(missing)
            last_seen |= dict.fromkeys(look.offers, look.last)
            since = look.last if look.offers else since


def _listed_on(rows: pd.DataFrame) -> dict[tuple[str, str], pd.Timestamp]:
    if "listed_on" not in rows:
        return {}
    days = pd.to_datetime(rows["listed_on"], errors="coerce")
    first = days.groupby([rows["competitor"], rows["offer_id"]]).min()
    return first.dropna().to_dict()


def _of_offer(part: pd.DataFrame, skip: tuple[str, ...]) -> Iterator[Row]:
    """(date, since, title, what, before, after, size) of one offer."""
    days = part["date"].tolist()
    names = dict(zip(days, part["name"], strict=True))
    for kind in NUMBERS:
        if kind not in skip:
            for day, since, *rest in _moved(days, part[NUMBERS[kind][0]].tolist(), kind):
                yield day, since, names[day], kind, *rest
    for day, since, *rest in _prices(days, part["low"].tolist(), part["high"].tolist()):
        yield day, since, names[day], "price", *rest
    for column in ("title", "promotion"):
        for day, since, before, after in _steps(days, part[column].tolist()):
            yield day, since, names[day], column, before, after, np.nan
    for day, since, before, after in _steps(days, part["tags"].tolist()):
        had, has = tags_of(before), tags_of(after)
        for tag in sorted(has - had):
            yield day, since, names[day], "tag_gained", "", tag, np.nan
        for tag in sorted(had - has):
            yield day, since, names[day], "tag_lost", tag, "", np.nan


def _steps(days: list[Any], texts: list[Any]) -> Iterator[Row]:
    """Told texts that differ from the one told before: date, since, before, after."""
    told = [(d, t) for d, t in zip(days, texts, strict=True) if isinstance(t, str)]
    for (since, before), (day, after) in pairwise(told):
        if before != after:
            yield day, since, before, after


def _moved(days: list[Any], values: list[float], kind: str) -> Iterator[Row]:
    """Moves of a figure against the one last told of, with what it was compared with."""
    _, relative, least = NUMBERS[kind]
    told = [(d, v) for d, v in zip(days, values, strict=True) if v == v]
    if not told:
        return
    since, before = told[0]
    for day, value in told[1:]:
        size = value - before
        if relative:
            size = size / before if before else np.nan
        if abs(size) >= least - 1e-9 or (np.isnan(size) and value != before):
            yield day, since, _text(before), _text(value), size
            since, before = day, value


def _prices(days: list[Any], low: list[float], high: list[float]) -> Iterator[Row]:
    told = [(d, (a, b)) for d, a, b in zip(days, low, high, strict=True) if a == a]
    for (since, before), (day, after) in pairwise(told):
        shares = [b / a - 1 if a else 0.0 for a, b in zip(before, after, strict=True)]
        size = shares[0] if abs(shares[0]) >= PRICE_LEAST else shares[1]
        if abs(size) >= PRICE_LEAST:
            yield day, since, _band(before), _band(after), size


def _band(ends: tuple[float, float]) -> str:
    low, high = (_text(e) for e in ends)
    return low if low == high else f"{low}~{high}"


def _text(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def gaps(
    snapshots: pd.DataFrame, every: int = 7, as_of: pd.Timestamp | None = None
) -> pd.DataFrame:
    """When did nobody look at a competitor, or look at a part of its offers only?

    every: days between two looks as planned. as_of: last day of the report; looks that lack up to
    it are told too. One row a gap: competitor, since (last look before), until (first look after;
    NaT while it lasts), days, missed (looks left out), kind (missing: no look; partial: a list of
    less than half of the offers, since and until its days). Nothing is filled in between.
    """
    rows = in_order(snapshots)
    out: list[Row] = []
    for competitor, mine in looks(rows).groupby("competitor", sort=False):
        last, first = mine["last"].tolist(), mine["first"].tolist()
        spans = list(zip(last, first[1:], strict=False))
        end = pd.NaT if as_of is None else pd.Timestamp(as_of)
        if last and pd.notna(end):
            spans.append((last[-1], pd.NaT))
        for since, until in spans:
            days = ((end if pd.isna(until) else until) - since).days
            missed = int(days / every + 0.5) - 1 if pd.notna(until) else int(days // every)
            if missed > 0 and days > every + 1:
                out.append((competitor, since, until, days, missed, "missing"))
        listed = mine["offers"].map(len) > 0
        for look in mine[listed & ~mine["whole"]].itertuples():
            length = (look.last - look.first).days + 1
            out.append((competitor, look.first, look.last, length, 0, "partial"))
    found = pd.DataFrame(out, columns=GAPS)
    found["since"], found["until"] = pd.to_datetime(found["since"]), pd.to_datetime(found["until"])
    return found.sort_values(["competitor", "since"], ignore_index=True)
