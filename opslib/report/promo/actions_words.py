"""What the page says of actions by itself, in both languages."""

from __future__ import annotations

from ...labels import Label

L = Label
TITLE_LIST = L("这周要做的", "To do this week")
TITLE_WORKED = L("上几周做的有没有用", "Did the changes of earlier weeks work?")
NONE = L("这周没有要改的。", "Nothing needs changing this week.")
TOLD = L(
    "这周要做 {n} 件，共约 {minutes} 分钟，值钱的在前。",
    "{n} things to do this week, about {minutes} minutes in all, most money first.",
)
THEN = L("第 {first} 到 {last} 件", "Nos. {first} to {last}")
REST = L("另外 {n} 件", "{n} more")
STILL = L("以前提出、还没做的 {n} 件", "{n} proposed earlier and still open")
WHERE = L(
    "做完了在 registers 里的“行动登记表.xlsx”选“已完成”并填日期，或运行 "
    "opslib actions 编号 --mark done；不打算做选“不做”，四周内不再提。",
    "When done, choose 已完成 (done) with its day in registers/行动登记表.xlsx, or run opslib "
    "actions ID --mark done; 不做 (dismissed) keeps it silent for four weeks.",
)
ACTION = L("做什么", "Action")
SUBJECT = L("对象", "What it is about")
PREDICTED = L("预计每周", "Expected a week")
MINUTES = L("分钟", "Minutes")
DUE = L("截止", "Due")
OWNER = L("负责人", "Owner")
ID = L("编号", "Id")
NOBODY = L("未定", "nobody yet")
DONE_ON = L("完成日", "Done on")
EFFECT = L("每周多挣", "Gain a week")
CHANGE = L("变化", "Change")
TO = L(" 到 ", " to ")
LOW, HIGH = L("区间下限", "Range from"), L("区间上限", "Range to")
RANGE = L("80% 区间", "80 % range")
VERDICT = L("结论", "Verdict")
COMPARED = L("对照", "Compared with")
UNTOUCHED = L("{n} 个没动过的，{w} 周", "{n} untouched, {w} week(s)")
NO_DONE = L(
    "近六周没有记下做完的动作。做完一件就记一件，下周这里就能看到它有没有用。",
    "No action was marked done in the last six weeks. Mark what you do, and next week this place "
    "tells whether it worked.",
)
VERDICTS = {
    "worked": L("有用", "worked"),
    "none": L("没有效果", "no effect"),
    "harmed": L("变差了", "harmed"),
    "cannot_tell": L("还看不出来", "cannot tell yet"),
    "not_judged": L("不判断", "not judged"),
}
APART = L("，不判断 {n}。", ", {n} not judged.")
STOP = L("。", ".")
TALLY = L(
    "近六周做了 {n} 件：有用 {worked}，没有效果 {none}，变差 {harmed}，还看不出来 {cannot_tell}",
    "{n} done in the last six weeks: {worked} worked, {none} without effect, {harmed} harmed, "
    "{cannot_tell} cannot be told yet",
)
METHOD = L(
    "怎么算的：挑最差的来改，它下周自己也会回升，所以不能拿前后比。这里先按它之前八周和没动过的同类"
    "推算“不改会怎样”，再看实际差多少；点是估计值，横线是 80% 区间，过了 0 就还说不准。"
    "只用转化已经补齐（或按补齐比例折算）的日子。",
    "How: what is picked for being worst rebounds by itself, so before and after cannot be "
    "compared. What would have come without the change is foreseen from its eight weeks before "
    "and from untouched ones of its kind; dot: estimate, line: 80 % range; across 0 nothing is "
    "certain. Only days whose conversions are complete, or counted as far as they are.",
)
ALT = L(
    "{subject}：每周 {mid}，80% 区间 {low} 到 {high}",
    "{subject}: {mid} a week, 80 % range {low} to {high}",
)
FIGURE = L("每周多挣多少（80% 区间）", "Gain a week (80 % range)")
TITLE_RECORD = L("每条规则的战绩（近一年）", "Track record of each rule (last year)")
RULE = L("规则", "Rule")
USED = L("做过", "Done")
EACH_ONE = L("每一件（{n}）", "Each of them ({n})")
EACH = L("平均每件每周", "Each, a week")
PROMISED = L("当初预计", "Had expected")
WHOLE = L("全店", "the whole shop")
OWN = L("自己加的", "added by hand")
RECORD = {
    "helps": L("有用", "helps"),
    "harms": L("反而变差", "harms"),
    "less": L("不到预计的一半", "less than half of what it expected"),
    "cannot_tell": L("还看不出来", "cannot tell yet"),
}
HOW_RECORD = L(
    "同一条规则做过的动作合起来看：平均每件带来多少，80% 区间里算进了各件之间的差别；"
    "判得出的不到 5 件不下结论。",
    "All done actions of a rule together: what one brings on average, with a range of 80 % that "
    "allows for how they differ; nothing is said below 5 that can be judged.",
)
N_EACH = L("这条规则的动作平均每周", "An action of this rule, a week on average")
N_MID = L("预计每周", "Expected a week")
N_GAIN = L("动作每周多挣", "Gain of an action a week")
