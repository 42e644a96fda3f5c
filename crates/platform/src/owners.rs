//! Who owns an app on its page: keys in the owner's browsers, each let in by a code that works once.
//!
//! An app takes its canister's controllers for its owners. The canister is the platform's to change, so such a key
//! opens the owner's lists and no way around the gate.

use std::collections::{BTreeMap, VecDeque};
use std::sync::MutexGuard;
use std::time::{Duration, Instant};

use replica_api::{CanisterAction, CanisterChange, PlatformBatch, Principal, Replica as _};

use crate::platform::now_ms;
use crate::record::{App, Owner, write_owners};
use crate::{ErrorKind, Platform, PlatformError};

/// How long a code can be used.
const CODE_LIFE: Duration = Duration::from_secs(15 * 60);
const CODES_MAX: usize = 10;
const ATTEMPTS_MAX: usize = 10;
const ATTEMPTS_PERIOD: Duration = Duration::from_secs(60);
/// The platform's own key is among them.
const OWNERS_MAX: usize = 10;
/// What the principal of a key ends with.
const SELF_AUTHENTICATING: u8 = 2;

/// A code as its owner gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimCode {
    pub code: String,
    pub expires_ms: u64,
}

/// The codes that are out, by app. A restart forgets them.
#[derive(Default)]
pub(crate) struct Claims {
    apps: BTreeMap<String, AppClaims>,
}

#[derive(Default)]
struct AppClaims {
    codes: VecDeque<Code>,
    attempts: VecDeque<Instant>,
}

struct Code {
    text: String,
    made: Instant,
    used: bool,
}

impl Claims {
    fn make(&mut self, app: &str, now: Instant) -> String {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system's randomness does not fail");
        let text = hex::encode(bytes);
        let codes = &mut self.apps.entry(app.to_owned()).or_default().codes;
        codes.push_back(Code { text: text.clone(), made: now, used: false });
        if codes.len() > CODES_MAX {
            codes.pop_front();
        }
        text
    }

    /// Counts an attempt, and says whether there may be one.
    fn attempt(&mut self, app: &str, now: Instant) -> Result<(), PlatformError> {
        let attempts = &mut self.apps.entry(app.to_owned()).or_default().attempts;
        while attempts.front().is_some_and(|at| now.duration_since(*at) >= ATTEMPTS_PERIOD) {
            attempts.pop_front();
        }
        if attempts.len() >= ATTEMPTS_MAX {
            let message = "there were too many attempts to become an owner of this app";
            return Err(PlatformError::new(ErrorKind::TooMany, message).hint("try again in a minute"));
        }
        attempts.push_back(now);
        Ok(())
    }

    /// Finds a code that can be used.
    fn usable(&mut self, app: &str, given: &str, now: Instant) -> Result<&mut Code, PlatformError> {
        let codes = self.apps.get_mut(app).into_iter().flat_map(|app| app.codes.iter_mut());
        // All are looked at: the time taken tells nothing.
        let found = codes.fold(None, |found, code| if same(&code.text, given) { Some(code) } else { found });
        let wrong = match found {
            None => "the code is not right",
            Some(code) if code.used => "the code has been used",
            Some(code) if now.duration_since(code.made) >= CODE_LIFE => "the code is too old",
            Some(code) => return Ok(code),
        };
        Err(PlatformError::new(ErrorKind::Forbidden, wrong)
            .hint("open the app from the Studio again: every address it gives has a new code"))
    }
}

/// Compares in a time that does not tell how much was right.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

impl Platform {
    /// Makes a code that lets one browser in as an owner of the app.
    pub fn claim_code(&self, app: &str) -> Result<ClaimCode, PlatformError> {
        let app = self.app(app)?;
        let code = self.claims().make(&app.name, Instant::now());
        Ok(ClaimCode { code, expires_ms: now_ms() + CODE_LIFE.as_millis() as u64 })
    }

    /// Makes a principal an owner of the app, for a code.
    pub async fn claim(&self, app: &str, code: &str, principal: Principal) -> Result<(), PlatformError> {
        let name = self.app(app)?.name;
        self.claims().attempt(&name, Instant::now())?;
        self.claims().usable(&name, code, Instant::now())?;
        if principal.as_slice().len() != 29 || principal.as_slice().last() != Some(&SELF_AUTHENTICATING) {
            return Err(PlatformError::usage(format!("{principal} is not the principal of a key")));
        }
        let _one_at_a_time = self.releasing.lock().await;
        // Whoever came first while this one waited has used it.
        self.claims().usable(&name, code, Instant::now())?;
        let app = self.app(&name)?;
        let mut owners = self.records.owners(&name);
        let known = principal == self.owner() || owners.iter().any(|owner| owner.principal == principal);
        if !known {
            if owners.len() + 1 >= OWNERS_MAX {
                let message = format!("`{name}` has {OWNERS_MAX} owners already");
                return Err(PlatformError::new(ErrorKind::Conflict, message)
                    .hint("take one of them off the list in the Studio first"));
            }
            owners.push(Owner { principal, added_ms: now_ms() });
            let text = format!("{principal} became an owner");
            self.set_owners(app, &owners, principal, "owner-added", text).await?;
        }
        if let Ok(code) = self.claims().usable(&name, code, Instant::now()) {
            code.used = true;
        }
        Ok(())
    }

    /// Who owns the app besides the platform's own key, oldest first.
    pub fn owners(&self, app: &str) -> Result<Vec<Owner>, PlatformError> {
        Ok(self.records.owners(&self.app(app)?.name))
    }

    /// Takes an owner off the list.
    pub async fn revoke_owner(&self, app: &str, principal: Principal) -> Result<(), PlatformError> {
        let _one_at_a_time = self.releasing.lock().await;
        let app = self.app(app)?;
        if principal == self.owner() {
            let message = "this is the platform's own key, which always owns its apps";
            return Err(PlatformError::new(ErrorKind::Conflict, message));
        }
        let mut owners = self.records.owners(&app.name);
        let before = owners.len();
        owners.retain(|owner| owner.principal != principal);
        if owners.len() == before {
            let message = format!("{principal} is not an owner of `{}`", app.name);
            return Err(PlatformError::not_found(message));
        }
        let text = format!("{principal} is an owner no more");
        self.set_owners(app, &owners, self.owner(), "owner-removed", text).await
    }

    /// Control of the canister, the list, and the link of the chain change in one block.
    async fn set_owners(
        &self,
        mut app: App,
        owners: &[Owner],
        by: Principal,
        kind: &str,
        text: String,
    ) -> Result<(), PlatformError> {
        let live = self.records.release(&app.name, app.live).map_or_else(String::new, |live| live.id);
        let controllers =
            std::iter::once(self.owner()).chain(owners.iter().map(|owner| owner.principal)).collect();
        // Managed first: no block knows the key as a controller of a canister that controllers can change.
        let actions = [CanisterAction::Manage, CanisterAction::SetControllers { controllers }];
        let canister = app.canister;
        let changes = actions.into_iter().map(|action| CanisterChange { canister, action }).collect();
        let mut writes = vec![write_owners(&app.name, owners)];
        writes.extend(self.link(&mut app, &live, by, kind, text, false));
        let batch = PlatformBatch { id: [0; 32], caller: Some(self.owner()), changes, writes };
        self.node.platform(batch).await??;
        Ok(())
    }

    fn claims(&self) -> MutexGuard<'_, Claims> {
        self.claims.lock().expect("no holder panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(outcome: Result<&mut Code, PlatformError>) -> String {
        outcome.map_or_else(|error| error.message, |_| "it can be used".into())
    }

    #[test]
    fn a_code_is_for_one_app_and_a_quarter_of_an_hour() {
        let (mut claims, now) = (Claims::default(), Instant::now());
        let code = claims.make("shop", now);
        assert_eq!(code.len(), 32, "128 bits");
        assert_eq!(message(claims.usable("shop", &code, now)), "it can be used");
        assert_eq!(message(claims.usable("other", &code, now)), "the code is not right");
        assert_eq!(message(claims.usable("shop", &code[1..], now)), "the code is not right");
        assert_eq!(message(claims.usable("shop", "", now)), "the code is not right");
        let later = now + CODE_LIFE;
        assert_eq!(message(claims.usable("shop", &code, later - Duration::from_millis(1))), "it can be used");
        assert_eq!(message(claims.usable("shop", &code, later)), "the code is too old");
        claims.usable("shop", &code, now).expect("it is young").used = true;
        assert_eq!(message(claims.usable("shop", &code, now)), "the code has been used");
    }

    #[test]
    fn attempts_are_few_by_the_minute_and_by_app() {
        let (mut claims, now) = (Claims::default(), Instant::now());
        for _ in 0..ATTEMPTS_MAX {
            claims.attempt("shop", now).expect("there is room");
        }
        let refused = claims.attempt("shop", now).expect_err("there is none");
        assert_eq!(refused.kind, ErrorKind::TooMany);
        claims.attempt("other", now).expect("another app");
        claims.attempt("shop", now + ATTEMPTS_PERIOD).expect("another minute");
    }

    const APP: &str = r#"
import Principal "mo:core/Principal";
actor {
  public shared query ({ caller }) func mine() : async Bool { Principal.isController(caller) };
};
"#;

    #[tokio::test]
    async fn an_owner_is_known_to_the_app_and_still_cannot_pass_the_gate() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let platform = Platform::open(folder.path()).expect("it opens");
        let files = [("backend/main.mo".to_owned(), APP.as_bytes().to_vec())].into_iter().collect();
        let proposal = crate::release::Proposal { app: "shop".into(), files, ..Default::default() };
        let (job, _events) = platform.job("shop");
        platform.propose(proposal, &job).await.expect("it is released");
        let ann = platform.identities.principal("ann").expect("a key");
        let asked = async || platform.call("shop", "mine", "()", "ann").await.expect("an answer").text;
        assert_eq!(asked().await, "(false)");
        let code = platform.claim_code("shop").expect("there is the app").code;
        platform.claim("shop", &code, ann).await.expect("the code is right");
        assert_eq!(asked().await, "(true)");

        let canister = platform.app("shop").expect("it is there").canister;
        let message = replica_api::IngressMessage {
            id: [1; 32],
            sender: ann,
            canister: replica_api::MANAGEMENT,
            effective_canister: canister,
            method: "uninstall_code".into(),
            arg: candid_parser::parse_idl_args(&format!(
                "(record {{ canister_id = principal \"{canister}\" }})"
            ))
            .expect("it is Candid")
            .to_bytes()
            .expect("it can be encoded"),
            expiry: now_ms() * 1_000_000 + 60_000_000_000,
            sender_info: None,
        };
        let submitted = platform.node.call(message).await.expect("the replica runs");
        let said = format!("{submitted:?}");
        assert!(said.contains("this canister belongs to the platform"), "{said}");

        platform.revoke_owner("shop", ann).await.expect("an owner");
        assert_eq!(asked().await, "(false)");
    }
}
