//! The pictures of the dashboard, each for a desk and for a phone.

use jiff::Timestamp;

use crate::{
    coverage::{Activity, Standing},
    services::views::CoverageView,
    texts::Texts,
    web::pages::chart::{Areas, Columns, Frame, Series, Stretch, areas, columns, said},
};

/// The class of a layer, the key of its word if it has one, and what it counts of a standing.
type LayerOf = (&'static str, &'static str, fn(&Standing) -> usize);

/// Where the posts stood over time: in step at the bottom, behind upon it, untranslated above.
pub(super) fn coverage(view: &CoverageView, texts: Texts) -> Vec<Areas> {
    let layers: [LayerOf; 3] = [
        ("step", "dashboard-in-step-short", Standing::in_step),
        ("behind", "dashboard-behind-short", Standing::behind),
        ("missing", "dashboard-missing-short", |standing| standing.untranslated),
    ];
    drawn(view, 300, &layers, texts)
}

/// How many words waited in what was behind.
pub(super) fn words(view: &CoverageView, texts: Texts) -> Vec<Areas> {
    drawn(view, 150, &[("behind", "", |standing| standing.words_behind)], texts)
}

fn drawn(view: &CoverageView, height: i64, layers: &[LayerOf], texts: Texts) -> Vec<Areas> {
    let moments: Vec<Timestamp> = view.points.iter().map(|point| point.at).collect();
    let series = |(class, key, value): &LayerOf| Series {
        class,
        sign: if key.is_empty() { String::new() } else { texts.get(key) },
        values: view.points.iter().map(|point| value(&point.standing)).collect(),
    };
    let series: Vec<Series> = layers.iter().map(series).collect();
    let last = |one: &Series| said(&one.sign, one.values.last().copied().unwrap_or(0));
    let ends: Vec<String> = series.iter().map(last).collect();
    let frames = Frame::each(height).map(|it| it.with_room_for(ends.iter().map(String::as_str)));
    frames.into_iter().filter_map(|frame| areas(frame, &moments, &series)).collect()
}

/// What each month brought: of the source upwards, of the translations downwards.
pub(super) fn activity(months: &[Activity]) -> Vec<Columns> {
    let stretch = |month: &Activity| Stretch {
        label: month.month.strftime("%Y-%m").to_string(),
        up: [month.new_posts, month.changed_posts],
        down: [month.new_translations, month.changed_translations],
    };
    let stretches: Vec<Stretch> = months.iter().map(stretch).collect();
    let classes = [["source-new", "source-changed"], ["target-new", "target-changed"]];
    let drawn = |frame| columns(frame, &stretches, classes);
    Frame::each(260).into_iter().filter_map(drawn).collect()
}
