//! Dates as people write them in an index.

use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `October 21, 2025`, `Oct 1, 2025`, `21 October 2025`, `March, 2020` (its first day),
/// `2025-10-21` and `2025/10/21`; `None` for everything else.
pub(crate) fn read(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let month = words.iter().find_map(|word| month(word));
    let mut numbers = words.iter().filter_map(|word| number(word));
    let (year, month, day) = match (month, numbers.next(), numbers.next(), numbers.next()) {
        (Some(month), Some(year), None, None) if year > 31 => (year, month, 1),
        (Some(month), Some(day), Some(year), None) if year > 31 => (year, month, day),
        (None, Some(year), Some(month), Some(day)) if year > 31 => (year, month, day),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month(word: &str) -> Option<i16> {
    let lower = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| lower.starts_with(month))?;
    i16::try_from(at + 1).ok()
}

/// A number, also with an English ending (`1st`).
fn number(word: &str) -> Option<i16> {
    word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        for (text, iso) in [
            ("October 21, 2025", "2025-10-21"),
            ("Oct 1, 2025", "2025-10-01"),
            ("Sept 3,2024", "2024-09-03"),
            ("\"Feb 04, 2025\"", "2025-02-04"),
            ("21 October 2025", "2025-10-21"),
            ("March 1st, 2020", "2020-03-01"),
            ("March, 2020", "2020-03-01"),
            ("2025-10-21", "2025-10-21"),
            ("2025/1/2", "2025-01-02"),
        ] {
            assert_eq!(read(text).map(|date| date.to_string()).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "soon", "February 30, 2024", "12", "2024", "Foo 1, 2024"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
