"""A paid tool is judged by what an extra yuan costs through it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.campaigns.tools import tools
from opslib.errors import ParameterError

NOW = "2026-08-18"


def shop() -> pd.Series:
    index = pd.date_range("2026-01-01", NOW)
    return pd.Series(100.0 + np.where(np.arange(len(index)) % 2, 1, -1), index=index)


def log(*stints: tuple[str, str, str | None, float]) -> pd.DataFrame:
    frame = pd.DataFrame(stints, columns=["tool", "start", "end", "cost"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def test_an_extra_yuan_costs_what_was_paid_over_what_was_sold_more() -> None:
    """14 days x 30 more = 420 sold for 84: 0.20 a yuan, worth it at a margin of .3, not of .1."""
    daily = shop()
    daily["2026-06-01":"2026-06-14"] += 30
    stints = log(("新客宝", "2026-06-01", "2026-06-14", 84.0))
    found = tools(stints, daily, 0.3, as_of=NOW).iloc[0]
    assert found["extra"] == pytest.approx(420, abs=15)
    assert found["cost_per_extra"] == pytest.approx(0.20, abs=0.01)
    assert (found["verdict"], found["state"]) == ("pays", "off")
    assert tools(stints, daily, 0.1, as_of=NOW).iloc[0]["verdict"] == "loses"


def test_a_tool_that_is_still_on_is_judged_by_its_first_four_weeks() -> None:
    """A tool of a year's standing would be thanked for the whole growth of the shop."""
    daily = shop()
    daily["2026-06-01":] += 20
    found = tools(log(("收藏有礼", "2026-06-01", None, 79.0)), daily, 0.3, as_of=NOW).iloc[0]
    assert found["state"] == "on"
    assert found["extra"] == pytest.approx(28 * 20, abs=40)
    assert found["cost"] == pytest.approx(28.0)


def test_states_and_gaps_are_said() -> None:
    """A tool that runs out on Sunday, one never switched on, one whose cost nobody noted."""
    stints = log(
        ("满优惠", "2026-06-01", "2026-08-20", 10.0),
        ("优惠券", "2026-09-01", None, 10.0),
        ("秒杀", "2026-06-01", "2026-06-07", float("nan")),
        ("早的", "2026-01-05", "2026-01-09", 5.0),
    )
    found = tools(stints, shop(), 0.3, as_of=NOW).set_index("tool")
    assert list(found["state"]) == ["ends_soon", "never", "off", "off"]
    assert set(found["verdict"]) <= {"cannot_tell", "loses"}
    assert "花费" in found["reason"]["秒杀"].zh
    assert "28" in found["reason"]["早的"].zh


def test_a_log_without_costs_column_is_refused() -> None:
    """A missing column would show as free tools."""
    with pytest.raises(ParameterError, match="cost"):
        tools(log().drop(columns="cost"), shop(), 0.3, as_of=NOW)
