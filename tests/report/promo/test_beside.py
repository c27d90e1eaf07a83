"""Channels, audiences, live hours and creatives on the page: both languages, names, numbers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opslib import promotion, report
from opslib.labels import speaking
from opslib.report.promo.audiences import promo_audiences
from opslib.report.promo.channels import promo_channels
from opslib.report.promo.contests import promo_contests
from opslib.report.promo.live import promo_live
from tests.promotion import beside_worlds as worlds
from tests.promotion.compare_worlds import TERMS
from tests.promotion.test_channels import PEERS
from tests.promotion.test_channels import rows as channel_rows
from tests.promotion.test_creatives import audience, audiences
from tests.report import examples as ex
from tests.report.reading import Reading

NASTY = "<script>alert(1)</script>女装\u202e"
PLAIN = re.compile(r"[A-Za-z]{4,}")


def channels(name: str = "") -> tuple[report.Sheet, report.Block]:
    days, ads = channel_rows([8.0, 30.0])
    days = days.assign(
        channel=days["channel"].where(days["channel"].str[:2].ne("搜索"), name or "搜索")
    )
    found = promotion.compare_channels(days, ads, TERMS)
    plans = worlds.plan_days(np.random.default_rng(2), 0.02, plan=name or "计划")
    sheet = ex.sheet()
    return sheet, promo_channels(sheet, found, promotion.against_peers(plans, TERMS, PEERS), TERMS)


def people(name: str = "") -> tuple[report.Sheet, report.Block]:
    frame = audiences(audience(name or "复购客", 1500, 150), audience("学生", 1500, 0))
    sheet = ex.sheet()
    return sheet, promo_audiences(sheet, promotion.judge_audiences(frame, TERMS), TERMS)


def live(name: str = "") -> tuple[report.Sheet, report.Block]:
    frame = worlds.sessions(np.random.default_rng(4), {10: 3.0, 14: 3.0, 20: 9.0})
    sheet = ex.sheet()
    return sheet, promo_live(sheet, promotion.judge_live(frame, TERMS), TERMS)


def pictures(name: str = "") -> tuple[report.Sheet, report.Block]:
    rows = worlds.creatives(np.random.default_rng(1), [0.03, 0.045], [0.03, 0.03])
    rows = rows.assign(title=name, plan=rows["plan"].str.replace("A", name or "精准获客"))
    hourly = rows.assign(hour=20)
    found = promotion.judge_creatives(pd.concat([rows, hourly], ignore_index=True), TERMS)
    sheet = ex.sheet()
    return sheet, promo_contests(sheet, {}, None, None, TERMS, creatives=found)


MAKERS = [channels, people, live, pictures]


def test_a_premium_waits_for_the_budget_in_its_own_row() -> None:
    """Who reads one row only would raise a bid that spends the money sooner."""
    frame = audiences(audience("复购客", 1500, 150), audience("学生", 1500, 0))
    rows = promotion.judge_audiences(frame, TERMS)
    up = rows[rows["verdict"].isin(["raise", "expand"])]
    with speaking("zh"):
        plain, waits = (
            promo_audiences(sheet, rows, TERMS, money_first=plans)
            for sheet, plans in ((ex.sheet(), ()), (ex.sheet(), set(up["plan"])))
        )
    assert len(up) and "先加预算</span>" not in plain.html
    assert waits.html.count("先加预算</span>") >= len(up)


@pytest.mark.parametrize("make", MAKERS)
def test_pages_are_whole_in_both_languages(make: Any) -> None:
    """Broken tags, figures without an id, or English on a Chinese page would reach the merchant."""
    with speaking("zh"):
        sheet, block = make()
        read = Reading(block.html)
        assert read.balanced
        assert set(read.figures) <= set(sheet.numbers) and read.figures
        assert not PLAIN.findall(read.text) and "<" not in block.text
    with speaking("en"):
        text = Reading(make()[1].html).text
        assert not re.findall(
            "[\u4e00-\u9fff]", re.sub("付费|搜索|精准获客|计划|复购客|学生|创意|测款", "", text)
        )


@pytest.mark.parametrize("make", [channels, people, pictures])
def test_names_cannot_break_out(make: Any) -> None:
    """The name of a channel, a plan or an audience with markup is shown as text."""
    html = make(NASTY)[1].html
    assert "<script" not in html and "\u202e" not in html and "alert(1)" in html


def test_each_block_says_what_to_do_and_its_price() -> None:
    """The merchant reads who leaves most, who is ahead, whom to bid on, when to go on air."""
    text = Reading(channels()[1].html).text
    assert "扣完倒贴" in text and "低于同行平均" in text and "次点击" in text
    text = Reading(people()[1].html).text
    assert "提溢价" in text and "出价乘 1.30" in text and "每周多得" in text
    assert "20:00 开播最好" in Reading(live()[1].html).text
    text = Reading(pictures()[1].html).text
    assert "创意1胜出" in text and "预算跟得上" in text and "18–24 点" in text


def test_without_data_each_says_what_to_provide() -> None:
    """A shop without the export or the register reads which one would fill the place."""
    none = promotion.compare_channels(*(r.iloc[:0] for r in channel_rows([1.0, 1.0])), TERMS)
    peers = promotion.against_peers(worlds.plan_days(np.random.default_rng(1), 0.02), TERMS,
                                    PEERS.iloc[:0])  # fmt: skip
    html = promo_channels(ex.sheet(), none, peers, TERMS).html
    assert "按渠道的流量报表" in html and "同行对比表" in html
    empty = promotion.judge_audiences(audiences(audience("A", 10, 0)).iloc[:0], TERMS)
    assert "人群报表" in promo_audiences(ex.sheet(), empty, TERMS).text
    quiet = promotion.judge_live(
        worlds.sessions(np.random.default_rng(1), {1: 1.0}).iloc[:0], TERMS
    )
    assert "直播登记表" in promo_live(ex.sheet(), quiet, TERMS).text


def test_what_cannot_be_told_is_said() -> None:
    """Few sessions, one hour, one creative: a sentence, no winner."""
    for rates, told in (({10: 2.0, 20: 2.2}, "领先"), ({20: 3.0}, "没得比")):
        frame = worlds.sessions(np.random.default_rng(3), rates, weeks=3)
        block = promo_live(ex.sheet(), promotion.judge_live(frame, TERMS), TERMS)
        assert told in block.text and "最好：" not in block.text
    rows = worlds.creatives(np.random.default_rng(1), [0.03], [0.03])
    found = promotion.judge_creatives(rows, TERMS)
    html = promo_contests(ex.sheet(), {}, None, None, TERMS, creatives=found).html
    assert "只有一个创意" in html
