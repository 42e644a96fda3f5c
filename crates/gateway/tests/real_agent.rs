//! The agent that pages use, from npm, against the real server; killed and started again in between.
//! Skipped, with a word, where Node or npm is absent.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(data: &Path) -> Server {
        let mut process = Command::new(example("serve"))
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example is built with the tests");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("it is piped"))
            .read_line(&mut line)
            .expect("the server prints");
        let address = line.trim().strip_prefix("listening on ").expect("the server says where it listens");
        Server { url: format!("http://{address}"), process }
    }

    /// Ends the server as a power cut would.
    fn kill(mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it has ended");
    }
}

/// Cargo puts examples beside the folder of the test binaries.
fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    test.parent().and_then(Path::parent).expect("it lies in deps").join("examples").join(name)
}

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

fn install_clients() -> bool {
    if clients().join("node_modules/@icp-sdk/core").exists() {
        return true;
    }
    let npm =
        Command::new("npm").args(["install", "--no-audit", "--no-fund"]).current_dir(clients()).status();
    npm.is_ok_and(|status| status.success())
}

fn run_client(url: &str, module: &Path, expected: u32, canister: &str) -> String {
    let output = Command::new("node")
        .args(["client.mjs", url, module.to_str().expect("a plain path"), &expected.to_string(), canister])
        .current_dir(clients())
        .output()
        .expect("node was there a moment ago");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "the client failed:\n{out}\n{err}");
    out.trim().to_owned()
}

#[test]
fn an_agent_calls_queries_and_reads_state_and_a_kill_loses_nothing() {
    if Command::new("node").arg("--version").output().is_err() || !install_clients() {
        eprintln!("skipped: node or npm is not there");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let module = folder.path().join("counter.wasm");
    let text = std::fs::read_to_string(clients().join("counter.wat")).expect("the module is there");
    std::fs::write(&module, wat::parse_str(text).expect("it is a module")).expect("it can be written");
    let data = folder.path().join("data");

    let server = Server::start(&data);
    let canister = run_client(&server.url, &module, 0, "");
    server.kill();

    let server = Server::start(&data);
    run_client(&server.url, &module, 3, &canister);
    server.kill();
}
