# 别人在 GitHub 上的工作

row-outside = 有人在做：#{ $number }（@{ $author }）
standing-outside = 有人正在 GitHub 上翻译这篇，先不要重复劳动。
outside-work = 有人在做：#{ $number }
outside-despite = 仍然认领

problem-on-it-title = 有人在做：#{ $number }
problem-on-it-what = @{ $author } 已经在 GitHub 上为这篇开了拉取请求：{ $url }
problem-on-it-next = 可以去那边帮忙看看；目录里还有别的文章等着。确实需要另起一份时，请找维护者。

story-pushed = 在分支上推送了修改，已并进译稿
story-reopened = 拉取请求重新打开了
story-pull-request-news = 拉取请求有变化

rehearsal-title = 发布预演
rehearsal-lead = 下面是发布时会发给 GitHub 的全部内容。现在什么都没有发出。
rehearsal-task = 译稿
rehearsal-another = 上游已经有一份这篇译文不是从它改出来的译文：什么都不会发出。
rehearsal-nothing = 上游已经有这些内容：什么都不会发出。
rehearsal-pull-request = 拉取请求
rehearsal-pr-title = 标题
rehearsal-branch = 分支
rehearsal-base = 基于
rehearsal-author = 作者
rehearsal-commit = 提交说明
rehearsal-new-file = 新文件
rehearsal-requests = 请求，按先后顺序

dashboard-delivery = 投递
dashboard-run-again = 重新执行
dashboard-ignored = 收到但不处理的事件：
notice-running-again = 这次投递会马上重新执行。
notice-welcomed = 欢迎！都记下了，随时可以在个人资料里修改。
notice-signed-out-everywhere = 所有设备上都已经退出。

welcome-title = 第一次来
welcome-greeting = { $name }，欢迎来到译起
welcome-lead = 先认识一下：填好下面两项就可以开始。
welcome-go = 好了，开始
welcome-stored = 我们会保存什么
welcome-stored-account = 你的 GitHub 编号、用户名和显示名。我们不要任何 GitHub 权限，登录用的令牌用过即弃。
welcome-stored-work = 你认领、写下、校对和评论的内容，以及这些操作的记录。译稿的每一版都留着；文章发布很久之后，只清掉中途自动保存的那些。
welcome-stored-session = 每台设备一条登录记录，三十天不用就失效；可以在个人资料里一次退出所有设备。
welcome-stored-public = 译文发布时，你的名字会作为译者或校对者出现在文章、提交记录和拉取请求里。

profile-sessions = 登录
profile-sessions-note = 在别的设备上忘了退出，或者担心有人用了你的登录，可以一次全部退出。
profile-sign-out-everywhere = 在所有设备上退出
rehearsal-link = 看看发布时会发出什么

told-changes-requested = @{ $by } 在拉取请求 #{ $number } 里请求修改：{ $said } { $url }
told-quoted = “{ $words }”
told-line-by-line = 请看那边的逐行意见。
told-request-withdrawn = @{ $by } 撤回了修改请求，拉取请求 #{ $number } 照原样继续：{ $url }
told-request-withdrawn-late = @{ $by } 撤回了拉取请求 #{ $number } 里的修改请求：{ $url }。你已经动笔，送校并通过之后会更新到那里。
told-closed = 拉取请求 #{ $number } 被关闭，没有合并：{ $url }。译稿都在，请看看那边的讨论，修改后再送校。
told-closed-meanwhile = 拉取请求 #{ $number } 被关闭，没有合并：{ $url }。译稿都在，送校并通过之后会开新的拉取请求。
told-reopened = 拉取请求 #{ $number } 重新打开了：{ $url }
told-reopened-meanwhile = 拉取请求 #{ $number } 重新打开了：{ $url }。译稿送校并通过之后，会更新到那里。
told-retargeted = 有人把拉取请求 #{ $number } 的目标分支从 { $ours } 改成了 { $theirs }：{ $url }。译稿进入 { $ours } 之后，这篇才算完成。
told-merged-elsewhere = 拉取请求 #{ $number } 合并到了 { $theirs }，不是 { $ours }：{ $url }。译稿进入 { $ours } 之后，这篇才算完成。
told-merged-meanwhile = 拉取请求 #{ $number } 已经合并：{ $url }。之后的修改送校并通过之后，会作为新的拉取请求发出。
told-thanks = 谢谢{ $translator }翻译！
told-thanks-both = 谢谢{ $translator }翻译、{ $reviewer }校对！
told-pushed = { $by } 在分支上推送了修改，已经并进译稿。请看一看，没有问题就再送校。
told-pushed-against = { $by } 在分支上推送了修改，其中 { $count } 段和译稿改了同一处：译稿保留了原来的写法，对方的写法记在讨论里，请逐段选择后再送校。
told-another-translation = 上游已经有了 { $path } 的另一份译文，这一份没有发布。译稿都在，请和那边的译文比对，把值得保留的改进作为更新再提交。
told-translation-changed = 认领之后，上游的 { $path } 又有人改过。为了不盖掉别人的修改，这一份没有发布。译稿都在：请放弃认领再重新认领，从最新的译文开始，把这一份里的改动并过去。
told-block-rewritten =
    在分支上把这一段改成了下面这样；译稿保留了原来的写法，请选择。

    { $theirs }
told-block-removed = 在分支上删去了这一段；译稿里它还在，请选择。
told-repository-empty = GitHub 上的仓库还是空的，一个提交也没有，所以发不出去。译稿都在；请维护者推送第一个提交，再重新发布。
told-fork-diverged = 复刻 { $fork } 的 { $branch } 分支有自己的提交，没法和上游对齐，所以发不出去。译稿都在；请维护者把那些提交移到别的分支，让 { $branch } 回到上游的样子，再重新发布。
