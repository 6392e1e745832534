//! Pictures that are put elsewhere: badges and the seals of everybody, each one SVG that asks for nothing.
//!
//! Nothing in them needs a style sheet or a font of ours, so that their policy allows nothing at all. How wide
//! a text is only the reader's machine knows; it is told how wide it has to be.

use askama::Template;
use unicode_width::UnicodeWidthChar as _;

use crate::{
    recognition::Record,
    services::views::{Contributor, Credits, Freshness, Progress, Tally},
    texts::Texts,
};

/// Em of a narrow character in tenths of a pixel, at the size badges are set in.
const NARROW: usize = 65;
const WIDE: usize = 110;
/// Room on both sides of a text.
const PADDING: usize = 16;
/// Width of the seal.
const SEAL: usize = 24;

/// A line with a seal before it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "svg/badge.svg", escape = "html")]
pub struct Badge {
    character: char,
    ink: &'static str,
    label: String,
    value: String,
    /// How much of the line at the foot is filled; `None` for no line.
    percent: Option<usize>,
    tag: &'static str,
}

impl Badge {
    /// How far a project or a tag of it is.
    pub fn of_progress(texts: Texts, tag: Option<&str>, tally: &Tally) -> Self {
        Self {
            character: '译',
            ink: "#b5362b",
            label: progress_label(texts, tag),
            value: progress_value(tally),
            percent: Some(tally.percent()),
            tag: texts.tag(),
        }
    }

    /// What one person did.
    pub fn of_person(texts: Texts, person: &Contributor) -> Self {
        let Record { translated, proofread, .. } = person.record;
        let counts = [("translated", translated.into()), ("proofread", proofread.into())];
        Self {
            character: '译',
            ink: "#b5362b",
            label: shortened(&person.name, 30),
            value: texts.with("badge-person", &counts),
            percent: None,
            tag: texts.tag(),
        }
    }

    /// How one translation stands.
    pub fn of_freshness(texts: Texts, freshness: &Freshness) -> Self {
        let (character, ink) = match freshness {
            Freshness { is_behind: true, .. } => ('旧', "#b5362b"),
            Freshness { is_translated: true, .. } => ('成', "#2c674a"),
            _ => ('缺', "#65686d"),
        };
        let value = freshness_words(texts, freshness);
        Self { character, ink, label: String::new(), value, percent: None, tag: texts.tag() }
    }

    fn label_width(&self) -> usize {
        width(&self.label)
    }

    fn value_width(&self) -> usize {
        width(&self.value)
    }

    /// Where the second text begins.
    fn value_at(&self) -> usize {
        let label = self.label_width();
        SEAL + if label > 0 { label + PADDING } else { 0 }
    }

    fn whole_width(&self) -> usize {
        self.value_at() + self.value_width() + PADDING
    }

    /// The filled part of the line at the foot, which stands after the seal.
    fn filled(&self) -> Option<usize> {
        self.percent.map(|percent| (self.whole_width() - SEAL) * percent / 100)
    }

    fn said(&self) -> String {
        format!("{} {}", self.label, self.value).trim().to_owned()
    }
}

/// What a badge of progress is about.
pub fn progress_label(texts: Texts, tag: Option<&str>) -> String {
    match tag {
        Some(tag) => texts.with("badge-label-tag", &[("tag", shortened(tag, 40).into())]),
        None => texts.get("badge-label"),
    }
}

/// What a badge of progress says.
pub fn progress_value(tally: &Tally) -> String {
    format!("{}/{} · {}%", tally.translated, tally.posts, tally.percent())
}

/// How a translation stands, in words.
pub fn freshness_words(texts: Texts, freshness: &Freshness) -> String {
    match freshness {
        Freshness { is_behind: true, changes, .. } => {
            texts.with("badge-behind", &[("count", (*changes).into())])
        }
        Freshness { is_translated: true, .. } => texts.get("badge-current"),
        _ => texts.get("badge-untranslated"),
    }
}

/// How wide a text is set, in pixels.
fn width(text: &str) -> usize {
    let tenths: usize =
        text.chars().map(|c| if c.width().unwrap_or(0) > 1 { WIDE } else { NARROW }).sum();
    tenths.div_ceil(10)
}

/// A text of at most so many characters that can stand in XML.
fn shortened(text: &str, longest: usize) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if text.chars().count() <= longest {
        return text;
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}

/// Seals in a row of everybody's.
const SEALS_IN_ROW: usize = 10;
/// So many are shown; the rest is counted.
const SEALS_SHOWN: usize = 120;
/// Width and height of one with its name.
const CELL: (usize, usize) = (80, 78);
/// Inks in which seals are pressed; which one follows from the name.
const INKS: [&str; 4] = ["#b5362b", "#2c674a", "#31508f", "#87560d"];

/// Everybody's seals.
#[derive(Debug, Clone, Template)]
#[template(path = "svg/people.svg", escape = "html")]
pub struct PeopleImage {
    label: String,
    more: Option<String>,
    seals: Vec<PersonSeal>,
    tag: &'static str,
}

/// The seal of one person.
#[derive(Debug, Clone)]
struct PersonSeal {
    initials: String,
    name: String,
    ink: &'static str,
    x: usize,
    y: usize,
}

impl PeopleImage {
    pub fn of(texts: Texts, credits: &Credits) -> Self {
        let count = credits.people.len() + credits.unlisted;
        let shown = credits.people.iter().take(SEALS_SHOWN);
        let seals: Vec<PersonSeal> = shown
            .enumerate()
            .map(|(place, person)| PersonSeal {
                initials: initials(&person.name),
                name: shortened(&person.name, 11),
                ink: ink(&person.handle),
                x: (place % SEALS_IN_ROW) * CELL.0,
                y: (place / SEALS_IN_ROW) * CELL.1,
            })
            .collect();
        let rest = count - seals.len();
        let label = [("project", credits.name.as_str().into()), ("count", count.into())];
        Self {
            label: texts.with("people-image-label", &label),
            more: (rest > 0).then(|| texts.with("people-image-more", &[("count", rest.into())])),
            seals,
            tag: texts.tag(),
        }
    }

    fn width(&self) -> usize {
        self.seals.len().clamp(1, SEALS_IN_ROW) * CELL.0
    }

    /// Height of the seals; what is more stands below.
    fn seals_height(&self) -> usize {
        self.seals.len().div_ceil(SEALS_IN_ROW) * CELL.1
    }

    fn height(&self) -> usize {
        (self.seals_height() + if self.more.is_some() { 24 } else { 0 }).max(24)
    }
}

/// Pairs of letters that Chinese readers take for an insult or for something nobody wants on a seal.
const RUDE: [&str; 16] = [
    "SB", "NC", "TM", "JB", "MB", "CN", "BC", "BT", "DS", "GD", "JJ", "MD", "NB", "SX", "WC", "ZZ",
];

/// What a seal shows of a name: its first character, or two letters that read as nothing else.
pub fn initials(name: &str) -> String {
    let initials = plain_initials(name);
    if !RUDE.contains(&initials.to_uppercase().as_str()) {
        return initials;
    }
    // The name as one word, `Sam Brook` as Sa; where that is no better, its first letter.
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let begun = plain_initials(&letters.to_lowercase());
    if RUDE.contains(&begun.to_uppercase().as_str()) {
        return begun.chars().take(1).collect();
    }
    begun
}

fn plain_initials(name: &str) -> String {
    let mut characters = name.chars().filter(|c| c.is_alphanumeric());
    let Some(first) = characters.next() else { return "·".to_owned() };
    if first.width().unwrap_or(0) > 1 {
        return first.to_string();
    }
    let upper = |c: char| c.to_uppercase().next().unwrap_or(c);
    // `linwan` is Li, `Lin Wan` and `lin-wan` are LW.
    let next = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .nth(1)
        .and_then(|part| part.chars().next())
        .filter(|c| c.is_alphabetic() && c.width() == Some(1))
        .map(upper)
        .or_else(|| characters.next());
    std::iter::once(upper(first)).chain(next).collect()
}

/// The ink of a person's seal: always the same one.
fn ink(handle: &str) -> &'static str {
    INKS[tone(handle)]
}

/// The place of a person's ink among the four there are.
pub fn tone(handle: &str) -> usize {
    handle.bytes().fold(0, |sum, byte| (sum * 31 + usize::from(byte)) % 9973) % INKS.len()
}

/// What shields.io reads.
pub fn shield(texts: Texts, tag: Option<&str>, tally: &Tally) -> serde_json::Value {
    let colour = match tally.percent() {
        0..25 => "b5362b",
        25..60 => "87560d",
        _ => "2c674a",
    };
    serde_json::json!({
        "schemaVersion": 1,
        "label": progress_label(texts, tag),
        "message": progress_value(tally),
        "color": colour,
    })
}

/// The colours of a sentence about progress, for cards and descriptions.
pub fn progress_sentence(texts: Texts, progress: &Progress) -> String {
    let Tally { posts, translated, .. } = progress.tally;
    texts.with(
        "og-progress",
        &[
            ("project", progress.name.as_str().into()),
            ("posts", posts.into()),
            ("translated", translated.into()),
            ("percent", progress.tally.percent().into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::UiLanguage;

    fn rendered(badge: &impl Template) -> String {
        let svg = badge.render().expect("it renders");
        let mut reader = quick_xml::Reader::from_str(&svg);
        loop {
            let event = reader.read_event().expect("well-formed XML");
            if matches!(event, quick_xml::events::Event::Eof) {
                break;
            }
        }
        svg
    }

    fn person(name: &str, translated: usize, proofread: usize) -> Contributor {
        Contributor {
            handle: name.to_lowercase(),
            name: name.into(),
            hf_user: None,
            github_login: None,
            record: Record { translated, proofread, ..Record::default() },
        }
    }

    #[test]
    fn a_badge_says_how_far_it_is_and_asks_for_nothing() {
        let tally = Tally { posts: 540, translated: 216, behind: 41 };
        let texts = Texts::new(UiLanguage::Chinese);
        let svg = rendered(&Badge::of_progress(texts, None, &tally));
        assert!(svg.contains("中文翻译") && svg.contains("216/540 · 40%"), "{svg}");
        assert!(!svg.contains("<style") && !svg.contains("style=") && !svg.contains("href"));
        let tagged = rendered(&Badge::of_progress(texts, Some("a<b>\"&\u{1}"), &tally));
        assert!(tagged.contains("a&#60;b&#62;"), "{tagged}");
    }

    #[test]
    fn the_hundred_is_kept_for_when_all_is_done() {
        let tally = |translated| Tally { posts: 540, translated, behind: 0 };
        assert_eq!(tally(539).percent(), 99);
        assert_eq!(tally(540).percent(), 100);
        assert_eq!(Tally::default().percent(), 0);
    }

    #[test]
    fn a_translation_behind_its_original_is_told_from_one_in_step() {
        let mut it = Freshness {
            slug: "a".into(),
            is_translated: true,
            is_behind: true,
            changes: 3,
            since: None,
        };
        let texts = Texts::new(UiLanguage::English);
        assert!(rendered(&Badge::of_freshness(texts, &it)).contains("in 3 places"));
        (it.is_behind, it.changes) = (false, 0);
        assert!(rendered(&Badge::of_freshness(texts, &it)).contains("up to date"));
        it.is_translated = false;
        assert!(rendered(&Badge::of_freshness(texts, &it)).contains("not translated"));
    }

    #[test]
    fn initials_are_those_people_would_press() {
        for (name, seal) in [
            ("林晚", "林"),
            ("linwan", "Li"),
            ("Lin Wan", "LW"),
            ("lin-wan", "LW"),
            ("x", "X"),
            ("慢 Slow", "慢"),
            ("***", "·"),
            ("Sam Brook", "Sa"),
            ("sam-brook", "Sa"),
            ("sb", "S"),
        ] {
            assert_eq!(initials(name), seal, "{name}");
        }
    }

    #[test]
    fn everybody_has_a_seal_and_whoever_is_unlisted_is_counted() {
        let people = (0..125).map(|n| person(&format!("Name {n} <x>"), 1, 0)).collect();
        let credits = Credits { project: "p".into(), name: "P".into(), people, unlisted: 2 };
        let svg = rendered(&PeopleImage::of(Texts::new(UiLanguage::Chinese), &credits));
        assert_eq!(svg.matches("<g ").count(), SEALS_SHOWN);
        assert!(svg.contains("和另外 7 位"), "{svg}");
        let nobody = Credits { project: "p".into(), name: "P".into(), people: vec![], unlisted: 0 };
        rendered(&PeopleImage::of(Texts::new(UiLanguage::English), &nobody));
    }

    #[test]
    fn what_somebody_did_fits_one_line() {
        let texts = Texts::new(UiLanguage::Chinese);
        let said = |translated, proofread| {
            Badge::of_person(texts, &person("林晚", translated, proofread)).said()
        };
        assert_eq!(said(12, 3), "林晚 译文 12 篇 · 校对 3 篇次");
        assert_eq!(said(0, 0), "林晚 译起的伙伴");
    }
}
