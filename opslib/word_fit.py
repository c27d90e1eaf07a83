"""Does a word fit what the shop sells, and which token of a title attracts it if not?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from .errors import ParameterError
from .labels import Label

# Less than half of the word is named by any product: it asks for something else. An assumption.
MISFIT = 0.5
# Weight of a token that every title holds, against one that no title holds.
COMMON = 0.05
_SYMBOL = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_]+?(?=[\u3400-\u9fff\uf900-\ufaff]|\b|_|$)"
)
COLUMNS = ["keyword", "fit", "fits", "item_id", "token", "missing"]


def fit_words(
    words: Sequence[str] | pd.Series,
    products: pd.DataFrame,
    proven: Collection[str] = (),
    least: float = MISFIT,
) -> pd.DataFrame:
    """How much of each word does the shop's best fitting product name?

    words: texts that are bid on or searched. products: item_id, title, and what else names the
    goods (category, attributes), all text. proven: words that brought orders or inquiries in
    natural search; they fit whatever the titles say. least: share below which a word does not fit.

    One row a different word, in the order of first appearance: keyword; fit 0..1, the share of the
    word that the product's texts hold, rare tokens counting more than those of every title; fits
    (fit >= least or proven); item_id of that product; token, the part of its title that attracts
    the word; missing, the part that no text of the product holds. A Chinese character counts as
    held if it stands beside the same neighbour in the product's text, a Latin word if it stands
    there in singular or plural. A shop without products: fit is nan, fits is true.
    Raises ParameterError where products lack item_id or title.

    Not to be trusted for words in a language that the titles are not written in.
    """
    if missing := [c for c in ("item_id", "title") if c not in products]:
        raise ParameterError(
            "fit_words",
            Label(f"商品表缺少列：{'、'.join(missing)}。", f"products lack {', '.join(missing)}."),
            Label("需要商品报表。", "It takes a product report."),
        )
    texts = list(dict.fromkeys(str(w) for w in words))
    if not texts:
        return pd.DataFrame({c: pd.Series(dtype=object) for c in COLUMNS})
    shelf = _Shelf(products)
    known = {_plain(p) for p in proven}
    rows = [(text, *shelf.fit(text)) for text in texts]
    out = pd.DataFrame(rows, columns=["keyword", "fit", "item_id", "token", "missing"])
    sure = out["keyword"].map(_plain).isin(known)
    out["fits"] = sure | ~out["fit"].lt(least)
    return out[COLUMNS]


def _plain(text: object) -> str:
    return unicodedata.normalize("NFKC", str(text)).lower()


def symbols_of(text: object) -> list[str]:
    """Chinese characters one by one, Latin words in singular."""
    return [_singular(s) for s in _SYMBOL.findall(_plain(text))]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _is_wide(symbol: str) -> bool:
    return "\u3400" <= symbol[0] <= "\ufaff"


class _Shelf:
    """The products' texts as tokens: which product holds which, and how rare each is."""

    def __init__(self, products: pd.DataFrame) -> None:
        told = products.drop_duplicates("item_id")
        self.items = told["item_id"].astype(str).tolist()
        columns = [c for c in told if c != "item_id"]
        cells = told[columns].fillna("").astype(str).to_numpy()
        texts = [" ".join(row) for row in cells]
        # Which products hold a token: one bit a product.
        self.holds: dict[str, int] = {}
        for at, text in enumerate(texts):
            symbols = symbols_of(text)
            for token in (*symbols, *(a + b for a, b in pairwise(symbols))):
                self.holds[token] = self.holds.get(token, 0) | 1 << at
        self.rare = {t: self._weight(where.bit_count()) for t, where in self.holds.items()}

    def _weight(self, many: int) -> float:
        """1 for a token that no product holds, COMMON for one that all do."""
        size = np.log(len(self.items) + 1)
        return float(max(np.log((len(self.items) + 1) / (many + 1)) / size, 0) + COMMON)

    def fit(self, text: str) -> tuple[float, str, str, str]:
        """Share held by the best product, that product, the part held and the part missing."""
        symbols = symbols_of(text)
        if not self.items or not symbols:
            return float("nan"), "", "", ""
        total, holders = 0.0, []
        # Products that hold the same part of the word go together: group of products -> share.
        groups = {(1 << len(self.items)) - 1: 0.0}
        for i in range(len(symbols)):
            tokens = [t for t in self._tokens(symbols, i) if t in self.holds]
            weight = min((self.rare[t] for t in tokens), default=1 + COMMON)
            holder = 0
            for token in tokens:
                holder |= self.holds[token]
            total += weight
            holders.append(holder)
            split = [(g & holder, s + weight) for g, s in groups.items()]
            split += [(g & ~holder, s) for g, s in groups.items()]
            groups = {group: score for group, score in split if group}
        least, group = min((-s, g & -g) for g, s in groups.items())
        score = -least
        held = [bool(h & group) for h in holders]
        token, gone = (_joined(symbols, held, which) for which in (True, False))
        return score / total, self.items[group.bit_length() - 1] if score else "", token, gone

    @staticmethod
    def _tokens(symbols: list[str], i: int) -> list[str]:
        """The tokens that would hold symbol i: pairs of Chinese neighbours, or a Latin word."""
        pairs = [symbols[i - 1] + symbols[i]] if i else []
        pairs += [symbols[i] + symbols[i + 1]] if i + 1 < len(symbols) else []
        return pairs if _is_wide(symbols[i]) and len(symbols) > 1 else [symbols[i], *pairs]


def _joined(symbols: list[str], held: list[bool], which: bool) -> str:
    """The parts of the word that are held, or are not: runs of symbols."""
    out: list[str] = []
    last = -2
    for i, (symbol, is_held) in enumerate(zip(symbols, held, strict=True)):
        if is_held == which:
            if out and last == i - 1:
                out[-1] += symbol if _is_wide(symbol) else f" {symbol}"
            else:
                out.append(symbol)
            last = i
    return " ".join(out)
