//! A replica whose management canister is asked in Candid text.
#![allow(dead_code, reason = "not all tests use all of it")]

use super::support::message;
use candid::IDLArgs;
use replica_api::{CanisterId, MANAGEMENT, Principal, QueryRequest, Replica, Submitted, canister_id};
use replica_node::{Node, NodeOptions};
use std::path::Path;

pub(crate) const OWNER: &str = "owner";

pub(crate) struct World {
    pub(crate) node: Node,
    pub(crate) runtime: tokio::runtime::Runtime,
}

impl World {
    pub(crate) fn open(folder: &Path) -> World {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let node = Node::open(folder, NodeOptions::default()).expect("the replica opens");
        World { node, runtime }
    }

    /// Calls a method and returns the reply, or the reject, as text.
    pub(crate) fn call_of(&self, who: &str, canister: CanisterId, method: &str, args: &str) -> String {
        let message = message(Principal::self_authenticating(who), canister, method, arguments(args));
        match self.runtime.block_on(self.node.call(message)).expect("the replica runs") {
            Submitted::Done(Ok(reply)) => shown(&reply),
            Submitted::Done(Err(reject)) | Submitted::Refused(reject) => {
                format!("{:?}: {}", reject.error, reject.message)
            }
            Submitted::Running => panic!("the call did not end"),
        }
    }

    pub(crate) fn manage(&self, method: &str, args: &str) -> String {
        self.call_of(OWNER, MANAGEMENT, method, args)
    }

    pub(crate) fn query(&self, canister: &str, method: &str, args: &str) -> String {
        self.query_of(OWNER, Principal::from_text(canister).unwrap(), method, args)
    }

    pub(crate) fn query_of(&self, who: &str, canister: CanisterId, method: &str, args: &str) -> String {
        let request = QueryRequest {
            sender: Principal::self_authenticating(who),
            canister,
            method: method.into(),
            arg: arguments(args),
            sender_info: None,
        };
        match self.runtime.block_on(self.node.query(request)).expect("the replica runs").outcome {
            Ok(reply) => shown(&reply),
            Err(reject) => format!("{:?}: {}", reject.error, reject.message),
        }
    }
}

/// Labels that the tests look for: a reply says only their hashes.
const LABELS: [&str; 9] = [
    "hash",
    "total_size",
    "canister_id",
    "code_deployment",
    "upgrade",
    "load_snapshot",
    "controllers_change",
    "from_user",
    "creation",
];

/// Shows a reply, with those labels.
fn shown(reply: &[u8]) -> String {
    let mut text = IDLArgs::from_bytes(reply).unwrap().to_string();
    for label in LABELS {
        let digits = candid::idl_hash(label).to_string();
        let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
        let number: Vec<&str> = groups.into_iter().map(|group| std::str::from_utf8(group).unwrap()).collect();
        text = text.replace(&number.join("_"), label);
    }
    text
}

pub(crate) fn arguments(text: &str) -> Vec<u8> {
    candid_parser::parse_idl_args(text).expect("it is Candid").to_bytes().expect("it can be encoded")
}

pub(crate) fn blob(bytes: &[u8]) -> String {
    let escaped: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
    format!("blob \"{escaped}\"")
}

pub(crate) const CREATE: &str = "(record {})";

pub(crate) fn record(fields: &str) -> String {
    format!("(record {{ canister_id = principal \"{}\"; {fields} }})", canister_id(0))
}
