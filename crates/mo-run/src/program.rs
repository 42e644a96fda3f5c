//! A program of top-level declarations: it runs while its module is installed.

use replica_api::{InstallMode, Reject, canister_id};

use crate::Session;

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// The lines it printed.
    pub printed: Vec<String>,
    /// Why it stopped early, if it did.
    pub trap: Option<String>,
}

/// Runs a program's module to its end. `entry` is the function that is the program, unless it runs at the installation.
///
/// # Errors
/// What kept the replica from starting.
pub fn run_program(wasm: &[u8], entry: Option<&str>) -> Result<Ran, String> {
    let mut session = Session::new()?;
    let (canister, nothing) = (canister_id(0), b"DIDL\0\0");
    let mut outcome = session.install(canister, InstallMode::Install, wasm, nothing);
    if let (Ok(()), Some(entry)) = (&outcome, entry) {
        outcome = session.update(canister, entry, nothing).map(|_| ());
    }
    Ok(Ran { printed: session.printed(), trap: outcome.err().map(|reject| words(&reject)) })
}

/// The message of a trap without the replica's introduction, which names the canister.
fn words(reject: &Reject) -> String {
    let marks = ["trapped explicitly: ", "trapped: "];
    let behind = marks.iter().find_map(|mark| reject.message.split_once(mark));
    behind.map_or_else(|| reject.message.clone(), |(_, message)| message.to_owned())
}
