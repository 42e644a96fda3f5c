//! Prints how long each stage takes for a file: `cargo run --release -p mo-compile --example stages FILE`.

use std::time::Instant;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_else(|| "tests/apps/guestbook/backend/main.mo".into());
    mo_compile::with_stack(|| {
        for round in 0..3 {
            let start = Instant::now();
            let checked = mo_compile::check(&source::DiskWorld, &path, &mo_compile::Options::default());
            let check = start.elapsed();
            let start = Instant::now();
            let (_, built) = mo_compile::build(&source::DiskWorld, &path, &mo_compile::Options::default());
            let size = built.map_or(0, |compiled| compiled.wasm.len());
            println!(
                "round {round}: check {check:.1?} ({} files), build {:.1?} ({size} bytes)",
                checked.modules.len(),
                start.elapsed()
            );
        }
    });
}
