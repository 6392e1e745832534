//! `yiqi demo`: the whole workshop on a sample blog, or on any repository, without configuration.

mod blog;
