# What others do at GitHub

row-outside = Someone is on it: #{ $number } (@{ $author })
standing-outside = Somebody translates this post at GitHub already.
outside-work = Someone is on it: #{ $number }
outside-despite = Claim it all the same

problem-on-it-title = Someone is on it: #{ $number }
problem-on-it-what = @{ $author } has a pull request open for this post: { $url }
problem-on-it-next = You can help there, or take another post from the board. A maintainer can give it out all the same.
