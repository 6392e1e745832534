#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    yiqi::checks::document(&String::from_utf8_lossy(bytes));
});
