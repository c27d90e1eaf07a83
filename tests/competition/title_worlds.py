"""Drawn shops and rivals: who sells the same thing is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

MATTER = "纯棉 莫代尔 德绒 磨毛 冰丝 羊毛 竹纤维 涤纶 亚麻 珊瑚绒".split()
THING = "打底衫 长袖T恤 打底裤 保暖内衣套装 背心 毛衣 睡衣 袜子 围巾 浴巾 保温杯 收纳盒".split()
TRAIT = "圆领 V领 高领 半高领 方领 大码 修身 宽松 加厚 薄款 螺纹 蕾丝 条纹 印花".split()
PEOPLE = "女 男士 儿童 中老年 情侣".split()
STUFFING = (
    "2026新款 厂家批发 一件代发 跨境 现货 爆款 秋冬 春夏 百搭 显瘦 洋气 外穿 内搭 高弹 透气 货源"
).split()
EN = {
    "MATTER": "Cotton Modal Fleece Bamboo Linen Wool Polyester Silk Acrylic Nylon".split(),
    "THING": ["T Shirt", "Leggings", "Tank Top", "Socks", "Scarf", "Thermal Underwear", "Hoodie",
              "Pajamas", "Bath Towel", "Tumbler", "Storage Box", "Sweater"],
    "TRAIT": "Crew V-Neck Turtleneck Oversized Slim Plus-Size Ribbed Lace Striped Printed Seamless "
             "Thick".split(),
    "PEOPLE": ["Women", "Men", "Kids", "Unisex", "Baby"],
    "STUFFING": ["2026 New", "Factory Price", "Wholesale", "Custom Logo", "OEM ODM", "Low MOQ",
                 "High Quality", "Ready to Ship", "Soft", "Breathable", "Winter", "Summer"],
}  # fmt: skip


def draw(
    seed: int, items: int = 30, offers: int = 60, english: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Our products; offers of five rivals with `true` (our item, or "" where we have none).

    Two thirds of the offers are one of ours under another title: words in another order, one word
    of the thing left out in four of ten, other stuffing, a price of 0.75 to 1.35 of ours. The
    others differ from one of ours in at least two of matter, thing, trait and people, or in the
    thing itself.
    """
    dice = np.random.default_rng(seed)
    words = EN if english else {
        "MATTER": MATTER, "THING": THING, "TRAIT": TRAIT, "PEOPLE": PEOPLE, "STUFFING": STUFFING
    }  # fmt: skip
    sizes = [len(words[k]) for k in ("MATTER", "THING", "TRAIT", "PEOPLE")]
    things: list[tuple[int, ...]] = []
    while len(things) < items:
        thing = tuple(int(dice.integers(n)) for n in sizes)
        if all(sum(a != b for a, b in zip(thing, t, strict=True)) >= 2 for t in things):
            things.append(thing)
    price = np.round(np.exp(dice.normal(3, 0.5, items)), 1)
    ours = pd.DataFrame(
        {
            "item_id": [str(n) for n in range(items)],
            "title": [_title(t, words, dice, whole=True, english=english) for t in things],
            "price": price,
            "category": [words["THING"][t[1]] for t in things],
        }
    )
    rows = []
    for n in range(offers):
        like = int(dice.integers(items))
        thing, true = things[like], str(like)
        if dice.random() < 1 / 3:
            thing, true = _other(things, like, sizes, dice), ""
        title = _title(thing, words, dice, whole=dice.random() < 0.6, english=english)
        cost = round(float(price[like] * dice.uniform(0.75, 1.35)), 1)
        rows.append((f"同行{n % 5}", f"9{n:03d}", title, cost, true))
    columns = ["competitor", "offer_id", "title", "price", "true"]
    return ours, pd.DataFrame(rows, columns=columns)


def _other(things, like, sizes, dice) -> tuple[int, ...]:
    """Something else of the same kind: near to one of ours, the same as none."""
    while True:
        thing = list(things[like])
        which = [1] if dice.random() < 0.5 else list(dice.choice(4, size=2, replace=False))
        for w in which:
            thing[w] = int(dice.integers(sizes[w]))
        far = [sum(a != b for a, b in zip(thing, t, strict=True)) for t in things]
        kind = [t[1] != thing[1] for t in things]
        if all(f >= 2 or (f == 1 and k) for f, k in zip(far, kind, strict=True)):
            return tuple(thing)


def _title(thing, words, dice, whole: bool, english: bool) -> str:
    matter, name, trait, people = (
        words[k][i] for k, i in zip(("MATTER", "THING", "TRAIT", "PEOPLE"), thing, strict=True)
    )
    parts = [matter, trait, people]
    if not whole:
        parts.pop(int(dice.integers(3)))
    dice.shuffle(parts)
    stuffing = list(dice.choice(words["STUFFING"], size=int(dice.integers(2, 5)), replace=False))
    cut = int(dice.integers(len(stuffing) + 1))
    return (" " if english else "").join([*stuffing[:cut], *parts, name, *stuffing[cut:]])
