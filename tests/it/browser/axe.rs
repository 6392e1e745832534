//! axe over the page that is open: what keeps somebody from reading or working it.

use serde_json::{Value, json};

use super::site::Site;

/// The rules, unchanged; `tests/vendor/axe-core/README.md` says where they come from.
const AXE: &str = include_str!("../../vendor/axe-core/axe.min.js");

/// WCAG 2.2 to level AA, and what is good practice beyond it.
const RULES: [&str; 7] =
    ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/// Something axe finds fault with, with the first place it stands in.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule, by axe's name: `color-contrast`.
    pub rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// The first three of them.
    pub places: Vec<String>,
}

impl Site {
    /// Everything axe finds fault with on the page as it stands now.
    pub async fn faults(&self) -> Vec<Fault> {
        if self.run("return typeof axe").await != json!("object") {
            self.run(AXE).await;
        }
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] }).then(
              ({ violations, passes }) => done({
                passes: passes.length,
                violations: violations.map(({ id, impact, nodes }) => ({
                  id, impact,
                  places: nodes.slice(0, 3).map(({ target, html, any, all, none }) =>
                    `${target}: ${html.slice(0, 160)} — ${[...any, ...all, ...none][0]?.message ?? ''}`),
                })),
              }),
              (error) => done({ error: String(error) }),
            );";
        let answer = self.run_async(script, vec![json!(RULES)]).await;
        assert!(answer["error"].is_null(), "axe failed: {}", answer["error"]);
        // A page on which no rule holds was not looked at.
        assert!(answer["passes"].as_u64() > Some(10), "axe looked at nothing: {answer}");
        let violations = answer["violations"].as_array().expect("a list");
        violations.iter().map(fault).collect()
    }
}

fn fault(told: &Value) -> Fault {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Fault {
        rule: text(&told["id"]),
        impact: text(&told["impact"]),
        places: told["places"].as_array().into_iter().flatten().map(text).collect(),
    }
}
