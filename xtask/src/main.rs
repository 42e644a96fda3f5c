//! Chores of the repository. `cargo xtask up` starts everything, `cargo xtask test` runs every test.

mod run;
mod test;
mod up;
mod web;

const HELP: &str = "\
Chores of the repository

  cargo xtask up [WISH]   build what is needed, start the platform, and make the app of a wish at once
  cargo xtask test        run every test, the browser ones too
  cargo xtask web         build the web parts only
  cargo xtask lint        what CI checks before the tests: formatting and clippy
";

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    match args.first().map(String::as_str) {
        Some("up") => up::up(rest),
        Some("test") => test::all(),
        Some("web") => web::build(),
        Some("lint") => test::lint(),
        Some("help" | "--help" | "-h") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => anyhow::bail!("there is no chore `{other}`\n\n{HELP}"),
    }
}
