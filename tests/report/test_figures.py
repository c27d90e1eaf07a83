"""Pictures for JupyterLab."""

from __future__ import annotations

import warnings

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
