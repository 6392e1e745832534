//! Two versions of an English text, word by word.

use similar::{ChangeTag, TextDiff};

/// How removed and added words are marked.
pub(super) struct Marks {
    removed: (&'static str, &'static str),
    added: (&'static str, &'static str),
}

/// As `git diff --word-diff` writes it; readable without colour.
pub(super) const PLAIN: Marks = Marks { removed: ("[-", "-]"), added: ("{+", "+}") };

/// Struck red and underlined green, with the plain marks kept: colour is never the only sign.
pub(super) const COLOURED: Marks =
    Marks { removed: ("\x1b[31;9m[-", "-]\x1b[0m"), added: ("\x1b[32;4m{+", "+}\x1b[0m") };

/// Texts with more words than this are shown one after the other; comparing them would take seconds.
const MOST_WORDS: usize = 20_000;

/// Both texts in one, with what was removed and added marked.
pub(super) fn difference(old: &str, new: &str, marks: &Marks) -> String {
    let mut text = String::new();
    if old.split_whitespace().count() + new.split_whitespace().count() > MOST_WORDS {
        mark(&mut text, old, marks.removed);
        text.push('\n');
        mark(&mut text, new, marks.added);
        return text;
    }
    let mut runs = Runs::default();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let words = change.value();
        match change.tag() {
            ChangeTag::Delete => runs.change(|run| run.removed.push_str(words)),
            ChangeTag::Insert => runs.change(|run| run.added.push_str(words)),
            // A blank between two changed words belongs to the change; the end of a line does not.
            ChangeTag::Equal if runs.is_changed() && is_blank(words) => runs.gap.push_str(words),
            ChangeTag::Equal => {
                runs.write(&mut text, marks);
                text.push_str(words);
            }
        }
    }
    runs.write(&mut text, marks);
    text
}

/// Neighbouring changed words, told as one removal and one addition.
#[derive(Default)]
struct Runs {
    removed: String,
    added: String,
    /// Blanks after them, of which nobody knows yet what follows.
    gap: String,
}

impl Runs {
    fn is_changed(&self) -> bool {
        !self.removed.is_empty() || !self.added.is_empty()
    }

    fn change(&mut self, add: impl FnOnce(&mut Self)) {
        let gap = std::mem::take(&mut self.gap);
        self.removed.push_str(&gap);
        self.added.push_str(&gap);
        add(self);
    }

    fn write(&mut self, text: &mut String, marks: &Marks) {
        let Self { removed, added, gap } = std::mem::take(self);
        match (is_blank(&removed), is_blank(&added)) {
            // Other blanks between the same words are no change a reader cares for.
            (true, true) => text.push_str(&added),
            (no_removal, no_addition) => {
                if !no_removal {
                    mark(text, &removed, marks.removed);
                }
                if !no_addition {
                    mark(text, &added, marks.added);
                }
            }
        }
        text.push_str(&gap);
    }
}

fn is_blank(words: &str) -> bool {
    words.chars().all(|c| c.is_whitespace() && c != '\n')
}

fn mark(text: &mut String, words: &str, (open, close): (&str, &str)) {
    text.push_str(open);
    text.push_str(words);
    text.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_marked_and_the_rest_is_kept() {
        assert_eq!(
            difference("warn = risk > 0.5", "warn = risk > 0.35", &PLAIN),
            "warn = risk > [-0.5-]{+0.35+}"
        );
        assert_eq!(
            difference("cold cells work well there", "we used to work well there", &PLAIN),
            "[-cold cells-]{+we used to+} work well there"
        );
        assert_eq!(difference("one  two three", "one two three", &PLAIN), "one two three");
        assert_eq!(difference("a\nb\n", "a\nc\n", &PLAIN), "a\n[-b-]{+c+}\n");
        assert_eq!(difference("same", "same", &PLAIN), "same");
        assert_eq!(difference("", "new", &PLAIN), "{+new+}");
    }

    #[test]
    fn enormous_texts_are_shown_whole() {
        let long = "a b ".repeat(MOST_WORDS);
        let shown = difference(&long, "c", &PLAIN);
        assert!(shown.starts_with("[-a b ") && shown.ends_with("{+c+}"));
    }
}
