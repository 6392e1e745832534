//! Tells cargo what the build reads besides the sources, and embeds the assets.

fn main() {
    // `sqlx::migrate!` embeds this folder, which cargo does not see by itself.
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=assets");
    memory_serve::load_directory("./assets");
}
