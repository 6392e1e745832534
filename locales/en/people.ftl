# Signing in, mine, profile, people

sign-in-title = Sign in
sign-in-lead = Translating good writing into Chinese, together.
sign-in-github = Sign in with GitHub
sign-in-github-note = We read only your user name, to credit you in the translation.
sign-in-local = Try it on this computer
sign-in-local-lead = Pick a role and see Yiqi from there.
sign-in-as-volunteer = Claim posts, translate, send to proofreading
sign-in-as-proofreader = Proofread others’ drafts, comment, approve or return
sign-in-as-maintainer = See the whole, assign, publish, manage roles
sign-in-nothing = This server has no way to sign in yet. A maintainer can set auth in config.toml.

mine-title = Mine
mine-greeting = { $count ->
    [0] { $name }, nothing waits for you.
    [one] { $name }, one thing waits for you.
   *[other] { $name }, { $count } things wait for you.
}
mine-working = Translating
mine-to-review = For me to proofread
mine-waiting = Waiting for others
mine-done = Done
mine-empty-title = Nothing in your hands yet
mine-empty = Pick a post you like from the board. A short one takes about an evening.
mine-to-board = To the board
mine-hub-name = Translations credit your Hugging Face user name, and you have not given one yet.
mine-hub-name-go = Add it

profile-title = Profile
profile-hf-user = Hugging Face user name
profile-hf-user-note = Your byline in the posts you translate. Leave it empty if you have no account.
profile-language = Language
profile-chinese = 中文
profile-english = English
profile-save = Save
profile-more = More settings
profile-login = Login
profile-role = Role

people-title = People
people-lead = Yiqi is made by these people.
people-person = Person
people-role = Role
people-status = Status
people-set-role = Change
people-block = Block
people-unblock = Unblock
people-blocked = blocked
people-active = Active
people-you = you
people-empty = Nobody has been here yet.

sign-in-other = Under another name
sign-in-login = Login, letters and digits
sign-in-name = Name
