# 时间

ago-now = 刚刚
ago-minutes = { $count } 分钟前
ago-hours = { $count } 小时前
ago-days = { $count } 天前
ago-months = { $count } 个月前
ago-years = { $count } 年前

left-over = 已到期
left-minutes = 还剩 { $count } 分钟
left-hours = 还剩 { $count } 小时
left-days = 还剩 { $count } 天

words-few = 不到 { $count } 词
words-about = 约 { $count } 词
