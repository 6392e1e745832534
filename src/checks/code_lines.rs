//! How languages write comments, and what of a line of code counts.

use crate::document::is_han;

/// What has to be known of a language to compare its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language {
    /// `#` begins a comment.
    hash: bool,
    /// `//` begins a comment.
    slashes: bool,
    /// `--` begins a comment.
    dashes: bool,
    /// Nobody said what it is, so that only what cannot be anything else is a comment.
    is_unknown: bool,
    /// Quotes hold no meaning of their own, and a line may begin with a prompt.
    pub is_shell: bool,
    /// The depth of a line says what it belongs to.
    pub is_indented: bool,
}

impl Language {
    /// The language of a fence, by the first word after it.
    pub fn of(info: &str) -> Self {
        let name = language_name(info);
        let mut language = Self {
            hash: false,
            slashes: false,
            dashes: false,
            is_unknown: false,
            is_shell: false,
            is_indented: false,
        };
        match name.as_str() {
            "python" | "pycon" | "ipython" => (language.hash, language.is_indented) = (true, true),
            "bash" | "console" | "powershell" => (language.hash, language.is_shell) = (true, true),
            "yaml" | "toml" | "ini" | "ruby" | "r" | "dockerfile" | "docker" | "makefile"
            | "cmake" | "julia" | "perl" | "nginx" => language.hash = true,
            "javascript" | "typescript" | "tsx" | "jsx" | "rust" | "go" | "java" | "c" | "cpp"
            | "c++" | "csharp" | "kotlin" | "swift" | "php" | "scala" | "jsonc" | "json5" => {
                language.slashes = true;
            }
            "sql" | "lua" | "haskell" => language.dashes = true,
            "css" | "scss" | "html" | "xml" | "vue" | "svelte" | "json" | "diff" | "tex"
            | "latex" | "markdown" => {}
            _ => {
                (language.hash, language.slashes) = (true, true);
                language.is_unknown = true;
            }
        }
        language
    }

    /// A line as its code and its comment.
    pub fn split(self, line: &str) -> (&str, &str) {
        let at = self.comment(line).unwrap_or(line.len());
        line.split_at(at)
    }

    /// Where the comment of a line begins.
    fn comment(self, line: &str) -> Option<usize> {
        let mut quote = None;
        let mut escaped = false;
        let is_text = self.is_unknown || self.is_shell;
        for (at, char) in line.char_indices() {
            if escaped {
                escaped = false;
                continue;
            }
            match (char, quote) {
                ('\\', Some(_)) => escaped = true,
                (c, Some(open)) if c == open => quote = None,
                (_, Some(_)) => {}
                // In a text the mark is an apostrophe as often as not.
                ('"' | '\'', None) if !is_text && line[at + 1..].contains(char) => {
                    quote = Some(char);
                }
                (_, None) if self.begins_comment(line, at) => return Some(at),
                _ => {}
            }
        }
        None
    }

    fn begins_comment(self, line: &str, at: usize) -> bool {
        let (before, rest) = line.split_at(at);
        if rest.starts_with("<!--") {
            return true;
        }
        let is_free = before.is_empty() || before.ends_with([' ', '\t']);
        if let Some(rest) = rest.strip_prefix('#').filter(|_| self.hash) {
            // `#!/bin/sh` names an interpreter; `#fff` and `#include` are no comments either, where
            // the language is unknown. In a shell `$#` and `a#b` are words.
            let is_script = before.is_empty() && rest.starts_with('!');
            let is_sure = !self.is_unknown
                || rest.chars().next().is_none_or(|c| c.is_whitespace() || c == '#' || is_han(c));
            return !is_script && is_sure && (is_free || !self.is_unknown && !self.is_shell);
        }
        if rest.starts_with("//") && self.slashes {
            return !before.ends_with(':') && (is_free || !self.is_unknown);
        }
        self.dashes && rest.starts_with("--")
    }

    /// What counts of a line: its code without prompt, white space, the kind of its quotes and a comma
    /// at its end.
    pub fn essence(self, line: &str) -> String {
        let (code, _) = self.split(without_prompt(line.trim()));
        let code = code.trim().trim_end_matches(',');
        let is_command = self.is_unknown
            && ["pip ", "!pip ", "python ", "conda ", "accelerate ", "curl ", "git "]
                .iter()
                .any(|command| code.starts_with(command));
        let quote = if self.is_shell || is_command { "" } else { "\"" };
        bare(code).replace(['\'', '"'], quote)
    }
}

fn without_prompt(line: &str) -> &str {
    [">>> ", ">>>", "... ", "$ ", "% "]
        .iter()
        .find_map(|prompt| line.strip_prefix(prompt))
        .unwrap_or(line)
}

/// The name of a language, whichever of its names was written.
pub(super) fn language_name(info: &str) -> String {
    let name = info.split([' ', '\t', ',', '{', ':']).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "py" | "python3" => "python".to_owned(),
        "sh" | "shell" | "zsh" => "bash".to_owned(),
        "js" => "javascript".to_owned(),
        "ts" => "typescript".to_owned(),
        "yml" => "yaml".to_owned(),
        "md" => "markdown".to_owned(),
        "rs" => "rust".to_owned(),
        lower => lower.to_owned(),
    }
}

/// What remains of a line when white space is left out, except one space where words would run together.
pub(super) fn bare(line: &str) -> String {
    let mut bare = String::with_capacity(line.len());
    let mut gap = false;
    for char in line.chars() {
        if char.is_whitespace() {
            gap = true;
            continue;
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if gap && is_word(char) && bare.chars().last().is_some_and(is_word) {
            bare.push(' ');
        }
        gap = false;
        bare.push(char);
    }
    bare
}

/// The width of the white space a line begins with.
pub(super) fn depth(line: &str) -> usize {
    let space = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
    space.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn code(info: &str, line: &str) -> String {
        Language::of(info).essence(line)
    }

    #[test]
    fn comments_are_those_of_the_language() {
        assert_eq!(code("python", "row()  # fast"), "row()");
        assert_eq!(code("python", "row('#1')#fast"), "row(\"#1\")");
        assert_eq!(code("js", "row() // fast"), "row()");
        assert_eq!(code("js", "get('https://a.example')"), "get(\"https://a.example\")");
        assert_eq!(code("sql", "select 1 -- one"), "select 1");
        assert_eq!(code("bash", "$ row --fast # now"), "row--fast");
    }

    #[test]
    fn signs_that_only_look_like_comments_stay() {
        assert_eq!(code("css", "a { color: #fff; }"), "a{color:#fff;}");
        assert_eq!(code("c", "#include <boat.h>"), "#include<boat.h>");
        assert_eq!(code("", "#include <boat.h>"), "#include<boat.h>");
        assert_eq!(code("", "color: #fff"), "color:#fff");
        assert_eq!(code("bash", "#!/bin/bash"), "#!/bin/bash");
        assert_eq!(code("bash", "echo $#"), "echo$#");
        assert_eq!(code("", "# 划船"), "");
    }

    #[test]
    fn words_do_not_run_together() {
        assert_eq!(bare("  import   os ;"), "import os;");
        assert_ne!(bare("import os"), bare("importos"));
    }
}
