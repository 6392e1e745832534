//! Catalogue, conventions and checks on the real blog; skipped visibly where its bundle is absent.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use yiqi::{
    catalogue::{Catalogue, CatalogueDiff, Inputs, Post, assemble},
    checks::{Level, check},
    convention::{Convention, Credit},
    history::History,
    ids::{RepoPath, Slug},
    repository::{Mirror, RepositoryError},
    staleness::Status,
};

use super::real_blog::{bundle, convention, fetched};

fn texts(mirror: &Mirror, history: &History) -> BTreeMap<RepoPath, String> {
    let reader = mirror.reader().expect("the mirror opens");
    let read = |file: &yiqi::history::FileHistory| {
        let version = file.versions.last().expect("a history is never empty");
        let bytes = reader.blob(&version.path, version.blob).expect("tracked contents are there");
        (file.path.clone(), String::from_utf8_lossy(&bytes).into_owned())
    };
    history.files.iter().map(|file| read(file)).collect()
}

pub(crate) fn assembled(
    mirror: &Mirror,
    history: &History,
    previous: Option<&Catalogue>,
) -> Catalogue {
    let reader = mirror.reader().expect("the mirror opens");
    let catalogue = assemble(&Inputs {
        convention: &convention(),
        history,
        contents: &|path, blob| {
            let bytes = reader.blob(path, blob)?;
            Ok::<_, RepositoryError>(Arc::from(String::from_utf8_lossy(&bytes)))
        },
        pins: &HashMap::new(),
        dismissals: &HashMap::new(),
        mass_edit_files: 15,
        previous,
        progress: &|_, _| {},
    });
    catalogue.expect("tracked contents are there")
}

/// The text of the version a translation was made from.
fn base_text(mirror: &Mirror, history: &History, post: &Post) -> Option<String> {
    let base = post.judgement.as_ref()?.base.commit;
    let path = &post.source.as_ref()?.path;
    let file = history.files.iter().find(|file| file.path == *path)?;
    let version = file.versions.iter().find(|version| version.commit == base)?;
    let bytes = mirror.reader().ok()?.blob(&version.path, version.blob).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[tokio::test]
async fn every_post_of_the_real_blog_is_in_exactly_one_state() {
    let Some(bundle) = bundle() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mirror, history) = fetched(folder.path(), &bundle).await;
    let texts = texts(&mirror, &history);
    let catalogue = assembled(&mirror, &history, None);

    let convention = convention();
    let index = convention.source_index().expect("the blog has an index");
    let listed = convention.read_index(&index, &texts[&index]).expect("a readable index");
    let by_slug: BTreeMap<&Slug, &Post> =
        catalogue.posts.iter().map(|post| (&post.slug, &**post)).collect();
    assert_eq!(by_slug.len(), catalogue.posts.len(), "no slug twice");
    let lost: Vec<_> = listed
        .iter()
        .filter(|entry| texts.contains_key(&convention.source_path(&entry.slug)))
        .filter(|entry| by_slug.get(&entry.slug).is_none_or(|post| post.source.is_none()))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    let targets: BTreeSet<_> =
        catalogue.posts.iter().filter_map(|post| Some(&post.target.as_ref()?.path)).collect();
    let is_target =
        |path: &&RepoPath| matches!(convention.role(path), yiqi::convention::PathRole::Target(_));
    assert!(texts.keys().filter(is_target).all(|path| targets.contains(path)));

    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for post in &catalogue.posts {
        let present = (post.source.is_some(), post.target.is_some(), post.judgement.is_some());
        let expected = match post.status {
            Status::Untranslated => (true, false, false),
            Status::Orphan => (false, true, false),
            Status::Current | Status::Stale => (true, true, true),
        };
        assert_eq!(present, expected, "{}", post.slug);
        *states.entry(format!("{:?}", post.status)).or_default() += 1;
    }
    eprintln!("{states:?}, {} warnings", catalogue.warnings.len());

    // A second sync with nothing new takes over everything, and says so.
    let again = assembled(&mirror, &history, Some(&catalogue));
    assert!(CatalogueDiff::between(Some(&catalogue), &again).is_empty());

    calibrate(&mirror, &history, &catalogue, &texts, &convention);
}

/// Merged translations went through review, so few may raise an error. Those that do were read one by
/// one: keys that upstream refuses, damaged code and formulas, lost tokens, links to chat sessions,
/// relative images, a footer. More than these would be errors a maintainer calls wrong.
fn calibrate(
    mirror: &Mirror,
    history: &History,
    catalogue: &Catalogue,
    texts: &BTreeMap<RepoPath, String>,
    convention: &Convention,
) {
    let mut pairs = 0_usize;
    let mut with_error = BTreeSet::new();
    let mut rules: BTreeMap<(Level, &str), BTreeSet<&Slug>> = BTreeMap::new();
    for post in &catalogue.posts {
        let (Some(source), Some(target)) = (base_text(mirror, history, post), &post.target) else {
            continue;
        };
        pairs += 1;
        for finding in check(convention, Some(&source), &texts[&target.path]) {
            rules.entry((finding.level, finding.rule)).or_default().insert(&post.slug);
            if finding.level == Level::Error {
                with_error.insert(&post.slug);
                eprintln!("{}:{} {} {}", target.path, finding.lines.0, finding.rule, finding.en);
            }
        }
    }
    for ((level, rule), posts) in &rules {
        eprintln!("{level:?} {rule}: {} posts", posts.len());
    }
    eprintln!("{} of {pairs} with errors", with_error.len());
    assert!(pairs >= 200, "only {pairs} pairs were checked");
    assert!(
        with_error.len() * 100 <= pairs * 12,
        "{} of {pairs}: {with_error:?}",
        with_error.len()
    );
}

#[tokio::test]
async fn edits_of_the_real_index_are_one_entry_and_nothing_else() {
    let Some(bundle) = bundle() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mirror, history) = fetched(folder.path(), &bundle).await;
    let texts = texts(&mirror, &history);
    let convention = convention();
    let source_path = convention.source_index().expect("the blog has an index");
    let target_path = convention.target_index().expect("the blog has an index");
    let (source, target) = (&texts[&source_path], &texts[&target_path]);
    let before = convention.read_index(&target_path, target).expect("a readable index");
    let mut edits = 0;
    // Every ninth, because each edit reads both indexes with care.
    let entries = convention.read_index(&source_path, source).expect("a readable index");
    for entry in entries.into_iter().step_by(9) {
        let title = Some("标题：一个\"例子\": 第 1 部分");
        let edited = convention.with_index_entry(&entry.slug, source, target, title);
        let Some(edited) = edited.expect("the real index can be edited") else {
            assert!(before.iter().any(|known| known.slug == entry.slug));
            continue;
        };
        edits += 1;
        let start = edited.bytes().zip(target.bytes()).take_while(|(a, b)| a == b).count();
        let rest = &target[start..];
        let added = edited.strip_suffix(rest).and_then(|text| text.get(start..));
        let added = added.unwrap_or_else(|| panic!("{}: more than one place changed", entry.slug));
        assert_eq!(added.matches("local:").count(), 1, "{added}");
        let after = convention.read_index(&target_path, &edited).expect("still readable");
        let others: Vec<_> = after.iter().filter(|known| known.slug != entry.slug).collect();
        assert!(others.iter().zip(&before).all(|(a, b)| *a == b) && others.len() == before.len());
        let ours = after.iter().find(|known| known.slug == entry.slug).expect("our entry");
        assert_eq!((&ours.date, &ours.tags), (&entry.date, &entry.tags));
        assert_eq!(ours.title.as_deref(), title);
    }
    assert!(edits > 30, "only {edits} edits were tried");
}

#[tokio::test]
async fn credits_change_the_front_matter_of_real_translations_and_nothing_else() {
    let Some(bundle) = bundle() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mirror, history) = fetched(folder.path(), &bundle).await;
    let convention = convention();
    let credits = [
        Credit { user: "new-translator".into(), proofreader: false },
        Credit { user: "new-proofreader".into(), proofreader: true },
    ];
    let mut written = 0;
    for (path, text) in texts(&mirror, &history) {
        if !path.as_str().ends_with(".md") || path.as_str().eq_ignore_ascii_case("README.md") {
            continue;
        }
        let Ok(credited) = convention.with_credits(&text, &credits) else { continue };
        written += 1;
        let (before, after) = (convention.meta(&text, None), convention.meta(&credited, None));
        assert!(before.translators.iter().all(|user| after.translators.contains(user)), "{path}");
        assert!(after.translators.iter().any(|user| user == "new-translator"), "{path}");
        let others = |mut meta: yiqi::convention::PostMeta| {
            meta.translators.clear();
            meta.proofreaders.clear();
            meta
        };
        assert_eq!(others(before), others(after), "{path}");
        let body = |text: &str| {
            let matter = yiqi::document::front_matter(text).expect("front matter");
            text[matter.body.end..].to_owned()
        };
        assert_eq!(body(&text), body(&credited), "{path}");
        assert_eq!(
            convention.with_credits(&credited, &credits).expect("again"),
            credited,
            "{path}"
        );
        let fresh = convention.starting_text(&text);
        assert!(fresh.len() * 2 > text.len() && fresh.starts_with("---"), "{path}");
    }
    assert!(written > 700, "only {written} posts could be credited");
}
