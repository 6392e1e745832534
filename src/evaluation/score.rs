//! Counting hits and misses.

use serde::{Serialize, Serializer, ser::SerializeStruct};

/// How often a rule that looks for stale posts was right and wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub true_positives: usize,
    pub false_positives: usize,
    pub false_negatives: usize,
    pub true_negatives: usize,
}

impl Tally {
    /// Counts one post: what the label wants, and what the rule found.
    pub fn count(&mut self, wanted: bool, found: bool) {
        *match (wanted, found) {
            (true, true) => &mut self.true_positives,
            (false, true) => &mut self.false_positives,
            (true, false) => &mut self.false_negatives,
            (false, false) => &mut self.true_negatives,
        } += 1;
    }

    /// All posts counted.
    pub fn total(&self) -> usize {
        self.true_positives + self.false_positives + self.false_negatives + self.true_negatives
    }

    /// How much of what the rule called stale is, 0 to 1; 0 where it called nothing stale.
    pub fn precision(&self) -> f64 {
        ratio(self.true_positives, self.true_positives + self.false_positives)
    }

    /// How much of what is stale the rule found, 0 to 1; 0 where nothing is.
    pub fn recall(&self) -> f64 {
        ratio(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let errors = self.false_positives + self.false_negatives;
        ratio(2 * self.true_positives, 2 * self.true_positives + errors)
    }
}

/// With the figures that follow from the counts, so that a program need not compute them.
impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Tally", 7)?;
        fields.serialize_field("precision", &self.precision())?;
        fields.serialize_field("recall", &self.recall())?;
        fields.serialize_field("f1", &self.f1())?;
        fields.serialize_field("true_positives", &self.true_positives)?;
        fields.serialize_field("false_positives", &self.false_positives)?;
        fields.serialize_field("false_negatives", &self.false_negatives)?;
        fields.serialize_field("true_negatives", &self.true_negatives)?;
        fields.end()
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    pub count: usize,
    pub of: usize,
}

impl Share {
    pub(super) fn count(&mut self, hit: bool) {
        self.count += usize::from(hit);
        self.of += 1;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
