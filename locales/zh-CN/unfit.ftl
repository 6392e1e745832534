# 填写的内容哪里不合适：先是哪一栏，再是为什么

field-words = 想说的话
field-code = 验证码
field-days = 期限
field-finding = 检查结果
field-hf-user = Hugging Face 用户名
field-line = 行号
field-login = 用户名
field-name = 名字
field-note = 备注
field-person = 交给谁
field-reason = 理由
field-posts = 文章
field-from = 开始
field-until = 结束
field-zone = 时区

unfit-empty = 不能空着
unfit-no-text = 里面有不是文字的字符
unfit-long = 最多 { $most } 个字
unfit-name-long = 要有字，最多 { $most } 个
unfit-days = 1 到 { $most } 天
unfit-hf-user = 要 2 到 42 个英文字母、数字或 - _ .
unfit-code = 和邮件里的不一样
unfit-code-first = 先填邮件里的验证码
unfit-many = 已经够多了，先移除一个
unfit-month = 要写成 2026-10 这样的月份
unfit-before = 在开始之前
unfit-months = 离开始超过了 { $most } 个月
unfit-zone = 没有这个时区
unfit-no-post = 一篇也没有选
unfit-posts = 一次最多 { $most } 篇
unfit-blocked = 这位伙伴已经停用
unfit-refused-upstream = 上游不收有这种问题的文章，得改好才行
