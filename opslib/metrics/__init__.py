"""Metrics: the typed catalogue, and the one function that measures them."""

from .catalogue import METRICS, dimensions, metric
from .measure import measure
from .metric import Metric

__all__ = ["METRICS", "Metric", "dimensions", "measure", "metric"]
