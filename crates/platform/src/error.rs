//! Why the platform did not do what it was asked, in kinds that every face maps once.

use diagnostics::Diagnostic;
use replica_api::{Reject, ReplicaError};

/// What kind of wrong it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    NotFound,
    /// What was asked makes no sense.
    Usage,
    /// It makes sense, but not now.
    Conflict,
    TooLarge,
    /// The asker may not.
    Forbidden,
    /// Asked too often; later it may be answered.
    TooMany,
    /// The program has errors, or the canister said no.
    Rejected,
    /// The program ran and trapped.
    Trapped,
    Fault,
    /// The replica has stopped.
    Stopped,
}

/// A request that was not carried out.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct PlatformError {
    pub kind: ErrorKind,
    pub message: String,
    pub hint: Option<String>,
    /// What the compiler says, rendered against its sources.
    pub diagnostics: Vec<Rendered>,
}

/// A diagnostic, with the places that only its sources know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub diagnostic: Diagnostic,
    pub json: String,
    pub text: String,
}

impl PlatformError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> PlatformError {
        PlatformError { kind, message: message.into(), hint: None, diagnostics: Vec::new() }
    }

    pub fn usage(message: impl Into<String>) -> PlatformError {
        PlatformError::new(ErrorKind::Usage, message)
    }

    pub fn not_found(message: impl Into<String>) -> PlatformError {
        PlatformError::new(ErrorKind::NotFound, message)
    }

    pub fn fault(message: impl Into<String>) -> PlatformError {
        PlatformError::new(ErrorKind::Fault, message)
    }

    pub(crate) fn fault_in_step(error: impl std::fmt::Display) -> PlatformError {
        PlatformError::fault(format!("a step ended in a fault of ours: {error}"))
    }

    pub fn hint(mut self, hint: impl Into<String>) -> PlatformError {
        self.hint = Some(hint.into());
        self
    }
}

impl From<ReplicaError> for PlatformError {
    fn from(error: ReplicaError) -> PlatformError {
        PlatformError::new(ErrorKind::Stopped, error.to_string())
    }
}

impl From<Reject> for PlatformError {
    fn from(reject: Reject) -> PlatformError {
        use replica_api::ErrorCode::{CanisterCalledTrap, CanisterInstructionLimitExceeded, CanisterTrapped};
        let trapped =
            matches!(reject.error, CanisterTrapped | CanisterCalledTrap | CanisterInstructionLimitExceeded);
        let kind = if trapped { ErrorKind::Trapped } else { ErrorKind::Rejected };
        PlatformError::new(kind, reject.to_string())
    }
}
