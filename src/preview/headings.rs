//! Headings with the ids that links within a post use.

use std::{fmt, sync::Mutex};

use comrak::{
    Anchorizer,
    adapters::{HeadingAdapter, HeadingMeta},
    nodes::Sourcepos,
};

/// Writes headings; ids are numbered where they repeat.
#[derive(Default)]
pub(super) struct Headings {
    ids: Mutex<Anchorizer>,
}

impl HeadingAdapter for Headings {
    fn enter(
        &self,
        output: &mut dyn fmt::Write,
        heading: &HeadingMeta,
        sourcepos: Option<Sourcepos>,
    ) -> fmt::Result {
        let id = self.ids.lock().expect("no thread panics with it").anchorize(&heading.content);
        write!(output, "<h{} id=\"", heading.level)?;
        comrak::html::escape(output, &id)?;
        match sourcepos {
            Some(at) => write!(output, "\" data-sourcepos=\"{at}\">"),
            None => output.write_str("\">"),
        }
    }

    fn exit(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta) -> fmt::Result {
        writeln!(output, "</h{}>", heading.level)
    }
}
