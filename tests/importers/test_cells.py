"""Cells as people and back-ends write them."""

from __future__ import annotations

import math
from datetime import date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.importers import cells, dates
from opslib.importers.typed import PARSERS


def _column(*texts: str | None) -> pa.Array:
    return pa.array(texts, pa.string())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,802,741.24", 2802741.24),
        ("1.62%", 0.0162),
        ("0%", 0.0),
        ("￥1,020.50", 1020.5),
        ("¥-5", -5.0),
        ("-5.00", -5.0),
        ("(5)", -5.0),
        ("1.2万", 12000.0),
        ("3.5亿", 350000000.0),
        ("10w+", 100000.0),
        ("2万+", 20000.0),
        ("$28.40", 28.4),
        ("12.5元", 12.5),
        ("１２３", 123.0),
        (" 7 ", 7.0),
        ("1e3", 1000.0),
    ],
)
def test_number_reads_what_people_write(text: str, value: float):
    """A number in another spelling must not vanish from the report."""
    read = cells.number(_column(text, "1"), "")
    assert read.values.to_pylist() == [value, 1.0]
    assert not len(read.bad)


@pytest.mark.parametrize(
    "text", ["-", "--", "—", "", "null", "'null", "N/A", "nan", "/", "暂无", " "]
)
def test_missing_marks_are_missing_and_never_zero(text: str):
    """A shop without data on a day must not look like a shop without sales."""
    for parser in (cells.number, cells.count, cells.low, cells.unsigned_rate):
        read = parser(_column(text, "3"), "")
        assert read.values.to_pylist() == [None, 3]
        assert not len(read.bad)


@pytest.mark.parametrize("text", ["abc", "1,5", "12,34", "1.2.3", "5-", "十双", "inf", "1 000,5"])
def test_a_number_that_cannot_be_read_is_named_as_bad(text: str):
    """ "1,5" may be a decimal comma: 15 would be a silent wrong number."""
    read = cells.number(_column("1", text), "")
    assert read.values.to_pylist() == [1.0, None]
    assert read.bad.tolist() == [1]


def test_units_of_the_header_scale_the_cells():
    """花费(分) holds fen: 24075 is 240.75 yuan; 销售额(万) holds ten thousands."""
    assert cells.number(_column("24075"), "分").values.to_pylist() == [240.75]
    assert cells.number(_column("1.1"), "万").values.to_pylist() == [11000.0]
    assert cells.number(_column("1.5"), "%").values.to_pylist() == [0.015]
    assert cells.plain_number(_column("95"), "分").values.to_pylist() == [95.0]


def test_count_refuses_fractions_negatives_and_percents():
    """A share in a column of people would be a silent 0 visitors."""
    read = cells.count(_column("1,234", "3.5", "-2", "1.0", "12万", "5%", "-"), "")
    assert read.values.to_pylist() == [1234, None, None, 1, 120000, None, None]
    assert read.bad.tolist() == [1, 2, 5]


def test_band_becomes_low_and_high():
    """Competitors' sales come as bands; the middle of a band is nobody's number."""
    texts = _column("250万 ~ 500万", "250 ~ 500万", "10w+", "12.5-15.8", "9 ~ 3", "5", "x")
    low, high = cells.low(texts, ""), cells.high(texts, "")
    assert low.values.to_pylist() == [2.5e6, 2.5e6, 1e5, 12.5, None, 5.0, None]
    assert high.values.to_pylist() == [5e6, 5e6, None, 15.8, None, 5.0, None]
    assert low.bad.tolist() == [4, 6]
    assert cells.single(texts, "").values.to_pylist()[3:6] == [None, None, 5.0]


def test_ids_stay_text_and_lost_digits_are_refused():
    """1.60183E+12 is no id any more: joining on it would mix products."""
    read = cells.identifier(
        _column("\t123", '="00123"', "160.0", "1.60183E+12", "1.6E+1", "'77", "-", "A-1"), ""
    )
    assert read.values.to_pylist() == ["123", "00123", "160", None, "16", "77", None, "A-1"]
    assert read.bad.tolist() == [3]


def test_ids_kept_as_numbers_are_told_from_text():
    """An 18-digit id in a number cell has lost its last digits; the same in a text cell has not."""
    stored = [str(int(float(n))) for n in (202605251234567891, 202605251234567902)]
    assert cells.stored_as_number(_column(*stored))
    assert not cells.stored_as_number(_column("202605251234567891", "202605251234567902"))
    assert not cells.stored_as_number(_column("1601825074604"))


def test_yes_no_and_scores():
    """Y/N, 是/否, L4 and 3A are how back-ends speak."""
    assert cells.truth(_column("Y", "否", "?", "1"), "").values.to_pylist() == [
        True,
        False,
        None,
        True,
    ]
    read = cells.score(_column("L4", "3A", "4.5", "95%", "4.5分", "第2层级735名"), "")
    assert read.values.to_pylist() == [4.0, 3.0, 4.5, 0.95, 4.5, None]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-05-23", date(2026, 5, 23), date(2026, 5, 23)),
        ("2026/5/3", date(2026, 5, 3), date(2026, 5, 3)),
        ("2026年5月3日", date(2026, 5, 3), date(2026, 5, 3)),
        ("20260801", date(2026, 8, 1), date(2026, 8, 1)),
        ("46143", date(2026, 5, 1), date(2026, 5, 1)),
        ("1779465600000", date(2026, 5, 23), date(2026, 5, 23)),
        ("2026-05-03 10:30:00", date(2026, 5, 3), date(2026, 5, 3)),
        ("2025-01-01~2025-01-07", date(2025, 1, 1), date(2025, 1, 7)),
        ("2025-01-01|2025-01-07", date(2025, 1, 1), date(2025, 1, 7)),
        ("2025-01-01 至 2025-01-07", date(2025, 1, 1), date(2025, 1, 7)),
        ("26-09", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("260301-260307", date(2026, 3, 1), date(2026, 3, 7)),
    ],
)
def test_periods(text: str, first: date, last: date):
    """A day read wrong moves money to another week."""
    assert dates.parse_period(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["5/3/2026", "2026-02-30", "99999999", "2026-05-07~2026-05-01", "x"]
)
def test_ambiguous_and_impossible_days_are_refused(text: str):
    """5/3/2026 may be March or May: a guess would be wrong half the time."""
    assert dates.parse_period(text) is None


def test_ms_epochs_are_beijing_time():
    """Midnight in Beijing is the day before in UTC: every order would slip a day."""
    assert dates.parse_time("1767196800000") == datetime(2026, 1, 1, 0, 0)
    read = dates.moment(_column("2026-05-25 10:30:00", "2026/5/3 9:05", "46143.5", "25:99"), "")
    assert read.values.to_pylist()[:3] == [
        datetime(2026, 5, 25, 10, 30),
        datetime(2026, 5, 3, 9, 5),
        datetime(2026, 5, 1, 12, 0),
    ]
    assert read.bad.tolist() == [3]


def test_times_of_day():
    """预算用完时间 comes as 17:20, as an Excel fraction of a day, or with a day before it."""
    assert dates.parse_time("0.5") == dates.parse_time("1899-12-31 12:00:00")
    texts = _column("17:20", "0.5", "1899-12-31 03:04:00", "2026-05-03 9:05", "-", "全天")
    assert dates.clock(texts, "").values.to_pylist() == [
        "17:20",
        "12:00",
        "03:04",
        "09:05",
        None,
        None,
    ]


_ANY = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.text("0123456789.,%-~+万亿wEe元¥$=\"' /:|()年月日T", max_size=16),
)


@given(st.lists(_ANY, max_size=8), st.sampled_from(["", "元", "分", "万", "%", "USD", "h"]))
def test_no_parser_raises_and_none_loses_a_cell_silently(texts: list[str | None], unit: str):
    """Any text at all: a value, or null and named as bad, or a missing mark; never a traceback."""
    column = _column(*texts)
    for parser in PARSERS.values():
        read = parser(column, unit)
        assert len(read.values) == len(texts)
        assert all(0 <= b < len(texts) for b in read.bad)
        assert all(read.values[int(b)].as_py() is None for b in read.bad)


@given(st.lists(_ANY, max_size=8))
def test_periods_never_raise(texts: list[str | None]):
    """Dates are what people mistype most."""
    first, last = dates.periods(_column(*texts))
    for a, b in zip(first.values.to_pylist(), last.values.to_pylist(), strict=True):
        assert (a is None) == (b is None)
        assert a is None or a <= b


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 2)))
def test_money_round_trips_through_every_spelling(value: float):
    """The same amount, however it is spelt, must be the same number."""
    for text in (f"{value:.2f}", f"{value:,.2f}", f"¥{value:,.2f}", f" {value:,.2f}元"):
        assert math.isclose(cells.number(_column(text), "").values[0].as_py(), value, abs_tol=1e-9)


@given(st.integers(0, 2**53))
def test_counts_round_trip(value: int):
    """Counts are exact up to 2^53."""
    for text in (str(value), f"{value:,}", f"{value}.0"):
        assert cells.count(_column(text), "").values.to_pylist() == [value]


@given(st.integers(0, 10**6))
def test_percent_round_trips(hundredths: int):
    """1.62% is 0.0162, with no dust behind it."""
    text = f"{hundredths / 100:.2f}%"
    assert cells.number(_column(text), "").values[0].as_py() == round(hundredths / 10**4, 10)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_round_trip_in_every_spelling(day: date):
    """All spellings of a day are that day."""
    serial = (day - date(1899, 12, 30)).days
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        str(serial),
        f"{day} 00:00:00",
    ):
        assert dates.parse_period(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("14", 14), ("14.0", 14), ("0", 0), ("9时", 9), ("14:00", 14), ("14:00-15:00", 14),
     ("23:00~24:00", 23), ("00:00:00 - 00:59:59", 0), ("8点至9点", 8), ("2026-11-02 07:00", 7)],
)  # fmt: skip
def test_hours(text: str, hour: int):
    """An hour read wrongly would move the evening's clicks into the night."""
    assert PARSERS["hour"](_column(text), "").values.to_pylist() == [hour]


@pytest.mark.parametrize("text", ["24", "25:00", "全天", "1-2-3", "99时"])
def test_no_hours(text: str):
    """What is no hour of the day is told of, and counts nowhere."""
    assert len(PARSERS["hour"](_column(text), "").bad) == 1


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("计划报表_20260619_110330.csv", datetime(2026, 6, 19, 11, 3, 30)),
        ("计划报表_20260619110330 (1).zip", datetime(2026, 6, 19, 11, 3, 30)),
        ("商品_全部_2026-11-20_2026-11-20.xlsx", None),
        ("数字营销_20261120.xlsx", None),
        ("订单_20261301_110330.csv", None),
        ("745600000001202606191103301.csv", None),
    ],
)
def test_only_a_stamp_with_a_time_of_day_says_when_a_file_was_exported(name, moment):
    """A file that covers June must not count as known in June."""
    assert dates.moment_in_name(name) == moment
