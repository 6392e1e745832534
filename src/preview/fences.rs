//! Knows, line by line, whether a text is inside a fenced block of code.

/// The state while going through the lines of a text.
#[derive(Debug, Default)]
pub(super) struct Fences {
    open: Option<(char, usize)>,
}

impl Fences {
    /// Takes the next line; `true` where it belongs to a fenced block, its fences included.
    pub(super) fn is_code(&mut self, line: &str) -> bool {
        let content = strip_containers(line);
        let marker = content.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = marker.map_or(0, |m| content.chars().take_while(|&c| c == m).count());
        match (self.open, marker) {
            (Some((open, at_least)), Some(marker))
                if open == marker
                    && length >= at_least
                    && content[length..].trim_end().is_empty() =>
            {
                self.open = None;
                true
            }
            (Some(_), _) => true,
            (None, Some(marker)) if length >= 3 => {
                let is_fence = marker == '~' || !content[length..].contains('`');
                if is_fence {
                    self.open = Some((marker, length));
                }
                is_fence
            }
            (None, _) => false,
        }
    }
}

/// Takes indentation, quote marks and one list marker off the start of a line.
fn strip_containers(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner.trim_start();
    }
    let after_bullet = ["- ", "* ", "+ "].iter().find_map(|bullet| rest.strip_prefix(bullet));
    let after_number = || {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=9)
            .contains(&digits)
            .then(|| &rest[digits..])
            .and_then(|after| after.strip_prefix(". "))
    };
    after_bullet.or_else(after_number).map_or(rest, str::trim_start)
}
