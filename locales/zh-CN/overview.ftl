# 操作记录、批量处理、月报

span-minutes = { $count } 分钟
span-hours = { $count } 小时
span-days = { $count } 天

audit-title = 操作记录
audit-lead = 谁在什么时候做了什么，一条不少。这里只增不改。
audit-person = 谁
audit-anybody = 所有人
audit-worker = 后台
audit-kind = 做了什么
audit-anything = 全部
audit-post = 文章
audit-slug = 文章（网址里的名字）
audit-from = 从哪天（UTC）
audit-until = 到哪天（UTC）
audit-go = 筛选
audit-take-away = 导出筛选结果：
audit-empty = 没有符合条件的记录
audit-when = 时间
audit-more = 详情
audit-older = 更早的
audit-newest = 回到最新
audit-end = 没有更早的了
audit-thread-opened = 提出意见
audit-thread-answered = 回复意见
audit-thread-resolved = 了结意见
audit-thread-reopened = 重提意见
audit-term-added = 收录术语
audit-term-changed = 修改术语
audit-term-removed = 删除术语
audit-term-proposed = 提议术语
audit-term-accepted = 采纳术语提议
audit-term-declined = 谢绝术语提议
audit-channel-added = 添加通知渠道
audit-channel-removed = 移除通知渠道
audit-signed-in = 第一次登录
audit-met-at-github = 从 GitHub 的提交里认识
audit-profile-changed = 修改资料
audit-role-changed = 角色变更
audit-blocked = 停用账号
audit-unblocked = 恢复账号
audit-token-created = 新建令牌
audit-token-revoked = 撤销令牌

bulk-title = 批量处理
bulk-lead = 勾选几篇，一次办完。每一篇都单独记一笔；办不成的会告诉你为什么，不耽误别的。
bulk-all = 全选这 { $count } 篇
bulk-none = 全不选
bulk-shown = 下面是前 { $count } 篇。
bulk-left-out = 还有 { $count } 篇没有列出，处理完这些再来。
bulk-ticked = 已勾选 { $count } 篇
bulk-to-acts = 选怎么处理
bulk-assign = 交给这位
bulk-dismiss-title = 只差细节的改动
bulk-reason = 理由（可不填）
bulk-dismiss = 标为不必改
bulk-order-title = 先后
bulk-order = 设定先后
bulk-exclude-title = 不打算译的
bulk-why = 理由（大家会看到）
bulk-exclude = 标为不译
bulk-include = 重新列出
bulk-marked = 已经记下
bulk-left-out-before = 已标为不译：{ $reason }
bulk-result = 处理结果
bulk-done = 办好了 { $count } 篇
bulk-not-done = { $count } 篇没有动
bulk-what = 结果
bulk-assigned = 已交给选中的译者
bulk-dismissed = { $count } 处细节记作不必改
bulk-nothing = 本来就不必动
bulk-taken = { $name }抢先认领了
bulk-elsewhere = { $author } 已经开了拉取请求 #{ $number }
bulk-no-source = 原文已改名或删除
bulk-no-post = 没有这篇文章
bulk-wrong-stage = 译稿已经走到后面的步骤，现在不能改派
bulk-again = 再处理一批

report-title = { $project }：{ $month }报告
report-title-span = { $project }：{ $from }至 { $until }
report-heading = { $month }报告
report-heading-span = { $from }至 { $until }
report-sum = { $published ->
    [0] { $updated ->
        [0] 没有新译成的文章，也没有更新的译文。
       *[other] 没有新译成的文章，更新 { $updated } 篇译文{ $people ->
            [0] 。
           *[other] ，{ $people } 人参与。
        }
    }
   *[other] 译成 { $published } 篇（{ $words }）{ $updated ->
        [0] { "" }
       *[other] ，更新 { $updated } 篇译文
    }{ $people ->
        [0] 。
       *[other] ，{ $people } 人参与。
    }
}
report-standing = 月初有译文 { $translated } 篇，其中 { $behind } 篇落后于原文；月底全部 { $posts } 篇里有译文 { $later } 篇，其中 { $lag } 篇落后。
report-standing-after = 月底有译文 { $translated } 篇，其中 { $behind } 篇落后于原文。
report-waits = { $count } 份译稿开始校对，之前通常等了 { $median }，最久 { $longest }。
report-whole = { $count } 份译稿从认领到合并，通常用了 { $median }，最久 { $longest }。
report-not-over = 最后一个月还没有过完，数字还会变。
report-from = 从
report-until = 到
report-go = 看这几个月
report-take-away = 导出：
report-before = { $month }报告
report-by-month = 逐月
report-published-short = 译成
report-updated-short = 更新
report-published = 译成 { $count } 篇
report-updated = 更新 { $count } 篇
report-by = 译者
report-proofread-by = 校对
report-people = 感谢
report-part-translated = 译 { $count } 篇
report-part-updated = 更新 { $count } 篇
report-part-proofread = 校对 { $count } 篇
report-unnamed = 还有 { $count } 位朋友不愿具名。
report-sources = 篇数和词数取自 Git 历史，人名以译文署名和任务为准，等待时间取自操作记录；月份按 UTC 计。
