"""Pictures for JupyterLab."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from opslib.errors import OpslibError
from opslib.report import figures
from tests.report import examples as ex


def test_chinese_titles_are_drawn_with_glyphs_not_boxes() -> None:
    """On a machine without Chinese fonts an analyst would see empty boxes for every title."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        picture = figures.trend_figure(ex.trend("visitors", drop=2), "访客数：超出正常 −38%")
        picture.canvas.draw()
    axes = picture.axes[0]
    assert axes.get_title(loc="left") == "访客数：超出正常 −38%"
    assert len(axes.lines[0].get_xdata()) == 90
    assert len(axes.lines[1].get_xdata()) == 2, "the two unusual days are marked"


def test_without_any_chinese_font_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Silently drawn boxes would reach the reader; an error that names the cure does not."""
    monkeypatch.setattr(figures, "FAMILIES", ())
    monkeypatch.setattr(figures, "_lent_font", lambda: None)
    with pytest.raises(OpslibError, match="mplfonts"):
        figures.cjk_family.__wrapped__()


def test_a_figure_leaves_the_analysts_own_plots_alone() -> None:
    """A report that changed matplotlib's settings would restyle every plot of the notebook."""
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    figures.trend_figure(ex.trend("visitors"), "x", days=14)
    assert dict(mpl.rcParams) == before


def test_the_weekday_map_puts_each_day_into_its_cell() -> None:
    """A Sunday shown among the Mondays would send the advertising money to the wrong day."""
    days = pd.date_range("2026-11-02", periods=13)  # a Monday to the Saturday of the next week
    frame = pd.DataFrame({"date": days, "value": range(13)})
    names = ["一", "二", "三", "四", "五", "六", "日"]
    axes = figures.weekday_figure(frame, "访客数", names).axes[0]
    cells = axes.collections[0].get_array().reshape(7, 2)
    assert [t.get_text() for t in axes.get_yticklabels()] == names
    assert [t.get_text() for t in axes.get_xticklabels()] == ["11-02", "11-09"]
    assert cells[:, 0].tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert cells[:6, 1].tolist() == [7, 8, 9, 10, 11, 12] and bool(cells.mask[6, 1])
