//! The board as people use it: what is said of posts, where else they are translated, filters that are kept, news
//! without a reload.

mod elsewhere;
mod live;
mod standings;
mod views;
