"""Every metric against numbers found by hand."""

from __future__ import annotations

import re
from functools import lru_cache

import duckdb
import pandas as pd
import pytest

from opslib.metrics import METRICS, dimensions, measure, series, series_of_many, trace
from opslib.metrics.relations import RELATIONS

from .facts_in_memory import connect
from .worked import AS_OF, STORES, WORKED, Worked


@lru_cache
def store(name: str) -> duckdb.DuckDBPyConnection:
    return connect(**STORES[name])


def row(worked: Worked, metric: str) -> pd.Series:
    frame = measure(
        store(worked.store), "CNY", metric, as_of=AS_OF, window=worked.window, by=worked.by
    )
    return frame[frame["member"] == worked.member].iloc[0]


@pytest.mark.parametrize("metric", METRICS)
def test_each_metric_has_a_worked_example_that_comes_out(metric: str) -> None:
    """A metric without a worked example may be wrong for years; an operator would act on it."""
    assert metric in WORKED, f"work {metric} out by hand in worked.py"
    found = row(WORKED[metric], metric)
    assert found["value"] == pytest.approx(WORKED[metric].value, rel=1e-9)
    assert found["unit"] == METRICS[metric].unit


@pytest.mark.parametrize("metric", METRICS)
def test_each_metric_says_what_it_is(metric: str) -> None:
    """A number without label, definition and source cannot be argued with."""
    one = METRICS[metric]
    assert re.search("[一-鿿]", one.label.zh) and one.label.en
    assert one.definition.zh and one.definition.en and not re.search("[一-鿿]", one.label.en[:0])
    assert re.match(r"(0\d\d-\d\d|platform (export: |definition)|own definition$)", one.source)
    assert dimensions(metric)


@pytest.mark.parametrize("metric", METRICS)
def test_nothing_known_is_said_to_be_nothing(metric: str) -> None:
    """A missing export must read as missing, never as zero and never as a traceback."""
    found = measure(_empty(), "CNY", metric, as_of=AS_OF, window=[1, 7])
    assert list(found["basis"]) == ["none", "none"]
    assert found["value"].isna().all() and found["partial"].all()
    assert found["days_present"].eq(0).all()
    assert series(_empty(), metric, as_of=AS_OF, days=3)["value"].isna().all()
    assert trace(_empty(), metric, as_of=AS_OF).empty


@lru_cache
def _empty() -> duckdb.DuckDBPyConnection:
    return connect()


@pytest.mark.parametrize("metric", [m for m in METRICS if not METRICS[m].parts])
def test_trace_leads_to_stored_rows(metric: str) -> None:
    """`opslib why` must be able to show the rows behind each number."""
    worked = WORKED[metric]
    rows = trace(
        store(worked.store), metric, as_of=AS_OF, window=worked.window, dimension=worked.by,
        member=worked.member,
    )  # fmt: skip
    assert len(rows) and rows["source_file"].notna().all() and rows["source_row"].min() >= 2
    if METRICS[metric].kind == "total":
        assert rows["value"].astype(float).sum() == pytest.approx(worked.value)


@pytest.mark.parametrize("metric", [m for m in METRICS if None in dimensions(m)])
def test_series_ends_with_the_day_itself(metric: str) -> None:
    """The last point of a trend line and the figure beside it must not differ."""
    con = store(WORKED[metric].store)
    line = series(con, metric, as_of=AS_OF, days=3)
    day = measure(con, "CNY", metric, as_of=AS_OF, window=1).iloc[0]
    assert list(line["date"].dt.date) == [AS_OF - pd.Timedelta(days=i) for i in (2, 1, 0)]
    same = line["value"].iloc[-1]
    assert same == pytest.approx(day["value"], nan_ok=True) or METRICS[metric].fixed_days


def test_many_series_read_together_equal_each_alone() -> None:
    """The rules judge series read in one go; the figure on the page is read alone."""
    con = store(WORKED["pay_amount"].store)
    wanted = "pay_amount visitors pay_cvr ctr pay_new_buyers items_online sold_7d_share".split()
    found = series_of_many(con, wanted, as_of=AS_OF, days=4)
    for metric in wanted:
        pd.testing.assert_frame_equal(
            found[metric], series(con, metric, as_of=AS_OF, days=4), obj=metric
        )


def test_every_relation_reads_the_real_columns() -> None:
    """A renamed column of the fact tables must fail here, not in a shop's report."""
    con = _empty()
    for relation in RELATIONS.values():
        for text in filter(None, (relation.sql, relation.twin)):
            filled = (
                text.replace("{currency}", "'CNY'")
                .replace("{as_of}", "'2026-11-20'")
                .replace("{line_sum}", "")
                .replace("{line_join}", "")
            )
            assert con.execute(f"SELECT date FROM ({filled})").fetchall() == []
