"""What a reader sees: sections of a page, drawings, words, and the files beside the page."""

from __future__ import annotations

from .ads import ads
from .blocks import Block, empty, failed
from .clocks import Clock, clocks
from .drawings import Mark
from .findings import findings
from .funnel import funnel
from .kpis import kpis, line
from .method import method
from .movers import movers
from .quality import quality
from .sheet import Sheet, number_id
from .tasks import tasks
from .traffic import traffic
from .verdict import verdict
from .why import why

__all__ = [
    "Block",
    "Clock",
    "Mark",
    "Sheet",
    "ads",
    "clocks",
    "empty",
    "failed",
    "findings",
    "funnel",
    "kpis",
    "line",
    "method",
    "movers",
    "number_id",
    "quality",
    "tasks",
    "traffic",
    "verdict",
    "why",
]
