//! Requests that canisters make of the web: `http_request`.
//!
//! Nothing is sent from here. A request that is in order stands in the state until a block brings what came of it
//! ([`Input::Fetched`](replica_api::Input::Fetched)); whoever makes the blocks sends it ([`Effect::Fetch`]). The answer
//! goes through the canister's own function, if it named one, and to the canister.

use super::types::{Header, HttpArgs, HttpVerb, Transformed, WebResponse};
use super::{Decode, Managed, bad_payload, encode};
use crate::calls::{Job, Origin, from_response, no_method, no_module};
use crate::execute::{Effect, Machine, view};
use crate::install::not_found;
use crate::slow::Work;
use crate::state::State;
use candid::Nat;
use replica_api::{
    CallOutcome, CanisterId, Codec as _, Digest, ErrorCode, HttpMethod, HttpOutcome, HttpRequest,
    HttpResponse, MANAGEMENT, Principal, Reject, RejectCode, codec_struct,
};
use replica_wasm::{Context, Entry, Message, MethodKind, Response, TrapKind};
use serde_bytes::ByteBuf;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// What the specification allows of a request and of a response alike.
const BYTES_MAX: u64 = 2_000_000;
const URL_BYTES_MAX: usize = 8_192;
const HEADERS_MAX: usize = 64;
const HEADER_PART_BYTES_MAX: usize = 8 << 10;
const HEADERS_BYTES_MAX: usize = 48 << 10;
/// Requests of one canister that wait for their answers.
const OPEN_MAX: usize = 100;

/// A request that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcall {
    pub canister: CanisterId,
    pub request: HttpRequest,
    pub(crate) origin: Origin,
    pub(crate) transform: Option<Transform>,
}
codec_struct!(Outcall { canister, request, origin, transform });

/// The method of the canister that an answer goes through, and what it is given beside the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Transform {
    method: String,
    context: Arc<[u8]>,
}
codec_struct!(Transform { method, context });

/// An answer on its way through its canister's method.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    pub(crate) canister: CanisterId,
    origin: Origin,
    transform: Transform,
    response: HttpResponse,
    response_bytes_max: u64,
}
codec_struct!(Fetched { canister, origin, transform, response, response_bytes_max });

/// A reject for a request whose answer will not come; `code` says whether to try again.
pub fn no_answer(code: RejectCode, message: impl Into<String>) -> Reject {
    // Only canisters make requests, and they see the code and the message; the error is for people.
    Reject { code, error: ErrorCode::CanisterRejectedMessage, message: message.into() }
}

impl State {
    /// The requests that wait for their answers, by number.
    pub fn open_outcalls(&self) -> impl Iterator<Item = (u64, &Outcall)> {
        self.outcalls.iter().map(|(number, (outcall, _))| (*number, &**outcall))
    }

    /// A request that waits for its answer.
    pub fn outcall(&self, number: u64) -> Option<&Arc<Outcall>> {
        self.outcalls.get(&number).map(|(outcall, _)| outcall)
    }

    pub(crate) fn open_outcall(&mut self, number: u64, outcall: Outcall) {
        // The digest once: a block should not read all that is open again.
        let digest: Digest = Sha256::digest(outcall.to_bytes()).into();
        self.outcalls.insert(number, (Arc::new(outcall), digest));
    }
}

impl Machine<'_> {
    pub(super) fn http_request(
        &mut self,
        caller: Principal,
        arg: &[u8],
        origin: &Origin,
    ) -> Result<Managed, Reject> {
        only_canisters(origin, "http_request")?;
        let args = decode!(arg, HttpArgs);
        let open = self.state.outcalls.values().filter(|(outcall, _)| outcall.canister == caller).count();
        if open >= OPEN_MAX {
            let text = format!("{OPEN_MAX} requests of canister {caller} wait for answers already");
            return Err(no_answer(RejectCode::SysTransient, text));
        }
        let transform = args.transform.as_ref().map(|it| transform_of(it, caller)).transpose()?;
        let request = request_of(args)?;
        let number = self.state.next_number();
        self.state
            .open_outcall(number, Outcall { canister: caller, request, origin: origin.clone(), transform });
        self.effects.push(Effect::Fetch { number });
        Ok(Managed::Later)
    }

    /// Takes in what came of a request. One that nobody waits for is dropped.
    pub(crate) fn take_fetched(&mut self, number: u64, outcome: HttpOutcome) {
        let Some((outcall, _)) = self.state.outcalls.remove(&number) else { return };
        let Outcall { canister, request, origin, transform } = Arc::unwrap_or_clone(outcall);
        let response_bytes_max = request.response_bytes_max;
        match (outcome, transform) {
            (Ok(response), Some(transform)) => {
                let fetched = Fetched { canister, origin, transform, response, response_bytes_max };
                self.enqueue(Job::Fetched(Box::new(fetched)));
            }
            (Ok(response), None) => self.answer(origin, Ok(encode(&web_response(response))), 0),
            (Err(reject), _) => self.answer(origin, Err(reject), 0),
        }
    }

    /// Runs an answer through its canister's method, and hands it to the canister.
    pub(crate) fn transform(&mut self, fetched: Box<Fetched>) {
        match self.transformed(&fetched) {
            Some(outcome) => self.answer(fetched.origin, outcome, 0),
            None => self.put_off(Work::Job(Job::Fetched(fetched))),
        }
    }

    /// Returns nothing if the share of the block is not enough for it.
    fn transformed(&mut self, fetched: &Fetched) -> Option<CallOutcome> {
        let id = fetched.canister;
        let Some(canister) = self.state.canisters.get(&id) else { return Some(Err(not_found(id))) };
        let Some(module) = &canister.module else { return Some(Err(no_module(id))) };
        let Transform { method, context } = &fetched.transform;
        if module.method(method) != Some(MethodKind::Query) {
            return Some(Err(no_method(id, method)));
        }
        let args = Transformed {
            response: web_response(fetched.response.clone()),
            context: ByteBuf::from(&**context),
        };
        let context = Context {
            arg: encode(&args).into(),
            ..view(&self.state.identity, self.now, canister, MANAGEMENT)
        };
        let whole = self.engine.limits.query_instructions_max;
        let instructions_max = self.share.map_or(whole, |share| share.min(whole));
        let message = Message { entry: Entry::Transform(method.clone()), context, instructions_max };
        let outcome = self.execute_in_vain(id, message);
        let ended = outcome.result.as_ref().err().map(|trap| trap.kind);
        if instructions_max < whole && ended == Some(TrapKind::InstructionLimit) {
            return None;
        }
        Some(match (outcome.result, outcome.response) {
            (Err(trap), _) => Err(trap.to_reject(id)),
            (Ok(()), None) => {
                let text = format!(
                    "Canister {id}: the method {method}, which the answer goes through, did not reply"
                );
                Err(Reject::new(ErrorCode::CanisterDidNotReply, text))
            }
            (Ok(()), Some(Response::Reply(reply))) if reply.len() as u64 > fetched.response_bytes_max => {
                let (most, found) = (fetched.response_bytes_max, reply.len());
                let text = format!(
                    "the transformed HTTP response has {found} bytes, and at most {most} are allowed"
                );
                Err(no_answer(RejectCode::SysFatal, text))
            }
            (Ok(()), Some(response)) => from_response(response),
        })
    }
}

/// Refuses a method that only canisters may call to everybody else.
pub(super) fn only_canisters(origin: &Origin, method: &str) -> Result<(), Reject> {
    match origin {
        Origin::Canister(_) => Ok(()),
        Origin::Ingress(_) | Origin::System => {
            let text = format!("the method '{method}' of the management canister is for canisters only");
            Err(Reject::new(ErrorCode::CanisterRejectedMessage, text))
        }
    }
}

fn refuse<T>(text: String) -> Result<T, Reject> {
    Err(Reject::new(ErrorCode::CanisterRejectedMessage, text))
}

fn transform_of(wanted: &super::types::TransformOf, caller: Principal) -> Result<Transform, Reject> {
    let candid::types::reference::Func { principal, method } = &wanted.function.0;
    if *principal != caller {
        return refuse(format!(
            "the method that the answer goes through has to be one of the calling canister, not of {principal}"
        ));
    }
    Ok(Transform { method: method.clone(), context: Arc::from(&**wanted.context) })
}

/// Checks a request as the specification has it.
fn request_of(args: HttpArgs) -> Result<HttpRequest, Reject> {
    let method = match args.method {
        HttpVerb::get => HttpMethod::Get,
        HttpVerb::head => HttpMethod::Head,
        HttpVerb::post => HttpMethod::Post,
        HttpVerb::put => HttpMethod::Put,
        HttpVerb::delete => HttpMethod::Delete,
        HttpVerb::patch => HttpMethod::Patch,
    };
    let changes_in_place = matches!(method, HttpMethod::Put | HttpMethod::Delete | HttpMethod::Patch);
    if changes_in_place && args.is_replicated != Some(false) {
        return refuse(format!("the HTTP method {} needs is_replicated = opt false", method.name()));
    }
    if args.url.len() > URL_BYTES_MAX {
        return refuse(format!(
            "the URL has {} bytes, and at most {URL_BYTES_MAX} are allowed",
            args.url.len()
        ));
    }
    let response_bytes_max = args.max_response_bytes.unwrap_or(BYTES_MAX);
    if response_bytes_max > BYTES_MAX {
        return refuse(format!("max_response_bytes is at most {BYTES_MAX}, and was {response_bytes_max}"));
    }
    let headers: Vec<(String, String)> = args.headers.into_iter().map(|it| (it.name, it.value)).collect();
    let headers_bytes =
        check_headers(&headers).map_err(|text| Reject::new(ErrorCode::CanisterRejectedMessage, text))?;
    let body = args.body.map(|body| Arc::from(body.into_vec()));
    let bytes = (headers_bytes + body.as_ref().map_or(0, |body: &Arc<[u8]>| body.len())) as u64;
    if bytes > BYTES_MAX {
        return refuse(format!("the HTTP request has {bytes} bytes, and at most {BYTES_MAX} are allowed"));
    }
    Ok(HttpRequest { method, url: args.url, headers, body, response_bytes_max })
}

/// Checks the headers of a request or a response, and returns how many bytes they have together.
///
/// # Errors
/// What there is too much of.
pub fn check_headers(headers: &[(String, String)]) -> Result<usize, String> {
    if headers.len() > HEADERS_MAX {
        return Err(format!(
            "there are {} HTTP headers, and at most {HEADERS_MAX} are allowed",
            headers.len()
        ));
    }
    let parts = headers.iter().flat_map(|(name, value)| [name.len(), value.len()]);
    if let Some(large) = parts.clone().find(|bytes| *bytes > HEADER_PART_BYTES_MAX) {
        return Err(format!(
            "a name or value of an HTTP header has {large} bytes, and at most {HEADER_PART_BYTES_MAX} are allowed"
        ));
    }
    let bytes: usize = parts.sum();
    if bytes > HEADERS_BYTES_MAX {
        return Err(format!(
            "the HTTP headers have {bytes} bytes, and at most {HEADERS_BYTES_MAX} are allowed"
        ));
    }
    Ok(bytes)
}

fn web_response(response: HttpResponse) -> WebResponse {
    let headers = response.headers.into_iter().map(|(name, value)| Header { name, value });
    WebResponse {
        status: Nat::from(response.status),
        headers: headers.collect(),
        body: ByteBuf::from(response.body),
    }
}
