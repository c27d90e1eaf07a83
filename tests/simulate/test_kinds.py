"""Every kind of cause, planted alone: it changes what it says, and nothing that it should not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.simulate import effects, market, shop
from opslib.simulate import history as past
from opslib.simulate import world as furniture
from opslib.simulate.causes_data import DataFault
from opslib.simulate.causes_price import MATCHED, Action
from opslib.simulate.draws import KINDS, draw_spec

SEED = 52
# These work on a clock or on the export; the orders of the shop stay as they are.
STILL = {
    *("stock_low", "late_parcels", "slow_replies", "tracking_fault"),
    *("missing_days", "repeated_days", "duplicated_days"),
}


class Twins:
    """One shop with a cause, and the same without it."""

    def __init__(self, kind: str) -> None:
        self.spec = draw_spec(SEED, kinds=(kind,), days=120)
        self.cause = self.spec.causes[0]
        self.with_it = past.live(self.spec, SEED)
        self.without = past.relive(furniture.without(self.with_it.world, self.cause.id))
        self.first = self.spec.index(self.cause.start)
        self.days = self.cause.span(self.with_it.world)

    def frames(self) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
        return shop.frames(self.with_it), shop.frames(self.without)


@pytest.fixture(scope="module")
def twins():
    kept: dict[str, Twins] = {}

    def of(kind: str) -> Twins:
        if kind not in kept:
            kept[kind] = Twins(kind)
        return kept[kind]

    return of


@pytest.mark.parametrize("kind", KINDS)
def test_ledger_is_orders_with_minus_orders_without_to_the_cent(twins, kind):
    """The ledger is the oracle of the scorecard: each kind must agree with the order list."""
    pair = twins(kind)
    row = shop.ledger(pair.spec, SEED, pair.with_it).iloc[0]
    money, many, late = 0.0, 0, 0.0
    for sign, history in ((1, pair.with_it), (-1, pair.without)):
        orders = history.heads
        since = orders[orders["paid_at"] >= pd.Timestamp(pair.cause.start)]
        money += sign * since["paid_amount"].sum()
        many += sign * len(since)
        week = since["paid_at"] >= pd.Timestamp(pair.spec.end) - pd.Timedelta(days=6)
        late += sign * since.loc[week, "paid_amount"].sum()
    assert row["pay_amount_effect"] == pytest.approx(money, abs=0.005)
    assert row["pay_orders_effect"] == many
    assert row["pay_amount_effect_7d"] == pytest.approx(late, abs=0.005)
    assert (row["pay_amount_effect"] == 0) or kind not in STILL
    by_day = effects.effect_by_day(pair.spec, SEED, pair.cause.id, pair.with_it)
    assert len(by_day) == 120
    assert by_day["pay_amount"].sum() == pytest.approx(row["pay_amount_effect"], abs=0.005)
    assert by_day["pay_orders"].sum() == row["pay_orders_effect"]
    assert by_day["impressions"].sum() == row["impressions_effect"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_changes_before_the_cause(twins, kind):
    """A cause that reaches back would be found before it happened."""
    pair = twins(kind)
    for name in ("impressions", "clicks", "visits", "visitors", "page_views", "buyers"):
        counts = [getattr(h.counts, name)[: pair.first] for h in (pair.with_it, pair.without)]
        assert np.array_equal(*counts)


MOVES = {
    "drift": ("impressions", "source"),
    "product_drift": ("impressions", "product"),
    "price_move": ("buyers", "product"),
    "own_price": ("buyers", "product"),
    "conversion_break": ("buyers", "product"),
    "level_shift": ("impressions", "source"),
    "word_drop": ("impressions", "word"),
}


@pytest.mark.parametrize("kind", MOVES)
def test_only_the_member_moves(twins, kind):
    """Found at the right product, channel or word: the others must keep their numbers."""
    pair = twins(kind)
    column, world = MOVES[kind][1], pair.with_it.world
    ids = {
        "source": [s.name for s in world.sources],
        "product": world.products["item_id"].tolist(),
        "word": world.words["word"].tolist(),
    }[column]
    mine = getattr(world, column) == ids.index(pair.cause.member(world))
    counts = [getattr(h.counts, MOVES[kind][0])[pair.days] for h in (pair.with_it, pair.without)]
    free = ~mine & (world.plan < 0)  # the products of an ad plan share its budget
    assert np.array_equal(*[c[:, free] for c in counts])
    assert counts[0][:, mine].sum() != counts[1][:, mine].sum()


def test_drift_is_slow_and_reaches_its_factor(twins):
    """A drift must not be a step: day-to-day methods would find it for the wrong reason."""
    pair = twins("drift")
    world = pair.with_it.world
    at = [s.name for s in world.sources].index(pair.cause.source)
    ratio = (pair.with_it.rates.shown / np.maximum(pair.without.rates.shown, 1e-12))[
        pair.days, world.source == at
    ]
    line = np.nanmax(ratio, axis=1)
    if world.sources[at].paid == "":
        step = pair.cause.factor ** (1 / pair.cause.over)
        assert np.allclose(line[1:30] / line[:29], step)
    assert line[min(pair.cause.over, len(line)) - 1] == pytest.approx(
        pair.cause.factor ** min(len(line) / pair.cause.over, 1), abs=0.15
    )
    assert pair.cause.over >= 30


def test_sold_out_product_sells_nothing_and_its_stock_is_nothing(twins):
    """Orders, stock sheet and siblings tell the same story."""
    pair = twins("stock_out")
    world, cause = pair.with_it.world, pair.cause
    lines = [h.paid_lines for h in (pair.with_it, pair.without)]
    inside = [x[x["day"].between(pair.days.start, pair.days.stop - 1)] for x in lines]
    gap = [(x["product"] == cause.product).sum() for x in inside]
    assert gap[0] == 0 < gap[1]
    stock = pair.frames()[0]["stock"]
    own = stock[stock["item_id"] == cause.member(world)].set_index("date")
    inside = own.loc[cause.start : cause.end]
    assert (inside["on_hand"] == 0).all() and (inside["inbound"] > 0).all()
    assert len(inside) == cause.size
    sold = pd.Series(
        pair.with_it.grid(lines[0], "product", "qty", len(world.products))[:, cause.product],
        pair.with_it.dates,
    ).reindex(own.index)
    assert (own["on_hand"].diff() + sold).iloc[1:].min() >= 0  # sales and deliveries alone
    style = world.products["style"].to_numpy()
    alike = (style[world.product] == style[cause.product]) & (world.product != cause.product)
    free = alike & (world.plan < 0)
    shown = [h.counts.impressions[pair.days][:, free].sum() for h in (pair.with_it, pair.without)]
    assert shown[0] > shown[1]


def test_tracking_fault_loses_visitors_and_no_order_cart_or_inquiry(twins):
    """Conversion seems to jump: whoever believes it raises bids on nothing."""
    pair = twins("tracking_fault")
    with_it, without = (f["shop_day"].set_index("date") for f in pair.frames())
    inside = slice(pair.cause.start, pair.cause.end)
    name = pair.cause.what
    ratio = with_it.loc[inside, name].sum() / without.loc[inside, name].sum()
    free = 1.0
    if name == "impressions":  # the ads count for themselves
        free = 1 - with_it.loc[inside, "ad_impressions"].sum() / without.loc[inside, name].sum()
    assert 1 - ratio == pytest.approx((1 - pair.cause.factor) * free, abs=0.08)
    for same in ("pay_amount", "pay_orders", "clicks", "cart_buyers", "inquiries", "ad_spend"):
        assert with_it[same].equals(without[same])


def test_data_faults_spoil_only_their_days(twins):
    """Missing days are missing, repeated days repeat, and the orders know nothing of it."""
    whole = shop.frames(twins("missing_days").without)
    for kind in ("missing_days", "repeated_days", "duplicated_days"):
        pair = twins(kind)
        cause = pair.cause
        assert isinstance(cause, DataFault)
        spoilt = dict(whole)
        if kind == "missing_days":
            spoilt = shop.frames(pair.with_it)
        else:
            cause.export(spoilt, pair.with_it.world)
        for table, frame in spoilt.items():
            if table not in cause.tables or kind == "duplicated_days":
                pd.testing.assert_frame_equal(frame, whole[table])
                continue
            hit = cause.hit(whole[table], pair.with_it.world)
            rest = whole[table][~hit].reset_index(drop=True)
            if kind == "missing_days":
                pd.testing.assert_frame_equal(frame, rest)
                continue
            again = cause.hit(frame, pair.with_it.world)
            pd.testing.assert_frame_equal(frame[~again].reset_index(drop=True), rest)
            eve = frame[frame["date"] == cause.start - pd.Timedelta(days=1)]
            for _, day in frame[again].groupby("date"):
                pd.testing.assert_frame_equal(
                    day.drop(columns="date").reset_index(drop=True),
                    eve.drop(columns="date").reset_index(drop=True),
                )


def test_rival_cut_shows_on_the_sheet_and_in_the_move_ledger(twins):
    """The comparison must find the rival behind a fall of conversion."""
    pair = twins("price_move")
    cause, world = pair.cause, pair.with_it.world
    moves = market.rival_moves(pair.with_it)
    planted = moves[moves["planted"] == cause.id].iloc[0]
    assert (
        planted["item_id"]
        == cause.member(world)
        == world.products["item_id"][cause.offer * MATCHED]
    )
    assert planted["competitor"] == market.RIVALS[cause.rival]
    assert planted["factor"] < 0.95 or cause.cut > 0.9
    other = market.rival_moves(pair.without)
    assert len(moves[moves["planted"] == ""]) == pytest.approx(len(other), abs=1)
    assert len(other) >= 1  # rivals move in every drawn shop
    shown = pair.with_it.rates.cvr[pair.first :, world.product == cause.offer * MATCHED]
    plain = pair.without.rates.cvr[pair.first :, world.product == cause.offer * MATCHED]
    assert np.allclose(shown, plain * cause.cut**cause.elasticity)


def test_own_price_stands_in_listing_and_order_lines(twins):
    """A price change that only the conversion knows of could never be explained."""
    pair = twins("own_price")
    cause, world = pair.cause, pair.with_it.world
    facts = pair.frames()[0]
    own = {
        name: facts[name][facts[name]["item_id"] == cause.member(world)]
        for name in ("product_day", "order_line")
    }
    listed = own["product_day"].set_index("date")["price"]
    old, new = listed.loc[: cause.start].iloc[-2], listed.loc[cause.start]
    assert new == pytest.approx(old * cause.price, abs=0.05)
    lines = own["order_line"]
    paid = lines[lines["date"] >= cause.start]["unit_price"]
    assert len(paid) and set(np.round(paid / new, 2)) <= {1.0, 0.95, 0.9}


def test_actions_are_in_the_ledger_with_their_true_effect():
    """'Did it work' can only be scored if some actions truly did nothing."""
    kinds = ("product_action", "word_action", "plan_action")
    drawn = [draw_spec(s, kinds=kinds).causes for s in range(40)]
    true = [c.effect for causes in drawn for c in causes if isinstance(c, Action)]
    assert 0.2 < np.mean([e == 1 for e in true]) < 0.45
    assert 0.1 < np.mean([e > 1 for e in true]) < 0.6
    spec = draw_spec(SEED, kinds=kinds, days=120)
    history = past.live(spec, SEED)
    told = effects.actions(spec, SEED, history).set_index("id")
    ledger = shop.ledger(spec, SEED, history).set_index("id")
    for action in spec.causes:
        assert told.loc[action.id, "true_effect"] == pytest.approx(action.effect, abs=1e-4)
        assert told.loc[action.id, "worked"] == (action.effect > 1)
        money = ledger.loc[action.id, "pay_amount_effect"]
        assert told.loc[action.id, "pay_amount_effect"] == pytest.approx(money)
        assert action.effect != 1 or money == 0 or getattr(action, "price", 1) != 1
    tasks = shop.frames(history)["register"].query("kind == 'task'")["id"]
    assert {f"A-{k}" for k in kinds} <= set(tasks)


def test_demand_shock_hits_every_stream_for_days_and_event_that_fires_adds_its_lift(twins):
    """A shock belongs to the shop, not to a channel; a firing event is the flop's mirror."""
    shock = twins("demand_shock")
    ratio = shock.with_it.rates.shown[shock.days] / np.maximum(
        shock.without.rates.shown[shock.days], 1e-12
    )
    seen = (shock.with_it.world.plan < 0) & (shock.without.rates.shown[shock.days].min(0) > 0)
    assert np.allclose(ratio[:, seen], shock.cause.factor)
    assert 1 <= shock.days.stop - shock.days.start <= 3
    fires = twins("event_fires")
    usual = fires.spec.lifts[fires.cause.event, fires.cause.start.year][fires.days]
    shown = [h.rates.shown[fires.days][:, fires.with_it.world.plan < 0].sum(1)
             for h in (fires.with_it, fires.without)]  # fmt: skip
    assert np.allclose(shown[0] / shown[1], np.exp(0.7 * usual * (fires.cause.left - 1)))
