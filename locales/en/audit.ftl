# What is noted beside the lines of the log

particular-about = about
particular-branch = branch
particular-channel = way out
particular-commit = commit
particular-from = from
particular-language = language
particular-lease-ended = lease had ended
particular-login = login
particular-name = name
particular-number = number
particular-open-threads = open remarks
particular-parked = waits for a person
particular-resumed = goes on from a draft
particular-revision = revision
particular-role = role
particular-self-approval = own approval
particular-thread = thread
particular-to = to
particular-token = token
particular-url = address
particular-yes = yes
particular-no = no
