# 个人令牌

tokens-title = 个人令牌
tokens-what = 脚本和自己的编辑器可以用令牌读取、保存译稿。令牌代表你本人，请像密码一样保管。
tokens-none = 还没有令牌。
token-made = 新的令牌在这里，只显示这一次，请现在就抄下来：
token-name = 用在哪里
token-scope = 可以做什么
token-scope-read = 只读译稿
token-scope-write = 读取和保存译稿
token-days = 多少天后失效
token-create = 新建令牌
token-revoke = 作废
token-revoked = 已作废
token-expired = 已过期
token-used = 上次使用
token-never-used = 还没用过
notice-token-revoked = 令牌已作废。
problem-bad-token-title = 令牌无效
problem-bad-token-what = 这个令牌不存在、已过期、已作废，或者没有这项权限。
problem-bad-token-next = 请在“个人令牌”里新建一个。
problem-needs-revision-title = 没有说明是从哪一版改的
problem-needs-revision-what = 保存译稿需要 If-Match 头，写明它是从哪一版改的。
problem-needs-revision-next = 先读取译稿，把回答里的 ETag 原样放进 If-Match。
