use scraper::{Html, Selector};

use super::*;

fn shown(text: &str) -> String {
    shown_as(text, Dialect::Markdown)
}

fn shown_as(text: &str, dialect: Dialect) -> String {
    let base = Url::parse("https://blog.example/blog/").ok();
    render(text, dialect, &Options { base }).into_string()
}

#[track_caller]
fn expect(html: &str, selector: &str) -> String {
    let page = Html::parse_fragment(html);
    let selector = Selector::parse(selector).expect("a selector");
    match page.select(&selector).next() {
        Some(found) => found.text().collect(),
        None => panic!("nothing matches in: {html}"),
    }
}

#[track_caller]
fn expect_none(html: &str, selector: &str) {
    let page = Html::parse_fragment(html);
    let selector = Selector::parse(selector).expect("a selector");
    assert!(page.select(&selector).next().is_none(), "found in: {html}");
}

#[test]
fn a_post_is_shown_with_its_head_and_its_line_numbers() {
    let html = shown(
        "---\ntitle: \"你好 & 再见\"\nthumbnail: /blog/assets/1/t.png\nauthors:\n- user: ada\n---\n\n正文。\n",
    );
    assert_eq!(expect(&html, "header h1"), "你好 & 再见");
    expect(&html, "header img[src='https://blog.example/blog/assets/1/t.png']");
    assert_eq!(expect(&html, "header .authors"), "ada");
    assert_eq!(expect(&html, "p[data-sourcepos='8:1-8:9']"), "正文。");
}

#[test]
fn front_matter_that_does_not_parse_still_shows_the_text() {
    let html = shown("---\ntitle: [\n---\nText\n");
    expect_none(&html, "header");
    assert_eq!(expect(&html, "p[data-sourcepos='4:1-4:4']"), "Text");
}

#[test]
fn tables_footnotes_tasks_and_alerts_are_rendered() {
    let html = shown(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n> [!NOTE]\n> read\n\nword[^1]\n\n[^1]: note\n",
    );
    expect(&html, "table td");
    expect(&html, "input[type=checkbox][checked][disabled]");
    expect(&html, ".markdown-alert-note");
    expect(&html, "section.footnotes li#post-fn-1");
    expect(&html, "a[href='#post-fn-1']");
}

#[test]
fn formulas_become_mathml_whatever_their_delimiters() {
    for text in ["已知 \\\\( x_1 * y_2 * z \\\\) 。", "已知 $x_1 * y_2 * z$。", "$$x_1 * y_2 * z$$"]
    {
        let html = shown(text);
        expect(&html, "math msub");
        expect_none(&html, "em");
    }
    expect(&shown("\\\\[ \\frac{a}{b} \\\\]"), "math[display=block] mfrac");
    expect(&shown("| a |\n|---|\n| $|x|$ |\n"), "td math");
    let lines = shown("$$ a \\\\ \\mbox{if } b $$");
    expect(&lines, "mtable mtr:nth-child(2)");
    expect_none(&lines, "merror");
}

#[test]
fn a_formula_of_several_lines_keeps_the_lines_that_follow() {
    let html = shown("before\n\n$$\na_1\n\\tag{1}\n$$\n\nafter\n");
    expect(&html, "math[display=block]");
    assert_eq!(expect(&html, "p[data-sourcepos='8:1-8:5']"), "after");
}

#[test]
fn money_and_code_are_not_formulas() {
    for text in
        ["It costs $5 and then $10.", "`$a$` and `b$c`", "```\n$x$ \\\\(y\\\\)\n```", "US$1 a$b$"]
    {
        expect_none(&shown(text), "math");
    }
    assert_eq!(shown("\\\\(a and \\\\(b\\\\)").matches("<math").count(), 1);
    assert_eq!(expect(&shown("```sh\necho $A $B\n```"), "pre"), "echo $A $B\n");
    let in_html = shown("<img alt=\"$x$\" src=\"a.png\">\n\n![$y$](b.png)");
    expect(&in_html, "img[alt='$x$'][src='https://blog.example/blog/a.png']");
    expect(&in_html, "img[alt='$y$']");
}

#[test]
fn broken_and_boundless_formulas_are_shown_as_written() {
    for tex in [r"\frac{", r"\def\a{\a\a}\a", &"{".repeat(5000), r"\nosuch", r"\left( x"] {
        let html = shown(&format!("a $${tex}$$ b"));
        assert!(html.contains('a') && html.contains('b'), "{html}");
    }
    assert_eq!(expect(&shown(r"$\def\a{\a\a}\a$"), "code.formula"), r"$\def\a{\a\a}\a$");
}

#[test]
fn private_marks_in_a_text_stay_text() {
    let html = shown("\u{E000}0\u{E001} $x$ \u{E002}");
    assert_eq!(html.matches("<math").count(), 1);
}

#[test]
fn code_is_coloured_by_classes_and_keeps_its_lines() {
    let html = shown("```python\ndef f(): return 1\n```\n");
    expect(&html, "pre[data-sourcepos='1:1-3:3'] code.language-python span.hl-python");
    assert!(!html.contains("style="), "{html}");
}

#[test]
fn components_are_shown_as_what_they_mean() {
    let html = shown_as("<Tip warning={true}>\n\n**小心**\n\n</Tip>\n", Dialect::Mdx);
    assert_eq!(expect(&html, ".tip-warning strong"), "小心");
    let html = shown_as(
        "{#if fw === 'pt'}\n## 标题 [[anchor]]\n{/if}\n<Question\n\tchoices={[\n{ text: \"a < b\" },\n]}\n/>\n\nend\n",
        Dialect::Mdx,
    );
    assert_eq!(expect(&html, "h2#post-标题"), "标题");
    assert_eq!(expect(&html, ".component"), "Question");
    assert_eq!(expect(&html, "p[data-sourcepos='10:1-10:3']"), "end");
}

#[test]
fn a_foreign_frame_is_offered_as_a_link() {
    let html = shown("<iframe src=\"https://video.example/1\" onload=\"x()\"></iframe>");
    expect(&html, "a.embed[href='https://video.example/1']");
    expect_none(&html, "iframe");
}

#[test]
fn addresses_are_read_against_the_place_of_the_post() {
    let html = shown("[a](/blog/other) ![b](assets/x.png) [c](#一节) [d](//cdn.example/y)");
    expect(&html, "a[href='https://blog.example/blog/other']");
    expect(&html, "img[src='https://blog.example/blog/assets/x.png']");
    expect(&html, "a[href='#post-%E4%B8%80%E8%8A%82'], a[href='#post-一节']");
    expect(&html, "a[href='https://cdn.example/y']");
    let homeless = render("[a](/sign-out) ![b](x.png)", Dialect::Markdown, &Options::default());
    expect_none(homeless.as_str(), "[href], [src]");
}

#[test]
fn what_could_run_never_passes() {
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe src='x\"onmouseover=alert(1)//'></iframe>",
        "<object data=\"javascript:alert(1)\"></object><embed src=\"javascript:alert(1)\">",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)></annotation-xml></math>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<form action=\"https://evil.example\"><button formaction=\"javascript:alert(1)\">x</button></form>",
        "<style>body{background:url(javascript:alert(1))}</style>",
        "<p style=\"position:fixed;inset:0\">x</p>",
        "<base href=\"https://evil.example/\"><meta http-equiv=refresh content=\"0;url=x\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<Tip onclick=\"alert(1)\">x</Tip>",
        "$\\text{<img src=x onerror=alert(1)>}$",
        "$\\href{javascript:alert(1)}{x}$",
        "<img alt=\"$\\text{\" onerror=alert(1) x=\"}$\" src=x>",
        "```x\" onmouseover=\"alert(1)\n<script>alert(1)</script>\n```",
        "```js\n</code></pre><script>alert(1)</script>\n```",
        "---\ntitle: \"<script>alert(1)</script>\"\nthumbnail: 'x\" onerror=\"alert(1)'\n---\n",
        "# <img src=x onerror=alert(1)>",
        "[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: x",
        "<video src=x onerror=alert(1) autoplay></video>",
        "<input type=image src=x onerror=alert(1) formaction=x>",
        "<details open ontoggle=alert(1)>",
    ];
    for text in hostile {
        for dialect in [Dialect::Markdown, Dialect::Mdx] {
            assert_inert(&shown_as(text, dialect), text);
        }
    }
}

/// The posts of `tests/data/hostile`, which a browser is shown too.
const HOSTILE: &str = include_str!("../../tests/data/hostile/posts.txt");

#[test]
fn hostile_posts_are_inert_however_often_they_are_read_again() {
    let posts: Vec<_> = HOSTILE.split("%% ").skip(1).collect();
    assert!(posts.len() > 70, "only {} posts", posts.len());
    for post in posts {
        let (name, text) = post.split_once('\n').expect("a name and a text");
        let text = text.replace("RUN", "window.__pwned=1");
        for dialect in [Dialect::Markdown, Dialect::Mdx] {
            let mut html = shown_as(&text, dialect);
            // Markup that changes its meaning when it is written out and read again is the way round
            // every sanitiser that looks once.
            for _ in 0..3 {
                assert_inert(&html, name);
                html = Html::parse_fragment(&html).root_element().inner_html();
            }
        }
    }
}

/// Reads the result as a browser would and looks at every element and attribute.
#[track_caller]
fn assert_inert(html: &str, from: &str) {
    let page = Html::parse_fragment(html);
    let banned = [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "button",
        "base",
        "meta",
        "link",
        "svg",
        "annotation-xml",
        "mglyph",
        "noscript",
        "textarea",
        "select",
        "template",
    ];
    for element in page.select(&Selector::parse("*").expect("a selector")) {
        let name = element.value().name();
        assert!(!banned.contains(&name), "<{name}> from {from:?}: {html}");
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on"), "{attribute} from {from:?}: {html}");
            assert!(attribute != "style" && !attribute.contains("action"), "{from:?}: {html}");
            if matches!(attribute, "href" | "src" | "poster" | "xlink:href" | "cite") {
                let safe = ["https://", "http://", "mailto:", "#"];
                assert!(safe.iter().any(|s| value.starts_with(s)), "{value} from {from:?}: {html}");
            }
        }
    }
}

#[test]
fn ids_and_classes_of_the_page_cannot_be_taken() {
    let html = shown("<div id=\"editor\" class=\"primary button tip\">x</div>");
    expect(&html, "div#post-editor.tip");
    expect_none(&html, ".button, .primary");
}

#[test]
fn deep_nesting_does_no_harm() {
    let quotes = ">".repeat(3000) + " x";
    let tags = "<div>".repeat(3000);
    let lists: String = (0..300).map(|depth| " ".repeat(depth * 2) + "- x\n").collect();
    for text in [quotes, tags, lists, "[".repeat(20_000), "*a ".repeat(20_000), "`".repeat(9999)] {
        shown(&text);
    }
}

/// Pieces that mean something to one of the readers a text goes through.
const PIECES: [&str; 44] = [
    "$",
    "$$",
    "\\\\(",
    "\\\\)",
    "\\\\[",
    "\\\\]",
    "`",
    "```",
    "~~~",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "# ",
    "|",
    "---\n",
    "\\",
    "{",
    "}",
    "^",
    "_",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    "<!--",
    "-->",
    "<img src=x onerror=x()",
    "<script>",
    "</script>",
    "<math>",
    "<mtext>",
    "<svg>",
    "<style>",
    "<Tip",
    "<iframe src=",
    "[x](javascript:x)",
    "\u{E000}0\u{E001}",
    "\u{E002}",
    "字",
    " ",
    "a",
];

proptest::proptest! {
    #[test]
    fn whatever_the_pieces_the_result_is_inert(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40),
    ) {
        let text = pieces.concat();
        for dialect in [Dialect::Markdown, Dialect::Mdx] {
            assert_inert(&shown_as(&text, dialect), &text);
        }
    }
}

#[test]
fn what_is_nested_without_end_is_shown_as_it_is_and_soon() {
    for piece in ["> ", "- ", "<div>", "<b>", "<ul>\n<li>\n", "<math><mrow>"] {
        let text = format!("# Title\n\n{}<script>&", piece.repeat(50_000));
        let html = shown(&text);
        assert!(expect(&html, "p.tip").contains("嵌套得太深"), "{piece:?}");
        assert_eq!(expect(&html, "pre"), text, "{piece:?}");
        expect_none(&html, "script");
    }
}
