#![no_main]

// Texts of even length are versions of the source, others of the translation.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let versions: Vec<(bool, String)> =
        yiqi::texts(bytes).into_iter().take(6).map(|text| (text.len() % 2 == 0, text)).collect();
    yiqi::checks::judgement(&versions);
});
