//! Chores of the repository: `cargo xtask up` and `cargo xtask test`.

fn main() -> anyhow::Result<()> {
    anyhow::bail!("no chore is written yet")
}
