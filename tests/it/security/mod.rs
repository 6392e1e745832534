//! What strangers try, and what becomes of it; `docs/security.md` names each.

mod limits;
mod requests;
mod secrets;
