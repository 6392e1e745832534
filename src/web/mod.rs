//! Delivery over HTTP: pages, forms and a small JSON interface.

pub mod i18n;
pub mod pages;
