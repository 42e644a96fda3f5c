//! What the reference compiler's flags of the same names mean.

use std::path::Path;

use mo_compile::{Level, Lints, Options};

use crate::failure::Failure;

#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct Flags {
    /// Where a package is
    #[arg(long, num_args = 2, value_names = ["NAME", "DIR"], action = clap::ArgAction::Append)]
    package: Vec<String>,
    /// A package whose modules may give implicit arguments
    #[arg(long, value_name = "NAME")]
    implicit_package: Vec<String>,
    /// The principal that `canister:NAME` stands for
    #[arg(long, num_args = 2, value_names = ["NAME", "PRINCIPAL"], action = clap::ArgAction::Append)]
    actor_alias: Vec<String>,
    /// Where the Candid interfaces of imported canisters are
    #[arg(long, value_name = "DIR")]
    actor_idl: Option<String>,
    /// Where the actor's chain of migrations is
    #[arg(long, value_name = "DIR")]
    enhanced_migration: Option<String>,
    #[command(flatten)]
    lints: LintFlags,
    #[arg(long, hide = true)]
    release: bool,
    #[arg(long, hide = true)]
    default_persistent_actors: bool,
    #[arg(long, hide = true)]
    ai_errors: bool,
}

impl Flags {
    pub(super) fn options(&self) -> Result<Options, Failure> {
        let pairs = |list: &[String]| {
            list.as_chunks::<2>().0.iter().map(|[name, value]| (name.clone(), value.clone())).collect()
        };
        Ok(Options {
            packages: pairs(&self.package),
            implicit_packages: self.implicit_package.clone(),
            actor_aliases: pairs(&self.actor_alias),
            actor_idl: self.actor_idl.iter().cloned().collect(),
            enhanced_migration: self.enhanced_migration.clone(),
            lints: self.lints.levels()?,
            ..Options::default()
        })
    }
}

/// `-A`, `-W` and `-E` in the order in which they were given: the last that names a code decides.
#[derive(Clone, Debug, Default)]
struct LintFlags(Vec<(Level, String)>);

const LINT_FLAGS: [(&str, char, Level, &str); 3] = [
    ("allow", 'A', Level::Allow, "Allow these findings"),
    ("warn", 'W', Level::Warn, "Warn of these findings; `-Werror` makes errors of all warnings"),
    ("deny", 'E', Level::Deny, "Make errors of these findings"),
];

impl clap::FromArgMatches for LintFlags {
    fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Vec::new();
        for (name, _, level, _) in LINT_FLAGS {
            let indices = matches.indices_of(name).into_iter().flatten();
            let values = matches.get_many::<String>(name).into_iter().flatten();
            given.extend(indices.zip(values).map(|(at, codes)| (at, level, codes.clone())));
        }
        given.sort_by_key(|(at, ..)| *at);
        Ok(LintFlags(given.into_iter().map(|(_, level, codes)| (level, codes)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for LintFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        LINT_FLAGS.into_iter().fold(command, |command, (name, short, _, help)| {
            let arg = clap::Arg::new(name).short(short).value_name("CODES").help(help);
            command.arg(arg.action(clap::ArgAction::Append).allow_hyphen_values(false))
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl LintFlags {
    fn levels(&self) -> Result<Lints, Failure> {
        let mut lints = Lints::default();
        for (level, codes) in &self.0 {
            // `-Werror` reads as `-W error`.
            if *level == Level::Warn && codes == "error" {
                lints.warnings_are_errors = true;
                continue;
            }
            for code in codes.split(',').map(str::trim).filter(|code| !code.is_empty()) {
                if !is_code(code) {
                    let failure = Failure::usage(format!("`{code}` is no code of a diagnostic"));
                    return Err(failure.hint("codes are a letter and four digits, such as M0194"));
                }
                lints.levels.insert(code.to_owned(), *level);
            }
        }
        Ok(lints)
    }
}

fn is_code(code: &str) -> bool {
    matches!(code.as_bytes(), [b'M' | b'S', digits @ ..] if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit))
}

/// Returns a path that can be read.
pub(super) fn readable(file: &Path) -> Result<String, Failure> {
    if !file.is_file() {
        return Err(Failure::usage(format!("there is no file {}", file.display())));
    }
    file.to_str().map(str::to_owned).ok_or_else(|| Failure::usage("the path is not UTF-8"))
}
