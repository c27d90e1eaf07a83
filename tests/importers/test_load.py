"""Files into the store: idempotent, shop by shop, and every file told of in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslib.places import samples

from .conftest import Desk
from .make_samples import text, xlsx
from .sample_rows import ORDER_HEADER, _order

Put = Callable[..., Path]
HEAD = ["日期", "访客数", "支付金额"]
PRODUCT_HEAD = ["统计日期", "商品ID", "商品访客数", "支付金额", "支付件数"]


def _daily(*rows: list[str]) -> bytes:
    return text([HEAD, *rows])


def _products(day: str, start: int, count: int = 6) -> bytes:
    rows = [[day, str(start + i), "5", "10", "1"] for i in range(count)]
    return text([PRODUCT_HEAD, *rows])


def _order_file(seller: str | None, number: str = "1") -> bytes:
    row = _order(id=number, paid="9", made="2026-05-26 10:00:00", seller=seller, buyer="张三")
    return xlsx([ORDER_HEADER, row])


def test_a_folder_is_imported_and_one_bad_file_loses_nothing(put: Put, desk: Desk):
    """One broken download must not cost the morning's report."""
    put("日报.csv", _daily(["2026-05-23", "29", "100"]))
    put("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken")
    put("子文件夹/商品.csv", _products("2026-05-23", 100))
    folder = put("~$日报.xlsx", b"lock").parent
    put("下载中.xlsx.crdownload", b"half")
    files = {Path(f.path).name: f for f in desk.take(folder)}
    assert {n: f.state for n, f in files.items()} == {
        "日报.csv": "imported",
        "坏.xls": "refused",
        "商品.csv": "imported",
    }
    assert files["坏.xls"].problems[0].fix
    assert desk.rows("SELECT visitors, pay_amount FROM shop_day") == [(29, 100.0)]
    assert desk.rows("SELECT count(*) FROM product_day") == [(6,)]


def test_the_same_file_again_is_unchanged_and_changes_nothing(put: Put, desk: Desk):
    """The morning's job runs over the whole inbox every day."""
    path = put("日报.csv", _daily(["2026-05-23", "29", "100"], ["x", "1", "1"]))
    (first,) = desk.take(path)
    (again,) = desk.take(path)
    assert (first.state, again.state) == ("imported", "unchanged")
    assert (again.rows, again.period, again.format) == (first.rows, first.period, first.format)
    assert desk.rows("SELECT count(*) FROM shop_day") == [(1,)]
    assert len(desk.store.arrivals()) == 1


def test_a_corrected_export_replaces_and_the_old_numbers_stay_knowable(put: Put, desk: Desk):
    """What was known on the day must be told from what came later."""
    at = [datetime(2026, 5, d, 8, tzinfo=UTC) for d in (24, 25)]
    desk.take(put("a.csv", _daily(["2026-05-23", "29", "100"])), at=at[0])
    (file,) = desk.take(put("b.csv", _daily(["2026-05-23", "30", "120"])), at=at[1])
    assert file.state == "replaced"
    assert desk.rows("SELECT visitors, pay_amount FROM shop_day") == [(30, 120.0)]
    con = desk.store.snapshot(known_at=at[0]).connect("a")
    assert con.execute("SELECT visitors FROM shop_day").fetchall() == [(29,)]


def test_a_narrower_export_keeps_what_it_does_not_speak_of(put: Put, desk: Desk):
    """The user ticks other indicators one day; yesterday's columns must not vanish."""
    desk.take(put("a.csv", _daily(["2026-05-23", "29", "100"])))
    narrow = text([["日期", "访客数", "浏览量"], ["2026-05-23", "30", "70"]])
    desk.take(put("b.csv", narrow))
    assert desk.rows("SELECT visitors, page_views, pay_amount FROM shop_day") == [(30, 70, 100.0)]


def test_a_changed_format_reads_a_known_file_anew(put: Put, desk: Desk, formats):
    """After an alias was added the file must not stay `unchanged` for ever."""
    own = put("formats/1688_shop_daily.toml", _SMALL)
    path = put("in/a.csv", text([["日期", "访客数", "人气"], ["2026-05-23", "29", "7"]]))
    from opslib.importers import load_formats

    desk.formats = load_formats(own.parent)
    desk.take(path)
    own.write_text(_SMALL + '[columns.page_views]\naliases = ["人气"]\n', encoding="utf-8")
    desk.formats = load_formats(own.parent)
    (file,) = desk.take(path)
    assert file.state == "replaced"
    assert desk.rows("SELECT page_views FROM shop_day") == [(7,)]


_SMALL = """id = "1688_shop_daily"
label = { zh = "日报", en = "daily" }
platform = "1688"
table = "shop"
[columns.date]
aliases = ["日期"]
required = true
[columns.visitors]
aliases = ["访客数"]
"""


def test_later_copies_of_a_download_win(put: Put, desk: Desk):
    """`日报 (1).csv` was downloaded after `日报.csv`, whatever the alphabet says."""
    put("日报 (1).csv", _daily(["2026-05-23", "2", "2"]))
    put("日报 (10).csv", _daily(["2026-05-23", "3", "3"]))
    folder = put("日报.csv", _daily(["2026-05-23", "1", "1"])).parent
    assert [Path(f.path).name for f in desk.take(folder)] == [
        "日报.csv",
        "日报 (1).csv",
        "日报 (10).csv",
    ]
    assert desk.rows("SELECT visitors FROM shop_day") == [(3,)]


def test_a_sellers_name_sends_a_file_to_its_shop(put: Put, desk: Desk):
    """Five shops' downloads in one folder must not mix."""
    files = desk.take(
        put("甲.xlsx", _order_file("甲服饰")), put("乙.xlsx", _order_file("乙服饰", "2"))
    )
    assert [(f.shop, f.state) for f in files] == [("a", "imported"), ("b", "imported")]
    assert desk.rows('SELECT order_id FROM "order"', "b") == [("2",)]


def test_a_strangers_file_is_refused(put: Put, desk: Desk):
    """A shop that names its sellers takes nobody else's orders."""
    (file,) = desk.take(put("丙.xlsx", _order_file("丙服饰")))
    assert file.state == "refused"
    assert "丙服饰" in file.problems[0].what.en and "shop.toml" in file.problems[0].fix.en


def test_folder_and_seller_that_disagree_are_refused(put: Put, desk: Desk):
    """Either the folder or the file is wrong, and only the operator knows which."""
    path = put("b/甲.xlsx", _order_file("甲服饰"))
    (file,) = desk.take(path.parent.parent)
    assert (file.state, file.shop) == ("refused", "b")


def test_a_folder_named_after_a_shop_assigns(put: Put, desk: Desk):
    """inbox/<shop id>/ is how an agency sorts exports that name no seller."""
    path = put("b/日报.csv", _daily(["2026-05-23", "29", "100"]))
    (file,) = desk.take(path.parent.parent)
    assert (file.shop, file.state) == ("b", "imported")
    assert desk.rows("SELECT count(*) FROM shop_day", "a") == [(0,)]


def test_the_same_bytes_for_another_shop_are_refused(put: Put, desk: Desk):
    """One export cannot be of two shops."""
    desk.take(put("a/日报.csv", _daily(["2026-05-23", "29", "100"])).parent)
    (file,) = desk.take(put("b/日报.csv", _daily(["2026-05-23", "29", "100"])).parent)
    assert file.state == "refused" and "imported for shop a" in file.problems[0].what.en


def test_two_shops_may_keep_the_same_register(put: Put, desk: Desk):
    """Two shops of one owner pay for the same tools; their equal tables are no mix-up."""
    sheet = (samples() / "formats" / "tool_register" / "sample.xlsx").read_bytes()
    for shop in ("a", "b"):
        (file,) = desk.take(put(f"{shop}/工具.xlsx", sheet).parent)
        assert (file.shop, file.state) == (shop, "imported")


def test_products_that_nobody_here_has_are_another_shops(put: Put, desk: Desk):
    """The product file's name holds no shop: five shops' files look the same but for the ids."""
    desk.take(put("商品_2026-05-22.csv", _products("2026-05-22", 100)))
    (file,) = desk.take(put("商品_2026-05-23.csv", _products("2026-05-23", 900)))
    assert file.state == "refused" and "another shop" in file.problems[0].what.en
    (file,) = desk.take(put("a/商品_2026-05-23.csv", _products("2026-05-23", 900)).parent)
    assert file.state == "imported"


def test_another_platforms_export_is_refused(put: Put, desk: Desk):
    """Dollars of Alibaba.com must not land among the yuan of 1688."""
    rows = [["统计日期", "店铺访问人数", "询盘个数", "信保交易金额"], ["2026-09-18", "9", "1", "2"]]
    (file,) = desk.take(put("国际站.csv", text(rows)))
    assert file.state == "refused" and "alibaba" in file.problems[0].what.en
    (file,) = desk.take(put("intl/国际站.csv", text(rows)).parent)
    assert file.state == "imported"


def test_without_a_default_shop_nothing_is_guessed(put: Put, desk: Desk):
    """With several shops an unassigned file belongs to none of them."""
    (file,) = desk.take(put("日报.csv", _daily(["2026-05-23", "29", "100"])), shop="")
    assert file.state == "refused" and "inbox/<shop id>/" in file.problems[0].fix.en


def test_no_personal_data_reaches_the_store(put: Put, desk: Desk, tmp_path: Path):
    """The buyer's account, name, phone and address stay in the export."""
    row = _order(id="1", paid="9", made="2026-05-26 10:00:00", buyer="hongcha88", person="王小明",
                 phone="13812345678", address="杭州市文一路")  # fmt: skip
    desk.take(put("o.xlsx", xlsx([ORDER_HEADER, row])))
    stored = b"".join(p.read_bytes() for p in (tmp_path / "store").rglob("*") if p.is_file())
    told = desk.rows('SELECT * FROM "order"') + desk.rows("SELECT * FROM order_line")
    for secret in ("hongcha88", "王小明", "13812345678", "文一路"):
        assert secret not in str(told) and secret.encode() not in stored


def test_missing_paths_and_empty_files_are_told(put: Put, desk: Desk, tmp_path: Path):
    """A typo in a path must not look like a quiet morning."""
    gone, header_only = desk.take(tmp_path / "没有.csv", put("空.csv", _daily()))
    assert gone.state == "refused" and "没有.csv" in gone.path
    assert header_only.rows["read"] == 0 and "no row below" in header_only.problems[0].what.en


def test_a_file_whose_rows_are_all_refused_is_refused(put: Put, desk: Desk):
    """`imported` with nothing in it would be a lie."""
    (file,) = desk.take(put("a.csv", _daily(["昨天", "1", "2"])))
    assert (file.state, file.rows["refused"]) == ("refused", 1)


def test_progress_counts_files(put: Put, desk: Desk):
    """The progress bar of the command line stands on this."""
    put("a.csv", _daily(["2026-05-23", "29", "100"]))
    folder = put("b.csv", _daily(["2026-05-22", "29", "100"])).parent
    steps: list[tuple[int, int, str]] = []
    desk.take(folder, progress=lambda done, of, path: steps.append((done, of, path.name)))
    assert steps == [(0, 2, "a.csv"), (1, 2, "b.csv"), (2, 2, "b.csv")]


def test_a_fault_of_ours_does_not_stop_the_rest(put: Put, desk: Desk, monkeypatch):
    """Whatever breaks in one file, the others arrive and the ledger says so."""
    from opslib.importers import load

    def broken(path: Path, *args: object, **more: object):
        if path.name == "a.csv":
            raise ZeroDivisionError("boom")
        return read(path, *args, **more)

    read = load.read_parts
    monkeypatch.setattr(load, "read_parts", broken)
    put("a.csv", _daily(["2026-05-23", "29", "100"]))
    folder = put("b.csv", _daily(["2026-05-22", "29", "100"])).parent
    assert [f.state for f in desk.take(folder)] == ["refused", "imported"]


_DAYS = st.lists(
    st.tuples(st.integers(1, 28), st.integers(0, 10**6), st.integers(0, 10**8)),
    min_size=1,
    max_size=8,
    unique_by=lambda r: r[0],
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_DAYS)
def test_importing_twice_is_importing_once(formats, tmp_path_factory: pytest.TempPathFactory, days):
    """The same bytes, or the same rows in another file, add nothing."""
    root = tmp_path_factory.mktemp("desk")
    desk = Desk(root, formats)
    rows = [[f"2026-05-{d:02}", f"{v:,}", f"{c / 100:,.2f}"] for d, v, c in days]
    for name, data in (("a.csv", _daily(*rows)), ("b.csv", _daily(*reversed(rows)))):
        (root / name).write_bytes(data)
    desk.take(root / "a.csv")
    once = desk.rows("SELECT date, visitors, pay_amount FROM shop_day ORDER BY date")
    desk.take(root / "a.csv", root / "b.csv")
    assert desk.rows("SELECT date, visitors, pay_amount FROM shop_day ORDER BY date") == once
    assert [(d.day, v, round(a * 100)) for d, v, a in once] == sorted(days)


ADS_HEAD = "日期,计划名称,消耗量,曝光量,点击量,广告引导成交金额\n"


def test_exports_stamped_with_their_moment_are_known_since_then(put: Put, desk: Desk):
    """Late conversions: what Monday's export knew must be told from what Friday's knows."""
    put("分计划报表.csv", ADS_HEAD + "2026-05-30,A,10,100,9,90\n")
    put("分计划报表_20260605_090000.csv", ADS_HEAD + "2026-05-30,A,10,100,9,80\n")
    early = put("分计划报表_20260601_090000.csv", ADS_HEAD + "2026-05-30,A,10,100,9,50\n")
    found = desk.take(early.parent)
    assert [f.state for f in found] == ["imported", "replaced", "replaced"]
    assert not any(f.problems for f in found)

    def known(moment: datetime) -> list[tuple]:
        with desk.store.snapshot(moment).connect() as con:
            return con.execute("SELECT ad_gmv FROM ad_day").fetchall()

    assert known(datetime(2026, 6, 1, 0, 59)) == []  # 8:59 in Shanghai
    assert known(datetime(2026, 6, 1, 1, 0)) == [(50.0,)]
    assert known(datetime(2026, 6, 5, 1, 0)) == [(80.0,)]
    assert desk.rows("SELECT ad_gmv FROM ad_day") == [(90.0,)]


def test_an_older_stamped_export_that_comes_later_changes_nothing(put: Put, desk: Desk):
    """Whoever finds last week's download again must not lose this week's conversions."""
    desk.take(put("分计划报表_20260605_090000.csv", ADS_HEAD + "2026-05-30,A,10,100,9,80\n"))
    rows = "2026-05-30,A,10,100,9,50\n2026-05-29,A,7,70,6,20\n"
    (found,) = desk.take(put("分计划报表_20260601_090000.csv", ADS_HEAD + rows))
    assert found.state == "imported" and "older" in found.problems[0].what.en
    stored = desk.rows("SELECT date, ad_gmv FROM ad_day ORDER BY date")
    assert stored == [(date(2026, 5, 29), 20.0), (date(2026, 5, 30), 80.0)]


def test_a_word_or_hour_report_is_never_taken_for_a_plan_report(put: Put, desk: Desk):
    """Words stored as plans beside their plan would double the spend on the page."""
    head = "日期,推广计划,{}曝光量,点击量,花费(USD),TM咨询\n"
    for name, more, cell in (("a", "", ""), ("b", "关键词,", "tee,"), ("c", "时段,", "9:00,")):
        put(f"{name}.csv", head.format(more) + f"2026-09-18,P,{cell}100,9,5,0\n")
    last = put("d.csv", head.format("产品ID,") + "2026-09-18,P,1601825074604,100,9,5,0\n")
    desk.take(last.parent, shop="intl")
    found = desk.rows("SELECT level, sum(spend) FROM ad_day GROUP BY level ORDER BY level", "intl")
    assert found == [("hour", 5.0), ("keyword", 5.0), ("plan", 5.0), ("product", 5.0)]
