# 同步、发布或投递为什么没有做成，接下来怎么办；出错时的原话另外收着

obstacle-words = 看原话
obstacle-other = 没有做成，原因见原话。
obstacle-hub-unreachable = 连不上 GitHub，多半是网络的问题。
obstacle-hub-down = GitHub 那边出了故障，等它恢复就好。
obstacle-hub-limit = GitHub 嫌我们来得太勤，歇一会儿再去。
obstacle-hub-moved = 仓库好像改了名或换了主人。如果一直这样，请核对 config.toml 里的仓库名。
obstacle-hub-busy = 正好有别的写入撞在一起，下一次会从最新的样子做起。
obstacle-hub-empty = GitHub 上的仓库还是空的。请先推送第一个提交，再试一次。
obstacle-hub-fork = 复刻里要用的分支有自己的提交，没法和上游对齐。请让它回到上游的样子，再试一次。
obstacle-hub-token = GitHub 的令牌没有设置，或者已经失效。请在配置里换上有效的令牌，再试一次。
obstacle-hub-permission = GitHub 令牌的权限不够。请补齐权限，再试一次。
obstacle-hub-unknown = GitHub 说没有这个仓库、分支或拉取请求。请看看它是不是改了名、被删掉了，或者令牌看不到它。
obstacle-hub-refused = GitHub 没有接受这次写入。请照原话处理好，再试一次。
obstacle-hub-unexpected = 没看懂 GitHub 的回答。请把原话告诉管服务器的人。
obstacle-settings = 配置里有一个名字不能用。请照原话改好 config.toml。
obstacle-source-unreachable = 连不上源仓库，多半是网络的问题。
obstacle-source-refused = 源仓库没有放行。请核对配置里的令牌和它的权限。
obstacle-source-none = 那个地址上没有 Git 仓库。请核对配置里的地址。
obstacle-source-branch = 源仓库里没有配置的那个分支。请核对配置里的分支名。
obstacle-source-large = 仓库里有个文件大得不像文章，没有读它。
obstacle-mirror = 本地的镜像缺了一块，或者读不出来。请再同步一次；还不行，就在服务器上看看磁盘。
obstacle-not-pushable = 要发布到的仓库没有接受推送。请核对地址、权限和分支保护，再试一次。
obstacle-git = git 没有做成这一步。请照原话处理好，再试一次。
obstacle-branch-taken = 要用的分支上有别人的提交，译稿没有动它。请到那边合并或删除那个分支，再试一次。
obstacle-broken = 译起自己出了错，译稿都在。请把原话告诉译起的开发者。
obstacle-nowhere = 这个项目没有配置发布到哪里。
obstacle-database = 数据库没能存上。请在服务器上看看磁盘还有没有空间。

dashboard-not-published = 没有发布成
dashboard-not-worked-on = 这条 webhook 没有处理成
dashboard-parked = 已经停下，等你处理。
dashboard-tried-soon = 马上会自己再试。
dashboard-tried-in = { $span }后会自己再试。
