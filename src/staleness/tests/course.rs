//! Chapters of a course: MDX with components, anchors, framework branches and quizzes.

use super::*;

const CHAPTER: &str = "<FrameworkSwitchCourse {fw} />

# Fold a paper boat[[fold-a-paper-boat]]

{#if fw === 'pt'}

<CourseFloatingBanner chapter={3}
  classNames=\"absolute z-10 right-0 top-0\"
  notebooks={[
    {label: \"Google Colab\", value: \"https://colab.example/github/boats/notebooks/blob/master/course/en/chapter3/section2_pt.ipynb\"},
    {label: \"Studio\", value: \"https://studio.example/import/github/boats/notebooks/blob/master/course/en/chapter3/section2_pt.ipynb\"},
]} />

{:else}

<CourseFloatingBanner chapter={3}
  classNames=\"absolute z-10 right-0 top-0\"
  notebooks={[
    {label: \"Google Colab\", value: \"https://colab.example/github/boats/notebooks/blob/master/course/en/chapter3/section2_tf.ipynb\"},
]} />

{/if}

In [Chapter 2](/course/chapter2) we cut the sheet. Now we fold it with the `fold()` function:

{#if fw === 'pt'}

```python
import boats

# Fold the sheet in half
sheet = boats.fold(sheet, times=2)
print(\"a boat of 2 folds\")
```

{:else}

```python
import tfboats

# Fold the sheet in half
sheet = tfboats.fold(sheet, times=2)
```

{/if}

<Tip>

✏️ **Try it out!** Fold a sheet of your own and let it swim for 10 minutes.

</Tip>

<Youtube id=\"abc123\"/>

## Check your knots[[check-your-knots]]

### 1. What keeps the boat afloat?

<Question
\tchoices={[
\t\t{
\t\t\ttext: \"The trapped air\",
\t\t\texplain: \"Right, see <a href=\\\"https://boats.example/air\\\">the page on air</a>.\",
\t\t\tcorrect: true
\t\t},
\t\t{
\t\t\ttext: \"The colour of the paper\",
\t\t\texplain: \"It has nothing to do with it.\"
\t\t}
\t]}
/>
";

const KAPITEL: &str = "<FrameworkSwitchCourse {fw} />

# 折一只纸船[[fold-a-paper-boat]]

{#if fw === 'pt'}

<CourseFloatingBanner chapter={3}
  classNames=\"absolute z-10 right-0 top-0\"
  notebooks={[
    {label: \"Google Colab\", value: \"https://colab.example/github/boats/notebooks/blob/master/course/zh-CN/chapter3/section2_pt.ipynb\"},
    {label: \"Studio\", value: \"https://studio.example/import/github/boats/notebooks/blob/master/course/zh-CN/chapter3/section2_pt.ipynb\"},
]} />

{:else}

<CourseFloatingBanner chapter={3}
  classNames=\"absolute z-10 right-0 top-0\"
  notebooks={[
    {label: \"Google Colab\", value: \"https://colab.example/github/boats/notebooks/blob/master/course/zh-CN/chapter3/section2_tf.ipynb\"},
]} />

{/if}

在 [第二章](/course/zh-CN/chapter2) 中我们裁好了纸。现在用 `fold()` 函数来折叠（fold）它：

{#if fw === 'pt'}

```python
import boats

# 把纸对折
sheet = boats.fold(sheet, times=2)
print(\"对折 2 次的船\")
```

{:else}

```python
import tfboats

# 把纸对折
sheet = tfboats.fold(sheet, times=2)
```

{/if}

<Tip>

✏️ **动手试试！** 自己折一张纸，让它漂 10 分钟。

</Tip>

<Youtube id=\"abc123\"/>

## 检查你的绳结[[check-your-knots]]

### 1. 是什么让船浮起来？

<Question
\tchoices={[
\t\t{
\t\t\ttext: \"困在里面的空气\",
\t\t\texplain: \"正确，参见 <a href='https://boats.example/air'>关于空气的页面</a>。\",
\t\t\tcorrect: true
\t\t},
\t\t{
\t\t\ttext: \"纸的颜色\",
\t\t\texplain: \"与此无关。\"
\t\t}
\t]}
/>
";

fn chapter() -> Story {
    let mut story = Story::new();
    story.pair.dialect = Dialect::Mdx;
    story.source(CHAPTER).target(KAPITEL)
}

fn after(changes: &[(&str, &str)]) -> Story {
    chapter().source(&edit(CHAPTER, changes))
}

#[test]
fn a_translated_chapter_is_current() {
    assert!(chapter().expect(Status::Current, Severity::None).changes.is_empty());
}

#[test]
fn machinery_of_components_is_no_work() {
    for change in [
        ("classNames=\"absolute z-10 right-0 top-0\"", "classNames=\"fixed z-20 right-1 top-0\""),
        ("/blob/master/course/en/", "/blob/main/course/en/"),
        ("[[check-your-knots]]", "[[check-knots]]"),
        ("[[check-your-knots]]", ""),
        ("<FrameworkSwitchCourse {fw} />\n\n", ""),
        ("fold it with", "fold it nicely with"),
        ("{label: \"Google Colab\", value:", "{ label: \"Google Colab\",  value:"),
    ] {
        after(&[change]).expect_current();
    }
}

#[test]
fn a_tip_in_other_markup_is_the_same_tip() {
    let tip = "<Tip>\n\n✏️ **Try it out!** Fold a sheet of your own and let it swim for 10 minutes.\n\n</Tip>";
    let note =
        "> [!TIP]\n> ✏️ **Try it out!** Fold a sheet of your own and let it swim for 10 minutes.";
    after(&[(tip, note)]).expect_current();
    after(&[("<Tip>", "<Tip warning={true}>")]).expect_current();
}

#[test]
fn a_new_tip_is_work_until_it_is_translated() {
    let tip = |text: &str| format!("<Tip>\n\n{text}\n\n</Tip>\n\n<Youtube");
    let story = after(&[(
        "<Youtube",
        &tip(
            "⚠️ Wax the paper before it touches salt water, or the keel goes soft within the hour.",
        ),
    )]);
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement).len(), 1, "{judgement:#?}");
    let zh = edit(
        KAPITEL,
        &[("<Youtube", &tip("⚠️ 下海水之前先给纸打蜡，否则船底一小时之内就会变软。"))],
    );
    story.target(&zh).expect_current();
}

#[test]
fn an_edit_inside_one_framework_branch_is_found_there() {
    let story = after(&[("tfboats.fold(sheet, times=2)", "tfboats.fold(sheet, times=3)")]);
    let judgement = story.expect(Status::Stale, Severity::Minor);
    let change = open(&judgement)[0];
    let line = KAPITEL.lines().position(|line| line.contains("tfboats.fold")).unwrap_or_default();
    let (first, last) = change.target_lines.expect("a place in the translation");
    assert!((first..=last).contains(&(line + 1)), "{change:#?}");
    story
        .target(&edit(KAPITEL, &[("tfboats.fold(sheet, times=2)", "tfboats.fold(sheet, times=3)")]))
        .expect_current();
}

#[test]
fn a_framework_that_was_dropped_is_work_until_its_chinese_goes() {
    let without = |text: &str| {
        let mut kept = String::new();
        let mut inside = false;
        for line in text.lines() {
            match line {
                "{#if fw === 'pt'}" => {}
                "{:else}" => inside = true,
                "{/if}" => inside = false,
                _ if inside => {}
                _ => {
                    kept.push_str(line);
                    kept.push('\n');
                }
            }
        }
        kept
    };
    let story = chapter().source(&without(CHAPTER));
    let judgement = story.expect(Status::Stale, Severity::Major);
    assert!(open(&judgement).iter().any(|c| c.old_source.contains("tfboats")), "{judgement:#?}");
    story.target(&without(KAPITEL)).expect_current();
}

#[test]
fn markers_of_framework_branches_are_no_work_of_their_own() {
    // Only the pt branch is left of a pair whose branches said the same.
    let both = "{#if fw === 'pt'}\nRun it once.\n{:else}\nRun it once.\n{/if}\n";
    let mut story = Story::new();
    story.pair.dialect = Dialect::Mdx;
    story
        .source(&format!("# Boats\n\n{both}"))
        .target("# 船\n\n{#if fw === 'pt'}\n运行一次。\n{:else}\n运行一次。\n{/if}\n")
        .source(&format!("# Boats\n\n{}", both.replace("fw === 'pt'", "fw == 'pt'")))
        .expect_current();
}

#[test]
fn a_quiz_is_judged_by_what_it_asks() {
    // Another right answer, another page to read, another question.
    let wrong = [(
        "\t\t\texplain: \"It has nothing to do with it.\"",
        "\t\t\texplain: \"It has nothing to do with it.\",\n\t\t\tcorrect: true",
    )];
    after(&wrong).expect(Status::Stale, Severity::Minor);
    after(&[("boats.example/air", "boats.example/water")]).expect(Status::Stale, Severity::Minor);
    let answer = "\t\t{\n\t\t\ttext: \"A keel of 3 sticks\",\n\t\t\texplain: \"Sticks come in chapter 7, and they only keep it straight.\"\n\t\t},\n\t\t{\n\t\t\ttext: \"The colour";
    after(&[("\t\t{\n\t\t\ttext: \"The colour", answer)]).expect(Status::Stale, Severity::Minor);
    after(&[("It has nothing to do with it", "That has nothing to do with it")]).expect_current();
}

#[test]
fn another_video_and_another_notebook_are_work() {
    after(&[("abc123", "xyz789")]).expect(Status::Stale, Severity::Minor);
    after(&[("section2_tf.ipynb", "section2_keras.ipynb")]).expect(Status::Stale, Severity::Minor);
}

#[test]
fn notebooks_that_moved_everywhere_at_once_are_no_work() {
    let moved = edit(
        CHAPTER,
        &[(
            "colab.example/github/boats/notebooks/blob/master/course/en/",
            "colab.example/gh/sailors/books/blob/main/en/",
        )],
    );
    let mut story = chapter();
    let version = story.version(&moved, "bees.md", 200);
    story.pair.source.push(version);
    story.expect_current();
}

#[test]
fn the_banner_of_notebooks_may_be_left_out_or_be_another_component() {
    let start = KAPITEL.find("<CourseFloatingBanner").unwrap_or_default();
    let end = KAPITEL.find("在 [第二章]").unwrap_or_default();
    let without = format!("{}{}", &KAPITEL[..start], &KAPITEL[end..]);
    let mut story = Story::new();
    story.pair.dialect = Dialect::Mdx;
    story.clone().source(CHAPTER).target(&without).expect(Status::Current, Severity::None);
    let dropdown = format!(
        "{}<DocNotebookDropdown\n  classNames=\"absolute z-10\"\n  options={{[\n    {{label: \"Google Colab\", value: \"https://colab.example/github/boats/notebooks/blob/master/course/chapter3/section2_pt.ipynb\"}},\n]}} />\n\n{}",
        &KAPITEL[..start],
        &KAPITEL[end..]
    );
    story.source(CHAPTER).target(&dropdown).expect(Status::Current, Severity::None);
}

#[test]
fn anchors_of_headings_are_no_work_however_they_are_written() {
    // Added to the English everywhere, in Chinese absent or a title of its own.
    let plain = edit(CHAPTER, &[("[[fold-a-paper-boat]]", ""), ("[[check-your-knots]]", "")]);
    for (one, other) in [("", ""), (" [[折一只纸船，慢慢来]]", " [[检查 你的绳结]]")]
    {
        let zh = edit(KAPITEL, &[("[[fold-a-paper-boat]]", one), ("[[check-your-knots]]", other)]);
        let mut story = Story::new();
        story.pair.dialect = Dialect::Mdx;
        let story = story.source(&plain).target(&zh).source(CHAPTER);
        assert!(story.expect(Status::Current, Severity::None).changes.is_empty());
    }
}

#[test]
fn one_component_for_notebooks_in_place_of_another_is_no_work() {
    let dropdown = |text: &str| {
        let text = text.replace("<CourseFloatingBanner chapter={3}", "<DocNotebookDropdown");
        let text = text.replace("absolute z-10 right-0 top-0", "absolute z-10");
        text.replace("notebooks={[", "options={[")
    };
    let mut story = Story::new();
    story.pair.dialect = Dialect::Mdx;
    let zh = dropdown(KAPITEL).replace("course/zh-CN/chapter3", "course/chapter3");
    let story = story.source(&dropdown(CHAPTER)).target(&zh).source(CHAPTER);
    story.expect(Status::Current, Severity::None);
    story
        .source(&edit(CHAPTER, &[("section2_tf", "section2_keras")]))
        .expect(Status::Stale, Severity::Minor);
}

#[test]
fn pages_of_the_documentation_that_moved_are_the_same() {
    let link = |to: &str| {
        format!("# Boats\n\nSee [the fleet](https://huggingface.co/{to}) for all the boats.\n")
    };
    let zh =
        "# 船\n\n所有的船见 [船队](https://huggingface.co/transformers/model_doc/fleet.html)。\n";
    let story = Story::new().source(&link("transformers/model_doc/fleet.html")).target(zh);
    story.clone().source(&link("docs/transformers/model_doc/fleet")).expect_current();
    story
        .source(&link("docs/transformers/model_doc/harbour"))
        .expect(Status::Stale, Severity::Minor);
}

#[test]
fn a_video_is_the_same_in_a_component_and_in_a_frame() {
    let frame = "<iframe width=\"560\" src=\"https://www.youtube.com/embed/abc123\" title=\"boats\"></iframe>\n\n(译者注：视频有中文字幕。)";
    let zh = edit(KAPITEL, &[("<Youtube id=\"abc123\"/>", frame)]);
    let mut story = Story::new();
    story.pair.dialect = Dialect::Mdx;
    let other = edit(CHAPTER, &[("abc123", "old-id")]);
    // The frame shows which of the two it was made from.
    let story = story.source(&other).source(CHAPTER).target(&zh);
    story.expect_current();
    story.source(&edit(CHAPTER, &[("abc123", "new-id")])).expect(Status::Stale, Severity::Minor);
}

#[test]
fn inline_code_without_its_ticks_counts_as_there() {
    for here in ["**num_folds**", "num_folds ", "< code >num_folds< /code >", "`num_folds`"] {
        let post = |name: &str| format!("# Boats\n\nSet `{name}` before you fold the sheet.\n");
        let zh = format!("# 船\n\n折纸之前先设置{here}。\n");
        let story = Story::new().source(&post("folds")).target(&zh.replace("num_folds", "folds"));
        let story = story.source(&post("num_folds"));
        story.expect(Status::Stale, Severity::Minor);
        story.target(&zh).expect_current();
    }
}
