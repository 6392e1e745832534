//! Differences set like an editor's proof.
