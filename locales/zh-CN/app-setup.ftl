# 设置 GitHub App 的页面（yiqi github-app）

app-setup-steps = 进度
app-setup-step-register = 注册
app-setup-step-install = 安装
app-setup-step-restart = 启用

app-setup-register = 连接 GitHub
app-setup-lead = 译起通过一个 GitHub App 开拉取请求、让译者登录、接收通知。点一下按钮，就带着下面这些设置去 GitHub，在那边确认即可。
app-setup-repositories = 用于仓库
app-setup-account = 归谁所有
app-setup-own-account = 你自己的 GitHub 账号
app-setup-told = GitHub 会通知
app-setup-events = 拉取请求、审阅与评论、推送、仓库改名
app-setup-no-events = 不通知：GitHub 访问不到本机地址，改由定时器查看
app-setup-secrets = 密钥保存在
app-setup-secrets-in = 密钥存在
app-setup-secrets-note = 只有文件所有者可读，不会出现在网页、日志和命令行里。
app-setup-may = 它可以做什么
app-setup-read = 只读
app-setup-write = 读写
app-setup-contents = 内容
app-setup-contents-for = 写入每篇译文的分支
app-setup-pulls = 拉取请求
app-setup-pulls-for = 提交译文，读取审阅意见，看到还有谁在翻译
app-setup-issues = 议题
app-setup-issues-for = 读取拉取请求下面的讨论
app-setup-labels-for = 读取拉取请求下面的讨论，并给它加标签
app-setup-metadata = 元数据
app-setup-metadata-for = 找到仓库，知道谁有写权限（他们会成为维护者）；每个 App 都有
app-setup-register-go = 去 GitHub 注册
app-setup-register-note = GitHub 会再确认一次，名字在那里还可以改。不想继续的话，关掉页面即可，什么都不会留下。

app-setup-keep = 密钥还没有存下来
app-setup-keep-what = GitHub 上已经注册了 { $app }，但密钥写不进文件：
app-setup-keep-next = 密钥还在内存里，没有丢。请不要关掉终端里的命令，先按上面的原因处理，让 `{ $file }` 写得进去（改好权限或腾出空间），再试一次。
app-setup-keep-again = 再写一次

app-setup-install = 安装到仓库
app-setup-made = { $app } 已经注册，密钥也存好了。还要把它装到仓库上。
app-setup-where = 安装到
app-setup-install-go = 去 GitHub 安装
app-setup-look = 已经装好，再查一次
app-setup-install-note = 在 GitHub 选择“Only select repositories”，再选中上面的仓库，装完会自动回到这里。
app-setup-private = 这个 App 是私有的，只能装在所有者自己名下，装不到 { $owners }。请先在 App 的设置里选择“Make public”。
app-setup-private-go = 打开设置

app-setup-done = 装好了
app-setup-done-what = { $app } 已经注册并安装。
app-setup-uncovered = 这次安装还没有包括 { $repositories }。
app-setup-add-go = 去 GitHub 加上
app-setup-add-note = ，这里就不用再做什么了；加上没有，`yiqi doctor` 会告诉你。
app-setup-no-webhook = GitHub 没有给出 Webhook 密钥，通知暂时不可用；定时器照常工作。
app-setup-left = 最后几步
app-setup-written = `config.toml` 里已经写好：
app-setup-write-down = 把这几行写进 `config.toml`：
app-setup-unwritten = 没能替你写进 `config.toml`，请自己写入：
app-setup-restart = 让服务读取 `{ $file }`，然后重新启动（systemd：`systemctl restart yiqi`）。
app-setup-doctor = 运行 `yiqi doctor`，看看是否一切正常。
app-setup-bye = 终端里的命令已经结束，这个页面可以关掉了。

app-setup-lost = 这个链接无效
app-setup-lost-what = 链接不完整，或者已经用过。请打开 `yiqi github-app` 在终端里打印的完整链接；如果命令已经结束，请再运行一次。
app-setup-failed = 没有注册成功
app-setup-again = 再试一次
app-setup-start = 回到开头
app-setup-foreign = 这次返回不是从这里的按钮开始的，所以没有理会。请回到开头，再点一次按钮。
app-setup-no-code = GitHub 没有带回代码，什么也没有注册。
app-setup-code-refused = GitHub 不接受这个代码：它只能用一次，一小时内有效。如果 GitHub 上已经多了一个刚注册的 App，请先在那里删掉它，再从头来。
app-setup-silent = GitHub 没有回答。什么也没有丢，可以再试一次。
app-setup-not-installed = GitHub 说，它还没有装到下面的仓库。
app-setup-asked = 已经请求仓库的所有者安装。等对方同意以后，再查一次。
app-setup-refused = GitHub 拒绝了这个请求。
