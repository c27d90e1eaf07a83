"""Pictures for exploring in JupyterLab, with Chinese glyphs on every machine.

The page itself draws SVG, whose text the reader's own fonts show; a matplotlib picture has to
bring its glyphs along, so a machine without a Chinese font borrows the one in mplfonts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import OpslibError
from ..labels import Label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "SimHei",
)
_LENT = "NotoSansCJKsc-Regular.otf"
_BLUE, _AMBER = "#3b5b92", "#b7791f"


@cache
def cjk_family() -> str:
    """A font family with Chinese glyphs: an installed one, else the one that mplfonts carries.

    Raises OpslibError where neither is there; a report of empty boxes helps nobody.
    """
    from matplotlib import font_manager

    installed = set(font_manager.get_font_names())
    for family in FAMILIES:
        if family in installed:
            return family
    path = _lent_font()
    if path is None:
        raise OpslibError(
            "matplotlib",
            Label("找不到中文字体。", "finds no Chinese font."),
            Label("安装 mplfonts 或 Noto Sans CJK。", "Install mplfonts or Noto Sans CJK."),
        )
    font_manager.fontManager.addfont(str(path))
    return font_manager.FontProperties(fname=str(path)).get_name()


def _lent_font() -> Path | None:
    spec = find_spec("mplfonts")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "fonts" / _LENT
    return path if path.is_file() else None


def trend_figure(frame: pd.DataFrame, title: object, *, days: int | None = None) -> Figure:
    """How did a metric run against its normal band, and which days were unusual?

    frame: date, value, and as far as known lower, upper, flag (of `stats.detect`); days: only
    the last so many. The figure belongs to no window and no global state: display or save it.
    """
    part = frame.tail(days) if days else frame
    return _picture(title, 2.8, lambda axes: _draw(axes, part))


def weekday_figure(frame: pd.DataFrame, title: object, names: Sequence[str]) -> Figure:
    """Which weekdays are strong, and did that change over the weeks?

    frame: date, value. names: the seven weekdays, Monday first. A cell is a day, a row a weekday,
    a column the week that begins on that date; missing days stay empty.
    """
    days = pd.to_datetime(frame["date"])
    monday = (days - pd.to_timedelta(days.dt.day_of_week, unit="D")).dt.strftime("%m-%d")
    cells = frame.assign(weekday=days.dt.day_of_week, week=monday, at=days).sort_values("at")
    order = list(dict.fromkeys(cells["week"]))
    grid = cells.pivot_table("value", "weekday", "week", sort=False).reindex(range(7))[order]
    grid.index = pd.Index(list(names))

    def draw(axes: Any) -> None:
        import seaborn

        seaborn.heatmap(grid, ax=axes, cmap="Blues", linewidths=1, cbar_kws={"shrink": 0.8})
        axes.set(xlabel="", ylabel="")
        axes.tick_params(axis="y", rotation=0)

    return _picture(title, 3.0, draw)


def _picture(title: object, height: float, draw: Callable[[Any], None]) -> Figure:
    """One figure with a title; fonts are looked up while the style holds."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    style: Any = {"font.family": [cjk_family(), "DejaVu Sans"], "axes.unicode_minus": False}
    with mpl.rc_context(style):
        picture = Figure(figsize=(8, height), layout="constrained")
        axes = picture.subplots()
        draw(axes)
        axes.set_title(str(title), loc="left", fontsize=11)
        picture.canvas.draw()
    return picture


def _draw(axes: object, frame: pd.DataFrame) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)
    days = pd.to_datetime(frame["date"]).to_numpy()
    if {"lower", "upper"} <= set(frame.columns):
        low, high = (frame[c].astype(float) for c in ("lower", "upper"))
        axes.fill_between(days, low, high, color=_BLUE, alpha=0.15, linewidth=0)
    axes.plot(days, frame["value"].astype(float), color=_BLUE, linewidth=1.6)
    if "flag" in frame:
        odd = frame["flag"].fillna(0).astype(bool).to_numpy()
        axes.plot(
            days[odd], frame["value"].to_numpy(float)[odd], "o", color=_AMBER, fillstyle="none"
        )
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", alpha=0.3)
