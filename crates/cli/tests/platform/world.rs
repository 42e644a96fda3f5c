//! A running server, and the program that speaks to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    data: PathBuf,
    server: Option<Child>,
    pub(crate) port: u16,
}

/// What a verb came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_selfwright"));
    command.env_remove("SELFWRIGHT_DATA").stdin(Stdio::null());
    command
}

pub(crate) fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

impl World {
    pub(crate) fn new() -> World {
        let mut world = World::stopped();
        world.start();
        world
    }

    /// A server on another data folder of this one's.
    pub(crate) fn with_data(&self, data: PathBuf) -> World {
        let mut world = World { data, folder: tempfile::tempdir().unwrap(), server: None, port: 0 };
        world.start();
        world
    }

    /// A folder without a server.
    pub(crate) fn stopped() -> World {
        let folder = tempfile::tempdir().unwrap();
        World { data: folder.path().join("data"), folder, server: None, port: 0 }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.data.clone()
    }

    pub(crate) fn start(&mut self) {
        self.start_with(program());
    }

    /// Starts the server by a command that ends with the program's name.
    pub(crate) fn start_with(&mut self, command: Command) {
        self.start_as(command, &[]);
    }

    /// Starts the server with further options.
    pub(crate) fn start_as(&mut self, mut command: Command, options: &[&str]) {
        command.arg("up").args(["--port", "0", "--json", "--data"]).arg(self.data()).args(options);
        let mut server = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let up: Value = serde_json::from_str(&line).expect("the server says where it is");
        self.port = up["port"].as_u64().unwrap().try_into().unwrap();
        self.server = Some(server);
    }

    /// No warning, no time to tidy up.
    pub(crate) fn kill(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// Asks the server to end, as a service manager does, and waits until it has.
    #[cfg(unix)]
    pub(crate) fn terminate(&mut self) -> std::process::ExitStatus {
        let mut server = self.server.take().unwrap();
        let sent = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
        assert!(sent.success());
        server.wait().unwrap()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(program().args(args).arg("--data").arg(self.data()).output().unwrap())
    }

    /// Runs a verb that must succeed.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        ran.out
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = ["--json"].iter().chain(args).copied().collect();
        serde_json::from_str(self.ok(&args).trim()).unwrap()
    }

    pub(crate) fn state_hash(&self, app: &str) -> String {
        self.json(&["show", app])["stateHash"].as_str().unwrap().to_owned()
    }

    /// The id of the release that waits.
    pub(crate) fn waiting(&self, app: &str) -> String {
        self.json(&["show", app])["pendingReleases"][0]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn rows(&self, app: &str, path: &str) -> Vec<Value> {
        self.json(&["data", app, path, "--limit", "10000"])["rows"].as_array().unwrap().clone()
    }

    /// Writes an app's folder: the guest book, with changes to its source.
    pub(crate) fn guestbook(&self, name: &str, change: impl FnOnce(String) -> String) -> String {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/apps/guestbook");
        let source = std::fs::read_to_string(fixture.join("backend/main.mo")).unwrap();
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(folder.join("backend")).unwrap();
        std::fs::create_dir_all(folder.join("frontend")).unwrap();
        std::fs::copy(fixture.join("frontend/index.html"), folder.join("frontend/index.html")).unwrap();
        std::fs::write(folder.join("backend/main.mo"), change(source)).unwrap();
        folder.to_str().unwrap().to_owned()
    }

    /// A live guest book with some entries.
    pub(crate) fn with_guestbook(entries: usize) -> World {
        let world = World::new();
        let folder = world.guestbook("first", |source| source);
        world.ok(&["release", &folder, "--app", "guestbook"]);
        for n in 0..entries {
            world.add(n);
        }
        world
    }

    pub(crate) fn add(&self, n: usize) {
        let entry = format!("(record {{ name = \"guest {n}\"; message = \"message {n}\" }})");
        self.ok(&["call", "guestbook", "addEntry", &entry, "--as", "ann"]);
    }

    /// Sends a request as it stands and returns status line, headers and body.
    pub(crate) fn http(&self, method: &str, host: &str, path: &str, headers: &[&str], body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let host = host.replace("PORT", &self.port.to_string());
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let headers = headers.replace("PORT", &self.port.to_string());
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        String::from_utf8_lossy(&reply).into_owned()
    }

    pub(crate) fn token(&self) -> String {
        std::fs::read_to_string(self.data().join("token")).unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.kill();
        }
    }
}
