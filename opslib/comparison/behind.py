"""The rows that a figure of the comparison is made of, and how it is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..competition.snapshots import tags_of
from ..ids import digest, finding_id
from ..labels import Label
from . import behind_words as say
from .cuts import cut_of
from .gather import MONTH, PAIR, benchmarks, noted_lately
from .worth import WEEKS

if TYPE_CHECKING:
    from .compare import Comparison

Part = tuple[pd.DataFrame, str, str]  # rows, the column of the value, the column of the member


def behind(made: Comparison, number: str) -> tuple[list[Part], Label]:
    """The rows behind the number of this id, and a sentence on how it is made of them.

    A figure that no row of a file tells alone (a kept one, an effect) has the sentence only.
    """
    kind, *rest = number.split(".")
    if kind == "price":
        items = made.position["item_id"].astype(str)
        return _price(made, rest[0], {i for i in items if digest(i) == rest[-1]})
    if kind == "rivals":
        return _headline(made, rest[0])
    if kind == "finding":
        return _finding(made, ".".join(rest[:2]))
    if kind == "promo":
        return _action(made, rest[0], rest[-1])
    if kind == "gap":
        return _gap(made, *rest)
    if kind == "list":
        return _to_list(made, rest[-1])
    return _rung(made, rest[0], worth=rest[-1] == "worth")


def _price(made: Comparison, what: str, items: set[str]) -> tuple[list[Part], Label]:
    parts: list[Part] = []
    if what in ("ours", "to_middle", "margin"):
        parts += own_prices(made, items)
    if what in ("middle", "to_middle"):
        parts.append(their_prices(made, items))
    if what == "margin":
        parts.append(costs(made, items))
    return parts, say.PRICE[what]


def _headline(made: Comparison, what: str) -> tuple[list[Part], Label]:
    if what == "moved":
        moves = made.lately[made.lately["what"].isin(["price", "promotion"])]
        rows = made.snapshots.merge(moves[["date", *PAIR]].drop_duplicates())
        return [(rows, "price", "competitor")], say.HEADLINE[what]
    if what == "lacking":
        tags = made.tags[made.tags["kind"].eq("lacking")]
        most = tags[tags["share"].ge(made.kinds["tags_lacking"].threshold)]
        return [carrying(made, set(most["tag"]))], say.HEADLINE[what]
    items = set(made.position["item_id"].astype(str))
    return [*own_prices(made, items), their_prices(made, items)], say.HEADLINE[what]


def _finding(made: Comparison, id: str) -> tuple[list[Part], Label]:
    found = next((f for f in made.show.review.findings if f.id == id), None)
    if found is None:
        return [], say.KEPT
    if found.rule == "rival_cut":
        moves = cut_of(made, id)
        theirs = made.snapshots.merge(moves[["date", *PAIR]].drop_duplicates())
        items = set(moves["item_id"].astype(str))
        sold = sold_rows(made, items, "pay_amount")
        return [(theirs, "price", "competitor"), *own_prices(made, items), *sold], say.CUT
    if found.rule == "tags_lacking":
        names = made.gap_list["name"].astype(str)
        named = {n for n in names if finding_id(found.rule, "shop", "", n) == id}
        return [carrying(made, named)], say.TAG
    if found.rule == "word_open":
        return _open_words(made), say.WORDS
    items = {found.subject.member}
    parts = [*own_prices(made, items), their_prices(made, items), costs(made, items)]
    return [*parts, *sold_rows(made, items, "pay_items")], say.GAME


def _open_words(made: Comparison) -> list[Part]:
    """The market's rows of the words that are open, and our own words' rows of four weeks."""
    names = made.words.loc[made.words["open"].astype(bool), "keyword"].tolist()[:3]
    rows = made.market[made.market["kind"].eq("keyword") & made.market["subject"].isin(names)]
    newest = rows[rows["date"].eq(rows["date"].max())]
    own = made.shop.table("keyword_day", 7 * WEEKS)
    own = own[own["search_index"].notna() & own["item_id"].fillna("").eq("")]
    return [(newest, "search_index", "subject"), (own, "visitors", "keyword")]


def _action(made: Comparison, what: str, id: str) -> tuple[list[Part], Label]:
    """An action's price is that of its finding; what was kept or done has only its sentence."""
    if what != "action":
        return [], say.WORKED
    asked = next((a for a in made.show.asked if a.id == id), None)
    return ([], say.KEPT) if asked is None else _finding(made, asked.finding)


def _gap(made: Comparison, kind: str, key: str) -> tuple[list[Part], Label]:
    names = {n for n in made.gap_list["name"].astype(str) if digest(n) == key}
    if kind == "tag":
        return [carrying(made, names)], say.TAG
    rows = made.lists
    rows = rows[rows["list"].isin(names) & rows["date"].eq(rows["date"].max())]
    return [(rows, "rank", "competitor")], say.TAG


def _to_list(made: Comparison, name: str) -> tuple[list[Part], Label]:
    rows = made.lists[made.lists["list"].eq(name)]
    told = rows[rows["threshold"].notna()]
    told = told[told["date"].eq(told["date"].max())] if len(told) else rows
    place = made.places[made.places["list"].eq(name)]
    sold = sold_rows(made, set(place["item_id"].astype(str)), "pay_amount")
    return [(told, "threshold", "item_id"), *sold], say.LIST


def _rung(made: Comparison, metric: str, *, worth: bool) -> tuple[list[Part], Label]:
    rows = benchmarks(made.shop)
    newest = rows[rows["date"].eq(rows.groupby("metric")["date"].transform("max"))]
    names = [metric, "pay_amount"] if worth else [metric]
    parts: list[Part] = [(newest[newest["metric"].isin(names)], "own", "metric")]
    return parts, say.WORTH if worth else say.RUNG


def their_prices(made: Comparison, items: set[str]) -> Part:
    """The last rows of the offers matched with these products."""
    mine = made.paired[made.paired["item_id"].isin(items)]
    pairs = mine.merge(made.offers[PAIR])[PAIR].drop_duplicates()
    priced = made.snapshots[made.snapshots["low"].notna()]
    return priced.merge(pairs).drop_duplicates(PAIR, keep="last"), "price", "competitor"


def own_prices(made: Comparison, items: set[str]) -> list[Part]:
    """Where our prices of these products stand: the sheet if noted lately, else the exports."""
    noted = noted_lately(made.noted, "price", made.day)
    noted = noted[noted["offer_id"].isin(items)]
    rest = items - set(noted["offer_id"])
    sold = sold_rows(made, rest, "price") if rest else []
    last = [(r.drop_duplicates("item_id", keep="last"), c, m) for r, c, m in sold]
    return [(noted, "price", "competitor"), *last]


def sold_rows(made: Comparison, items: set[str], column: str) -> list[Part]:
    """Rows of the product exports of 30 days that tell this figure of these products."""
    for table in ("product_day", "product_window"):
        rows = made.shop.table(table, MONTH)
        rows = rows[rows["item_id"].astype(str).isin(items)].sort_values("date", kind="stable")
        told = rows[rows[column].notna()]
        if column == "price" and told.empty and len(rows):
            return [(rows, c, "item_id") for c in ("pay_amount", "pay_items")]
        if len(told):
            return [(told, column, "item_id")]
    return []


def costs(made: Comparison, items: set[str]) -> Part:
    """The newest rows of the stock sheet that tell what these products cost."""
    rows = made.shop.table("stock")
    rows = rows[rows["item_id"].astype(str).isin(items) & rows["unit_cost"].gt(0)]
    newest = rows["date"].eq(rows.groupby("item_id")["date"].transform("max"))
    return rows[newest], "unit_cost", "item_id"


def carrying(made: Comparison, tags: set[str]) -> Part:
    """The newest rows of the rivals whose offers carry one of these tags."""
    rows = made.snapshots
    newest = rows[rows["date"].eq(rows.groupby("competitor")["date"].transform("max"))]
    wanted = newest["tags"].fillna("").map(lambda text: bool(tags & set(tags_of(text))))
    return newest[wanted.astype(bool)], "tags", "competitor"
