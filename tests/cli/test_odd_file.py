"""A file that nobody declared: draft, a few lines filled in by hand, import, an honest page.

The orders are an excerpt of Online Retail (Daqing Chen, UCI Machine Learning Repository, 2015,
doi 10.24432/C5BW33, CC BY 4.0); see online_retail/README.md.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from opslib.workspace import Workspace

from .calls import Told, call

FILES = sorted((Path(__file__).parent / "online_retail").glob("*.csv"))
DRAFT = "format_2011_04_14.toml"
# What its operator changes in the draft with a text editor.
BY_HAND = (
    ('id = "my_order"', 'id = "gift_orders"'),
    ('currency = "CNY"', 'currency = "GBP"'),
    ("not_goods = []", 'not_goods = ["POST", "M"]'),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the odd files in its inbox, told of and drafted, but not yet imported."""
    root = tmp_path_factory.mktemp("odd") / "gifts"
    Workspace.init(root, platform="1688", shop="giftshop")
    for file in FILES:
        shutil.copy(file, root / "inbox")
    return root


@pytest.fixture(scope="module")
def refused(shop: Path) -> Told:
    return call("import", cwd=shop)


@pytest.fixture(scope="module")
def imported(shop: Path, refused: Told) -> list[dict[str, Any]]:
    """The folder after the draft was filled in."""
    assert call("formats", "draft", "2011-04-14.csv", cwd=shop).code == 0
    declared = shop / "formats" / DRAFT
    text = declared.read_text(encoding="utf-8")
    for old, new in BY_HAND:
        assert old in text
        text = text.replace(old, new)
    declared.write_text(text, encoding="utf-8")
    told = call("import", "inbox", "--json", cwd=shop)
    assert told.code == 0
    return told.json["files"]


@pytest.fixture(scope="module")
def page(shop: Path, imported: list[dict[str, Any]]) -> dict[str, Any]:
    told = call("run", "daily_review", "--as-of", "2011-04-20", "--lang", "en", "--json", cwd=shop)
    assert told.code == 0, told.err
    return told.json


def test_an_unknown_folder_is_told_of_once_with_the_way_out(refused: Told) -> None:
    """A hundred times the same message would hide which columns were seen and what to do."""
    assert refused.code == 1
    assert refused.out.count("Columns seen: InvoiceNo, StockCode, Description") == 1
    assert 'opslib formats draft "2011-04-13.csv"' in refused.out
    assert "3 more alike: 2011-04-14.csv ... 2011-04-20.csv" in refused.out


def test_every_row_is_accepted(imported: list[dict[str, Any]]) -> None:
    """Cancellations and rows without a customer are facts too: none may be lost."""
    assert {f["format"] for f in imported} == {"gift_orders"}
    assert [f["rows"]["accepted"] for f in imported] == [4, 8, 5, 5]
    assert not any(f["rows"]["refused"] or f["problems"] for f in imported)


# Paid orders: 04-14 41.60 + 68.00 + 9.35 (no customer), 04-18 51.00 + 222.75, 04-20 36.00 + 102.00
# + 179.00. Taken back: 57.60, 222.75 + 86.00, 179.00. The line of 43 damaged pieces is no sale.
FIGURES = {
    "pay_amount.7d": 709.70,
    "pay_amount.1d": 317.00,
    "refund_amount.7d": 545.35,
    "net_pay_amount.7d": 164.35,
    "pay_orders.7d": 8,
    "pay_buyers.7d": 7,
    "pay_new_buyers.7d": 6,
    "pay_old_buyers.7d": 1,  # 16837 had bought on 04-13
    "average_order_value.7d": 709.70 / 8,
    "amount_per_buyer.7d": 700.35 / 7,  # the order without a customer has no buyer to share it
}


def test_the_page_tells_what_orders_alone_can_tell(page: dict[str, Any]) -> None:
    """Every figure was worked by hand: a refund as a sale, or a buyer twice, would show."""
    data = json.loads(Path(page["data"]).read_text(encoding="utf-8"))
    numbers = {n["id"]: n["value"] for n in data["numbers"]}
    assert {k: numbers[k] for k in FIGURES} == pytest.approx(FIGURES)
    html = Path(page["html"]).read_text(encoding="utf-8")
    assert "£710" in html and "¥" not in html
    assert "after refunds " in html


def test_the_page_names_the_exports_it_waits_for(page: dict[str, Any]) -> None:
    """An empty section reads as broken; the operator must know which file would fill it."""
    html = Path(page["html"]).read_text(encoding="utf-8")
    for need in ("daily overview", "traffic-source export", "advertising report by day and plan"):
        assert f"Needs the {need}" in html.replace("&#x27;", "'").replace("shop's ", "")
    assert "There is no data for this section" not in html
    assert "Data begin on 2011-04-13" in html


def test_postage_and_corrections_are_money_but_no_product(shop: Path, page: object) -> None:
    """'Manual sold 90 % less' would send somebody to look for a product that does not exist."""
    con = Workspace.open(shop).store.snapshot().connect("giftshop")
    items = {i for (i,) in con.execute("SELECT DISTINCT item_id FROM order_line").fetchall()}
    assert not items & {"POST", "M"}
    paid = con.execute("SELECT paid_amount FROM \"order\" WHERE order_id = '550002'").fetchone()
    assert paid == (68.0,)  # 18.00 postage + 40 x 1.25
