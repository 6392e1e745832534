//! Makes entries of a table that counts how terms were translated.
//!
//! Such a table lists, for each English term, pieces of Chinese that stand where it stands, with how
//! strongly they belong together (Dice's coefficient, `词元:0.51:85; …`) and how often the English was
//! kept. Most pieces are cut out of longer words, so that only the strong ones that are whole are taken.

use super::Entry;

/// Weakest piece that is taken as the preferred form, and as one more that is right.
const PREFERRED: f32 = 0.32;
const ACCEPTED: f32 = 0.28;
/// How strong a further form is at least, beside the strongest.
const BESIDE: f32 = 0.46;
/// Two pieces that occur about equally often and overlap were cut out of one word.
const AS_OFTEN: f32 = 0.85;
/// Share of posts that keep the English: from the first on it may stay, from the second on it should.
const MAY_STAY: f32 = 0.15;
const SHOULD_STAY: f32 = 0.8;

/// Characters that no term begins or ends with; a piece that does is cut out of a sentence.
const LOOSE: &str = "的了在是和与或上下中个一些这那用对从为及做来去把被更最其第于如何你我";

pub(super) fn entry(term: &str, candidates: &str, share: &str) -> Result<Entry, String> {
    let share: f32 = match share.trim() {
        "" => 0.0,
        share => share.parse().map_err(|_| format!("{share:?} is no share"))?,
    };
    let entry = |preferred, accepted, keep| Entry {
        term: term.to_owned(),
        preferred,
        accepted,
        keep,
        note: String::new(),
    };
    if share >= SHOULD_STAY {
        return Ok(entry(None, Vec::new(), true));
    }
    let mut forms: Vec<String> = Vec::new();
    let pieces = joined(candidates.split(';').filter_map(piece).collect());
    let strongest = pieces.first().map_or(1.0, |piece| piece.strength);
    for Piece { form, strength, .. } in pieces {
        let enough = if forms.is_empty() { PREFERRED } else { ACCEPTED.max(strongest * BESIDE) };
        let is_cut =
            form.starts_with(|c| LOOSE.contains(c)) || form.ends_with(|c| LOOSE.contains(c));
        // `模态模型` beside `多模态`: pieces of one another say nothing new.
        let overlaps = forms.iter().any(|known| {
            known.contains(&form) || overlap(known, &form) > 0 || overlap(&form, known) > 0
        });
        if strength >= enough && !is_cut && !overlaps {
            forms.push(form);
        }
    }
    if forms.is_empty() && share < MAY_STAY {
        return Err("no translation is sure enough".into());
    }
    let keep = share >= MAY_STAY;
    let preferred = if forms.is_empty() { None } else { Some(forms.remove(0)) };
    Ok(entry(preferred, forms, keep))
}

/// A piece of Chinese that stands where a term stands.
struct Piece {
    form: String,
    strength: f32,
    count: f32,
}

/// `词元:0.51:85`
fn piece(text: &str) -> Option<Piece> {
    let mut parts = text.trim().rsplitn(3, ':');
    let (count, strength, form) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Piece {
        form: form.trim().to_owned(),
        strength: strength.trim().parse().ok()?,
        count: count.trim().parse().ok()?,
    })
}

/// The strongest piece with what it was cut from: `散模型` and `扩散模` are `扩散模型`.
fn joined(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let [first, second, ..] = &pieces[..] else { return pieces };
    let as_often = first.count.min(second.count) >= first.count.max(second.count) * AS_OFTEN;
    let (after, before) = (overlap(&first.form, &second.form), overlap(&second.form, &first.form));
    if as_often && after.max(before) > 0 {
        pieces[0].form = if after >= before {
            format!("{}{}", first.form, &second.form[after..])
        } else {
            format!("{}{}", second.form, &first.form[before..])
        };
        pieces.remove(1);
    }
    pieces
}

/// How many bytes the end of one and the beginning of the other share.
fn overlap(a: &str, b: &str) -> usize {
    let ends = a.char_indices().map(|(at, _)| &a[at..]).skip(1);
    ends.filter(|end| b.starts_with(end)).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        term: &str,
        candidates: &str,
        share: &str,
    ) -> Result<(Option<String>, Vec<String>, bool), String> {
        entry(term, candidates, share).map(|it| (it.preferred, it.accepted, it.keep))
    }

    #[test]
    fn strong_whole_pieces_become_forms() {
        assert_eq!(
            read("clay", "黏土:0.61:40; 的黏:0.4:12; 陶泥:0.3:9; 粘土罐:0.12:3", "0.02"),
            Ok((Some("黏土".into()), vec!["陶泥".into()], false))
        );
        // Weak beside the strongest.
        assert_eq!(read("clay", "黏土:0.9:40; 陶泥:0.3:9", "0").unwrap().1, [""; 0]);
        assert_eq!(read("kiln", "窑:0.6:9", "0.2"), Ok((Some("窑".into()), vec![], true)));
        assert_eq!(read("raku", "乐烧:0.4:3", "0.92"), Ok((None, vec![], true)));
        assert_eq!(read("raku", "", "0.4"), Ok((None, vec![], true)));
    }

    #[test]
    fn a_weak_table_makes_no_term() {
        assert!(read("pot", "的罐:0.5:3; 罐子在:0.3:3", "0").is_err());
        assert_eq!(read("pot", "罐:0.5:3", "often"), Err("\"often\" is no share".into()));
        // Pieces cut out of each other say the same thing once.
        assert_eq!(read("wheel", "转盘:0.5:9; 盘上转:0.4:3; 陶轮:0.3:4", "0").unwrap().1, ["陶轮"]);
    }

    #[test]
    fn two_pieces_of_one_word_are_put_together() {
        let preferred = |pieces: &str| read("x", pieces, "0").unwrap().0.unwrap();
        assert_eq!(preferred("转陶轮:0.6:26; 旋转陶:0.6:26"), "旋转陶轮");
        assert_eq!(preferred("旋转陶:0.6:26; 转陶轮:0.6:26"), "旋转陶轮");
        // Found far less often, the second is a word that follows the first.
        assert_eq!(preferred("陶轮:0.6:26; 轮盘:0.5:12"), "陶轮");
    }
}
