# Time

ago-now = just now
ago-minutes = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] 1 day ago
   *[other] { $count } days ago
}
ago-months = { $count ->
    [one] 1 month ago
   *[other] { $count } months ago
}
ago-years = { $count ->
    [one] 1 year ago
   *[other] { $count } years ago
}

left-over = run out
left-minutes = { $count ->
    [one] 1 minute left
   *[other] { $count } minutes left
}
left-hours = { $count ->
    [one] 1 hour left
   *[other] { $count } hours left
}
left-days = { $count ->
    [one] 1 day left
   *[other] { $count } days left
}

words-few = under { $count } words
words-about = about { $count } words
