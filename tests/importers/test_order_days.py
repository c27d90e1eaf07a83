"""Every order stands on a day: an order without one would be in no report at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from opslib.errors import ImportProblem
from opslib.importers import draft, load_formats
from opslib.importers.read import Parsed, read_file

from .conftest import Desk

Put = Callable[..., Path]
TOML = """
id = "gift"
label = { zh = "礼品", en = "gifts" }
platform = "both"
table = ["order", "order_line"]
currency = "EUR"
[columns.order_id]
aliases = ["No"]
required = true
[columns.paid_amount]
aliases = ["Total"]
"""
CREATED = '[columns.created_at]\naliases = ["Sold on"]\n'
PAID = '[columns.paid_at]\naliases = ["Paid on"]\n'
HEAD = "No,Sold on,Paid on,Total"


def _read(put: Put, more: str, *rows: str, head: str = HEAD) -> Parsed:
    put("formats/gift.toml", TOML + more)
    path = put("orders.csv", "\n".join([head, *rows]) + "\n")
    return read_file(path, load_formats(path.parent / "formats"))


def _days(parsed: Parsed) -> list[date]:
    return parsed.tables["order"]["date"].to_pylist()


def test_orders_without_a_declared_day_are_refused(put: Put):
    """They were stored under no month: exit 0, and nowhere to be seen."""
    with pytest.raises(ImportProblem, match="no column gives the day") as refused:
        _read(put, "", "1,13.09.2026 10:15,14.09.2026 10:15,5.00")
    assert "[columns.created_at]" in str(refused.value) and "[columns.paid_at]" in str(
        refused.value
    )
    assert 'aliases = ["Sold on"]' in str(refused.value)


def test_a_declared_day_that_the_file_lacks_is_named(put: Put):
    """The operator must hear which column to tick in the export."""
    with pytest.raises(ImportProblem, match="Include Sold on"):
        _read(put, CREATED, "1,5.00", head="No,Total")


def test_the_day_of_an_order_needs_no_period(put: Put):
    """Payment counts, else the creation; whoever declared the times has said enough."""
    rows = ("1,2026-09-13 10:15:00,2026-09-14 09:00:00,5", "2,2026-09-15 10:15:00,,6")
    assert _days(_read(put, CREATED + PAID, *rows)) == [date(2026, 9, 14), date(2026, 9, 15)]
    parsed = _read(put, CREATED, *rows)
    assert _days(parsed) == [date(2026, 9, 13), date(2026, 9, 15)]
    assert parsed.period == (date(2026, 9, 13), date(2026, 9, 15))


def test_a_plain_date_column_does_too(put: Put):
    """[columns.date] on orders ended in KeyError('file_name')."""
    more = '[columns.date]\naliases = ["Sold on"]\n'
    parsed = _read(put, more, "1,2026-09-13,,5", "2,,,6", "3,2026-09-14,,6")
    assert _days(parsed) == [date(2026, 9, 13), date(2026, 9, 14)]
    assert parsed.counts["refused"] == 1


def test_a_time_declared_as_date_is_read(put: Put):
    """Sources hold a day or a moment; the declared type must not take the order its day."""
    more = CREATED + 'type = "date"\n'
    assert _days(_read(put, more, "1,13.09.2026 10:15,,5", "2,2026-09-14,,6")) == [
        date(2026, 9, 13),
        date(2026, 9, 14),
    ]


def test_dotted_days_are_read_and_slashed_ones_are_not(put: Put):
    """13.09.2026 can only be one day; 5/3/2026 may be two."""
    rows = ("1,13.09.2026 10:15,,5", "2,3.9.2026,,6", "3,03.09.2026 23:59:58,,6", "4,5/3/2026,,7")
    parsed = _read(put, CREATED, *rows)
    assert _days(parsed) == [date(2026, 9, 13), date(2026, 9, 3), date(2026, 9, 3)]
    (problem,) = [p for p in parsed.problems if p.severity == "refused"]
    assert (problem.row, problem.column, problem.value) == (5, "Sold on", "5/3/2026")


def test_a_column_in_a_foreign_writing_is_told_once(put: Put, desk: Desk):
    """A thousand lines of the same fault hide that the whole column is meant."""
    put("formats/gift.toml", TOML + CREATED)
    rows = [f"{n},9/13/2026 10:15,,5" for n in range(927)]
    path = put("orders.csv", "\n".join([HEAD, *rows]))
    desk.formats = load_formats(path.parent / "formats")
    (file,) = desk.take(path)
    assert (file.state, file.rows["refused"], file.rows["accepted"]) == ("refused", 927, 0)
    (problem,) = [p for p in file.problems if p.severity == "refused"]
    assert "whole column" in problem.what.en and "none of its 927" in problem.what.en
    assert "9/13/2026 10:15" in problem.what.en


def test_many_unread_days_are_counted_where_it_is_seen(put: Put):
    """Only the head of the list is printed: the true number of rows must stand there."""
    rows = [f"{n},9/13/2026,,5" for n in range(927)]
    parsed = _read(put, CREATED, *rows, "x,2026-09-13,,5")
    assert parsed.counts["refused"] == 927 and len(_days(parsed)) == 1
    first, second, *_ = [p for p in parsed.problems if p.severity == "refused"]
    assert first.row == 2
    assert second.what.en.startswith("907 more rows")


def test_a_draft_finds_the_day_under_any_name(put: Put, formats):
    """`Sold on` was not guessed, and the orders of the drafted format had no day."""
    head = "Order number,Wann,Quantity,Price,Sku"
    for name in ("Sold on", "Wann"):
        path = put("o.csv", f"{head.replace('Wann', name)}\n7,13.09.2026 10:15,2,3.50,A\n")
        body = draft(path, formats)
        assert f'[columns.created_at]\naliases = ["{name}"]' in body
        assert 'from = ["created_at"]' in body
        own = load_formats(put("own/o.toml", body).parent)
        assert _days(read_file(path, own)) == [date(2026, 9, 13)]
