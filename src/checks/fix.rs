//! Fixes: edits of the text that mend a finding.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, Finding, examine};

/// How often a text is looked at again while fixes are applied; one fix may make room for another.
const ROUNDS: usize = 6;

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Edit {
    /// Bytes of the checked text: first, and one after the last.
    pub span: (usize, usize),
    pub text: String,
}

/// What mends a finding: all of its edits, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fix {
    pub edits: Vec<Edit>,
    /// It takes words away or chooses between two, so a person says yes to each; `yiqi check --fix` leaves it.
    pub is_offer: bool,
}

impl Fix {
    /// A fix of one replacement.
    pub(super) fn replace(span: impl Into<Span>, text: impl Into<String>) -> Self {
        let Span(from, to) = span.into();
        Self { edits: vec![Edit { span: (from, to), text: text.into() }], is_offer: false }
    }

    /// The same, to be applied at a person's word only.
    pub(super) fn offered(self) -> Self {
        Self { is_offer: true, ..self }
    }

    fn fits(&self, text: &str) -> bool {
        !self.edits.is_empty()
            && self.edits.iter().all(|edit| text.get(edit.span.0..edit.span.1).is_some())
    }
}

/// Bytes from and to.
pub(super) struct Span(usize, usize);

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self(range.start, range.end)
    }
}

impl From<(usize, usize)> for Span {
    fn from((from, to): (usize, usize)) -> Self {
        Self(from, to)
    }
}

/// Applies fixes to the text they were made for. One that overlaps another, or does not fit the text,
/// is left out.
pub fn apply<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> String {
    let mut taken: Vec<&Edit> = Vec::new();
    for fix in fixes {
        let is_free = |edit: &Edit| !taken.iter().any(|other| overlap(edit.span, other.span));
        if fix.fits(text) && fix.edits.iter().all(is_free) {
            taken.extend(&fix.edits);
        }
    }
    taken.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in taken {
        // Edits of one fix may overlap each other only by mistake; the first of them counts.
        if edit.span.0 < at {
            continue;
        }
        out.push_str(&text[at..edit.span.0]);
        out.push_str(&edit.text);
        at = edit.span.1;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether two edits touch the same bytes, or the same place between two.
fn overlap(a: (usize, usize), b: (usize, usize)) -> bool {
    a == b || a.0 < b.1 && b.0 < a.1
}

/// A text after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    pub text: String,
    /// Ids of the findings that were mended.
    pub mended: Vec<String>,
    /// What is left to say of the text.
    pub findings: Vec<Finding>,
}

/// Applies the fixes of the findings somebody wants mended, again and again until nothing is left that
/// can be: a second run changes nothing.
pub fn mend(case: &Case<'_>, wanted: impl Fn(&Finding) -> bool) -> Mended {
    let mut text = case.translation.to_owned();
    let mut mended: Vec<String> = Vec::new();
    let mut seen = HashSet::from([text.clone()]);
    let mut findings = examine(case);
    for _ in 0..ROUNDS {
        let chosen: Vec<&Finding> =
            findings.iter().filter(|f| f.fix.is_some() && wanted(f)).collect();
        let next = apply(&text, chosen.iter().filter_map(|finding| finding.fix.as_ref()));
        // A text that was there before would go round in circles.
        if next == text || !seen.insert(next.clone()) {
            break;
        }
        let before: Vec<String> = chosen.iter().map(|finding| finding.id.clone()).collect();
        text = next;
        findings = examine(&Case { translation: &text, ..*case });
        let left: HashSet<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
        mended.extend(before.into_iter().filter(|id| !left.contains(id.as_str())));
    }
    mended.sort();
    mended.dedup();
    Mended { text, mended, findings }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edits = edits
            .iter()
            .map(|(from, to, text)| Edit { span: (*from, *to), text: (*text).to_owned() });
        Fix { edits: edits.collect(), is_offer: false }
    }

    #[test]
    fn edits_are_applied_from_all_fixes_at_once() {
        let (a, b) = (fix(&[(0, 1, "A"), (4, 4, "!")]), fix(&[(2, 3, "")]));
        assert_eq!(apply("abcd", [&a, &b]), "Abd!");
        assert_eq!(apply("abcd", [&b, &a]), "Abd!");
    }

    #[test]
    fn of_two_fixes_for_one_place_the_first_counts_and_the_other_leaves_no_half() {
        let (a, b) = (fix(&[(1, 3, "x")]), fix(&[(2, 4, "y"), (0, 0, "z")]));
        assert_eq!(apply("abcd", [&a, &b]), "axd");
        let c = fix(&[(1, 1, "1")]);
        assert_eq!(apply("abcd", [&c, &c]), "a1bcd");
    }

    #[test]
    fn a_fix_of_another_text_is_left_out() {
        assert_eq!(apply("船", [&fix(&[(1, 2, "x")])]), "船");
        assert_eq!(apply("a", [&fix(&[(0, 9, "x")])]), "a");
    }
}
