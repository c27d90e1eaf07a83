"""Steps of the marketing calendar among today's tasks."""

from __future__ import annotations

from pathlib import Path

from opslib import open_shop
from opslib.daily.steps import steps_due, todays_tasks
from opslib.shop import Shop
from opslib.workspace import Workspace
from tests.marketing.test_calendar_page import register

# A platform event that begins in three weeks: stock was due a week ago, design falls due soon.
EVENT = {
    "活动编号": "E1",
    "活动名称": "年终专场",
    "活动类型": "平台活动",
    "开始日期": "2026-12-14",
    "结束日期": "2026-12-18",
}


def shop(root: Path, *rows: dict[str, object]) -> Shop:
    """A new shop with nothing but this calendar, on the evening of 20 November."""
    opened = Workspace.init(root, platform="1688", shop="s1")
    if rows:
        opened.import_files([register(root / "registers" / "营销日历.xlsx", *rows)])
    return open_shop(root, shop="s1", as_of="2026-11-20")


def test_overdue_steps_stand_among_todays_tasks(tmp_path):
    """Whoever opens only the daily page would learn of them on the day of the event."""
    told = {t.id.split(".")[-1]: t for t in steps_due(shop(tmp_path / "w", EVENT))}
    assert "选品" in told["select"].what.zh and "12-14 开始" in told["select"].what.zh
    assert told["select"].overdue_days == 22  # 45 days before is 30 October, a Friday
    assert told["stock"].overdue_days == 8  # 30 days before is Saturday: moved to 13 November
    assert "warmup" not in told and "design" not in told, "what is far off is no task of today"


def test_steps_take_their_turn_with_the_other_tasks(tmp_path):
    """The longest overdue comes first, whatever asked for it."""
    late = [t.overdue_days for t in todays_tasks(shop(tmp_path / "w", EVENT))]
    assert late == sorted(late, reverse=True) and late[0] >= 22


def test_what_is_called_off_asks_for_nothing(tmp_path):
    """Tasks of an event that was cancelled would send people to work for nothing."""
    off = {**EVENT, "活动状态": "取消"}
    assert steps_due(shop(tmp_path / "w", off)) == []


def test_without_the_register_there_are_no_steps(tmp_path):
    """The register is the operator's choice; the daily page must not miss it."""
    assert steps_due(shop(tmp_path / "w")) == []
