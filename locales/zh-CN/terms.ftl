# 术语表、翻译记忆和起草助手

problem-term-empty-title = 没有术语
problem-term-empty-what = 英文一栏里至少要有一个字母或数字。
problem-term-empty-next = 请填好再提交。

problem-term-no-form-title = 缺译法
problem-term-no-form-what = 术语要么有中文译法，要么保留英文。
problem-term-no-form-next = 请填写首选译法，或勾选“可保留英文”。

problem-term-long-title = 太长了
problem-term-long-what = 术语和译法最多 100 字，备注最多 1000 字。
problem-term-long-next = 请写短一些再提交。

problem-term-many-title = 译法太多
problem-term-many-what = 一个术语最多 20 种译法。
problem-term-many-next = 请只留下真正会用到的。

problem-term-taken-title = 术语表里已经有了
problem-term-taken-what = 已经有“{ $term }”这一条，单复数和连字符不同也算同一条。
problem-term-taken-next = 请修改已有的那一条。

problem-glossary-file-title = 这个文件读不了
problem-glossary-file-what = 无法作为术语表读取：{ $reason }。
problem-glossary-file-next = 请使用 CSV（首行为 term,preferred,accepted,keep,note）或 TBX。术语表没有改动。

problem-decided-already-title = 这条建议已有结论
problem-decided-already-what = 另一位维护者刚刚处理了它。
problem-decided-already-next = 回到术语表就能看到结果。

problem-no-aid-title = 没有起草助手
problem-no-aid-what = 这里没有配置起草助手。
problem-no-aid-next = 译稿没有改动，请自行翻译；维护者可以在 config.toml 的 [aid] 里配置。

problem-aid-busy-title = 起草助手正忙
problem-aid-busy-what = 同时起草的人太多了。
problem-aid-busy-next = 译稿没有改动，请稍后再试。

problem-not-draftable-title = 这一段不能由机器起草
problem-not-draftable-what = 代码、表格、图片等段落不交给机器。
problem-not-draftable-next = 译稿没有改动，请自行翻译这一段。

nav-glossary = 术语表
nav-memory = 译法检索

notice-term-saved = 术语已保存。
notice-term-removed = 术语已删除。
notice-term-proposed = 建议已提交，维护者会看到。
notice-proposal-accepted = 建议已采纳，术语表已更新。
notice-proposal-declined = 建议未采纳，提议的人会看到你的答复。

glossary-title = 术语表
glossary-lead = 大家约定的译法。翻译时会在原文里标出，译文里一种都没用到时会提醒。
glossary-proposals = 待定的建议
glossary-instead = 现在是
glossary-look = 看看以前怎么译
glossary-answer = 答复（可不填）
glossary-accept = 采纳
glossary-decline = 不采纳
glossary-edit = 修改
glossary-propose-change = 建议修改
glossary-save = 保存
glossary-send = 提交建议
glossary-cancel = 取消
glossary-remove = 删除这条术语
glossary-search = 在术语表里查找
glossary-find = 查找
glossary-count = { $count } 条
glossary-empty = 术语表还是空的
glossary-nothing = 没有这样的术语
glossary-nothing-hint = 换个词试试，或者去“译法检索”看看以前怎么译。
glossary-empty-propose = 在下面提议一条，或者去“译法检索”看看以前怎么译。
glossary-empty-sign-in = 登录后可以提议术语；也可以去“译法检索”看看以前怎么译。
glossary-empty-hint = 在下面添一条，或者去“译法检索”看看以前怎么译。
glossary-term = 英文
glossary-forms = 译法
glossary-preferred = 首选译法
glossary-accepted-forms = 也接受
glossary-accepted-hint = （用分号隔开）
glossary-keep = 可保留英文
glossary-note = 备注
glossary-reason = 为什么这样译
glossary-add = 添加术语
glossary-add-go = 添加
glossary-propose = 建议一条术语
glossary-propose-note = 维护者采纳后就会写进术语表。
glossary-import = 导入
glossary-import-note = CSV 或 TBX。已有的同名术语会被替换，不会删除任何一条。
glossary-file = 选择文件
glossary-paste = 或粘贴内容
glossary-import-go = 导入
glossary-imported = 新增 { $added } 条，更新 { $changed } 条，{ $unchanged } 条没有变化，略过 { $skipped } 条。
glossary-decided = 最近的结论
glossary-accepted = 已采纳
glossary-declined = 未采纳

memory-title = 译法检索
memory-lead = 看看已发布的文章里怎么译：中英文都可以查。
memory-size = 共 { $posts } 篇译文、{ $units } 组对照。
memory-growing = 目前读完 { $posts } 篇，共 { $all } 篇。
memory-search = 一个词或一句话，中英文均可
memory-find = 检索
memory-try = 试试：
memory-found = 找到 { $count } 组对照
memory-found-cut = 最接近的 { $count } 组对照，还有更多。多输几个字会更准。
memory-nothing = 没有找到
memory-nothing-hint = 换个说法试试；词尾加 * 可以匹配各种词形，例如 quantiz*。
memory-nothing-yet = 读过的文章里还没有，过一会儿再试试。

helper-terms = 这一段的术语
helper-memory = 以前的译法
helper-insert = 插入光标处
helper-replace = 用它替换这一段（Alt+M）
helper-adapted = 数字、代码或链接已换成本段的
helper-sentence = 其中一句
desk-help-memory = 插入以前的译法，再按换下一条
desk-help-aid = 由机器起草这一段

review-machine = 机器初稿，还没有人改过或确认
aid-title = 起草助手
aid-note = 机器初稿会一直标着“机”，直到你改过或确认。
aid-all = 起草所有未译的段落
aid-stop = 停止
aid-draft = 由机器起草这一段
aid-confirm = 我核对过，没有问题
aid-drafting = 正在起草……
aid-progress = 正在起草第 { $done } / { $total } 段……
aid-done = 起草完了，请逐段核对。
aid-stopped = 已停止，已经起草好的段落留着。
aid-safe = 译稿没有改动。
aid-changed = 起草时你改动了这一段，机器初稿没有放进去。
aid-failed = 没能起草。
aid-unreachable = 连不上起草助手。
aid-too-slow = 起草助手太久没有回应。
aid-busy = 起草助手正忙，请稍后再试。
aid-misconfigured = 起草助手的设置有问题，请告诉维护者。
aid-refused = 机器的答复不合用（丢了代码或链接，或不是这一段的译文）。
