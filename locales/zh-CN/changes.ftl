# 改动与底本：差异怎么看，底本怎么定

story-unpinned = 撤回了对底本的确认
story-undismissed = 重新提起一处改动
