# 目录

board-summary = { $translated ->
    [0] 还没有译文，{ $missing } 篇文章等着第一位译者。
   *[other] { $behind ->
        [0] 已有 { $translated } 篇译文，都跟得上原文；还有 { $missing } 篇没有人译过。
       *[other] 已有 { $translated } 篇译文，其中 { $behind } 篇落后于原文{ $updating ->
            [0] { "" }
           *[other] （{ $updating } 篇正在改）
        }；还有 { $missing } 篇没有人译过。
    }
}
board-invitation = 志愿者在这里把 { $project } 的英文文章译成中文。登录后就能认领一篇。
board-begin = 登录并开始翻译
board-first-steps = 看看适合第一次译的
board-bar = 各状态的篇数
board-filters = 筛选
board-more-filters = 更多筛选
board-search = 搜标题
board-search-hint = 中英文都行
board-search-go = 搜
board-clear = 清除筛选
board-states = 状态
board-lengths = 长短
board-severities = 落后程度
board-tags = 标签
board-mine = 我手上的
board-rest = 等着人来的
board-found = 找到 { $count } 篇
board-count = { $count } 篇
board-others = 其余 { $count } 篇
board-pages = 翻页
board-page = 第 { $page } / { $pages } 页
board-earlier = 上一页
board-later = 下一页
board-empty-title = 这里暂时没有文章
board-empty-filtered = 没有符合这些条件的文章。放宽一点试试？
board-empty-search = 没有哪篇的标题里有“{ $words }”
board-empty-other-words = 换个词试试，或者
board-see-all = 看全部
board-empty-all = 该译的都译了，该改的都改了。去喝杯茶吧。
board-empty-new = 还没有从源仓库读到文章。第一次同步完成之后，这里就会出现目录。
board-synced-before = { "" }
board-synced-after = 与原文仓库同步过
board-never-synced = 还没有同步过

state-todo = 要做的
state-behind = 落后
state-missing = 未译
state-in-progress = 进行中
state-review = 等校对
state-cosmetic = 只差细节
state-published = 已发布
state-orphan = 找不到原文
state-all = 全部

length-short = 短，800 词以内
length-medium = 中，800–2,000 词
length-long = 长，2,000 词以上

row-published-before = { "" }
row-published-after = 发布
row-stale = 上游改动：{ $work }
row-stale-unknown = 上游有改动
row-blocks = { $count } 段
row-cosmetic = 只有措辞、排版之类的小变动，不改也行
row-orphan = 原文已改名或删除
row-published = 与原文一致
row-approved = 等着发布
row-pull-request = 等上游合并
row-updating = 跟进原文改动 · { $words }
row-translating = 新译 · { $words }
row-me-translating = 我在译
row-me-proofreading = 我在校对
row-translating-now = { $name }在译
row-translated-by = 译者 { $name }
row-mine = 我译的
row-proofread-by = { $name }在校对
