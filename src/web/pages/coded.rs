//! Sentences that name what a machine is told: `between backticks` becomes code.

use std::fmt;

use askama::filters::HtmlSafe;

use super::Shell;

/// A sentence with code in it.
#[derive(Debug, Clone)]
pub(super) struct Coded(pub String);

impl HtmlSafe for Coded {}

impl fmt::Display for Coded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, part) in self.0.split('`').enumerate() {
            let escaped = askama::filters::escape(part, askama::filters::Html);
            let escaped = escaped.map_err(|_| fmt::Error)?;
            if place % 2 == 0 {
                write!(f, "{escaped}")?;
            } else {
                write!(f, "<code>{escaped}</code>")?;
            }
        }
        Ok(())
    }
}

impl Shell {
    /// A text of the interface that names code.
    pub(super) fn coded(&self, key: &str) -> Coded {
        Coded(self.t(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_nothing_else_is_markup() {
        let said = Coded("Set `publish` & <go>".to_owned()).to_string();
        assert_eq!(said, "Set <code>publish</code> &#38; &#60;go&#62;");
    }
}
