# 登录、我的、个人资料、大家

sign-in-title = 登录
sign-in-lead = 一起把好文章译成中文。
sign-in-github = 用 GitHub 登录
sign-in-github-note = 我们只读取你的用户名，用来在译文里署名。
sign-in-local = 在这台电脑上试用
sign-in-local-lead = 挑一个角色，从那个位置看看译起。
sign-in-as-volunteer = 认领文章，翻译，送校
sign-in-as-proofreader = 校对别人的译稿，批注，通过或退回
sign-in-as-maintainer = 看全局，分配，发布，管理角色
sign-in-nothing = 这台服务器还没有设置登录方式。请维护者在 config.toml 里设置 auth。

mine-title = 我的
mine-greeting = { $count ->
    [0] { $name }，手上没有等着的事。
   *[other] { $name }，有 { $count } 件事等着你。
}
mine-working = 在译
mine-to-review = 等我校对
mine-waiting = 等别人
mine-done = 做完的
mine-empty-title = 手上还没有文章
mine-empty = 去目录里挑一篇喜欢的吧，短的大约一个晚上就能译完。
mine-to-board = 去目录看看
mine-hub-name = 译文署名用的是 Hugging Face 用户名，你还没有填。
mine-hub-name-go = 去填写

profile-title = 个人资料
profile-hf-user = Hugging Face 用户名
profile-hf-user-note = 译文发布时用它署名。没有账号可以留空。
profile-language = 界面语言
profile-chinese = 中文
profile-english = English
profile-save = 保存
profile-more = 其他设置
profile-login = 登录名
profile-role = 角色

people-title = 大家
people-lead = 译起由这些伙伴一起做成。
people-person = 伙伴
people-role = 角色
people-status = 状态
people-set-role = 更改
people-block = 停用
people-unblock = 恢复
people-blocked = 已停用
people-active = 正常
people-you = 这是你
people-empty = 还没有人来过。

sign-in-other = 用别的名字
sign-in-login = 登录名，英文字母和数字
sign-in-name = 名字
