//! Bodies and signatures, as the makers document them.
//!
//! - Feishu: rich text; `sign` is the base64 of HMAC-SHA256 over nothing, keyed with `timestamp\nsecret`,
//!   beside `timestamp` in seconds, both in the body.
//! - DingTalk: Markdown; `sign` is the base64 of HMAC-SHA256 over `timestamp\nsecret`, keyed with the
//!   secret, beside `timestamp` in milliseconds, both in the query.
//! - WeCom: Markdown of at most 4,096 bytes; the key is in the address.
//! - Slack: mrkdwn; the key is in the address.
//! - JSON: signed as Standard Webhooks say: headers `webhook-id`, `webhook-timestamp` and
//!   `webhook-signature`, which is `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::notices::{Form, Item, Letter};

/// The longest Markdown WeCom takes, in bytes.
const WECOM_LONGEST: usize = 4096;
/// How much of a remark goes into a message, in characters.
const LONGEST_BODY: usize = 300;

/// A request, ready but for its headers of transport.
#[derive(Debug, PartialEq)]
pub(super) struct Wire {
    pub url: Url,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What is sent for a letter.
pub(super) fn wire(
    form: Form,
    url: &Url,
    secret: Option<&str>,
    letter: &Letter,
    now: Timestamp,
) -> Wire {
    let mut url = url.clone();
    let mut headers = Vec::new();
    let mut body = match form {
        Form::Feishu => feishu(letter),
        Form::Wecom => {
            let content = cut(&markdown(letter), WECOM_LONGEST);
            json!({ "msgtype": "markdown", "markdown": { "content": content } })
        }
        Form::Dingtalk => json!({
            "msgtype": "markdown",
            "markdown": { "title": letter.title, "text": markdown(letter) },
        }),
        Form::Slack => json!({ "text": mrkdwn(letter) }),
        Form::Json | Form::Email => own(letter),
    };
    match (form, secret) {
        (Form::Feishu, Some(secret)) => {
            let seconds = now.as_second();
            let sign = mac(format!("{seconds}\n{secret}").as_bytes(), b"");
            body["timestamp"] = seconds.to_string().into();
            body["sign"] = sign.into();
        }
        (Form::Dingtalk, Some(secret)) => {
            let milliseconds = now.as_millisecond();
            let text = format!("{milliseconds}\n{secret}");
            let sign = mac(secret.as_bytes(), text.as_bytes());
            url.query_pairs_mut()
                .append_pair("timestamp", &milliseconds.to_string())
                .append_pair("sign", &sign);
        }
        _ => {}
    }
    let body = serde_json::to_vec(&body).unwrap_or_default();
    if form == Form::Json {
        let seconds = now.as_second().to_string();
        if let Some(secret) = secret {
            let signed = [letter.id.as_bytes(), b".", seconds.as_bytes(), b".", &body].concat();
            let signature = format!("v1,{}", mac(&key(secret), &signed));
            headers.push(("webhook-signature", signature));
        }
        headers.push(("webhook-id", letter.id.clone()));
        headers.push(("webhook-timestamp", seconds));
    }
    Wire { url, headers, body }
}

/// A secret as Standard Webhooks write it (`whsec_` and base64), or as it stands.
fn key(secret: &str) -> Vec<u8> {
    let coded = secret.strip_prefix("whsec_").and_then(|coded| BASE64.decode(coded).ok());
    coded.unwrap_or_else(|| secret.as_bytes().to_vec())
}

fn mac(key: &[u8], text: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    BASE64.encode(mac.finalize().into_bytes())
}

/// Whether the answer of a maker, who says 200 to everything, says that the message was taken; otherwise
/// its number and what it said.
pub(super) fn verdict(form: Form, answer: &[u8]) -> Result<(), (i64, String)> {
    let (number, said) = match form {
        Form::Feishu => ("code", "msg"),
        Form::Wecom | Form::Dingtalk => ("errcode", "errmsg"),
        Form::Slack | Form::Json | Form::Email => return Ok(()),
    };
    let Ok(answer) = serde_json::from_slice::<Value>(answer) else {
        return Err((-1, "the answer is no JSON".into()));
    };
    // Feishu's older answer spells it otherwise.
    let code = answer[number].as_i64().or_else(|| answer["StatusCode"].as_i64());
    match code {
        Some(0) => Ok(()),
        Some(code) => Err((code, answer[said].as_str().unwrap_or_default().to_owned())),
        None => Err((-1, "the answer says nothing of an error".into())),
    }
}

/// Whether a maker's number means that too much was sent, and how long it wants to be left alone.
pub(super) fn pause(form: Form, number: i64) -> Option<std::time::Duration> {
    let minutes = match (form, number) {
        (Form::Feishu, 11232 | 9499) | (Form::Wecom, 45009) => 1,
        // More than 20 in a minute are paid for with ten.
        (Form::Dingtalk, 130_101 | 410_100) => 10,
        _ => return None,
    };
    Some(std::time::Duration::from_secs(minutes * 60))
}

fn feishu(letter: &Letter) -> Value {
    let mut lines = Vec::new();
    for item in &letter.items {
        let head = match &item.url {
            Some(url) => json!({ "tag": "a", "text": item.head, "href": url }),
            None => json!({ "tag": "text", "text": item.head }),
        };
        lines.push(vec![head]);
        if let Some(body) = brief(item) {
            lines.push(vec![json!({ "tag": "text", "text": body })]);
        }
    }
    let content = json!({ "post": { "zh_cn": { "title": letter.title, "content": lines } } });
    json!({ "msg_type": "post", "content": content })
}

fn markdown(letter: &Letter) -> String {
    let mut text = format!("**{}**\n", plain(&letter.title));
    for item in &letter.items {
        let head = plain(&item.head);
        text += "\n";
        match &item.url {
            Some(url) => text += &format!("[{head}]({url})\n"),
            None => text += &format!("{head}\n"),
        }
        if let Some(body) = brief(item) {
            for line in body.lines() {
                text += &format!("> {}\n", plain(line));
            }
        }
    }
    text
}

fn mrkdwn(letter: &Letter) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut text = format!("*{}*", escape(&letter.title));
    for item in &letter.items {
        let head = escape(&item.head).replace('|', "¦");
        match &item.url {
            Some(url) => text += &format!("\n<{url}|{head}>"),
            None => text += &format!("\n{head}"),
        }
        if let Some(body) = brief(item) {
            for line in body.lines() {
                text += &format!("\n&gt; {}", escape(line));
            }
        }
    }
    text
}

fn own(letter: &Letter) -> Value {
    let items: Vec<Value> = letter
        .items
        .iter()
        .map(|item| {
            json!({
                "kind": item.kind, "text": item.head, "detail": item.body, "url": item.url,
                "at": item.at, "project": item.project, "slug": item.slug,
            })
        })
        .collect();
    json!({ "type": "notices", "id": letter.id, "title": letter.title, "items": items })
}

/// The remark of a piece of news, cut where it is long.
pub(super) fn brief(item: &Item) -> Option<String> {
    let body = item.body.as_deref()?.trim();
    let mut cut: String = body.chars().take(LONGEST_BODY).collect();
    if cut.len() < body.len() {
        cut.push('…');
    }
    (!cut.is_empty()).then_some(cut)
}

/// A text that Markdown does not take for marks.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '[' | ']' | '(' | ')' | '*' | '_' | '`' | '\\' | '#' | '>' | '<' | '!' => {
                plain.push('\\');
                plain.push(c);
            }
            '\n' | '\r' => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

/// The beginning of a text that fits into so many bytes.
fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(bytes - '…'.len_utf8());
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::Kind;

    fn letter(head: &str, body: Option<&str>) -> Letter {
        let at: Timestamp = "2026-11-23T05:00:00Z".parse().unwrap();
        let item = Item {
            kind: Kind::Merged,
            head: head.into(),
            body: body.map(str::to_owned),
            url: Some("https://yiqi.example/tasks/1".into()),
            at,
            project: Some("blog".into()),
            slug: Some("kites".into()),
        };
        Letter { id: "l1".into(), at, title: "译起".into(), items: vec![item], foot: None }
    }

    fn at() -> Timestamp {
        Timestamp::from_second(1_599_360_473).unwrap()
    }

    fn sent(form: Form, secret: Option<&str>) -> (Wire, Value) {
        let url = Url::parse("https://bot.example/hook?key=k").unwrap();
        let wire = wire(form, &url, secret, &letter("合并了", None), at());
        let body = serde_json::from_slice(&wire.body).unwrap();
        (wire, body)
    }

    #[test]
    fn feishu_is_signed_in_the_body() {
        let (_, body) = sent(Form::Feishu, Some("demo"));
        assert_eq!(body["timestamp"], "1599360473");
        // Made with `printf '' | openssl dgst -sha256 -hmac $'1599360473\ndemo' -binary | base64`.
        assert_eq!(body["sign"], "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
        assert_eq!(body["content"]["post"]["zh_cn"]["content"][0][0]["text"], "合并了");
    }

    #[test]
    fn dingtalk_is_signed_in_the_query() {
        let (wire, _) = sent(Form::Dingtalk, Some("demo"));
        let query: Vec<(String, String)> = wire.url.query_pairs().into_owned().collect();
        assert_eq!(query[0], ("key".into(), "k".into()));
        assert_eq!(query[1], ("timestamp".into(), "1599360473000".into()));
        assert_eq!(
            query[2],
            ("sign".into(), "eblRZvilBzXa6Ce18IeBM4pMy1rYNWKicaCg6VMwQe0=".into())
        );
    }

    #[test]
    fn our_own_json_is_signed_as_standard_webhooks_say() {
        let (wire, body) = sent(Form::Json, Some("whsec_ZGVtbw=="));
        let header = |name| wire.headers.iter().find(|(it, _)| *it == name).unwrap().1.clone();
        assert_eq!(header("webhook-id"), "l1");
        let signed = [b"l1.1599360473.".as_slice(), &wire.body].concat();
        assert_eq!(header("webhook-signature"), format!("v1,{}", mac(b"demo", &signed)));
        assert_eq!(body["items"][0]["kind"], "merged");
    }

    #[test]
    fn without_a_secret_nothing_is_signed() {
        for form in Form::WEBHOOKS {
            let (wire, body) = sent(form, None);
            assert!(wire.headers.iter().all(|(name, _)| *name != "webhook-signature"));
            assert!(body.get("sign").is_none() && !wire.url.as_str().contains("sign="));
        }
    }

    #[test]
    fn a_title_is_no_markup() {
        let letter = letter("《a [b](c) *d*》<!channel>", Some("一\n二"));
        let url = Url::parse("https://bot.example/").unwrap();
        let text = |form| String::from_utf8(wire(form, &url, None, &letter, at()).body).unwrap();
        assert!(text(Form::Wecom).contains(r"a \\[b\\]\\(c\\) \\*d\\*"), "{}", text(Form::Wecom));
        assert!(text(Form::Slack).contains("&lt;!channel&gt;"), "{}", text(Form::Slack));
    }

    #[test]
    fn wecom_gets_no_more_than_it_takes() {
        let long = letter(&"长".repeat(3000), None);
        let url = Url::parse("https://bot.example/").unwrap();
        let body: Value =
            serde_json::from_slice(&wire(Form::Wecom, &url, None, &long, at()).body).unwrap();
        let content = body["markdown"]["content"].as_str().unwrap();
        assert!(content.len() <= WECOM_LONGEST && content.ends_with('…'));
    }

    #[test]
    fn makers_refuse_in_an_answer_that_looks_well() {
        assert_eq!(verdict(Form::Feishu, br#"{"code":0,"msg":"success"}"#), Ok(()));
        assert_eq!(verdict(Form::Feishu, br#"{"StatusCode":0}"#), Ok(()));
        let refused = verdict(Form::Feishu, br#"{"code":19021,"msg":"sign match fail"}"#);
        assert_eq!(refused, Err((19021, "sign match fail".into())));
        assert_eq!(verdict(Form::Wecom, br#"{"errcode":0,"errmsg":"ok"}"#), Ok(()));
        assert!(verdict(Form::Dingtalk, b"<html>").is_err());
        assert_eq!(verdict(Form::Slack, b"ok"), Ok(()));
        assert!(pause(Form::Wecom, 45009).is_some() && pause(Form::Feishu, 19021).is_none());
    }
}
