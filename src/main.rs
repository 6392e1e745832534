//! The `yiqi` binary: everything lives in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    yiqi::cli::run()
}
