//! What translators lean on: the memory of what was translated, the glossary, and a machine that drafts.

mod aid;
mod endpoint;
mod glossary;
mod memory;
