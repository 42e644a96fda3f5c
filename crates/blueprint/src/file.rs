//! `blueprint.toml`: reading, which checks everything, and writing.
//!
//! ```toml
//! format = 1
//! name = "Guest book"
//! next_id = 4                     # the next id to give out
//!
//! [[entity]]                      # a list
//! id = 1
//! name = "message"                # one row, in words
//! plural = "messages"
//! code = "message"                # on the wire: addMessage
//! codes = "messages"              # listMessages
//! order = "newest-first"          # oldest-first, { ascending = FIELD ID }, { descending = FIELD ID }
//! search = true                   # a search box; export = true: a CSV file; narrow = FIELD ID
//!
//! [entity.rules]                  # everyone, signed-in, author, author-or-owner, owner, nobody
//! list = "everyone"
//! add = "everyone"
//! change = "author-or-owner"
//! remove = "owner"
//!
//! [[entity.field]]
//! id = 2
//! name = "city"
//! code = "city"
//! kind = "text"                   # long-text, number, decimal, yes-no, date, time, choice with options = [..]
//! required = true                 # whether it must be given
//! nullable = true                 # whether rows may lack it: it came later, or is an optional number
//! default = "Ulm"                 # what the form starts with
//!
//! [[entity.retired]]              # a removed field, whose place on the wire open pages still expect
//! code = "name"
//! kind = "text"
//! ```

use std::fmt::Write as _;

use crate::check::{Problem, check};
use crate::model::Blueprint;

/// The largest file that is read: far above what any allowed blueprint needs.
pub const BYTES_MAX: usize = 1 << 20;

/// Why a file is no blueprint.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("blueprint.toml has {found} bytes, and at most {BYTES_MAX} are read; is it the right file?")]
    TooLarge { found: usize },
    #[error("blueprint.toml is not written as a blueprint is: {0}")]
    Form(#[from] toml::de::Error),
    #[error(
        "blueprint.toml has format {found}, and this version reads format 1; update Selfwright to use it"
    )]
    Format { found: u32 },
    #[error("blueprint.toml does not fit together:{}", listed(.0))]
    Rules(Vec<Problem>),
}

/// Reads and checks the text of a `blueprint.toml`.
pub fn read(text: &str) -> Result<Blueprint, ReadError> {
    if text.len() > BYTES_MAX {
        return Err(ReadError::TooLarge { found: text.len() });
    }
    let blueprint: Blueprint = toml::from_str(text)?;
    if blueprint.format != 1 {
        return Err(ReadError::Format { found: blueprint.format });
    }
    let problems = check(&blueprint);
    if problems.is_empty() { Ok(blueprint) } else { Err(ReadError::Rules(problems)) }
}

/// Writes the text of a `blueprint.toml`.
pub fn write(blueprint: &Blueprint) -> String {
    let body = toml::to_string(blueprint).expect("a blueprint has only values that TOML knows");
    format!(
        "# What this app is. `id` and `code` stay as they are for good; everything else may change.\n{body}"
    )
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().fold(String::new(), |mut text, problem| {
        let _ = write!(text, "\n- {problem}");
        text
    })
}
