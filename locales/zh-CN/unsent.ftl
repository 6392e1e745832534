# 消息为什么没有发出去；接在“对方没有收下：”之后

unsent-bad-settings = 发送的设置不能用（{ $why }）
unsent-bad-address = 这不是这种消息的地址
unsent-private = 地址指向服务器自己的网络
unsent-unreachable = 那边没有回应
unsent-too-slow = 等回应等得太久
unsent-redirected = 那边转到了别的地址（状态 { $status }），请直接用转到的地址
unsent-busy = 发得太多，对方要我们歇一会儿
unsent-status = 那边回答了状态 { $status }
unsent-refused = 对方拒绝了：{ $said }
unsent-no-mail = 服务器没有设置邮件
unsent-left-out = 备份里没有它的地址和密钥，请重新填写
