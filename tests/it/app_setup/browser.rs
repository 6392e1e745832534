//! A browser before the command or the site.

use std::collections::BTreeMap;

use scraper::{Html, Selector};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use url::Url;

use super::command::SITE;

/// Somebody's browser: it keeps cookies and goes where it is sent.
pub struct Browser {
    workshop: String,
    github: String,
    language: &'static str,
    cookies: BTreeMap<String, String>,
}

/// A page and where it was found.
pub struct Page {
    pub address: String,
    pub status: u16,
    pub text: String,
    headers: Vec<(String, String)>,
}

impl Browser {
    /// A browser for which [`SITE`] is at an address.
    pub fn before(workshop: &str, github: &str) -> Self {
        let (workshop, github) = (workshop.to_owned(), github.to_owned());
        Self { workshop, github, language: "zh-CN", cookies: BTreeMap::new() }
    }

    pub fn in_english(mut self) -> Self {
        self.language = "en";
        self
    }

    pub async fn open(&mut self, address: &str) -> Page {
        self.go("GET", address, "").await
    }

    /// Presses the button of the form it is in.
    #[track_caller]
    pub fn submit<'b>(
        &'b mut self,
        page: &Page,
        button: &str,
    ) -> impl Future<Output = Page> + use<'b> {
        assert!(page.has(button), "there is no {button} in\n{}", page.text);
        let action = page.resolved(&page.action());
        let manifest = page.attribute("input[name=manifest]", "value");
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("manifest", &manifest);
        let body = form.finish();
        async move { self.go("POST", &action, &body).await }
    }

    #[track_caller]
    pub fn follow<'b>(
        &'b mut self,
        page: &Page,
        link: &str,
    ) -> impl Future<Output = Page> + use<'b> {
        let address = page.resolved(&page.attribute(link, "href"));
        async move { self.go("GET", &address, "").await }
    }

    async fn go(&mut self, method: &str, address: &str, body: &str) -> Page {
        let form = ("Content-Type", "application/x-www-form-urlencoded");
        let headers: &[_] = if method == "POST" { &[form] } else { &[] };
        let mut page = self.send(method, address, headers, body).await;
        for _ in 0..5 {
            if !(300..400).contains(&page.status) {
                return page;
            }
            let next = page.resolved(&page.header("location"));
            page = self.send("GET", &next, &[], "").await;
        }
        panic!("{address} leads on and on");
    }

    /// One request and its answer.
    pub async fn send(
        &mut self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Page {
        let url: Url = address.parse().unwrap_or_else(|_| panic!("{address} is no address"));
        let is_ours = address.starts_with(SITE);
        assert!(is_ours || address.starts_with(&self.github), "{address} is elsewhere");
        let to = if is_ours { &self.workshop } else { url.authority() };
        let mut head = format!(
            "{method} {} HTTP/1.0\r\nHost: {}\r\nAccept-Language: {}\r\nContent-Length: {}\r\n",
            &url[url::Position::BeforePath..url::Position::AfterQuery],
            url.authority(),
            self.language,
            body.len()
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if is_ours && !self.cookies.is_empty() {
            let pairs: Vec<_> =
                self.cookies.iter().map(|(name, it)| format!("{name}={it}")).collect();
            head.push_str(&format!("Cookie: {}\r\n", pairs.join("; ")));
        }
        let mut stream = TcpStream::connect(to).await.expect("somebody listens");
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        let page = Page::read(address, &String::from_utf8_lossy(&answer));
        for (_, cookie) in page.headers.iter().filter(|(name, _)| name == "set-cookie" && is_ours) {
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        page
    }
}

impl Page {
    fn read(address: &str, answer: &str) -> Self {
        let (head, text) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, it)| (name.to_lowercase(), it.to_owned())).collect();
        Self { address: address.to_owned(), status, text: text.to_owned(), headers }
    }

    #[track_caller]
    pub fn header(&self, wanted: &str) -> String {
        let found = self.headers.iter().find(|(name, _)| name == wanted);
        found.unwrap_or_else(|| panic!("no {wanted} at {}:\n{}", self.address, self.text)).1.clone()
    }

    #[track_caller]
    pub fn assert_status(&self, wanted: u16) {
        assert_eq!(self.status, wanted, "{}:\n{}", self.address, self.text);
    }

    /// Whether a person reads these words.
    #[track_caller]
    pub fn assert_says(&self, words: &[&str]) {
        let read: String = Html::parse_document(&self.text).root_element().text().collect();
        for word in words {
            assert!(read.contains(word), "{word:?} is not on {}:\n{read}", self.address);
        }
    }

    /// Where the form of the page leads.
    #[track_caller]
    pub fn action(&self) -> String {
        self.attribute("form", "action")
    }

    fn has(&self, selector: &str) -> bool {
        let wanted = Selector::parse(selector).expect("a selector");
        Html::parse_document(&self.text).select(&wanted).next().is_some()
    }

    #[track_caller]
    fn attribute(&self, selector: &str, name: &str) -> String {
        let wanted = Selector::parse(selector).expect("a selector");
        let page = Html::parse_document(&self.text);
        let found = page.select(&wanted).next().and_then(|it| it.attr(name));
        found
            .unwrap_or_else(|| panic!("no {selector} on {}:\n{}", self.address, self.text))
            .to_owned()
    }

    fn resolved(&self, address: &str) -> String {
        let here: Url = self.address.parse().expect("an address");
        here.join(address).expect("an address").into()
    }
}
