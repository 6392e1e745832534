# What is noted beside the lines of the log

particular-about = About
particular-branch = Branch
particular-channel = Channel
particular-commit = Commit
particular-from = From
particular-language = Language
particular-lease-ended = Lease had ended
particular-login = Login
particular-name = Name
particular-number = Number
particular-open-threads = Open remarks
particular-parked = Waits for a person
particular-resumed = Goes on from a draft
particular-revision = Revision
particular-role = Role
particular-self-approval = Own approval
particular-thread = Thread
particular-to = To
particular-token = Token
particular-url = Address
particular-yes = yes
particular-no = no
particular = { $name }: { $value }
particular-task = Draft { $number }
