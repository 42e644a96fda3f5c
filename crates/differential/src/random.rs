//! Random programs, well-typed and not, through both compilers: a seed gives the same program every time.
//!
//! [`program`] writes a well-typed program; [`mutate`] spoils it; [`compare`] looks for a difference; [`shrink`] leaves
//! what is needed to show it. What can be called of `mo:core` is read from our own library's types ([`library`]).

mod calls;
mod chance;
mod compare;
mod declarations;
mod expressions;
mod known;
mod library;
mod mutate;
mod numbers;
mod patterns;
mod shrink;
mod source;
mod statements;
mod types;
mod writer;

pub use compare::{Difference, compare};
pub use library::Library;
use mutate::mutate;
pub use shrink::shrink;
pub use source::{Source, TITLE};

use chance::Chance;
use writer::Writer;

/// Writes the well-typed program of a seed.
pub fn program(library: &Library, seed: u64) -> Source {
    Writer::new(library, Chance::new(seed)).program()
}

/// Writes the program of a seed, spoiled.
pub fn spoiled(library: &Library, seed: u64) -> Source {
    let mut chance = Chance::new(seed ^ 0x5eed);
    let mut source = program(library, seed);
    for _ in 0..=chance.below(2) {
        source = mutate(source, &mut chance);
    }
    source
}
