# Personal tokens

tokens-title = Personal tokens
tokens-what = With a token, scripts and your own editor read and save drafts. It speaks for you: keep it like a password.
tokens-none = No tokens yet.
token-made = The new token is shown this once; copy it now:
token-name = What it is for
token-scope = What it may do
token-scope-read = Read drafts
token-scope-write = Read and save drafts
token-days = Days until it runs out
token-create = Create token
token-revoke = Revoke
token-revoked = revoked
token-expired = expired
token-used = last used
token-never-used = never used
notice-token-revoked = The token is revoked.
problem-bad-token-title = This token does not hold
problem-bad-token-what = The token is unknown, has run out, was revoked, or may not do this.
problem-bad-token-next = Create a new one under “Personal tokens”.
problem-needs-revision-title = On top of which revision?
problem-needs-revision-what = Saving a draft needs the header If-Match with the revision it was made from.
problem-needs-revision-next = Read the draft first and send its ETag back as If-Match.
