# Why a message has not left; stands after “did not take it:”

unsent-bad-settings = the settings for messages are not usable ({ $why })
unsent-bad-address = this is no address for messages of that form
unsent-private = the address leads into the server’s own network
unsent-unreachable = nobody answers there
unsent-too-slow = the answer took too long
unsent-redirected = the answer leads elsewhere (status { $status }); use the address it leads to
unsent-busy = too much was sent for now
unsent-status = the answer has status { $status }
unsent-refused = refused: { $said }
unsent-no-mail = no mail server is configured
unsent-left-out = its address and secret are not in backups; enter them again
