//! What the demo says when it is ready, in Chinese and English.

use std::{net::SocketAddr, path::Path};

use crate::{catalogue::Catalogue, staleness::Status};

/// What the text speaks of.
pub(super) struct Facts<'a> {
    pub counts: Counts,
    /// `None` where nothing is served.
    pub address: Option<SocketAddr>,
    pub data_dir: &'a Path,
    /// The repository whose branches get what is approved.
    pub published: &'a str,
}

/// Posts by status.
pub(super) struct Counts {
    pub untranslated: usize,
    pub current: usize,
    pub stale: usize,
    pub orphaned: usize,
}

impl Counts {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let count = |status| catalogue.posts.iter().filter(|post| post.status == status).count();
        Self {
            untranslated: count(Status::Untranslated),
            current: count(Status::Current),
            stale: count(Status::Stale),
            orphaned: count(Status::Orphan),
        }
    }
}

/// The welcome, several lines.
pub(super) fn text(facts: &Facts<'_>) -> String {
    let Counts { untranslated, current, stale, orphaned } = facts.counts;
    let mut text = format!(
        "\n译起已就绪: {untranslated} 篇待译，{stale} 篇落后于原文，{current} 篇已是最新，{orphaned} 篇找不到原文。\n\
         Yiqi is ready: {untranslated} to translate, {stale} behind, {current} current, {orphaned} orphaned.\n"
    );
    if let Some(address) = facts.address {
        text.push_str(&format!(
            "
  打开 / open    http://{address}

  1. 以林溪 (译者) 登录，认领一篇，翻译，送校。
     Sign in as linxi (volunteer), claim a post, translate it, send it to proofreading.
  2. 换成浩然 (校对) 登录，校对并通过。
     Sign in as haoran (proofreader), proofread it and approve.
  3. 换成清禾 (维护者) 登录，在看板上看它发布到分支。
     Sign in as qinghe (maintainer) and see it published to a branch:
"
        ));
    }
    text.push_str(&format!(
        "
     git --git-dir={published} branch --list 'yiqi/*'
     git --git-dir={published} show <branch>

  数据在 / data is kept in  {data_dir}
",
        published = facts.published,
        data_dir = facts.data_dir.display(),
    ));
    if facts.address.is_some() {
        text.push_str("  Ctrl-C 结束 / ends it\n");
    }
    text
}
