//! Made-up data every page can be rendered from.
