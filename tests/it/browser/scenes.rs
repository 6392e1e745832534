//! What is set up in a browser test before the people come.

use serde_json::json;
use yiqi::{
    ids::RepoPath,
    repository::{ScriptedCommit, write_commits},
};

use super::{git, site::Site};

impl Site {
    /// Adds a post to the source and has it synced; whoever was signed in has to sign in again.
    pub async fn add_post(&self, slug: &str, text: &str) {
        let index = git(&self.repository(), &["show", "main:_blog.yml"]);
        let entry = format!("- local: {slug}\n  date: Nov 20, 2026\n  tags:\n    - guide\n");
        let index = format!("{}\n\n{entry}", index.trim_end());
        let commit = ScriptedCommit {
            files: vec![
                (RepoPath::new(format!("{slug}.md")), Some(text.as_bytes().to_vec())),
                ("_blog.yml".into(), Some(index.into_bytes())),
            ],
            message: format!("Add {slug}"),
            author_name: "Mara Lindqvist".into(),
            author_email: "mara@skylark.example".into(),
            time: 1_790_000_000,
        };
        write_commits(&self.repository(), "main", &[commit]).expect("a commit");
        self.sign_in("qinghe").await;
        self.open("/p/skylark-blog/dashboard").await;
        self.click("form[action$='/sync'] button").await;
        let address = json!(format!("/p/skylark-blog/posts/{slug}"));
        let is_there = format!(
            "fetch({address}).then((page) => {{ window.there = page.ok; }}); return window.there === true"
        );
        self.poll(&is_there, "the sync").await;
    }

    /// Presses a key with Alt held.
    pub async fn press_alt(&self, letter: char) {
        let (key, code) =
            (letter.to_ascii_lowercase(), format!("Key{}", letter.to_ascii_uppercase()));
        for kind in ["rawKeyDown", "keyUp"] {
            let event =
                json!({ "type": kind, "modifiers": 1, "key": key.to_string(), "code": code });
            self.devtools("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Has a text typed where the cursor is.
    pub async fn insert(&self, text: &str) {
        self.devtools("Input.insertText", json!({ "text": text })).await;
    }

    /// The block the cursor is in.
    pub async fn block_in_hand(&self) -> String {
        let id = self.run("return document.activeElement.closest('.block')?.id ?? ''").await;
        id.as_str().expect("a text").to_owned()
    }
}
