//! A file as the judgement sees it: its blocks with their invariants, measured once per text.
//!
//! Versions of a file are nearly the same, so each stretch of text is cut and each block measured once,
//! and shared through a cache that lives as long as the judgement of one pair. What a version costs is
//! what is new in it.

use std::{
    cell::OnceCell,
    hash::{BuildHasher, Hasher},
    ops::{Deref, Range},
    rc::Rc,
    sync::Arc,
};

use super::{
    effort::spend,
    quick::{Quick, QuickMap, QuickSet},
};
use crate::{
    document::{
        Block, BlockKind, Dialect, Document, Field, InvariantKind, Invariants, Read, front_matter,
        invariants, is_magic_comment, stretch, stretches,
    },
    ids::BlobId,
};

/// Han characters that stand for one English word: the median of the translated posts of the
/// Hugging Face blog (quartiles 1.35 and 1.57).
pub(super) const HAN_PER_WORD: f32 = 1.44;

/// Different blocks of all versions of a usual post and its translation: room for them is made at once.
const USUAL_BLOCKS: usize = 256;

/// What is read from a block's text.
#[derive(Debug)]
pub(super) struct Profile {
    pub kind: BlockKind,
    /// Hash of the text with white space collapsed: equal texts are the same block.
    pub identity: u64,
    text: Rc<str>,
    loose: OnceCell<u64>,
    measures: OnceCell<Measures>,
}

impl Profile {
    /// Hash of letters, digits and symbols of code only: equal through typographic corrections.
    pub fn loose(&self) -> u64 {
        *self.loose.get_or_init(|| loose(without_marker(&self.text, self.kind), self.kind))
    }
}

/// What takes some work to read from a block. Most blocks of most versions are never asked for it.
#[derive(Debug)]
pub(super) struct Measures {
    pub invariants: Invariants,
    /// Hashes of all invariants, sorted, with their index in `invariants.items`.
    pub bag: Vec<(u64, u32)>,
    /// Length in Han characters, or what it comes to in Chinese.
    pub size: f32,
}

impl Deref for Profile {
    type Target = Measures;

    fn deref(&self) -> &Measures {
        self.measures.get_or_init(|| Measures::of(&self.text, self.kind))
    }
}

/// A block of one version of a file.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub span: Range<usize>,
    pub lines: (usize, usize),
    pub profile: Rc<Profile>,
}

/// A stretch of text with its blocks, of which spans and lines count from its beginning.
#[derive(Debug)]
pub(super) struct Passage {
    pub segments: Vec<Segment>,
    /// All of them, also those that no reader of the post sees.
    blocks: Vec<Block>,
}

/// One version of a file.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub text: Arc<str>,
    pub fields: Vec<Field>,
    /// The blocks that readers see, without front matter.
    pub segments: Vec<Segment>,
    /// The same, as they came: one passage stands in as many versions as have its text.
    pub passages: Vec<Rc<Passage>>,
    pub line_count: usize,
    identities: OnceCell<QuickSet<u64>>,
}

impl Text {
    /// Identities of all blocks. Of most versions nobody asks.
    pub fn identities(&self) -> &QuickSet<u64> {
        let identities = || self.segments.iter().map(|segment| segment.profile.identity).collect();
        self.identities.get_or_init(identities)
    }

    pub fn slice(&self, segment: &Segment) -> &str {
        &self.text[segment.span.clone()]
    }
}

/// Reads versions of files, each text, each stretch and each block once.
pub(super) struct Reader {
    dialect: Dialect,
    profiles: QuickMap<Rc<str>, Vec<Rc<Profile>>>,
    passages: QuickMap<Box<str>, Read<Rc<Passage>>>,
    texts: QuickMap<BlobId, Rc<Text>>,
}

impl Reader {
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            profiles: QuickMap::with_capacity_and_hasher(USUAL_BLOCKS, Quick::default()),
            passages: QuickMap::with_capacity_and_hasher(USUAL_BLOCKS, Quick::default()),
            texts: QuickMap::default(),
        }
    }

    pub fn read(&mut self, blob: BlobId, text: &Arc<str>) -> Rc<Text> {
        if let Some(known) = self.texts.get(&blob) {
            return Rc::clone(known);
        }
        let read = Rc::new(self.parse(text));
        self.texts.insert(blob, Rc::clone(&read));
        read
    }

    /// The blocks of a text, as [`Document::parse`] finds them.
    pub fn document(&mut self, text: &Arc<str>) -> Document {
        let front = front_matter(text);
        let mut blocks: Vec<Block> = front.iter().map(|front| front.block(text)).collect();
        for stretch in stretches(text, front.as_ref(), |text, mark| self.passage(text, mark)) {
            let moved = |block: &Block| block.moved(stretch.start, stretch.line);
            blocks.extend(stretch.made.blocks.iter().map(moved));
        }
        Document::of_parts(Arc::clone(text), front, blocks)
    }

    fn parse(&mut self, text: &Arc<str>) -> Text {
        let front = front_matter(text);
        let stretches = stretches(text, front.as_ref(), |text, mark| self.passage(text, mark));
        let mut segments =
            Vec::with_capacity(stretches.iter().map(|s| s.made.segments.len()).sum());
        for stretch in &stretches {
            segments.extend(stretch.made.segments.iter().map(|segment| Segment {
                span: segment.span.start + stretch.start..segment.span.end + stretch.start,
                lines: (segment.lines.0 + stretch.line, segment.lines.1 + stretch.line),
                profile: Rc::clone(&segment.profile),
            }));
        }
        Text {
            text: Arc::clone(text),
            fields: front.map(|front| front.fields).unwrap_or_default(),
            segments,
            passages: stretches.into_iter().map(|stretch| stretch.made).collect(),
            line_count: line_count(text),
            identities: OnceCell::new(),
        }
    }

    fn passage(&mut self, text: &str, mark: usize) -> Read<Rc<Passage>> {
        // A stretch that begins with a byte order mark reads differently elsewhere.
        spend(text.len());
        if let Some(known) = self.passages.get(text).filter(|_| mark == 0) {
            return known.clone();
        }
        let Read { made: blocks, lines, waits } = stretch(text, mark, self.dialect);
        let segments = blocks.iter().filter_map(|block| self.segment(text, block)).collect();
        let read = Read { made: Rc::new(Passage { segments, blocks }), lines, waits };
        if mark == 0 {
            self.passages.insert(text.into(), read.clone());
        }
        read
    }

    fn segment(&mut self, text: &str, block: &Block) -> Option<Segment> {
        let text = &text[block.span.clone()];
        if block.kind == BlockKind::FrontMatter || is_magic_comment(text) {
            return None;
        }
        let known = self.profiles.get(text).into_iter().flatten().find(|p| p.kind == block.kind);
        let profile = match known {
            Some(known) => Rc::clone(known),
            None => {
                let text: Rc<str> = text.into();
                let profile = Rc::new(profile(Rc::clone(&text), block.kind));
                self.profiles.entry(text).or_default().push(Rc::clone(&profile));
                profile
            }
        };
        Some(Segment { span: block.span.clone(), lines: block.lines, profile })
    }
}

impl Measures {
    fn of(text: &str, kind: BlockKind) -> Self {
        spend(text.len());
        let invariants = invariants(text, kind);
        let mut bag: Vec<_> =
            invariants.items.iter().enumerate().map(|(i, item)| (item.hash, i as u32)).collect();
        bag.sort_unstable();
        let size = match kind {
            BlockKind::Code => invariants.code_lines as f32 * 8.0,
            _ => invariants.han as f32 + invariants.words as f32 * HAN_PER_WORD,
        };
        Self { invariants, bag, size }
    }
}

/// As many as [`str::lines`] yields.
fn line_count(text: &str) -> usize {
    let ended = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    ended + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

/// Looks at a block.
pub(super) fn profile(text: Rc<str>, kind: BlockKind) -> Profile {
    let identity = identity(without_marker(&text, kind));
    Profile { kind, identity, text, loose: OnceCell::new(), measures: OnceCell::new() }
}

/// A list item without its marker: renumbered lists and other bullets are the same items.
fn without_marker(text: &str, kind: BlockKind) -> &str {
    if kind != BlockKind::ListItem {
        return text;
    }
    let bare = text.trim_start_matches([' ', '\t', '>']);
    let after_digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if after_digits.len() < bare.len() {
        after_digits.strip_prefix(['.', ')'])
    } else {
        bare.strip_prefix(['-', '*', '+'])
    };
    rest.filter(|rest| rest.starts_with([' ', '\t'])).unwrap_or(bare)
}

/// Hash of a text with runs of white space as one space; line endings and indents vanish.
fn identity(text: &str) -> u64 {
    // Without a branch, as no processor guesses where a word ends.
    let (mut bare, mut length, mut after_space) = (vec![0; text.len()], 0, true);
    for &byte in text.as_bytes() {
        let is_space = byte.is_ascii_whitespace();
        bare[length] = if is_space { b' ' } else { byte };
        length += usize::from(!(is_space && after_space));
        after_space = is_space;
    }
    let bare = bare[..length].strip_suffix(b" ").unwrap_or(&bare[..length]);
    let mut hasher = Quick::FIXED.build_hasher();
    hasher.write(bare);
    hasher.finish()
}

fn loose(text: &str, kind: BlockKind) -> u64 {
    let code = kind == BlockKind::Code;
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        let letter = matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{4e00}'..='\u{9fff}')
            || (!c.is_ascii() && c.is_alphanumeric());
        if letter || (code && !c.is_whitespace()) {
            letters.push(c);
        }
    }
    let mut hasher = Quick::FIXED.build_hasher();
    hasher.write(letters.as_bytes());
    hasher.finish()
}

/// How often a hash occurs in a sorted bag.
pub(super) fn count(bag: &[(u64, u32)], hash: u64) -> usize {
    let start = bag.partition_point(|&(h, _)| h < hash);
    bag[start..].iter().take_while(|&&(h, _)| h == hash).count()
}

/// Weight of an invariant as evidence of which block or version a text belongs to.
pub(super) fn weight(kind: InvariantKind) -> f32 {
    match kind {
        InvariantKind::CodeLine | InvariantKind::Image | InvariantKind::Address => 1.0,
        InvariantKind::InlineCode | InvariantKind::Math => 0.9,
        InvariantKind::Number => 0.7,
        InvariantKind::Name => 0.6,
        InvariantKind::Word => 0.4,
    }
}
