//! The `yiqi` binary: everything lives in the library.

fn main() {
    todo!()
}
