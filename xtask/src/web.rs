//! The web parts: the SDK that a page imports, the page on which people sign in, and the Studio.

use anyhow::{Result, bail};

use crate::run::{has, root, run};

/// Folders with a `package.json`, in the order they are built.
const PARTS: [&str; 3] = ["web/sdk", "web/identity", "web/studio"];

/// Builds what has changed since it was built last.
pub(crate) fn build() -> Result<()> {
    if !has("node") || !has("npm") {
        bail!("Node 20 with npm is needed to build the Studio; install it and try again");
    }
    for part in PARTS.into_iter().filter(|part| root().join(part).join("package.json").is_file()) {
        if is_built(part) {
            continue;
        }
        install(part)?;
        run(part, "npm", &["run", "--silent", "build"])?;
    }
    Ok(())
}

/// Runs the tests of the web parts.
pub(crate) fn test() -> Result<()> {
    for part in PARTS.into_iter().filter(|part| root().join(part).join("package.json").is_file()) {
        install(part)?;
        run(part, "npm", &["test", "--silent"])?;
    }
    Ok(())
}

/// Installs the packages of a folder unless they are those of its lock file already.
pub(crate) fn install(part: &str) -> Result<()> {
    let folder = root().join(part);
    let newer = |a: &str, b: &str| {
        let time = |name: &str| folder.join(name).metadata().and_then(|data| data.modified()).ok();
        matches!((time(a), time(b)), (Some(a), Some(b)) if a >= b)
    };
    if newer("node_modules/.package-lock.json", "package-lock.json") {
        return Ok(());
    }
    run(part, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"])
}

/// Whether the output is newer than every source.
fn is_built(part: &str) -> bool {
    let folder = root().join(part);
    let Some(built) = newest(&folder.join("dist")) else { return false };
    let sources = ["src", "index.html", "package.json", "package-lock.json", "vite.config.ts", "build.mjs"];
    sources.iter().filter_map(|name| newest(&folder.join(name))).all(|changed| changed <= built)
}

fn newest(path: &std::path::Path) -> Option<std::time::SystemTime> {
    if path.is_file() {
        return path.metadata().and_then(|data| data.modified()).ok();
    }
    let entries = std::fs::read_dir(path).ok()?;
    entries.flatten().filter_map(|entry| newest(&entry.path())).max()
}
