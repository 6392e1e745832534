//! Any text is parsed, aligned, judged, edited and carried over: Markdown as people write it, taken apart
//! and put together wrongly. What must hold is shared with the fuzz targets.
//!
//! `PROPTEST_CASES=20000 cargo test --release --test it robust::` looks longer.

#[path = "../../fuzz/src/checks.rs"]
mod checks;

use proptest::prelude::*;

const WORDS: &[&str] = &[
    "the kiln",
    "fires",
    "3 pots",
    "1,200",
    "in June",
    "never",
    "`glaze()`",
    "**hot**",
    "窑",
    "烧制",
    "３个",
    "万",
    "https://kiln.example/a_b",
    "[ash](/blog/ash)",
    "![pot](img/pot.png)",
    "$x^2$",
    "\\\\( y \\\\)",
    "<b>",
    "</b>",
    "&nbsp;",
    "[[anchor]]",
    "{#if fw === 'pt'}",
    "✅",
    "\\",
    "`",
    "``",
    "$",
    "[",
    "](",
    "<",
    "<!--",
    "\u{200b}",
    "é",
    "\u{fffd}",
    "<Tip>",
    "a_b_c",
    "|",
    "*",
    "_",
    "~~",
    "@",
];

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..9).prop_map(|words| words.join(" "))
}

/// Blocks of Markdown and MDX, nested in lists and quotes.
fn block() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => prop::collection::vec(line(), 1..4).prop_map(|lines| lines.join("\n")),
        2 => (1..7_usize, line()).prop_map(|(level, text)| format!("{} {text}", "#".repeat(level))),
        1 => (line(), prop::bool::ANY).prop_map(|(text, one)| format!("{text}\n{}", if one { "===" } else { "---" })),
        2 => (prop::sample::select(vec!["```", "````", "~~~"]), line(), line(), prop::bool::ANY).prop_map(
            |(fence, info, code, closed)| {
                format!("{fence}{info}\n{code}\n\n# {code}\n{}", if closed { fence } else { "" })
            }
        ),
        1 => (line(), line()).prop_map(|(a, b)| format!("| {a} | {b} |\n|---|---|\n| {b} | {a} |\n| {a} |")),
        1 => line().prop_map(|text| format!("<Tip warning={{true}}>\n\n{text}\n\n</Tip>")),
        1 => (line(), line()).prop_map(|(a, b)| format!(
            "<Question\n\tchoices={{[\n\t\t{{ text: \"{a}\", explain: \"{b}\", correct: true }},\n\t\t{{ text: \"{b}\" }},\n\t]}}\n/>"
        )),
        1 => line().prop_map(|text| format!("<div>\n{text}\n</div>")),
        1 => line().prop_map(|text| format!("$$\n{text}\n$$")),
        1 => line().prop_map(|text| format!("[ref]: {text}")),
        1 => line().prop_map(|text| format!("[^1]: {text}\n    {text}")),
        1 => line().prop_map(|text| format!("    {text}")),
        1 => Just("***".to_owned()),
        1 => line().prop_map(|text| format!("<!-- {text}")),
        1 => line().prop_map(|text| format!("<script>\n{text}\n\n{text}")),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        let nested = prop::collection::vec(inner, 1..4);
        (nested, prop::sample::select(vec!["> ", "- ", "1. ", "* ", "  ", ">"])).prop_map(
            |(blocks, mark)| {
                let rest = if mark.starts_with('>') { mark } else { "  " };
                let all = blocks.join("\n\n");
                let lines = all.lines().enumerate();
                let marked =
                    lines.map(|(n, line)| format!("{}{line}", if n == 0 { mark } else { rest }));
                marked.collect::<Vec<_>>().join("\n")
            },
        )
    })
}

const FRONT: &[&str] = &[
    "",
    "",
    "---\ntitle: \"Pots\"\nthumbnail: /blog/assets/pots.png\nauthors:\n- user: ann\n---\n\n",
    "---\ntitle: 陶罐: 二\nauthors:\n  - user: ann\n    guest: true\ntranslators:\n  - user: bo\n---\n",
    "\n---\ntitle: >\n  long\n  words\n---\n",
    "---\n- a\n- b\n---\n",
    "---\ntitle: x\n",
    "---\nonly words\n---\n",
];

/// What happens to a text on its way: pieces lost, doubled, put in at the wrong place.
#[derive(Debug, Clone)]
enum Harm {
    Cut(usize, usize),
    Double(usize, usize),
    Put(usize, &'static str),
}

fn harm() -> impl Strategy<Value = Harm> {
    let tokens = vec![
        "\0",
        "\r",
        "\r\n",
        "\n\n",
        "\u{feff}",
        "```",
        "~~~~",
        "---\n",
        "> ",
        "\t",
        "    ",
        "<",
        "-->",
        "</script>",
        "|",
        "$$",
        "[",
        "](",
        "\u{2028}",
        "{",
        "}",
        "\u{0301}",
        "'",
        "\"",
        ": ",
        "- ",
        "# ",
    ];
    prop_oneof![
        (0..1_000_usize, 1..60_usize).prop_map(|(at, length)| Harm::Cut(at, length)),
        (0..1_000_usize, 1..60_usize).prop_map(|(at, length)| Harm::Double(at, length)),
        (0..1_000_usize, prop::sample::select(tokens)).prop_map(|(at, token)| Harm::Put(at, token)),
    ]
}

/// Places are in thousandths of the text; whole characters are taken.
fn harmed(text: &str, harms: &[Harm]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for harm in harms {
        let place = |thousandth: usize| thousandth * chars.len() / 1_000;
        match *harm {
            Harm::Cut(at, length) => {
                let at = place(at);
                let end = (at + length).min(chars.len());
                chars.drain(at..end);
            }
            Harm::Double(at, length) => {
                let at = place(at);
                let piece = chars[at..(at + length).min(chars.len())].to_vec();
                chars.splice(at..at, piece);
            }
            Harm::Put(at, token) => {
                let at = place(at);
                chars.splice(at..at, token.chars());
            }
        }
    }
    chars.into_iter().collect()
}

fn text() -> impl Strategy<Value = String> {
    let parts = (
        prop::sample::select(FRONT),
        prop::collection::vec(block(), 0..7),
        prop::collection::vec(harm(), 0..5),
        prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r"]),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.03),
    );
    parts.prop_map(|(front, blocks, harms, line_end, mark, long)| {
        let mut body = blocks.join("\n\n");
        if long {
            // Beyond what is read at once.
            body = [body.as_str(); 12].join("\n\n");
        }
        let text = format!("{}{front}{body}\n", if mark { "\u{feff}" } else { "" });
        harmed(&text, &harms).replace('\n', line_end)
    })
}

/// A text and what became of it.
fn versions(most: usize) -> impl Strategy<Value = Vec<String>> {
    let step = prop::collection::vec(harm(), 0..4);
    (text(), prop::collection::vec(step, 0..most)).prop_map(|(first, steps)| {
        let mut all = vec![first];
        for harms in steps {
            let next = harmed(&all[all.len() - 1], &harms);
            all.push(next);
        }
        all
    })
}

fn entry() -> impl Strategy<Value = String> {
    let title = prop::sample::select(vec!["One", "\"Two: three\"", "三", "'x'", "[a", "y # z", ""]);
    let slug =
        prop::sample::select(vec!["kiln", "ash", "clay/1", "chapter1/2", "\"pot\"", "wheel"]);
    (slug, title, 0..4_usize).prop_map(|(slug, title, shape)| match shape {
        0 => format!("- local: {slug}\n  title: {title}\n  date: May 1, 2024\n  tags:\n    - fire\n"),
        1 => format!("- local: {slug}\n  title: {title}\n"),
        2 => format!("- title: {title}\n  sections:\n  - local: {slug}\n    title: {title}\n"),
        _ => format!("- title: {title}\n  sections:\n    - local_fw: {{ pt: {slug}, tf: {slug}_tf }}\n      title: x\n"),
    })
}

fn index() -> impl Strategy<Value = String> {
    let parts = (
        prop::collection::vec(entry(), 0..5),
        prop::collection::vec(harm(), 0..2),
        prop::sample::select(vec!["", "\n", "\n\n"]),
        prop::sample::select(vec!["\n", "\r\n"]),
    );
    parts.prop_map(|(entries, harms, gap, line_end)| {
        harmed(&entries.join(gap), &harms).replace('\n', line_end)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_and_gaps_tile_whatever_comes(text in text()) {
        checks::document(&text);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        checks::document(&text);
        checks::front_matter(&text);
    }

    #[test]
    fn every_block_is_in_one_row(source in text(), target in text()) {
        checks::alignment(&source, &target);
    }

    #[test]
    fn any_history_is_judged_alike_and_in_its_bounds(
        source in versions(3),
        target in versions(2),
        order in any::<u8>(),
    ) {
        let mut all: Vec<(bool, String)> = source.into_iter().map(|text| (true, text)).collect();
        for (n, text) in target.into_iter().enumerate() {
            all.insert((usize::from(order) + n) % (all.len() + 1), (false, text));
        }
        checks::judgement(&all);
    }

    #[test]
    fn a_front_matter_is_edited_and_nothing_else(text in text()) {
        checks::front_matter(&text);
    }

    #[test]
    fn an_index_keeps_every_line(source in index(), target in index(), title in line()) {
        checks::index(&source, &target, &title);
    }

    #[test]
    fn no_word_of_a_draft_is_lost(source in versions(2), draft in text(), copied in prop::bool::ANY) {
        let (old, new) = (&source[0], &source[source.len() - 1]);
        checks::carrying(old, new, if copied { old } else { &draft });
    }
}

#[test]
fn depth_and_length_have_no_worst_case() {
    let many = |piece: &str| piece.repeat(60_000 / piece.len());
    for piece in [
        ">",
        "> ",
        "- ",
        "1. ",
        "  - ",
        "[",
        "![",
        "](",
        "`",
        "`` ` ",
        "$",
        "$$",
        "<",
        "<a ",
        "<!--",
        "<!-- ",
        "\\\\(",
        "[[",
        "{#",
        "<A {'",
        "&",
        "*",
        "_a",
        "**a",
        "|",
        "|-",
        "\r",
        "\0",
        "~~~\n",
        "- \n",
        "[a]:",
        "[^a]: ",
        "<div>\n",
        "<Question choices={[{\n",
        "http://",
        "correct: ",
        "class=\"",
        "---\n",
        "a: b\n",
        "\u{feff}",
        "\u{fffd}",
    ] {
        let text = many(piece);
        let started = std::time::Instant::now();
        checks::document(&text);
        checks::alignment(&text, &text);
        checks::front_matter(&format!("---\n{text}\n---\n"));
        // Unoptimised and on a busy machine, each takes a second or less.
        assert!(started.elapsed().as_secs() < 30, "{piece:?} took {:?}", started.elapsed());
    }
}
