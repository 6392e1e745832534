# 进度、署名、个人页，和放到别处的徽章、订阅源

progress-title = 翻译进度
progress-lead = { $posts ->
    [0] 还没有从源仓库读到文章。
   *[other] { $posts } 篇文章，已有 { $translated } 篇译成中文，占 { $percent }%。
}
progress-behind = { $count ->
    [0] 每一篇译文都跟得上原文。
   *[other] 其中 { $count } 篇译文落后于原文，约 { $words } 词要改。
}
progress-missing = { $count ->
    [0] 没有一篇还缺译文。
   *[other] 还有 { $count } 篇没有译文，约 { $words } 词。
}
progress-in-hand = 有 { $count } 篇正在进行。
progress-join = 想出一份力？去目录挑一篇
progress-who = 看看是谁译的
progress-tags = 按标签看
progress-tag = 标签
progress-posts = 文章
progress-translated = 已译
progress-behind-short = 落后
progress-share = 进度
progress-more-tags = 其余 { $count } 个标签
progress-feeds = 订阅
progress-feeds-lead = 放进任何一种订阅阅读器，有新消息就能看到。
feed-new = 等人翻译的新文章
feed-published = 新发布的译文
feed-stale = 落后于原文的译文
progress-embed = 放到别处
progress-embed-lead = 徽章、数据和提示条都不用登录，可以放进 README、网站或博客。
embed-badge = 进度徽章
embed-badge-note = 加上 `?tag=标签`，就只算那个标签的文章；加上 `?language=en` 是英文；两样都要，中间用 `&` 连接。
embed-people = 大家的印章墙
embed-json = 数据
embed-json-note = 第一个是完整的状态，第二个是 shields.io 认得的格式。
embed-behind = 博客上的“译文落后”提示
embed-behind-note = 放进译文页面，把 `data-post` 换成文章的短名。译文跟得上原文时，什么也不会出现。
embed-behind-image = 不想用脚本，也可以放一张会变的图：
embed-example-post = 文章短名
copy = 复制
copied = 已复制

badge-label = 中文翻译
badge-label-tag = 中文翻译 · { $tag }
badge-person = { $translated ->
    [0] { $proofread ->
        [0] 译起的伙伴
       *[other] 校对 { $proofread } 篇次
    }
   *[other] { $proofread ->
        [0] 译文 { $translated } 篇
       *[other] 译文 { $translated } 篇 · 校对 { $proofread } 篇次
    }
}
badge-current = 译文与原文一致
badge-behind = { $count ->
    [0] 译文落后于原文
   *[other] 译文落后于原文 { $count } 处
}
badge-untranslated = 还没有译文
people-image-label = { $project }：一起翻译的 { $count } 位伙伴
people-image-more = 和另外 { $count } 位

credits-title = 署名
credits-lead = { $count ->
    [0] 还没有人留下名字。第一篇译文发布之后，这里就会有。
   *[other] { $project } 的中文译文，由下面 { $count } 位伙伴翻译和校对。按到来的先后排列，不分多少。
}
credits-unlisted = 还有 { $count } 位伙伴出了力，不愿留名。
credits-unlisted-alone = 有 { $count } 位伙伴出了力，不愿留名。
credits-translated = 译 { $count } 篇
credits-updated = 更新 { $count } 次
credits-proofread = 校对 { $count } 篇次
credits-since = { $month }起
credits-thanks = 写进发布说明的感谢
credits-thanks-lead = 选一段日子，得到一段 Markdown：这段时间里发布的译文，都有谁出了力。
credits-from = 从
credits-until = 到
credits-make = 写出来
credits-thanks-none = 这段日子里没有发布译文。
credits-thanks-text = 感谢的文字
credits-thanks-wrong = 结束的日子在开始之前，请换一下。

thanks-heading = ### 致谢

    感谢这段时间里参与翻译的伙伴：
thanks-line = { $name }：{ $parts }
thanks-between = ，
thanks-translated = 翻译 { $count } 篇
thanks-updated = 更新 { $count } 篇次
thanks-proofread = 校对 { $count } 篇次
thanks-unnamed = 以及 { $count } 位不愿留名的伙伴

person-summary = { $translated ->
    [0] { $proofread ->
        [0] 新伙伴，欢迎。
       *[other] 校对过 { $proofread } 篇次译文。
    }
   *[other] { $proofread ->
        [0] 译过 { $translated } 篇文章，约 { $words } 词。
       *[other] 译过 { $translated } 篇文章，约 { $words } 词；校对过 { $proofread } 篇次。
    }
}
person-updated = 让 { $count } 篇次译文重新跟上了原文。
person-months = { $count ->
    [0] { "" }
    [1] { $first }来到这里。
   *[other] 从 { $first }到 { $last }，有 { $count } 个月在这里出力。
}
person-hub = Hugging Face：{ $name }
person-github = GitHub：{ $name }
person-only-you = 这一页只有你自己看得到。
person-settings = 想让大家也看到，去个人资料里打开
person-milestones = 值得记住的时刻
milestone-first-translations = 第一篇译文
milestone-translations = 第 { $count } 篇译文
milestone-words = 译满 { $count } 词
milestone-first-updates = 第一次让译文跟上原文
milestone-updates = 第 { $count } 次更新译文
milestone-first-proofreadings = 第一次校对
milestone-proofreadings = 第 { $count } 次校对
milestone-months = 有译文发布的第 { $count } 个月
person-works = 做过的
person-works-own = 我做过的
person-works-more = 其余 { $count } 篇
person-works-older = 还有更早的 { $count } 篇。
person-works-none = 还没有发布的译文。第一篇发布之后，会出现在这里。
part-translated = 翻译
part-updated = 更新
part-proofread = 校对
person-calendar = 出力的月份
person-share = 署名与徽章
person-share-byline = 署名
person-byline = 译文开头的署名
person-byline-note = 发布译文时，译起会把署名写进文章开头；自己提交译文时，可以照抄。
person-byline-proofreader = 校对时写作
person-badge = 个人徽章
person-badge-alt = { $name } 在译起

profile-page = 公开的个人页
profile-page-note = 列出你译过、校对过的文章。关掉之后，署名页和感谢里也不出现你的名字；已经写进译文开头的署名不变。
profile-page-listed = 让大家看到我的个人页
profile-page-save = 保存
profile-page-see = 看看我的个人页
notice-page-listed = 已保存，现在大家能看到你的个人页。
notice-page-unlisted = 已保存，你的个人页现在只有你自己看得到。

feed-title = { $project }：{ $what }
feed-summary-new = 约 { $words } 词，还没有人翻译。
feed-summary-published = 译文已经发布。
feed-summary-stale = { $changes ->
    [0] 原文有改动，约 { $words } 词要跟上。
   *[other] 原文改了 { $changes } 处，约 { $words } 词要跟上。
}
og-progress = { $project } 的中文翻译：{ $posts } 篇文章，已译 { $translated } 篇（{ $percent }%）。一起把好文章译成中文。
og-credits = { $project } 的中文译文，由 { $count } 位伙伴一起完成。
