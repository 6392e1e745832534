//! `yiqi eval`

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use super::{
    Outcome,
    options::{Format, Selection},
    output::{count, print, print_json, table},
    workbench::{Workbench, mirror},
};
use crate::{
    config::Environment,
    evaluation::{DateRule, Evaluation, Miss, MissKind, Rule, evaluate, read_labels},
};

/// Scores the judgement against labels made by hand, with what dates alone say beside it.
///
/// A label says of one translation whether its English changed in a way a translator must act on. Ours
/// is right where it says stale, minor or major, of those labelled stale, and of no other.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi eval labels.jsonl                          on the project of config.toml
  yiqi eval labels.jsonl --source ./blog.git --misses
  yiqi eval labels.jsonl --min-f1 0.95            exit with 1 below that

One label per line: {\"target_path\": \"zh/a.md\", \"label\": \"stale\" or \"current\", \"severity\":
\"none\", \"trivial\", \"minor\" or \"major\", \"confidence\": 0 to 1, \"changed_blocks\": [{\"zh_quote\":
part of a line of the translation near which work is needed}], \"note\": text}. A place is located
where an open change points at most 3 lines past it.")]
pub(super) struct EvalArgs {
    /// The labels, as JSON lines
    labels: PathBuf,

    #[command(flatten)]
    selection: Selection,

    /// Judge what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Leave out labels less certain than this
    #[arg(long, value_name = "NUMBER", default_value_t = 0.7)]
    min_confidence: f64,

    /// Also list the labels that ours does not agree with
    #[arg(long)]
    misses: bool,

    /// Exit with 1 where the F1 of ours is lower, or a labelled translation is absent
    #[arg(long, value_name = "NUMBER")]
    min_f1: Option<f64>,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: EvalArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let name = args.labels.display();
    let labels =
        std::fs::read_to_string(&args.labels).with_context(|| format!("reading {name}"))?;
    let labels = read_labels(&labels).with_context(|| format!("reading {name}"))?;
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = bench.single_project()?;
    let catalogue = bench.catalogue(&project.settings.id, args.offline).await?;
    let mirror = mirror(project);
    let evaluation = evaluate(&labels, &catalogue, args.min_confidence, |side| {
        let bytes = mirror.blob(&side.path, side.blob)?;
        Ok::<_, anyhow::Error>(String::from_utf8_lossy(&bytes).into_owned())
    })?;
    if evaluation.scored == 0 {
        bail!(
            "no label of {name} can be scored: {} left out, {} of translations this repository \
             does not have",
            evaluation.left_out,
            evaluation.absent
        );
    }
    match args.format {
        Format::Json => print_json(&shown(evaluation.clone(), args.misses))?,
        Format::Table => print(&render(&evaluation, args.misses))?,
    }
    eprintln!("{}", summary(&evaluation));
    let enough =
        args.min_f1.is_none_or(|least| evaluation.ours().f1() >= least && evaluation.absent == 0);
    Ok(if enough { Outcome::Done } else { Outcome::Findings })
}

/// Misses are shown only where they are asked for.
fn shown(mut evaluation: Evaluation, misses: bool) -> Evaluation {
    if !misses {
        evaluation.misses.clear();
    }
    evaluation
}

fn render(evaluation: &Evaluation, misses: bool) -> String {
    let head = ["RULE", "PRECISION", "RECALL", "F1", "TP", "FP", "FN", "TN"].map(str::to_owned);
    let rows = evaluation.rules.iter().map(|score| {
        let tally = &score.tally;
        let figures = [tally.precision(), tally.recall(), tally.f1()].map(|it| format!("{it:.3}"));
        let counts = [
            tally.true_positives,
            tally.false_positives,
            tally.false_negatives,
            tally.true_negatives,
        ];
        let name = [rule_name(score.rule).to_owned()];
        let counts = counts.map(|count| count.to_string());
        [&name[..], &figures, &counts].concat()
    });
    let mut text = table(&std::iter::once(head.to_vec()).chain(rows).collect::<Vec<_>>());
    let (severity, blocks) = (evaluation.severity_agrees, evaluation.blocks_located);
    text.push_str(&format!(
        "\nby content: severity agrees {}/{}, changed blocks located {}/{}\n",
        severity.count, severity.of, blocks.count, blocks.of
    ));
    if misses && !evaluation.misses.is_empty() {
        text.push('\n');
        text.extend(evaluation.misses.iter().map(miss_line));
    }
    text
}

fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Content => "by content",
        Rule::Dates(DateRule::SourceIsNewer) => {
            "source committed after the translation was last touched"
        }
        Rule::Dates(DateRule::SourceChangedSince) => {
            "source changed since the translation appeared"
        }
    }
}

fn miss_line(miss: &Miss) -> String {
    let kind = match miss.kind {
        MissKind::Absent => "absent".to_owned(),
        MissKind::FalseAlarm => "false alarm".to_owned(),
        MissKind::Missed => format!("missed {}", miss.severity.name()),
    };
    format!("{kind}: {}: {}\n", miss.target_path, miss.note)
}

fn summary(evaluation: &Evaluation) -> String {
    let mut text = format!(
        "{} scored, {} left out, {} of translations this repository does not have",
        count(evaluation.scored, "label"),
        evaluation.left_out,
        evaluation.absent
    );
    if evaluation.decided_by_people > 0 {
        let decided = count(evaluation.decided_by_people, "verdict");
        text.push_str(&format!("; {decided} owed to a pin or a dismissal"));
    }
    text
}
