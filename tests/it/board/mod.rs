//! The board as people use it: what is said of posts, filters that are kept, news without a reload.

mod live;
mod standings;
mod views;
