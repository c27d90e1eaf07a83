"""What the operators of the two sample shops tried in advertising: register and truth."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from .ad_clicks import AdClicks
from .ad_cuts import Members, audiences, creatives
from .ad_plan import BidChange, BudgetRaise, ProductTest, Promotion, changed_word
from .ad_truth import word_truth
from .ad_words import BidWords
from .causes import BudgetRunOut
from .dice import Floats
from .history import History
from .live import SLOTS, best_hour

WEEKS_AGO = 32  # days before the last one: a Monday, with four weeks and a half to look at since
LATER = 25
TEST_DAYS = 74  # a Monday too
EVENING_SHARE = 0.22  # of a day's clicks come from six in the evening on


def of_1688(end: date) -> Promotion:
    """Three bids that matter, one change that does not, a test of three products."""
    then, later = end - timedelta(days=WEEKS_AGO), end - timedelta(days=LATER)
    return Promotion(
        bids=(
            BidChange("精准获客A", "wasteful", then, 0.6, 0.3, "出价降四成"),
            BidChange("精准获客B-保暖", "good", then, 1.25, 1.9, "出价提两成半"),
            BidChange("精准获客B-保暖", "irrelevant", later, 0.3, 0.02, "出价降到最低"),
            BidChange("精准获客A", "plain", later, what="换了匹配方式"),
        ),
        test=ProductTest(
            "测款-秋冬新款",
            "全站推店",
            (3, 5, 6),
            end - timedelta(days=TEST_DAYS),
            winner=1,
            factor=2.4,
        ),
    )


def of_alibaba(end: date) -> Promotion:
    """Two bids that matter, two changes that do not, a test of three products."""
    then, later = end - timedelta(days=WEEKS_AGO), end - timedelta(days=LATER)
    return Promotion(
        bids=(
            BidChange("P4P-Base Layer", "wasteful", then, 0.6, 0.2, "出价降四成"),
            BidChange("P4P-Thermal", "good", then, 1.25, 2.0, "出价提两成半"),
            BidChange("P4P-Base Layer", "plain", later, what="换了匹配方式"),
        ),
        budgets=(BudgetRaise("QZT-All", then, 1.5, "日预算加一半"),),
        test=ProductTest(
            "TEST-New Styles", "QZT-All", (2, 4, 5), end - timedelta(days=TEST_DAYS), 1, 4.0
        ),
    )


def register(history: History) -> pd.DataFrame:
    """The operator's own entries in the action register: what was done, to what, on which day."""
    spec = history.world.spec
    rows = []
    if spec.promotion:
        paid = AdClicks(history)
        for change in spec.promotion.bids:
            at = changed_word(history.world, paid.words, change)
            if at >= 0:
                word = str(paid.words.frame["word"][at])
                rows.append(_done("keyword", word, change.what, change.start))
        for raised in spec.promotion.budgets:
            rows.append(_done("plan", raised.plan, raised.what, raised.start))
        for cause in spec.causes:
            if isinstance(cause, BudgetRunOut):
                rows.append(_done("plan", cause.plan, "日预算调低", cause.start))
    names = ["id", "state", "subject", "what", "owner", "done_on", "dimension"]
    told = [row | {"id": f"own{n + 1:02d}"} for n, row in enumerate(rows)]
    return pd.DataFrame(told, columns=names)


def _done(dimension: str, subject: str, what: str, day: date) -> dict[str, object]:
    row = {"state": "done", "subject": subject, "what": what, "owner": "运营"}
    return row | {"done_on": day, "dimension": dimension}


COLUMNS = "kind plan member start end true unit note".split()


def ledger(history: History) -> pd.DataFrame:
    """What was planted in advertising, one row each.

    kind, plan, member, start, end, `true` in `unit`: of a bid what that word's profit a week
    became more by it (expected), of a raised budget 0, of a tested product the factor on what its
    clicks bring, of a creative the click rate and of an audience the worth of an impression, both
    as factors on their plan's mean, of a start hour what an hour on air brings; note tells more.
    """
    if not history.world.spec.promotion:
        return pd.DataFrame(columns=COLUMNS)
    paid = AdClicks(history.truly)
    rows = [*_bids(history, paid), *_budgets(history), *_test(history)]
    if history.world.spec.promotion.cuts:
        for members in creatives(paid):
            evening = 1 + EVENING_SHARE * (members.evening - 1)
            rows += _of(history, paid, "creative", members, members.ctr * evening)
        for members in audiences(paid):
            rows += _of(history, paid, "audience", members, members.cvr * members.ctr)
    return pd.DataFrame([*rows, *_live(history)], columns=COLUMNS)


def _live(history: History) -> list[dict[str, object]]:
    """What an hour on air truly sells (on Alibaba.com: asks) by start hour, against the mean."""
    spec = history.world.spec
    if not (spec.promotion and spec.promotion.live):
        return []
    slots, (best, worth) = SLOTS[spec.platform], best_hour(spec.platform)
    often = [s[1] for s in slots]
    mean = float((worth * often).sum() / sum(often))
    return [
        _row("live", "", f"{s[0]:02d}:00", spec.start, w / mean, "factor", "best" * (s[0] == best))
        for s, w in zip(slots, worth, strict=True)
    ]


def _bids(history: History, paid: AdClicks) -> list[dict[str, object]]:
    """A week's profit of the word with the change less without it, by the ledger of words.

    Of the word alone: what it no longer spends, the plan spends on its other words.
    """
    spec, words = history.world.spec, paid.words
    rows: list[dict[str, object]] = []
    for change in spec.promotion.bids if spec.promotion else ():
        at = changed_word(history.world, words, change)
        if at < 0:
            continue
        before, after = (
            word_truth(history, bid, change.start).loc[at]
            for bid in (words, _with(words, at, change))
        )
        then, now = (w["clicks_28d"] / 4 for w in (before, after))
        gain = now * after["profit_click"] - then * before["profit_click"]
        note = f"clicks a week {then:.1f} -> {now:.1f}, bid x{change.bid:g}, {change.kind} word"
        word = str(words.frame["word"][at])
        rows.append(_row("bid", change.plan, word, change.start, gain, "profit_week", note))
    return rows


def _with(words: BidWords, at: int, change: BidChange) -> BidWords:
    """The bid words as they are since the change."""
    frame, weight = words.frame.copy(), words.weight.copy()
    frame.loc[at, "price"] *= change.bid
    weight[:, at] *= change.pull
    return BidWords(frame, weight / np.maximum(weight.sum(1, keepdims=True), 1e-12))


def _budgets(history: History) -> list[dict[str, object]]:
    promotion = history.world.spec.promotion
    return [
        _row("budget", b.plan, b.plan, b.start, 0.0, "profit_week", "the plan never ran out")
        for b in (promotion.budgets if promotion else ())
    ]


def _test(history: History) -> list[dict[str, object]]:
    test = history.world.spec.promotion.test if history.world.spec.promotion else None
    if test is None:
        return []
    ids = history.world.products["item_id"]
    rows = []
    for k, product in enumerate(test.products):
        wins = k == test.winner
        note = "winner: carts, favourites, inquiries and leads a click" if wins else ""
        true = test.factor if wins else 1.0
        rows.append(_row("test", test.name, str(ids[product]), test.start, true, "factor", note))
    return rows


def _of(
    history: History, paid: AdClicks, kind: str, members: Members, worth: Floats
) -> list[dict[str, object]]:
    mean = float((members.share * worth).sum())
    start, best = history.world.spec.start, int(worth.argmax())
    rows = []
    for k, name in enumerate(members.names):
        parts = [f"click rate x{members.ctr[k]:.2f}, results a click x{members.cvr[k]:.2f}"]
        parts += [f"from 18:00 click rate x{members.evening[k]:g}"] * int(members.evening[k] != 1)
        parts += ["best of its plan"] * int(k == best)
        plan = paid.plans[members.plan].name
        rows.append(_row(kind, plan, name, start, worth[k] / mean, "factor", "; ".join(parts)))
    return rows


def _row(
    kind: str, plan: str, member: str, start: date, true: float, unit: str, note: str
) -> dict[str, object]:
    row: dict[str, object] = {"kind": kind, "plan": plan, "member": member, "start": start}
    return row | {"end": "", "true": round(float(true), 3), "unit": unit, "note": note}
