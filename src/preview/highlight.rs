//! Colours code by CSS classes with the prefix `hl-`; a strict policy allows no inline styles.

use std::{borrow::Cow, collections::HashMap, fmt, sync::LazyLock};

use comrak::{
    adapters::SyntaxHighlighterAdapter,
    html::write_opening_tag,
    plugins::syntect::{SyntectAdapter, SyntectAdapterBuilder},
};

/// Longer blocks are shown plain: colouring them costs more than it helps.
const LONGEST: usize = 30_000;

/// Syntect's classes, with the attributes of `<pre>` that its adapter drops in that mode.
pub(super) struct Highlighter(SyntectAdapter);

/// The one highlighter; loading its grammars takes a moment.
pub(super) fn highlighter() -> &'static Highlighter {
    static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(|| {
        Highlighter(SyntectAdapterBuilder::new().css_with_class_prefix("hl-").build())
    });
    &HIGHLIGHTER
}

impl SyntaxHighlighterAdapter for Highlighter {
    fn write_highlighted(
        &self,
        output: &mut dyn fmt::Write,
        language: Option<&str>,
        code: &str,
    ) -> fmt::Result {
        match language.filter(|language| !language.is_empty() && code.len() <= LONGEST) {
            Some(language) => {
                let language = language.split([' ', ',', '{']).next().unwrap_or(language);
                self.0.write_highlighted(output, Some(language), code)
            }
            None => comrak::html::escape(output, code),
        }
    }

    fn write_pre_tag(
        &self,
        output: &mut dyn fmt::Write,
        attributes: HashMap<&'static str, Cow<'_, str>>,
    ) -> fmt::Result {
        write_opening_tag(output, "pre", attributes)
    }

    fn write_code_tag(
        &self,
        output: &mut dyn fmt::Write,
        attributes: HashMap<&'static str, Cow<'_, str>>,
    ) -> fmt::Result {
        write_opening_tag(output, "code", attributes)
    }
}
