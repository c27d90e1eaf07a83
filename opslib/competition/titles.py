"""A title read: its words without the trade's filler, and the amounts it tells."""

from __future__ import annotations

import re

from ..word_fit import symbols_of
from .snapshots import plain

_FILLER = re.compile(
    r"20\d\d|新款|新品|爆款|热卖|热销|厂家|工厂|直销|批发|现货|一件代发|代发|跨境|外贸|货源|供应|源头|包邮"
    r"|定制|定做|同款|对标|(?i:\b(?:new|hot|sale|wholesale|factory|price|custom|customized|supplier|oem"
    r"|odm|low|moq|cheap|quality|high|ready|to|ship|stock|free|for|with|and|of|the)\b)"
)
_UNITS = (
    "kg|g|ml|l|cm|mm|m|oz|inch|pcs|pack|w|v"
    "|克|公斤|斤|毫升|升|厘米|米|寸|只|双|条|件|个|支|片|包|盒|套|张"
)
_AMOUNT = re.compile(rf"(\d+(?:\.\d+)?)\s*({_UNITS})(?![a-z])", re.IGNORECASE)


def tokens_of(text: object) -> list[str]:
    """Words of a title: Latin ones in singular, Chinese ones as segmented, without filler."""
    import rjieba

    out: list[str] = []
    for part in bare(text).split("|"):
        for word in rjieba.cut(part):
            out += [word] if is_wide(word) else symbols_of(word)
    return out


def bare(text: object) -> str:
    """The text without amounts and the trade's filler; | stands where some was."""
    return _FILLER.sub("|", _AMOUNT.sub(" ", plain(text))).lower()


def is_wide(word: str) -> bool:
    """Whether all of a word is Chinese characters."""
    return all("\u3400" <= c <= "\ufaff" for c in word)


def amounts_of(text: object) -> dict[str, float]:
    """What a text says of size and number, by unit; a unit told twice says nothing."""
    found = [(u.lower(), float(n)) for n, u in _AMOUNT.findall(plain(text))]
    units = [u for u, _ in found]
    return {u: n for u, n in found if units.count(u) == 1}
