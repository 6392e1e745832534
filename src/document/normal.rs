//! Normal forms in which a source and its translation agree.
//!
//! Translators legitimately rewrite addresses (`/blog/x` becomes `/blog/zh/x`, a relative image path
//! becomes absolute) and numbers (`100 million` becomes `1 亿`). Two texts say the same exactly when
//! their normal forms are equal.

/// The normal form of a link's address; `None` for an anchor inside the same page, which is
/// translated together with its heading.
pub fn address(raw: &str) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() || raw.starts_with('#') {
        return None;
    }
    let address = without_host_noise(raw);
    if let Some(video) = video(address) {
        return Some(format!("/{video}"));
    }
    let (path, fragment) = match address.split_once('#') {
        // An anchor on a page of the same site is a translated heading as often as not.
        Some((path, fragment)) if !address.starts_with("//") && fragment != "!" => (path, ""),
        Some((path, fragment)) => (path, fragment),
        None => (address, ""),
    };
    let path = path.split_once("?utm_").map_or(path, |(path, _)| path);
    let mut out = String::with_capacity(path.len());
    for segment in path.split('/') {
        // Language folders come and go; branches were renamed everywhere at once.
        match segment {
            "zh" | "zh-CN" | "zh-cn" | "en" | ".." | "." => continue,
            "master" => push_segment(&mut out, "main"),
            // A paper is the same as abstract and as file.
            "pdf" if path.contains("arxiv.org/") => push_segment(&mut out, "abs"),
            _ => push_segment(&mut out, segment),
        }
    }
    let out = out.trim_end_matches('/').trim_end_matches(".md");
    let out = out.trim_end_matches(".html").trim_end_matches("/index");
    // The documentation moved below `/docs` on the site itself.
    let mut out =
        out.strip_prefix("/docs").filter(|rest| rest.starts_with('/')).unwrap_or(out).to_owned();
    if out.contains("arxiv.org/") && out.ends_with(".pdf") {
        out.truncate(out.len() - ".pdf".len());
    }
    if !fragment.is_empty() {
        out.push('#');
        out.push_str(fragment);
    }
    Some(out)
}

/// The last part of an address without query, anchor and ending slash: what a page is called.
pub fn page(raw: &str) -> &str {
    let path = raw.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default()
}

/// The name of a video that is embedded, watched or linked to in short: components name it alone.
fn video(address: &str) -> Option<&str> {
    let rest = address.trim_start_matches("//");
    let name =
        ["youtube.com/embed/", "youtube-nocookie.com/embed/", "youtube.com/watch?v=", "youtu.be/"]
            .iter()
            .find_map(|start| rest.strip_prefix(start))?;
    let name = name.split(['?', '&', '#', '/']).next().unwrap_or_default();
    (!name.is_empty()).then_some(name)
}

fn push_segment(out: &mut String, segment: &str) {
    if segment.is_empty() {
        return;
    }
    out.push('/');
    out.push_str(segment);
}

/// Drops the scheme and `www.`, and the host where it is the site's own.
fn without_host_noise(raw: &str) -> &str {
    let Some(rest) = raw.strip_prefix("https:").or_else(|| raw.strip_prefix("http:")) else {
        return raw;
    };
    let rest = rest.strip_prefix("//www.").map_or(rest, |_| &rest[6..]);
    for host in ["//huggingface.co", "//hf.co", "huggingface.co", "hf.co"] {
        if let Some(path) = rest.strip_prefix(host)
            && (path.is_empty() || path.starts_with('/'))
        {
            return path;
        }
    }
    rest
}

/// The normal form of an image's address: the folder and the name of the file, which survive the
/// move from a relative path to an absolute one or to another host.
pub fn image(raw: &str) -> String {
    let path = raw.trim().split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.rsplit('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let name = parts.next().unwrap_or_default();
    match parts.next() {
        Some(folder) if !folder.contains(':') => format!("{folder}/{name}"),
        _ => name.to_owned(),
    }
}

/// A line of code without white space, comments and full-width punctuation; `None` where nothing of
/// it is left.
pub fn code_line(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['>', ' ', '\t']);
    let mut out = String::with_capacity(line.len());
    let mut quote: Option<char> = None;
    let mut previous = ' ';
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let c = ascii_punctuation(c);
        match quote {
            Some(q) if c == q && previous != '\\' => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '#' && previous.is_whitespace() => break,
            None if c == '/' && previous.is_whitespace() && chars.peek() == Some(&'/') => break,
            None => {}
        }
        previous = c;
        if !c.is_whitespace() {
            out.push(c);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A normalised line of code with the insides of its strings left out: what stays the same when
/// only strings are translated.
pub fn code_skeleton(normal: &str) -> String {
    let mut out = String::with_capacity(normal.len());
    let mut quote: Option<char> = None;
    for c in normal.chars() {
        match quote {
            Some(q) if c == q => {
                quote = None;
                out.push(c);
            }
            Some(_) => {}
            None => {
                if c == '"' || c == '\'' {
                    quote = Some(c);
                }
                out.push(c);
            }
        }
    }
    out
}

/// The ASCII twin of a full-width punctuation mark, which slips into code now and then.
pub fn ascii_punctuation(c: char) -> char {
    match c {
        '，' => ',',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '！' => '!',
        '？' => '?',
        '。' => '.',
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}

/// The normal form of a mark that says yes or no, as tables of features have it.
pub fn mark(c: char) -> Option<&'static str> {
    match c {
        '✅' | '✔' | '✓' | '☑' => Some("✓"),
        '❌' | '✘' | '✗' | '✖' => Some("✗"),
        _ => None,
    }
}

/// The factor of a word or character that scales a number (`billion`, `亿`, `K`); 1 for others.
pub fn scale(unit: &str) -> f64 {
    match unit {
        "thousand" | "千" | "k" | "K" => 1e3,
        "million" | "百万" | "M" | "mn" => 1e6,
        "billion" | "十亿" | "B" | "bn" => 1e9,
        "trillion" | "万亿" | "T" => 1e12,
        "十" => 1e1,
        "百" => 1e2,
        "万" => 1e4,
        "十万" => 1e5,
        "千万" => 1e7,
        "亿" => 1e8,
        "百亿" => 1e10,
        "千亿" => 1e11,
        _ => 1.0,
    }
}
