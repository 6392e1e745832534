//! Glossaries as TBX-Basic (ISO 30042), the form translation tools exchange.
//!
//! Written is TBX-Basic of the 2019 edition in its DCA style, with what it has for us: a preferred term,
//! admitted terms, a note. Read are that and the older `martif` form. The English of a term that stays is
//! written as the Chinese term itself, which is what it then is.

use quick_xml::{
    escape::escape,
    events::{BytesStart, Event},
    reader::Reader,
};

use super::Entry;

/// The most that is read; a glossary of ten thousand terms is smaller.
const LONGEST: usize = 16 << 20;

/// Writes entries for a target language (`zh-CN`).
pub fn to_tbx<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    title: &str,
    language: &str,
) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n\
         \x20 <tbxHeader>\n    <fileDesc>\n      <titleStmt>\n        <title>{}</title>\n      </titleStmt>\n\
         \x20     <sourceDesc>\n        <p>Exported by Yiqi.</p>\n      </sourceDesc>\n    </fileDesc>\n  </tbxHeader>\n\
         \x20 <text>\n    <body>\n",
        escape(title)
    );
    for (index, entry) in entries.into_iter().enumerate() {
        concept(&mut text, index + 1, entry, language);
    }
    text.push_str("    </body>\n  </text>\n</tbx>\n");
    text
}

fn concept(text: &mut String, number: usize, entry: &Entry, language: &str) {
    text.push_str(&format!("      <conceptEntry id=\"c{number}\">\n"));
    if !entry.note.is_empty() {
        text.push_str(&format!("        <note>{}</note>\n", escape(&entry.note)));
    }
    text.push_str("        <langSec xml:lang=\"en\">\n");
    term(text, &entry.term, None);
    text.push_str("        </langSec>\n");
    text.push_str(&format!("        <langSec xml:lang=\"{}\">\n", escape(language)));
    for (index, form) in entry.forms().into_iter().enumerate() {
        let status = if index == 0 { "preferredTerm-admn-sts" } else { "admittedTerm-admn-sts" };
        term(text, form, Some(status));
    }
    text.push_str("        </langSec>\n      </conceptEntry>\n");
}

fn term(text: &mut String, form: &str, status: Option<&str>) {
    text.push_str(&format!("          <termSec>\n            <term>{}</term>\n", escape(form)));
    if let Some(status) = status {
        text.push_str(&format!(
            "            <termNote type=\"administrativeStatus\">{status}</termNote>\n"
        ));
    }
    text.push_str("          </termSec>\n");
}

/// Reads entries, untidied: the English and the terms of the language (its script and region aside).
pub fn from_tbx(text: &str, language: &str) -> Result<Vec<Entry>, String> {
    if text.len() > LONGEST {
        return Err(format!("a file of {} bytes is too large for a glossary", text.len()));
    }
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().trim_text(false);
    let mut depth = 0_usize;
    let mut reading = Reading { language: primary(language), ..Reading::default() };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                reading.open(&start)?;
            }
            Ok(Event::End(end)) => {
                depth -= 1;
                reading.close(local(end.name().as_ref()));
            }
            Ok(Event::Text(piece)) => reading.text.push_str(&piece.xml10_content()),
            Ok(Event::CData(piece)) => reading.text.push_str(&piece.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                reading.text.push_str(&resolved(&reference.xml10_content())?);
            }
            Ok(Event::Eof) if depth > 0 => return Err("the file ends in its middle".into()),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(format!("byte {}: {error}", reader.error_position())),
        }
    }
    if !reading.is_tbx {
        return Err("this is no TBX: it has neither <tbx> nor <martif>".into());
    }
    Ok(reading.entries)
}

/// What a reference stands for: the five of XML and numbered characters; nothing a file defines itself.
fn resolved(name: &str) -> Result<String, String> {
    let unknown = || format!("&{name}; stands for nothing");
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let c = code.ok().and_then(char::from_u32).ok_or_else(unknown)?;
        return Ok(c.to_string());
    }
    let text = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(unknown()),
    };
    Ok(text.to_owned())
}

/// One concept as it is being read.
#[derive(Default)]
struct Reading {
    language: String,
    is_tbx: bool,
    entries: Vec<Entry>,
    /// English and Chinese terms of the concept, the latter with whether they are preferred, or wrong.
    english: Vec<String>,
    chinese: Vec<(String, Standing)>,
    notes: Vec<String>,
    /// Language of the section one is in; `None` outside of them.
    section: Option<String>,
    is_status: bool,
    text: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Preferred,
    Admitted,
    Wrong,
}

impl Reading {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        self.text.clear();
        match local(start.name().as_ref()) {
            "tbx" | "martif" => self.is_tbx = true,
            "conceptEntry" | "termEntry" => {
                (self.english, self.chinese, self.notes) = Default::default();
            }
            "langSec" | "langSet" => {
                self.section = attribute(start, "lang")?.map(|tag| primary(&tag))
            }
            "termNote" => {
                let kind = attribute(start, "type")?.unwrap_or_default();
                self.is_status =
                    matches!(kind.as_str(), "administrativeStatus" | "normativeAuthorization");
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        let text = self.text.trim().to_owned();
        match name {
            "term" if !text.is_empty() => match self.section.as_deref() {
                Some("en") => self.english.push(text),
                Some(section) if section == self.language => {
                    self.chinese.push((text, Standing::Admitted));
                }
                _ => {}
            },
            "termNote" if self.is_status => {
                let standing = standing(&text);
                if self.section.as_deref() == Some(self.language.as_str())
                    && let Some(last) = self.chinese.last_mut()
                {
                    last.1 = standing;
                }
            }
            "note" | "descrip" if !text.is_empty() => self.notes.push(text),
            "langSec" | "langSet" => self.section = None,
            "conceptEntry" | "termEntry" => self.finish(),
            _ => {}
        }
        self.text.clear();
    }

    fn finish(&mut self) {
        let mut forms = std::mem::take(&mut self.chinese);
        forms.retain(|(_, standing)| *standing != Standing::Wrong);
        // Stable: among equals the file's order decides.
        forms.sort_by_key(|(_, standing)| *standing != Standing::Preferred);
        let forms: Vec<String> = forms.into_iter().map(|(form, _)| form).collect();
        let note = std::mem::take(&mut self.notes).join("\n");
        for term in std::mem::take(&mut self.english) {
            self.entries.push(Entry {
                term,
                preferred: forms.first().cloned(),
                accepted: forms.iter().skip(1).cloned().collect(),
                keep: false,
                note: note.clone(),
            });
        }
    }
}

fn standing(status: &str) -> Standing {
    if status.starts_with("preferredTerm") {
        Standing::Preferred
    } else if status.starts_with("deprecatedTerm") || status.starts_with("supersededTerm") {
        Standing::Wrong
    } else {
        Standing::Admitted
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(start: &BytesStart<'_>, wanted: &str) -> Result<Option<String>, String> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if local(attribute.key.as_ref()) == wanted {
            return Ok(Some(attribute.value.into_owned()));
        }
    }
    Ok(None)
}

/// The language of a tag: `zh` of `zh-Hans-CN`.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        let entry =
            |term: &str, preferred: Option<&str>, accepted: &[&str], keep, note: &str| Entry {
                term: term.into(),
                preferred: preferred.map(str::to_owned),
                accepted: accepted.iter().map(|form| (*form).into()).collect(),
                keep,
                note: note.into(),
            };
        vec![
            entry("token", Some("词元"), &["令牌"], true, "See <our> notes & \"quotes\""),
            entry("LLM", None, &["大语言模型"], true, ""),
            entry("loss", Some("损失"), &[], false, ""),
        ]
    }

    #[test]
    fn what_is_written_is_read_back() {
        let written = to_tbx(&entries(), "Terms & more", "zh-CN");
        let read: Vec<Entry> = from_tbx(&written, "zh-CN")
            .unwrap()
            .into_iter()
            .map(|entry| entry.tidied().unwrap())
            .collect();
        assert_eq!(read, entries());
    }

    #[test]
    fn the_older_form_is_read_without_its_wrong_terms() {
        let text = r#"<?xml version="1.0"?><martif type="TBX" xml:lang="en"><text><body>
            <termEntry id="1"><descrip type="definition">What is fired</descrip>
            <langSet xml:lang="en-US"><tig><term>clay pot</term></tig></langSet>
            <langSet xml:lang="fr"><tig><term>pot</term></tig></langSet>
            <langSet xml:lang="zh_CN"><ntig><termGrp><term>瓦罐</term></termGrp></ntig>
            <tig><term>泥罐</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
            <tig><term>陶&#x7F50;</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
            </termEntry></body></text></martif>"#;
        let read = from_tbx(text, "zh-CN").unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].preferred.as_deref(), Some("陶罐"));
        assert_eq!(read[0].accepted, ["瓦罐"]);
        assert_eq!(read[0].note, "What is fired");
    }

    #[test]
    fn what_is_no_glossary_is_refused() {
        assert!(from_tbx("<html></html>", "zh").unwrap_err().contains("no TBX"));
        assert!(from_tbx("<tbx><body></tbx>", "zh").is_err());
        assert_eq!(from_tbx("<tbx><body>", "zh").unwrap_err(), "the file ends in its middle");
        // A file cannot make its references grow.
        let bomb = "<!DOCTYPE tbx [<!ENTITY a \"aaaa\">]><tbx><term>&a;</term></tbx>";
        assert!(from_tbx(bomb, "zh").is_err());
    }
}
