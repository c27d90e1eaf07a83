"""Products in advertising: which link of each is weak, what that costs, which earn the money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .account import Terms
from .shrunk import (
    Bools,
    Floats,
    Posterior,
    benjamini_hochberg,
    discoveries,
    posterior,
    spread_of,
)

FALSE_SHARE = 0.10
ZERO_CHANCE = 0.05
# A link is weak when it lies truly under this share of what the others reach.
MATERIAL = 0.9
# Products of a shop that bring nothing are measured against ones no wilder than this.
LOOSEST = 3.0
BELIEVED_ORDERS = 5.0
FEWEST = 4  # products that make a group of their own
_SUMS = ("impressions", "clicks", "spend", "actions", "conv", "paid", "value")
_STEPS = {"ctr": ("impressions", "clicks"), "action": ("clicks_in", "actions"),
          "pay": ("actions_in", "paid")}  # fmt: skip
_ACTIONS = ("carts", "fav_items", "inquiries", "orders")
_DRAWS = 2000


@dataclass(frozen=True)
class _Link:
    """One link of all products: posterior rates, what is usual, who is under it beyond chance."""

    post: Posterior
    usual: Floats
    null: Floats
    weak: Bools
    none: Floats


def judge_products(
    rows: pd.DataFrame,
    terms: Terms,
    *,
    groups: pd.Series | None = None,
    peer_ctr: float | None = None,
    zero_chance: float = ZERO_CHANCE,
    share: float = FALSE_SHARE,
) -> pd.DataFrame:
    """Which link of each product is weak beyond chance, and what is it worth to mend it?

    The guide's three rules: shown but few visitors (words: impressions at least the median and
    click rate under the peers'), clicked but little action (the page), action but few paid
    (persuasion). A link is weak when it lies at least a tenth under what its group usually
    reaches; at most `share` of what is told is expected to be wrong. Shown without a click and
    clicked without feedback are told where a usual product would hardly show nothing.
    Not to be trusted where products are advertised on words of quite different intent.

    rows: rows of level product (date, item_id, title, product_line, impressions, clicks, spend,
    conv, value, complete, and of carts, fav_items, inquiries, orders what there is), several
    weeks. groups: item_id -> group that is comparable (category); absent: one group. peer_ctr:
    click rate of excellent peers in advertising, where it is known. zero_chance: chance under
    which nothing at all is no chance.

    One row a product, most money first: item_id, title, group, sums over all rows (impressions,
    clicks, spend, actions, conv, paid, value), weeks, `ctr`, `action`, `pay` (shrunk rates: clicks
    an impression, actions a click, paid orders an action; on basis leads an action is a lead),
    each with `_own`, `_usual`, `_lo`, `_hi` (80 %), `_p` (chance that it is truly under usual);
    weak ("ctr", "action", "pay" or ""), also_weak (tuple), no_click, no_feedback (bool), p_zero;
    peer (bool: usual is the peers'); gap_clicks, gap_conv (a week), money, money_lo, money_hi
    (a week, in currency; nan where nothing is priced), profit (a week), p_right.
    """
    cells, weeks = _weekly(rows, terms)
    table = _table(cells, rows, groups)
    if table.empty:
        return table
    links = {n: _link(cells, table, n, share, peer_ctr if n == "ctr" else None) for n in _STEPS}
    _rated(table, links)
    table["peer"] = peer_ctr is not None
    table["weeks"] = float(weeks)
    _zeros(table, links, zero_chance, share)
    _priced(table, links, terms, weeks)
    out = table.drop(columns=["clicks_in", "actions_in", "spend_in"])
    return out.sort_values(["money", "spend"], ascending=False, ignore_index=True)


def _rated(table: pd.DataFrame, links: dict[str, _Link]) -> None:
    """Each link's shrunk rate, its own, what is usual, range, chance to be truly under."""
    for name, link in links.items():
        above, under = _STEPS[name]
        table[name] = link.post.mean
        table[f"{name}_own"] = table[under] / table[above].where(table[above] > 0)
        table[f"{name}_usual"] = link.usual
        table[f"{name}_lo"], table[f"{name}_hi"] = (link.post.quantile(q) for q in (0.1, 0.9))
        table[f"{name}_p"] = 1 - link.null


def _weekly(rows: pd.DataFrame, terms: Terms) -> tuple[pd.DataFrame, float]:
    """Sums by product and week; what is not known yet counts in part, or not at all."""
    known = rows["complete"] if "complete" in rows else pd.Series(1.0, rows.index)
    settled = rows["settled"] if "settled" in rows else pd.Series(True, rows.index)
    known = known.where(known.notna(), settled.astype(float)).to_numpy(float)
    there = [rows[c].fillna(0).to_numpy(float) for c in _ACTIONS if c in rows]
    conv = rows["conv"].fillna(0).to_numpy(float)
    paid = conv if terms.basis == "gmv" else rows["ad_orders"].fillna(0).to_numpy(float)
    acted = np.maximum(np.sum(there, axis=0) if there else paid, paid)
    actions = acted if terms.basis == "gmv" else conv
    clicks, spend = (rows[c].fillna(0).to_numpy(float) for c in ("clicks", "spend"))
    on = known > 0
    cells = pd.DataFrame(
        {
            "item_id": rows["item_id"].to_numpy(),
            "week": (rows["date"].to_numpy().astype("datetime64[D]").astype(int) + 3) // 7,
            "impressions": rows["impressions"].fillna(0).to_numpy(float),
            "clicks": clicks,
            "spend": spend,
            "actions": actions * on,
            "conv": conv * on,
            "paid": paid * on,
            "value": rows["value"].fillna(0).to_numpy(float) * on,
            "clicks_in": clicks * known,
            "actions_in": actions * known,
            "spend_in": spend * known,
        }
    )
    weeks = max(rows["date"].nunique() / 7, 1 / 7)
    return cells.groupby(["item_id", "week"], as_index=False).sum(), weeks


def _table(cells: pd.DataFrame, rows: pd.DataFrame, groups: pd.Series | None) -> pd.DataFrame:
    """One row a product that was shown, with its name and the group it is compared in."""
    table = cells.drop(columns="week").groupby("item_id", as_index=False).sum()
    table = table[table["impressions"] + table["clicks"] > 0].reset_index(drop=True)
    names = rows[rows["title"].fillna("").ne("")].groupby("item_id")["title"].last()
    table.insert(1, "title", table["item_id"].map(names).fillna("").to_numpy())
    group = pd.Series("", table.index, dtype=object)
    if groups is not None:
        group = table["item_id"].map(groups).astype(object).fillna("")
        many = group.map(group.value_counts())
        group = group.where(many >= FEWEST, "")
    table.insert(2, "group", group)
    return table


def _link(
    cells: pd.DataFrame, table: pd.DataFrame, name: str, share: float, peer: float | None
) -> _Link:
    """A link of all products, weeks that were good for everybody taken out."""
    above, under = _STEPS[name]
    k, e = (
        cells.pivot(index="item_id", columns="week", values=c)
        .reindex(table["item_id"])
        .fillna(0)
        .to_numpy(float)
        for c in (under, above)
    )
    rate = k.sum(1) / np.maximum(e.sum(1), 1e-12)
    season = (k.sum(0) + 0.5) / ((rate[:, None] * e).sum(0) + 0.5)
    room = e * season
    mu = room * (k.sum(1) / np.maximum(room.sum(1), 1e-12))[:, None]
    phi = spread_of(k.ravel(), mu.ravel(), len(table) + k.shape[1] - 1)
    count, exposure = k.sum(1) / phi, room.sum(1) / phi
    groups = table["group"].to_numpy()
    post = posterior(count, exposure, groups)
    usual = _usual(post.mean, e.sum(1), groups) if peer is None else np.full(len(table), peer)
    null = 1 - post.below(MATERIAL * usual)
    asked = e.sum(1) > 0
    if name == "ctr":
        asked &= e.sum(1) >= np.median(e.sum(1))
    weak = discoveries(np.where(asked, null, np.nan), share) & (null <= 2 * share)
    return _Link(post, usual, null, weak, post.none_seen(exposure, LOOSEST))


def _usual(rate: Floats, exposure: Floats, groups: np.ndarray) -> Floats:
    """The middle rate of each product's group, of those that were seen enough to have one."""
    out = np.zeros(len(rate))
    for group in np.unique(groups):
        mine = groups == group
        told = mine & (exposure >= np.median(exposure[mine]))
        out[mine] = np.median(rate[told])
    return out


def _zeros(table: pd.DataFrame, links: dict[str, _Link], chance: float, share: float) -> None:
    """Shown without a click, clicked without feedback: where nothing at all is no chance."""
    table["p_zero"] = np.nan
    for flag, name in (("no_click", "ctr"), ("no_feedback", "action")):
        zero = (table[_STEPS[name][1]] == 0).to_numpy()
        none = links[name].none
        p = np.where(none < chance, np.where(zero, none, 1.0), np.nan)
        table[flag] = benjamini_hochberg(p, share) & zero
        table["p_zero"] = np.where(table[flag], none, table["p_zero"])


def _priced(table: pd.DataFrame, links: dict[str, _Link], terms: Terms, weeks: float) -> None:
    """What each weak link costs a week, and the weak link that costs most."""
    conv, money, clicks = _lost(table, links, terms, weeks)
    told = np.stack([links[n].weak for n in _STEPS])
    told[0] |= table["no_click"].to_numpy()
    told[1] |= table["no_feedback"].to_numpy()
    # Unpriced links still have an order: results lost.
    price = money.mean(1) if np.isfinite(money).all() else conv.mean(1)
    best, some = np.where(told, price, -np.inf).argmax(0), told.any(0)
    names, at = np.array(list(_STEPS), object), np.arange(len(table))
    table["weak"] = np.where(some, names[best], "")
    table["also_weak"] = [
        tuple(names[told[:, i] & (mine != np.arange(3))]) for i, mine in enumerate(best)
    ]
    pick = money[best, :, at]
    low, high = np.quantile(pick, [0.1, 0.9], axis=1)
    for name, values in (("money", pick.mean(1)), ("money_lo", low), ("money_hi", high)):
        table[name] = np.where(some, values, np.nan)
    table["gap_conv"] = np.where(some, conv[best, :, at].mean(1), 0.0)
    table["gap_clicks"] = np.where(some & (best == 0), clicks.mean(0), 0.0)
    sure = np.stack([1 - links[n].null for n in _STEPS])[best, at]
    table["p_right"] = np.where(some, sure, np.nan)
    part = (table["spend_in"] / table["spend"].where(table["spend"] > 0)).fillna(1.0)
    profit = (table["value"] - table["spend_in"]) / np.maximum(weeks * part, 1 / 7)
    table["profit"] = profit if terms.priced else np.nan


def _lost(
    table: pd.DataFrame, links: dict[str, _Link], terms: Terms, weeks: float
) -> tuple[Floats, Floats, Floats]:
    """Conversions and money that each link costs a week (link x draw x product), and the clicks
    that the first one does (draw x product). More clicks have to be paid for."""
    rng = np.random.default_rng(6)
    ctr, action, pay = (links[n].post.draws(rng, _DRAWS) for n in _STEPS)
    usual = [links[n].usual for n in _STEPS]
    shown, clicked, acted = (
        (table[c] / weeks).to_numpy() for c in ("impressions", "clicks", "actions")
    )
    overall = table["spend"].sum() / max(table["clicks"].sum(), 1e-9)
    cpc = (table["spend"] / table["clicks"].where(table["clicks"] > 0)).fillna(overall).to_numpy()
    paid = pay if terms.basis == "gmv" else np.ones_like(pay)
    clicks = shown * np.maximum(usual[0] - ctr, 0)
    more_paid = acted * np.maximum(usual[2] - pay, 0) * (terms.basis == "gmv")
    conv = np.stack(
        [clicks * action * paid, clicked * np.maximum(usual[1] - action, 0) * paid, more_paid]
    )
    money = conv * _worth(table, terms, rng)
    money[0] -= clicks * cpc
    return conv, money, clicks


def _worth(table: pd.DataFrame, terms: Terms, rng: np.random.Generator) -> Floats:
    """Draws of the value of a conversion, drawn to the shop's where orders are few."""
    conv, value = table["conv"].to_numpy(float), table["value"].to_numpy(float)
    if not terms.priced:
        return np.full((_DRAWS, len(table)), np.nan)
    if terms.basis == "leads":
        return np.full((_DRAWS, len(table)), terms.lead_value)
    if conv.sum() <= 0:
        return np.full((_DRAWS, len(table)), np.nan)
    shop = value.sum() / conv.sum()
    orders = conv + BELIEVED_ORDERS
    shape = 2 * orders
    return rng.gamma(shape, (value + BELIEVED_ORDERS * shop) / orders / shape, (_DRAWS, len(table)))
