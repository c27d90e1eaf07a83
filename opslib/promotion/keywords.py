"""Keywords: which word to raise, expand, keep, lower or remove, and which cannot be judged yet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from ..errors import ParameterError
from ..labels import Label
from .account import Terms
from .bidding import Bidding
from .click_value import ClickValues, Floats, click_values

VERDICTS = ("raise", "expand", "keep", "lower", "remove", "cannot_tell")
HOPELESS_WEEKS = 52.0
COLUMNS = (
    "plan keyword clicks spend conv value cpc value_per_click lo hi p_good verdict bid bid_to "
    "bid_next pace week_gain gain_lo gain_hi p_right clicks_needed reason"
).split()
_SUMS = ["clicks", "spend", "conv", "value"]
_NOW = ("bid", "avg_rank", "cpc", "pace")

L = Label
REASONS = {
    "raise": L(
        "每次点击带来的钱明显高于目标，提高出价能多拿这样的点击。",
        "A click brings clearly more than the target; a higher bid buys more of them.",
    ),
    "expand": L(
        "每次点击带来的钱明显高于目标，排名已经靠前，再加价买不到更多，适合扩展相关词。",
        "A click brings clearly more than the target and the word already stands at the top: add "
        "related words rather than bid more.",
    ),
    "keep": L(
        "达到目标，但再加价，多出的花费会超过多出的收益。",
        "It meets the target; a higher bid would cost more than it brings.",
    ),
    "near": L(
        "就在目标附近，改价前后差别不大。",
        "It lies so near the target that a change would bring little either way.",
    ),
    "lower": L(
        "每次点击带来的钱低于目标，降到目标出价，余下的钱移到更好的词。",
        "A click brings less than the target: bid the target price, and move the rest to better "
        "words.",
    ),
    "remove": L(
        "每次点击带来的钱不到目标的一半，降价也难补救，把这笔钱移到更好的词。",
        "A click brings less than half of the target; a lower bid would hardly mend it. Move its "
        "money to better words.",
    ),
    "cannot_tell": L("数据还不够判断。", "There is not enough data to tell yet."),
    "no_clicks": L("还没有点击。", "It has no clicks yet."),
    "odd": L("有花费却没有点击，请先核对报表。", "Money was spent without a click: check it."),
    "free": L("点击没有花钱。", "Its clicks cost nothing."),
    "unpriced": L(
        "所有词的转化加起来还太少，或不知道一次转化值多少钱（可填写成本或线索价值）。",
        "All words together brought too few results yet, or what one is worth is not known (enter "
        "costs or the value of a lead).",
    ),
}


def classify(
    words: pd.DataFrame,
    terms: Terms,
    *,
    groups: Sequence[object] | None = None,
    days: float = 28.0,
    bidding: Bidding | None = None,
) -> pd.DataFrame:
    """What should be done with each bid word, and how sure is that?

    words: plan, keyword (rows of the same are added up), clicks, spend, conv, value (left of it
        before advertising, see `Terms`) summed over settled days; if known also exposure (clicks x
        share of conversions known), bid, avg_rank, cpc (what a click costs now) and pace
        (clicks a week now); without them those of the days summed up.
    groups: words that are alike, one label a row; None: the plan. days: how many are summed up.
    bidding: what is assumed of bids (None: `Bidding()`).

    One row a word in the order given, columns `COLUMNS`; money in terms.currency. value_per_click:
    posterior mean, lo and hi its 80 % range. bid_to, the target price of a click: value_per_click /
    (target_roi x margin), break-even where target_roi is 1 / margin. p_good: probability that a
    click is worth what the target asks for its price. A verdict needs terms.evidence twice: of
    p_good, which leans on the other words, and of the word's own clicks alone; raise and expand
    also that a dearer click pays, remove that half the price would be too much. bid_next: the bid
    advised. pace: clicks a week. week_gain, gain_lo, gain_hi (80 %): money a week against the same
    spent at the target. p_right: probability that the side chosen is right. clicks_needed: further
    clicks until a verdict if the word is what it seems; nan beyond a year. Raises ParameterError
    for missing columns and for counts or money missing, negative or infinite.

    Wrong verdicts among those given are at most 1 - evidence in the long run, however many words
    there are, because each states a calibrated probability (Efron 2010, ch. 5).
    """
    rows, habit = _checked(words, groups, days), bidding or Bidding()
    if rows.empty:
        return pd.DataFrame({c: pd.Series(dtype=_type(c)) for c in COLUMNS})
    price = terms.target_roi * terms.margin if terms.target_roi > 0 else 1.0
    worth = terms.lead_value if terms.basis == "leads" and terms.priced else 0.0
    order = np.lexsort((rows["keyword"], rows["plan"]))
    sorted_rows = rows.iloc[order]
    conv, exposure, money = (sorted_rows[c].to_numpy(float) for c in ("conv", "exposure", "value"))
    codes = sorted_rows["group"].to_numpy(np.int64)
    value = _placed(click_values(conv, exposure, money, codes, worth), np.argsort(order))
    known = terms.priced and (worth > 0 or bool(money.sum() > 0)) and conv.sum() >= habit.fewest
    out = _judged(rows, value, price, terms.evidence, habit, known)
    return _priced(out, value, price, habit, terms.evidence)[COLUMNS]


def _type(column: str) -> type:
    return object if column in ("plan", "keyword", "verdict", "reason") else float


def _bad(what: Label, fix: Label) -> ParameterError:
    return ParameterError("keywords", what, fix)


def _checked(words: pd.DataFrame, groups: Sequence[object] | None, days: float) -> pd.DataFrame:
    """One row a word, counts as floats, a group code each; or what is wrong with them."""
    missing = [c for c in ("plan", "keyword", *_SUMS) if c not in words]
    if missing:
        raise _bad(
            L(f"缺少列：{'、'.join(missing)}。", f"columns missing: {', '.join(missing)}."),
            L("需要关键词报表。", "It takes a keyword report."),
        )
    rows = words[["plan", "keyword"]].astype(str).reset_index(drop=True)
    for column in (*_SUMS, "exposure"):
        given = words[column if column in words else "clicks"]
        rows[column] = pd.to_numeric(given, errors="coerce").to_numpy(float)
        wrong = np.flatnonzero(~(np.isfinite(rows[column]) & (rows[column] >= 0)))
        if len(wrong):
            word = rows["keyword"][wrong[0]]
            raise _bad(
                L(
                    f"“{word}”的 {column} 缺失或为负。",
                    f"'{word}': {column} is missing or negative.",
                ),
                L("请核对关键词报表的这一行。", "Check this row of the keyword report."),
            )
    for column in _NOW:
        given = pd.to_numeric(words[column], errors="coerce") if column in words else np.nan
        rows[column] = np.asarray(given, float)
    rows["group"] = pd.factorize(rows["plan"] if groups is None else np.asarray(groups, object))[0]
    if rows.duplicated(["plan", "keyword"]).any():
        sums = dict.fromkeys([*_SUMS, "exposure", "pace"], "sum")
        sums |= {"bid": "max", "avg_rank": "min", "cpc": "mean"}
        rows = rows.groupby(["plan", "keyword"], sort=False, as_index=False).agg(
            sums | {"group": "first"}
        )
    clicks, spend = rows["clicks"].to_numpy(), rows["spend"].to_numpy()
    mean = np.divide(spend, clicks, out=np.full(len(rows), np.nan), where=clicks > 0)
    cpc = rows["cpc"].to_numpy(float)
    rows["cpc"] = np.where(np.isfinite(cpc) & (cpc > 0), cpc, mean)
    rows["pace"] = rows["pace"].fillna(rows["clicks"] / days * 7)
    return rows


def _placed(value: ClickValues, order: NDArray[np.int64]) -> ClickValues:
    """The same with its rows in another order."""
    arrays = {k: v[order] for k, v in vars(value).items() if isinstance(v, np.ndarray)}
    return ClickValues(**(vars(value) | arrays))


def _judged(
    rows: pd.DataFrame, value: ClickValues, price: float, evidence: float, habit: Bidding,
    known: bool,
) -> pd.DataFrame:  # fmt: skip
    """Verdict and reason of each word."""
    clicks, spend = rows["clicks"].to_numpy(), rows["spend"].to_numpy()
    paid = (clicks > 0) & (spend > 0) & (rows["exposure"].to_numpy() > 0) & known
    asked = np.where(paid, rows["cpc"], 1.0) * price

    under = value.below(asked)
    bad = np.minimum(under, value.own_below(asked))
    good = np.minimum(1 - under, value.own_above(asked))
    lost = np.minimum(value.below(asked * habit.half), value.own_below(asked * habit.half))
    dearer = asked * (1 + habit.elasticity) / habit.elasticity
    pays = np.minimum(1 - value.below(dearer), value.own_above(dearer))
    dear = (good >= evidence) & (pays >= habit.likely)
    near = value.below(asked * habit.near) - value.below(asked / habit.near)
    top = rows["avg_rank"].le(habit.top_rank).to_numpy()
    tests = [
        ("no_clicks", (clicks <= 0) & (spend <= 0)), ("odd", clicks <= 0), ("free", spend <= 0),
        ("unpriced", ~paid), ("expand", dear & top), ("raise", dear), ("keep", good >= evidence),
        ("remove", lost >= evidence), ("lower", bad >= evidence),
        ("near", near >= evidence),
    ]  # fmt: skip
    reason = np.select([t for _, t in tests], [n for n, _ in tests], "cannot_tell")
    return rows.assign(judged=paid, **_told(reason, under, near, paid))


def _told(
    reason: NDArray[np.str_], under: Floats, near: Floats, paid: NDArray[np.bool_]
) -> dict[str, object]:
    """Verdict, reason and probabilities, given why each word is judged as it is."""
    verdict = np.where(reason == "near", "keep", reason)
    verdict = np.where(np.isin(verdict, VERDICTS), verdict, "cannot_tell")
    better = np.where(paid, 1 - under, np.nan)
    right = np.where(np.isin(verdict, ("lower", "remove")), 1 - better, better)
    right = np.where(reason == "near", near, right)
    return {
        "p_good": better,
        "verdict": verdict.astype(object),
        "p_right": np.where(verdict == "cannot_tell", np.nan, right),
        "reason": [REASONS[str(r)] for r in reason],
    }


def _priced(
    out: pd.DataFrame, value: ClickValues, price: float, habit: Bidding, evidence: float
) -> pd.DataFrame:
    """Bids, money a week and the clicks still needed."""
    mean, e = value.mean, habit.elasticity
    worth = {"value_per_click": mean, "lo": value.quantile(0.1), "hi": value.quantile(0.9)}
    cpc = out["cpc"].to_numpy(float)
    asked = np.where(out["judged"], cpc * price, np.inf)
    ratio = mean / asked
    up = np.clip(ratio * e / (1 + e), 1.0, habit.step_up)
    verdict = out["verdict"].to_numpy()
    factor = np.select(
        [verdict == "raise", verdict == "lower"], [up, np.clip(ratio, habit.half, 1.0)], 1.0
    )
    bid = out["bid"].fillna(out["cpc"]).to_numpy(float)
    pace = out["pace"].to_numpy(float)

    def gain(click: Floats) -> Floats:
        """Money a week if a click is worth so much: linear in it."""
        margin = click - np.where(out["judged"], asked, 0.0)
        moved = factor**e * (margin - (factor - 1) * np.where(out["judged"], asked, 0.0)) - margin
        share = np.select(
            [verdict == "remove", verdict == "expand"], [-margin, habit.related * margin]
        )
        return pace * np.where(np.isin(verdict, ("raise", "lower")), moved, share)

    gains = np.vstack([gain(w) for w in worth.values()])
    gains[:, verdict == "cannot_tell"] = np.nan
    moved = np.isin(verdict, ("raise", "lower"))
    return out.assign(
        **worth,
        bid_to=mean / price,
        bid_next=np.where(moved, bid * factor, np.nan),
        week_gain=gains[0],
        gain_lo=gains[1:].min(0),
        gain_hi=gains[1:].max(0),
        clicks_needed=np.where(
            verdict == "cannot_tell", _needed(value, ratio, pace, evidence), 0.0
        ),
    )


def _needed(value: ClickValues, ratio: Floats, pace: Floats, evidence: float) -> Floats:
    """Further clicks until P passes evidence if a click is worth `ratio` times what is asked.

    The posterior's logarithm is taken as normal around log(ratio) - 1 / (2 strength).
    """
    z, far = float(ndtri(evidence)), np.maximum(np.abs(np.log(np.maximum(ratio, 1e-9))), 1e-6)
    lean = np.where(ratio > 1, 2.0, -2.0)
    root = (z + np.sqrt(np.maximum(z * z + lean * far, 0.0))) / (2 * far)
    lacking = np.maximum(root**2 - np.minimum(value.strength, value.own_strength), 0.5)
    clicks = lacking * (1 + value.order_spread) / np.maximum(value.rate, 1e-12)
    return np.where((clicks <= pace * HOPELESS_WEEKS) & (ratio > 0), np.ceil(clicks), np.nan)
