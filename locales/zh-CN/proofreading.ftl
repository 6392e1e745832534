# 校对：批注、往来、改动

thread-say = 批注
thread-say-hint = 说说这一段
thread-say-whole = 说说整篇
thread-send = 发出
thread-cancel = 算了
thread-reply = 回复
thread-reply-hint = 回复……
thread-resolve = 标为已处理
thread-reopen = 再打开
thread-entry-resolved = { $name }标为已处理
thread-entry-reopened = { $name }重新打开
thread-settled = 已处理
thread-changed = 这段后来改过，当时是：
thread-gone = 这段已经不在译稿里了，当时是：
thread-was-missing = 当时还没有译这一段
thread-go = 到这一段
thread-github = 来自 GitHub
thread-none = 还没有批注。
thread-failed = 没能发出，文字留在这台电脑上，连上后再点一次
thread-signed-out = 登录已过期，文字留在这台电脑上。请在新标签页登录后再点一次
thread-restored = 找回了上次没发出的文字
thread-key = 给这一段写批注
thread-open-count = { $count } 条批注待处理

review-ask-open = 还有 { $count } 条批注没处理完，仍然通过
review-own = 这是你自己的译稿。项目允许自己校对，会写进记录，也会在 PR 里说明。
review-own-start = 自己校对
review-since = 上次看过之后，改了 { $count } 段
review-since-none = 上次看过之后，译文没有改动
review-since-all = 看全文
review-since-only = 只看改动
review-since-mark = 上次之后改的
review-corrected = 校对改的
review-gone = 这里删去了
review-fold-blocks = 中间 { $count } 段没有改动
review-fold-blocks-heading = 中间 { $count } 段没有改动，到“{ $heading }”
review-mend = 改这一段
review-mend-save = 保存这一段
review-edit-whole = 到编辑页改

review-whole = 说整篇
review-whole-none = 整篇还没有批注。
review-first-open = 段落旁还有 { $count } 处批注没处理完，去看看
rounds-title = 往来
round-number = 第 { $number } 轮
round-waiting = 等待校对
round-under-review = { $name }正在校对
round-withdrawn = 译者撤回
round-returned = { $name }退回修改
round-returned-outside = 上游退回
round-approved = { $name }通过
round-self-approved = { $name }自己校对并通过
round-corrections = 改了 { $count } 段
round-threads = 批注 { $count } 条
round-came = 添了
round-gone = 删了
round-corrections-title = 校对改了哪些
desk-corrections = 校对直接改了 { $count } 段，改前改后标在段落旁。

story-self-approved = 自己校对并通过了译稿

notice-block-mended = 这一段已改好，译者会看到改前改后。

problem-open-threads-title = 还有批注没处理完
problem-open-threads-what = 还有 { $count } 条批注开着，这次没有通过。译稿不受影响。
problem-open-threads-next = 回到校对页看一看；都知道了，勾选“仍然通过”再点一次。
