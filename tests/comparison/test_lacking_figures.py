"""What the page cannot reckon for want of a figure: said by its name, and where to fill it in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from opslib import open_shop
from opslib.comparison import Comparison, gather, play
from opslib.labels import speaking
from opslib.report import Block


@pytest.fixture(scope="module")
def abroad(imported: Path) -> Comparison:
    return open_shop(imported, shop="alibaba_demo", as_of="2026-11-20").comparison()


def test_a_platform_without_pieces_sold_is_told_so_and_where_to_note_them(abroad) -> None:
    """ "Cannot be reckoned" alone leaves the exporter to guess which of three figures lacks."""
    assert abroad.games.empty and play.lacking(abroad) == {"offers": 1, "sales": 4}
    shown = abroad.show.explore()
    assert isinstance(shown, Block)  # no sliders over nothing
    html = str(shown.html)
    assert "没有卖出件数" in html and "只给询盘和访客" in html and "30天销量" in html
    assert "没有成本" not in html and "JupyterLab" not in html
    with speaking("en"):
        assert "No pieces sold (products: 4)" in str(abroad.show.explore().html)
    assert "缺卖出的件数" in str(abroad.show.verdict().html)


def test_pieces_noted_in_our_own_rows_are_played_with(abroad) -> None:
    """The page asks for them: filled in, they must count, in the exports' place only."""
    noted = abroad.noted.assign(sales_30d=90.0)
    ours = gather.ours(abroad.shop, noted).set_index("item_id")
    mine = ours.index.isin(noted["offer_id"])
    assert ours.loc[mine, "sales_30d"].eq(90.0).all() and ours.loc[~mine, "sales_30d"].isna().all()
    old = noted.assign(date=noted["date"] - pd.Timedelta(days=60))
    assert gather.ours(abroad.shop, old)["sales_30d"].isna().all()
    made = Comparison(abroad.shop)
    kept = ("snapshots", "changes", "matches", "firsts", "offers")
    made.__dict__.update({name: getattr(abroad, name) for name in kept}, noted=noted)
    made.__dict__["_offered"] = ours.reset_index()
    assert len(made.games) == 4 and made.games["sales"].eq(3.0).all()
    assert play.lacking(made) == {"offers": 1}
    bare = made.ours.assign(unit_cost=np.nan)
    made.__dict__.update(ours=bare)
    del made.__dict__["games"]
    assert play.lacking(made) == {"offers": 1, "cost": 4}
