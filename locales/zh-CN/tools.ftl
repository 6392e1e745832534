# 译稿页的工具、上传、冲突

# 两份译稿，逐段选择

conflict-choose = 下面是两份不一样的段落，逐段选要留下的。没有列出来的段落，两份都一样。
conflict-only-mine = 只有我改过
conflict-only-theirs = 只有{ $by }改过
conflict-both-changed = 两边都改过，请选一份
conflict-both = 两份都留下，稍后再改
conflict-keep-chosen = 按所选的存为新版本
conflict-whole = 我写的全文
conflict-nothing = （这里没有这一段）

# 自己的编辑器

upload-title = 上传译稿
upload-what = 用自己的编辑器译好，再把整个文件传上来。检查和冲突的处理，都和在页面上写一样。
upload-file = 选择 .md 文件
upload-paste = 或者粘贴整个文件：
upload-base = 从哪一版改起的
upload-base-note = 如果那一版之后译稿又有改动，会让你逐段选择，什么都不会被覆盖。
upload-go = 存为新版本
upload-not-text = 这不是 UTF-8 编码的文本文件，没有读入。
desk-upload = 上传或粘贴整篇 .md

# 历次保存

history-now = 恢复这一版会改动什么
history-now-same = 这一版和现在的译稿一样。
history-restore = 恢复到这一版
history-restore-note = 存为新的一版，现在的译稿仍留在历次保存里。
notice-restored = 已恢复到那一版，并存为新版本。
notice-look-again = 译稿刚刚又保存过一次，请再看一眼。

# 译稿页的工具

desk-added = 原文新增
desk-lock = 锁定
desk-unlock = 解锁
desk-locked = 照抄原文，已锁定
desk-keep-english = 不译
desk-kept = 这一段保留英文
desk-translate-after-all = 还是要译
desk-tokens = 插入
desk-state-untranslated = 未译
desk-state-changed = 待处理
desk-state-edited = 已改
desk-state-findings = 有问题
desk-next-untranslated = 下一处未译
desk-search = 查找替换
desk-keys = 键盘
desk-close = 关闭
desk-help-finding = 下一处检查出的问题
desk-help-changed = 下一处原文改动
desk-help-token = 插入原文里的代码、链接、标签
desk-help-missing-token = 插入下一个还没有的代码、链接、标签
desk-help-unlock = 解锁、锁定这一段
desk-help-search = 查找替换
desk-help-modes = 分段、整篇之间切换
desk-help-this = 键盘一览
search-find = 查找
search-replace = 替换为
search-next = 下一个
search-previous = 上一个
search-one = 替换
search-all = 全部替换
search-undo = 撤销全部替换
search-none = 没有找到
search-count = 第 { $done } / { $total } 处
search-done = 替换了 { $done } 处
search-locked = 替换了 { $done } 处，另有 { $total } 处在锁定的段落里，没有动
carry-fate-refreshed = 还没译：换成新的英文
