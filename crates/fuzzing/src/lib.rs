//! What must hold for any bytes: oracles for the readers of untrusted input, and programs made to be hard.
//!
//! An oracle takes bytes, hands them to one reader, and panics if something is wrong with what comes back. The fuzzers of
//! `fuzz/` feed them with what they make up; what they found once is kept in `tests/fuzz` and runs with the ordinary tests. It
//! does not know how bytes are made up. Start at [`Target`].

#[cfg(feature = "candid")]
mod candid_host;
#[cfg(feature = "candid")]
mod counters;
mod pathological;
mod readers;
mod seeds;

#[cfg(feature = "candid")]
pub use candid_host::CandidHost;
#[cfg(feature = "candid")]
pub use counters::COUNTERS;
pub use pathological::{Case, cases};
pub use seeds::seeds;

/// A reader of untrusted input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Text to a tree.
    Parser,
    /// Text to diagnostics.
    Checker,
    /// Text to a module.
    Compiler,
    /// Bytes to values, inside a module.
    Candid,
    /// The text of an interface file to types.
    Interface,
    /// The texts of two stable signatures to what each keeps.
    Signature,
}

impl Target {
    pub const ALL: [Target; 6] = [
        Target::Parser,
        Target::Checker,
        Target::Compiler,
        Target::Candid,
        Target::Interface,
        Target::Signature,
    ];

    /// Returns the name: of the fuzzer, and of the folder with what was found.
    pub fn name(self) -> &'static str {
        match self {
            Target::Parser => "parser",
            Target::Checker => "checker",
            Target::Compiler => "compiler",
            Target::Candid => "candid",
            Target::Interface => "interface",
            Target::Signature => "signature",
        }
    }

    /// Reads the bytes.
    ///
    /// # Panics
    /// If the reader does what no input may make it do.
    pub fn run(self, bytes: &[u8]) {
        match self {
            Target::Parser => readers::parser(&String::from_utf8_lossy(bytes)),
            Target::Checker => readers::checker(&String::from_utf8_lossy(bytes)),
            Target::Compiler => readers::build(&String::from_utf8_lossy(bytes)),
            #[cfg(feature = "candid")]
            Target::Candid => candid_host::CandidHost::shared().run(bytes),
            #[cfg(not(feature = "candid"))]
            Target::Candid => panic!("built without the engine that this reader needs"),
            Target::Interface => readers::interface(&String::from_utf8_lossy(bytes)),
            Target::Signature => readers::signatures(&String::from_utf8_lossy(bytes)),
        }
    }
}
