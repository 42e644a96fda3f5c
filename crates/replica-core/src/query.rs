//! Queries: answered from the committed state, and nothing they do is kept.

use crate::calls::{from_response, no_method, no_module};
use crate::canister::{Canister, RunState};
use crate::execute::view;
use crate::install::not_found;
use crate::state::Identity;
use replica_api::{CallOutcome, CanisterId, ErrorCode, MANAGEMENT, QueryRequest, Reject, TimeNs};
use replica_wasm::{
    CallerSide, Context, Engine, Entry, Image, Message, MethodKind, Outcome, OutgoingCall, TrapKind,
};
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;

/// Finds a canister of the committed state.
pub type Lookup<'a> = dyn Fn(CanisterId) -> Option<Arc<Canister>> + 'a;

/// Makes the certificate that shows a canister's certified data.
pub type DataCertificate = Arc<dyn Fn() -> Vec<u8> + Send + Sync>;

/// What a query sees of the state.
pub struct QueryView<'a> {
    pub engine: &'a Engine,
    pub identity: &'a Identity,
    pub time: TimeNs,
    pub lookup: &'a Lookup<'a>,
    pub data_certificate: Option<DataCertificate>,
    /// Of the query and all that it asks.
    pub instructions_max: u64,
    /// Set if these were not enough somewhere.
    pub is_exhausted: Cell<bool>,
}

impl QueryView<'_> {
    fn note(&self, outcome: &Outcome) {
        if outcome.result.as_ref().is_err_and(|trap| trap.kind == TrapKind::InstructionLimit) {
            self.is_exhausted.set(true);
        }
    }
}

const DEPTH_MAX: usize = 6;
const CALLS_MAX: usize = 500;

/// Answers a query.
pub fn query(view: &QueryView<'_>, request: &QueryRequest) -> CallOutcome {
    if request.canister == MANAGEMENT {
        return crate::management::query(request.sender, &request.method, &request.arg, view.lookup);
    }
    let stands_in = view.identity.standins && crate::standins::is_standin(request.canister);
    if stands_in && (view.lookup)(request.canister).is_none() {
        return crate::standins::query(request.canister, &request.method, view.identity.subnet);
    }
    let mut instructions_left = view.instructions_max;
    run(view, request, 0, &mut instructions_left)
}

fn run(
    query: &QueryView<'_>,
    request: &QueryRequest,
    depth: usize,
    instructions_left: &mut u64,
) -> CallOutcome {
    if depth > DEPTH_MAX {
        return Err(Reject::new(ErrorCode::QueryCallGraphTooDeep, "queries call each other too deeply"));
    }
    let id = request.canister;
    let canister = (query.lookup)(id).ok_or_else(|| not_found(id))?;
    match canister.facts.run_state {
        RunState::Running => {}
        RunState::Stopping => {
            return Err(Reject::new(ErrorCode::CanisterStopping, format!("Canister {id} is stopping")));
        }
        RunState::Stopped => {
            return Err(Reject::new(ErrorCode::CanisterStopped, format!("Canister {id} is stopped")));
        }
    }
    let module = canister.module.as_ref().ok_or_else(|| no_module(id))?;
    let entry = match module.method(&request.method) {
        Some(MethodKind::Query) => Entry::Query(request.method.clone()),
        Some(MethodKind::CompositeQuery) => Entry::CompositeQuery(request.method.clone()),
        Some(MethodKind::Update) | None => return Err(no_method(id, &request.method)),
    };
    let composite = matches!(entry, Entry::CompositeQuery(_));
    let certificate = if depth == 0 { query.data_certificate.clone() } else { None };
    let context = Context {
        arg: request.arg.clone().into(),
        data_certificate: certificate,
        sender_info: request.sender_info.clone(),
        ..view(query.identity, query.time, &canister, request.sender)
    };
    let first = Message { entry, context: context.clone(), instructions_max: *instructions_left };
    if composite {
        let run = Composite { query, canister: &canister, context, depth };
        return run.answer(first, instructions_left);
    }
    let outcome = query.engine.execute(id, module, &canister.image, first, false);
    query.note(&outcome);
    *instructions_left = instructions_left.saturating_sub(outcome.instructions);
    outcome.result.map_err(|trap| trap.to_reject(id))?;
    outcome.response.map_or_else(|| Err(silent(id)), from_response)
}

fn silent(id: CanisterId) -> Reject {
    Reject::new(ErrorCode::CanisterDidNotReply, format!("Canister {id} did not produce a response"))
}

/// A query that asks other queries: its memory lives on between its messages, and ends with it.
struct Composite<'a> {
    query: &'a QueryView<'a>,
    canister: &'a Canister,
    context: Context,
    depth: usize,
}

impl Composite<'_> {
    fn answer(&self, first: Message, instructions_left: &mut u64) -> CallOutcome {
        let id = self.canister.id;
        let module = self.canister.module.as_ref().expect("the caller has looked");
        let mut image: Image = self.canister.image.clone();
        let mut calls: VecDeque<OutgoingCall> = VecDeque::new();
        let mut message = first;
        let mut answer = None;
        for _ in 0..CALLS_MAX {
            let outcome = self.query.engine.execute(id, module, &image, message, true);
            self.query.note(&outcome);
            *instructions_left = instructions_left.saturating_sub(outcome.instructions);
            outcome.result.map_err(|trap| trap.to_reject(id))?;
            image = outcome.image.expect("it was asked for, and nothing trapped");
            calls.extend(outcome.calls);
            if let Some(response) = outcome.response {
                answer = Some(from_response(response));
            }
            let Some(call) = calls.pop_front() else { return answer.unwrap_or_else(|| Err(silent(id))) };
            message = self.callback(call, answer.is_some(), instructions_left);
        }
        Err(Reject::new(
            ErrorCode::QueryCallGraphTotalInstructionLimitExceeded,
            "the query makes too many calls",
        ))
    }

    fn callback(&self, call: OutgoingCall, answered: bool, instructions_left: &mut u64) -> Message {
        let request = QueryRequest {
            sender: self.canister.id,
            canister: call.callee,
            method: call.method,
            arg: call.arg,
            sender_info: None,
        };
        let (side, function, arg, reject) = match run(self.query, &request, self.depth + 1, instructions_left)
        {
            Ok(reply) => (CallerSide::Reply, call.on_reply, reply.into(), None),
            Err(reject) => (CallerSide::Reject, call.on_reject, [].into(), Some(reject)),
        };
        let context = Context { arg, reject, answered, ..self.context.clone() };
        let entry = Entry::Callback { side, function, composite: true };
        Message { entry, context, instructions_max: *instructions_left }
    }
}
