//! Puts what `web/*/dist` holds into the program, if it has been built, and the pages on diagnostics.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let web = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../web");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    for name in ["studio", "sdk", "identity"] {
        let dist = web.join(name).join("dist");
        println!("cargo::rerun-if-changed={}", dist.display());
        let mut list = String::from("&[");
        collect(&dist, "", &mut list);
        list.push(']');
        std::fs::write(out.join(format!("{name}.rs")), list).expect("cargo's folder can be written");
    }
    let docs = web.join("../docs/diagnostics");
    println!("cargo::rerun-if-changed={}", docs.display());
    std::fs::write(out.join("diagnostics.rs"), pages(&docs)).expect("cargo's folder can be written");
}

/// The pages of `docs/diagnostics`, each with its code.
fn pages(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let mut list = String::from("&[");
    for path in paths {
        let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if code.len() == 5 && path.extension().is_some_and(|extension| extension == "md") {
            let path = path.canonicalize().unwrap_or(path);
            write!(list, "({code:?}, include_str!({:?})), ", path.display().to_string())
                .expect("a string takes everything");
        }
    }
    list.push(']');
    list
}

fn collect(folder: &Path, prefix: &str, list: &mut String) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), list);
        } else {
            let path = path.canonicalize().unwrap_or(path);
            write!(
                list,
                "({:?}, include_bytes!({:?}).as_slice()), ",
                format!("{prefix}{name}"),
                path.display().to_string()
            )
            .expect("a string takes everything");
        }
    }
}
