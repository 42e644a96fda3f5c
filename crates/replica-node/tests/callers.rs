//! What the canister that a caller's key belongs to says of the caller reaches the canister that is called.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/asked.rs"]
mod asked;
mod support;

use asked::{CREATE, OWNER, World, blob, record};
use replica_api::{
    IngressMessage, Principal, QueryRequest, Replica as _, SenderInfo, Submitted, canister_id,
};

/// Replies what is said of the caller, and who says it: at once, in a query, or after a call to itself.
const TELLS: &str = r#"(module
  (import "ic0" "msg_caller_info_data_size" (func $size (result i32)))
  (import "ic0" "msg_caller_info_data_copy" (func $copy (param i32 i32 i32)))
  (import "ic0" "msg_caller_info_signer_size" (func $signer_size (result i32)))
  (import "ic0" "msg_caller_info_signer_copy" (func $signer_copy (param i32 i32 i32)))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "call_new" (func $call_new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_perform" (func $call_perform (result i32)))
  (import "ic0" "canister_self_copy" (func $self_copy (param i32 i32 i32)))
  (memory 1) (table 1 funcref) (elem (i32.const 0) $tell_later)
  (data (i32.const 0) "tell")
  (func $tell
    (call $copy (i32.const 100) (i32.const 0) (call $size))
    (call $append (i32.const 100) (call $size))
    (call $signer_copy (i32.const 200) (i32.const 0) (call $signer_size))
    (call $append (i32.const 200) (call $signer_size))
    (call $reply))
  (func $tell_later (param i32) (call $tell))
  (func (export "canister_update tell") (call $tell))
  (func (export "canister_query look") (call $tell))
  (func (export "canister_update tell_later")
    (call $self_copy (i32.const 300) (i32.const 0) (i32.const 10))
    (call $call_new (i32.const 300) (i32.const 10) (i32.const 0) (i32.const 4)
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (drop (call $call_perform))))"#;

#[test]
fn a_canister_hears_what_is_said_of_its_caller() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.manage("provisional_create_canister_with_cycles", CREATE);
    let module = blob(&wat::parse_str(TELLS).unwrap());
    let install = record(&format!("mode = variant {{ install }}; wasm_module = {module}; arg = blob \"\""));
    assert_eq!(world.manage("install_code", &install), "()");

    let owner = Principal::self_authenticating(OWNER);
    let said = SenderInfo { info: (*b"name=Ann ").into(), signer: canister_id(7) };
    let expected = [b"name=Ann ", canister_id(7).as_slice()].concat();
    let call = |method: &str, sender_info: Option<SenderInfo>| {
        let message = support::message(owner, canister_id(0), method, Vec::new());
        match world.runtime.block_on(world.node.call(IngressMessage { sender_info, ..message })).unwrap() {
            Submitted::Done(outcome) => outcome.unwrap(),
            other => panic!("the call did not end: {other:?}"),
        }
    };
    assert_eq!(call("tell", Some(said.clone())), expected);
    assert_eq!(call("tell", None), b"");
    // The call that it makes has itself as its caller, of whom nothing is said; after that call it answers its own caller.
    assert_eq!(call("tell_later", Some(said.clone())), expected);
    let request = QueryRequest {
        sender: owner,
        canister: canister_id(0),
        method: "look".into(),
        arg: Vec::new(),
        sender_info: Some(said),
    };
    assert_eq!(world.runtime.block_on(world.node.query(request)).unwrap().outcome.unwrap(), expected);
    // A log with it is carried out again, and nothing is kept of calls that are over.
    let (height, _, root) = world.node.tip();
    world.node.close();
    drop(world);
    let verified =
        replica_node::verify(folder.path(), &replica_node::NodeOptions::default(), |_| {}).unwrap();
    assert_eq!((verified.blocks, verified.root), (height, root));
}
