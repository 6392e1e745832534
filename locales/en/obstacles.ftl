# Why a sync, a publication or a webhook did not go on, and what to do; the words of the error stand beside

obstacle-words = The exact words
obstacle-other = It did not work; the exact words say why.
obstacle-hub-unreachable = GitHub cannot be reached, most likely because of the network.
obstacle-hub-down = GitHub itself is in trouble; it will pass.
obstacle-hub-limit = GitHub asks us to come less often and to wait a little.
obstacle-hub-moved = The repository seems to have another name or owner. If this stays, correct its name in config.toml.
obstacle-hub-busy = Two writes met; the next try begins from how things stand then.
obstacle-hub-empty = The repository at GitHub is empty. Please push a first commit, then try again.
obstacle-hub-fork = The branch of the fork has commits of its own and cannot be brought in step with upstream. Please set it back, then try again.
obstacle-hub-token = There is no GitHub token, or it is not valid any more. Please put a valid one into the configuration, then try again.
obstacle-hub-permission = The GitHub token may not do this. Please give it the missing permission, then try again.
obstacle-hub-unknown = GitHub knows no such repository, branch or pull request. Was it renamed or deleted, or may the token not see it?
obstacle-hub-refused = GitHub did not take what was written. Please mend what its words say, then try again.
obstacle-hub-unexpected = GitHub’s answer could not be understood. Please pass the exact words on to whoever runs this server.
obstacle-settings = A name in the configuration cannot be used. Please correct config.toml as the exact words say.
obstacle-source-unreachable = The source repository cannot be reached, most likely because of the network.
obstacle-source-refused = The source repository did not let us in. Please check the token in the configuration and what it may do.
obstacle-source-none = There is no Git repository at that address. Please check the address in the configuration.
obstacle-source-branch = The source repository has no branch of the configured name. Please check the configuration.
obstacle-source-large = A file of the repository is too large to be a post and was not read.
obstacle-mirror = A piece of the local mirror is missing or cannot be read. Please sync again; if that does not help, look at the disk of the server.
obstacle-not-pushable = The repository to publish to did not take the push. Please check address, permissions and branch protection, then try again.
obstacle-git = Git could not do this. Please mend what its words say, then try again.
obstacle-branch-taken = The branch has somebody else’s commit, and the draft left it alone. Please merge or delete that branch, then try again.
obstacle-broken = Yiqi itself broke down; the drafts are safe. Please pass the exact words on to the developers of Yiqi.
obstacle-nowhere = This project is not configured to publish anywhere.
obstacle-database = The database could not save this. Please see whether the disk of the server is full.

dashboard-not-published = could not be published
dashboard-not-worked-on = is a webhook that could not be processed
dashboard-parked = Waits for you.
dashboard-tried-soon = Will be tried again in a moment.
dashboard-tried-in = Will be tried again in { $span }.
