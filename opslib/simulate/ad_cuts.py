"""The same paid clicks by creative and by audience: who saw what, and how well it worked.

Impressions are shared out at fixed shares, clicks by each member's own click rate. A click that
brought something is likelier to have come from a member that sells well, so that every other cut
of the clicks stays what it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .ad_clicks import AdClicks
from .dice import Floats, Ints

EVENING = 18  # the hour from which an evening picture works
# Alibaba.com tells nothing by creative.
CREATIVES = {"1688": ("白底主图", "模特上身图", "面料细节图", "工厂实拍短视频"), "alibaba": ()}
AUDIENCES = {
    "1688": (
        *("近90天进店未购", "服装批发市场档主", "电商卖家", "老客"),
        *("同行店铺浏览人群", "智能推荐人群"),
    ),
    "alibaba": ("Visited the shop", "L1+ buyers", "Europe", "North America", "Similar shops"),
}


@dataclass(frozen=True)
class Members:
    """The creatives or audiences of a plan: name, share of impressions, `ctr` and `cvr` as factors
    on the plan's mean (what a click brings), and `evening`, the factor on ctr from EVENING on."""

    plan: int
    names: tuple[str, ...]
    ids: tuple[str, ...]
    share: Floats
    ctr: Floats
    cvr: Floats
    evening: Floats


def creatives(paid: AdClicks) -> list[Members]:
    """Four pictures in the plan that spends by itself and in the first that bids on words."""
    names, last = CREATIVES[paid.history.world.spec.platform], len(paid.history.world.plans) - 1
    return [_drawn(paid, k, "creative", names, (0.35, 0.18)) for k in (last, 0) if names]


def audiences(paid: AdClicks) -> list[Members]:
    """The groups of buyers of each plan that bids on words."""
    plans = paid.history.world.plans
    words = sorted(set(paid.words.frame["plan"]))
    names = AUDIENCES[paid.history.world.spec.platform]
    return [_drawn(paid, k, "audience", names, (0.2, 0.55)) for k in words if k < len(plans)]


def _drawn(
    paid: AdClicks, plan: int, what: str, names: tuple[str, ...], spread: tuple[float, float]
) -> Members:
    """Members whose worth the seed decides; the last creative works in the evening."""
    dice, n = paid.history.world.dice, np.arange(len(names))
    share = dice.lognormal(0.3, what + "_share", plan, n)
    ctr, cvr = (
        dice.lognormal(s, f"{what}_{k}", plan, n) for k, s in zip("ac", spread, strict=True)
    )
    evening = np.ones(len(n))
    if what == "creative":
        evening[-1] = 2.2
    ids = tuple(f"{8812 + plan}{k + 1:04d}" if what == "creative" else "" for k in n)
    return Members(plan, names, ids, share / share.sum(), ctr, cvr, evening)


def chosen(paid: AdClicks, members: Members, what: str) -> tuple[Ints, Ints]:
    """The clicks of the plan (rows of `paid.frame`) and the member behind each."""
    frame, events = paid.frame, paid.events
    plan = paid.shown_plan(frame["day"].to_numpy(), frame["stream"].to_numpy())
    mine = np.flatnonzero(plan == members.plan)
    rows = frame.iloc[mine]
    brought = np.zeros(len(frame), bool)
    brought[events["click"].to_numpy()[_counts(events["kind"])]] = True
    late = (rows["hour"].to_numpy() >= EVENING)[:, None]
    seen = members.share * members.ctr * np.where(late, members.evening, 1.0)
    weight = seen * np.where(brought[mine][:, None], members.cvr, 1.0)
    u = paid.history.world.dice.uniform(f"ad_{what}", members.plan, mine)
    edges = np.cumsum(weight, axis=1)
    return mine, np.minimum((edges < (u * edges[:, -1])[:, None]).sum(1), len(members.names) - 1)


def _counts(kind: pd.Series) -> np.ndarray:
    """The things that show the worth of a click: orders, inquiries, leads."""
    return kind.isin(["orders", "ad_orders", "inquiries", "leads"]).to_numpy()


def impressions(paid: AdClicks, members: Members, clicks: Ints, shown: Ints, what: str) -> Ints:
    """Share out what was shown (cells x members) at the members' shares; no click without one."""
    dice, out = paid.history.world.dice, clicks.copy()
    left = shown - clicks.sum(1)
    rest = np.cumsum(members.share[::-1])[::-1]
    cells = np.arange(len(shown))
    # A member that is clicked more often still saw no more than its share.
    wanted = members.share * shown[:, None] - clicks
    for k in range(len(members.names)):
        fair = np.clip(wanted[:, k:], 0, None)
        total = fair.sum(1)
        chance = np.where(
            total > 0, fair[:, 0] / np.maximum(total, 1e-12), members.share[k] / rest[k]
        )
        many = dice.binomial(
            left, np.clip(chance, 0, 1), f"ad_{what}_shown", members.plan, k, cells
        )
        out[:, k] += many
        left = left - many
    return out


@dataclass(frozen=True)
class Cut:
    """Rows of a cut (day, plan, hour, name, id, impressions), the key of each, and the key of the
    row that every paid click belongs to (-1: none)."""

    rows: pd.DataFrame
    keys: Ints
    of_click: Ints


def cut(paid: AdClicks, members: Members, what: str, shown: pd.DataFrame) -> Cut:
    """The plan's clicks and impressions by member and cell.

    shown: one row a cell in which the plan was shown: day, hour (-1: the whole day), impressions.
    """
    mine, who = chosen(paid, members, what)
    n = len(members.names)
    hourly = bool((shown["hour"] >= 0).any())
    hour = paid.frame["hour"].to_numpy()[mine] if hourly else 0
    at = (paid.frame["day"].to_numpy()[mine] * 24 + hour) * n + who
    cell = (shown["day"] * 24 + shown["hour"].clip(lower=0)).to_numpy()
    keys = (cell[:, None] * n + np.arange(n)).ravel()
    clicks = pd.Series(1, index=at).groupby(level=0).sum().reindex(keys, fill_value=0).to_numpy()
    many = impressions(
        paid, members, clicks.reshape(-1, n), shown["impressions"].to_numpy(), what
    ).ravel()
    rows = pd.DataFrame(
        {
            "day": np.repeat(shown["day"].to_numpy(), n),
            "plan": members.plan,
            "hour": np.repeat(shown["hour"].to_numpy(), n),
            "name": np.tile(np.array(members.names, object), len(shown)),
            "id": np.tile(np.array(members.ids, object), len(shown)),
            "impressions": many,
        }
    )
    of_click = np.full(len(paid.frame), -1, np.int64)
    of_click[mine] = at
    told = many > 0
    return Cut(rows[told].reset_index(drop=True), keys[told], of_click)
