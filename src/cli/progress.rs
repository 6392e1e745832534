//! Progress on standard error, where a terminal shows it.

use std::{sync::Mutex, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that appears when the first stage begins; hidden where standard error is no terminal.
pub(super) struct Progress(Mutex<Stage>);

struct Stage {
    name: String,
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Stage { name: String::new(), bar: ProgressBar::hidden() }))
    }

    /// Says how far a stage is; `total` is 0 where nobody knows.
    pub(super) fn report(&self, stage: &str, done: u64, total: u64) {
        let mut current = self.0.lock().expect("nothing panics while it holds the bar");
        if current.name != stage {
            current.bar.finish_and_clear();
            current.name = stage.to_owned();
            current.bar = ProgressBar::new_spinner().with_message(stage.to_owned());
            current.bar.enable_steady_tick(Duration::from_millis(120));
        }
        if total > 0 {
            current.bar.set_style(counted());
            current.bar.set_length(total);
        }
        current.bar.set_position(done);
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.0.lock().expect("nothing panics while it holds the bar").bar.finish_and_clear();
    }
}

/// An interrupted command leaves no half a bar behind.
impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn counted() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg} {bar:30} {pos}/{len}")
        .expect("the template is a constant")
}
