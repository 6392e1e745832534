//! Both languages say everything.
