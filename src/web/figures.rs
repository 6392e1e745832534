//! The figures of the workshop and of the process, as Prometheus reads them.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::{ConstGauge, Gauge},
    },
    registry::{Registry, Unit},
};

use crate::services::{Ended, Figures};

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    project: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct In {
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct With {
    result: &'static str,
}

/// Everything there is to tell, at the moment it was counted.
pub(super) fn registry(figures: &Figures) -> Registry {
    let mut registry = Registry::default();
    let yiqi = registry.sub_registry_with_prefix("yiqi");
    happened(yiqi, figures);
    waits(yiqi, figures);
    projects(yiqi, figures);
    let bytes = |bytes: u64| ConstGauge::new(signed(bytes));
    yiqi.register_with_unit(
        "database_size",
        "Pages of the database",
        Unit::Bytes,
        bytes(figures.size.bytes),
    );
    yiqi.register_with_unit(
        "database_free",
        "Pages of it that are free",
        Unit::Bytes,
        bytes(figures.size.free),
    );
    process(registry.sub_registry_with_prefix("process"));
    registry
}

/// What happened since the start.
fn happened(registry: &mut Registry, figures: &Figures) {
    let counts = &figures.counts;
    for (name, what, ended) in [
        ("sync", "Syncs with the source", counts.syncs),
        ("publish", "Tries to publish an approved translation", counts.publishes),
        ("message", "Messages to people elsewhere", counts.messages),
        ("round", "Rounds of the worker", counts.rounds),
    ] {
        registry.register(plural(name), what, by_result(ended));
        registry.register_with_unit(
            format!("{name}_duration"),
            "Time they took all together",
            Unit::Seconds,
            ConstCounter::new(Duration::from_millis(ended.took).as_secs_f64()),
        );
    }
    if let Some(at) = figures.last_round {
        registry.register_with_unit(
            "last_round_timestamp",
            "When the worker's last round ended",
            Unit::Seconds,
            ConstGauge::new(at.as_second()),
        );
    }
}

fn plural(name: &str) -> String {
    if name.ends_with("sh") { format!("{name}es") } else { format!("{name}s") }
}

fn by_result(ended: Ended) -> Family<With, Counter> {
    let family = Family::<With, Counter>::default();
    family.get_or_create(&With { result: "ok" }).inc_by(ended.well);
    family.get_or_create(&With { result: "error" }).inc_by(ended.badly);
    family
}

/// What waits, and for how long.
fn waits(registry: &mut Registry, figures: &Figures) {
    let waiting = &figures.waiting;
    for (name, what, states, oldest) in [
        (
            "deliveries",
            "Webhook deliveries that are not done",
            vec![("waiting", waiting.deliveries), ("parked", waiting.parked_deliveries)],
            waiting.oldest_delivery,
        ),
        (
            "publications",
            "Approved translations that are not out",
            vec![
                ("waiting", waiting.publications.saturating_sub(waiting.failing_publications)),
                ("failing", waiting.failing_publications),
            ],
            waiting.oldest_publication,
        ),
        (
            "messages_queued",
            "Messages that have not left",
            vec![("waiting", waiting.messages)],
            waiting.oldest_message,
        ),
    ] {
        let family = Family::<In, Gauge>::default();
        for (state, count) in states {
            family.get_or_create(&In { state }).set(signed(count));
        }
        registry.register(name, what, family);
        let age = oldest.map_or(0, |oldest| figures.at.duration_since(oldest).as_secs().max(0));
        registry.register_with_unit(
            format!("oldest_{name}_age"),
            "Since when the oldest waits; 0 where none does",
            Unit::Seconds,
            ConstGauge::new(age),
        );
    }
}

fn projects(registry: &mut Registry, figures: &Figures) {
    let posts = Family::<Of, Gauge>::default();
    let synced = Family::<Of, Gauge>::default();
    let fails = Family::<Of, Gauge>::default();
    for project in &figures.projects {
        let of = Of { project: project.id.to_string() };
        if let Some(count) = project.posts {
            posts.get_or_create(&of).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        if let Some(at) = project.last_sync {
            synced.get_or_create(&of).set(at.as_second());
        }
        fails.get_or_create(&of).set(i64::from(project.sync_fails));
    }
    registry.register("posts", "Posts of the catalogue in memory", posts);
    registry.register("sync_failing", "1 where the last sync failed", fails);
    registry.register_with_unit(
        "last_sync_timestamp",
        "When the last sync ended well",
        Unit::Seconds,
        synced,
    );
}

/// What the system says of the process, by the names everybody uses; nothing where it says nothing.
fn process(registry: &mut Registry) {
    let Some(found) = Process::look() else { return };
    registry.register_with_unit(
        "resident_memory",
        "Memory in use",
        Unit::Bytes,
        ConstGauge::new(signed(found.resident)),
    );
    registry.register("open_fds", "Open file descriptors", ConstGauge::new(signed(found.open)));
    registry.register("threads", "Threads", ConstGauge::new(signed(found.threads)));
}

#[derive(Debug, Clone, Copy)]
struct Process {
    /// Bytes.
    resident: u64,
    open: u64,
    threads: u64,
}

impl Process {
    fn look() -> Option<Self> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let open = std::fs::read_dir("/proc/self/fd").ok()?.count();
        Some(Self {
            resident: number_after(&status, "VmRSS:")? * 1024,
            threads: number_after(&status, "Threads:")?,
            open: u64::try_from(open).ok()?,
        })
    }
}

fn number_after(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_of_the_system_is_read_by_its_names() {
        let status = "Name:\tyiqi\nVmPeak:\t  900 kB\nVmRSS:\t   512 kB\nThreads:\t7\n";
        assert_eq!(number_after(status, "VmRSS:"), Some(512));
        assert_eq!(number_after(status, "Threads:"), Some(7));
        assert_eq!(number_after(status, "VmSwap:"), None);
    }
}
