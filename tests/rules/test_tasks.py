"""Today's tasks: due on the right day, silent without data, and never two for one thing."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from opslib.rules.tasks import task_checks, tasks

from .memory import AS_OF, MemoryFacts
from .test_looks import asked, paid

TODAY = AS_OF + timedelta(days=1)


def found(shop, clock):
    return [t for t in tasks(shop) if t.id.split(".")[0] == clock]


def kept(kind, id="1", **more):
    return {"kind": kind, "id": id, "subject": "诚意赊", "owner": "小王", **more}


@pytest.fixture
def shop():
    return MemoryFacts()


def test_a_bare_shop_has_no_tasks_and_says_what_is_missing(shop):
    """An empty list must not be read as 'nothing to do'."""
    assert tasks(shop) == []
    checks = task_checks(shop)
    assert {c.state for c in checks} == {"no_data"} and all(c.reason.zh for c in checks)


@pytest.mark.parametrize(
    ("left", "shown"),
    [(31, 0), (30, 1), (29, 0), (14, 1), (8, 0), (7, 1), (3, 1), (1, 1), (0, 1), (-2, 1), (-40, 0)],
)
def test_tools_remind_at_30_14_7_and_every_day_of_the_last_week(shop, left, shown):
    """A tool that ends unnoticed stops the shop's ads (001-23)."""
    shop.rows("register", kept("tool", due=TODAY + timedelta(days=left)))
    assert len(found(shop, "tool_expiry")) == shown


def test_an_ended_tool_is_overdue(shop):
    """Two days over is two days over, in both languages."""
    shop.rows("register", kept("tool", due=TODAY - timedelta(days=2)))
    (task,) = found(shop, "tool_expiry")
    assert task.overdue_days == 2 and "过期 2 天" in task.what.zh and task.owner == "小王"


def test_a_task_that_is_done_is_gone(shop):
    """Nobody reads a list that still shows what was done."""
    shop.rows(
        "register",
        kept("task", "1", due=TODAY - timedelta(days=1)),
        kept("task", "2", due=TODAY, state="已完成"),
        kept("task", "3", due=TODAY, done_on=AS_OF),
        kept("task", "4", due=TODAY + timedelta(days=9)),
    )
    assert [t.id for t in found(shop, "task_due")] == ["task_due.1"]


def test_a_task_without_owner_or_deadline_is_refused(shop):
    """Content, owner, deadline: 003-45."""
    shop.rows(
        "register",
        kept("task", "1", due=TODAY),
        kept("task", "2", due=None),
        kept("task", "3", due=TODAY) | {"owner": None},
    )
    (task,) = found(shop, "task_unclear")
    assert task.what.zh.startswith("2 条")


def test_after_sales_have_a_day_and_complaints_two(shop):
    """Without a due date the profile's hours count from the day of the case."""
    shop.rows(
        "register",
        kept("aftersale", "a", date=AS_OF),
        kept("aftersale", "b", date=AS_OF - timedelta(days=2), grade="投诉", qty=20),
    )
    due = {t.id: t.due for t in found(shop, "aftersale_due")}
    assert due == {"aftersale_due.a": TODAY, "aftersale_due.b": AS_OF}
    assert "大批量" in found(shop, "aftersale_due")[0].what.zh


def test_customers_are_due_after_30_days_the_biggest_first(shop):
    """Guide 004 line 139: thirty days, by value; more than five are one line."""
    rows = [
        kept(
            "customer",
            str(i),
            subject=f"C{i}",
            amount=1000.0 * i,
            last_on=TODAY - timedelta(days=30),
        )
        for i in range(1, 8)
    ]
    shop.rows("register", *rows, kept("customer", "new", last_on=TODAY - timedelta(days=29)))
    names = [t.what.zh for t in found(shop, "customer_revisit")]
    assert "回访客户 C7" in names and "还有 2 个客户该回访" in names and len(names) == 6


def test_inquiries_are_grouped_by_who_answers():
    """One line a person, with the longest wait: a list of forty inquiries is no task."""
    shop = MemoryFacts("alibaba")
    shop.rows(
        "inquiry",
        asked("1", datetime(2026, 11, 21, 5), owner="小李"),
        asked("2", datetime(2026, 11, 20, 5), owner="小李"),
        asked("3", datetime(2026, 11, 21, 6), owner="小王"),
    )
    by_owner = {t.owner: t.what.zh for t in found(shop, "reply_inquiries")}
    assert set(by_owner) == {"小李", "小王"} and "28 小时" in by_owner["小李"]


@pytest.mark.parametrize(("days", "shown"), [(15, 0), (16, 1)])
def test_fifteen_days_without_contact_is_the_border(days, shown):
    """Not more than 15 days (004-55): day 15 is still kept, day 16 is not."""
    shop = MemoryFacts("alibaba")
    last = datetime(2026, 11, 21, 8) - timedelta(days=days)
    shop.rows("inquiry", asked("1", last, last))
    assert len(found(shop, "inquiry_15_days")) == shown


def test_the_first_block_of_the_day_are_orders(shop):
    """Count and money of yesterday's orders, then what must leave (003-07, 003-08)."""
    shop.rows("order", paid(20), paid(26), paid(60), paid(20.5, status="unpaid"))
    (new,) = found(shop, "new_orders")
    assert "2 笔" in new.what.zh and "¥200" in new.what.zh
    late, *_ = found(shop, "ship_orders")
    assert late.overdue_days == 1 and late.money.mid == 100


def test_posts_count_the_days_they_were_missed(shop):
    """One post a day (our assumption); the last one was three days ago."""
    shop.rows("register", kept("post", date=AS_OF - timedelta(days=3), grade="post"))
    (task,) = found(shop, "posts_missed")
    assert "3 天" in task.what.zh


def test_videos_are_asked_for_on_alibaba_only(shop):
    """Two or three videos a day are the guide of Alibaba.com (004-43)."""
    ali = MemoryFacts("alibaba")
    for each in (shop, ali):
        each.rows("register", kept("post", date=AS_OF, grade="video"))
    assert (len(found(shop, "videos_missed")), len(found(ali, "videos_missed"))) == (0, 1)


def test_registers_may_be_given(shop):
    """The caller's register stands in for the stored one."""
    rows = pd.DataFrame([kept("tool", due=TODAY)])
    shop.rows("register", kept("tool", due=date(2030, 1, 1)))
    given = rows.reindex(columns=shop.tables["register"].columns)
    assert [t.source for t in tasks(shop, given)] == ["register:tool"]


def test_most_overdue_first(shop):
    """What burns longest stands on top."""
    shop.rows(
        "register", kept("task", "a", due=TODAY), kept("task", "b", due=TODAY - timedelta(days=5))
    )
    assert [t.id for t in tasks(shop)] == ["task_due.b", "task_due.a"]
