use super::*;

fn row(kind: &'static str, target: &str) -> PairRow {
    PairRow {
        kind,
        source: None,
        target: Some(target.to_owned()),
        source_lines: None,
        target_lines: None,
        target_span: None,
        change: None,
        is_open: false,
        words: 0,
        is_fixed: false,
        is_kept: false,
        machine_drafted: false,
    }
}

#[test]
fn a_draft_is_called_by_its_front_matter_and_then_by_its_first_level() {
    let head = row("front_matter", "---\ntitle: \"园中之水\"\nauthors:\n- user: a\n---\n");
    let english = row("front_matter", "---\ntitle: Water\n---\n");
    let (section, first) = (row("heading", "## 第一节\n"), row("heading", "# 水\n"));
    let title = |rows: &[&PairRow]| {
        drafted_title(&rows.iter().map(|row| (*row).clone()).collect::<Vec<_>>())
    };
    assert_eq!(title(&[&head, &section, &first]).as_deref(), Some("园中之水"));
    assert_eq!(title(&[&english, &section, &first]).as_deref(), Some("水"));
    assert_eq!(title(&[&english, &section]), None);
    assert_eq!(title(&[]), None);
}

#[test]
fn a_finding_is_told_as_a_sentence() {
    assert_eq!(whole_sentence("this is still English", '.'), "This is still English.");
    assert_eq!(
        whole_sentence("“a b” stands twice; remove one", '.'),
        "“a b” stands twice; remove one."
    );
    assert_eq!(whole_sentence("v2 is gone.", '.'), "v2 is gone.");
    assert_eq!(whole_sentence("请看看", '。'), "请看看。");
    assert_eq!(whole_sentence("", '。'), "。");
}
