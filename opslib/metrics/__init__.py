"""Metrics: the typed catalogue, and the few functions that measure, follow and explain them."""

from ..ids import NumberId, number_id, parse_number_id
from .adding import refuse_adding, total
from .catalogue import METRICS, dimensions, metric
from .explain import explain
from .measure import measure
from .metric import Metric
from .series import series, series_of_many
from .trace import trace
from .weekly import weekly

__all__ = [
    "METRICS",
    "Metric",
    "NumberId",
    "dimensions",
    "explain",
    "measure",
    "metric",
    "number_id",
    "parse_number_id",
    "refuse_adding",
    "series",
    "series_of_many",
    "total",
    "trace",
    "weekly",
]
