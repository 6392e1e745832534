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
