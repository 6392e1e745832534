//! How alike two texts of one language are.

use std::collections::HashMap;

/// The share of pairs of neighbouring letters that two texts have in common, from 0 to 1. Blanks and
/// punctuation do not count, so that a mended comma makes no other text.
pub(super) fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (letters(a), letters(b));
    if a.len() < 2 || b.len() < 2 {
        return if a == b && !a.is_empty() { 1.0 } else { 0.0 };
    }
    let mut pairs: HashMap<(char, char), usize> = HashMap::new();
    for pair in a.windows(2) {
        *pairs.entry((pair[0], pair[1])).or_default() += 1;
    }
    let mut common = 0_usize;
    for pair in b.windows(2) {
        if let Some(left) = pairs.get_mut(&(pair[0], pair[1]))
            && *left > 0
        {
            *left -= 1;
            common += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    let share = 2.0 * common as f32 / (a.len() + b.len() - 2) as f32;
    share
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn likeness_looks_at_letters_alone() {
        assert!((likeness("放风筝，需要风。", "放风筝需要风") - 1.0).abs() < f32::EPSILON);
        assert!(likeness("放风筝需要一根线", "放风筝要有一根线") > 0.5);
        assert!(likeness("放风筝需要一根线", "四十瓦的灯就够读书了") < 0.1);
        assert!(likeness("", "").abs() < f32::EPSILON);
        assert!((likeness("线", "线") - 1.0).abs() < f32::EPSILON);
    }
}
