//! The reference compiler, through Node. What it made is kept, since it takes seconds.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Returns the module that the reference compiler makes of a program.
pub(crate) fn compile(folder: &Path, program: &Path) -> Result<Vec<u8>> {
    let mut hasher = DefaultHasher::new();
    std::fs::read(program)?.hash(&mut hasher);
    let kept = folder.join("../target/bench").join(format!("{:016x}.wasm", hasher.finish()));
    if !kept.exists() {
        std::fs::create_dir_all(kept.parent().unwrap_or(&kept))?;
        let mut node = Command::new("node");
        node.arg("--stack-size=3000").arg(folder.join("reference.mjs")).arg("build").arg(program).arg(&kept);
        let output =
            node.output().context("`node` cannot be started; install Node 20, or run with --alone")?;
        if !output.status.success() {
            bail!("the reference compiler: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    std::fs::read(&kept).with_context(|| kept.display().to_string())
}
