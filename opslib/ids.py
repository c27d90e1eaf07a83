"""The ids of numbers and findings: what was measured or found, over how many days, for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha1

from .errors import ParameterError
from .labels import Label

_FORM = re.compile(r"([a-z0-9_]+)\.(\d+)d(?:\.([a-z]+)\.([0-9a-f]{8}))?")


@dataclass(frozen=True, slots=True)
class NumberId:
    """The parts of a number's id; `member` is the first 8 digits of the sha1 of the member."""

    metric: str
    window: int
    dimension: str | None = None
    member: str | None = None

    def matches(self, member: str) -> bool:
        """Whether this is the member that the id speaks of."""
        return self.member == digest(member)


def digest(member: object) -> str:
    """The eight characters that stand for a name in an id."""
    text = str(member).encode("utf-8", "surrogatepass")
    return sha1(text, usedforsecurity=False).hexdigest()[:8]


def finding_id(rule: str, dimension: str, member: str, *key: str) -> str:
    """The id of what a rule says of a subject; key: what tells two of one subject apart."""
    return f"{rule}.{digest('|'.join((rule, dimension, member, *key)))}"


def number_id(metric: str, window: int, dimension: str | None = None, member: str = "") -> str:
    """The id of a figure, "pay_amount.7d" or "pay_amount.7d.channel.0beec7b5"."""
    whole = f"{metric}.{window}d"
    if dimension in (None, "", "shop"):
        return whole
    return f"{whole}.{dimension}.{digest(member)}"


def parse_number_id(text: str) -> NumberId:
    """The parts of an id; ParameterError if it is none."""
    found = _FORM.fullmatch(text)
    if not found:
        raise ParameterError(
            text,
            Label("这不是数字编号。", "this is not the id of a number."),
            Label("例：pay_amount.7d", "For example: pay_amount.7d"),
        )
    metric, window, dimension, member = found.groups()
    return NumberId(metric, int(window), dimension, member)
