# 别人在 GitHub 上的工作

row-outside = 有人在做：#{ $number }（@{ $author }）
standing-outside = 有人正在 GitHub 上翻译这篇，先不要重复劳动。
outside-work = 有人在做：#{ $number }
outside-despite = 仍然认领

problem-on-it-title = 有人在做：#{ $number }
problem-on-it-what = @{ $author } 已经在 GitHub 上为这篇开了拉取请求：{ $url }
problem-on-it-next = 可以去那边帮忙看看；目录里还有别的文章等着。确实需要另起一份时，请找维护者。
