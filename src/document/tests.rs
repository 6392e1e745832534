use proptest::prelude::*;

use super::{
    parse::{leaves, stretch_of},
    *,
};

fn parse(text: &str) -> Document {
    Document::parse(text, Dialect::Markdown)
}

fn kinds(text: &str) -> Vec<(&'static str, String)> {
    let document = parse(text);
    document.blocks().iter().map(|b| (b.kind.name(), document.slice(b).to_owned())).collect()
}

#[track_caller]
fn assert_tiles(text: &str) {
    let document = parse(text);
    let mut rebuilt = String::new();
    let mut at = 0;
    for (gap, block) in document.gaps().into_iter().zip(document.blocks()) {
        assert_eq!(gap.end, block.span.start);
        assert!(block.span.start >= at, "overlap in {text:?}");
        assert!(block.lines.0 <= block.lines.1);
        rebuilt.push_str(&text[gap.clone()]);
        assert_separator(&text[gap]);
        rebuilt.push_str(document.slice(block));
        at = block.span.end;
    }
    let last = document.gaps().pop().unwrap();
    assert_separator(&text[last.clone()]);
    rebuilt.push_str(&text[last]);
    assert_eq!(rebuilt, text);
}

#[track_caller]
fn assert_separator(gap: &str) {
    assert!(
        gap.chars().all(|c| c.is_whitespace() || c == '>' || c == '\u{feff}'),
        "text lost in a gap: {gap:?}"
    );
}

#[test]
fn every_kind_of_block_is_told_apart() {
    let text = "---\ntitle: \"A\"\n---\n\n# Head\n\nProse\nover two lines.\n\n- one\n- two\n  - nested\n\n\
        > said\n\n```python\nx = 1\n\ny = 2\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$$\na = b\n$$\n\n\
        ![alt](x.png)\n\n<figure><img src=\"y.png\"></figure>\n\n<Tip>\n\n***\n\n[^1]: note\n\n[link]: https://x.org\n";
    let found = kinds(text);
    let names: Vec<_> = found.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "front_matter",
            "heading",
            "paragraph",
            "list_item",
            "list_item",
            "list_item",
            "quote",
            "code",
            "table_row",
            "table_row",
            "math",
            "image",
            "image",
            "html",
            "thematic_break",
            "footnote_definition",
            "link_definition"
        ]
    );
    assert_eq!(found[7].1, "```python\nx = 1\n\ny = 2\n```");
    assert_eq!(found[8].1, "| a | b |\n|---|---|");
    assert_eq!(found[5].1, "  - nested");
    assert_tiles(text);
}

#[test]
fn line_numbers_are_those_of_the_file() {
    let document = parse("---\r\ntitle: x\r\n---\r\n\r\n# A\r\n\r\nB\r\nC\r\n");
    let lines: Vec<_> = document.blocks().iter().map(|block| block.lines).collect();
    assert_eq!(lines, [(1, 3), (5, 5), (7, 8)]);
    assert_eq!(document.slice(&document.blocks()[1]), "# A");
}

#[test]
fn blank_lines_and_a_mark_before_front_matter_are_tolerated() {
    for text in ["\n\n---\ntitle: x\n---\nbody", "\u{feff}---\ntitle: x\n---\nbody"] {
        let found = kinds(text);
        assert_eq!(found[0], ("front_matter", "---\ntitle: x\n---".to_owned()));
        assert_eq!(found[1], ("paragraph", "body".to_owned()));
        assert_tiles(text);
    }
}

#[test]
fn a_file_without_closing_delimiter_has_no_front_matter() {
    let text = "---\ntitle: x\n\nbody\n";
    assert!(parse(text).front_matter().is_none());
    assert_tiles(text);
}

#[test]
fn front_matter_fields_carry_their_spans() {
    let text = "---\ntitle: \"A: b\" \nauthors:\n- user: x\n  guest: true\n- user: y\n\n# note\ntags: [a, b]\n---\n";
    let document = parse(text);
    let front = document.front_matter().unwrap();
    assert_eq!(&text[front.field("title").unwrap().value.clone()], "\"A: b\"");
    let authors = front.field("authors").unwrap();
    assert_eq!(&text[authors.span.clone()], "authors:\n- user: x\n  guest: true\n- user: y");
    assert_eq!(authors.lines, (3, 6));
    assert_eq!(authors.items.len(), 2);
    assert_eq!(&text[authors.items[0].span.clone()], "- user: x\n  guest: true");
    assert_eq!(authors.items[0].entries[1].key, "guest");
    assert_eq!(&text[authors.items[0].entries[1].value.clone()], "true");
    assert_eq!(&text[front.field("tags").unwrap().value.clone()], "[a, b]");
}

#[test]
fn hostile_texts_tile() {
    for text in [
        "",
        "\0",
        "\u{feff}",
        "\r",
        "a\rb\r\nc",
        "```\nunclosed\n\n# no heading",
        "> > > - a\n> > > ```\nlazy",
        "- \n- \n\n1.\n",
        "[a]: b\n[c]: d\nafter",
        "| a |\n|--|\n",
        "<div>\n- a\n</div>\n---\n",
        "---\n---\n",
        "---\n\n---\n\n---\n",
        "\t\tcode\n\n\n\t\tmore\n\n",
        "a\n=\n\n=\n",
        "1) x\n   ```\n   y\n",
    ] {
        assert_tiles(text);
    }
    assert_tiles(&"> ".repeat(5_000));
    assert_tiles(&"- ".repeat(5_000));
    assert_tiles(&"[".repeat(20_000));
}

#[test]
fn components_of_mdx_are_kept_verbatim() {
    let text = "# Title[[title]]\n\n<Banner chapter={1}\n  links={[\n    \"x\",\n]} />\n\n<Tip>\n\nProse\n\n</Tip>\n";
    let document = Document::parse(text, Dialect::Mdx);
    let names: Vec<_> = document.blocks().iter().map(|block| block.kind.name()).collect();
    assert_eq!(names, ["heading", "html", "html", "paragraph", "html"]);
}

#[test]
fn words_leave_out_code_addresses_and_markup() {
    let document = parse(
        "---\ntitle: not counted\n---\n# Two words\n\nSee [the docs](https://a.org/b c) and `not this` <b>now</b>.\n\n```\nno\n```\n",
    );
    assert_eq!(count_words(&document), 7);
    assert_eq!(count_han(&parse("# 标题\n\n用 `代码` 微调 GPT 模型。\n")), 7);
}

#[test]
fn renderer_notes_are_magic_comments() {
    assert!(is_magic_comment("<!-- {blog_metadata} -->\n<!-- {authors} -->"));
    assert!(is_magic_comment("{blog_metadata}"));
    assert!(!is_magic_comment("<!-- a remark -->"));
    assert!(!is_magic_comment("{x} and words"));
    assert!(!is_magic_comment(""));
}

#[test]
fn pieces_tell_code_addresses_and_formulas_from_prose() {
    let text = "Use `a` at [x](/y \"t\"), ![i](z.png), <a href=\"q\">w</a>, \\\\( n \\\\), $m$, $5 or $6, https://e.org/p。";
    assert_eq!(
        pieces(text),
        [
            Piece::Text("Use "),
            Piece::Code("a"),
            Piece::Text(" at [x]"),
            Piece::Url("/y"),
            Piece::Text(", ![i]"),
            Piece::Image("z.png"),
            Piece::Text(", "),
            Piece::Url("q"),
            Piece::Text("w"),
            Piece::Text(", "),
            Piece::Math(" n "),
            Piece::Text(", "),
            Piece::Math("m"),
            Piece::Text(", $5 or $6, "),
            Piece::Url("https://e.org/p"),
            Piece::Text("。"),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn blocks_and_gaps_tile_any_text(text in "(?s).{0,300}") {
        assert_tiles(&text);
    }

    #[test]
    fn blocks_and_gaps_tile_any_markdown(
        parts in prop::collection::vec(prop::sample::select(vec![
            "---\n", "title: x\n", "# ", "> ", "- ", "1. ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "```", "~~~",
            "| a | b |\n", "|--|--|\n", "$$", "<div>", "</div>", "<!--", "-->", "[a]: /b\n", "[^1]: ", "![x](y)",
            "word ", "中文", "\0", "`", "\\(", "***\n", "===\n", "<Tip>\n", "\u{feff}", "[", "](", ")", "$", "http://",
        ]), 0..60)
    ) {
        assert_tiles(&parts.concat());
    }

    #[test]
    fn pieces_are_slices_in_order(text in "(?s)[a$`\\\\()\\[\\]<>!h中\n :/\"=src]{0,80}") {
        let mut at = 0;
        for piece in pieces(&text) {
            let (Piece::Text(s) | Piece::Code(s) | Piece::Url(s) | Piece::Image(s) | Piece::Math(s)
            | Piece::Answer(s, _)) = piece;
            let start = s.as_ptr() as usize - text.as_ptr() as usize;
            if matches!(piece, Piece::Text(_)) {
                prop_assert!(start >= at);
                at = start + s.len();
            }
            prop_assert!(start + s.len() <= text.len());
        }
    }
}

/// The blocks of a text that is parsed in one piece.
fn uncut(text: &str) -> Vec<Block> {
    let front = front_matter(text);
    let (start, line) = front.as_ref().map_or((0, 0), |front| front.body_start(text));
    let mark = if start == 0 && text.starts_with('\u{feff}') { 3 } else { 0 };
    let parsed = leaves(&text[start + mark..]);
    let body = stretch_of(&text[start..], mark, Dialect::Markdown, parsed).made;
    let body = body.into_iter().map(|block| block.moved(start, line));
    front.iter().map(|front| front.block(text)).chain(body).collect()
}

#[test]
fn a_long_text_is_read_in_stretches() {
    let section =
        "## Hives\n\nThe hive stands on a roof.\n\n```sh\n# no heading\n\n# nor this\n```\n\n";
    let text = section.repeat(40);
    let mut read = Vec::new();
    stretches(&text, None, |text, mark| {
        read.push(text.len());
        stretch(text, mark, Dialect::Markdown)
    });
    assert_eq!(read.len(), 10);
    assert_eq!(read.iter().sum::<usize>(), text.len(), "no stretch is read twice");
    assert_eq!(parse(&text).blocks(), uncut(&text));
}

#[test]
fn an_edit_moves_the_cuts_of_its_own_section_alone() {
    let section =
        |i: usize| format!("## Hive {i}\n\n{}\n\n", "The hive stands on a roof. ".repeat(12));
    let cut = |text: &str| {
        let mut read = Vec::new();
        stretches(text, None, |text, mark| {
            read.push(text.to_owned());
            stretch(text, mark, Dialect::Markdown)
        });
        read
    };
    let before: String = (0..30).map(section).collect();
    let after = before.replace("## Hive 7\n", "## Hive 7\n\nIt is new.\n");
    let known = cut(&before);
    let new = cut(&after).into_iter().filter(|stretch| !known.contains(stretch)).count();
    assert_eq!(new, 1);
}

#[test]
fn what_is_never_closed_costs_little_more_than_one_reading() {
    let open = format!("```\n{}", "x\n\n# y\n\n".repeat(20_000));
    // Hidden from the guess: the fence seems closed at once.
    let hidden = format!("- ```\n\n<!--\n{}", "# y\n\n".repeat(20_000));
    for text in [open, hidden] {
        let mut bytes = 0;
        stretches(&text, None, |text, mark| {
            bytes += text.len();
            stretch(text, mark, Dialect::Markdown)
        });
        assert!(bytes < 4 * text.len(), "{bytes} bytes read of {}", text.len());
        assert_eq!(parse(&text).blocks(), uncut(&text));
    }
}

/// Lines of everything that can run over a blank line, or seem to.
const SOUP: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "# Heading of a section",
    "## Another heading, as long as headings are",
    "Plain prose at the margin that goes on for a while, and on.",
    "```",
    "```python",
    "````",
    "~~~",
    "  ```",
    "    ```",
    "> ```",
    "- ```",
    "    indented code",
    "\ttabbed",
    "- item of a list",
    "  - nested item",
    "  continued",
    "1. first",
    "   more of it",
    "> a quote",
    ">",
    "<!-- a comment",
    "ends here -->",
    "<!-- whole -->",
    "<script>",
    "</script>",
    "<pre>",
    "</pre><!--",
    "<?php",
    "?>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE html",
    "<div>",
    "</div>",
    "<Tip>",
    "</Tip>",
    "| a | b |",
    "|---|---|",
    "| 1 | 2 |",
    "[^1]: a note",
    "    that goes on",
    "[link]: https://bees.example",
    "[half",
    "===",
    "---",
    "***",
    "$$",
    "a = b",
    "中文段落，足够长的一行。",
    "**Strong** beginning",
    "*soft* one",
    "_under_",
    "* * *",
    "___",
    "2024 was a year",
    "7) seventh",
    "`code` first",
    "![i](j.png)",
    "[text](address) and on",
    "(in parentheses)",
    "#hash",
    "####### seven",
    "#",
    "#\ttabbed",
    "``` info `",
    "``",
    "$x$ is",
    "\"quoted\"",
    "| a",
    ":--",
    ":-:",
    "a | b",
    "=",
    "  ## in",
    "\u{feff}marked",
    "\u{a0}# no-break",
    " \t ",
    "\u{c}",
    "one\rtwo",
    "\r",
    "x\0y",
    "&nbsp;",
    "+",
    "-",
    "*",
    "1.",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn reading_in_stretches_is_reading_the_whole(
        lines in prop::collection::vec((prop::sample::select(SOUP), prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n", "\n\n# "])), 0..260)
    ) {
        let text: String = lines.iter().flat_map(|(line, end)| [*line, *end]).collect();
        prop_assert_eq!(parse(&text).blocks().to_vec(), uncut(&text));
    }

    #[test]
    fn reading_plain_text_by_hand_is_parsing_it(
        lines in prop::collection::vec((prop::sample::select(SOUP), prop::sample::select(vec!["\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n\n\n", ""])), 0..14)
    ) {
        let text: String = lines.iter().flat_map(|(line, end)| [*line, *end]).collect();
        let by_hand = stretch(&text, 0, Dialect::Markdown);
        let parsed = stretch_of(&text, 0, Dialect::Markdown, leaves(&text));
        prop_assert_eq!(by_hand.made, parsed.made, "{:?}", text);
        prop_assert_eq!(by_hand.waits, parsed.waits, "{:?}", text);
    }
}
