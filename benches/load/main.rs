//! Load on a real server: the real blog, 500 people, 5,000 tasks, 50,000 revisions.
//!
//! `benches/load/run` calls the steps in order. Everything listens on loopback, and every step is bounded in
//! requests or seconds. What a figure is worth is told by a ceiling measured in the same run, on the same
//! machine, by the same client: the same page rendered from memory, a page of the same size read from SQLite
//! by its key, a bare transaction with the same text.

mod ceilings;
mod client;
mod fill;
mod measure;
mod report;

use std::path::PathBuf;

const USAGE: &str = "\
usage: cargo bench --bench load -- fill CONFIG         people, tasks and revisions into the database
       cargo bench --bench load -- ceilings CONFIG PORT
       cargo bench --bench load -- measure CONFIG PORT CEILINGS_PORT [SECONDS]";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["fill", config] => runtime.block_on(fill::run(&PathBuf::from(config))),
        ["ceilings", config, port] => {
            runtime.block_on(ceilings::run(&PathBuf::from(config), number(port)));
        }
        ["measure", config, port, ceilings] => {
            runtime.block_on(measure::run(
                &PathBuf::from(config),
                number(port),
                number(ceilings),
                5,
            ));
        }
        ["measure", config, port, ceilings, seconds] => runtime.block_on(measure::run(
            &PathBuf::from(config),
            number(port),
            number(ceilings),
            u64::from(number(seconds)).min(60),
        )),
        // As `cargo test --benches` calls it.
        [] => println!("{USAGE}"),
        _ => panic!("{USAGE}"),
    }
}

fn number(text: &str) -> u16 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number\n{USAGE}"))
}
