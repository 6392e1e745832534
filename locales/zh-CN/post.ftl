# 文章页

post-source = 读原文
post-target = 读译文
post-published-on = { $date } 发布
post-next = 接下来
post-meta-words = 原文{ $words }
post-authors = 作者
post-translators = 译者

standing-missing = 还没有人译过这篇，全文{ $words }。
standing-missing-elsewhere = 这里还没有译文，别处已有一篇，动手前先看看。
standing-stale = { $count } 处改动还没有跟上（{ $work }）。
standing-described = { $word }：{ $standing }
standing-cosmetic = 译文跟得上原文，只差些措辞、排版上的细节，不改也行。
standing-translating = { $name }正在译。
standing-awaiting-review = { $name }的译稿等着校对。
standing-in-review = { $reviewer }正在校对{ $name }的译稿。
standing-changes-requested = 校对请{ $name }再改一改。
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
next-outside = 看拉取请求
release = 放回目录
withdraw = 撤回译稿
assign-title = 交给谁
assign = 交给
assign-pick = 选一位译者
branch-note = 在分支 { $branch }

story-title = 来历
story-empty = 还没有故事。第一笔由你来写。
story-source-published = 原文发布
story-source-changed = 原文更新
story-translation-published = 译文发布
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
