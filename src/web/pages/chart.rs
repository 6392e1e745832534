//! Charts as SVG, drawn by the server: stacked areas over time, and columns that grow both ways.
//!
//! Each is drawn for a desk, a tablet and a phone, because the letters of a picture shrink with it; a style sheet
//! shows one of them. What a layer is can be told without colour: each has its own filling, its own edge, and its
//! word at the end. The numbers stand in a table beside it, so that a picture is never the only way to them.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::texts::group_thousands;

/// The measures of a drawing, in its own units; about a pixel each where it is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Names the drawing for the style sheet.
    pub name: &'static str,
    pub width: i64,
    pub height: i64,
    left: i64,
    right: i64,
    /// Most labels below the picture.
    labels: i64,
}

const TOP: i64 = 12;
const BELOW: i64 = 26;
/// The least distance between two lines of letters.
const LINE: i64 = 17;

impl Frame {
    /// For a desk, a tablet and a phone, of one height.
    pub fn each(height: i64) -> [Self; 3] {
        [
            Self { name: "wide", width: 1080, height, left: 44, right: 72, labels: 9 },
            Self { name: "middle", width: 680, height, left: 44, right: 72, labels: 6 },
            Self { name: "narrow", width: 340, height, left: 44, right: 58, labels: 4 },
        ]
    }

    /// The same with as much room on the right as the longest of some words takes.
    pub fn with_room_for<'a>(self, words: impl IntoIterator<Item = &'a str>) -> Self {
        let width =
            |word: &str| word.chars().map(|c| if c.is_ascii() { 8 } else { 13 }).sum::<i64>();
        let longest = words.into_iter().map(width).max().unwrap_or(0);
        Self { right: longest + 14, ..self }
    }

    fn floor(&self) -> i64 {
        self.height - BELOW
    }

    fn end(&self) -> i64 {
        self.width - self.right
    }

    /// Where a part of a whole lies on the way from left to right.
    fn x(&self, part: i64, whole: i64) -> i64 {
        self.left + (self.end() - self.left) * part / whole.max(1)
    }

    /// Where a value lies between the floor and the top.
    fn y(&self, value: i64, most: i64) -> i64 {
        self.floor() - (self.floor() - TOP) * value / most.max(1)
    }
}

/// What is drawn in one layer.
pub(super) struct Series {
    /// Names its filling, edge and ink.
    pub class: &'static str,
    /// A word or none, which stands at its end before the last value.
    pub sign: String,
    /// A value for each moment.
    pub values: Vec<usize>,
}

/// Layers over time, one upon the other.
pub(super) struct Areas {
    pub frame: Frame,
    pub layers: Vec<Layer>,
    pub across: Vec<Label>,
    pub below: Vec<Label>,
}

impl Areas {
    /// Where the lines of the scale end.
    pub fn end(&self) -> i64 {
        self.frame.end()
    }
}

/// One layer, drawn.
pub(super) struct Layer {
    pub class: &'static str,
    /// The path round its area.
    pub area: String,
    /// The path along its upper edge.
    pub edge: String,
    pub sign: String,
    pub last: usize,
    /// Where its sign stands.
    pub at: (i64, i64),
}

impl Layer {
    /// What it is and its last value, for people.
    pub fn last_said(&self) -> String {
        said(&self.sign, self.last)
    }
}

/// What stands at the end of a layer: "落后 76".
pub(super) fn said(sign: &str, last: usize) -> String {
    format!("{sign} {}", group_thousands(number(last))).trim_start().to_owned()
}

/// A few letters at a place; `y` is their base line.
pub(super) struct Label {
    pub x: i64,
    pub y: i64,
    pub text: String,
}

/// Draws layers over moments, oldest first; the first layer lies at the bottom. `None` where there are not two
/// moments to draw a line between.
pub(super) fn areas(frame: Frame, moments: &[Timestamp], series: &[Series]) -> Option<Areas> {
    let (first, last) = (moments.first()?.as_second(), moments.last()?.as_second());
    if last <= first {
        return None;
    }
    let xs: Vec<i64> =
        moments.iter().map(|at| frame.x(at.as_second() - first, last - first)).collect();
    let mut sums = vec![0_i64; moments.len()];
    let mut stacked = Vec::new();
    for one in series {
        let below = sums.clone();
        for (sum, value) in sums.iter_mut().zip(&one.values) {
            *sum += number(*value);
        }
        stacked.push((one, below, sums.clone()));
    }
    let highest = sums.iter().copied().max().unwrap_or(0);
    let step = step_for(highest);
    // Up to the first line that is not below the highest.
    let lines = ((highest + step - 1) / step).max(1);
    let most = step * lines;
    let points = |values: &[i64]| -> Vec<(i64, i64)> {
        xs.iter().zip(values).map(|(x, value)| (*x, frame.y(*value, most))).collect()
    };
    let mut layers: Vec<Layer> = stacked
        .iter()
        .map(|(one, below, above)| {
            let (lower, upper) = (points(below), points(above));
            let around = upper.iter().chain(lower.iter().rev()).copied();
            let middle =
                (upper.last().map_or(0, |it| it.1) + lower.last().map_or(0, |it| it.1)) / 2;
            Layer {
                class: one.class,
                area: format!("{}Z", path(around)),
                edge: path(upper.iter().copied()),
                sign: one.sign.clone(),
                last: one.values.last().copied().unwrap_or(0),
                at: (frame.end() + 8, middle + 5),
            }
        })
        .collect();
    spread(&mut layers);
    Some(Areas { frame, layers, across: across(frame, step, lines), below: dates(frame, moments) })
}

/// Moves signs that would lie upon each other apart, upwards from the lowest.
fn spread(layers: &mut [Layer]) {
    let mut lowest = i64::MAX;
    for layer in layers {
        layer.at.1 = layer.at.1.min(lowest - LINE);
        lowest = layer.at.1;
    }
}

/// The lines of the scale with their numbers.
fn across(frame: Frame, step: i64, lines: i64) -> Vec<Label> {
    let label = |place: i64| Label {
        x: frame.left - 8,
        y: frame.y(place * step, step * lines),
        text: group_thousands(place * step),
    };
    (0..=lines).map(label).collect()
}

/// The beginnings of years, or where there are few of them, of months.
fn dates(frame: Frame, moments: &[Timestamp]) -> Vec<Label> {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return Vec::new() };
    let (from, until) = (first.as_second(), last.as_second());
    let day = |at: &Timestamp| at.to_zoned(TimeZone::UTC).date();
    if day(last).year() - day(first).year() >= 2 {
        return thinned(years(frame, from, until), frame);
    }
    let mut seen = None;
    let mut labels: Vec<Label> = Vec::new();
    for at in moments {
        let date = day(at);
        let month = (date.year(), date.month());
        if seen.replace(month) != Some(month) {
            let x = frame.x(at.as_second() - from, until - from);
            labels.push(Label { x, y: frame.height - 6, text: date.strftime("%Y-%m").to_string() });
        }
    }
    thinned(labels, frame)
}

/// Each year between two moments, where its January begins.
fn years(frame: Frame, from: i64, until: i64) -> Vec<Label> {
    let begin = |year: i16| {
        let first = Date::new(year, 1, 1).ok()?.to_zoned(TimeZone::UTC).ok()?;
        Some((year, first.timestamp().as_second()))
    };
    let year = |second: i64| {
        let at = Timestamp::from_second(second).unwrap_or_default();
        at.to_zoned(TimeZone::UTC).year()
    };
    let within = (year(from)..=year(until)).filter_map(begin);
    within
        .filter(|(_, at)| (from..=until).contains(at))
        .map(|(year, at)| Label {
            x: frame.x(at - from, until - from),
            y: frame.height - 6,
            text: year.to_string(),
        })
        .collect()
}

/// Leaves out labels that would touch the one before.
fn thinned(labels: Vec<Label>, frame: Frame) -> Vec<Label> {
    let apart = (frame.end() - frame.left) / frame.labels;
    let mut kept: Vec<Label> = Vec::new();
    for label in labels {
        if kept.last().is_none_or(|before| label.x - before.x >= apart) {
            kept.push(label);
        }
    }
    kept
}

/// The least of 1, 2, 5, 10, 20, … of which four are enough.
fn step_for(most: i64) -> i64 {
    let mut step = 1;
    for factor in [2, 5, 10].iter().cycle() {
        if step * 4 >= most {
            return step;
        }
        let ten = 10_i64.pow(step.ilog10());
        step = ten * factor;
    }
    step
}

fn path(points: impl IntoIterator<Item = (i64, i64)>) -> String {
    let mut text = String::new();
    for (x, y) in points {
        let command = if text.is_empty() { 'M' } else { 'L' };
        text.push_str(&format!("{command}{x} {y}"));
    }
    text
}

fn number(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// What happened in one stretch of time: what grows upwards, what grows downwards, each from the line outwards.
pub(super) struct Stretch {
    pub label: String,
    pub up: [usize; 2],
    pub down: [usize; 2],
}

/// Columns that grow both ways from a line.
pub(super) struct Columns {
    pub frame: Frame,
    pub bars: Vec<Bar>,
    /// Height of the line.
    pub line: i64,
    pub across: Vec<Label>,
    pub below: Vec<Label>,
}

impl Columns {
    /// Where the line begins.
    pub fn start(&self) -> i64 {
        self.frame.left
    }
}

/// One part of a column.
pub(super) struct Bar {
    pub class: &'static str,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

/// Draws stretches of time, oldest first; `classes` are of the parts upwards and of those downwards.
pub(super) fn columns(
    frame: Frame,
    stretches: &[Stretch],
    classes: [[&'static str; 2]; 2],
) -> Option<Columns> {
    let count = number(stretches.len());
    let tallest = |parts: fn(&Stretch) -> usize| stretches.iter().map(parts).max().unwrap_or(0);
    let up = number(tallest(|it| it.up.iter().sum()));
    let down = number(tallest(|it| it.down.iter().sum()));
    if up + down == 0 {
        return None;
    }
    let step = step_for(up.max(down)).max(1);
    let (above, under) = (up.div_euclid(step) + 1, down.div_euclid(step) + 1);
    let whole = (above + under) * step;
    let y = |value: i64| frame.y(value + under * step, whole);
    let slot = (frame.width - 12 - frame.left) / count.max(1);
    let width = (slot * 3 / 5).max(2);
    let (mut bars, mut below) = (Vec::new(), Vec::new());
    for (place, stretch) in (0_i64..).zip(stretches) {
        let x = frame.left + slot * place + (slot - width) / 2;
        for (parts, classes, sign) in [(stretch.up, classes[0], 1), (stretch.down, classes[1], -1)]
        {
            let mut from = 0;
            for (part, class) in parts.into_iter().zip(classes) {
                let until = from + sign * number(part);
                let (top, bottom) = (y(from.max(until)), y(from.min(until)));
                if bottom > top {
                    bars.push(Bar { class, x, y: top, width, height: bottom - top });
                }
                from = until;
            }
        }
        below.push(Label { x: x + width / 2, y: frame.height - 6, text: stretch.label.clone() });
    }
    let label = |place: i64| Label {
        x: frame.left - 8,
        y: y(place * step),
        text: group_thousands((place * step).abs()),
    };
    let across = (-under..=above).map(label).collect();
    Some(Columns { frame, bars, line: y(0), across, below: thinned(below, frame) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("{text}T00:00:00Z").parse().expect("a moment")
    }

    fn series(class: &'static str, values: &[usize]) -> Series {
        Series { class, sign: String::new(), values: values.to_vec() }
    }

    #[test]
    fn layers_lie_upon_each_other_and_reach_from_the_floor_to_their_sum() {
        let moments = [at("2025-01-01"), at("2025-02-01"), at("2025-03-04")];
        let frame = Frame::each(200)[0];
        let drawn = areas(frame, &moments, &[series("a", &[0, 20, 40]), series("b", &[40, 20, 0])]);
        let drawn = drawn.expect("a drawing");
        // The scale ends at 40: the sum lies at the top all along.
        assert_eq!(drawn.layers[1].edge, "M44 12L526 12L1008 12");
        assert_eq!(drawn.layers[0].edge, "M44 174L526 93L1008 12");
        assert_eq!(drawn.layers[0].area, "M44 174L526 93L1008 12L1008 174L526 174L44 174Z");
        let numbers: Vec<&str> = drawn.across.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(numbers, ["0", "10", "20", "30", "40"]);
        let months: Vec<&str> = drawn.below.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(months, ["2025-01", "2025-02", "2025-03"]);
    }

    #[test]
    fn signs_never_lie_upon_each_other() {
        let moments = [at("2025-01-01"), at("2025-02-01")];
        let layers = [series("a", &[1, 1]), series("b", &[1, 0]), series("c", &[500, 500])];
        let drawn = areas(Frame::each(200)[2], &moments, &layers).expect("a drawing");
        for pair in drawn.layers.windows(2) {
            assert!(pair[0].at.1 - pair[1].at.1 >= LINE);
        }
    }

    #[test]
    fn a_scale_ends_above_the_highest_and_a_year_begins_in_january() {
        let moments = [at("2022-07-01"), at("2023-07-01"), at("2025-02-01")];
        let frame = Frame::each(200)[0];
        let drawn = areas(frame, &moments, &[series("a", &[100, 300, 524])]).expect("a drawing");
        let numbers: Vec<&str> = drawn.across.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(numbers, ["0", "200", "400", "600"]);
        let years: Vec<(&str, i64)> =
            drawn.below.iter().map(|it| (it.text.as_str(), it.x)).collect();
        assert_eq!(years, [("2023", 231), ("2024", 603), ("2025", 976)]);
    }

    #[test]
    fn one_moment_is_no_story() {
        assert!(areas(Frame::each(200)[0], &[at("2025-01-01")], &[series("a", &[1])]).is_none());
        assert!(areas(Frame::each(200)[0], &[], &[]).is_none());
        assert!(columns(Frame::each(200)[0], &[], [["", ""], ["", ""]]).is_none());
    }

    #[test]
    fn the_scale_has_round_numbers() {
        for (most, step) in
            [(0, 1), (4, 1), (5, 2), (9, 5), (21, 10), (41, 20), (540, 200), (801, 500)]
        {
            assert_eq!(step_for(most), step, "{most}");
        }
    }

    #[test]
    fn columns_grow_both_ways_from_their_line() {
        let stretch = Stretch { label: "1".into(), up: [2, 1], down: [1, 0] };
        let frame = Frame::each(200)[0];
        let drawn = columns(frame, &[stretch], [["new", "more"], ["done", "mended"]]);
        let drawn = drawn.expect("a drawing");
        let classes: Vec<&str> = drawn.bars.iter().map(|bar| bar.class).collect();
        assert_eq!(classes, ["new", "more", "done"]);
        assert_eq!(drawn.bars[0].y + drawn.bars[0].height, drawn.line);
        assert_eq!(drawn.bars[1].y + drawn.bars[1].height, drawn.bars[0].y);
        assert_eq!(drawn.bars[2].y, drawn.line);
    }
}
