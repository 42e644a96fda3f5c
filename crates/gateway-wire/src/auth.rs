//! Who sent a request, and whether it comes at the right time.

use crate::certificate::RootKey;
use crate::envelope::{Content, Envelope};
use crate::keys::{KeyError, canister_of_key, verify_signature};
use ic_principal::Principal;
use std::time::Duration;

/// Why a request was not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    // agent-js sets its clock anew only when it finds these words in the body.
    #[error("Invalid request expiry: the expiry {expiry} is not between now, {now}, and {latest}")]
    Expiry { expiry: u64, now: u64, latest: u64 },
    #[error("an anonymous request carries a key or a signature")]
    AnonymousSigned,
    #[error("the request is not signed")]
    NotSigned,
    #[error("the public key does not belong to the sender {0}")]
    NotTheSender(Principal),
    #[error("Invalid signature: {0}")]
    Signature(#[from] KeyError),
    #[error("Invalid delegation: it expired at {0}")]
    DelegationExpired(u64),
    #[error("Invalid delegation: it does not extend to canister {0}")]
    DelegationTarget(Principal),
    #[error("Invalid delegation: the same key occurs twice")]
    DelegationLoop,
    #[error("Invalid delegation: its permissions do not include this request")]
    DelegationPermission,
    #[error("the sender's info is not signed by the canister that the sender's key belongs to")]
    SenderInfo,
}

/// What counts as the right time.
#[derive(Clone, Copy, Debug)]
pub struct ClockRules {
    pub now: u64,
    pub ahead_max: Duration,
}

impl ClockRules {
    /// The rules of the Internet Computer: five minutes ahead, and some slack for clocks.
    pub fn at(now: u64) -> ClockRules {
        ClockRules { now, ahead_max: Duration::from_secs(5 * 60 + 60) }
    }
}

/// Checks that a request is neither too old nor for too far ahead.
pub fn check_expiry(envelope: &Envelope, rules: ClockRules) -> Result<(), AuthError> {
    let anonymous_read =
        envelope.sender == Principal::anonymous() && !matches!(envelope.content, Content::Call { .. });
    let latest = rules.now.saturating_add(rules.ahead_max.as_nanos() as u64);
    if anonymous_read || (rules.now..=latest).contains(&envelope.ingress_expiry) {
        return Ok(());
    }
    Err(AuthError::Expiry { expiry: envelope.ingress_expiry, now: rules.now, latest })
}

/// Checks that the sender sent the request (specification, "Authentication").
pub fn authenticate(
    envelope: &Envelope,
    effective_canister: Option<Principal>,
    now: u64,
    root: &RootKey,
) -> Result<(), AuthError> {
    if envelope.sender == Principal::anonymous() {
        let bare = envelope.public_key.is_none()
            && envelope.signature.is_none()
            && envelope.delegations.is_empty()
            && envelope.sender_info.is_none();
        return if bare { Ok(()) } else { Err(AuthError::AnonymousSigned) };
    }
    let (Some(key), Some(signature)) = (&envelope.public_key, &envelope.signature) else {
        return Err(AuthError::NotSigned);
    };
    if Principal::self_authenticating(key) != envelope.sender {
        return Err(AuthError::NotTheSender(envelope.sender));
    }
    check_sender_info(envelope, key, root)?;
    let key = follow_delegations(envelope, key, effective_canister, now, root)?;
    let message = [b"\x0Aic-request", &envelope.request_id[..]].concat();
    Ok(verify_signature(key, &message, signature, root)?)
}

/// What a canister says of its user has to come from the canister that the user's key belongs to.
fn check_sender_info(envelope: &Envelope, key: &[u8], root: &RootKey) -> Result<(), AuthError> {
    let Some(said) = &envelope.sender_info else { return Ok(()) };
    let message = [b"\x0Eic-sender-info", &said.info[..]].concat();
    let signed = canister_of_key(key) == Some(said.signer)
        && verify_signature(key, &message, &said.signature, root).is_ok();
    if signed { Ok(()) } else { Err(AuthError::SenderInfo) }
}

/// Checks the chain and returns the key that signs the request itself.
fn follow_delegations<'a>(
    envelope: &'a Envelope,
    first: &'a [u8],
    effective_canister: Option<Principal>,
    now: u64,
    root: &RootKey,
) -> Result<&'a [u8], AuthError> {
    let mut seen = vec![first];
    let canister = match &envelope.content {
        Content::Call { canister, .. } | Content::Query { canister, .. } => Some(*canister),
        Content::ReadState { .. } => effective_canister,
    };
    for delegation in &envelope.delegations {
        if delegation.expiration < now {
            return Err(AuthError::DelegationExpired(delegation.expiration));
        }
        if let (Some(targets), Some(canister)) = (&delegation.targets, canister)
            && !targets.contains(&canister)
        {
            return Err(AuthError::DelegationTarget(canister));
        }
        let call = matches!(envelope.content, Content::Call { .. });
        match delegation.permissions.as_deref() {
            None | Some("all") => {}
            Some("queries") if !call => {}
            Some(_) => return Err(AuthError::DelegationPermission),
        }
        if seen.contains(&delegation.public_key.as_slice()) {
            return Err(AuthError::DelegationLoop);
        }
        let message = [b"\x1Aic-request-auth-delegation", &delegation.hash[..]].concat();
        let key = seen.last().expect("the first key is there");
        verify_signature(key, &message, &delegation.signature, root)?;
        seen.push(&delegation.public_key);
    }
    Ok(seen.last().expect("the first key is there"))
}
