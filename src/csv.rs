//! Tables as CSV (RFC 4180), as spreadsheets read them.

/// One line of fields, ended.
pub fn line<F: AsRef<str>>(fields: &[F]) -> String {
    let quoted: Vec<String> = fields.iter().map(|field| quoted(field.as_ref())).collect();
    format!("{}\r\n", quoted.join(","))
}

/// One line of fields, ended, none of which a spreadsheet takes for a formula.
///
/// What people write is in these tables, and a field that begins with `=` is run where the file is opened:
/// an apostrophe before it says that it is text. Numbers stay as they are.
pub fn inert_line<F: AsRef<str>>(fields: &[F]) -> String {
    let inert: Vec<String> = fields.iter().map(|field| inert(field.as_ref())).collect();
    line(&inert)
}

fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) || field.trim() != field {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

fn inert(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
        && field.parse::<f64>().is_err();
    if is_formula { format!("'{field}") } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_line_is_quoted() {
        assert_eq!(
            line(&["a", "b,c", "say \"so\"", "", "two\nlines", " x"]),
            "a,\"b,c\",\"say \"\"so\"\"\",,\"two\nlines\",\" x\"\r\n"
        );
    }

    #[test]
    fn formulas_are_text_and_numbers_are_numbers() {
        assert_eq!(
            inert_line(&["=1+1", "-12.5", "+cmd|' /C calc'!A0", "@x", "-"]),
            "'=1+1,-12.5,'+cmd|' /C calc'!A0,'@x,'-\r\n"
        );
    }
}
