# 文章页

post-source = 看原文
post-target = 看译文
post-published-on = { $date } 发布
post-next = 接下来
post-meta-words = 原文 { $words }
post-authors = 作者
post-translators = 译者

standing-missing = 还没有人译过这篇，全文{ $words }。
standing-stale = 译文落后于原文：{ $count } 处改动还没有跟上，涉及{ $words }。
standing-stale-blocks = 译文落后于原文：{ $count } 处改动还没有跟上。
standing-cosmetic = 译文跟得上原文，只差些措辞、排版上的细节，不改也行。
standing-translating = { $name } 正在译。
standing-awaiting-review = { $name } 的译稿等着校对。
standing-in-review = { $reviewer } 正在校对 { $name } 的译稿。
standing-changes-requested = 校对请 { $name } 再改一改。
standing-approved = 译稿已通过校对，等待发布。
standing-pull-request = 译稿已经提交，等上游合并。
standing-published = 译文与原文一致。
standing-orphan = 这篇译文找不到对应的原文。
standing-suggestion = 它的原文多半是：

inherited-draft = 之前有人译过一部分，认领后可以接着译。
next-sign-in = 登录后认领
next-claim-new = 认领，开始翻译
next-claim-update = 认领，跟上原文
next-continue = 继续翻译
next-read = 看译稿
next-start-review = 开始校对
next-continue-review = 继续校对
next-publish = 发布
next-outside = 看 PR
release = 放回目录
withdraw = 撤回译稿
assign-title = 交给谁
assign = 交给
assign-pick = 选一位译者
branch-note = 在分支 { $branch }

changes-title = 原文改了什么
changes-waiting = { $count } 处还没有跟上
changes-settled = { $count } 处已经跟上，或者不必改
change-added = 新增
change-removed = 删去
change-modified = 改动
change-source-lines = 原文第 { $lines } 行
change-target-lines = 译文第 { $lines } 行
change-target-place = 大约应在译文第 { $lines } 行前后
change-cut = 以下略
dismiss = 不必改译文
dismiss-reason = 理由
dismiss-reason-hint = 例如：中文没有对应的说法
dismiss-go = 确定
dismiss-note = 只对原文的这个版本有效；原文再改，会重新提醒。

reason-added-missing = 译文里还没有“{ $what }”。
reason-removed-present = 译文里还留着原文已删去的“{ $what }”。
reason-edited-after = 这段译文在原文改动之后修订过（{ $commit }），应已跟上。
reason-carried = 译文已有这处改动。
reason-no-counterpart = 译文里没有与这一段对应的内容。
reason-nothing-to-translate = 这处改动与中文无关。
reason-wording-only = 原文改了说法，译文之后没有动过，请看一眼。
reason-turned = 这处改动改变了原意（“{ $what }”），译文之后没有动过。
reason-level-changed = 原文这个标题换了级别（{ $what }），译文还是旧的级别。
reason-dismissed = 有人看过，不必改译文。

base-title = 译文的底本
base-pinned = 已由维护者确认
base-recorded = 发布时记下的
base-inferred = 由内容推断，把握 { $percent }%
base-confirm = 确认是这个版本
base-none = 还没有译文。

story-title = 来历
story-empty = 还没有故事。第一笔由你来写。
story-source-changed = 原文更新
story-translation-changed = 译文更新
story-claimed = 认领
story-released = 放回目录
story-expired = 到期，自动放回目录
story-assigned = 安排了译者
story-assigned-to = 交给了{ $person }
story-submitted = 送校
story-withdrawn = 撤回译稿
story-review-started = 开始校对
story-review-left = 校对放下了，重新排队
story-changes-requested = 退回修改
story-approved = 校对通过
story-published = 发布
story-publish-failed = 发布没有成功
story-merged = 上游已合并
story-closed = 结束
story-pinned = 确认底本
story-dismissed = 记下一处不必改

warnings-title = 提醒
