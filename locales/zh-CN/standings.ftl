# 目录里的挑选与收藏，文章页上的呼声、说明、优先、不译和讨论

board-picks = 挑一篇
board-kinds = 做什么
board-ages = 发布时间
board-series = 系列

pick-wanted = 急着要的
pick-first = 适合第一次译
pick-asked = 有人想看的

age-month = 一个月内
age-year = 一年内
age-older = 更早

sort-new = 发布时间，新的在前
sort-asked = 想看的人，多的在前

views-title = 我的收藏
view-keep = 收藏这组条件
view-keep-go = 收藏
view-name = 起个名字
view-remove = 不再收藏“{ $name }”

claim-this = 认领《{ $title }》

row-wanted = 急着要
row-can-wait = 不急
row-asked = { $count } 人想看
row-good-first = 适合第一次译
row-stale-banners = 上游加了 { $count } 条提示
row-stale-and-banners = 上游改动：{ $work }，加了 { $count } 条提示

live-changed = 有 { $count } 篇刚刚变了。
live-reload = 看看新的

seal-excluded = 不译
state-excluded = 不译
standing-excluded = 维护者决定这篇不译。

problem-excluded-title = 这篇不译
problem-excluded-what = 维护者决定不译这篇：{ $reason }
problem-excluded-next = 目录里还有别的文章等着，挑一篇吧。觉得该译，可以在文章页上说一声。

ask = 想看这篇的中文
asking = 已说想看
ask-update = 希望这篇跟上原文
asking-update = 已说希望跟上

note-title = 动手之前请看
note-write = 写一条说明
note-change = 改说明
note-label = 译者动手前该知道什么？留空则不写。
note-go = 存下说明

steer-title = 安排
priority-title = 优先
priority-high = 急着要
priority-normal = 照常
priority-low = 不急
priority-go = 更改
exclude = 这篇不译
exclude-label = 为什么不译？大家都看得到。
exclude-go = 定为不译
include = 还是要译

talk-title = 讨论
talk-empty = 还没有人说话。对这篇有什么想法，可以写在这里。
talk-quiet = 还没有人说话。
talk-sign-in = 登录后可以留言
talk-label = 说点什么
talk-go = 发出

related-title = 也可以看看
kin-series = 同一系列
kin-author = 同一作者
kin-tags = 标签相近

story-older = 更早的 { $count } 条
story-raised = 标为急着要
story-lowered = 标为不急
story-evened = 改回照常
story-noted = 写了说明
story-note-removed = 拿掉了说明
story-excluded = 定为不译
story-included = 改回要译
story-asked = 想看这篇
story-unasked = 不再想看
story-remarked = 说了一句

notice-asked = 记下了，译者会看到有人想看这篇。
notice-unasked = 好的，不再算上你。
notice-prioritised = 优先程度已更改。
notice-noted = 说明已更新。
notice-excluded = 这篇已定为不译。
notice-included = 这篇又回到目录里了。
notice-said = 说好了。
notice-view-saved = 这组条件已收藏，在目录的左边。
notice-view-removed = 已不再收藏。

mine-returned = 退回来的
mine-tally-published = 到现在，你有 { $count } 篇译文发布了，原文{ $words }。
mine-tally-proofread = 到现在，你校对过的 { $count } 篇已经发布。
mine-tally-both = 到现在，你有 { $published } 篇译文发布了，原文{ $words }；校对过的 { $proofread } 篇也发布了。
mine-more = 还有 { $count } 篇
