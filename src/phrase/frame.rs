//! The marks around the words of a block.

use crate::document::BlockKind;

/// A block taken apart: the marks before its first line, those before each further line, and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// `## `, `- `, `> ` with the indent.
    prefix: String,
    /// What every further line begins with.
    rest: String,
    /// The words, with single line breaks where the block has them.
    pub body: String,
}

impl Frame {
    /// Takes a block apart; `None` for kinds that hold no running text.
    pub fn of(text: &str, kind: BlockKind) -> Option<Self> {
        let text = text.trim_end();
        match kind {
            BlockKind::Paragraph => Some(Self::with("", "", text)),
            BlockKind::Heading { .. } => Self::heading(text),
            BlockKind::ListItem => Self::list_item(text),
            BlockKind::Quote => Some(Self::quote(text)),
            BlockKind::FootnoteDefinition => {
                let end = text.find("]:")? + 2;
                let (mark, body) = text.split_at(end);
                Some(Self::with(&format!("{mark} "), "    ", body))
            }
            _ => None,
        }
    }

    /// Puts other words into the same marks.
    pub fn around(&self, body: &str) -> String {
        let mut text = self.prefix.clone();
        for (index, line) in body.trim().lines().enumerate() {
            if index > 0 {
                text.push('\n');
                text.push_str(&self.rest);
            }
            text.push_str(line.trim());
        }
        text
    }

    fn with(prefix: &str, rest: &str, body: &str) -> Self {
        let lines: Vec<&str> = body.lines().map(str::trim).collect();
        Self { prefix: prefix.into(), rest: rest.into(), body: lines.join("\n").trim().into() }
    }

    fn heading(text: &str) -> Option<Self> {
        let first = text.trim_start();
        let marks = first.bytes().take_while(|&b| b == b'#').count();
        // A heading underlined with `===` has no marks before its words.
        if marks == 0 {
            return None;
        }
        let body = first[marks..].trim().trim_end_matches('#').trim();
        Some(Self::with(&format!("{} ", &first[..marks]), "", body))
    }

    fn list_item(text: &str) -> Option<Self> {
        let marker = text.len() - text.trim_start_matches([' ', '\t', '>']).len();
        let after = &text[marker..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let mark = if digits > 0 { digits + 1 } else { 1 };
        if !after.get(mark..)?.starts_with([' ', '\t']) {
            return None;
        }
        let mut end = marker + mark + (after[mark..].len() - after[mark..].trim_start().len());
        for check in ["[ ] ", "[x] ", "[X] "] {
            if text[end..].starts_with(check) {
                end += check.len();
            }
        }
        let rest: String = text[..end].chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
        Some(Self::with(&text[..end], &rest, &text[end..]))
    }

    fn quote(text: &str) -> Self {
        let bare = |line: &str| line.trim_start().trim_start_matches('>').trim().to_owned();
        let mut lines: Vec<String> = text.lines().map(bare).collect();
        let mut prefix = "> ".to_owned();
        let is_alert =
            lines.first().is_some_and(|line| line.starts_with("[!") && line.ends_with(']'));
        if is_alert {
            prefix = format!("> {}\n> ", lines.remove(0));
        }
        Self { prefix, rest: "> ".into(), body: lines.join("\n").trim().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn taken(text: &str, kind: BlockKind, body: &str, translated: &str) {
        let frame = Frame::of(text, kind).unwrap();
        assert_eq!(frame.body, body);
        assert_eq!(frame.around("甲\n乙"), translated);
        if !text.contains('\n') {
            assert_eq!(
                frame.around(&frame.body),
                text.trim_end(),
                "the same words make the same block"
            );
        }
    }

    #[test]
    fn words_are_taken_out_of_their_marks_and_put_back() {
        taken("Two words\nand more", BlockKind::Paragraph, "Two words\nand more", "甲\n乙");
        taken("- [x] wash", BlockKind::ListItem, "wash", "- [x] 甲\n      乙");
        taken(
            "   12. wash it\n       well",
            BlockKind::ListItem,
            "wash it\nwell",
            "   12. 甲\n       乙",
        );
        taken("> Row slowly.", BlockKind::Quote, "Row slowly.", "> 甲\n> 乙");
        taken("> [!TIP]\n> Row.", BlockKind::Quote, "Row.", "> [!TIP]\n> 甲\n> 乙");
        taken("[^1]: A note.", BlockKind::FootnoteDefinition, "A note.", "[^1]: 甲\n    乙");
        let heading = Frame::of("## Setup ##", BlockKind::Heading { level: 2 }).unwrap();
        assert_eq!((heading.body.as_str(), heading.around("安装")), ("Setup", "## 安装".into()));
    }

    #[test]
    fn kinds_without_running_text_have_no_frame() {
        for kind in [BlockKind::Code, BlockKind::FrontMatter, BlockKind::TableRow, BlockKind::Html]
        {
            assert_eq!(Frame::of("text", kind), None);
        }
        assert_eq!(Frame::of("Setup\n=====", BlockKind::Heading { level: 1 }), None);
        assert_eq!(Frame::of("-", BlockKind::ListItem), None);
    }
}
