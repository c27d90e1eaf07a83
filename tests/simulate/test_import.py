"""The samples go through the importers whole: what was simulated is what the store holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from opslib.importers.arrivals import ShopIdentity
from opslib.importers.formats import load_formats
from opslib.importers.load import import_paths
from opslib.places import templates
from opslib.simulate import ads, samples, shop
from opslib.simulate import history as past
from opslib.store import Store

from .conftest import SHORT

# Columns whose sums must survive the way through the files, by table.
SUMS = {
    "cotton1688": {
        "shop_day": ["impressions", "visitors", "pay_amount", "refund_amount", "ad_spend"],
        "shop_window": ["visitors", "pay_buyers", "pay_amount"],
        "product_day": ["impressions", "visitors", "pay_amount"],
        "channel_day": ["visitors", "pay_amount"],
        "keyword_day": ["impressions", "pay_amount", "best_rank"],
        "ad_day": ["spend", "clicks", "ad_gmv", "budget"],
        "order": ["paid_amount", "freight", "adjustment"],
        "order_line": ["amount", "qty"],
        "benchmark": ["peer_mean"],
        "competitor": ["price", "sales_30d"],
        "register": ["amount"],
        "score": ["value"],
    },
    "alibaba_demo": {
        "shop_day": ["search_impressions", "visitors", "pay_amount", "ad_spend"],
        "product_window": ["impressions", "search_clicks", "inquiries"],
        "keyword_window": ["impressions", "p4p_clicks"],
        "channel_day": ["visitors", "inquiry_buyers"],
        "register": ["amount"],
    },
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory, short):
    """Both shops in one store; each spec's facts beside it."""
    specs = [samples.cotton(), samples.demo_alibaba()]
    shops = {s.id: ShopIdentity(s.id, s.name, s.platform, [s.seller]) for s in specs}
    store, formats = (
        Store(tmp_path_factory.mktemp("imported")),
        load_formats(templates() / "formats"),
    )
    files = []
    for spec, folder in zip(specs, ("shop_1688", "shop_alibaba"), strict=True):
        parts = [short / folder / "inbox", short / folder / "registers"]
        files += import_paths(parts, store, formats, shop=spec.id, shops=shops, salt="t")
    facts = {}
    for spec in specs:
        late = replace(spec, start=spec.end - timedelta(days=SHORT - 1))
        facts[spec.id] = shop.simulate_facts(late, samples.SEED)
    return files, store.snapshot(), facts


def test_every_file_is_recognised_and_no_row_refused(imported):
    """The demo is the first thing a new user sees: it must import without a single complaint."""
    files, _, _ = imported
    bad = [(Path(f.path).name, f.problems) for f in files if f.state == "refused" or f.problems]
    assert bad == []
    assert sum(f.rows["refused"] for f in files) == 0
    again = [Path(f.path).name for f in files if f.state == "unchanged"]
    # A month of ads may hold nothing new after the weekly exports of the same days.
    again = [n for n in again if not n.startswith(("数字营销", "外贸直通车"))]
    assert again == ["商品_全部_2026-11-19_2026-11-19 (1).xls"]


@pytest.mark.parametrize("level", ["plan", "keyword"])
def test_the_store_knows_what_each_weekly_ad_export_knew(imported, level):
    """Without its vintages nobody could learn how late a shop's conversions come."""
    _, snapshot, _ = imported
    spec = samples.cotton()
    late = replace(spec, start=spec.end - timedelta(days=SHORT - 1))
    sunday = date(2026, 11, 15)
    shown = ads.ad_day(past.live(late, samples.SEED), known=sunday)
    shown = shown[(shown["level"] == level) & (shown["date"] >= late.start)]
    then = Store(snapshot.root).snapshot(datetime(2026, 11, 16, 2, tzinfo=UTC))  # 10:00 in China
    sums = "sum(clicks), sum(orders), sum(inquiries), round(sum(ad_gmv), 2), max(date)"
    asked = f"SELECT {sums} FROM ad_day WHERE level = '{level}' AND date >= '{late.start}'"
    with then.connect(spec.id) as con:
        (found,) = con.execute(asked).fetchall()
    wanted = [shown[c].sum() for c in ("clicks", "orders", "inquiries")]
    assert found == (*wanted, pytest.approx(shown["ad_gmv"].sum(), abs=0.005), sunday)
    with snapshot.connect(spec.id) as con:
        (now,) = con.execute(f"{asked} AND date <= '{sunday}'").fetchall()
    assert now[0] == found[0] and now[2] > found[2] and now[1] >= found[1]


@pytest.mark.parametrize(("name", "table"), [(s, t) for s, tables in SUMS.items() for t in tables])
def test_stored_sums_equal_the_simulated_ones(imported, name, table):
    """A unit, a sign or a total row misread anywhere would show here."""
    _, snapshot, facts = imported
    con = snapshot.connect(name)
    for column in SUMS[name][table]:
        stored = con.sql(f'select sum({column}) from "{table}"').fetchone()[0]
        wanted = facts[name][table].to_pandas()[column].sum()
        assert float(stored) == pytest.approx(float(wanted), abs=0.006)


def test_stock_of_the_last_day_is_stored_item_by_item(imported):
    """Days of cover are read off the last count: an id that lost digits would find no stock."""
    _, snapshot, facts = imported
    con = snapshot.connect("cotton1688")
    stored = con.sql(f"select item_id, on_hand from stock where date = '{samples.END}'").fetchall()
    stock = facts["cotton1688"]["stock"].to_pandas()
    last = stock[stock["date"] == samples.END]
    assert dict(stored) == dict(zip(last["item_id"], last["on_hand"], strict=True))


def test_buyers_are_hashed_and_counted_alike(imported):
    """Names of buyers never reach the store, yet the same buyer stays the same."""
    _, snapshot, facts = imported
    con = snapshot.connect("cotton1688")
    many, named = con.sql(
        "select count(distinct buyer), count(*) filter (where buyer like '%买家%') from \"order\""
    ).fetchone()
    assert named == 0
    assert many == facts["cotton1688"]["order"].to_pandas()["buyer"].nunique()
