"""What each section says, and that hostile names stay names everywhere."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from opslib import report
from opslib.errors import ImportProblem
from opslib.labels import Label
from opslib.report.blocks import Block
from tests.report import examples as ex
from tests.report import sections as more
from tests.report.reading import Reading

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>=cmd|x \u202e'


def headline() -> object:
    """The row of 7 days' sales."""
    rows = ex.board().itertuples()
    return next(r for r in rows if r.metric == "pay_amount" and r.window == 7)


def test_the_first_sentence_tells_size_difference_and_price() -> None:
    """An operator reads one sentence in the lift: sales, how much less, what is at stake."""
    block = report.verdict(ex.sheet(), ex.review(), headline())
    text = Reading(block.html).text
    # 48,300 against 48,300 x 1.131 = 54,627.3: 6,327 less; findings 4,900 + 1,150 + 260.
    assert "近 7 天支付金额 ¥48,300" in text
    assert "比前一期少 ¥6,327（12%）" in text
    assert "有 4 件事要看，合计约 ¥6,310 / 周" in text
    assert Reading(block.html).named("p", role="status")[0]["class"] == "verdict act"


def test_a_quiet_day_says_all_normal_and_what_was_checked() -> None:
    """Silence without a list of checks looks like a broken report."""
    sheet, review = ex.sheet(), ex.review(quiet=True)
    text = Reading(report.verdict(sheet, review, headline()).html).text
    assert "一切正常。查了 37 条规则、296 个对象，没有需要处理的事。" in text
    shown = Reading(report.findings(sheet, review).html)
    assert not shown.named("article")
    assert "一切正常" in shown.text and "示例规则 0" in shown.text
    assert "预计误报约 0.5 次/月；近 90 天，全店指标按同样的松紧报警 2 次（共 4 天" in shown.text


def test_without_sales_figures_the_sentence_says_so() -> None:
    """A blank where the money should be would pass for zero."""
    text = report.verdict(ex.sheet(), ex.review(), None).text
    assert text.startswith("没有支付金额的数据")


def test_at_most_three_findings_stand_in_front() -> None:
    """More than three and the operator reads none; notes must not push out what matters."""
    review = ex.review()
    review.findings.insert(0, ex.finding(id="n", severity="note", money=None))
    read = Reading(report.findings(ex.sheet(), review).html)
    assert "另外 1 条发现" in read.text and "1 条备注" in read.text
    front = read.text.split("另外 1 条发现")[0]
    assert front.count("处理 · ") == 2 and front.count("关注 · ") == 1
    assert "备注 · " not in front
    assert len(read.named("article", class_="finding")) == 5
    assert read.named("article", data_rule="plan_ran_out", data_severity="act")


def test_a_finding_shows_price_chance_evidence_and_guide() -> None:
    """Advice without price, certainty and source is not followed."""
    text = Reading(report.findings(ex.sheet(), ex.review()).html).text
    for told in (
        "¥4,900 / 周",
        "¥3,200–¥6,700 · 把握 96%",
        "现在 9,200，门槛 21,900 · 参照 18 个数据",
        "约 10 分钟",
        "依据 000-17 · 同一原因的 1 条已并入",
        "门槛是我们的假定",
        "还需 260 个数据才能确定",
        "金额还不能估计",
    ):
        assert told in text


def test_findings_go_to_the_data_file() -> None:
    """The scheduler's message is made from data.json; a finding missing there is never sent."""
    sheet = ex.sheet()
    report.findings(sheet, ex.review())
    assert [f.id for f in sheet.findings] == [f.id for f in ex.review().findings]
    assert len(sheet.checks) == 43 and sheet.false_alarms_expected == 0.5


def test_every_window_of_a_card_is_there_without_a_script() -> None:
    """The page runs no script: a window that is not in the HTML cannot be looked at."""
    read = Reading(report.kpis(ex.sheet(), ex.board(), ex.trends()).html)
    radios = read.named("input", type="radio")
    assert [r["id"] for r in radios] == ["w1", "w3", "w7", "w30"]
    assert [r["id"] for r in radios if "checked" in r] == ["w7"]
    for window in (1, 3, 7, 30):
        assert f"pay_amount.{window}d" in read.figures
        assert len(read.named("div", class_=f"win w{window}")) == 9


def test_distinct_counts_show_bounds_and_short_data_is_marked() -> None:
    """Adding up visitors is wrong, and 28 of 30 days must not pass for 30."""
    read = Reading(report.kpis(ex.sheet(), ex.board(), ex.trends()).html)
    assert read.figures["visitors.3d"].startswith("480–1,260")
    assert "去重人数，只能给出上下界" in read.text
    assert "缺 2 天" in read.text


def test_a_figure_with_one_window_is_shown_in_every_window() -> None:
    """A 30-day score would vanish from its card when another window is picked."""
    board = ex.board()
    board = board[(board["metric"] != "refund_rate") | (board["window"] == 7)]
    cards = ["pay_amount", "refund_rate"]
    read = Reading(report.kpis(ex.sheet(), board, {}, cards=cards).html)
    assert len(read.named("div", class_="win always")) == 1


def test_colour_never_tells_direction() -> None:
    """Red is 'up' to a Chinese eye: severity classes may not follow the sign of a change."""
    board = ex.board()
    up = board.assign(before=board["value"] / 2)
    down = board.assign(before=board["value"] * 2)
    classes = [
        {a.get("class") for _, a in Reading(report.kpis(ex.sheet(), b, {}).html).tags}
        for b in (up, down)
    ]
    assert classes[0] == classes[1]


def test_the_weak_link_says_what_to_check_and_only_that_one() -> None:
    """Advice under every link would hide the one that matters."""
    html = report.funnel(ex.sheet(), more.diagnosis()).html
    read = Reading(html)
    assert len(read.named("div", class_="look")) == 1
    assert "先查：看商品排名、关键词覆盖面和推广投放。 000-17" in read.text
    assert len(read.named("li", class_="weak")) == 1
    assert "弱在展现" in read.named("svg")[0]["aria-label"]


def test_the_parts_of_a_change_add_up_to_it() -> None:
    """Parts that do not add up make the whole split worthless."""
    sheet = ex.sheet()
    report.why(sheet, more.whys())
    numbers = {i: n.value or 0.0 for i, n in sheet.numbers.items() if i.startswith("why.")}
    factors = [v for i, v in numbers.items() if ".shop." in i and not i.endswith(".change")]
    channels = [v for i, v in numbers.items() if ".channel." in i]
    assert sum(factors) == pytest.approx(numbers["why.pay_amount.7d.shop.change"]) == -6300
    assert sum(channels) == pytest.approx(-6300)


def test_parts_within_noise_are_faded() -> None:
    """Noise drawn as strongly as the cause sends people after ghosts."""
    read = Reading(report.why(ex.sheet(), more.whys()).html)
    bars = [a["class"] for t, a in read.tags if t == "rect"]
    assert bars == ["bar minus", "bar", "bar faded", "bar faded", "bar minus"]


def test_shares_of_scenes_add_up_to_one() -> None:
    """Shares of the sum over scenes; anything else cannot be explained to a reader."""
    visitors, _ = more.traffic()
    sheet = ex.sheet()
    report.traffic(sheet, visitors, visitors.iloc[:0])
    frame = sheet.tables["traffic"][1]
    assert frame["占比"].sum() == pytest.approx(1)


def test_plans_with_exceptions_stand_first_and_the_rest_is_folded() -> None:
    """The daily look at advertising is a look at exceptions."""
    html = report.ads(ex.sheet(), **more.ads()).html  # type: ignore[arg-type]
    assert html.index("精准获客A") < html.index("<details>") < html.index("新品推广")


def test_what_still_fills_up_is_said_and_compared_with_nothing() -> None:
    """Late orders make yesterday's return look like a fall; an operator would stop a good plan."""
    html = report.ads(ex.sheet(), **more.ads(), filling_days=15).html  # type: ignore[arg-type]
    assert "最近 15 天还不完整" in html
    board = ex.board().assign(filling=lambda f: f["metric"] == "visitors")
    text = Reading(report.kpis(ex.sheet(), board, {}).html).text
    assert "还会补进" in text
    assert "还会补进" not in Reading(report.kpis(ex.sheet(), ex.board(), {}).html).text


def test_files_are_named_without_their_folder() -> None:
    """A page that is passed on must not show where things lie on the operator's disk."""
    html = report.quality(ex.sheet(), more.arrivals(), more.presence()).html
    assert "核心看板 2026-11-21.xlsx" in html and "/in/" not in html
    assert "第 12 行：日期缺失" in html


def test_the_strip_tells_missing_days_in_words() -> None:
    """A reader who cannot see the strip must hear which table has holes."""
    read = Reading(report.quality(ex.sheet(), more.arrivals(), more.presence()).html)
    assert [a["aria-label"] for a in read.named("svg")] == [
        "店铺日数据：60 天里有 60 天的数据",
        "订单：60 天里有 58 天的数据",
    ]


def test_the_method_defines_exactly_the_metrics_that_were_shown() -> None:
    """A definition that is missing makes two people read one figure in two ways."""
    sheet = ex.sheet()
    report.kpis(sheet, ex.board(), {})
    text = Reading(report.method(sheet, ex.PROFILE).html).text
    assert "访客数" in text and "时区 Asia/Shanghai" in text
    assert "投产比" not in text


@pytest.mark.parametrize(
    "make",
    [
        lambda s: report.kpis(s, ex.board().iloc[:0], {}),
        lambda s: report.why(s, []),
        lambda s: report.traffic(s, *(f.iloc[:0] for f in more.traffic())),
        lambda s: report.clocks(s, []),
        lambda s: report.ads(s, more.ads()["plans"].iloc[:0], {}, {}),  # type: ignore[attr-defined]
        lambda s: report.tasks(s, []),
        lambda s: report.funnel(s, SimpleNamespace(steps=[], weak=None, verdict="", window=7)),
        lambda s: report.movers(s, more.movers()["sales"].iloc[:0], {}, [], {}),  # type: ignore[attr-defined]
    ],
)
def test_a_section_without_data_says_so(make: object) -> None:
    """An empty frame must not break the page, nor leave a heading with nothing under it."""
    shown: Block = make(ex.sheet())  # type: ignore[operator]
    assert len(Reading(shown.html).text) > 5 and shown.text


def test_a_broken_section_is_named_and_not_taken_for_all_normal() -> None:
    """Whoever reads on must know that a part is missing, and why."""
    fault = ImportProblem("订单.xlsx", Label("找不到列。", "no column."))
    text = Reading(report.failed("ads", Label("推广", "Advertising"), fault).html).text
    assert "“推广”这一节出错了" in text and "订单.xlsx：找不到列。" in text
    hidden = report.failed("ads", Label("推广", "Ads"), ValueError("/home/me/secret"))
    assert "secret" not in hidden.html, "internals and paths are for the log, not the page"
