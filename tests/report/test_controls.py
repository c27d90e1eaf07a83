"""The exploring controls: live in JupyterLab, a still picture of the same in a report."""

from __future__ import annotations

from opslib import report
from opslib.report import State
from opslib.report.blocks import Block, block
from opslib.report.controls import live, static_twin
from tests.report import examples as ex


def draw(state: State) -> Block:
    """A figure that shows what it was asked for."""
    told = f"{state.metric}/{state.window}/{state.by}/{state.against}/{state.alarms}"
    return block(told, text=told, section="explored")


def controls() -> tuple[object, dict[str, object]]:
    """The live widget, and its controls by what they are called."""
    names = {m: t.label for m, t in ex.METRICS.items()}
    box = live(State(), names, ["", "product", "channel"], draw)
    return box, {w.description: w for w in box.children[0].children}


def test_every_move_of_a_control_draws_the_figure_again() -> None:
    """A slider that moves while the figure stays shows a wrong number."""
    box, by_name = controls()
    picture = box.children[1]  # type: ignore[attr-defined]
    moves = [("指标", "visitors"), ("窗口", 30), ("按什么拆", "product"), ("和谁比", "last_year")]
    for name, value in [*moves, ("一个月允许误报几次", 2.0)]:
        by_name[name].value = value  # type: ignore[attr-defined]
    assert "visitors/30/product/last_year/2.0" in picture.value


def test_the_still_twin_shows_the_same_defaults_as_the_controls() -> None:
    """Page and notebook must agree before anyone touches a control."""
    box, _ = controls()
    told = draw(State()).text
    twin = static_twin(State(), draw)
    assert told in box.children[1].value and told in twin.html  # type: ignore[attr-defined]
    assert "JupyterLab" in twin.html


def test_controls_offer_only_known_choices() -> None:
    """A metric that the shop has no data for would draw an empty figure."""
    _, by_name = controls()
    offered = [v for _, v in by_name["指标"].options]  # type: ignore[attr-defined]
    assert offered == list(ex.METRICS)
    cuts = [v for _, v in by_name["按什么拆"].options]  # type: ignore[attr-defined]
    assert cuts == ["", "product", "channel"]


def test_a_threshold_moves_the_alarms_of_the_figure() -> None:
    """The figure of a looser threshold must show more circles, or the slider means nothing."""
    loose, strict = ex.trend("visitors", drop=9), ex.trend("visitors", drop=1)
    shown = [report.line(ex.sheet(), "visitors", f).html.count("<circle") for f in (strict, loose)]
    assert shown == [1, 9]
