"""Advertising: what each plan spent, when its budget ran out, what it brought, and when that was
known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from .ad_clicks import AdClicks
from .ad_cuts import Members, audiences, creatives, cut
from .ad_plan import in_test
from .ad_truth import completion_truth as completion_truth
from .ad_truth import hour_truth as hour_truth
from .ad_truth import word_truth as word_truth
from .ad_words import bids, ranks
from .dice import Floats, Ints
from .funnel import CLOCK
from .history import History

_NAMES = ["product_line", "plan", "item_id", "keyword", "creative", "audience"]
_KEYS = ["date", "level", *_NAMES, "hour"]
_BROUGHT = ["orders", "ad_orders", "ad_gmv", "carts", "fav_items", "inquiries", "leads"]
_SUMS = ["impressions", "clicks", "spend", "ad_visitors", *_BROUGHT]
_EXTRA = ["title", "bid", "avg_rank", "budget", "ran_out_at"]


def ad_day(history: History, known: date | None = None) -> pd.DataFrame:
    """What an advertising export of day `known` (default: the shop's last day) would show.

    Rows of level shop, plan, product, keyword (plans that bid on words) and hour: each level is
    the same clicks cut another way, so words, hours and products add up to their plan and plans
    to the shop, to the cent. What a click brought stands on the day of the click, and only as far
    as it had happened by the end of `known`: up to 15 days later the same day shows more.
    """
    return next(vintages(history, [known or history.world.spec.end]))


def vintages(history: History, known: Sequence[date]) -> Iterator[pd.DataFrame]:
    """What exports of these days would each show (`ad_day`): the same clicks, known ever better."""
    paid, spec = AdClicks(history.truly), history.world.spec
    for day in known:
        yield _report(paid, spec.index(min(day, spec.end)))


def _report(paid: AdClicks, last: int) -> pd.DataFrame:
    history = paid.history
    parts = {level: cut(paid, last) for level, cut in _CUTS.items()}
    items = parts["product"]
    plans = _total(items, ["date", "day", "product_line", "plan"])
    if history.world.spec.promotion and history.world.spec.promotion.cuts:
        parts |= _members(paid, parts["hour"], last)
    parts["plan"] = plans.merge(_budgets(paid), on=["day", "plan"], how="left")
    parts["shop"] = _total(plans, ["date", "day"])
    frame = pd.concat([f.assign(level=n) for n, f in parts.items()], ignore_index=True)
    for name in _NAMES:
        frame[name] = frame[name].fillna("") if name in frame else ""
    frame["hour"] = frame["hour"].fillna(-1).astype(int)
    return frame[[*_KEYS, *_SUMS, *_EXTRA, "day"]]


def _total(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    out = frame.groupby(keys, as_index=False, sort=False)[_SUMS].sum()
    return out.assign(spend=out["spend"].round(2), ad_gmv=out["ad_gmv"].round(2))


def _products(paid: AdClicks, last: int) -> pd.DataFrame:
    """One row a day, plan and product that was shown."""
    history, world = paid.history, paid.history.world
    shown = history.counts.impressions[: last + 1, paid.streams]
    day, at = np.nonzero(shown)
    stream = paid.streams[at]
    items = world.products.iloc[world.product[stream]]
    keys = day * len(world.plan) + stream
    frame = _named(paid, day, paid.shown_plan(day, stream)).assign(
        item_id=items["item_id"].to_numpy(),
        title=items["title"].to_numpy(),
        impressions=shown[day, at],
        ad_visitors=history.counts.visitors[day, stream],
    )
    clicks = paid.frame["day"] * len(world.plan) + paid.frame["stream"]
    return _filled(paid, frame, keys, clicks.to_numpy(), last)


def _words(paid: AdClicks, last: int) -> pd.DataFrame:
    """One row a day, plan and word that was shown, with its bid and place."""
    history, words = paid.history, paid.words.frame
    n, frame = len(words), paid.frame
    seen = _grid(frame["day"], frame["word"], history.days, n)
    shown = np.zeros_like(seen)
    clicked = _grid(frame["day"], frame["plan"], history.days, len(history.world.plans))
    for k in words["plan"].unique():
        mine = np.flatnonzero(words["plan"] == k)
        # A word with a low click rate needs more impressions for the same clicks.
        weight = words["share"].to_numpy(float)[mine] / words["ctr"].to_numpy(float)[mine]
        rest = paid.shown[:, int(k)] - clicked[:, k]
        weights = weight * paid.pull[:, mine]
        shown[:, mine] = seen[:, mine] + _spread(paid, rest, weights, f"ad_word_shown{k}")
    day, word = np.nonzero(shown[: last + 1])
    out = _named(paid, day, words["plan"].to_numpy(int)[word]).assign(
        keyword=words["word"].to_numpy()[word],
        impressions=shown[day, word],
        bid=(bids(history.world, words, history.days) * paid.bid_factor).round(2)[day, word],
        avg_rank=ranks(history.world, words, history.days)[day, word],
    )
    at = np.where(frame["word"] < 0, -1, frame["day"] * max(n, 1) + frame["word"])
    return _filled(paid, out, day * max(n, 1) + word, at, last)


def _hours(paid: AdClicks, last: int) -> pd.DataFrame:
    """One row a day, plan and hour in which it was shown; none after its budget had run out."""
    history, frame = paid.history, paid.frame
    plans, days = len(paid.plans), history.days
    plan = paid.shown_plan(frame["day"].to_numpy(), frame["stream"].to_numpy())
    cell = plan * 24 + frame["hour"]
    seen = _grid(frame["day"], cell, days, plans * 24)
    shown = np.zeros_like(seen)
    for k in range(plans):
        own = k if k < len(history.world.plans) else history.world.plan_index(_tested(history))
        until = np.minimum(CLOCK, history.rates.lasts[:, [own]])
        weights = np.diff(until, axis=1, prepend=0.0)
        mine = slice(24 * k, 24 * k + 24)
        rest = paid.shown[:, k] - seen[:, mine].sum(1)
        shown[:, mine] = seen[:, mine] + _spread(paid, rest, weights, f"ad_hour_shown{k}")
    day, at = np.nonzero(shown[: last + 1])
    out = _named(paid, day, at // 24).assign(hour=at % 24, impressions=shown[day, at])
    width = plans * 24
    return _filled(paid, out, day * width + at, (frame["day"] * width + cell).to_numpy(), last)


def _tested(history: History) -> str:
    """The plan whose products are being tested."""
    promotion = history.world.spec.promotion
    return promotion.test.of if promotion and promotion.test else ""


def _members(paid: AdClicks, hours: pd.DataFrame, last: int) -> dict[str, pd.DataFrame]:
    """Rows by creative, by creative and hour, and by audience."""
    pictures, groups = [], []
    for members in creatives(paid):
        mine = hours[hours["plan"] == paid.plans[members.plan].name]
        found = _cut(paid, members, "creative", mine[["day", "hour", "impressions"]], last)
        pictures.append(found.rename(columns={"name": "title", "id": "creative"}))
    for members in audiences(paid):
        days = np.arange(last + 1)
        shown = {"day": days, "hour": -1, "impressions": paid.shown[: last + 1, members.plan]}
        found = _cut(paid, members, "audience", pd.DataFrame(shown), last)
        groups.append(found.rename(columns={"name": "audience"}).drop(columns="id"))
    out = {"audience": pd.concat(groups, ignore_index=True)}
    if pictures:
        by_hour = pd.concat(pictures, ignore_index=True)
        whole = _total(by_hour, ["date", "day", "product_line", "plan", "creative", "title"])
        out |= {"creative": whole, "creative_hour": by_hour}
    return out


def _cut(
    paid: AdClicks, members: Members, what: str, shown: pd.DataFrame, last: int
) -> pd.DataFrame:
    found = cut(paid, members, what, shown.reset_index(drop=True))
    rows = found.rows
    named = _named(paid, rows["day"].to_numpy(), rows["plan"].to_numpy())
    frame = named.assign(**{c: rows[c] for c in ("hour", "name", "id", "impressions")})
    frame["ad_visitors"] = np.nan  # distinct people are told by no such report
    return _filled(paid, frame, found.keys, found.of_click, last)


_CUTS = {"product": _products, "keyword": _words, "hour": _hours}


def _named(paid: AdClicks, day: Ints, plan: Ints) -> pd.DataFrame:
    lines = np.array([p.line for p in paid.plans], object)
    names = np.array([p.name for p in paid.plans], object)
    frame = {"date": paid.history.dates[day], "day": day}
    return pd.DataFrame(frame | {"product_line": lines[plan], "plan": names[plan]})


def _filled(
    paid: AdClicks, frame: pd.DataFrame, keys: Ints, of_click: Ints, last: int
) -> pd.DataFrame:
    """The rows with their clicks, money and what was known by day `last`; `keys` name the rows,
    `of_click` the row of each click."""
    place = pd.Series(np.arange(len(keys)), index=keys)
    at = place.reindex(of_click).fillna(-1).to_numpy().astype(int)
    add = partial(_added, size=len(frame))
    out = frame.assign(clicks=add(at), spend=add(at, paid.frame["cents"].to_numpy()) / 100)
    out["clicks"] = out["clicks"].astype(int)
    events = paid.events[paid.events["known"] <= last]
    for kind, rows in events.groupby("kind"):
        mine = at[rows["click"].to_numpy()]
        out[str(kind)] = add(mine).astype(int)
        if kind == "ad_orders":
            out["ad_gmv"] = add(mine, rows["amount"].to_numpy()).round(2)
    return out.assign(**{c: 0 for c in _BROUGHT if c not in out})


def _added(at: Ints, values: Floats | Ints | None = None, *, size: int) -> Floats:
    there = at >= 0
    return np.bincount(at[there], None if values is None else values[there], size).astype(float)


def _grid(day: pd.Series, column: pd.Series, days: int, size: int) -> Ints:
    """Clicks by day and column; those of column -1 are left out."""
    there = (column >= 0).to_numpy()
    at = (day * size + column).to_numpy()[there]
    return np.bincount(at, minlength=days * size).reshape(days, size)


def _spread(paid: AdClicks, many: Ints, weights: Floats, name: str) -> Ints:
    """Throw `many` a day into the columns in proportion to `weights` (days x columns)."""
    left, out = many.copy(), np.zeros(weights.shape, np.int64)
    rest = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    days = np.arange(len(many))
    for c in range(weights.shape[1]):
        chance = np.clip(weights[:, c] / np.maximum(rest[:, c], 1e-300), 0, 1)
        out[:, c] = paid.history.world.dice.binomial(left, chance, name, days, c)
        left = left - out[:, c]
    return out


def _budgets(paid: AdClicks) -> pd.DataFrame:
    """Budget and the time it was gone, by day and plan."""
    history, day = paid.history, np.arange(paid.history.days)
    rates, promotion = history.rates, history.world.spec.promotion
    frames = []
    for k, plan in enumerate(history.world.plans):
        gone = pd.Series(_clock(rates.lasts[:, k])).where(rates.lasts[:, k] < 1)
        frame = {"day": day, "plan": plan.name, "budget": rates.budget[:, k], "ran_out_at": gone}
        frames.append(pd.DataFrame(frame))
        for raised in promotion.budgets if promotion else ():
            late = day >= history.world.spec.index(raised.start)
            if raised.plan == plan.name:
                more = frames[-1]["budget"] * raised.factor
                frames[-1]["budget"] = frames[-1]["budget"].where(~late, more.round())
    return pd.concat(frames if not _tested(history) else _shared(paid, frames))


def _shared(paid: AdClicks, frames: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The budgets with the test's own: what it and its plan of origin share never ran out."""
    history = paid.history
    world, test = history.world, paid.plans[-1]
    of = world.plan_index(_tested(history))
    frame, since = paid.frame, world.spec.index(world.spec.promotion.test.start)  # type: ignore[union-attr]
    late = frames[of]["day"] >= since
    mine = in_test(world, frame["day"].to_numpy(), frame["stream"].to_numpy())
    mean = frame["cents"].to_numpy()[mine].sum() / 100 / max(int(late.sum()), 1)
    most = frame[mine].groupby("day")["cents"].sum().max() / 100 if mine.any() else 1.0
    own = frames[of].assign(plan=test.name, budget=float(np.ceil(max(1.4 * mean, most))))
    frames[of] = frames[of].assign(ran_out_at=frames[of]["ran_out_at"].where(~late))
    return [*frames, own.assign(ran_out_at=None)[late]]


def _clock(share: Floats) -> list[str]:
    """The time of day by which this share of a day's clicks has come."""
    hours = np.interp(share, np.concatenate([[0.0], CLOCK]), np.arange(25))
    minutes = np.minimum(np.round(hours * 60), 23 * 60 + 59).astype(int)
    return [f"{m // 60:02d}:{m % 60:02d}" for m in minutes]
