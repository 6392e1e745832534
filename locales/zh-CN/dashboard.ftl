# 概况

dashboard-title = 概况
dashboard-coverage = { $working ->
    [0] 全部 { $total } 篇里，已有译文 { $translated } 篇，还有 { $missing } 篇没有人译过。
   *[other] 全部 { $total } 篇里，已有译文 { $translated } 篇，正在新译 { $working } 篇，还有 { $missing } 篇没有人译过。
}
dashboard-behind = 其中 { $behind } 篇落后于原文，共{ $words }要改。
dashboard-none-behind = 译文都跟得上原文。
dashboard-waiting = { $count } 篇在等校对。
dashboard-oldest = 等得最久的一篇，已经等了 { $count } 天。
dashboard-none-waiting = 没有译稿在等校对。
dashboard-current-share = 跟得上原文的占 { $percent }%
dashboard-pipeline = 流水线
dashboard-pipeline-empty = 现在没有进行中的文章。
dashboard-stage = 到了哪一步
dashboard-post = 文章
dashboard-person = 谁
dashboard-since = 多久了
dashboard-lease = 期限
dashboard-stale = 落后的译文
dashboard-severity = 程度
dashboard-posts = 篇数
dashboard-words = 词数
dashboard-sync = 同步
dashboard-sync-now = 立即同步
dashboard-sync-head = 原文版本
dashboard-sync-success = 上次成功
dashboard-sync-attempt = 上次尝试
dashboard-sync-never = 还没有
dashboard-sync-error = 出错了：
dashboard-warnings = { $count } 条提醒
dashboard-failures = 需要看一眼
dashboard-failures-none = 没有失败的发布或投递。
dashboard-retry = 再试一次
dashboard-people = 人手
dashboard-active = 手上
dashboard-merged = 译成
dashboard-reviewed = 校对
dashboard-manage-people = 管理角色
dashboard-recent = 最近
dashboard-recent-empty = 还没有动静。
