//! What must hold for any bytes whatever; held by the fuzz targets and by the property tests alike.

use std::{ops::Range, sync::Arc};

use yiqi::{
    convention::{Convention, ConventionKind, Credit},
    document::{
        Dialect, Document, count_han, count_words, front_matter as read_front_matter, invariants,
        is_magic_comment, normal, pieces, stretch,
    },
    history::FileVersion,
    ids::{BlobId, CommitId, RepoPath, Slug},
    staleness::{Pair, Severity, Status, Untouched, Version, align, carry_over, judge},
};

const DIALECTS: [Dialect; 2] = [Dialect::Markdown, Dialect::Mdx];

/// Blocks and gaps put together are the text, lines are counted right, and nothing but blanks and marks
/// of quotes is left between blocks; what is read from a block lies in it.
pub fn document(text: &str) {
    for dialect in DIALECTS {
        let document = Document::parse(text, dialect);
        let lines = Lines::of(text);
        let gaps = document.gaps();
        let mut at = 0;
        let mut together = String::new();
        for (block, gap) in document.blocks().iter().zip(&gaps) {
            assert!(at <= block.span.start && block.span.start <= block.span.end, "{block:?}");
            together.push_str(&text[gap.clone()]);
            together.push_str(document.slice(block));
            at = block.span.end;
            assert_eq!(block.lines.0, lines.at(block.span.start), "{block:?}");
            assert!(block.lines.0 <= block.lines.1);
            assert_eq!(block.lines.1, lines.at(block.span.end), "{block:?}");
            measures(document.slice(block), block.kind);
        }
        together.push_str(&text[gaps[gaps.len() - 1].clone()]);
        assert_eq!(together, text);
        for gap in &gaps {
            let blank = |c: char| c.is_whitespace() || c == '>' || c == '\u{feff}';
            assert!(text[gap.clone()].chars().all(blank), "{:?}", &text[gap.clone()]);
        }
        uncut(&document, text, dialect);
        count_han(&document);
        count_words(&document);
    }
    normal::address(text);
    normal::image(text);
    normal::page(text);
    is_magic_comment(text);
    for line in text.lines() {
        normal::code_line(line).map(|line| normal::code_skeleton(&line));
    }
}

/// Numbers the lines of a text; a line ends with LF, CRLF or CR.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let breaks = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        Self(breaks.map(|(at, _)| at).collect())
    }

    /// The number of the line a byte lies in.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|&end| end < byte) + 1
    }

    fn count(&self) -> usize {
        self.0.len() + 1
    }
}

/// A text that is read in stretches has the blocks of one that is read at once.
fn uncut(document: &Document, text: &str, dialect: Dialect) {
    let start = read_front_matter(text).map_or(0, |front| {
        let rest = &text[front.span.end..];
        let line_break = ["\r\n", "\n", "\r"].iter().find(|one| rest.starts_with(**one));
        front.span.end + line_break.map_or(0, |one| one.len())
    });
    let mark = if start == 0 && text.starts_with('\u{feff}') { 3 } else { 0 };
    if start >= text.len() {
        return;
    }
    let whole: Vec<_> = stretch(&text[start..], mark, dialect)
        .made
        .into_iter()
        .map(|block| (block.span.start + start..block.span.end + start, block.kind))
        .collect();
    let in_stretches: Vec<_> = document
        .blocks()
        .iter()
        .filter(|block| block.span.start >= start)
        .map(|block| (block.span.clone(), block.kind))
        .collect();
    assert_eq!(in_stretches, whole);
}

fn measures(text: &str, kind: yiqi::document::BlockKind) {
    let found = invariants(text, kind);
    for item in &found.items {
        assert!(text.get(item.span.start as usize..item.span.end as usize).is_some(), "{item:?}");
    }
    let inside = text.as_bytes().as_ptr_range();
    for piece in pieces(text) {
        use yiqi::document::Piece::*;
        let (Text(slice)
        | Code(slice)
        | Url(slice)
        | Image(slice)
        | Math(slice)
        | Answer(slice, _)) = piece;
        let slice = slice.as_bytes().as_ptr_range();
        assert!(inside.start <= slice.start && slice.end <= inside.end);
    }
}

/// Every block of both texts is in exactly one row, in order.
pub fn alignment(source: &str, target: &str) {
    for dialect in DIALECTS {
        let (source, target) = (Document::parse(source, dialect), Document::parse(target, dialect));
        let (mut left, mut right) = (0, 0);
        for row in align(&source, &target) {
            assert_eq!((row.source.start, row.target.start), (left, right));
            assert!(row.source.len() + row.target.len() > 0);
            (left, right) = (row.source.end, row.target.end);
        }
        assert_eq!((left, right), (source.blocks().len(), target.blocks().len()));
    }
}

/// A version of a file; equal texts have the same blob.
fn version(text: &str, position: usize) -> Version {
    let number = |seed: u64| {
        let mut bytes = [0; 20];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        bytes
    };
    Version {
        file: FileVersion {
            commit: CommitId::from_bytes(number(position as u64 + 1)),
            blob: BlobId::from_bytes(number(yiqi::document::hash(text.bytes()))),
            path: RepoPath::new("a.md"),
            position: position as u32,
            committed_at: 0,
            files_touched: if position % 5 == 4 { 100 } else { 1 },
            source_commit: None,
        },
        text: Arc::from(text),
    }
}

/// Any history of any texts is judged, always alike, and what is said of places is true; a copy that
/// followed every version is current.
pub fn judgement(versions: &[(bool, String)]) {
    for dialect in DIALECTS {
        let side = |wanted: bool| -> Vec<Version> {
            let numbered = versions.iter().enumerate();
            numbered
                .filter(|(_, (of, _))| *of == wanted)
                .map(|(n, (_, text))| version(text, n))
                .collect()
        };
        let mut pair = Pair {
            source: side(true),
            target: side(false),
            dialect,
            mass_edit_files: 15,
            pin: None,
            dismissed: Vec::new(),
        };
        if pair.source.is_empty() || pair.target.is_empty() {
            return;
        }
        let found = judge(&pair);
        assert_eq!(judge(&pair), found);
        assert_eq!(found.status == Status::Stale, found.severity >= Severity::Minor);
        assert!((0.0..=1.0).contains(&found.base.confidence));
        let (source, target) =
            (&pair.source[pair.source.len() - 1], &pair.target[pair.target.len() - 1]);
        for change in &found.changes {
            for (text, lines) in [(source, change.source_lines), (target, change.target_lines)] {
                let Some((first, last)) = lines else { continue };
                assert!(1 <= first && first <= last, "{change:?}");
                assert!(last <= Lines::of(&text.text).count(), "{change:?}");
            }
        }
        pair.target =
            pair.source.iter().zip(100..).map(|(one, at)| version(&one.text, at)).collect();
        assert_eq!(judge(&pair).status, Status::Current);
        let mut keys: Vec<&str> = found.changes.iter().map(|change| change.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), found.changes.len(), "two changes have one key");
    }
}

fn convention(kind: ConventionKind) -> Convention {
    Convention::new(kind, "zh-CN", None, None).expect("a known convention")
}

/// Credits change nothing outside of the front matter, and are written once; a fresh translation is made
/// of any source.
pub fn front_matter(text: &str) {
    let blog = convention(ConventionKind::HfBlog);
    let body = |text: &str| read_front_matter(text).map(|front| text[front.span.end..].to_owned());
    let credits = [
        Credit { user: "lin".into(), proofreader: false },
        Credit { user: "qing".into(), proofreader: true },
    ];
    if let Ok(edited) = blog.with_credits(text, &credits) {
        assert_eq!(body(&edited), body(text), "the body is another");
        assert_eq!(blog.with_credits(&edited, &credits).ok().as_deref(), Some(edited.as_str()));
    }
    let started = blog.starting_text(text);
    assert_eq!(blog.starting_text(&started), started);
    for kind in [ConventionKind::HfBlog, ConventionKind::HfCourse] {
        convention(kind).meta(text, None);
        convention(kind).oddities_of_text(&RepoPath::new("a.md"), text);
    }
    let Some(front) = read_front_matter(text) else { return };
    let inside =
        |range: &Range<usize>| front.span.start <= range.start && range.end <= front.span.end;
    for field in &front.fields {
        assert!(inside(&field.span) && inside(&field.value), "{field:?}");
        for item in &field.items {
            assert!(inside(&item.span) && inside(&item.value), "{item:?}");
            assert!(text.get(item.value.clone()).is_some());
            assert!(item.entries.iter().all(|entry| text.get(entry.value.clone()).is_some()));
        }
    }
}

/// An index is edited by putting lines in: what was there stays, byte for byte, and is read as before.
pub fn index(source: &str, target: &str, title: &str) {
    for kind in [ConventionKind::HfBlog, ConventionKind::HfCourse] {
        let convention = convention(kind);
        let (Some(source_path), Some(path)) =
            (convention.source_index(), convention.target_index())
        else {
            return;
        };
        let Ok(listed) = convention.read_index(&source_path, source) else { continue };
        let before = convention.read_index(&path, target).unwrap_or_default();
        for slug in listed.iter().map(|entry| &entry.slug).take(3) {
            let title = (!title.is_empty()).then_some(title);
            let Ok(Some(edited)) = convention.with_index_entry(slug, source, target, title) else {
                continue;
            };
            let after = convention.read_index(&path, &edited).expect("a readable index");
            assert!(after.iter().any(|entry| entry.slug == *slug), "the entry is not there");
            let old: Vec<&Slug> = before.iter().map(|entry| &entry.slug).collect();
            let still: Vec<&Slug> =
                after.iter().map(|entry| &entry.slug).filter(|entry| old.contains(entry)).collect();
            assert_eq!(still, old);
            lines_stay(target, &edited);
            let again = convention.with_index_entry(slug, source, &edited, title);
            assert!(matches!(again, Ok(None)), "the entry is put in twice");
        }
    }
}

/// Every line of a text that says something is in the other one, in order.
fn lines_stay(before: &str, after: &str) {
    let mut rest = after.lines();
    for line in before.lines().filter(|line| !line.trim().is_empty()) {
        assert!(rest.any(|other| other == line), "{line:?} is lost");
    }
}

/// No text of a draft is lost: without what was put in, and with the old wording where untouched English
/// was brought up to date, the carried text is the draft.
pub fn carrying(old: &str, new: &str, draft: &str) {
    for dialect in DIALECTS {
        let carried = carry_over(old, new, draft, dialect, Untouched::Refresh);
        let mut edits: Vec<(Range<usize>, &str)> =
            carried.inserted.iter().map(|range| (range.clone(), "")).collect();
        edits.extend(carried.refreshed.iter().map(|one| (one.span.clone(), one.old.as_str())));
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut text, mut at) = (String::new(), 0);
        for (range, was) in edits {
            assert!(at <= range.start, "edits overlap");
            text.push_str(&carried.text[at..range.start]);
            text.push_str(was);
            at = range.end;
        }
        text.push_str(&carried.text[at..]);
        assert_eq!(text, draft);
        let last = Lines::of(&carried.text).count();
        let changes = carried.changes.iter().map(|one| &one.change);
        for change in changes.chain(carried.refreshed.iter().map(|one| &one.change)) {
            let Some((first, end)) = change.target_lines else { continue };
            assert!(1 <= first && first <= end && end <= last, "{change:?}");
        }
        let kept = carry_over(old, new, draft, dialect, Untouched::RefreshAt(&[]));
        assert!(kept.refreshed.is_empty());
    }
}
