//! Every page, rendered and looked at by selector.
