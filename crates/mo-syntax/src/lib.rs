//! Text to tree.
//!
//! [`parse`] turns the text of one Motoko file into an [`ast::Program`] and the syntax errors it met. It cannot fail: what
//! it does not understand becomes an error node, and it goes on behind it. Comments are kept beside the tree. It
//! knows nothing of names and types. Start at [`ast`], then `parse.rs`.

pub mod ast;
mod lex;
mod names;
mod parse;
mod token;

pub use lex::Comment;
pub use parse::{Parsed, parse};

/// Returns whether a word cannot be a name.
pub fn is_keyword(word: &str) -> bool {
    token::Kind::of_word(word).is_keyword()
}
