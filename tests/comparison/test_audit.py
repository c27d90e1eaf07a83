"""The figures of the competitor page against the raw sample files, read with pandas alone.

The left side of every comparison is what the page shows or puts into its tables; the right side
never touches opslib.
"""

from __future__ import annotations

from hashlib import sha1
from pathlib import Path

import pandas as pd
import pytest

from opslib import open_shop
from opslib.comparison import Comparison
from opslib.comparison.behind import behind
from opslib.comparison.show import SECTIONS
from opslib.comparison.trace import answer_of

from ..shop.raw_samples import DAY, SAMPLES, A, S, daily, sheet, span

SHOPS = {S: "cotton1688", A: "alibaba_demo"}
OWN = "本店"
MONTH = DAY - pd.Timedelta(days=28)
G = "示例同行G织造"


@pytest.fixture(scope="module", params=SHOPS)
def case(request, imported: Path) -> tuple[str, Comparison]:
    """A shop's folder name and its comparison with every section made."""
    made = open_shop(imported, shop=SHOPS[request.param], as_of=DAY.date()).comparison()
    for name in SECTIONS:
        if name != "explore":
            getattr(made.show, name)()
    return request.param, made


def noted(shop: str, own: bool = False) -> pd.DataFrame:
    """The operator's sheet as it is, days as days and figures as figures."""
    rows = sheet(shop, "竞品登记表.xlsx", "采集日期").copy()
    rows["date"] = pd.to_datetime(rows["采集日期"].astype(str).str[:10])
    rows["offerId"] = rows["offerId"].astype(str).str.removesuffix(".0")
    for column in ("价格", "30天销量", "旺旺响应率", "回头率"):
        rows[column] = pd.to_numeric(rows[column])
    rows = rows[rows["公司名"].eq(OWN) == own]
    return rows.sort_values(["offerId", "date"], ignore_index=True)


def newest(shop: str) -> pd.DataFrame:
    """The last look of each rival; an offer that is not in it is sold no more."""
    rows = noted(shop)
    return rows[rows["date"].eq(rows.groupby("公司名")["date"].transform("max"))]


def shown(made: Comparison) -> dict[str, float]:
    return {k: n.value for k, n in made.show.sheet.numbers.items()}


def tables(made: Comparison) -> dict[str, pd.DataFrame]:
    return {k: t for k, (_, t) in made.show.sheet.tables.items()}


def test_every_price_move_of_the_year_is_in_the_log_and_no_other(case) -> None:
    """A move that is missed is a cut that nobody answers; one too many is a war about nothing."""
    shop, made = case
    rows = noted(shop)
    before = rows.groupby("offerId")[["价格", "date"]].shift()
    moved = (rows["价格"] / before["价格"] - 1).abs() >= 0.005
    raw = {
        (o, d, s, round(b, 2), round(p, 2))
        for o, d, s, b, p in zip(
            rows["offerId"][moved], rows["date"][moved], before["date"][moved],
            before["价格"][moved], rows["价格"][moved], strict=True,
        )
    }  # fmt: skip
    log = made.changes[made.changes["what"].eq("price")]
    told = {
        (r.offer_id, r.date, r.since, round(float(r.before), 2), round(float(r.after), 2))
        for r in log.itertuples()
    }
    assert told == raw and len(raw) > 100


def test_who_moved_lately_is_counted_from_the_sheet(case) -> None:
    """The first line of the page: rivals whose price or promotion changed in four weeks."""
    shop, made = case
    rows = noted(shop)
    rows["活动"] = rows["活动"].fillna("")
    old = rows.groupby("offerId")[["价格", "活动"]].shift()
    new = old["价格"].notna() & (rows["date"] > MONTH)
    moved = (rows["价格"] / old["价格"] - 1).abs().ge(0.005) | rows["活动"].ne(old["活动"])
    count = rows.loc[new & moved, "公司名"].nunique()
    assert shown(made)["rivals.moved"] == count


def test_the_place_of_each_price_is_counted_from_the_last_prices(case) -> None:
    """A price advice on a wrong middle costs the margin of every piece sold."""
    shop, made = case
    last = newest(shop).set_index("offerId")["价格"]
    ours = noted(shop, own=True).drop_duplicates("offerId", keep="last")
    mine = ours.set_index("offerId")["价格"]
    page, checked = shown(made), 0
    for row in made.position[made.position["needed"].eq(0)].itertuples():
        pairs = made.matches[
            made.matches["item_id"].eq(row.item_id)
            & made.matches["state"].isin(["auto", "confirmed"])
        ]
        theirs = last[last.index.intersection(pairs["offer_id"])]
        key = sha1(row.item_id.encode()).hexdigest()[:8]
        if row.item_id in mine.index:
            assert page[f"price.ours.{key}"] == pytest.approx(mine[row.item_id])
        assert page[f"price.middle.{key}"] == pytest.approx(theirs.median())
        assert (row.offers, row.low, row.high) == (len(theirs), theirs.min(), theirs.max())
        price = page[f"price.ours.{key}"]
        assert page[f"price.to_middle.{key}"] == pytest.approx(price / theirs.median() - 1)
        checked += 1
    assert checked >= 3


def test_pairs_that_a_person_decided_stand_as_decided(case) -> None:
    """Pairs confirmed and struck out by hand win over whatever titles look like."""
    shop, made = case
    said = sheet(shop, "商品配对表.xlsx", "竞品ID")
    states = made.matches.set_index(["offer_id", "item_id"])["state"]
    for row in said.itertuples(index=False):
        offer, item = (str(v).removesuffix(".0") for v in row[:2])
        assert states[(offer, item)] == ("confirmed" if row[2] == "是" else "rejected")


def test_side_by_side_is_the_last_look_of_each_rival(case) -> None:
    """Sales, replies and repeat buyers of another week would rank the wrong rival first."""
    shop, made = case
    raw = newest(shop).groupby("公司名").agg(
        offers=("offerId", "size"), sales=("30天销量", "sum"),
        response=("旺旺响应率", "median"), again=("回头率", "median"),
    )  # fmt: skip
    told = made.beside.set_index("competitor").loc[raw.index]
    assert (told["offers"] == raw["offers"]).all()
    for ours, theirs in (("sales_30d", "sales"), ("response_rate", "response"),
                         ("repurchase_rate", "again")):  # fmt: skip
        assert told[ours].to_numpy() == pytest.approx(raw[theirs].to_numpy(float))


def test_tags_that_most_rivals_carry_and_we_lack(case) -> None:
    """The service that is missing is the one that is asked for."""
    shop, made = case
    rows = newest(shop)
    carried = rows.assign(tag=rows["标签"].fillna("").str.split(",")).explode("tag")
    raw = carried[carried["tag"].ne("")].groupby("tag")["公司名"].nunique()
    told = made.tags.set_index("tag")["rivals"]
    assert told[told > 0].to_dict() == raw.to_dict()


def test_places_and_thresholds_are_the_last_entry_of_the_list_register(case) -> None:
    """A gap to last month's threshold would be closed for nothing."""
    shop, made = case
    rows = sheet(shop, "榜单登记表.xlsx", "榜单").copy()
    day = pd.to_datetime(rows["登记日期"].astype(str).str[:10])
    rows = rows[day.eq(day.max())]
    table = tables(made)["lists"].set_index("榜单")
    for name, part in rows.groupby("榜单"):
        own = pd.to_numeric(part.loc[part["本店或同行"].eq(OWN), "名次"])
        assert table.loc[name, "门槛"] == float(pd.to_numeric(part["上榜门槛"]).max())
        rank = table.loc[name, "本店名次"]
        assert rank == own.min() if len(own) else pd.isna(rank)


def test_gap_to_a_list_is_what_thirty_days_lack(case) -> None:
    """The nearest product and its 30 days, summed from the daily product files."""
    shop, made = case
    if shop != S:
        return
    sold = span(daily(S, "商品_全部_*.xls*", "商品ID", "统计日期"), 30)
    sold = sold.assign(item=sold["商品ID"].astype(str)).drop_duplicates(["date", "item"])
    best = sold.groupby("item")["支付金额"].sum()
    gaps = made.places[made.places["gap"].gt(0)]
    assert len(gaps) >= 2
    for row in gaps.itertuples():
        assert row.amount == pytest.approx(best[row.item_id], abs=0.01)
        assert row.gap == pytest.approx(row.threshold - row.amount)
        assert best.max() == pytest.approx(row.amount)  # no product is nearer


def test_the_planted_answers_are_those_of_the_truth_ledger(case) -> None:
    """Eight cuts of ours were answered a week later: named, counted, and told by the next look."""
    shop, made = case
    truth = pd.read_csv(SAMPLES / shop / "truth/rival_replies.csv", encoding="utf-8-sig")
    lag = (pd.to_datetime(truth["theirs_on"]) - pd.to_datetime(truth["ours_on"])).dt.days
    row = made.firsts.set_index("competitor").loc[G]
    assert row["verdict"] == "they_follow" and row["by_look"]
    assert row["lag_lo"] <= lag.min() and row["lag_hi"] >= lag.max()
    # A cut and what puts it back are two moves; both of an answered one are followed.
    assert row["followed"] >= 2 * len(truth) - 2 and row["own_moves"] >= row["followed"]


def test_an_index_read_as_money_holds_the_map_it_was_drawn_with(case) -> None:
    """52 weeks of own pairs: each reading lies inside the range it is told with."""
    _, made = case
    read = made.readings[made.readings["kind"].eq("trade_index") & made.readings["mid"].notna()]
    if read.empty:
        assert made.readings.empty or made.readings["mid"].isna().all()
        return
    true = (read["index"] / 9.5) ** (1 / 0.62)
    assert ((read["lo"] * 0.99 <= true) & (true <= read["hi"] * 1.01)).mean() >= 0.8


def test_no_figure_goes_by_the_name_of_a_column(case) -> None:
    """A name like ad_cvr on a Chinese page is a riddle, and 0.0245 without a unit another."""
    _, made = case
    for number in made.show.sheet.numbers.values():
        assert any("一" <= c <= "鿿" for c in str(number.label.zh)), number.id
        assert number.unit != "count" or number.value is None or number.value == int(number.value)


def test_every_number_names_the_rows_that_it_is_made_of(case) -> None:
    """`opslib why` with no rows and no word on the making is a figure that nobody can check."""
    _, made = case
    for number in list(made.show.sheet.numbers.values()):
        told = {"id": number.id, "metric": number.metric, "value": number.value}
        answer = answer_of(made, told)
        rows = answer.rows.set_index("part")["value"]
        assert answer.equal and answer.made is not None and len(rows), number.id
        assert answer.rows["file"].str.len().gt(4).all()
        assert answer.rows["source_row"].gt(0).all(), number.id
        if number.id.startswith("price.ours.") and "price" in rows:
            assert rows.loc[["price"]].iloc[0] == number.value
        if number.id.startswith("price.middle."):
            assert rows.median() == pytest.approx(number.value)
        if number.id.startswith("price.margin.") and len(rows) == 2:
            assert 1 - rows["unit_cost"] / rows["price"] == pytest.approx(number.value)
        if number.id.startswith("list.gap."):
            lacks = rows.loc[["threshold"]].max() - rows.loc[["pay_amount"]].sum()
            assert lacks == pytest.approx(number.value)
        if number.id == "rivals.moved":
            assert answer.rows["member"].nunique() == number.value
        if number.id.startswith("ladder.") and not number.id.endswith(".worth"):
            assert [*rows] == [number.value]


def test_numbers_of_priced_tags_and_of_actions_name_their_rows_too(case) -> None:
    """The samples price no tag; a shop's own sheet may, and then its answer must not be empty."""
    shop, first = case
    if shop != S:
        return
    made = Comparison(first.shop)
    kept = ("snapshots", "noted", "changes", "matches", "firsts", "offers", "tags", "words")
    made.__dict__.update({name: getattr(first, name) for name in kept})
    gaps = first.gap_list
    tag = gaps["kind"].eq("tag") & gaps["side"].eq("theirs")
    money = gaps.assign(
        **{
            c: gaps[c].where(~tag, v)
            for c, v in zip(("low", "mid", "high"), (1.0, 5.0, 9.0), strict=True)
        }
    )
    made.__dict__["gap_list"] = money.assign(basis=money["basis"].where(~tag, "pooled"))
    for name in ("verdict", "lacking", "actions"):
        getattr(made.show, name)()
    numbers = made.show.sheet.numbers
    kinds = {"gap.tag.", "finding.tags_lacking.", "promo.action."}
    assert kinds <= {k for k in kinds for n in numbers if n.startswith(k)}
    for id in [n for n in numbers if n.startswith(tuple(kinds))]:
        answer = answer_of(made, {"id": id, "metric": "", "value": numbers[id].value})
        assert answer.equal and set(answer.rows["part"]) == {"tags"}, id
        if id.startswith("finding."):  # the rows of that very tag: as many rivals as the title says
            told = next(f for f in made.show.review.findings if f.id in id)
            assert f"（{answer.rows['member'].nunique()}/" in told.title.zh
    for id in ("promo.action.000000000000", "promo.worked.000000000000", "finding.gone.0.money"):
        rows, how = behind(made, id)
        assert not rows and how.zh and how.en  # nothing is listed, and it says why
