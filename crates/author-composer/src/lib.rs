//! The writer that needs no key and no network: plain English in, a [`Blueprint`] out.
//!
//! [`understand`] reads a first wish, [`change`] a wish about an app that is there, [`answer`] applies what the owner picked
//! from a question. Nothing is guessed in silence: what was read is said in words, what was assumed is said and asked, and
//! every phrase of which nothing came is quoted. It does not know Motoko, releases or disks; the same text gives the same answer.
//!
//! Start reading at [`understand`]; `create` finds the lists, `statements` the rules, `lexicon` knows the usual fields.

mod change;
mod create;
mod draft;
mod items;
mod lexicon;
mod questions;
mod statements;
mod templates;
mod understand;
mod words;

pub use blueprint::Blueprint;
pub use change::change;
pub use questions::{Question, answer};
pub use understand::understand;

/// How many bytes of a wish are read.
pub const WISH_BYTES_MAX: usize = 4_000;

/// What came of a wish.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understanding {
    /// The app, if one came of it.
    pub blueprint: Option<Blueprint>,
    /// What was read, in sentences.
    pub understood: Vec<String>,
    /// What was assumed and had better be asked.
    pub questions: Vec<Question>,
    /// The phrases of the wish of which nothing came, as they were written.
    pub not_understood: Vec<String>,
    /// Why there is no app, or no change: what was found, what was expected, what to do next.
    pub problem: Option<String>,
}

/// Checks what can be said of a wish before it is read.
fn too_much_or_nothing(wish: &str, example: &str) -> Option<Understanding> {
    let problem = if wish.trim().is_empty() {
        format!("The wish is empty. Say in a sentence or two what the app should do, such as: {example}")
    } else if wish.len() > WISH_BYTES_MAX {
        format!(
            "The wish has {} bytes, and at most {WISH_BYTES_MAX} are read. Say the main thing in a few sentences; ask for the rest as changes.",
            wish.len()
        )
    } else {
        return None;
    };
    Some(Understanding { problem: Some(problem), ..Understanding::default() })
}
