"""Words of the section on keywords."""

from __future__ import annotations

from ...labels import Label as L

NEEDS = L(
    "要有按关键词的推广报表（点击、花费、成交）。有了它，这里给每个词一个去向：加价、扩展、保持、降价或移走预算。",
    "Needs the advertising report by keyword (clicks, spend, results). It would say of each word "
    "whether to raise, expand, keep or lower it, or to move its money.",
)
TABLE = L("关键词", "Keywords")
WORD, PLAN = L("关键词", "Keyword"), L("计划", "Plan")
VERDICT = {
    "raise": L("加价", "Raise"),
    "expand": L("扩展相关词", "Expand"),
    "keep": L("保持", "Keep"),
    "lower": L("降价", "Lower"),
    "remove": L("移走预算", "Move the money away"),
    "cannot_tell": L("还不能判断", "Cannot tell yet"),
}
HEAD = L(
    "{n} 个投放词里，{acted} 个该动：加价 {up}，扩展 {wide}，降价 {down}，移走预算 {out}；"
    "保持 {keep}，还不能判断 {open}。",
    "Of {n} bid words, {acted} should change: raise {up}, expand {wide}, lower {down}, move money "
    "away {out}; keep {keep}, cannot tell yet {open}.",
)
GAIN = L("全部照做，预计每周多得 {gain}（八成把握 {lo} 到 {hi}）。",
         "Doing all of it is expected to bring {gain} a week (80 %: {lo} to {hi}).")  # fmt: skip
GAIN_NOW = L(
    "现在能做的全部照做，预计每周多得 {gain}（八成把握 {lo} 到 {hi}）；"
    "预算早早花完的计划，加价先不算。",
    "Doing all of it that can be done now is expected to bring {gain} a week (80 %: {lo} to {hi}); "
    "higher bids in plans whose money is gone early are not counted.",
)
N_TOTAL = L("关键词调整每周预计多得", "Expected gain a week of all changes of words")
N = {
    "clicks": L("点击", "Clicks"),
    "spend": L("花费", "Spend"),
    "cpc": L("点击成本", "Cost per click"),
    "value_per_click": L("点击价值", "Worth of a click"),
    "bid": L("现出价", "Bid now"),
    "bid_next": L("建议出价", "Bid advised"),
    "bid_to": L("目标出价", "Target bid"),
    "week_gain": L("每周多得", "Gain a week"),
    "p_right": L("判断对的可能", "Chance it is right"),
    "clicks_needed": L("还要点击", "Clicks needed"),
    "conv": L("转化", "Results"),
    "value": L("扣成本后的价值", "Value after costs"),
    "gain_lo": L("每周多得（低）", "Gain a week (low)"),
    "gain_hi": L("每周多得（高）", "Gain a week (high)"),
    "p_good": L("达到目标的可能", "Chance it meets the target"),
}
REASON = L("原因", "Reason")
RANGE = L("八成 {lo} 到 {hi}", "80 %: {lo} to {hi}")
COUNT = L("（{n} 个）", " ({n})")
REST = L("另外 {n} 个", "{n} more")
IN_TABLE = L("还有 {n} 个在 tables.xlsx 里。", "Another {n} are in tables.xlsx.")
LONG = L("一年内难有结论", "none within a year")
WASTED = L("不划算的词", "Words that lose money")
STRANGE = L(
    "与商品不符、还不知道赚不赚的词", "Words that do not fit the goods, not yet known to pay"
)
ATTRACTS = L("标题里引来它的词", "Attracted by the title's")
N_STRANGE = L("每周花在不符的词上", "Spent a week on words that do not fit")
STRANGE_TOLD = L(
    "每周 {spend} 花在与商品不符的词上，是赚是亏还看不出来。先核对标题里引来它们的词。",
    "{spend} a week goes to words that name no product; whether they pay or lose is not known yet. "
    "Check the part of the titles that attracts them first.",
)
WASTED_TOLD = L(
    "每周 {spend} 花在这些词上，其中约 {excess} 超过目标价。把它移到加价和扩展的词上。",
    "{spend} a week goes to these words, about {excess} of it above the target price. Move it to "
    "the words to raise and expand.",
)
WHY = {
    "loss": L("达不到目标", "Below the target"),
    "misfit": L("和商品不符", "Does not fit the goods"),
}
TOKEN = L("标题里引来它的词：{token}", "Attracted by the title's: {token}")
N_WASTED = L("每周花在不划算的词上", "Spent a week on words that lose it")
N_EXCESS = L("其中超过目标价的部分", "Of it, above the target price")
EXCESS = L("超出目标", "Above target")
UNCOVERED = L(
    "自然搜索带来访客、还没投放的词", "Words that bring visitors in natural search and have no bid"
)
VISITS, MONEY = L("访问", "Visits"), L("带来", "Brought")
START = L("起步出价不超过", "Start below")
FITS = L("与商品", "Fit")
FIT = {True: L("相符", "fits"), False: L("先核对是否相符", "check the fit first")}
EFFECTIVE = L("有效词和有效商品（近 1、7、30 天）", "Words and products that work (1, 7, 30 days)")
EFFECTIVE_ROW = {
    "keyword": L("关键词", "Keywords"),
    "product": L("商品", "Products"),
}
WORKS = {"yes": L("有效", "Work"), "no": L("无效", "Do not"), "cannot_tell": VERDICT["cannot_tell"]}
WHAT, WINDOW = L("对象", "What"), L("窗口", "Window")
BEST = L("把握最大的", "Most certain")
SPAN = L(
    "按 {first} 到 {last} 共 {days} 天的点击判断，还没到齐的天按进度折算；"
    "点击成本和每周点击按其中最近几周。",
    "Judged on the clicks of {first} to {last}, {days} days, those that still fill up counting in "
    "part; what a click costs and how many a week come are those of the newest weeks of them. ",
)
METHOD = L(
    "把握达到 {evidence}、这个词自己的点击也这样说，才建议动。点击少的词向同计划的词靠拢。",
    "A change is advised only where the chance reaches {evidence} and the word's own clicks say so "
    "too. Words of few clicks lean on those of their plan. ",
)
ASSUMED = L(
    "假设（平台口径文件里可改）：点击价格高 10%，点击约多 {e}%；"
    "扩展的相关词约为本词点击的 {related}。",
    "Assumed (the profile may say otherwise): a price per click 10 % higher brings about {e} % "
    "more clicks; related words bring {related} of the word's own.",
)
