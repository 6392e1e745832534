//! What workspace and proofreading have in common.
