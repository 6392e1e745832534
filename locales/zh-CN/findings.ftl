## 检查的结果，以及人对它们说的话

finding-fix = 一键修正
finding-offer = 采用建议
finding-old = 原已如此
finding-old-hint = 已发布的译文里就有，不妨碍这次送校
finding-dismiss = 不必改
finding-dismiss-label = 为什么不必改？
finding-dismiss-hint = 校对者会看到，也会写进拉取请求
finding-dismiss-go = 记下
finding-restore = 撤回
finding-dismissed-by = { $name }说不必改：{ $reason }
findings-quiet = 另有 { $count } 条小提示
findings-aside = 有 { $count } 条已说明不必改
findings-fix-all = 自动修正 { $count } 条
findings-fix-all-hint = 只改有把握的地方，改前可在历史里找回
findings-working = 正在处理……
findings-failed = 没有成功，译稿没有变动。请稍后再试。
findings-stale = 译稿刚刚又有改动，请再点一次。
notice-finding-mended = 已修正并保存。
notice-finding-dismissed = 已记下不必改的理由。
notice-finding-restored = 已撤回，这一条重新列出。
