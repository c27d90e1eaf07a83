"""The split that orders alone allow: new and returning buyers, orders each, value an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..labels import Label
from ..model import Contribution, Why, Window
from .desk import Desk, Request, overlap
from .noise import beyond, past_pairs
from .relations import RELATIONS

_NOTE = Label(
    "只有订单：按买家和订单拆分，看不到展现和访客；“新”指已知的订单里第一次付款。",
    "Orders only: split by buyers and orders, without impressions and visitors; 'new' means the "
    "first payment among the known orders.",
)
_GROUPS = {
    "new": (Label("新买家", "new buyers"), "FILTER (first_day >= start)"),
    "old": (Label("老买家", "returning buyers"), "FILTER (first_day < start)"),
}
_FACTORS = (
    ("buyers", Label("人数", "heads")),
    ("orders_each", Label("人均订单", "orders each")),
    ("order_value", Label("笔单价", "order value")),
)


@dataclass(frozen=True)
class Group:
    """One group of buyers on each span: heads, orders, money."""

    key: str
    label: Label
    heads: np.ndarray
    orders: np.ndarray
    money: np.ndarray


def by_buyers(desk: Desk, now: Window, base: Window) -> Why | None:
    """The change of the paid amount by groups of buyers; None without orders on both windows."""
    if not desk.has("order"):
        return None
    pairs = [(now, base), *past_pairs(now, base)]
    spans = [w for pair in pairs for w in pair]
    covered = desk.covered(RELATIONS["orders"])
    whole = np.array([overlap(s, covered) == s.days for s in spans])
    if not whole[:2].all():
        return None
    groups = _groups(desk, spans)
    usable = [i for i in range(len(pairs)) if whole[2 * i] and whole[2 * i + 1]]
    parts = tuple(p for g in groups for p in _contributions(g, usable))
    before, after = (float(sum(g.money[i] for g in groups)) for i in (1, 0))
    return Why("pay_amount", now, base, "shop", before, after, parts, _NOTE)


def _groups(desk: Desk, spans: list[Window]) -> list[Group]:
    named = Request(RELATIONS["buyers"], "entity")
    whole = Request(RELATIONS["orders"], "direct")
    columns = {
        (g, what): named.column(f"{how} {test}")
        for g, (_, test) in _GROUPS.items()
        for what, how in (
            ("heads", "count(*)"),
            ("orders", "sum(orders)"),
            ("money", "sum(amount)"),
        )
    }
    nameless = "paid AND coalesce(buyer, '') = ''"
    for how in ("count(*)", "sum(amount)"):
        whole.column(f"{how} FILTER ({nameless})")
    for span in spans:
        named.span(span)
        whole.span(span)
    desk.run(named)
    desk.run(whole)
    groups = [
        Group(
            g, text, *(_on(named, columns[g, what], spans) for what in ("heads", "orders", "money"))
        )
        for g, (text, _) in _GROUPS.items()
    ]
    orders, money = (_on(whole, c, spans) for c in ("c0", "c1"))
    unnamed = Label("不知道买家的订单", "orders without a buyer")
    return [*groups, Group("unknown", unnamed, orders, orders, money)]


def _on(request: Request, column: str, spans: list[Window]) -> np.ndarray:
    """A column by span; zero where nobody is in the group."""
    values = request.grid.values.get(column) if request.grid else None
    if values is None or not values.shape[1]:
        return np.zeros(len(spans))
    return np.nan_to_num(values[[request.spans[s] for s in spans], 0])


def _contributions(group: Group, pairs: list[int]) -> list[Contribution]:
    from ..stats import decompose

    after, before = (_factors(group, [2 * i + k for i in pairs]) for k in (0, 1))
    shares = {k: np.atleast_1d(v) for k, v in decompose(before, after).items()}
    parts = []
    for key, text in _FACTORS:
        if group.key == "unknown" and key == "orders_each":
            continue  # an order without a buyer is its own buyer: always one each
        share = shares[key]
        if not (share[0] or before["buyers"][0] or after["buyers"][0]):
            continue
        label = Label(f"{group.label.zh}·{text.zh}", f"{group.label.en}: {text.en}")
        was, is_ = (None if np.isnan(v[key][0]) else float(v[key][0]) for v in (before, after))
        amount, noise = float(share[0]), beyond(float(share[0]), share[1:])
        name = f"{group.key}_{key}"
        parts.append(Contribution(name, label, amount, "factor", was, is_, noise))
    return parts


def _factors(group: Group, spans: list[int]) -> dict[str, np.ndarray]:
    heads, orders, money = (a[spans] for a in (group.heads, group.orders, group.money))
    nothing = np.full(len(heads), np.nan)
    return {
        "buyers": heads,
        "orders_each": np.divide(orders, heads, out=nothing.copy(), where=heads > 0),
        "order_value": np.divide(money, orders, out=nothing.copy(), where=orders > 0),
    }
