//! The blog of the scenarios, in the form the convention asks for.

use std::path::Path;

use jiff::Timestamp;
use yiqi::repository::{ScriptedCommit, write_commits};

/// A post nobody has translated.
pub const KITES: &str = "\
---
title: \"Kites and wind\"
thumbnail: /blog/assets/kites/thumbnail.png
authors:
- user: ann
---

# Kites and wind

A kite needs wind, a line and a free afternoon.

```python
lift = wind * area
```
";

/// A finished translation of [`KITES`], without its credits.
pub const KITES_ZH: &str = "\
---
title: \"风筝与风\"
thumbnail: /blog/assets/kites/thumbnail.png
authors:
- user: ann
---

# 风筝与风

放风筝需要风、一根线和一个空闲的下午。

```python
lift = wind * area
```
";

/// [`KITES_ZH`] as it is published, by `ming` and `hua`.
pub const KITES_PUBLISHED: &str = "\
---
title: \"风筝与风\"
thumbnail: /blog/assets/kites/thumbnail.png
authors:
- user: ann
translators:
- user: ming
- user: hua
  proofreader: true
---

# 风筝与风

放风筝需要风、一根线和一个空闲的下午。

```python
lift = wind * area
```
";

/// A post that has a translation.
pub const LAMPS: &str = "\
---
title: \"Lamps\"
thumbnail: /blog/assets/lamps/thumbnail.png
authors:
- user: bob
---

# Lamps

A lamp of 40 watts is enough to read by.
";

pub const LAMPS_ZH: &str = "\
---
title: \"灯\"
thumbnail: /blog/assets/lamps/thumbnail.png
authors:
- user: bob
translators:
- user: old-hand
---

# 灯

40 瓦的灯就够读书了。
";

const INDEX: &str = "\
- local: lamps
  date: Jan 5, 2025
  tags:
    - light

- local: kites
  date: Mar 2, 2025
  tags:
    - wind
    - guide
";

pub const INDEX_ZH: &str = "\
- local: lamps
  date: Jan 5, 2025
  tags:
    - light
";

/// [`INDEX_ZH`] once the kites are there as well.
pub const INDEX_ZH_WITH_KITES: &str = "\
- local: lamps
  date: Jan 5, 2025
  tags:
    - light

- local: kites
  date: Mar 2, 2025
  tags:
    - wind
    - guide
";

/// Makes the repository at a path.
pub fn begin(path: &Path, now: Timestamp) {
    let files = [
        ("README.md", "# Not a post\n"),
        ("_blog.yml", INDEX),
        ("kites.md", KITES),
        ("lamps.md", LAMPS),
        ("zh/_blog.yml", INDEX_ZH),
        ("zh/lamps.md", LAMPS_ZH),
    ];
    commit(path, "Begin the blog", &files, now);
}

/// Commits files to the blog's `main`.
pub fn commit(path: &Path, message: &str, files: &[(&str, &str)], now: Timestamp) {
    let commit = ScriptedCommit {
        files: files
            .iter()
            .map(|(path, content)| ((*path).into(), Some(content.as_bytes().to_vec())))
            .collect(),
        message: message.into(),
        author_name: "Ann".into(),
        author_email: "ann@users.noreply.github.com".into(),
        time: now.as_second(),
    };
    write_commits(path, "main", &[commit]).expect("a commit upstream");
}
