# Changes and bases: reading differences, settling what a translation was made from

story-unpinned = took back the confirmed base
story-undismissed = brought a change up again
story-about = “{ $about }”

changes-title = What changed in the source
changes-waiting = { $count ->
    [one] 1 change to bring over
   *[other] { $count } changes to bring over
}
changes-none = Nothing is left to bring over.
changes-views = How differences are set
changes-unified = Unified
changes-split = Side by side
changes-old = Before
changes-new = Now
changes-jump = Where the changes are
changes-front-matter = Front matter
changes-start = Beginning
changes-nth = change { $number } of { $count }
changes-shown = { $shown } of { $count } on this page
changes-page = page { $page } of { $pages }
changes-cosmetic = { $count ->
    [one] 1 change differs in details only and may be left
   *[other] { $count } changes differ in details only and may be left
}
changes-carried = { $count ->
    [one] 1 change has already been carried over
   *[other] { $count } changes have already been carried over
}
changes-dismissed = { $count ->
    [one] 1 change was looked at and needs nothing
   *[other] { $count } changes were looked at and need nothing
}
changes-more = { $count ->
    [one] 1 more is not listed.
   *[other] { $count } more are not listed.
}
changes-too-large = Too large to compare in detail; only the beginnings are shown.
changes-cut = This passage is long; the rest is not shown.
changes-compared-with = From the source of { $base } until now; { $how }
changes-settle-base = Is the base right?
changes-unsure = The base is inferred and not very sure: some changes may be carried long since, others may be missing here. Please look at the base first.
changes-next = Next change
changes-next-post = Next post that is behind
changes-keys = Keys
changes-keys-move = next and previous change
changes-keys-dismiss = nothing to change

still-lines = { $count ->
    [one] 1 line needs nothing (line { $lines })
   *[other] { $count } lines need nothing (lines { $lines })
}
still-words = { $count ->
    [one] 1 unchanged word
   *[other] { $count } unchanged words
}
still-code = { $count ->
    [one] 1 unchanged line
   *[other] { $count } unchanged lines
}

change-added = Added
change-removed = Removed
change-modified = Changed
change-source-lines = { $count ->
    [one] line { $lines }
   *[other] lines { $lines }
}
change-source-gone = after line { $lines }
change-target-lines = { $count ->
    [one] line { $lines } of the translation
   *[other] lines { $lines } of the translation
}
change-target-place = { $count ->
    [one] belongs near line { $lines } of the translation
   *[other] belongs near lines { $lines } of the translation
}
change-cut = more below

dismiss = Nothing to change
dismiss-reason = Reason, if you like
dismiss-reason-hint = Reason, if you like
dismiss-note = “Nothing to change” holds for this version of the source only; when the passage changes again, you will be asked again.
dismiss-all-cosmetic = { $count ->
    [one] Nothing to change in this one
   *[other] Nothing to change in all { $count }
}
dismiss-by = { $name } looked: nothing to change
undismiss = Bring up again

verdict-open = missing
verdict-cosmetic = may be left
verdict-carried = carried
verdict-dismissed = nothing to change

reason-added-missing = The { $thing } “{ $what }” that the change added is not in the translation.
reason-removed-present = The { $thing } “{ $what }” that the change removed is still in the translation.
reason-block-present = The source dropped this { $thing }, and the translation still has it.
reason-no-counterpart = Nothing in the translation corresponds to this new { $thing }.
reason-edited-after = The translation of this passage was edited after the change ({ $commit }) and should have it.
reason-carried = The translation has this change.
reason-nothing-to-translate = Looks like spelling, wording or markup only; the Chinese may well stay as it is.
reason-untouched = The translation left this passage out from the start, or it only moved.
reason-turned = The change turns what is said (“{ $what }”), and the translation was not edited since.
reason-level-changed = The heading has another level now ({ $what }), and the translation still has the old one.
reason-too-large = Too much changed here at once to compare it in detail. Please compare it by eye.
reason-wording-only = Only wording changed, which leaves no trace to check, and the translation was not edited since. Worth a look.
reason-wording-words = Only wording changed (“{ $old }” became “{ $new }”), which leaves no trace to check, and the translation was not edited since. Worth a look.

thing-link = link
thing-image = image
thing-number = number
thing-code-line = line of code
thing-inline-code = code
thing-formula = formula
thing-name = name
thing-passage = text

passage-heading = heading
passage-paragraph = paragraph
passage-list-item = list item
passage-quote = quotation
passage-code = block of code
passage-table-row = table row
passage-formula = formula
passage-image = image
passage-field = field of the front matter
passage-other = passage

work-code = { $count ->
    [one] 1 code block
   *[other] { $count } code blocks
}
work-links = { $count ->
    [one] 1 link
   *[other] { $count } links
}
work-images = { $count ->
    [one] 1 image
   *[other] { $count } images
}
work-and = { $first }, { $rest }

words-exactly = { $count ->
    [one] 1 word
   *[other] { $count } words
}

base-title = Translated from
base-pinned = confirmed by somebody
base-pinned-by = confirmed by { $name }
base-recorded = recorded when it was published
base-inferred = inferred from the content, { $how } ({ $percent }%)
base-sure = quite sure
base-fairly-sure = fairly sure
base-not-sure = not very sure
base-guess = little more than a guess
base-confirm = Confirm this version
base-choose = Choose another version
base-choose-label = The version of the source that the translation was made from
base-set = It is this version
base-unpin = Take back
base-day = the source of { $day }

sort-title = Order
sort-useful = Most useful
sort-most = Most work first
sort-least = Least work first

notice-unpinned = The base is open again.
notice-undismissed = The change is brought up again.
