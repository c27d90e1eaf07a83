"""The marketing calendar that the shop's people keep by hand, with what they forgot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from .season import OCCASIONS
from .world import ShopSpec

Row = dict[str, object]
COLUMNS = (
    "id name kind theme start end event enrol_by enrolled_on eligible owner state items depth "
    "offer tag tool budget poster_ready coupon_ready prepared restored_on participants note"
).split()
_THEMES = {
    1: "年货备货季",
    2: "开工补货",
    3: "春季上新",
    4: "换季清仓",
    6: "年中大促",
    7: "夏末清仓",
    9: "秋季上新",
    10: "旺季备货",
    11: "双11返场与感恩",
}
_ALL_STEPS = "选品、定价、备货、报名、设计、预热、上线、大客户跟进、复盘"
_NAMES = {"11.11": "双11", "12.12": "双12"}
_OUT = {"1688": 12, "alibaba": 8}  # steps of the weekly activity that leave gaps


def activities(spec: ShopSpec) -> pd.DataFrame:
    """One row an activity of the year of the last day, and of the weeks after it."""
    rows = [
        *_themes(spec),
        *_platform(spec),
        *_weekly(spec),
        *_member_days(spec),
        *_now(spec),
    ]
    rows.sort(key=lambda r: (str(r["start"]), str(r["name"])))
    for number, row in enumerate(rows, 1):
        row["id"] = f"H{number:03d}"
    return pd.DataFrame(rows).reindex(columns=COLUMNS)


def _themes(spec: ShopSpec) -> Iterator[Row]:
    year = spec.end.year
    for month, theme in _THEMES.items():
        first = date(year, month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        yield _row(f"{month}月主题：{theme}", "月度主题", first, last, spec, theme=theme)


def _platform(spec: ShopSpec) -> Iterator[Row]:
    """The platform's events: those that are over, and the next one, nobody enrolled for it yet."""
    for occasion in OCCASIONS[spec.platform]:
        first, last = occasion.days(spec.end.year)
        name = _NAMES.get(occasion.name, occasion.name)
        over = last < spec.end
        yield _row(
            f"{name}报名活动",
            "平台活动",
            first,
            last,
            spec,
            event=name,
            enrol_by=first - timedelta(days=12),
            enrolled_on=first - timedelta(days=15) if over else None,
            eligible="是",
            depth="10%",
            tag=f"{name}活动标" if over else None,
            budget=1500.0,
            poster_ready="是" if over else None,
            coupon_ready="是" if over else None,
            prepared="选品、定价、备货、报名、设计、预热、上线、大客户跟进、复盘"
            if over
            else "选品",
            restored_on=last + timedelta(days=1) if over else None,
        )


def _weekly(spec: ShopSpec) -> Iterator[Row]:
    """A flash sale on most Thursdays, a live session on some Tuesdays; some weeks have neither."""
    first = date(spec.end.year, 1, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    week, skip = 0, _OUT[spec.platform]
    while thursday.year == spec.end.year and thursday <= spec.end + timedelta(days=14):
        week += 1
        if week % skip not in (5, 6):
            over = thursday + timedelta(days=2) < spec.end
            late = 0 <= (spec.end - thursday).days - 4 < 7
            yield _row(
                "周四限时抢购",
                "限时折扣",
                thursday,
                thursday + timedelta(days=1),
                spec,
                depth="8%",
                poster_ready="是" if over else None,
                restored_on=thursday + timedelta(days=2) if over and not late else None,
            )
        if week % 3 == 0:
            tuesday = thursday - timedelta(days=2)
            yield _row("周二直播看货", "直播", tuesday, tuesday, spec)
        thursday += timedelta(days=7)


def _member_days(spec: ShopSpec) -> Iterator[Row]:
    for month in range(1, 13):
        day = date(spec.end.year, month, 18)
        if day <= spec.end:
            yield _row("会员日", "会员日", day, day, spec, offer="老客满 500 减 20")


def _now(spec: ShopSpec) -> Iterator[Row]:
    """What the page should speak of: a coupon long over, a poster that is missing, a tool."""
    end = spec.end
    yield _row(
        *("换季优惠券", "优惠券", end - timedelta(days=20), end - timedelta(days=3), spec),
        offer="满 300 减 15",
        poster_ready="是",
        coupon_ready="是",
        state="进行中",
    )
    yield _row(
        *("感恩节老客特惠", "感恩节特惠", end + timedelta(days=4), end + timedelta(days=8), spec),
        offer="老客 95 折",
        coupon_ready="否",
        poster_ready="否",
    )
    tool = "新客宝" if spec.platform == "1688" else "店铺折扣工具"
    first = date(end.year, 1, 1)
    yield _row(tool, "工具", first, date(end.year, 12, 31), spec, tool=tool, budget=1200.0)
    day = min(date(end.year, 8, 20), end)
    yield _row("晒单抽奖", "互动", day, day + timedelta(days=2), spec, participants=63.0)


def _row(name: str, kind: str, start: date, end: date, spec: ShopSpec, **more: object) -> Row:
    state = "已结束" if end < spec.end else "进行中" if start <= spec.end else "计划"
    return {
        "name": name,
        "kind": kind,
        "start": start,
        "end": end,
        "owner": "运营",
        "state": state,
        **more,
    }
