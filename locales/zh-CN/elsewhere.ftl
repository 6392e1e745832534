# 别处的译文：不在仓库里、别人已经译好的中文

elsewhere-title = 别处的译文
elsewhere-noted = 已有
elsewhere-not-noted = 还没见到
elsewhere-is = 已有译文：
elsewhere-add = 记一处译文
elsewhere-lead = 在公众号、专栏或个人站点见过这篇的中文？记下来，动手的人先看一眼。
elsewhere-address = 网址
elsewhere-word = 补充一句（可以不填），比如能不能转载
elsewhere-go = 记下这篇译文
elsewhere-remove = 拿掉
elsewhere-remove-this = 拿掉 { $host } 上的这篇译文

row-elsewhere = 已有译文：{ $host }
row-elsewhere-several = 已有译文：{ $host } 等 { $count } 处

story-elsewhere-noted = 记下了别处的译文
story-elsewhere-reworded = 改了对别处译文的说明
story-elsewhere-removed = 拿掉了别处的译文

notice-elsewhere-noted = 记下了，动手的人会先看到。
notice-elsewhere-removed = 这处译文已拿掉。

problem-no-web-address-title = 这个网址打不开
problem-no-web-address-what = 这里只记 http:// 或 https:// 开头、大家都能打开的网址。
problem-no-web-address-next = 请从浏览器的地址栏里整个复制过来，再记一次。

problem-too-many-elsewhere-title = 已经够多了
problem-too-many-elsewhere-what = 一篇文章最多记 { $limit } 处译文。
problem-too-many-elsewhere-next = 有哪处已经打不开了？拿掉它，再记这一处。
