"""Statistics an operator can trust: arrays and Series in, result objects or frames out.

Imports no other room of opslib, and nothing heavier than pandas and scipy.special before it is
needed.
"""

from .anomalies import detect, detect_many
from .contributions import decompose, decompose_members
from .forecasts import forecast, forecast_total
from .rates import RateInterval, Verdict, rate_interval, verdict, verdicts
from .shrinkage import shrink_rates

__all__ = [
    "RateInterval",
    "Verdict",
    "decompose",
    "decompose_members",
    "detect",
    "detect_many",
    "forecast",
    "forecast_total",
    "rate_interval",
    "shrink_rates",
    "verdict",
    "verdicts",
]
