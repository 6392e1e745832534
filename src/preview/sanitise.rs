//! The one place that decides which markup may be shown.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use regex::Regex;
use url::Url;

/// Keeps the ids of a post apart from those of the page around it.
const ID_PREFIX: &str = "post-";

/// Tags of MathML that draw; none that links, embeds or carries foreign markup.
const MATH_TAGS: [&str; 28] = [
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "menclose",
];

const MATH_ATTRIBUTES: [&str; 18] = [
    "accent",
    "accentunder",
    "columnalign",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "movablelimits",
    "rspace",
    "scriptlevel",
    "stretchy",
    "symmetric",
];

/// Classes a post may use: those this module and the Markdown renderer write.
const CLASSES: [&str; 21] = [
    "authors",
    "component",
    "contains-task-list",
    "embed",
    "footnote-backref",
    "footnote-ref",
    "footnotes",
    "formula",
    "markdown-alert",
    "markdown-alert-title",
    "markdown-alert-note",
    "markdown-alert-tip",
    "markdown-alert-important",
    "markdown-alert-warning",
    "markdown-alert-caution",
    "post-head",
    "post-thumbnail",
    "task-list-item",
    "tip",
    "tip-warning",
    "translators",
];
const CLASS_PREFIXES: [&str; 3] = ["hl-", "language-", "menv-"];

static SOURCE_POSITION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d+:\d+-\d+:\d+$").expect("the pattern is constant"));

/// Cleans a rendered post; relative addresses are read against `base`, or dropped without one.
pub(super) fn sanitise(html: &str, base: Option<&Url>) -> String {
    let base = base.cloned();
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "video", "audio", "source", "input"])
        .add_tags(MATH_TAGS)
        .tag_attributes(tag_attributes())
        .generic_attributes(HashSet::from(["class", "id", "lang", "title", "data-sourcepos"]))
        // The only inputs are the boxes of task lists, and nobody ticks them here.
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .set_tag_attribute_value("video", "controls", "")
        .set_tag_attribute_value("audio", "controls", "")
        .set_tag_attribute_value("img", "loading", "lazy")
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .id_prefix(Some(ID_PREFIX))
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(move |_, attribute, value| filter(attribute, value, base.as_ref()));
    builder.clean(html).to_string()
}

/// Ammonia's own list, with media, checked boxes and formulas added.
fn tag_attributes() -> HashMap<&'static str, HashSet<&'static str>> {
    let mut allowed = Builder::default().clone_tag_attributes();
    allowed.extend([
        ("input", HashSet::from(["checked"])),
        ("video", HashSet::from(["src", "poster", "width", "height"])),
        ("audio", HashSet::from(["src"])),
        ("source", HashSet::from(["src"])),
        ("details", HashSet::from(["open"])),
    ]);
    allowed.extend(MATH_TAGS.map(|tag| (tag, HashSet::from(MATH_ATTRIBUTES))));
    for sized in ["mspace", "mpadded"] {
        allowed.entry(sized).or_default().insert("width");
    }
    allowed
}

/// Rewrites or drops (`None`) one attribute that is allowed as such.
fn filter<'v>(attribute: &str, value: &'v str, base: Option<&Url>) -> Option<Cow<'v, str>> {
    match attribute {
        "class" => {
            let kept: Vec<_> = value.split_ascii_whitespace().filter(|c| is_class(c)).collect();
            (!kept.is_empty()).then(|| kept.join(" ").into())
        }
        "data-sourcepos" => SOURCE_POSITION.is_match(value).then_some(value.into()),
        "href" | "src" | "poster" | "cite" => absolute(value, base),
        _ => Some(value.into()),
    }
}

fn is_class(class: &str) -> bool {
    CLASSES.contains(&class) || CLASS_PREFIXES.iter().any(|prefix| class.starts_with(prefix))
}

/// The address as it is from outside; one within the post gets the prefix its target has.
fn absolute<'v>(address: &'v str, base: Option<&Url>) -> Option<Cow<'v, str>> {
    if let Some(id) = address.strip_prefix('#') {
        let prefix = if id.starts_with(ID_PREFIX) { "" } else { ID_PREFIX };
        return Some(format!("#{prefix}{id}").into());
    }
    match Url::parse(address) {
        Ok(_) => Some(address.into()),
        Err(_) => {
            let url = base?.join(address).ok()?;
            matches!(url.scheme(), "http" | "https").then(|| String::from(url).into())
        }
    }
}
