"""Marketing tools (新客宝, 收藏有礼, 满优惠): on or off, and what an extra yuan costs by them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..errors import OpslibError, ParameterError
from ..labels import Label
from .effect import event_effect

LONGEST = 28  # days of a stint that are judged: further on, the shop has changed for other reasons
SOON = 7
LEVEL = 0.8
SURE = 0.9
COLUMNS = (
    "tool state since until cost stints judged extra lo hi cost_per_extra cost_lo cost_hi "
    "p_pays verdict reason"
).split()
REASONS = {
    "pays": Label("每多卖一元的花费低于这一元的毛利", "an extra yuan costs less than it leaves"),
    "loses": Label("每多卖一元的花费高于这一元的毛利", "an extra yuan costs more than it leaves"),
    "wide": Label(
        "多卖多少还分不清：停用两周再开，前后各比一次",
        "how much more was sold is not clear: off for two weeks, on again, and compare",
    ),
    "never": Label("没有记过开通日期，无从比较", "no day on which it was on was noted"),
    "free": Label("没有记花费，只看多卖多少", "no cost noted: only what was sold more is shown"),
    "short": Label(
        "开通前的数据不够 28 天，没有可比的",
        "fewer than 28 days before it are known: nothing to compare with",
    ),
}


def tools(
    log: pd.DataFrame,
    daily: pd.Series,
    margin: float,
    *,
    as_of: pd.Timestamp | str,
    calendar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Which tools are on, and what does each extra yuan sold by them cost?

    log: one row a stint: tool, start, end (NaT: still on), cost (fees and money let off, NaN: not
    noted). daily: paid amounts of the shop by date. margin: share kept of an amount before the
    tool's cost. as_of: last day known.

    One row a tool: state on | ends_soon (within 7 days) | off | never, since, until, cost (of the
    judged days), stints and judged of them, extra (net of what was only moved) with its 80 %
    range, cost_per_extra with cost_lo..cost_hi (inf where nothing extra is sure), p_pays (chance
    that margin x extra exceeds the cost), verdict pays | loses | cannot_tell, reason (Label).

    Stints are judged by their first 28 days, as events are (`event_effect`): not to be trusted
    where another thing began on the same day. Raises ParameterError for missing columns.
    """
    for column in ("tool", "start", "end", "cost"):
        if column not in log:
            raise ParameterError(
                "tools", Label(f"缺少 {column} 这一列。", f"has no column {column}.")
            )
    now = pd.Timestamp(as_of)
    known = daily[daily.index <= now]
    rows = [
        _tool(str(name), stints, known, margin, now, calendar)
        for name, stints in log.groupby("tool", sort=False)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _tool(
    name: str,
    stints: pd.DataFrame,
    daily: pd.Series,
    margin: float,
    now: pd.Timestamp,
    calendar: pd.DataFrame | None,
) -> dict[str, Any]:
    """One tool's state and worth; its stints are added up as independent trials."""
    begun = stints[pd.to_datetime(stints["start"]) <= now].sort_values("start")
    out: dict[str, Any] = {"tool": name, "stints": len(begun), "judged": 0} | _state(begun, now)
    nan = float("nan")
    out |= dict.fromkeys(("cost", "extra", "lo", "hi", "cost_per_extra"), nan)
    out |= {"cost_lo": nan, "cost_hi": nan, "p_pays": nan, "verdict": "cannot_tell"}
    if not len(begun):
        return out | {"reason": REASONS["never"]}
    parts = [
        found for stint in begun.itertuples() if (found := _stint(stint, daily, now, calendar))
    ]
    if not parts:
        return out | {"reason": REASONS["short"]}
    extra, error, cost = (np.array(column) for column in zip(*parts, strict=True))
    total, doubt = float(extra.sum()), float(np.sqrt((error**2).sum()))
    out |= {
        "judged": len(parts), "extra": total, "lo": total - 1.2816 * doubt,
        "hi": total + 1.2816 * doubt, "cost": float(cost.sum()),
    }  # fmt: skip
    return out | _worth(out, doubt, margin)


def _state(begun: pd.DataFrame, now: pd.Timestamp) -> dict[str, Any]:
    """Whether it is on, since when and until when."""
    if not len(begun):
        return {"state": "never", "since": pd.NaT, "until": pd.NaT}
    last = begun.iloc[-1]
    until = pd.to_datetime(last["end"])
    state = "on"
    if pd.notna(until):
        state = "off" if until < now else "ends_soon" if (until - now).days <= SOON else "on"
    return {"state": state, "since": pd.Timestamp(last["start"]), "until": until}


def _stint(
    stint: Any, daily: pd.Series, now: pd.Timestamp, calendar: pd.DataFrame | None
) -> tuple[float, float, float] | None:
    """Net extra of a stint's first days, its standard error, and their share of the cost."""
    start, end = pd.Timestamp(stint.start), pd.Timestamp(stint.end)
    end = now if pd.isna(end) else min(end, now)
    judged = min(end, start + pd.Timedelta(days=LONGEST - 1))
    over = end <= judged
    if not over:  # the days that follow are the tool's too: they tell neither echo nor normal
        daily = daily[daily.index <= judged]
    try:
        found = event_effect(
            daily, start, judged, calendar=calendar, after=14 if over else 0, level=LEVEL
        )
    except OpslibError:
        return None
    share = ((judged - start).days + 1) / ((end - start).days + 1)
    return found.net, (found.net_hi - found.net_lo) / (2 * 1.2816), float(stint.cost) * share


def _worth(found: dict[str, Any], doubt: float, margin: float) -> dict[str, Any]:
    """Cost of an extra yuan with its range, and whether that pays."""
    from scipy.special import ndtr

    cost = found["cost"]
    if not np.isfinite(cost):
        return {"reason": REASONS["free"]}
    per = {
        name: cost / found[of] if found[of] > 0 else float("inf")
        for name, of in (("cost_per_extra", "extra"), ("cost_lo", "hi"), ("cost_hi", "lo"))
    }
    chance = float(ndtr((margin * found["extra"] - cost) / max(margin * doubt, 1e-9)))
    verdict, why = "cannot_tell", "wide"
    if chance >= SURE:
        verdict = why = "pays"
    elif chance <= 1 - SURE:
        verdict = why = "loses"
    return per | {"p_pays": chance, "verdict": verdict, "reason": REASONS[why]}
