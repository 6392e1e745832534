//! A file as the judgement sees it: its blocks with their invariants, measured once per text.
//!
//! Most blocks of a file are the same in all its versions, so what is read from a block is shared
//! through a cache that lives as long as the judgement of one pair.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    rc::Rc,
    sync::Arc,
};

use crate::{
    document::{
        Block, BlockKind, Dialect, Document, Field, InvariantKind, Invariants, hash, invariants,
        is_magic_comment,
    },
    ids::BlobId,
};

/// Han characters that stand for one English word: the median of the translated posts of the
/// Hugging Face blog (quartiles 1.35 and 1.57).
pub(super) const HAN_PER_WORD: f32 = 1.44;

/// What is read from a block's text.
#[derive(Debug)]
pub(super) struct Profile {
    pub kind: BlockKind,
    /// Hash of the text with white space collapsed: equal texts are the same block.
    pub identity: u64,
    /// Hash of letters, digits and symbols of code only: equal through typographic corrections.
    pub loose: u64,
    pub invariants: Invariants,
    /// Hashes of all invariants, sorted, with their index in `invariants.items`.
    pub bag: Vec<(u64, u32)>,
    /// Length in Han characters, or what it comes to in Chinese.
    pub size: f32,
}

/// A block of one version of a file.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub span: Range<usize>,
    pub lines: (usize, usize),
    pub profile: Rc<Profile>,
}

/// One version of a file.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub text: Arc<str>,
    pub fields: Vec<Field>,
    /// The blocks that readers see, without front matter.
    pub segments: Vec<Segment>,
    /// Identities of all blocks.
    pub identities: HashSet<u64>,
    pub line_count: usize,
}

impl Text {
    pub fn slice(&self, segment: &Segment) -> &str {
        &self.text[segment.span.clone()]
    }
}

/// Reads versions of files, each text and each block once.
pub(super) struct Reader {
    dialect: Dialect,
    profiles: HashMap<(u64, BlockKind), Rc<Profile>>,
    texts: HashMap<BlobId, Rc<Text>>,
}

impl Reader {
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect, profiles: HashMap::new(), texts: HashMap::new() }
    }

    pub fn read(&mut self, blob: BlobId, text: &Arc<str>) -> Rc<Text> {
        if let Some(known) = self.texts.get(&blob) {
            return Rc::clone(known);
        }
        let read = Rc::new(self.parse(text));
        self.texts.insert(blob, Rc::clone(&read));
        read
    }

    fn parse(&mut self, text: &Arc<str>) -> Text {
        let document = Document::parse(text, self.dialect);
        let segments: Vec<Segment> =
            document.blocks().iter().filter_map(|block| self.segment(&document, block)).collect();
        let fields = document.front_matter().map(|front| front.fields.clone()).unwrap_or_default();
        let identities = segments.iter().map(|segment| segment.profile.identity).collect();
        let line_count = text.lines().count();
        Text { text: Arc::clone(text), fields, segments, identities, line_count }
    }

    fn segment(&mut self, document: &Document, block: &Block) -> Option<Segment> {
        let text = document.slice(block);
        if block.kind == BlockKind::FrontMatter || is_magic_comment(text) {
            return None;
        }
        let key = (hash(text.bytes()), block.kind);
        let profile =
            self.profiles.entry(key).or_insert_with(|| Rc::new(profile(text, block.kind)));
        Some(Segment { span: block.span.clone(), lines: block.lines, profile: Rc::clone(profile) })
    }
}

/// Measures a block.
pub(super) fn profile(text: &str, kind: BlockKind) -> Profile {
    let invariants = invariants(text, kind);
    let mut bag: Vec<_> =
        invariants.items.iter().enumerate().map(|(i, item)| (item.hash, i as u32)).collect();
    bag.sort_unstable();
    let size = match kind {
        BlockKind::Code => invariants.code_lines as f32 * 8.0,
        _ => invariants.han as f32 + invariants.words as f32 * HAN_PER_WORD,
    };
    Profile {
        kind,
        identity: identity(without_marker(text, kind)),
        loose: loose(without_marker(text, kind), kind),
        invariants,
        bag,
        size,
    }
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
    let mut pending = false;
    let mut started = false;
    hash(
        text.bytes()
            .flat_map(move |byte| {
                if byte.is_ascii_whitespace() {
                    pending = started;
                    [None, None]
                } else {
                    started = true;
                    let space = std::mem::take(&mut pending).then_some(b' ');
                    [space, Some(byte)]
                }
            })
            .flatten(),
    )
}

fn loose(text: &str, kind: BlockKind) -> u64 {
    let code = kind == BlockKind::Code;
    let mut buffer = [0; 4];
    let mut state = Vec::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || (code && !c.is_whitespace()) {
            state.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
        }
    }
    hash(state)
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
