# Changes and bases: reading differences, settling what a translation was made from

story-unpinned = took back the confirmed base
story-undismissed = brought a change up again
