//! What a walk makes of a history.

use super::support::{World, commit, git, page, versions};
use crate::repository::ScriptedCommit;

#[test]
fn rename_of_a_folder_takes_even_edited_files_along() {
    let world = World::new();
    let (a, b, c) = (page("甲", 0), page("乙", 0), page("丙", 0));
    let head = world.push(&[
        commit("add", &[("cn/a.md", Some(&a)), ("cn/b.md", Some(&b)), ("cn/c.md", Some(&c))]),
        commit(
            "move",
            &[
                ("cn/a.md", None),
                ("cn/b.md", None),
                ("cn/c.md", None),
                ("zh/a.md", Some(&a)),
                ("zh/b.md", Some(&b)),
                ("zh/c.md", Some("written anew\n")),
            ],
        ),
    ]);
    let history = world.walk(head, None);
    for name in ["a", "b", "c"] {
        let expected = [(0, format!("cn/{name}.md")), (1, format!("zh/{name}.md"))];
        assert_eq!(versions(&history, &format!("zh/{name}.md")), expected);
    }
}

#[test]
fn renamed_and_edited_file_is_followed_from_an_untracked_folder() {
    let world = World::new();
    let head = world.push(&[
        commit("draft", &[("drafts/2024/post.md", Some(&page("post", 0)))]),
        commit("publish", &[("drafts/2024/post.md", None), ("post.md", Some(&page("post", 2)))]),
    ]);
    let history = world.walk(head, None);
    assert_eq!(
        versions(&history, "post.md"),
        [(0, "drafts/2024/post.md".into()), (1, "post.md".into())]
    );
    assert_eq!(history.files.len(), 1);
}

#[test]
fn new_file_beside_a_deleted_one_is_no_rename_unless_alike() {
    let world = World::new();
    let head = world.push(&[
        commit("add", &[("a.md", Some(&page("a", 0))), ("b.md", Some(&page("b", 0)))]),
        commit("other", &[("a.md", None), ("c.md", Some(&page("c", 0)))]),
        commit("copy", &[("d.md", Some(&page("b", 0)))]),
    ]);
    let history = world.walk(head, None);
    assert_eq!(versions(&history, "c.md"), [(1, "c.md".into())]);
    assert_eq!(versions(&history, "d.md"), [(2, "d.md".into())], "a copy is a new file");
    assert_eq!(history.former, ["a.md".into()]);
}

#[test]
fn pages_swapped_under_their_paths_take_their_pasts_along() {
    let world = World::new();
    let head = world.push(&[
        commit("add", &[("1.md", Some(&page("x", 0))), ("2.md", Some(&page("y", 0)))]),
        commit("swap", &[("1.md", Some(&page("y", 1))), ("2.md", Some(&page("x", 0)))]),
    ]);
    let history = world.walk(head, None);
    assert_eq!(versions(&history, "1.md"), [(0, "2.md".into()), (1, "1.md".into())]);
    assert_eq!(versions(&history, "2.md"), [(0, "1.md".into()), (1, "2.md".into())]);
}

#[test]
fn page_inserted_before_others_moves_them_on() {
    let world = World::new();
    let head = world.push(&[
        commit("add", &[("1.md", Some(&page("x", 0))), ("2.md", Some(&page("y", 0)))]),
        commit(
            "insert",
            &[
                ("1.md", Some(&page("new", 0))),
                ("2.md", Some(&page("x", 1))),
                ("3.md", Some(&page("y", 0))),
            ],
        ),
    ]);
    let history = world.walk(head, None);
    assert_eq!(versions(&history, "3.md"), [(0, "2.md".into()), (1, "3.md".into())]);
    assert_eq!(versions(&history, "2.md"), [(0, "1.md".into()), (1, "2.md".into())]);
}

#[test]
fn file_that_comes_back_keeps_its_earlier_life() {
    let world = World::new();
    world.push(&[
        commit("add", &[("a.md", Some("first\n")), ("b.md", Some("b\n"))]),
        commit("delete", &[("a.md", None)]),
    ]);
    let middle = world.push(&[commit("other", &[("b.md", Some("bb\n"))])]);
    let known = world.walk(middle, None);
    let head = world.push(&[commit("again", &[("a.md", Some("second\n"))])]);
    let full = world.walk(head, None);
    assert_eq!(versions(&full, "a.md"), [(0, "a.md".into()), (3, "a.md".into())]);
    assert_eq!(world.walk(head, Some(&known)), full);
}

#[test]
fn change_a_merge_carries_in_is_found_where_it_was_made() {
    let world = World::new();
    let (base, main, side) = ("base\n", "base\nmain\n", "side\nbase\n");
    let commits = [
        (commit("base", &[("a.md", Some(base)), ("b.md", Some(base))]), vec![]),
        (commit("main", &[("a.md", Some(main))]), vec![0]),
        (commit("side", &[("b.md", Some(side))]), vec![0]),
        (commit("merge", &[("b.md", Some(side))]), vec![1, 2]),
    ];
    let head = world.push_graph(&commits);
    let history = world.walk(head, None);
    assert_eq!(versions(&history, "a.md"), [(0, "a.md".into()), (1, "a.md".into())]);
    assert_eq!(versions(&history, "b.md"), [(0, "b.md".into()), (2, "b.md".into())]);
    assert_eq!(history.commits, 4);
}

#[test]
fn what_a_merge_carries_in_comes_after_the_branch_whatever_the_dates_say() {
    let world = World::new();
    let (base, side, main) = (page("a", 0), page("a", 1), page("b", 1));
    // The side branch is older by its dates than all that was on the branch before the merge.
    let dated = |scripted: ScriptedCommit, time| ScriptedCommit { time, ..scripted };
    let commits = [
        (dated(commit("add", &[("a.md", Some(&base)), ("zh/a.md", Some("一\n"))]), 5_000), vec![]),
        (dated(commit("side", &[("a.md", Some(&side))]), 1_000), vec![0]),
        (dated(commit("main", &[("zh/a.md", Some("一\n二\n"))]), 9_000), vec![0]),
        (dated(commit("more", &[("b.md", Some(&main))]), 8_000), vec![2]),
        (dated(commit("merge", &[("a.md", Some(&side))]), 2_000), vec![3, 1]),
    ];
    let head = world.push_graph(&commits);
    let history = world.walk(head, None);
    let last = |path: &str| *versions(&history, path).last().map(|(at, _)| at).expect("a version");
    assert!(last("a.md") > last("zh/a.md"), "landed after the translation was touched");
    assert!(last("a.md") > last("b.md"));
    assert!(last("a.md") < history.commits - 1, "found where it was made, not at the merge");
}

#[test]
fn change_made_in_the_merge_itself_is_a_version_of_the_merge() {
    let world = World::new();
    let commits = [
        (commit("base", &[("a.md", Some("1\n2\n3\n"))]), vec![]),
        (commit("main", &[("a.md", Some("1 main\n2\n3\n"))]), vec![0]),
        (commit("side", &[("a.md", Some("1\n2\n3 side\n"))]), vec![0]),
        (commit("merge", &[("a.md", Some("1 main\n2\n3 side\n"))]), vec![1, 2]),
    ];
    let head = world.push_graph(&commits);
    let history = world.walk(head, None);
    let at: Vec<u32> = versions(&history, "a.md").iter().map(|(at, _)| *at).collect();
    assert_eq!(at, [0, 1, 2, 3]);
}

/// Pages by number; the names are such that no two have anything in common.
fn pages(numbers: std::ops::Range<usize>, revision: usize) -> Vec<(String, String)> {
    let text = |n: usize| page(&format!("page {n} {}", "x".repeat(n % 7)), revision);
    numbers.map(|n| (format!("{n:03}.md"), text(n))).collect()
}

fn files(pages: &[(String, String)]) -> Vec<(&str, Option<&str>)> {
    pages.iter().map(|(path, text)| (path.as_str(), Some(text.as_str()))).collect()
}

#[test]
fn very_many_pages_moved_on_under_stable_paths_are_followed() {
    for revision in [0, 1] {
        let world = World::new();
        let count = 90;
        let first = pages(0..count, 0);
        // Each page goes one path on; with revision 1 every one of them is edited, too.
        let shifted: Vec<(String, String)> = pages(0..count, revision)
            .into_iter()
            .enumerate()
            .map(|(n, (_, text))| (format!("{:03}.md", n + 1), text))
            .chain([("000.md".to_owned(), page("the new one", 0))])
            .collect();
        let head = world.push(&[commit("add", &files(&first)), commit("insert", &files(&shifted))]);
        let history = world.walk(head, None);
        for n in 1..=count {
            let expected = [(0, format!("{:03}.md", n - 1)), (1, format!("{n:03}.md"))];
            assert_eq!(versions(&history, &format!("{n:03}.md")), expected, "revision {revision}");
        }
        let incremental = world.walk(head, Some(&world.walk(head, None)));
        assert_eq!(incremental, history);
    }
}

#[test]
fn mass_edit_of_very_many_pages_moves_none() {
    let world = World::new();
    let (first, second) = (pages(0..90, 0), pages(0..90, 2));
    let head = world.push(&[commit("add", &files(&first)), commit("edit", &files(&second))]);
    let history = world.walk(head, None);
    for (path, _) in &first {
        assert_eq!(versions(&history, path), [(0, path.clone()), (1, path.clone())]);
    }
}

#[test]
fn side_branch_that_was_squashed_is_not_counted_twice() {
    let world = World::new();
    let commits = [
        (commit("base", &[("a.md", Some("1\n"))]), vec![]),
        (commit("side 1", &[("a.md", Some("1\n2\n"))]), vec![0]),
        (commit("side 2", &[("a.md", Some("1\n2\n3\n"))]), vec![1]),
        (commit("squash", &[("a.md", Some("1\n2\n3\n"))]), vec![0]),
        (commit("merge the same", &[]), vec![3, 2]),
    ];
    let head = world.push_graph(&commits);
    let history = world.walk(head, None);
    assert_eq!(versions(&history, "a.md"), [(0, "a.md".into()), (1, "a.md".into())]);
    let full: Vec<_> = history.files[0].versions.iter().map(|v| v.committed_at).collect();
    assert_eq!(full.len(), 2);
}

#[test]
fn what_only_the_known_way_came_by_is_not_told_of_another_file() {
    let world = World::new();
    let (page, edited) = ("1\n2\n3\n4\n", "1\n2\n3\n4\n5\n");
    let head = world.push_graph(&[
        (commit("add", &[("zh/a.md", Some(page))]), vec![]),
        (commit("another", &[("b.md", Some(edited))]), vec![0]),
        (commit("move", &[("zh/a.md", None), ("b.md", Some(page))]), vec![0, 1]),
        // The merge takes the side on which there is no such page: here the way of `b.md` parts from that of
        // the page that was moved to it, and both end in the first commit.
        (commit("take the side without", &[("b.md", None)]), vec![2, 0]),
        (commit("write it anew", &[("b.md", Some(page))]), vec![3]),
    ]);
    let full = world.walk(head, None);
    assert_eq!(versions(&full, "b.md"), [(4, "b.md".into())]);
    let moved = git(&world.source, "rev-parse", &["main~2"]);
    let known = world.walk(moved.trim().parse().expect("a commit id"), None);
    assert_eq!(versions(&known, "b.md")[0], (0, "zh/a.md".into()));
    assert_eq!(world.walk(head, Some(&known)), full);
}

#[test]
fn rewritten_branch_is_walked_anew() {
    let world = World::new();
    let old = world.push(&[commit("one", &[("a.md", Some("1\n"))])]);
    let known = world.walk(old, None);
    let head = world.push_graph(&[
        (commit("unrelated", &[("b.md", Some("2\n"))]), vec![]),
        (commit("more", &[("b.md", Some("3\n"))]), vec![0]),
    ]);
    let history = world.walk(head, Some(&known));
    assert_eq!(history, world.walk(head, None));
    assert_eq!(history.files.len(), 1);
    assert!(history.former.is_empty());
}

#[test]
fn unusual_names_are_followed() {
    let world = World::new();
    let names = ["a b.md", "zh/中文 标题.md", "_blog[1].md", "q\"uote\\.md", "é.md"];
    let files: Vec<_> = names.iter().map(|name| (*name, Some("1\n"))).collect();
    let changed: Vec<_> = names.iter().map(|name| (*name, Some("1\n2\n"))).collect();
    let head = world.push(&[commit("add", &files), commit("edit", &changed)]);
    let history = world.walk(head, None);
    for name in names {
        assert_eq!(versions(&history, name).len(), 2, "{name}");
    }
}

#[test]
fn version_tells_its_trailer_and_how_many_tracked_files_changed_with_it() {
    let world = World::new();
    let id = "0123456789abcdef0123456789abcdef01234567";
    let message = format!("Add zh/a.md\n\nSource-Path: a.md\nSource-Commit: {id}\n");
    let head = world.push(&[
        commit("add", &[("a.md", Some("1\n")), ("b.md", Some("1\n")), ("img/a.png", Some("x"))]),
        commit(&message, &[("zh/a.md", Some("一\n"))]),
    ]);
    let history = world.walk(head, None);
    let of = |path: &str| {
        let file = history.files.iter().find(|file| file.path.as_str() == path).expect("a file");
        (file.versions[0].files_touched, file.versions[0].source_commit)
    };
    assert_eq!(of("a.md"), (2, None));
    assert_eq!(of("zh/a.md"), (1, id.parse().ok()));
}
