# 改动与底本：差异怎么看，底本怎么定

story-unpinned = 撤回了对底本的确认
story-undismissed = 重新提起一处改动
story-about = “{ $about }”

changes-title = 原文改了什么
changes-waiting = { $count } 处还没有跟上
changes-none = 没有要跟上的改动。
changes-views = 差异的排法
changes-unified = 连排
changes-split = 左右对照
changes-old = 原来
changes-new = 现在
changes-jump = 改在哪几节
changes-front-matter = 文首信息
changes-start = 开头
changes-nth = 第 { $number } 处，共 { $count } 处
changes-shown = 这一页 { $shown } 处，共 { $count } 处
changes-page = 第 { $page } 页，共 { $pages } 页
changes-cosmetic = { $count } 处只差细节，不改也行
changes-carried = { $count } 处已经跟上
changes-dismissed = { $count } 处看过，不必改
changes-more = 另有 { $count } 处没有列出。
changes-too-large = 这一段太长，没有逐词比较，只列出开头。
changes-cut = 这一段很长，后面的没有列出。
changes-compared-with = 从 { $base } 的原文到现在；{ $how }
changes-settle-base = 底本对不对？
changes-unsure = 底本是推断的，把握不大，有些改动可能早已跟上，也可能漏列。请先看看底本对不对。
changes-next = 下一处
changes-next-post = 下一篇落后的文章
changes-keys = 键盘
changes-keys-move = 下一处、上一处
changes-keys-dismiss = 不必改

still-lines = { $count } 行不用动（第 { $lines } 行）
still-words = { $count } 词未改
still-code = { $count } 行未改

change-added = 新增
change-removed = 删去
change-modified = 改动
change-source-lines = { $count ->
   *[other] 原文第 { $lines } 行
}
change-source-gone = 原文第 { $lines } 行之后
change-target-lines = { $count ->
   *[other] 译文第 { $lines } 行
}
change-target-place = { $count ->
   *[other] 应在译文第 { $lines } 行前后
}
change-cut = 以下略

dismiss = 不必改
dismiss-reason = 理由，可以不写
dismiss-reason-hint = 理由，可不写
dismiss-note = “不必改”只对原文的这个版本有效；这一处再改，会重新提醒。
dismiss-all-cosmetic = 这 { $count } 处都不必改
dismiss-by = { $name }看过，不必改
undismiss = 重新提起

verdict-open = 还没有跟上
verdict-cosmetic = 不改也行
verdict-carried = 已经跟上
verdict-dismissed = 不必改

reason-added-missing = 这处改动加进的{ $thing }“{ $what }”，译文里还没有。
reason-removed-present = 原文已经去掉的{ $thing }“{ $what }”，译文里还留着。
reason-block-present = 原文已经删掉这一{ $thing }，译文里还留着。
reason-no-counterpart = 原文新增的这一{ $thing }，译文里找不到对应的内容。
reason-edited-after = 这段译文在原文改动之后修订过（{ $commit }），应已跟上。
reason-carried = 译文已有这处改动。
reason-nothing-to-translate = 看起来只改了拼写、措辞或标记，中文多半不用动。
reason-untouched = 译文当初没有译这一段，或者它只是挪了地方。
reason-turned = 这处改动改变了原意（“{ $what }”），译文之后没有动过。
reason-level-changed = 原文这个标题换了级别（{ $what }），译文还是旧的级别。
reason-too-large = 这里一次改动太多，无法逐处比较，请对照原文检查。
reason-wording-only = 只改了措辞，译文里没有可以核对的痕迹；译文之后没有动过，请看一眼。
reason-wording-words = 只改了措辞（“{ $old }”改成“{ $new }”），译文里没有可以核对的痕迹；译文之后没有动过，请看一眼。

thing-link = 链接
thing-image = 图片
thing-number = 数字
thing-code-line = 代码行
thing-inline-code = 代码
thing-formula = 公式
thing-name = 名称
thing-passage = 内容

passage-heading = 个标题
passage-paragraph = 段文字
passage-list-item = 项
passage-quote = 段引文
passage-code = 段代码
passage-table-row = 行表格
passage-formula = 个公式
passage-image = 张图片
passage-field = 项文首信息
passage-other = 处内容

work-code = { $count } 处代码
work-links = { $count } 个链接
work-images = { $count } 张图
work-and = { $first }、{ $rest }

words-exactly = { $count } 词

base-title = 译文的底本
base-pinned = 已由人确认
base-pinned-by = { $name }确认
base-recorded = 发布时记下的
base-inferred = 由内容推断，{ $how }（{ $percent }%）
base-sure = 很有把握
base-fairly-sure = 较有把握
base-not-sure = 把握不大
base-guess = 几乎是猜的
base-confirm = 确认是这个版本
base-choose = 换一个版本
base-choose-label = 译文是照原文的哪个版本译的
base-set = 就是这个版本
base-unpin = 撤回确认
base-day = { $day } 的原文

sort-title = 排序
sort-useful = 最值得做
sort-most = 工作量，多的在前
sort-least = 工作量，少的在前

notice-unpinned = 底本的确认撤回了。
notice-undismissed = 这处改动重新提起了。
