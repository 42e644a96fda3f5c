//! Calls in Candid text, typed by the interface of the live release.

use std::time::{Duration, Instant};

use candid::types::FuncMode;
use candid::{IDLArgs, TypeEnv};
use replica_api::{IngressMessage, QueryRequest, Replica as _, Submitted};
use upgrade::Interface;

use crate::candidate::interface_of;
use crate::platform::now_ms;
use crate::record::App;
use crate::{ErrorKind, Platform, PlatformError};

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Candid text.
    pub text: String,
    pub took: Duration,
}

const EXPIRY_NS: u64 = 120_000_000_000;

impl Platform {
    /// The interface of an app's live code, if it has one.
    pub fn interface(&self, app: &App) -> Option<Interface> {
        interface_of(&self.node.canister(app.canister)?.module.as_ref()?.bytes)
    }

    /// Calls a method in the name of a local identity.
    pub async fn call(
        &self,
        app: &str,
        method: &str,
        args: &str,
        caller: &str,
    ) -> Result<Reply, PlatformError> {
        let app = self.app(app)?;
        let sender = self.identities.principal(caller)?;
        // Candid types cannot be held over an await, so they are read again for the reply.
        let (arg, is_query) = self.encode_call(&app, method, args)?;
        let started = Instant::now();
        let outcome = if is_query {
            let request = QueryRequest {
                sender,
                canister: app.canister,
                method: method.into(),
                arg,
                sender_info: None,
            };
            self.node.query(request).await?.outcome
        } else {
            let mut id = [0; 32];
            getrandom::fill(&mut id).expect("the system's randomness does not fail");
            let message = IngressMessage {
                id,
                sender,
                canister: app.canister,
                effective_canister: app.canister,
                method: method.into(),
                arg,
                expiry: now_ms() * 1_000_000 + EXPIRY_NS,
                sender_info: None,
            };
            match self.node.call(message).await? {
                Submitted::Done(outcome) => outcome,
                Submitted::Refused(reject) => Err(reject),
                Submitted::Running => {
                    let message = "the call has not ended yet; what it does will be kept";
                    return Err(PlatformError::new(ErrorKind::Conflict, message));
                }
            }
        };
        let took = started.elapsed();
        let reply = outcome?;
        Ok(Reply { text: self.decode_reply(&app, method, &reply), took })
    }

    /// Returns the arguments, and whether the method is asked rather than called.
    fn encode_call(&self, app: &App, method: &str, args: &str) -> Result<(Vec<u8>, bool), PlatformError> {
        let Some(interface) = self.interface(app) else {
            let is_query =
                self.canister(app).is_some_and(|it| it.methods.contains(&(method.to_owned(), true)));
            return Ok((encode(args, &TypeEnv::new(), None)?, is_query));
        };
        let function = interface.method(method).ok_or_else(|| self.no_method(app, method))?;
        let is_query = function.modes.iter().any(|mode| *mode != FuncMode::Oneway);
        Ok((encode(args, &interface.env, Some(&function.args))?, is_query))
    }

    fn decode_reply(&self, app: &App, method: &str, reply: &[u8]) -> String {
        let interface = self.interface(app).unwrap_or_default();
        let function = interface.method(method);
        decode(reply, &interface.env, function.as_ref().map(|function| function.rets.as_slice()))
    }

    fn no_method(&self, app: &App, method: &str) -> PlatformError {
        let interface = self.interface(app).unwrap_or_default();
        let names: Vec<&str> = interface.methods.iter().map(|(name, _)| name.as_str()).collect();
        let error = PlatformError::not_found(format!("`{}` has no method `{method}`", app.name));
        match diagnostics::did_you_mean(method, names.iter().copied()) {
            Some(close) => error.hint(format!("did you mean `{close}`?")),
            None => error.hint(format!("it has {}", names.join(", "))),
        }
    }
}

fn encode(
    text: &str,
    env: &TypeEnv,
    types: Option<&[candid::types::Type]>,
) -> Result<Vec<u8>, PlatformError> {
    let text = text.trim();
    let text = if text.is_empty() {
        "()".into()
    } else if text.starts_with('(') {
        text.to_owned()
    } else {
        format!("({text})")
    };
    let wrong = |error: String| {
        let error = PlatformError::usage(format!("the arguments do not fit: {error}"));
        match types {
            Some(types) => {
                let types: Vec<String> = types.iter().map(|ty| ty.to_string()).collect();
                error.hint(format!("expected ({})", types.join(", ")))
            }
            None => error,
        }
    };
    let args: IDLArgs = candid_parser::parse_idl_args(&text).map_err(|error| wrong(error.to_string()))?;
    match types {
        Some(types) => args.to_bytes_with_types(env, types).map_err(|error| wrong(error.to_string())),
        None => args.to_bytes().map_err(|error| wrong(error.to_string())),
    }
}

fn decode(reply: &[u8], env: &TypeEnv, types: Option<&[candid::types::Type]>) -> String {
    let typed = types.and_then(|types| IDLArgs::from_bytes_with_types(reply, env, types).ok());
    match typed.map_or_else(|| IDLArgs::from_bytes(reply), Ok) {
        Ok(args) => args.to_string(),
        Err(_) => format!("0x{}", hex::encode(reply)),
    }
}
