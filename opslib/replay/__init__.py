"""A rule asked again on the shop's own past: how often would it have fired, what was it worth?"""

from .episodes import Episode, Firing
from .find import find_rule
from .walk import Replay, replay

__all__ = ["Episode", "Firing", "Replay", "find_rule", "replay"]
