//! Blocks that were made under the first rules are carried out by them: what came later is unknown to them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use candid::{CandidType, Encode, Nat};
use replica_api::{
    Block, CanisterAction, CanisterChange, ErrorCode, IngressMessage, Input, InstallMode, MANAGEMENT,
    PlatformBatch, Principal, canister_id,
};
use replica_core::{Effect, Identity, RULES_NEWEST, Secret, State, execute_block};
use replica_wasm::{Engine, Limits};
use std::sync::Arc;

const GROWS: &str = r#"(module
  (import "ic0" "msg_reply" (func $reply))
  (memory 1)
  (func (export "canister_update grow") (drop (memory.grow (i32.const 1))) (call $reply)))"#;

#[derive(CandidType)]
struct Settings {
    wasm_memory_limit: Option<Nat>,
}

#[derive(CandidType)]
struct UpdateSettings {
    canister_id: Principal,
    settings: Settings,
}

struct World {
    engine: Engine,
    state: State,
    calls: u8,
}

impl World {
    /// A canister that wants no more than a page, in a state with these rules.
    fn new(rules: u64) -> World {
        let (root_key_der, node_key_der) = (Arc::from(*b"root key"), Arc::from(*b"node key"));
        let [subnet, node] = [b"subnet".as_slice(), b"node"].map(Principal::self_authenticating);
        let secret = Secret::from_seed(b"seed");
        let state =
            State::genesis(Identity { root_key_der, node_key_der, subnet, node, secret, standins: false });
        let mut world = World { engine: Engine::new(Limits::default(), None).unwrap(), state, calls: 0 };
        if rules > 0 {
            world.execute(Input::Rules { version: rules });
        }
        let module: Arc<[u8]> = wat::parse_str(GROWS).unwrap().into();
        let create = CanisterAction::Create { controllers: vec![owner()] };
        let install = CanisterAction::Install { mode: InstallMode::Install, module, arg: Vec::new() };
        let changes = [create, install].map(|action| CanisterChange { canister: canister_id(0), action });
        world.execute(Input::Platform(PlatformBatch { changes: changes.into(), ..PlatformBatch::default() }));
        let numbers: Vec<u64> = world.state.slow_work().collect();
        numbers.into_iter().for_each(|number| drop(world.execute(Input::Completed { number })));
        let settings = Settings { wasm_memory_limit: Some(Nat::from(65_536u32)) };
        let arg = Encode!(&UpdateSettings { canister_id: canister_id(0), settings }).unwrap();
        assert_eq!(world.call(MANAGEMENT, "update_settings", arg), None);
        world
    }

    fn execute(&mut self, input: Input) -> Vec<Effect> {
        let (height, time) = (self.state.height + 1, self.state.time + 1);
        let block = Block { height, time, seed: [0; 32], previous_root: [0; 32], inputs: vec![input] };
        execute_block(&self.engine, &mut self.state, &block)
    }

    /// Calls a method, and returns the error that it ends with.
    fn call(&mut self, canister: Principal, method: &str, arg: Vec<u8>) -> Option<ErrorCode> {
        self.calls += 1;
        let message = IngressMessage {
            id: [self.calls; 32],
            sender: owner(),
            canister,
            effective_canister: canister_id(0),
            method: method.into(),
            arg,
            expiry: u64::MAX,
            sender_info: None,
        };
        let effects = self.execute(Input::Ingress(message));
        let answer = effects.into_iter().find_map(|effect| match effect {
            Effect::Answered { outcome, .. } => Some(outcome),
            _ => None,
        });
        answer.expect("it is answered in its block").err().map(|reject| reject.error)
    }
}

fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

#[test]
fn old_blocks_know_nothing_of_what_came_later() {
    let mut old = World::new(0);
    let unknown = Some(ErrorCode::UnknownManagementMessage);
    assert_eq!(old.call(MANAGEMENT, "http_request", Vec::new()), unknown);
    assert_eq!(old.call(MANAGEMENT, "sign_with_ecdsa", Vec::new()), unknown);
    assert_eq!(old.call(canister_id(0), "grow", Vec::new()), None, "the limit was kept and not acted on");
}

#[test]
fn the_newest_rules_hold_from_their_block_on() {
    let mut new = World::new(RULES_NEWEST);
    let for_canisters = Some(ErrorCode::CanisterRejectedMessage);
    assert_eq!(new.call(MANAGEMENT, "http_request", Vec::new()), for_canisters);
    assert_eq!(new.call(MANAGEMENT, "sign_with_ecdsa", Vec::new()), for_canisters);
    assert_eq!(
        new.call(canister_id(0), "grow", Vec::new()),
        Some(ErrorCode::CanisterWasmMemoryLimitExceeded)
    );
    assert_eq!(new.state.with_rules(Vec::new()), Vec::new());
}
