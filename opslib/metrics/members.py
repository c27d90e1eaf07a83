"""The change by members of a dimension: their traffic, their yield, and what no member shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Literal

import numpy as np
import pandas as pd

from ..labels import Label
from ..model import Contribution, Why, Window
from .candidate import stale_shift
from .catalogue import METRICS
from .desk import Desk, Request
from .names import member_names
from .noise import beyond, past_pairs
from .relations import RELATIONS
from .sql import fold

SHOWN = 12
# Beside those, the members that gained and lost most: the page lists them by name.
EXTREMES = 5
# Relation and the traffic that its members are weighed by, the best first.
_CUTS: dict[str, list[tuple[str, str, Label]]] = {
    "product": [
        ("product", "visitors", Label("访客", "visitors")),
        ("lines", "", Label("订单", "orders")),
    ],
    "channel": [("channel", "visitors", Label("访客", "visitors"))],
    "keyword": [
        ("keyword", "visitors", Label("访客", "visitors")),
        ("item_keyword", "visitors", Label("访客", "visitors")),
    ],
    "region": [
        ("region", "visitors", Label("访客", "visitors")),
        ("orders", "", Label("订单", "orders")),
    ],
    "plan": [("ad_plans", "clicks", Label("点击", "clicks"))],
}
_ORDERS = {"lines": "count(DISTINCT order_id) FILTER (paid)", "orders": "count(*) FILTER (paid)"}
_NOT_KNOWN = Label(
    "没有这个拆法的数据，或者两段时间里缺天。",
    "There is no data for this cut, or days are missing in one of the two windows.",
)
_UNATTRIBUTED = Label("这个拆法看不到的部分", "not shown by this cut")


@dataclass(frozen=True)
class Cut:
    """Money and traffic of every member on every span (spans x members)."""

    members: np.ndarray
    money: np.ndarray
    traffic: np.ndarray
    unit: Label
    names: dict[str, str]
    shift: int = 0


def by_members(
    desk: Desk,
    metric: str,
    now: Window,
    base: Window,
    by: str,
    shop: tuple[float, float] | None,
) -> Why:
    """The change of a total split over the members of `by`; sums to the shop's change exactly."""
    from .explain import unknown_why

    pairs = [(now, base), *past_pairs(now, base)]
    cut = _cut(Desk(desk.con, desk.currency, desk.as_of, by), metric, by, pairs)
    if cut is None:
        return unknown_why(metric, now, base, by, _NOT_KNOWN)
    if cut.shift:
        # A weekly export answers for its own week; the shop's change of that week is not asked.
        now, base, shop = now.shifted(-cut.shift), base.shifted(-cut.shift), None
    tables = [_split(cut, 2 * i + 1, 2 * i) for i in range(len(pairs))]
    first = tables[0]
    assert first is not None
    money = np.nan_to_num(cut.money)
    before, after = shop or (float(money[1].sum()), float(money[0].sum()))
    parts = _lines(cut, first, tables[1:])
    rest = (after - before) - sum(p.amount for p in parts)
    if abs(rest) >= 0.005:
        was, is_ = before - float(money[1].sum()), after - float(money[0].sum())
        parts.append(Contribution("unattributed", _UNATTRIBUTED, rest, "member", was, is_))
    return Why(metric, now, base, by, before, after, tuple(parts), _note(cut, first, desk.currency))


def _source(desk: Desk, metric: str, by: str) -> list[tuple[str, str, str, Label]]:
    """Relations that know both the metric and the traffic of this cut's members."""
    days = {s.relation: s.day for s in METRICS[metric].sources if s.day}
    found = []
    for relation, traffic, unit in _CUTS[by]:
        known = RELATIONS[relation]
        if relation in days and (desk.can(known) or desk.can_period(known)):
            volume = f"sum({traffic})" if traffic else _ORDERS[relation]
            found.append((relation, days[relation], volume, unit))
    return found


def _cut(desk: Desk, metric: str, by: str, pairs: list[tuple[Window, Window]]) -> Cut | None:
    spans = [w for pair in pairs for w in pair]
    for relation, money, volume, unit in _source(desk, metric, by):
        known = RELATIONS[relation]
        request = Request(known, "daily" if desk.can(known) else "period")
        columns = [request.column(money), request.column(volume)]
        for column in columns:
            request.folds[fold(column, "sum")] = None
        shift = stale_shift(desk, request).get(spans[0].days, 0)
        moved = [s.shifted(-shift) for s in spans]
        for span in moved:
            request.span(span)
        desk.run(request)
        values, whole = _read(request, columns, moved)
        if not whole[:2].all():
            continue
        values[0][~whole] = np.nan
        values[0][whole] = np.nan_to_num(values[0][whole])
        assert request.grid is not None
        members = request.grid.members
        names = member_names(desk, members)
        return Cut(members, values[0], np.nan_to_num(values[1]), unit, names, shift)
    return None


def _read(
    request: Request, columns: list[str], spans: list[Window]
) -> tuple[list[np.ndarray], np.ndarray]:
    """Money and traffic by span and member, and which spans are wholly known."""
    assert request.grid is not None
    place = [request.spans[s] for s in spans]
    if request.shape == "period":
        values = [request.grid.values[c][place] for c in columns]
        return values, ~np.isnan(values[0]).all(axis=1)
    values = [request.grid.values[f"{c}.sum"][place] for c in columns]
    days = np.array([request.days[columns[0]][i] for i in place])
    return values, days >= [s.days for s in spans]


def _split(cut: Cut, before: int, after: int) -> pd.DataFrame | None:
    """Per member: volume, mix, rate and, without usable traffic, plain change; None if unknown."""
    from ..stats import decompose_members

    money, traffic = cut.money[[before, after]], cut.traffic[[before, after]]
    if np.isnan(money).any():
        return None
    odd = ((traffic <= 0) & (money != 0)).any(axis=0)
    frames = []
    for m, t in zip(money, traffic, strict=True):
        yields = np.divide(m, t, out=np.full(len(m), np.nan), where=t > 0)
        frame = pd.DataFrame({"traffic": t, "yield": yields}, index=cut.members)
        frames.append(frame[~odd])
    table = decompose_members(*frames).reindex(cut.members)
    table["plain"] = np.where(odd, money[1] - money[0], 0.0)
    table["before"], table["after"] = money
    table["traffic_before"], table["traffic_after"] = traffic
    return table.fillna({"volume": 0.0, "mix": 0.0, "yield": 0.0})


def _lines(cut: Cut, table: pd.DataFrame, past: list[pd.DataFrame | None]) -> list[Contribution]:
    table = table.assign(moved=table["volume"] + table["mix"])
    size = table["moved"].abs() + table["yield"].abs() + table["plain"].abs()
    order = size.sort_values(ascending=False, kind="stable").index
    net = (table["after"].fillna(0) - table["before"].fillna(0)).sort_values(kind="stable")
    lost, won = net[net < 0].index, net[net > 0].index
    named = {*order[:SHOWN], *lost[:EXTREMES], *won[-EXTREMES:]}
    shown = [m for m in order if m in named and size[m] > 0]
    lines = [line for m in shown for line in _of_member(cut, m, table.loc[m], past)]
    rest = table.loc[[m for m in order if m not in named and size[m] > 0]]
    if len(rest):
        name = Label(f"其余 {len(rest)} 个", f"{len(rest)} others")
        lines.append(_folded(name, rest.sum()))
    return lines


def _folded(name: Label, row: pd.Series) -> Contribution:
    """Small members as one line: some of them have no traffic, so their sum has no split."""
    amount = float(row["volume"] + row["mix"] + row["yield"] + row["plain"])
    return Contribution("other", name, amount, "member", float(row["before"]), float(row["after"]))


def _of_member(
    cut: Cut, member: str, row: pd.Series, past: list[pd.DataFrame | None]
) -> list[Contribution]:
    def noise(part: str) -> bool | None:
        pasts = [np.nan if p is None else _part(p.loc[member], part) for p in past]
        return beyond(_part(row, part), np.array(pasts, float))

    name = cut.names.get(member) or str(member) or "-"
    zh, en = name, name
    if row["before"] == 0 and row["traffic_before"] == 0:
        zh, en = f"{name}（新出现）", f"{name} (new)"
    elif row["after"] == 0 and row["traffic_after"] == 0:
        zh, en = f"{name}（消失）", f"{name} (gone)"
    return _apart(cut, str(member), Label(zh, en), row, noise)


def _part(row: pd.Series, part: str) -> float:
    return float(row["volume"] + row["mix"] if part == "mix" else row["yield"])


def _apart(
    cut: Cut, key: str, name: Label, row: pd.Series, noise: Callable[[str], bool | None]
) -> list[Contribution]:
    """Traffic and yield of one member as two lines; one line where there is no traffic."""
    lines = []
    if row["plain"]:
        lines.append(
            Contribution(key, name, float(row["plain"]), "member", row["before"], row["after"])
        )
    traffic = [float(row["traffic_before"]), float(row["traffic_after"])]
    money = [float(row["before"]), float(row["after"])]
    each = [m / t if t else None for m, t in zip(money, traffic, strict=True)]
    yields = Label(f"每{cut.unit.zh}产出", "yield each")
    parts: tuple[tuple[Literal["mix", "rate"], Label, list], ...]
    parts = (("mix", cut.unit, traffic), ("rate", yields, each))
    for part, text, (before, after) in parts:
        if amount := _part(row, part):
            label = Label(f"{name.zh}·{text.zh}", f"{name.en}: {text.en}")
            lines.append(Contribution(key, label, amount, part, before, after, noise(part)))
    return lines


def _note(cut: Cut, table: pd.DataFrame, currency: str) -> Label:
    """What volume, mix and yield come to over all members."""
    volume, mix, rate = (float(table[c].sum()) for c in ("volume", "mix", "yield"))
    money = [f"{x:+,.0f}".replace("-", "−") for x in (volume, mix, rate)]
    unit = (f"按 {currency} 算", f", in {currency}") if currency else ("合计", "")
    return Label(
        f"能拆开的部分{unit[0]}：{cut.unit.zh}增减 {money[0]}，结构 {money[1]}，"
        f"每{cut.unit.zh}产出 {money[2]}。",
        f"Of what can be split{unit[1]}: number of {cut.unit.en} {money[0]}, their mix {money[1]}, "
        f"yield each {money[2]}.",
    )
