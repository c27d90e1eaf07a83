"""The calendar page on registers as people keep them: good ones, none, and odd ones."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import vobject

from opslib import open_shop
from opslib.labels import speaking
from opslib.marketing import Year
from opslib.marketing.files import COLUMNS, ics, write_book
from opslib.marketing.show import SECTIONS
from opslib.workspace import Workspace

HEAD = [title for title, _, _ in COLUMNS]


def register(path: Path, *rows: dict[str, object]) -> Path:
    """A calendar register as an operator types it."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEAD)
    for row in rows:
        page.append([row.get(h) for h in HEAD])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def year(root: Path, *rows: dict[str, object], **settings: float) -> Year:
    """The marketing year of a new shop that has nothing but this register and one day of sales."""
    opened = Workspace.init(root, platform="1688", shop="s1")
    if rows:
        register(root / "registers" / "营销日历.xlsx", *rows)
        opened.import_files([root / "registers" / "营销日历.xlsx"])
    return open_shop(root, shop="s1", as_of="2026-11-20").year(**settings)


def page(made: Year, lang: str = "zh") -> str:
    with speaking(lang):  # type: ignore[arg-type]
        blocks = [getattr(made.show, name)() for name in SECTIONS if name != "explore"]
    return " ".join(str(b.html) for b in blocks)


SALE = {
    "活动名称": "清仓",
    "活动类型": "限时折扣",
    "开始日期": "2026-11-26",
    "结束日期": "2026-11-27",
}


def test_a_shop_without_a_register_sees_the_trade_year(tmp_path):
    """On the first day there is nothing of one's own; the page tells what to fill in."""
    made = year(tmp_path / "w")
    told = page(made)
    assert not made.show.failed
    assert "还没有营销日历登记表" in told and "双12" in told and "春节" in told


def test_one_activity_in_a_shop_without_sales(tmp_path):
    """No daily figures: the calendar still plans, what an event brought is told to be unknown."""
    made = year(tmp_path / "w", SALE)
    told = page(made)
    assert not made.show.failed
    assert "清仓" in told and "不到 8 周" in told


def test_hostile_names_are_escaped(tmp_path):
    """A name with markup from a shared sheet must not run in anybody's browser."""
    bad = {**SALE, "活动名称": "<script>alert(1)</script>", "负责人": "<img src=x onerror=1>"}
    told = page(year(tmp_path / "w", bad))
    assert "<script>alert" not in told and "<img src=x" not in told
    assert "&lt;script&gt;" in told


def test_an_activity_over_new_year_counts_in_both_years(tmp_path):
    """From 29 December to 3 January: the first week of the next year is not empty."""
    over = {**SALE, "开始日期": "2026-12-29", "结束日期": "2027-01-03"}
    made = year(tmp_path / "w", over, year=2027)
    assert made.number == 2027
    assert f"{made.coverage.weeks[0].start}" == "2027-01-04"
    assert made.coverage.bare[0].start == date(2027, 1, 4)


def test_an_event_nobody_knows_is_said(tmp_path):
    """A misspelt event would silently have no steps, no forecast and no price."""
    odd = {**SALE, "活动类型": "平台活动", "所属大促": "双十八"}
    told = page(year(tmp_path / "w", odd))
    assert "双十八" in told and "对不上任何活动" in told


def test_the_next_import_replaces_the_year_and_leaves_others(tmp_path):
    """A row taken out of the sheet must vanish; last year's sheet must stay."""
    root = tmp_path / "w"
    old = {**SALE, "活动编号": "A", "开始日期": "2025-11-26", "结束日期": "2025-11-27"}
    made = year(root, old, {**SALE, "活动编号": "B"}, {**SALE, "活动编号": "C"})
    assert [a.id for a in made.activities] == ["A", "B", "C"]
    again = register(root / "again.xlsx", {**SALE, "活动编号": "C"})
    Workspace.open(root).import_files([again])
    now = open_shop(root, shop="s1", as_of="2026-11-20").year()
    assert [a.id for a in now.activities] == ["A", "C"]


@pytest.fixture(scope="module")
def sample(imported: Path) -> Year:
    return open_shop(imported, shop="cotton1688", as_of="2026-11-20").year()


def test_the_sample_calendar_finds_what_was_forgotten(sample):
    """The slips planted in the sample: an old coupon, no poster, no enrolment, a price not back."""
    rules = {s.rule: s.name for s in sample.slips}
    assert rules["poster_stale"] == "换季优惠券"
    assert rules["poster_and_coupon"] == "感恩节老客特惠"
    assert rules["enrol_soon"] == "双12报名活动"
    assert rules["price_not_restored"] == "周四限时抢购"
    assert [m.start.month for m in sample.coverage.months_without] == [5, 8, 12]


def test_the_page_speaks_one_language(sample):
    """Nothing English on a Chinese page, and no section that failed."""
    told = re.sub(r"<[^>]+>", " ", page(sample))
    assert not sample.show.failed
    assert not re.findall(r"\b(?:the|and|with|events?|weeks?)\b", told)


def test_every_number_shown_is_kept(sample):
    """data.json and the page tell the same figures."""
    shown = set(re.findall(r'data-number="([^"]+)"', page(sample)))
    assert shown <= set(sample.show.sheet.numbers)
    assert {"calendar.months", "calendar.weeks", "calendar.enrolled"} <= shown


def test_the_ics_file_is_read_by_another_library(sample):
    """A phone that refuses the file shows nothing at all; vobject reads what icalendar wrote."""
    raw = ics(sample)
    book = vobject.readOne(raw.decode("utf-8"))
    assert book.version.value == "2.0" and len(book.vevent_list) > 100
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    uids = [e.uid.value for e in book.vevent_list]
    assert len(set(uids)) == len(uids)
    named = {e.summary.value: e for e in book.vevent_list}
    double = named["双12报名活动"]
    assert double.dtstart.value == date(2026, 12, 8)
    assert double.dtend.value == date(2026, 12, 13)  # the day after the last one
    step = named["报名：双12报名活动"]
    assert step.dtstart.value == date(2026, 11, 23) and step.valarm.action.value == "DISPLAY"
    assert ics(sample) == raw


def test_the_workbook_can_be_imported_again(sample, tmp_path):
    """What is edited in calendar.xlsx must come back as the same activities, and proposals count
    for nothing until somebody takes them."""
    write_book(sample, tmp_path / "calendar.xlsx")
    root = tmp_path / "w"
    Workspace.init(root, platform="1688", shop="s1").import_files([tmp_path / "calendar.xlsx"])
    back = open_shop(root, shop="s1", as_of="2026-11-20").year()
    mine = [a for a in back.activities if a.state != "proposed"]
    assert [(a.id, a.kind, a.start, a.end, a.depth) for a in mine] == [
        (a.id, a.kind, a.start, a.end, a.depth) for a in sample.activities
    ]
    assert len(back.coverage.weeks_without) == len(sample.coverage.weeks_without)


def test_steps_stand_among_todays_tasks(sample):
    """Whoever opens only the daily page must still see what is late."""
    told = [t for t in sample.shop.tasks if t.source == "activity"]
    assert {(t.subject.name, t.what.zh.split("：")[-1]) for t in told} >= {
        ("双12报名活动", "定价"),
        ("双12报名活动", "报名"),
    }
    assert next(t for t in told if t.what.zh.endswith("定价")).overdue_days == 22
