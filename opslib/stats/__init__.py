"""Statistics an operator can trust: arrays and Series in, result objects or frames out.

Imports no other room of opslib, and nothing heavier than pandas and scipy.special before it is
needed.
"""

from .anomalies import detect, detect_many
from .contributions import decompose, decompose_members
from .forecasts import forecast, forecast_total
from .promotions import Effect, promotion_effect
from .rates import RateInterval, Verdict, rate_interval, verdict, verdicts
from .repeats import RepeatFit, expected_orders, fit_repeats
from .shrinkage import shrink_rates

__all__ = [
    "Effect",
    "RateInterval",
    "RepeatFit",
    "Verdict",
    "decompose",
    "decompose_members",
    "detect",
    "detect_many",
    "expected_orders",
    "fit_repeats",
    "forecast",
    "forecast_total",
    "promotion_effect",
    "rate_interval",
    "shrink_rates",
    "verdict",
    "verdicts",
]
