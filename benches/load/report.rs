//! Figures as lines that can be pasted into a document.

use std::time::Duration;

/// What requests of one kind took.
pub struct Figures {
    pub name: String,
    took: Vec<Duration>,
    /// Requests in a second.
    pub rate: f64,
}

impl Figures {
    pub fn new(name: &str, mut took: Vec<Duration>, lasted: Duration) -> Self {
        took.sort_unstable();
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 requests")]
        let rate = took.len() as f64 / lasted.as_secs_f64();
        Self { name: name.into(), took, rate }
    }

    /// What so many per cent stayed below.
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.took.len().saturating_sub(1);
        self.took.get((self.took.len() * percent / 100).min(last)).copied().unwrap_or_default()
    }

    pub fn tell(&self) {
        println!(
            "| {} | {} | {:.0} | {:.1} | {:.1} | {:.1} |",
            self.name,
            self.took.len(),
            self.rate,
            milliseconds(self.percentile(50)),
            milliseconds(self.percentile(99)),
            self.percentile(99).as_secs_f64() / self.percentile(50).as_secs_f64().max(1e-9)
        );
    }
}

pub fn heading(what: &str) {
    println!(
        "\n{what}\n\n| | requests | per second | median ms | p99 ms | p99 / median |\n|---|---|---|---|---|---|"
    );
}

/// A line that says how near a figure comes to its ceiling.
pub fn ratio(of: &Figures, ceiling: &Figures, wanted: f64) {
    let ratio = of.rate / ceiling.rate;
    let verdict = if ratio >= wanted { "reached" } else { "missed" };
    println!("- {} / {}: {ratio:.2} (wanted {wanted}: {verdict})", of.name, ceiling.name);
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
