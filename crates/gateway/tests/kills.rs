//! Killed under sixteen concurrent writers, again and again: no acknowledged write is lost, none is applied twice when it is
//! sent again, and a start finds the state that all blocks lead to. `SELFWRIGHT_KILLS=N` sets how often.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ciborium::Value;
use replica_api::{
    CanisterAction, CanisterChange, InstallMode, PlatformBatch, Principal, Replica as _, canister_id,
};
use replica_node::{Node, NodeOptions};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const ROUNDS: u32 = 10;
const WRITERS: u32 = 16;

/// Keeps the numbers it is given, in the order they came.
const LIST: &str = r#"(module
  (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (memory 64)
  (global $end (mut i32) (i32.const 16))
  (func (export "canister_update put")
    (call $arg (global.get $end) (i32.const 0) (i32.const 4))
    (global.set $end (i32.add (global.get $end) (i32.const 4)))
    (call $reply))
  (func (export "canister_query all")
    (call $append (i32.const 16) (i32.sub (global.get $end) (i32.const 16)))
    (call $reply)))"#;

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(data: &Path) -> Server {
        let mut process = Command::new(example("serve"))
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").expect("the server says where it listens");
        Server { address: address.to_owned(), process }
    }

    /// Ends the server as a power cut would.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Cargo puts examples beside the folder of the test binaries.
fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().join("examples").join(name)
}

fn list() -> Principal {
    canister_id(0)
}

/// A folder with the list installed.
fn prepare(data: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let node = Node::open(data, NodeOptions::default()).unwrap();
    let module = wat::parse_str(LIST).unwrap().into();
    let actions = [
        CanisterAction::Create { controllers: Vec::new() },
        CanisterAction::Install { mode: InstallMode::Install, module, arg: Vec::new() },
    ];
    let changes = actions.map(|action| CanisterChange { canister: list(), action }).to_vec();
    let batch = PlatformBatch { changes, ..PlatformBatch::default() };
    runtime.block_on(node.platform(batch)).unwrap().unwrap();
    node.close();
}

/// An anonymous request. The same number and expiry make the same request.
fn request(kind: &str, method: &str, number: u32, expiry: u64) -> Vec<u8> {
    let content: Vec<(Value, Value)> = vec![
        ("request_type".into(), kind.into()),
        ("sender".into(), Value::Bytes(vec![4])),
        ("ingress_expiry".into(), expiry.into()),
        ("canister_id".into(), Value::Bytes(list().as_slice().to_vec())),
        ("method_name".into(), method.into()),
        ("arg".into(), Value::Bytes(number.to_le_bytes().to_vec())),
    ];
    let mut body = Vec::new();
    ciborium::into_writer(&Value::Map(vec![("content".into(), Value::Map(content))]), &mut body).unwrap();
    body
}

fn post(address: &str, path: &str, body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let length = body.len();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    Ok(reply)
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Sends a write and tells whether it was acknowledged.
fn put(address: &str, body: &[u8]) -> bool {
    let path = format!("/api/v3/canister/{}/call", list());
    post(address, &path, body).is_ok_and(|reply| {
        reply.starts_with(b"HTTP/1.1 200") && holds(&reply, b"certificate") && !holds(&reply, b"reject_code")
    })
}

fn stored(address: &str) -> BTreeMap<u32, usize> {
    let path = format!("/api/v2/canister/{}/query", list());
    let reply = post(address, &path, &request("query", "all", 0, in_four_minutes())).unwrap();
    let at = reply.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let value: Value = ciborium::from_reader(&reply[at..]).unwrap();
    let value = if let Value::Tag(_, inner) = value { *inner } else { value };
    let field = |value: &Value, name: &str| {
        value.as_map().unwrap().iter().find(|(key, _)| key.as_text() == Some(name)).unwrap().1.clone()
    };
    let numbers = field(&field(&value, "reply"), "arg").into_bytes().unwrap();
    let mut counts = BTreeMap::new();
    for number in numbers.chunks(4) {
        *counts.entry(u32::from_le_bytes(number.try_into().unwrap())).or_default() += 1;
    }
    counts
}

fn in_four_minutes() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + Duration::from_secs(240);
    now.as_nanos() as u64
}

/// Carries out every block again, and compares with the state that a start recovers from a copy of the folder.
fn prove(data: &Path) {
    let verified = replica_node::verify(data, &NodeOptions::default(), |_| {}).unwrap();
    let copy = tempfile::tempdir().unwrap();
    let to = copy.path().join("data");
    replica_node::backup(data, &to, &[], &mut |_| {}).unwrap();
    let node = Node::open(&to, NodeOptions::default()).unwrap();
    let (height, _, root) = node.tip();
    assert_eq!((height, root), (verified.blocks, verified.root));
}

/// What a writer sent: acknowledged, and the last one, which the kill left without an answer.
type Sent = (Vec<u32>, (u32, Vec<u8>));

fn write_until_killed(address: &str, killed: &AtomicBool, first: u32) -> Sent {
    let mut acknowledged = Vec::new();
    for number in first.. {
        let body = request("call", "put", number, in_four_minutes());
        if !put(address, &body) {
            assert!(killed.load(Ordering::SeqCst), "{number} was refused by a server that runs");
            return (acknowledged, (number, body));
        }
        acknowledged.push(number);
    }
    unreachable!("the server is killed first")
}

#[test]
fn kills_under_sixteen_writers_lose_nothing_and_repeat_nothing() {
    let rounds = std::env::var("SELFWRIGHT_KILLS").map_or(ROUNDS, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let mut acknowledged: Vec<u32> = Vec::new();
    let mut server = Server::start(folder.path());
    for round in 0..rounds {
        let (killed, address) = (AtomicBool::new(false), server.address.clone());
        let sent: Vec<Sent> = std::thread::scope(|scope| {
            let (killed, address) = (&killed, &address);
            let first = |writer| (round * WRITERS + writer) * 100_000;
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| scope.spawn(move || write_until_killed(address, killed, first(writer))))
                .collect();
            // Not always at the same moment of a block.
            std::thread::sleep(Duration::from_millis(100 + u64::from(round) * 17 % 41));
            killed.store(true, Ordering::SeqCst);
            server.kill();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        prove(folder.path());
        server = Server::start(folder.path());
        // Whoever got no answer asks again, with the same request: it runs now, or it has run.
        for (known, (number, body)) in sent {
            acknowledged.extend(known);
            assert!(put(&server.address, &body), "round {round}: {number} was not taken up again");
            acknowledged.push(number);
        }
        let stored = stored(&server.address);
        for number in &acknowledged {
            assert_eq!(stored.get(number), Some(&1), "round {round}: how often {number} was applied");
        }
        assert_eq!(stored.len(), acknowledged.len(), "round {round}: something nobody sent");
    }
    server.kill();
    assert!(acknowledged.len() > (2 * rounds * WRITERS) as usize, "{} writes", acknowledged.len());
}
