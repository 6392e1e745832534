# 做完一件事之后的一句话

notice-signed-in = 欢迎回来。
notice-signed-out = 已退出登录，下次见。
notice-claimed = 这篇归你了。慢慢来，每次保存都会自动顺延期限。
notice-released = 已放回目录。写过的译稿留着，下一位可以接着译。
notice-assigned = 已交给这位译者。
notice-draft-saved = 译稿已保存。
notice-submitted = 已送校。校对有了回音，会在“我的”里告诉你。
notice-withdrawn = 已撤回，可以接着改。
notice-review-started = 这篇由你校对。
notice-review-left = 已放回待校对的译稿，别人可以接着校对。
notice-approved = 已通过，接下来会自动发布。
notice-returned = 已退回给译者，并附上你的说明。
notice-publishing = 正在发布，稍后刷新就能看到结果。
notice-comment-added = 批注已添加。
notice-comment-resolved = 这条批注已处理。
notice-comment-reopened = 这条批注重新打开了。
notice-pinned = 译文的底本已确认。
notice-dismissed = 已记下：这处改动不必改译文。
notice-syncing = 已开始同步。
notice-profile-saved = 个人资料已保存。
notice-role-changed = 角色已更改。
notice-blocked = 已停用这个账号。
notice-unblocked = 已恢复这个账号。
