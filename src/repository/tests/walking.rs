//! What a walk makes of a history.

use super::support::{World, commit, tracked, versions};

#[tokio::test]
async fn rename_of_a_folder_is_followed() {
    let world = World::new();
    world.push(&[
        commit("add", &[("cn/a.md", Some("甲\n一\n二\n")), ("cn/b.md", Some("乙\n三\n四\n"))]),
        commit(
            "move",
            &[
                ("cn/a.md", None),
                ("cn/b.md", None),
                ("zh/a.md", Some("甲\n一\n二\n")),
                ("zh/b.md", Some("乙\n三\n四\n五\n")),
            ],
        ),
    ]);
    let history = world.mirror.fetch(None, &tracked()).await.expect("fetches");
    assert_eq!(versions(&history, "zh/a.md"), [(0, "cn/a.md".into()), (1, "zh/a.md".into())]);
    assert_eq!(versions(&history, "zh/b.md"), [(0, "cn/b.md".into()), (1, "zh/b.md".into())]);
}
