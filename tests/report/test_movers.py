"""Product moves: what is said about who fell and who rose."""

from __future__ import annotations

from opslib import report
from opslib.labels import speaking
from tests.report import examples as ex
from tests.report import sections as more


def test_a_product_that_rose_has_no_weak_link() -> None:
    """'Rose most: weak in impressions' sends the operator to mend what just worked."""
    sales = more.movers()["sales"]
    links = dict.fromkeys(sales["member"], "展现-弱")  # type: ignore[index]
    loud = dict.fromkeys(sales["member"], True)  # type: ignore[index]
    with speaking("zh"):
        html = str(report.movers(ex.sheet(), sales, links, [], loud).html)
    fell, rose = html.split("涨得最多")
    assert "展现-弱" in fell and "弱在哪" in fell
    assert "展现-弱" not in rose and "弱在哪" not in rose and "超出波动" in rose
