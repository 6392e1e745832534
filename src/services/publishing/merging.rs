//! Brings together what two people made of one text, block by block.
//!
//! What must hold: nothing of mine is lost, and nothing of theirs unseen. A block only one of the two
//! changed is taken as changed; where both changed it, mine stays and theirs is handed back for a person
//! to choose from.

use similar::DiffOp;

use crate::{
    document::{Dialect, Document},
    sequences,
};

/// Two texts in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services) struct Merged {
    pub text: String,
    pub clashes: Vec<Clash>,
}

/// A place both changed: what stands there is mine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services) struct Clash {
    /// What they made of it; empty where they removed it.
    pub theirs: String,
    /// The 1-based line of the merged text where mine stands.
    pub line: usize,
}

/// Merges what `mine` and `theirs` made of `base`.
pub(in crate::services) fn merge(base: &str, mine: &str, theirs: &str, dialect: Dialect) -> Merged {
    let [base, mine, theirs] = [base, mine, theirs].map(|text| chunks(text, dialect));
    let (in_mine, in_theirs) = (kept(&base, &mine), kept(&base, &theirs));
    let mut merged = Merged { text: String::new(), clashes: Vec::new() };
    let (mut at_base, mut at_mine, mut at_theirs) = (0, 0, 0);
    loop {
        let next = (at_base..base.len()).find_map(|at| Some((at, in_mine[at]?, in_theirs[at]?)));
        let (to_base, to_mine, to_theirs) = next.unwrap_or((base.len(), mine.len(), theirs.len()));
        merged.take_stretch(
            &base[at_base..to_base],
            &mine[at_mine..to_mine],
            &theirs[at_theirs..to_theirs],
        );
        if next.is_none() {
            return merged;
        }
        merged.text.push_str(&mine[to_mine]);
        (at_base, at_mine, at_theirs) = (to_base + 1, to_mine + 1, to_theirs + 1);
    }
}

impl Merged {
    /// Adds what lies between two blocks that all three have. Neighbours that each changed are taken
    /// block by block, or one would hide the other.
    fn take_stretch(&mut self, base: &[String], mine: &[String], theirs: &[String]) {
        if base.len() == mine.len() && base.len() == theirs.len() {
            for ((base, mine), theirs) in base.iter().zip(mine).zip(theirs) {
                self.take(base, mine, theirs);
            }
        } else {
            self.take(&base.concat(), &mine.concat(), &theirs.concat());
        }
    }

    /// Adds one block, or blocks that do not pair up.
    fn take(&mut self, base: &str, mine: &str, theirs: &str) {
        if mine == base || mine == theirs {
            self.text.push_str(theirs);
        } else {
            if theirs != base {
                let line = self.text.matches('\n').count() + 1;
                self.clashes.push(Clash { theirs: theirs.trim().to_owned(), line });
            }
            self.text.push_str(mine);
        }
    }
}

/// A text cut before each of its blocks; together they are the text.
fn chunks(text: &str, dialect: Dialect) -> Vec<String> {
    let document = Document::parse(text, dialect);
    let mut cuts: Vec<usize> = document.blocks().iter().map(|block| block.span.start).collect();
    cuts.retain(|cut| *cut > 0);
    cuts.dedup();
    cuts.insert(0, 0);
    cuts.push(text.len());
    cuts.windows(2).map(|cut| text[cut[0]..cut[1]].to_owned()).collect()
}

/// For each block of `base`, where it stands unchanged in `other`.
fn kept(base: &[String], other: &[String]) -> Vec<Option<usize>> {
    let mut kept = vec![None; base.len()];
    for op in sequences::fewest_changes(base, other) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for step in 0..len {
                kept[old_index + step] = Some(new_index + step);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASE: &str = "# 题\n\n一。\n\n二。\n\n三。\n";

    fn merged(mine: &str, theirs: &str) -> Merged {
        merge(BASE, mine, theirs, Dialect::Markdown)
    }

    #[test]
    fn changes_of_different_blocks_come_together() {
        let both = merged(&BASE.replace("一", "壹"), &BASE.replace("三", "叁"));
        assert_eq!(both.text, "# 题\n\n壹。\n\n二。\n\n叁。\n");
        assert_eq!(both.clashes, []);
    }

    #[test]
    fn where_both_changed_a_block_mine_stays_and_theirs_is_handed_back() {
        let both = merged(&BASE.replace("二", "贰"), &BASE.replace("二", "两"));
        assert_eq!(both.text, BASE.replace("二", "贰"));
        assert_eq!(both.clashes, [Clash { theirs: "两。".into(), line: 5 }]);
    }

    #[test]
    fn changes_of_neighbours_come_together() {
        let both = merged(&BASE.replace("一", "壹"), &BASE.replace("二", "贰"));
        assert_eq!((both.text.as_str(), both.clashes.len()), ("# 题\n\n壹。\n\n贰。\n\n三。\n", 0));
    }

    #[test]
    fn the_same_change_of_both_is_no_clash() {
        let same = BASE.replace("二", "两");
        assert_eq!(merged(&same, &same), Merged { text: same, clashes: vec![] });
    }

    #[test]
    fn blocks_that_were_added_or_removed_are_followed() {
        let both = merged(&BASE.replace("一。\n\n", ""), &BASE.replace("三。\n", "三。\n\n四。\n"));
        assert_eq!(both.text, "# 题\n\n二。\n\n三。\n\n四。\n");
    }

    fn text() -> impl Strategy<Value = String> {
        let block =
            prop::sample::select(vec!["# 题", "一。", "二。", "- 甲", "```\nx\n```", "三 a。"]);
        prop::collection::vec(block, 0..6).prop_map(|blocks| blocks.join("\n\n") + "\n")
    }

    proptest! {
        #[test]
        fn who_changed_nothing_gets_the_other_s_text(base in text(), other in text()) {
            let dialect = Dialect::Markdown;
            prop_assert_eq!(merge(&base, &base, &other, dialect).text, other.clone());
            prop_assert_eq!(merge(&base, &other, &base, dialect).text, other.clone());
        }

        #[test]
        fn nothing_of_theirs_is_lost_unseen(base in text(), mine in text(), theirs in text()) {
            let merged = merge(&base, &mine, &theirs, Dialect::Markdown);
            let known: String =
                merged.text.clone() + &merged.clashes.iter().map(|it| it.theirs.as_str()).collect::<String>();
            for line in theirs.lines().filter(|line| !base.contains(line)) {
                prop_assert!(known.contains(line.trim()), "{line:?} is not in {known:?}");
            }
            for line in mine.lines().filter(|line| !base.contains(line)) {
                prop_assert!(merged.text.contains(line), "{line:?} is not in {:?}", merged.text);
            }
        }
    }
}
