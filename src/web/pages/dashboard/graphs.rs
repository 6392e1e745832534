//! The pictures of the dashboard, each for a desk and for a phone.

use jiff::Timestamp;

use crate::{
    coverage::{Activity, Standing},
    services::views::CoverageView,
    web::pages::chart::{Areas, Columns, Frame, Series, Stretch, areas, columns},
};

/// The class of a layer, its sign, and what it counts of a standing.
type LayerOf = (&'static str, &'static str, fn(&Standing) -> usize);

/// Where the posts stood over time: in step at the bottom, behind upon it, untranslated above.
pub(super) fn coverage(view: &CoverageView) -> Vec<Areas> {
    let layers: [LayerOf; 3] = [
        ("step", "成", Standing::in_step),
        ("behind", "旧", Standing::behind),
        ("missing", "缺", |standing| standing.untranslated),
    ];
    drawn(view, 300, &layers)
}

/// How many words waited in what was behind.
pub(super) fn words(view: &CoverageView) -> Vec<Areas> {
    drawn(view, 150, &[("behind", "", |standing| standing.words_behind)])
}

fn drawn(view: &CoverageView, height: i64, layers: &[LayerOf]) -> Vec<Areas> {
    let moments: Vec<Timestamp> = view.points.iter().map(|point| point.at).collect();
    let series = |(class, sign, value): &LayerOf| Series {
        class,
        sign,
        values: view.points.iter().map(|point| value(&point.standing)).collect(),
    };
    let series: Vec<Series> = layers.iter().map(series).collect();
    Frame::both(height).into_iter().filter_map(|frame| areas(frame, &moments, &series)).collect()
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
    Frame::both(260).into_iter().filter_map(drawn).collect()
}
