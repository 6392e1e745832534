//! Seals: the state of a post as one character in a small square.

use askama::{Template, filters::HtmlSafe};

use crate::{services::views::Seal, texts::Texts};

/// A seal with its word; readable without colour and by ear.
#[derive(Debug, Clone, Copy, Template)]
#[template(
    source = r#"<span class="seal seal-{{ self.tone() }}" aria-hidden="true" lang="zh-CN" title="{{ self.word() }}">{{ self.character() }}</span>"#,
    ext = "html"
)]
pub(super) struct SealMark {
    texts: Texts,
    seal: Seal,
}

impl HtmlSafe for SealMark {}

impl SealMark {
    pub(super) const fn new(texts: Texts, seal: Seal) -> Self {
        Self { texts, seal }
    }

    /// The one character.
    pub(super) const fn character(&self) -> char {
        match self.seal {
            Seal::Missing => '缺',
            Seal::Stale => '旧',
            Seal::Cosmetic => '微',
            Seal::Translating => '译',
            Seal::AwaitingReview => '待',
            Seal::InReview => '校',
            Seal::ChangesRequested => '改',
            Seal::Approved => '准',
            Seal::PullRequest => '请',
            Seal::Published => '成',
            Seal::Orphan => '孤',
            Seal::Excluded => '略',
        }
    }

    /// The word beside it.
    pub(super) fn word(&self) -> String {
        self.texts.get(word_key(self.seal))
    }

    /// The class of its ink: work waits, under way, waiting on someone, done, or none.
    pub(super) const fn tone(&self) -> &'static str {
        match self.seal {
            Seal::Missing | Seal::Stale | Seal::ChangesRequested => "cinnabar",
            Seal::Translating | Seal::InReview | Seal::PullRequest => "indigo",
            Seal::AwaitingReview => "ochre",
            Seal::Approved | Seal::Published => "pine",
            Seal::Cosmetic | Seal::Orphan | Seal::Excluded => "ash",
        }
    }
}

/// The key of a seal's word.
pub(super) const fn word_key(seal: Seal) -> &'static str {
    match seal {
        Seal::Missing => "seal-missing",
        Seal::Stale => "seal-stale",
        Seal::Cosmetic => "seal-cosmetic",
        Seal::Translating => "seal-translating",
        Seal::AwaitingReview => "seal-awaiting-review",
        Seal::InReview => "seal-in-review",
        Seal::ChangesRequested => "seal-changes-requested",
        Seal::Approved => "seal-approved",
        Seal::PullRequest => "seal-pull-request",
        Seal::Published => "seal-published",
        Seal::Orphan => "seal-orphan",
        Seal::Excluded => "seal-excluded",
    }
}

/// All seals, in the order a post meets them.
#[cfg(test)]
pub(super) const ALL: [Seal; 12] = [
    Seal::Missing,
    Seal::Stale,
    Seal::Cosmetic,
    Seal::Translating,
    Seal::AwaitingReview,
    Seal::InReview,
    Seal::ChangesRequested,
    Seal::Approved,
    Seal::PullRequest,
    Seal::Published,
    Seal::Orphan,
    Seal::Excluded,
];
