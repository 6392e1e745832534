//! A translation memory as TMX 1.4b, the form translation tools exchange.

use quick_xml::escape::escape;

/// Writes pairs of English and its translation, each with the post it is from, for a target language (`zh-CN`).
pub fn to_tmx<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    language: &str,
) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  <header \
         creationtool=\"Yiqi\" creationtoolversion=\"{}\" segtype=\"block\" o-tmf=\"Yiqi\" \
         adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/>\n  <body>\n",
        env!("CARGO_PKG_VERSION")
    );
    let language = written(language);
    for (post, source, target) in pairs {
        let (post, source, target) = (written(post), written(source), written(target));
        text.push_str(&format!(
            "    <tu><prop type=\"x-post\">{post}</prop>\
             <tuv xml:lang=\"en\"><seg>{source}</seg></tuv>\
             <tuv xml:lang=\"{language}\"><seg>{target}</seg></tuv></tu>\n"
        ));
    }
    text.push_str("  </body>\n</tmx>\n");
    text
}

/// A text as XML may have it: escaped, and without the control characters no escape can bring into XML 1.0.
fn written(text: &str) -> String {
    let allowed = |c: &char| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    escape(text.chars().filter(allowed).collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use quick_xml::{Reader, events::Event};

    use super::*;

    /// The texts of all segments, read by another hand than the one that wrote them.
    fn segments(tmx: &str) -> Vec<String> {
        let mut reader = Reader::from_str(tmx);
        let (mut segments, mut inside) = (Vec::new(), false);
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(tag) if tag.name().as_ref() == "seg" => {
                    inside = true;
                    segments.push(String::new());
                }
                Event::End(tag) if tag.name().as_ref() == "seg" => inside = false,
                Event::Text(text) if inside => {
                    segments.last_mut().expect("one").push_str(&text.xml10_content());
                }
                Event::GeneralRef(name) if inside => {
                    let name = name.xml10_content();
                    let c =
                        quick_xml::escape::resolve_predefined_entity(&name).expect("a known one");
                    segments.last_mut().expect("one").push_str(c);
                }
                Event::Eof => return segments,
                _ => {}
            }
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let tmx = to_tmx(
            [("a&b", "Use `x < y` & wait", "用 `x < y`，再等等"), ("c", "Bell\u{7}", "铃")],
            "zh-CN",
        );
        assert_eq!(segments(&tmx), ["Use `x < y` & wait", "用 `x < y`，再等等", "Bell", "铃"]);
        assert!(
            tmx.contains("<prop type=\"x-post\">a&amp;b</prop>")
                && tmx.contains("xml:lang=\"zh-CN\"")
        );
    }
}
