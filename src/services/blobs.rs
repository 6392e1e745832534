//! Texts of Git that were read lately. A blob never changes, so what is kept never grows old; opening the
//! mirror and unpacking a text costs more than all the rest of many pages.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use crate::ids::BlobId;

/// Bytes that are kept at most: some thousand posts.
const ROOM: usize = 16 << 20;

/// A text that takes a larger part than this of the room is not kept: it would push out too many others.
const LARGEST: usize = ROOM / 16;

/// The texts last asked for.
#[derive(Debug, Default)]
pub(super) struct Blobs(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    /// The last asked for comes last.
    texts: VecDeque<(BlobId, Arc<str>)>,
    weight: usize,
}

impl Blobs {
    pub(super) fn get(&self, blob: BlobId) -> Option<Arc<str>> {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = shelf.texts.iter().position(|(known, _)| *known == blob)?;
        let entry = shelf.texts.remove(at)?;
        let text = entry.1.clone();
        shelf.texts.push_back(entry);
        Some(text)
    }

    pub(super) fn keep(&self, blob: BlobId, text: &Arc<str>) {
        if text.len() > LARGEST {
            return;
        }
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Two readers may have unpacked the same.
        if shelf.texts.iter().any(|(known, _)| *known == blob) {
            return;
        }
        shelf.weight += text.len();
        shelf.texts.push_back((blob, text.clone()));
        while shelf.weight > ROOM {
            let Some((_, oldest)) = shelf.texts.pop_front() else { break };
            shelf.weight -= oldest.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(number: u8) -> BlobId {
        BlobId::from_bytes([number; 20])
    }

    #[test]
    fn what_was_asked_for_last_stays_and_the_room_is_never_exceeded() {
        let blobs = Blobs::default();
        let text: Arc<str> = "x".repeat(LARGEST).into();
        for number in 0..16 {
            blobs.keep(blob(number), &text);
        }
        assert!(blobs.get(blob(0)).is_some(), "all of them fit");
        blobs.keep(blob(16), &text);
        assert!(blobs.get(blob(0)).is_some(), "it was asked for a moment ago");
        assert!(blobs.get(blob(1)).is_none(), "it was the oldest");
        assert!(blobs.get(blob(16)).is_some());
    }

    #[test]
    fn a_huge_text_pushes_nothing_out() {
        let blobs = Blobs::default();
        blobs.keep(blob(1), &"small".into());
        blobs.keep(blob(2), &"x".repeat(LARGEST + 1).into());
        assert!(blobs.get(blob(2)).is_none());
        assert_eq!(blobs.get(blob(1)).as_deref(), Some("small"));
    }
}
