"""A rule asked again on the shop's own past: how often would it have fired, what was it worth?

`replay` asks a rule of the daily books day by day; `replay_weeks` the weekly promotion review.
"""

from .episodes import Episode, Firing
from .find import find_rule
from .walk import Replay, replay
from .weeks import ALL, KindPast, WeekReplay, replay_weeks

__all__ = [
    "ALL",
    "Episode",
    "Firing",
    "KindPast",
    "Replay",
    "WeekReplay",
    "find_rule",
    "replay",
    "replay_weeks",
]
