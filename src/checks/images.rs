//! Images: the source's, under addresses that work from the folder of the translations.

use super::{
    Finding, Level,
    fix::Fix,
    subject::{Place, Subject, Text, shown},
    tally,
};
use crate::{
    convention::{ConventionKind, is_relative_address},
    document::Piece,
};

/// Where the files of the blog are served.
const BLOG: &str = "https://huggingface.co/blog/";

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let translated = images(&subject.translation);
    if subject.convention.kind() == ConventionKind::HfBlog {
        findings.extend(relative(&translated));
    }
    let Some(source) = subject.source else { return findings };
    let difference = tally::compare(images(source), translated, |image| file_name(image.text));
    // One lost for one that is unknown is the same place with another image.
    let swapped = difference.missing.len() == 1 && difference.added.len() == 1;
    let wanted = difference.missing.first().filter(|_| swapped).map(|image| absolute(image.text));
    findings.extend(difference.added.into_iter().map(|image| {
        Finding::new(
            "images.unknown",
            Level::Warning,
            (image.line, image.line),
            format!("原文没有这张图片：{}；请核对", shown(image.text)),
            format!("the source has no image {}; compare them", shown(image.text)),
        )
        .about(image.text)
        .fixed_by(wanted.clone().map(|wanted| Fix::replace(image.span, wanted).offered()))
    }));
    if swapped {
        return findings;
    }
    findings.extend(difference.missing.into_iter().map(|image| {
        let (name, line) = (shown(&file_name(image.text)), image.line);
        Finding::new(
            "images.missing",
            Level::Warning,
            subject.counterpart(line),
            format!("译文缺少原文第 {line} 行的图片：{name}；请补上"),
            format!("the image of line {line} of the source is missing: {name}; add it"),
        )
        .about(image.text)
        .at_source((line, line))
    }));
    findings
}

fn relative(images: &[Place<'_>]) -> Vec<Finding> {
    let relative = images.iter().filter(|image| is_relative_address(image.text));
    let finding = |image: &Place<'_>| {
        let (shown, wanted) = (shown(image.text), absolute(image.text));
        Finding::new(
            "images.relative",
            Level::Error,
            (image.line, image.line),
            format!("图片用了相对路径（{shown}），在译文所在的文件夹里找不到；请写成 {wanted}"),
            format!("the image path is relative ({shown}) and not found from the folder of translations; write {wanted}"),
        )
        .about(image.text)
        .fixed_by(Fix::replace(image.span.clone(), wanted))
    };
    relative.map(finding).collect()
}

/// An address that works from everywhere.
fn absolute(path: &str) -> String {
    if !is_relative_address(path) {
        return path.to_owned();
    }
    format!("{BLOG}{}", path.trim_start_matches("../").trim_start_matches("./"))
}

fn images(text: &Text) -> Vec<Place<'_>> {
    text.picked(|piece| match piece {
        Piece::Image(address) => Some(address),
        _ => None,
    })
}

/// The last part of a path, by which an image is known wherever it lies.
fn file_name(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}
