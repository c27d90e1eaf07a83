"""Broken exports of a simulated shop through the importers: refused clearly or read right."""

from __future__ import annotations

from pathlib import Path

import pytest

from opslib.errors import ParameterError
from opslib.importers.arrivals import ShopIdentity
from opslib.importers.formats import load_formats
from opslib.importers.load import import_paths
from opslib.places import templates
from opslib.simulate import history as past
from opslib.simulate import shop
from opslib.simulate.bad_files import WEEKS, write_bad_files
from opslib.simulate.draws import draw_spec
from opslib.store import Store

SEED = 8


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """What was expected of each file, what came of it, the store, and the true shop days."""
    spec = draw_spec(SEED, days=7 * WEEKS)
    frames = shop.frames(past.live(spec, SEED))
    home = tmp_path_factory.mktemp("bad")
    expected = {b.name: b for b in write_bad_files(frames, home / "in", spec)}
    store, formats = Store(home / "store"), load_formats(templates() / "formats")
    shops = {spec.id: ShopIdentity(spec.id, spec.name, spec.platform, [spec.seller])}
    files = import_paths([home / "in"], store, formats, shop=spec.id, shops=shops, salt="t")
    came = {Path(f.path).name: f for f in files}
    return expected, came, store.snapshot().connect(spec.id), frames["shop_day"]


def test_each_file_is_refused_with_a_reason_or_imported_whole(imported):
    """A file half read, or refused without a word, costs an operator the morning."""
    expected, came, _, _ = imported
    assert set(came) == set(expected)
    for name, wanted in expected.items():
        file = came[name]
        kept = file.rows["accepted"]
        if wanted.outcome == "refused" or (wanted.outcome == "either" and kept == 0):
            assert kept == 0, name
            assert file.state in ("refused", "unchanged") and file.problems, name
            assert all(str(p.what) for p in file.problems), name
            continue
        assert (file.state, kept) == ("imported", wanted.rows), name
        assert file.rows["refused"] == wanted.refused, name
        assert bool(file.problems) == bool(wanted.refused), name


def test_nothing_is_lost_and_nothing_counted_twice(imported):
    """A row of totals or a second sheet taken for days would double the month."""
    expected, came, con, days = imported
    kept = 0
    for name, wanted in expected.items():
        if wanted.table != "shop_day":
            continue
        rows = con.sql(
            f"select count(*), sum(pay_amount) from shop_day where source_file is not null "
            f"and date between '{wanted.first}' and '{wanted.last}'"
        ).fetchone()
        assert rows[0] == came[name].rows["accepted"], name
        kept += rows[0]
        if rows[0] == 7:
            week = days[(days["date"] >= wanted.first) & (days["date"] <= wanted.last)]
            assert float(rows[1]) == pytest.approx(week["pay_amount"].sum(), abs=0.01), name
    assert con.sql("select count(*) from shop_day").fetchone()[0] == kept >= 34


def test_bad_files_need_weeks_and_a_1688_shop(tmp_path):
    """A short shop would give files without rows, which prove nothing."""
    for spec in (draw_spec(SEED, days=30), draw_spec(SEED, platform="alibaba")):
        with pytest.raises(ParameterError):
            write_bad_files({}, tmp_path, spec)
