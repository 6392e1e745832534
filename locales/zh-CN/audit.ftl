# 操作记录里附带的细节

particular-about = 关于
particular-branch = 分支
particular-channel = 去处
particular-commit = 提交
particular-from = 原来
particular-language = 语言
particular-lease-ended = 因期限已过
particular-login = 用户名
particular-name = 名字
particular-number = 编号
particular-open-threads = 未处理的意见
particular-parked = 停下等人处理
particular-resumed = 接着上一份译稿
particular-revision = 版本
particular-role = 角色
particular-self-approval = 自己通过
particular-thread = 讨论
particular-to = 改为
particular-token = 令牌
particular-url = 地址
particular-yes = 是
particular-no = 否
particular = { $name }：{ $value }
particular-task = 译稿 { $number }
