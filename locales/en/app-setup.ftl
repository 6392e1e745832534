# The pages of setting up a GitHub App (yiqi github-app)

app-setup-steps = Progress
app-setup-step-register = Register
app-setup-step-install = Install
app-setup-step-restart = Put to use

app-setup-register = Connect GitHub
app-setup-lead = Yiqi opens pull requests, signs translators in and hears of changes through one GitHub App. The button takes these settings to GitHub, where you confirm them.
app-setup-repositories = For
app-setup-account = Belongs to
app-setup-own-account = your own GitHub account
app-setup-told = GitHub tells of
app-setup-events = pull requests, reviews and remarks, pushes, renames
app-setup-no-events = nothing: GitHub cannot reach an address of this machine, and timers look instead
app-setup-secrets = Secrets go to
app-setup-secrets-in = Secrets are in
app-setup-secrets-note = Readable by the owner of the file alone; never on a page, in a log or on a command line.
app-setup-may = What it may do
app-setup-read = read only
app-setup-write = read and write
app-setup-contents = Contents
app-setup-contents-for = writing the branch of each translation
app-setup-pulls = Pull requests
app-setup-pulls-for = submitting a translation, reading its reviews, seeing who else is at work
app-setup-issues = Issues
app-setup-issues-for = reading what is said under a pull request
app-setup-labels-for = reading what is said under a pull request, and labelling it
app-setup-metadata = Metadata
app-setup-metadata-for = finding the repository, and who may write to it (they become maintainers); every App has it
app-setup-register-go = Register it at GitHub
app-setup-register-note = GitHub asks once more, and the name can still be changed there. To stop, close the page: nothing is left behind.

app-setup-keep = The secrets are not stored yet
app-setup-keep-what = { $app } is registered at GitHub, but its secrets cannot be written:
app-setup-keep-next = They are still in memory, and nothing is lost. Leave the command in the terminal running, put right what stands above so that `{ $file }` can be written (permissions, room on the disk), and try again.
app-setup-keep-again = Write them again

app-setup-install = Install the App
app-setup-made = { $app } is registered, and its secrets are stored. It still has to be installed.
app-setup-where = Install on
app-setup-install-go = Install it at GitHub
app-setup-look = It is installed: look again
app-setup-install-note = At GitHub choose “Only select repositories” and the ones above; GitHub then brings you back here.
app-setup-private = This App is private, and { $owners } cannot install what belongs to somebody else. Choose “Make public” in its settings first.
app-setup-private-go = Open the settings

app-setup-done = The App is installed
app-setup-done-what = { $app } is registered and installed.
app-setup-uncovered = The installation does not cover { $repositories } yet.
app-setup-add-go = Add it at GitHub
app-setup-add-note = ; nothing else changes here, and `yiqi doctor` tells when it is covered.
app-setup-no-webhook = GitHub gave no webhook secret, so there are no deliveries yet; timers look all the same.
app-setup-left = The last steps
app-setup-written = `config.toml` has these lines now:
app-setup-write-down = Put these lines into `config.toml`:
app-setup-unwritten = These lines could not be added to `config.toml`; please add them yourself:
app-setup-restart = Let the service read `{ $file }`, and start it again (systemd: `systemctl restart yiqi`).
app-setup-doctor = Run `yiqi doctor`, and see that all is well.
app-setup-bye = The command in the terminal has ended, and this page can be closed.

app-setup-lost = This link is not valid
app-setup-lost-what = It is incomplete, or has been used already. Open the whole link that `yiqi github-app` printed in the terminal; if the command has ended, run it again.
app-setup-failed = The App was not registered
app-setup-again = Try again
app-setup-start = Back to the start
app-setup-foreign = This way back did not begin with the button here, so nothing was done. Go back to the start and press the button again.
app-setup-no-code = GitHub brought no code, and nothing was registered.
app-setup-code-refused = GitHub does not take this code: it works once, for an hour. If GitHub shows an App that was registered just now, delete it there and start again.
app-setup-silent = GitHub did not answer. Nothing is lost; try again.
app-setup-not-installed = GitHub says that it is not installed on these repositories yet.
app-setup-asked = The owner of the repository was asked to install it. Look again once they agreed.
app-setup-refused = GitHub refuses this.
