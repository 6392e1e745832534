# What is wrong with something that was filled in: which field, and why

field-words = What you say
field-code = Code
field-days = Days
field-finding = Finding
field-hf-user = Hugging Face name
field-line = Line
field-login = Login
field-name = Name
field-note = Note
field-person = Person
field-reason = Reason
field-posts = Posts
field-from = From
field-until = Until
field-zone = Time zone

unfit-empty = cannot be empty
unfit-no-text = has characters that are not text
unfit-long = at most { $most } characters
unfit-name-long = between 1 and { $most } characters
unfit-days = between 1 and { $most }
unfit-hf-user = 2 to 42 letters, digits or - _ .
unfit-code = not the one in the letter
unfit-code-first = give the code of the letter first
unfit-many = there are as many as there may be; remove one first
unfit-month = a month like 2026-10
unfit-before = comes before the beginning
unfit-months = more than { $most } months after the beginning
unfit-zone = there is no such time zone
unfit-no-post = none is chosen
unfit-posts = at most { $most } at once
unfit-blocked = this person is blocked
unfit-refused-upstream = upstream refuses a post with this; it has to be mended
