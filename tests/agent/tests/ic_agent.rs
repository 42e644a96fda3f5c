//! The Rust agent, unchanged, against the real server, which it verifies by itself: certificates against the root
//! key, query replies against the node's key. `SELFWRIGHT_BINARY` names the server's program.

use candid::{CandidType, Decode, Encode, Principal};
use ic_agent::AgentError;
use ic_agent::agent::{Agent, CallResponse, RejectCode};
use ic_agent::export::reqwest;
use ic_agent::hash_tree::{Label, LookupResult};
use ic_agent::identity::{AnonymousIdentity, Identity, Secp256k1Identity};
use serde::Deserialize;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const MANAGEMENT: Principal = Principal::management_canister();

struct Server {
    process: Child,
    url: String,
    _data: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let binary = std::env::var_os("SELFWRIGHT_BINARY").map(PathBuf::from);
        let binary = binary.unwrap_or_else(|| root.join("target/debug/selfwright"));
        let data = tempfile::tempdir().expect("a temporary folder");
        let mut process = Command::new(&binary)
            .args(["up", "--json", "--port", "0", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{}: {error}; build it first: cargo build --workspace", binary.display())
            });
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("it is piped")).read_line(&mut line).expect("it prints");
        let port = line.split("\"port\":").nth(1).expect("it names its port");
        let port: u16 =
            port.split(|c: char| !c.is_ascii_digit()).next().expect("digits").parse().expect("a port");
        Server { process, url: format!("http://127.0.0.1:{port}"), _data: data }
    }

    async fn agent(&self, identity: impl Identity + 'static) -> Agent {
        let client = reqwest::Client::builder().build().expect("a client");
        let agent = Agent::builder()
            .with_verify_query_signatures(true)
            .with_http_client(client)
            .with_url(&self.url)
            .with_identity(identity)
            .build()
            .expect("an agent");
        agent.fetch_root_key().await.expect("a root key");
        agent
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A counter; the second version counts in tens and answers `version` as well.
fn module(step: u32, more: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
          (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
          (import "ic0" "msg_reply" (func $reply))
          (import "ic0" "trap" (func $trap (param i32 i32)))
          (memory 1)
          (@custom "icp:public candid:service" "service : {{ bump : () -> (nat32); read : () -> (nat32) query }}")
          (@custom "icp:private secret" "for controllers")
          (data (i32.const 0) "DIDL\00\01\79")
          (data (i32.const 32) "no more")
          (global $count (mut i32) (i32.const 0))
          (func $answer
            (i32.store (i32.const 7) (global.get $count))
            (call $append (i32.const 0) (i32.const 11))
            (call $reply))
          (func (export "canister_update bump")
            (global.set $count (i32.add (global.get $count) (i32.const {step})))
            (call $answer))
          (func (export "canister_update fail") (call $trap (i32.const 32) (i32.const 7)))
          (func (export "canister_query read") (call $answer))
          {more})"#
    );
    wat::parse_str(text).expect("a module")
}

#[derive(CandidType)]
struct Provisional {
    amount: Option<candid::Nat>,
}

#[derive(CandidType, Deserialize)]
struct Canister {
    canister_id: Principal,
}

#[derive(CandidType)]
#[allow(non_camel_case_types, reason = "as the interface names them")]
enum Mode {
    install,
    upgrade,
}

#[derive(CandidType)]
struct Install {
    mode: Mode,
    canister_id: Principal,
    wasm_module: Vec<u8>,
    arg: Vec<u8>,
}

async fn managed(
    agent: &Agent,
    method: &str,
    canister: Principal,
    arg: Vec<u8>,
) -> Result<Vec<u8>, AgentError> {
    agent.update(&MANAGEMENT, method).with_effective_canister_id(canister).with_arg(arg).await
}

async fn install(
    agent: &Agent,
    mode: Mode,
    canister_id: Principal,
    wasm_module: Vec<u8>,
) -> Result<(), AgentError> {
    let arg = Encode!(&Install { mode, canister_id, wasm_module, arg: Vec::new() }).expect("it encodes");
    managed(agent, "install_code", canister_id, arg).await.map(|_| ())
}

fn number(reply: &[u8]) -> u32 {
    Decode!(reply, u32).expect("a number")
}

fn nothing() -> Vec<u8> {
    Encode!().expect("it encodes")
}

/// What a reject tells: class, and exact reason.
fn rejected<T: std::fmt::Debug>(outcome: Result<T, AgentError>) -> (RejectCode, String) {
    match outcome.expect_err("it is rejected") {
        AgentError::CertifiedReject { reject, .. } | AgentError::UncertifiedReject { reject, .. } => {
            (reject.reject_code, reject.error_code.expect("an error code"))
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn the_rust_agent_makes_installs_calls_reads_and_upgrades() {
    let server = Server::start();
    let owner = Secp256k1Identity::from_private_key(k256::SecretKey::from_slice(&[7; 32]).expect("a key"));
    let principal = owner.sender().expect("a principal");
    let agent = server.agent(owner).await;
    let stranger = server.agent(AnonymousIdentity).await;

    // Made and installed.
    let arg = Encode!(&Provisional { amount: None }).expect("it encodes");
    let method = "provisional_create_canister_with_cycles";
    let anywhere = Principal::from_text("rwlgt-iiaaa-aaaaa-aaaaa-cai").expect("an id");
    let made = managed(&agent, method, anywhere, arg).await.expect("a canister");
    let canister = Decode!(&made, Canister).expect("its id").canister_id;
    let (code, error) = rejected(agent.query(&canister, "read").with_arg(nothing()).call().await);
    assert_eq!((code, error.as_str()), (RejectCode::CanisterError, "IC0537"), "it is empty");
    let first = module(1, "");
    install(&agent, Mode::install, canister, first.clone()).await.expect("it is installed");

    // Called and asked.
    let bump = || agent.update(&canister, "bump").with_arg(nothing());
    let read = || agent.query(&canister, "read").with_arg(nothing());
    assert_eq!(number(&bump().await.expect("a reply")), 1);
    assert_eq!(number(&read().call().await.expect("an answer")), 1);
    match bump().call().await.expect("it is taken") {
        CallResponse::Response((reply, certificate)) => {
            assert_eq!(number(&reply), 2);
            assert!(certificate.delegation.is_none(), "the replica is its own root subnet");
        }
        CallResponse::Poll(id) => panic!("{} is still running", id),
    }

    // Errors with the codes of the interface.
    let (code, error) = rejected(agent.update(&canister, "fail").with_arg(nothing()).await);
    assert_eq!((code, error.as_str()), (RejectCode::CanisterError, "IC0503"));
    let (code, error) = rejected(agent.update(&canister, "absent").with_arg(nothing()).await);
    assert_eq!((code, error.as_str()), (RejectCode::CanisterError, "IC0536"));
    let nowhere = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0xff, 0xff, 1, 1]);
    let (code, error) = rejected(agent.update(&nowhere, "bump").with_arg(nothing()).await);
    assert_eq!((code, error.as_str()), (RejectCode::DestinationInvalid, "IC0301"));
    let (_, error) = rejected(install(&stranger, Mode::upgrade, canister, first.clone()).await);
    assert_eq!(error, "IC0512", "only controllers install");

    // The state tree.
    let hash = agent.read_state_canister_module_hash(canister).await.expect("a hash");
    assert_eq!(hash.len(), 32);
    let controllers = agent.read_state_canister_controllers(canister).await.expect("controllers");
    assert_eq!(controllers, [principal]);
    let candid = stranger.read_state_canister_metadata(canister, "candid:service").await.expect("a section");
    assert!(candid.starts_with(b"service : {"));
    let secret = agent.read_state_canister_metadata(canister, "secret").await.expect("a section");
    assert_eq!(secret, b"for controllers");
    assert!(stranger.read_state_canister_metadata(canister, "secret").await.is_err());
    let subnet = Principal::self_authenticating(agent.read_root_key());
    let key: Vec<Label<Vec<u8>>> =
        [&b"subnet"[..], subnet.as_slice(), b"public_key"].map(Label::from_bytes).to_vec();
    let certificate = agent.read_subnet_state_raw(vec![key.clone()], subnet).await.expect("a certificate");
    match certificate.tree.lookup_path(&key) {
        LookupResult::Found(found) => assert_eq!(found, agent.read_root_key()),
        other => panic!("{other:?}"),
    }
    let ranges = agent.read_state_subnet_canister_ranges(subnet).await.expect("ranges");
    assert!(ranges.iter().any(|(first, last)| (first..=last).contains(&&canister)), "{ranges:?}");

    // Upgraded: the code is another, and globals begin anew, as on every replica.
    let second = module(10, r#"(func (export "canister_query version") (call $answer))"#);
    install(&agent, Mode::upgrade, canister, second).await.expect("it is upgraded");
    assert_ne!(agent.read_state_canister_module_hash(canister).await.expect("a hash"), hash);
    assert_eq!(number(&bump().await.expect("a reply")), 10);
    assert_eq!(
        number(&agent.query(&canister, "version").with_arg(nothing()).call().await.expect("an answer")),
        10
    );

    // Stopped.
    let arg = Encode!(&Canister { canister_id: canister }).expect("it encodes");
    managed(&agent, "stop_canister", canister, arg).await.expect("it stops");
    let (_, error) = rejected(bump().await);
    assert_eq!(error, "IC0508");
}
