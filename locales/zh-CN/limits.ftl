# 一分钟里做得太多，或者服务器暂时写不进去

problem-too-many-requests-title = 歇口气再来
problem-too-many-requests-what = 短时间内的请求太多了，这一次没有执行；之前保存的都在。
problem-too-many-requests-next = { $seconds } 秒后再试就行。

problem-disk-full-title = 服务器的磁盘满了
problem-disk-full-what = 刚才的操作没有保存；之前保存过的都在，一个字也没有坏。
problem-disk-full-next = 请先把写的东西复制一份留着，并告诉维护者：腾出空间之后不用重启，再做一次就能存上。

problem-read-only-title = 服务器现在写不进去
problem-read-only-what = 数据库只能读，刚才的操作没有保存；之前保存过的都在。
problem-read-only-next = 请先把你的文字留着，并告诉维护者检查数据目录的权限。

problem-locked-title = 数据库正忙
problem-locked-what = 另一个程序占着数据库，刚才的操作没有保存；之前保存过的都在。
problem-locked-next = 过几秒再点一次就行；如果一直这样，请告诉维护者。
