//! The judgement on the real blog, scored against labels made by reading; skipped visibly where the
//! data is absent. The two rules that go by dates are scored beside it.

use std::path::Path;

use yiqi::{
    catalogue::Side,
    evaluation::{Label, evaluate, read_labels},
    repository::RepositoryError,
};

use super::{
    real_blog::{bundle, fetched},
    real_catalogue::assembled,
};

/// Labels that were sure enough to be counted.
const SURE: f64 = 0.7;

fn labels() -> Option<Vec<Label>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/staleness-labels.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    Some(read_labels(&text).expect("readable labels"))
}

#[tokio::test]
async fn the_judgement_agrees_with_the_labels_and_dates_do_not() {
    let (Some(bundle), Some(labels)) = (bundle(), labels()) else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mirror, history) = fetched(folder.path(), &bundle).await;
    let catalogue = assembled(&mirror, &history, None);
    let reader = mirror.reader().expect("the mirror opens");
    let read = |side: &Side| -> Result<String, RepositoryError> {
        Ok(String::from_utf8_lossy(&reader.blob(&side.path, side.blob)?).into_owned())
    };

    let found = evaluate(&labels, &catalogue, SURE, read).expect("tracked contents are there");

    for score in &found.rules {
        eprintln!("{:?}: F1 {:.3} {:?}", score.rule, score.tally.f1(), score.tally);
    }
    let (ours, severity, blocks) = (found.ours(), found.severity_agrees, found.blocks_located);
    eprintln!("severity {severity:?}, blocks {blocks:?}");
    assert_eq!(found.absent, 0);
    assert!(ours.f1() >= 0.95, "{:#?}", found.misses);
    assert!(severity.count * 10 >= severity.of * 8, "{severity:?}");
    assert!(blocks.count * 10 >= blocks.of * 8, "{blocks:?}");
    // What was measured with other means on these labels: 0.72 and 0.79.
    let [_, newer, since] = &found.rules[..] else { panic!("three rules are scored") };
    assert!((newer.tally.f1() - 0.72).abs() < 0.03, "{newer:?}");
    assert!((since.tally.f1() - 0.79).abs() < 0.03, "{since:?}");
}
