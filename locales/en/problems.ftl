# When something did not work: what happened, whether the text is safe, what to do

problem-eyebrow = That did not work
problem-kept = Here is what you wrote; not a word is lost:
problem-id = Log reference
problem-home = To the board

problem-not-found-title = There is no such page
problem-not-found-what = The address may be mistyped, or the page has moved.
problem-not-found-next = The board is a good place to start again.

problem-no-post-title = There is no such post
problem-no-post-what = It may have been renamed or removed from the source repository.
problem-no-post-next = Go back to the board and search by title.

problem-unexpected-title = Something broke on our side
problem-unexpected-what = What you just did was not completed. Saved drafts are safe.
problem-unexpected-next = Please try again in a moment. If it keeps failing, send the reference below to a maintainer.

problem-bad-request-title = We could not read that
problem-bad-request-what = What was sent is incomplete: { $problem }.
problem-bad-request-next = Please go back and try again.

problem-wrong-method-title = Not in this way
problem-wrong-method-what = There is something at this address, but it cannot be asked like this.
problem-wrong-method-next = The header Allow says which methods it takes; /api describes every address.

problem-wrong-kind-title = Sent in a form we do not read
problem-wrong-kind-what = { $problem }.
problem-wrong-kind-next = Name the kind of what you send in the header Content-Type; /api says which one is expected.

problem-unknown-parameter-title = There is no such parameter
problem-unknown-parameter-what = The address does not know “{ $name }”. It knows: { $known }.
problem-unknown-parameter-next = Please correct the name or leave it out, so that nothing is passed over in silence.

problem-too-large-title = That is too long
problem-too-large-what = It is larger than { $limit }, so it was not saved. What was saved before is safe.
problem-too-large-next = Check whether an image or a whole web page was pasted, remove it and save again.

problem-sign-in-first-title = Please sign in first
problem-sign-in-first-what = For this we need to know who you are.
problem-sign-in-first-next = After signing in you come back here.

problem-sign-in-failed-title = Signing in failed
problem-sign-in-failed-what = GitHub did not let you through: { $reason }.
problem-sign-in-failed-next = Please try again. If it keeps failing, tell a maintainer.

problem-foreign-form-title = This request was stopped
problem-foreign-form-what = It seems to come from another site. To protect your account we did nothing.
problem-foreign-form-next = Please repeat it from a page of Yiqi.

problem-forbidden-title = A maintainer has to do this
problem-forbidden-what = Your role does not reach that far yet.
problem-forbidden-next = Ask a maintainer to do it, or to give you the role it takes.

problem-already-claimed-title = Someone was faster
problem-already-claimed-what = { $by } has just claimed this post.
problem-already-claimed-next = There are more posts waiting on the board.

problem-too-many-claims-title = Your hands are full
problem-too-many-claims-what = One person may hold { $limit } claims at a time.
problem-too-many-claims-next = Finish one or give it back, then claim another.

problem-conflict-title = The draft was changed elsewhere
problem-conflict-what = { $by } saved it after you opened it. Nothing of yours is lost, and nothing of theirs was overwritten.
problem-conflict-next = Compare both and decide which to keep.

problem-has-errors-title = Almost ready to send
problem-has-errors-what = { $count ->
    [one] One problem has to be mended first. The draft is saved.
   *[other] { $count } problems have to be mended first. The draft is saved.
}
problem-has-errors-next = Go back to the draft, open “Checks”, and work through them.

problem-finding = Line { $line }: { $what }

problem-unchanged-title = Nothing was changed yet
problem-unchanged-what = The draft is the published translation, word for word, so there is nothing to proofread.
problem-unchanged-next = Go back to the draft and carry over what changed in the source. Where nothing needs to be done, ask a maintainer to dismiss the change.

problem-invalid-title = Something is not right
problem-invalid-what = { $field }: { $problem }.
problem-invalid-next = Please correct it and send it again.

problem-no-publisher-title = Nowhere to publish
problem-no-publisher-what = Nobody has said yet where this project publishes. The draft is safe and stays as it is.
problem-no-publisher-next = Tell a maintainer; once that is settled, it goes on from here.
problem-no-publisher-next-maintainer = Set `publish` for this project in `config.toml` and restart Yiqi; then it goes on from here.

problem-repository-title = The source repository cannot be read
problem-repository-what = { $reason }
problem-repository-next = Drafts are safe. It is retried by itself; maintainers can also sync from the overview.

problem-github-title = GitHub did not answer
problem-github-what = { $reason }
problem-github-next = Drafts are safe. It is retried by itself and never sent twice.

problem-convention-title = The file does not follow the convention
problem-convention-what = { $reason }.
problem-convention-next = Please change the draft or the index as it says, and try again.

problem-store-title = The database is not available
problem-store-what = What you just did was not saved.
problem-store-next = Please try again in a moment. The text in the editor stays in your browser.

problem-wrong-stage-title = Things have moved on
problem-wrong-stage-what = The task reached another stage before your action did.
problem-wrong-stage-next = Reload the page to see where it stands.

problem-lease-running-title = The deadline has not passed
problem-lease-running-what = The translator still holds this post.
problem-lease-running-next = Ask them directly, or claim it once the deadline has passed.

problem-reviewed-by-another-title = Somebody is proofreading this
problem-reviewed-by-another-what = Another proofreader has it in hand.
problem-reviewed-by-another-next = Pick another one under “Mine”.

problem-old-revision-title = There is a newer draft
problem-old-revision-what = You were looking at an older revision than the one that was sent.
problem-old-revision-next = Reload, read the new one, then decide.

problem-branch-taken-title = The branch holds somebody else’s commit
problem-branch-taken-what = The branch of this translation, { $branch }, has a commit Yiqi did not write ({ $commit }). Nothing was overwritten.
problem-branch-taken-next = Look at the branch on GitHub, merge or delete it, then publish again.

problem-nothing-to-do-title = This one is up to date
problem-nothing-to-do-what = The translation carries every change of its source; nothing is waiting.
problem-nothing-to-do-next = Pick a missing or outdated post from the board.

problem-no-source-title = The source is gone
problem-no-source-what = The source of this translation was removed from the repository, so it cannot be claimed.
problem-no-source-next = If the source was renamed, tell a maintainer.

problem-last-maintainer-title = Somebody has to stay a maintainer
problem-last-maintainer-what = This is the last maintainer; nothing was changed.
problem-last-maintainer-next = Make somebody else a maintainer first.

problem-go-back = Back to where you were
problem-to-desk = Back to the draft
problem-to-review = Back to proofreading
problem-to-mine = See mine
