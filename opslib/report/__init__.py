"""What a reader sees: sections of a page, drawings, words, and the files beside the page."""

from __future__ import annotations

from . import drawings, markup, style, words
from .ads import ads
from .blocks import Block, empty, failed, folded, plain, together
from .clocks import Clock, clocks
from .controls import State, figure_block, live, static_twin
from .drawings import Mark
from .findings import findings
from .funnel import funnel
from .kpis import kpis, line
from .markup import Raw
from .method import method
from .movers import LostTag, movers
from .outlook import outlook
from .promo import (
    promo_actions,
    promo_budget,
    promo_contests,
    promo_money,
    promo_products,
    promo_slots,
    promo_verdict,
    promo_worked,
)
from .quality import quality
from .sheet import Sheet
from .tasks import tasks
from .traffic import traffic
from .verdict import verdict
from .why import why

__all__ = [
    "Block",
    "Clock",
    "LostTag",
    "Mark",
    "Raw",
    "Sheet",
    "State",
    "ads",
    "clocks",
    "drawings",
    "empty",
    "failed",
    "figure_block",
    "findings",
    "folded",
    "funnel",
    "kpis",
    "line",
    "live",
    "markup",
    "method",
    "movers",
    "outlook",
    "plain",
    "promo_actions",
    "promo_budget",
    "promo_contests",
    "promo_money",
    "promo_products",
    "promo_slots",
    "promo_verdict",
    "promo_worked",
    "quality",
    "static_twin",
    "style",
    "tasks",
    "together",
    "traffic",
    "verdict",
    "why",
    "words",
]
