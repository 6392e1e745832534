# 出了岔子：发生了什么、文字是否安全、接下来怎么办

problem-eyebrow = 没有成功
problem-kept = 你写的文字在这里，一个字都没有丢：
problem-id = 日志编号
problem-home = 回到目录

problem-not-found-title = 没有这个页面
problem-not-found-what = 地址可能写错了，或者页面已经挪走。
problem-not-found-next = 从目录重新找起吧。

problem-no-post-title = 没有这篇文章
problem-no-post-what = 文章可能改了名，或者已经从源仓库里删除。
problem-no-post-next = 回到目录，用标题搜一搜。

problem-unexpected-title = 我们这边出了问题
problem-unexpected-what = 刚才的操作没有完成。已经保存过的译稿不受影响。
problem-unexpected-next = 请稍后再试；如果还是不行，把下面的编号发给维护者。

problem-bad-request-title = 没看懂这次提交
problem-bad-request-what = 提交的内容不完整：{ $problem }。
problem-bad-request-next = 请返回上一页再试一次。

problem-wrong-method-title = 不是这样用的
problem-wrong-method-what = 这个地址是有的，但不能这样请求。
problem-wrong-method-next = 回答里的 Allow 头写着可用的方法；每个地址怎么用，见 /api。

problem-wrong-kind-title = 看不懂这种格式
problem-wrong-kind-what = { $problem }。
problem-wrong-kind-next = 请在 Content-Type 头里写明所发内容的格式；每个地址要什么格式，见 /api。

problem-unknown-parameter-title = 没有这个参数
problem-unknown-parameter-what = 这个地址没有“{ $name }”这个参数，可用的有：{ $known }。
problem-unknown-parameter-next = 请改正参数名或去掉它，免得被悄悄忽略。

problem-too-large-title = 内容太长了
problem-too-large-what = 一次最多收 { $limit }，这次的内容超过了，没有保存；之前保存过的都在。
problem-too-large-next = 请检查是不是粘贴了图片或整个网页，删去后再保存。

problem-sign-in-first-title = 请先登录
problem-sign-in-first-what = 这一步需要知道你是谁。
problem-sign-in-first-next = 登录之后会回到这里。

problem-sign-in-failed-title = 没能登录
problem-sign-in-failed-what = GitHub 没有放行：{ $reason }。
problem-sign-in-failed-next = 请再试一次；如果一直这样，请告诉维护者。

problem-foreign-form-title = 这次提交被拦下了
problem-foreign-form-what = 请求似乎来自别的网站，为了保护你的账号，我们没有执行。
problem-foreign-form-next = 请在译起的页面里重新操作一次。

problem-forbidden-title = 这一步要由维护者来做
problem-forbidden-what = 你现在的角色还做不了这件事。
problem-forbidden-next = 需要的话，请维护者来做，或者请他们给你相应的角色。

problem-already-claimed-title = 晚了一步
problem-already-claimed-what = { $by }刚刚认领了这篇。
problem-already-claimed-next = 目录里还有别的文章等着，挑一篇吧。

problem-too-many-claims-title = 手上的已经够多了
problem-too-many-claims-what = 每人同时最多认领 { $limit } 篇。
problem-too-many-claims-next = 先译完或放回一篇，再来认领。

problem-conflict-title = 译稿在别处改过了
problem-conflict-what = { $by }在你打开之后又保存过一次。你写的没有丢，也没有覆盖对方的。
problem-conflict-next = 对照两边，决定留下哪一份。

problem-has-errors-title = 还差一点就能送校
problem-has-errors-what = 还有 { $count } 处必须先改的问题。译稿已经保存。
problem-has-errors-next = 回到译稿，打开“检查”，逐条处理。

problem-finding = 第 { $line } 行：{ $what }

problem-unchanged-title = 译稿还没有改动
problem-unchanged-what = 现在的译稿和已发布的译文一模一样，没有可以送校的内容。
problem-unchanged-next = 回到译稿，照原文的改动修改后再送校。如果译文其实不必改，请维护者忽略这处改动。

problem-invalid-title = 填写的内容有问题
problem-invalid-what = { $field }：{ $problem }。
problem-invalid-next = 请改好再提交。

problem-no-publisher-title = 还没有地方可发布
problem-no-publisher-what = 这个项目还没有设置往哪里发布。译稿都在，一个字也不会丢。
problem-no-publisher-next = 请告诉维护者；设置好之后，就能从这里接着做。
problem-no-publisher-next-maintainer = 请在 `config.toml` 里给这个项目设置 `publish`，重启译起之后，就能从这里接着做。

problem-repository-title = 源仓库暂时读不到
problem-repository-what = { $reason }
problem-repository-next = 已有的译稿都在。稍后会自动重试，也可以在“概况”里手动同步。

problem-github-title = GitHub 没有回应
problem-github-what = { $reason }
problem-github-next = 译稿都在，稍后会自动重试，不会重复提交。

problem-convention-title = 文件格式不符合约定
problem-convention-what = { $reason }。
problem-convention-next = 请按提示修改译稿或索引文件，再试一次。

problem-store-title = 数据库暂时不可用
problem-store-what = 刚才的操作没有保存成功。
problem-store-next = 请稍后再试；编辑器里的文字会留在你的浏览器里。

problem-wrong-stage-title = 情况已经变了
problem-wrong-stage-what = 在你操作之前，这篇译稿已经进入了别的阶段。
problem-wrong-stage-next = 刷新页面，看看它现在到了哪一步。

problem-lease-running-title = 期限还没到
problem-lease-running-what = 这篇还在译者手上，期限未到。
problem-lease-running-next = 可以直接联系译者，或者等期限过后再认领。

problem-reviewed-by-another-title = 已经有人在校对
problem-reviewed-by-another-what = 另一位校对正在看这篇。
problem-reviewed-by-another-next = 去“我的”里挑另一篇吧。

problem-old-revision-title = 译稿有了新版本
problem-old-revision-what = 你看的是旧版本，译者后来又送来了新的。
problem-old-revision-next = 刷新页面，看过新版本再决定。

problem-branch-taken-title = 分支上有别人的提交
problem-branch-taken-what = 这篇译文要用的分支 { $branch } 上，已经有一个不是译起写的提交（{ $commit }）。译稿没有动它。
problem-branch-taken-next = 请到 GitHub 上看看那个分支，合并或删除它，再发布一次。

problem-nothing-to-do-title = 这篇已经和原文一致
problem-nothing-to-do-what = 译文跟上了原文的每一处改动，没有需要翻译的内容。
problem-nothing-to-do-next = 目录里还有别的文章等着，挑一篇吧。

problem-no-source-title = 原文已经不在了
problem-no-source-what = 这篇译文对应的原文已从仓库中移除，所以不能认领。
problem-no-source-next = 如果原文改了名字，请告诉维护者。

problem-last-maintainer-title = 至少要留一位维护者
problem-last-maintainer-what = 这是最后一位维护者，角色没有改动。
problem-last-maintainer-next = 先请另一位成为维护者，再来修改。

problem-go-back = 回到刚才的页面
problem-to-desk = 回到译稿
problem-to-review = 回到校对
problem-to-mine = 看看我的
