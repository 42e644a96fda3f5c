//! A declarative description of an app, and everything that follows from it, the same every time.
//!
//! A [`Blueprint`] says which lists an app keeps, what their rows have, and who may do what. From it come the backend
//! ([`backend`]: Motoko, with the migration from the version before), the page ([`page`]), what must hold ([`scenarios`])
//! and the owner's words ([`summary`], [`diff`]). It knows nothing of English, compilers, releases or disks: text in, text out.
//!
//! Start reading at [`model`](Blueprint); [`edit`](Blueprint::add_field) keeps its promises, [`read`] checks them.
//!
//! ```
//! use blueprint::{Blueprint, Kind, NewField};
//!
//! let mut app = Blueprint::new("Guest book");
//! let messages = app.add_entity("message");
//! app.add_field(messages, NewField::new("name", Kind::Text).required());
//! assert!(blueprint::check(&app).is_empty());
//! assert!(blueprint::motoko(&app).contains("func addMessage("));
//! ```

mod check;
mod diff;
mod edit;
mod file;
mod model;
mod motoko;
mod names;
mod page;
mod scenarios;
mod words;

pub use check::{ENTITIES_MAX, FIELDS_MAX, NAME_CHARS_MAX, OPTIONS_MAX, Problem, check};
pub use diff::diff;
pub use edit::NewField;
pub use file::{BYTES_MAX, ReadError, read, write};
pub use model::{Action, Blueprint, Entity, Field, Kind, Order, Retired, Rules, Who};
pub use motoko::{LONG_TEXT_CHARS_MAX, ROWS_MAX, TEXT_CHARS_MAX, backend, migration_from, motoko};
pub use names::{heading, plural, with_article};
pub use page::page;
pub use scenarios::scenarios;
pub use words::{access, field_words, listed, order as order_words, rule, summary};

/// A file of an app: where it belongs and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    fn new(path: &str, text: String) -> Self {
        File { path: path.to_owned(), text }
    }
}

/// Returns all files of an app, by path; `old` is the version that runs now, if one does.
pub fn files(new: &Blueprint, old: Option<&Blueprint>) -> Vec<File> {
    let mut files = vec![File::new("blueprint.toml", write(new))];
    files.extend(backend(new, old));
    files.extend(page(new));
    files.extend(scenarios(new));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}
