//! Made-up chapters of a course and their Chinese, in the shape such courses have.

/// What a page is about: its name in code, in English, in Chinese, and a number of its own.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    pub code: &'static str,
    pub english: &'static str,
    pub chinese: &'static str,
    pub number: usize,
}

const fn subject(
    code: &'static str,
    english: &'static str,
    chinese: &'static str,
    number: usize,
) -> Subject {
    Subject { code, english, chinese, number }
}

/// One page each: chapters 1 to 5 with two pages, in this order.
pub const SUBJECTS: [Subject; 10] = [
    subject("kite", "paper kites", "纸风筝", 11),
    subject("boat", "folded boats", "纸船", 13),
    subject("lamp", "river lamps", "河灯", 17),
    subject("drum", "clay drums", "陶鼓", 19),
    subject("bell", "bronze bells", "铜铃", 23),
    subject("loom", "band looms", "织带机", 29),
    subject("mask", "wooden masks", "木面具", 31),
    subject("fan", "silk fans", "绢扇", 37),
    subject("seal", "stone seals", "石印章", 41),
    subject("quiz", "all the crafts", "所有手艺", 43),
];

fn banner(language: &str, code: &str) -> String {
    format!(
        "<CourseFloatingBanner chapter={{1}}\n  classNames=\"absolute z-10 right-0 top-0\"\n  notebooks={{[\n    {{label: \"Google Colab\", value: \"https://colab.example/github/crafts/notebooks/blob/master/course/{language}{code}_pt.ipynb\"}},\n    {{label: \"Studio Lab\", value: \"https://studio.example/import/github/crafts/notebooks/blob/master/course/{language}{code}_pt.ipynb\"}},\n]}} />"
    )
}

fn code(name: &str, number: usize, comment: &str, said: &str) -> String {
    format!(
        "{{#if fw === 'pt'}}\n\n```python\nfrom crafts import make_{name}\n\n# {comment}\n{name} = make_{name}(size={number})\nprint(\"{said}\")\n```\n\n{{:else}}\n\n```python\nfrom tfcrafts import make_{name}\n\n# {comment}\n{name} = make_{name}(size={number}, eager=True)\n```\n\n{{/if}}"
    )
}

/// The English page.
pub fn english(of: Subject) -> String {
    let Subject { code: name, english, number, .. } = of;
    format!(
        "<FrameworkSwitchCourse {{fw}} />\n\n# Making {english}[[making-{name}]]\n\n{}\n\nIn [the last section](/course/chapter1/1) we chose our paper. This section is about {english}: how the old workshops on the coast made {number} of them in a week, and how we make one with the `make_{name}()` function.\n\n<Youtube id=\"video-{name}\"/>\n\n## Getting ready[[getting-ready]]\n\nLay out the tools for {english} in the order in which you will need them. The workshop of the coast kept {number} tools on one shelf, and nobody was allowed to take two of them at once.\n\n{}\n\n<Tip>\n\n✏️ **Try it out!** Make one of the {english} yourself and show it to somebody older than {number}.\n\n</Tip>\n\n<div class=\"flex justify-center\">\n<img class=\"block dark:hidden\" src=\"https://files.example/course/en/chapter1/{name}.svg\" alt=\"How {english} are made.\"/>\n</div>\n\n## Check yourself[[check-yourself]]\n\n### 1. What holds {english} together?\n\n<Question\n\tchoices={{[\n\t\t{{\n\t\t\ttext: \"A string of {number} fibres\",\n\t\t\texplain: \"Right! See <a href=\\\"https://crafts.example/{name}/string\\\">the page on strings</a>.\",\n\t\t\tcorrect: true\n\t\t}},\n\t\t{{\n\t\t\ttext: \"Good will alone\",\n\t\t\texplain: \"It helps, but the wind of the coast is stronger.\"\n\t\t}}\n\t]}}\n/>\n",
        banner("en/", name),
        code(name, number, &format!("Make {english}"), &format!("{number} done")),
    )
}

/// The Chinese page, with what translators change by right.
pub fn chinese(of: Subject) -> String {
    let Subject { code: name, chinese, number, .. } = of;
    format!(
        "<FrameworkSwitchCourse {{fw}} />\n\n# 制作{chinese}[[making-{name}]]\n\n{}\n\n在 [上一节](/course/zh-CN/chapter1/1) 中我们选好了纸。本节讲{chinese}：海边的老作坊（workshop）怎样在一周里做出 {number} 个，以及我们怎样用 `make_{name}()` 函数做一个。\n\n<Youtube id=\"video-{name}\"/>\n\n## 准备工作[[getting-ready]]\n\n按使用的先后把制作{chinese}的工具摆好。海边的作坊在一个架子上放着 {number} 件工具，谁也不许一次拿走两件。\n\n{}\n\n<Tip>\n\n✏️ **动手试试！** 自己做一个{chinese}，给 {number} 岁以上的人看看。\n\n</Tip>\n\n<div class=\"flex justify-center\">\n<img class=\"block dark:hidden\" src=\"https://files.example/course/zh-CN/chapter1/{name}.svg\" alt=\"{chinese}的做法。\"/>\n</div>\n\n## 检查一下[[check-yourself]]\n\n### 1. {chinese}靠什么连在一起？\n\n<Question\n\tchoices={{[\n\t\t{{\n\t\t\ttext: \"一根 {number} 股纤维的绳子\",\n\t\t\texplain: \"正确！参见<a href=\\\"https://crafts.example/{name}/string\\\">关于绳子的页面</a>。\",\n\t\t\tcorrect: true\n\t\t}},\n\t\t{{\n\t\t\ttext: \"只靠诚意\",\n\t\t\texplain: \"有帮助，但海边的风更强。\"\n\t\t}}\n\t]}}\n/>\n",
        banner("zh-CN/", name),
        code(name, number, &format!("制作{chinese}"), &format!("完成 {number} 个")),
    )
}

/// The index over the pages that are there.
pub fn toctree(slugs: &[String], chinese: bool) -> String {
    let mut out = String::new();
    let mut chapter = "";
    for slug in slugs {
        let (folder, page) = slug.split_once('/').expect("a page lies in a chapter");
        if folder != chapter {
            let number = folder.trim_start_matches("chapter");
            let title = match chinese {
                true => format!("{number}. 第 {number} 章"),
                false => format!("{number}. Chapter {number}"),
            };
            out.push_str(&format!("- title: {title}\n  sections:\n"));
            chapter = folder;
        }
        let title = if chinese { format!("第 {page} 节") } else { format!("Section {page}") };
        out.push_str(&format!("  - local: {slug}\n    title: {title}\n"));
    }
    out
}
