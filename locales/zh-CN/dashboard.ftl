# 概况

dashboard-title = 概况
dashboard-coverage = { $working ->
    [0] 全部 { $total } 篇里，已有译文 { $translated } 篇{ $missing ->
        [0] 。
       *[other] ，还有 { $missing } 篇没有人译过。
    }
   *[other] 全部 { $total } 篇里，已有译文 { $translated } 篇，正在新译 { $working } 篇{ $missing ->
        [0] 。
       *[other] ，还有 { $missing } 篇没有人译过。
    }
}
dashboard-behind = 译文里有 { $behind } 篇落后于原文，共 { $words }要改{ $updating ->
    [0] 。
   *[other] ；其中 { $updating } 篇正在改。
}
dashboard-none-behind = 译文都跟得上原文。
dashboard-waiting = { $count } 篇在等校对。
dashboard-waiting-since = { $count } 篇在等校对，最久的一篇已经等了 { $days } 天。
dashboard-none-waiting = 没有译稿在等校对。
dashboard-last-month = 上个月来了 { $posts } 篇新原文，另有 { $changed } 篇原文改过；译成 { $translated } 篇，更新 { $updated } 篇。
dashboard-quiet-month = 上个月没有新原文，也没有译成或更新的文章。
dashboard-no-history = 还没有读到仓库的历史。
dashboard-current-share = 跟得上原文的占 { $percent }%
dashboard-pipeline = 流水线
dashboard-pipeline-empty = 现在没有进行中的文章。
dashboard-stage = 到了哪一步
dashboard-post = 文章
dashboard-person = 谁
dashboard-since = 多久了
dashboard-lease = 期限
dashboard-median = 通常等了
dashboard-oldest-short = 最久
dashboard-expiring = 快到期的
dashboard-each = 逐篇看（{ $count }）
dashboard-ways = 相关页面
dashboard-bulk = 批量处理
dashboard-audit = 操作记录
dashboard-report = 月报
dashboard-take-away = 导出全部文章：
dashboard-over-time = 进展
dashboard-over-time-note = 正在翻译和更新的文章，按已经发布的样子计入。
dashboard-over-time-empty = 有了两个时间点的数据，这里就会画出进展。
dashboard-unmade = 还有 { $count } 个过去的时间点正在后台计算。
dashboard-in-step = 跟得上原文
dashboard-in-step-short = 跟得上
dashboard-behind-short = 落后
dashboard-missing-short = 未译
dashboard-words-behind = 落后待改的词数
dashboard-numbers = 看数字
dashboard-month = 月份
dashboard-week = 截至
dashboard-now = 现在
dashboard-activity = 每月动静
dashboard-activity-empty = 这一年里没有新原文，也没有新译文或更新。
dashboard-new-posts = 新原文
dashboard-changed-posts = 改过的原文
dashboard-new-translations = 新译文
dashboard-changed-translations = 更新的译文
dashboard-stale = 落后的译文
dashboard-in-hand = 有人在改
dashboard-severity = 程度
dashboard-posts = 篇数
dashboard-words = 词数
dashboard-sync = 同步
dashboard-webhook = 上次 webhook
dashboard-webhook-waiting = { $count } 条待处理
dashboard-webhook-failing = { $count } 条失败
dashboard-sync-now = 立即同步
dashboard-sync-head = 原文版本
dashboard-sync-success = 上次成功
dashboard-sync-attempt = 上次尝试
dashboard-sync-never = 还没有
dashboard-sync-none = 还没有
dashboard-sync-error = 出错了：
dashboard-warnings = { $count } 条提醒
dashboard-failures = 需要看一眼
dashboard-failures-none = 都顺利，没有要处理的。
dashboard-retry = 再试一次
dashboard-people = 人手
dashboard-active = 手上
dashboard-merged = 译成
dashboard-reviewed = 校对
dashboard-manage-people = 管理角色
dashboard-bearers = { $people ->
    [1] 最近一年的 { $texts } 篇新译文里，一半出自同一个人（参与的共 { $all } 人）。
   *[other] 最近一年的 { $texts } 篇新译文里，一半出自 { $people } 个人（参与的共 { $all } 人）。
}
dashboard-bearers-none = 最近一年没有新译文。
dashboard-bearers-rule = 算法：最少几个人合起来译了至少一半；几人合译的各算一份，以译文署名为准，没有署名的看任务。
dashboard-bearers-uncredited = 另有 { $count } 篇查不到译者，没有算进去。
dashboard-recent = 最近
dashboard-recent-empty = 还没有动静。

# 仓库里的提醒
oddity-no-file = { $a } 列了 { $b }，却没有它的文件
oddity-not-listed = { $a } 没有列入 { $b }，不算已发布的文章
oddity-unreadable = { $a } 没有一个读得懂的版本，于是所有原文都算作文章
oddity-older-used = 索引读不懂，暂用最近读得懂的版本：{ $a }
oddity-twice = { $a } 把 { $b } 列了两次
oddity-copy = { $a } 像是 { $b } 的副本，没有读入；请删去
oddity-extension = { $a } 没有 .md 扩展名，不算文章；请改名
oddity-case = { $a } 只有大小写不同，有些电脑上只留得下一个；请删去其一
