# 各页共用

name = 译起
tagline = 一起把好文章译成中文。
skip-to-content = 跳到正文
nav-label = 主导航
nav-mine = 我的
nav-dashboard = 概况
nav-people = 大家
sign-in = 登录
sign-out = 退出
demo-note = 这是演示，一切都只在这台电脑上。
sync-broken-before = 最近一次同步没有成功，下面是{ " " }
sync-broken-after = 同步好的样子。
sync-broken-first = 第一次同步还没有成功。
sync-broken-next = 会自动重试，不耽误翻译。
sync-broken-next-first = 会自动重试，成功之后这里就会有文章。

role-volunteer = 译者
role-proofreader = 校对
role-maintainer = 维护者

seal-missing = 未译
seal-stale = 落后
seal-cosmetic = 只差细节
seal-translating = 翻译中
seal-awaiting-review = 等校对
seal-in-review = 校对中
seal-changes-requested = 退回修改
seal-approved = 已通过
seal-pull-request = 已提交
seal-published = 已发布
seal-orphan = 找不到原文

severity-none = 无
severity-cosmetic = 细节
severity-minor = 小改
severity-major = 大改

kind-translate = 新译
kind-update = 更新

claim = 认领
