use super::*;

fn blog() -> Convention {
    Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).expect("the blog's convention")
}

fn course() -> Convention {
    Convention::new(ConventionKind::HfCourse, "zh-CN", None, None).expect("the course's convention")
}

fn role(convention: &Convention, path: &str) -> PathRole {
    convention.role(&RepoPath::new(path))
}

#[test]
fn posts_of_the_blog_lie_at_the_root_and_in_the_folder_of_the_language() {
    let blog = blog();
    assert_eq!(role(&blog, "tides.md"), PathRole::Source("tides".into()));
    assert_eq!(role(&blog, "zh/tides.md"), PathRole::Target("tides".into()));
    assert_eq!(role(&blog, "_blog.yml"), PathRole::SourceIndex);
    assert_eq!(role(&blog, "zh/_blog.yml"), PathRole::TargetIndex);
    assert_eq!(blog.target_path(&"tides".into()).as_str(), "zh/tides.md");
    assert_eq!(blog.source_path(&"tides".into()).as_str(), "tides.md");
}

#[test]
fn what_is_no_post_has_no_role() {
    for path in [
        "README.md",
        "zh/readme.md",
        "assets/1_tides/why.md",
        "fr/tides.md",
        "zh/a/b.md",
        "zh/tides",
        "a.txt",
    ] {
        assert_eq!(role(&blog(), path), PathRole::Untracked, "{path}");
    }
}

#[test]
fn earlier_folders_and_mishaps_are_tracked_though_they_have_no_role() {
    let blog = blog();
    for path in
        ["cn/tides.md", "zh/_blog[1].yml", "zh/tides-1", "zh/潮 汐.md", "_blog.yml", "cn/_blog.yml"]
    {
        assert!(blog.tracks(path), "{path}");
    }
    for path in
        ["assets/1_tides/why.md", "assets/a.png", "_tags.yml", "zh/_tags.yml", "notebooks/a.ipynb"]
    {
        assert!(!blog.tracks(path), "{path}");
    }
}

#[test]
fn chapters_of_the_course_lie_in_folders() {
    let course = course();
    assert_eq!(role(&course, "chapters/en/chapter1/2.mdx"), PathRole::Source("chapter1/2".into()));
    assert_eq!(
        role(&course, "chapters/zh-CN/chapter1/2.mdx"),
        PathRole::Target("chapter1/2".into())
    );
    assert_eq!(role(&course, "chapters/zh-TW/chapter1/2.mdx"), PathRole::Untracked);
    assert_eq!(role(&course, "chapters/zh-CN/_toctree.yml"), PathRole::TargetIndex);
    assert_eq!(course.dialect(), Dialect::Mdx);
}

#[test]
fn plain_needs_both_templates() {
    let new = |source, target| Convention::new(ConventionKind::Plain, "zh-CN", source, target);
    assert!(matches!(new(None, Some("zh/{slug}.md")), Err(ConventionError::MissingTemplate)));
    assert!(matches!(
        new(Some("docs/a.md"), Some("zh/{slug}.md")),
        Err(ConventionError::BadTemplate { .. })
    ));
    let plain = new(Some("docs/{slug}.md"), Some("docs/zh/{slug}.md")).expect("both templates");
    assert_eq!(role(&plain, "docs/zh/guide/a.md"), PathRole::Target("guide/a".into()));
    assert_eq!(role(&plain, "docs/guide/a.md"), PathRole::Source("guide/a".into()));
    assert_eq!(plain.source_index(), None);
    assert_eq!(plain.with_index_entry(&"a".into(), "", "", None).unwrap(), None);
}

#[test]
fn another_language_has_its_own_folder() {
    let french = Convention::new(ConventionKind::HfBlog, "fr", None, None).expect("a language");
    assert_eq!(french.target_path(&"tides".into()).as_str(), "fr/tides.md");
    assert!(matches!(
        Convention::new(ConventionKind::HfBlog, "../x", None, None),
        Err(ConventionError::BadLanguage { .. })
    ));
}

#[test]
fn branch_names_are_such_as_git_accepts() {
    let name = |slug: &str| blog().branch_name(&Slug::new(slug));
    assert_eq!(name("optimum-nvidia"), "yiqi/zh/optimum-nvidia");
    assert_eq!(name("Jack of [all]..lock"), "yiqi/zh/Jack-of--all]");
    assert_eq!(name(".hidden~1^2"), "yiqi/zh/hidden-1-2");
    assert_eq!(name("潮汐"), "yiqi/zh/潮汐");
    assert_eq!(course().branch_name(&"chapter1/2".into()), "yiqi/zh-CN/chapter1/2");
}

#[test]
fn meta_joins_front_matter_and_index() {
    let text =
        "---\ntitle: \"Tides\"\nthumbnail: /blog/a.png\nauthors:\n- user: ann\n---\n\n# Tides\n";
    let index = "- local: tides\n  title: Other\n  date: Oct 21, 2025\n  tags:\n    - sea\n";
    let entries = blog().read_index(&RepoPath::new("_blog.yml"), index).expect("an index");
    let meta = blog().meta(text, entries.first());
    assert_eq!(
        meta,
        PostMeta {
            title: Some("Tides".into()),
            published_on: Some("2025-10-21".into()),
            tags: vec!["sea".into()],
            authors: vec!["ann".into()],
            proofreaders: Vec::new(),
            translators: vec![],
            thumbnail: Some("/blog/a.png".into()),
        }
    );
    assert_eq!(blog().meta("text", entries.first()).title.as_deref(), Some("Other"));
}

#[test]
fn conventions_without_credits_leave_the_text_alone() {
    let credits = [Credit { user: "ben".into(), proofreader: false }];
    assert_eq!(course().with_credits("# 题\n", &credits).unwrap(), "# 题\n");
    assert!(blog().with_credits("# 题\n", &credits).is_err());
    assert_eq!(blog().with_credits("# 题\n", &[]).unwrap(), "# 题\n");
}
