//! A running replica with a Motoko app on it, asked in Candid text.

use replica_api::{
    CanisterAction, CanisterChange, CanisterId, IngressMessage, InstallMode, PlatformBatch, Principal,
    Replica as _, Submitted, canister_id,
};
use replica_node::{Node, NodeOptions};
use source::DiskWorld;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) struct Live {
    pub(crate) node: Node,
    runtime: tokio::runtime::Runtime,
}

impl Live {
    pub(crate) fn open(folder: &Path, options: NodeOptions) -> Live {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Live { node: Node::open(folder, options).expect("the replica opens"), runtime }
    }

    /// Installs a program of `tests/` into a canister that is made for it, the one with this number.
    pub(crate) fn install(&self, number: u64, file: &str) {
        let path = format!("{}/../../tests/{file}", env!("CARGO_MANIFEST_DIR"));
        let wasm = mo_compile::with_stack(|| {
            let (checked, built) = mo_compile::build(&DiskWorld, &path, &mo_compile::Options::default());
            built.map(|compiled| compiled.wasm).map_err(|errors| {
                let shown =
                    errors.iter().map(|error| diagnostics::render_terminal(error, &checked.sources, false));
                shown.collect::<String>()
            })
        });
        let module = wasm.unwrap_or_else(|errors| panic!("{errors}")).into();
        let create = CanisterAction::Create { controllers: vec![owner()] };
        let install =
            CanisterAction::Install { mode: InstallMode::Install, module, arg: b"DIDL\0\0".to_vec() };
        let changes =
            [create, install].map(|action| CanisterChange { canister: canister_id(number), action });
        let batch = PlatformBatch { changes: changes.into(), ..PlatformBatch::default() };
        self.runtime.block_on(self.node.platform(batch)).unwrap().expect("the app is installed");
    }

    #[allow(dead_code, reason = "not all tests wait")]
    /// Hands in a call and does not wait for its end.
    pub(crate) fn submit(&self, number: u64, method: &str, args: &str) -> IngressMessage {
        let message = message(canister_id(number), method, args);
        let submitted = self.runtime.block_on(self.node.submit(message.clone())).unwrap();
        assert_eq!(submitted, Submitted::Running);
        message
    }

    #[allow(dead_code, reason = "not all tests wait")]
    /// Waits for the end of a call, and returns what it came to as text.
    pub(crate) fn outcome(&self, message: &IngressMessage) -> String {
        loop {
            match self.runtime.block_on(self.node.call(message.clone())).expect("the replica runs") {
                Submitted::Done(Ok(reply)) => return shown(&reply),
                Submitted::Done(Err(reject)) | Submitted::Refused(reject) => return reject.to_string(),
                Submitted::Running => {}
            }
        }
    }

    /// Calls a method with an encoded argument, and returns the encoded reply.
    #[allow(dead_code, reason = "not all tests speak in bytes")]
    pub(crate) fn ask(&self, number: u64, method: &str, arg: Vec<u8>) -> Result<Vec<u8>, String> {
        let message = IngressMessage { arg, ..message(canister_id(number), method, "()") };
        match self.runtime.block_on(self.node.call(message)).expect("the replica runs") {
            Submitted::Done(Ok(reply)) => Ok(reply),
            Submitted::Done(Err(reject)) | Submitted::Refused(reject) => Err(reject.to_string()),
            Submitted::Running => panic!("the call did not end"),
        }
    }

    #[allow(dead_code, reason = "not all tests speak in text")]
    pub(crate) fn call(&self, number: u64, method: &str, args: &str) -> String {
        self.outcome(&message(canister_id(number), method, args))
    }
}

pub(crate) fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

fn message(canister: CanisterId, method: &str, args: &str) -> IngressMessage {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let mut id = [0; 32];
    id[..8].copy_from_slice(&now.to_be_bytes());
    id[8..16].copy_from_slice(&CALLS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    let arg =
        candid_parser::parse_idl_args(args).expect("it is Candid").to_bytes().expect("it can be encoded");
    let (sender, expiry, method) = (owner(), now + 240_000_000_000, method.to_owned());
    IngressMessage {
        id,
        sender,
        canister,
        effective_canister: canister,
        method,
        arg,
        expiry,
        sender_info: None,
    }
}

/// Shows a reply; a text alone as it is.
fn shown(reply: &[u8]) -> String {
    candid::decode_one::<String>(reply)
        .unwrap_or_else(|_| candid::IDLArgs::from_bytes(reply).expect("a reply is Candid").to_string())
}
