//! Writes what a fuzzer starts from: `cargo run -p fuzzing --example seeds -- TARGET FOLDER`.

use std::path::PathBuf;

use fuzzing::{Target, seeds};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (name, folder) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let Some(target) = Target::ALL.into_iter().find(|target| target.name() == name) else {
        let names: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
        eprintln!("error: there is no fuzzer {name:?}; there are {}", names.join(", "));
        std::process::exit(64);
    };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    for (at, bytes) in seeds(target).iter().enumerate() {
        std::fs::write(folder.join(format!("seed{at}")), bytes)?;
    }
    Ok(())
}
