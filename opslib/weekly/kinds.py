"""The kinds of findings that a week can bring, as `rules/promotion.toml` has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .. import kinds
from ..kinds import Kind, load_kinds

__all__ = ["FILE", "Kind", "kind_files", "kinds_of", "load_kinds", "shipped"]

FILE = "promotion.toml"
# What a judgement is called (`promotion.classify`, `promotion.judge_products`), and its kind.
WORDS = {v: f"word_{v}" for v in ("raise", "expand", "lower", "remove")}
PRODUCTS = {"ctr": "product_words", "action": "product_page", "pay": "product_persuasion"}
BUDGET_MOVE, BUDGET_TOTAL, HOURS = "budget_move", "budget_total", "hours_weight"


def shipped() -> Mapping[str, Kind]:
    """The kinds that come with the package."""
    return kinds.shipped(FILE)


def kind_files(workspace: Path) -> tuple[Path, Path]:
    """The shipped file and the workspace's own."""
    return kinds.kind_files(workspace, FILE)


def kinds_of(workspace: Path) -> dict[str, Kind]:
    """The shipped kinds with a workspace's own changes."""
    return kinds.kinds_of(workspace, FILE)
