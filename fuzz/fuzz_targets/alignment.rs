#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let texts = yiqi::texts(bytes);
    let other = texts.get(1).map_or("", String::as_str);
    yiqi::checks::alignment(&texts[0], other);
});
