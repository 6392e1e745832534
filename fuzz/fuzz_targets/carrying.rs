#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let texts = yiqi::texts(bytes);
    let text = |at: usize| texts.get(at).map_or("", String::as_str);
    yiqi::checks::carrying(text(0), text(1), text(2));
});
