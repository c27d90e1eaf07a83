"""What the page says of the budget plan and of the scenario controls, in both languages."""

from __future__ import annotations

from ...labels import Label

L = Label
MORE = L(
    "总预算可以加：再花 {one}，约带回 {marginal}（{lo}–{hi}），够目标只要 {hurdle}。"
    "这周从 {total} 加到 {to}，一周约多赚 {gain}（{gain_lo}–{gain_hi}）。",
    "The total can grow: another {one} brings about {marginal} ({lo}–{hi}), the target asks for "
    "{hurdle}. From {total} to {to} a week earns about {gain} more ({gain_lo}–{gain_hi}).",
)
LESS = L(
    "总预算可以收一点：最后花的 {one} 只带回约 {marginal}（{lo}–{hi}），够目标要 {hurdle}。"
    "这周从 {total} 收到 {to}，一周约多留 {gain}（{gain_lo}–{gain_hi}）；计划都不停。",
    "The total can be smaller: the last {one} brings only about {marginal} ({lo}–{hi}), the target "
    "asks for {hurdle}. From {total} to {to} a week leaves about {gain} more "
    "({gain_lo}–{gain_hi}); every plan goes on.",
)
LESS_TARGET = L(
    "要达到目标，总预算得收：最后花的 {one} 带回约 {marginal}（{lo}–{hi}），目标要 {hurdle}。"
    "从 {total} 收到 {to} 才够，但一周约少赚 {less}；计划都不停。",
    "To meet the target the total must shrink: the last {one} brings about {marginal} "
    "({lo}–{hi}), the target asks for {hurdle}. From {total} to {to} meets it, but earns about "
    "{less} less a week; every plan goes on.",
)
KEEP = L(
    "总预算正合适：再花 {one} 约带回 {marginal}（{lo}–{hi}），不到目标的 {hurdle}；现在花的都值。",
    "The total is right: another {one} would bring about {marginal} ({lo}–{hi}), less than the "
    "{hurdle} the target asks for; what is spent now is worth it.",
)
FULL = L(
    "再加预算也花不出去：花的钱是值的（再花 {one} 约带回 {marginal}），"
    "但按现在的出价和词，计划的预算够用了。想多要点击，先加词或提价。",
    "More budget would not be spent: the money is worth it (another {one} brings about "
    "{marginal}), but at the present bids and words the plans have enough. For more clicks add "
    "words or raise bids first.",
)
CANNOT_TELL = L(
    "看不准总预算该加还是该减：再花 {one} 带回 {lo}–{hi}，够目标要 {hurdle}。先照旧，再攒几周。",
    "Whether the total should be larger or smaller cannot be told: another {one} brings {lo}–{hi}, "
    "the target asks for {hurdle}. Keep it for some weeks more.",
)
UNPRICED = L(
    "不知道一次转化值多少钱，总预算该加该减说不了；下面按转化数分。在登记表填上成本或成交，就能算钱。",
    "What a conversion is worth is not known, so nothing is said of the total; the split below "
    "counts conversions. Enter costs or won deals in the registers to count money.",
)
TOTALS = {"more": MORE, "less": LESS, "keep": KEEP, "full": FULL, "cannot_tell": CANNOT_TELL}
MOVE = L(
    "总数不变的话，从 {less} 挪 {moved} 到 {more}，一周约多 {gain}（{lo}–{hi}）。",
    "At {total} in all, move {moved} from {less} to {more}: about {gain} more a week ({lo}–{hi}).",
)
RAISE_ONLY = L(
    "按 {total} 分：{more} 加到下表的数，一周约多 {gain}（{lo}–{hi}）。",
    "Of {total} in all, give more to {more}, as below: about {gain} more a week ({lo}–{hi}).",
)
LOWER_ONLY = L(
    "按 {total} 分：各计划收到下表的数，一周差 {gain}（{lo}–{hi}）。",
    "Of {total} in all, plans go down to what stands below: {gain} a week ({lo}–{hi}).",
)
STAY = L(
    "各计划之间先不挪：挪了也多不了多少。", "Nothing to move between plans: it would gain little."
)
UNSURE = L(
    "各计划之间先不挪：哪个计划的下一元更值，证据还不够。",
    "Do not move money between plans yet: where the next unit of money brings more is not "
    "certain enough.",
)
ONE_PLAN = L("只有一个计划，没有可挪的。", "There is one plan only: nothing to move.")
PLAN = L("计划", "Plan")
DAILY = L("约每天 {money}", "about {money} a day")
GAIN = L("一周多赚", "Gain a week")
GAIN_COUNT = L("一周多出的转化", "Conversions gained")
NEXT = L("下一元带回", "Next unit brings")
OUT = L("预算花完的天", "Days it ran out")
ADVICE = L("建议", "Advice")
SO = {
    "more": L("加", "more"),
    "less": L("挪出一些", "give some"),
    "keep": L("照旧", "keep"),
    "cannot_tell": L("看不准，照旧", "cannot tell: keep"),
}
NO_MORE = L("点击已拿满", "finds no more clicks")
PLANS = L("逐个计划（{n} 个）", "Plan by plan ({n})")
NOW = L("现在一周", "Now, a week")
TO = L("建议一周", "Advised, a week")
N_TOTAL = L("上周推广总花费", "Total spend of advertising, last week")
N_TO = L("建议的每周总预算", "Advised total a week")
N_MARGINAL = L("下一元推广带回", "Value of the next unit of spend")
N_GAIN = L("预算改动一周多赚", "Gain a week of the budget plan")
FIGURE = L(
    "各计划下一元带回多少（竖线：目标 {hurdle}）",
    "What each plan's next unit brings (line: target {hurdle})",
)
FIGURE_NOTE = L(
    "深色是现在，浅色是按建议分之后。点击已拿满的计划，多给也花不出去。",
    "Dark: now; light: after the advised split. A plan that finds no more clicks cannot take more.",
)
METHOD = L(
    "每个计划的回报按近 8 周已知的转化估，随花费增加而递减；预算花完之后少的点击按时段补上。"
    "每周每个计划最多改 {share}（假定）。品牌类计划还管被搜到和回访，不能只看这里的回报。",
    "Each plan's return comes from the known conversions of eight weeks and falls as spend grows; "
    "clicks lost after a budget ran out are filled in by hour. No plan moves by more than {share} "
    "a week (assumed). Brand plans also serve to be found and remembered: do not judge them by "
    "this return alone.",
)
STAGE = L("店铺阶段：{advice}", "Stage of the shop: {advice}")
STAGE_WHY = L(
    "推广第 {weeks} 周，近 8 周到账齐的商机 {conv}，之前 8 周 {before}；"
    "分界是假定的，可在口径里改。",
    "Week {weeks} of advertising; settled leads of eight weeks {conv}, of the eight before "
    "{before}. The limits are assumed and can be changed in the profile.",
)
TABLE = L("预算分配", "Budget plan")
SCENARIO = {
    "target_roi": L("目标 ROI", "Target ROI"),
    "margin": L("毛利率", "Margin"),
    "weekly_budget": L("每周总预算", "Total a week"),
    "evidence": L("要多大把握", "Evidence asked for"),
}
PICTURE = L("图：各计划下一元带回多少", "Picture: what each plan's next unit brings")
WORDS = L("关键词 {n} 个：{parts}", "{n} keywords: {parts}")
VERDICTS = {
    "raise": L("提价 {n}", "raise {n}"),
    "expand": L("扩词 {n}", "expand {n}"),
    "keep": L("保持 {n}", "keep {n}"),
    "lower": L("降价 {n}", "lower {n}"),
    "remove": L("移除 {n}", "remove {n}"),
    "cannot_tell": L("看不准 {n}", "cannot tell {n}"),
}
CHANGED = L("和页面上不同的词：{n} 个", "Words told otherwise than on the page: {n}")
SAME = L("和页面上一样。", "The same as on the page.")
WORD, BEFORE, AFTER = L("关键词", "Keyword"), L("页面上", "On the page"), L("现在", "Now")
VERDICT = {
    "raise": L("提价", "raise"),
    "expand": L("扩词", "expand"),
    "keep": L("保持", "keep"),
    "lower": L("降价", "lower"),
    "remove": L("移除", "remove"),
    "cannot_tell": L("看不准", "cannot tell"),
}
NO_WORDS = L("没有关键词报表，词不重新判断。", "There is no keyword report to judge words by.")
