//! The addresses of pages, written in one place.

use crate::{
    ids::{ProjectId, RevisionNumber, Slug, TaskId, ThreadId},
    services::views::FeedKind,
};

/// Escapes a text for one or more path segments; `/` stays.
pub(in crate::web) fn encode(path: &str) -> String {
    let Ok(encoded) = askama::filters::urlencode(path);
    encoded.to_string()
}

/// Escapes a text for a query value.
pub(in crate::web) fn encode_query(value: &str) -> String {
    let Ok(encoded) = askama::filters::urlencode_strict(value);
    encoded.to_string()
}

pub(in crate::web) fn board(project: &ProjectId) -> String {
    format!("/p/{}", encode(project.as_str()))
}

pub(in crate::web) fn dashboard(project: &ProjectId) -> String {
    format!("{}/dashboard", board(project))
}

pub(in crate::web) fn audit(project: &ProjectId) -> String {
    format!("{}/audit", board(project))
}

pub(in crate::web) fn bulk(project: &ProjectId) -> String {
    format!("{}/bulk", board(project))
}

pub(in crate::web) fn report(project: &ProjectId) -> String {
    format!("{}/report", board(project))
}

pub(in crate::web) fn glossary(project: &ProjectId) -> String {
    format!("{}/glossary", board(project))
}

pub(in crate::web) fn memory(project: &ProjectId) -> String {
    format!("{}/memory", board(project))
}

pub(in crate::web) fn post(project: &ProjectId, slug: &Slug) -> String {
    format!("{}/posts/{}", board(project), encode(slug.as_str()))
}

pub(in crate::web) fn feed(project: &ProjectId, kind: FeedKind) -> String {
    format!("{}/feeds/{}.atom", board(project), kind.name())
}

/// The page of a person, by what it is called.
pub(in crate::web) fn person(handle: &str) -> String {
    format!("/people/{}", encode_query(handle))
}

pub(in crate::web) fn task(id: TaskId) -> String {
    format!("/tasks/{id}")
}

pub(in crate::web) fn carry(id: TaskId) -> String {
    format!("/tasks/{id}/carry")
}

pub(in crate::web) fn review(id: TaskId) -> String {
    format!("/tasks/{id}/review")
}

pub(in crate::web) fn thread(id: TaskId, thread: ThreadId) -> String {
    format!("/tasks/{id}/threads/{thread}")
}

pub(in crate::web) fn revision(id: TaskId, number: RevisionNumber) -> String {
    format!("/tasks/{id}/revisions/{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_its_slashes_and_escapes_the_rest() {
        let url = post(&ProjectId::new("course"), &Slug::new("chapter1/章 2"));
        assert_eq!(url, "/p/course/posts/chapter1/%E7%AB%A0%202");
    }
}
