//! The running server of a data folder, over HTTP.

use std::io::{BufRead as _, BufReader, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::Outcome;
use crate::failure::{FAULT, Failure, REFUSED, WAITING};

/// Which files the server leaves for those who look for it.
pub(crate) const TOKEN_FILE: &str = "token";
pub(crate) const SERVER_FILE: &str = "server.json";

/// A connection to the server.
pub(crate) struct Client {
    agent: ureq::Agent,
    address: String,
    /// The Studio's own name: 127.0.0.1 may stand for an app (`up --domain`).
    host: String,
    token: String,
    json: bool,
}

/// Returns the data folder that is meant if none is named.
pub(crate) fn data_folder(named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(path) = named {
        return Ok(path.to_owned());
    }
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")));
    base.map(|base| base.join("selfwright"))
        .ok_or_else(|| Failure::usage("there is no home folder").hint("say where the data is: --data DIR"))
}

impl Client {
    /// Finds the server of a data folder.
    pub(crate) fn connect(data: Option<&Path>, json: bool) -> Result<Client, Failure> {
        let folder = data_folder(data)?;
        let not_running = || {
            Failure::new(REFUSED, format!("no server is running on the data folder {}", folder.display()))
                .hint("start it with `selfwright up`")
        };
        let server = std::fs::read_to_string(folder.join(SERVER_FILE)).map_err(|_| not_running())?;
        let server: Value = serde_json::from_str(&server).map_err(|_| not_running())?;
        let token = std::fs::read_to_string(folder.join(TOKEN_FILE)).map_err(|error| {
            Failure::new(REFUSED, format!("{}: {error}", folder.join(TOKEN_FILE).display()))
        })?;
        let port = server["port"].as_u64().ok_or_else(not_running)?;
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let address = format!("http://127.0.0.1:{port}/_/api");
        let host = format!("localhost:{port}");
        let client = Client { agent, address, host, token: token.trim().to_owned(), json };
        // Another program may have taken the port since.
        match client.get("status") {
            Ok(_) => Ok(client),
            Err(_) => Err(not_running()),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, Failure> {
        let request = self.agent.get(format!("{}/{path}", self.address));
        let response = self.signed(request).call().map_err(|error| lost(&error))?;
        read(response)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        read(self.send(path, body)?)
    }

    pub(crate) fn delete(&self, path: &str) -> Result<Value, Failure> {
        let request = self.agent.delete(format!("{}/{path}", self.address));
        let response = self.signed(request).call().map_err(|error| lost(&error))?;
        read(response)
    }

    /// Reads a body of bytes; `progress` hears how many are there.
    pub(crate) fn download(&self, path: &str, progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, Failure> {
        let request = self.agent.get(format!("{}/{path}", self.address));
        let response = self.signed(request).call().map_err(|error| lost(&error))?;
        if !response.status().is_success() {
            return Err(read(response).err().unwrap_or_else(|| Failure::new(FAULT, "the server refused")));
        }
        let mut bytes = Vec::new();
        let mut reader = Counted { inner: response.into_body().into_reader(), bytes: 0, progress };
        reader
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::new(FAULT, format!("the server broke off: {error}")))?;
        Ok(bytes)
    }

    /// Sends bytes; `progress` hears how many are gone.
    pub(crate) fn upload(
        &self,
        path: &str,
        from: impl Read,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Value, Failure> {
        let mut reader = Counted { inner: from, bytes: 0, progress };
        let request = self.agent.post(format!("{}/{path}", self.address));
        read(
            self.signed(request)
                .send(ureq::SendBody::from_reader(&mut reader))
                .map_err(|error| lost(&error))?,
        )
    }

    fn send(&self, path: &str, body: &Value) -> Result<ureq::http::Response<ureq::Body>, Failure> {
        let request = self.agent.post(format!("{}/{path}", self.address));
        self.signed(request).send_json(body).map_err(|error| lost(&error))
    }

    /// Says who asks, and whom.
    fn signed<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        request.header("Host", &self.host).header("Authorization", format!("Bearer {}", self.token))
    }

    /// Carries out a job and prints what happens on the way.
    pub(crate) fn job(&self, app: &str, path: &str, body: &Value) -> Outcome {
        let response = self.send(path, body)?;
        if !response.status().is_success() {
            return read(response).map(|_| ());
        }
        let reader = BufReader::new(response.into_body().into_reader());
        let (mut name, mut outcome) = (String::new(), None);
        for line in reader.lines() {
            let line = line.map_err(|error| Failure::new(FAULT, format!("the server broke off: {error}")))?;
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                let data: Value = serde_json::from_str(data).unwrap_or_default();
                self.show(&name, &data);
                outcome = outcome.or_else(|| ended(app, &name, &data));
            }
        }
        outcome.unwrap_or_else(|| Err(Failure::new(FAULT, "the server broke off before the end")))
    }

    fn show(&self, name: &str, data: &Value) {
        if self.json {
            let mut line = data.clone();
            line["event"] = json!(name);
            println!("{line}");
        } else {
            print_event(name, data);
        }
    }
}

/// Counts what is read.
struct Counted<'a, R> {
    inner: R,
    bytes: u64,
    progress: &'a mut dyn FnMut(u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(to)?;
        self.bytes += count as u64;
        (self.progress)(self.bytes);
        Ok(count)
    }
}

fn lost(error: &ureq::Error) -> Failure {
    Failure::new(FAULT, format!("the server does not answer: {error}"))
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Value, Failure> {
    let status = response.status();
    if status.as_u16() == 204 {
        return Ok(Value::Null);
    }
    let body: Value =
        response.body_mut().with_config().limit(1 << 30).read_json().map_err(|error| lost(&error))?;
    if status.is_success() { Ok(body) } else { Err(Failure::of_server(&body["error"])) }
}

/// What the last event of a job means for the exit code.
fn ended(app: &str, name: &str, data: &Value) -> Option<Outcome> {
    let app = data["app"].as_str().filter(|name| !name.is_empty()).unwrap_or(app);
    match name {
        "done" => Some(Ok(())),
        "waiting" => {
            let release = data["release"].as_str().unwrap_or_default();
            let hint =
                format!("to say yes: `selfwright consent {app} {}`", release.get(..8).unwrap_or(release));
            Some(Err(Failure::new(WAITING, "this waits for your consent; nothing has changed").hint(hint)))
        }
        "refused" => Some(Err(Failure::silent(REFUSED))),
        "failed" => Some(Err(Failure::of_server(&data["error"]))),
        _ => None,
    }
}

fn print_event(name: &str, data: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match name {
        "stage" if data["status"] != "started" => {
            let took = data["tookMs"].as_u64().unwrap_or_default();
            println!("{:>7} ms  {:<10}  {}", took, text(&data["stage"]), text(&data["text"]));
        }
        "understood" => print_understanding(data),
        "diagnostics" => {
            for diagnostic in data["diagnostics"].as_array().into_iter().flatten() {
                eprintln!("{}\n", text(&diagnostic["rendered"]));
            }
        }
        "verdict" => print_verdict(&data["verdict"]),
        "done" => {
            let words = match data["outcome"].as_str() {
                Some("unchanged") => "unchanged".to_owned(),
                Some("checked") => "checked; nothing was released".to_owned(),
                _ => format!("release {} is live", data["number"]),
            };
            println!("{:>7} ms  {words}: {}", data["ms"], text(&data["url"]));
            if data["number"] == 1 {
                println!("            to use it as its owner: `selfwright own {}`", text(&data["app"]));
            }
        }
        "refused" => eprintln!("refused; nothing has changed"),
        _ => {}
    }
}

pub(crate) fn print_understanding(data: &Value) {
    let list = |name: &str| data[name].as_array().cloned().unwrap_or_default();
    for line in list("understood") {
        println!("  + {}", line.as_str().unwrap_or_default());
    }
    for question in list("questions") {
        let options: Vec<&str> =
            question["options"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        println!(
            "  ? {} [{}] (now: {})",
            question["text"].as_str().unwrap_or_default(),
            options.join(" | "),
            question["default"].as_str().unwrap_or_default()
        );
    }
    for line in list("notUnderstood") {
        println!("  - not understood: {}", line.as_str().unwrap_or_default());
    }
}

pub(crate) fn print_verdict(verdict: &Value) {
    let outcome = verdict["outcome"].as_str().unwrap_or_default();
    let colour = std::io::stdout().is_terminal();
    let (on, off) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    println!("  verdict: {on}{outcome}{off}");
    let say = |mark: &str, words: &Value| {
        if let Some(words) = words.as_str() {
            println!("    {mark} {words}");
        }
    };
    for reason in verdict["reasons"].as_array().into_iter().flatten() {
        println!(
            "    x [{}] {}",
            reason["code"].as_str().unwrap_or_default(),
            reason["message"].as_str().unwrap_or_default()
        );
        say("  way out:", &reason["wayOut"]);
    }
    for item in verdict["items"].as_array().into_iter().flatten() {
        let said = if item["consented"] == true { " (you said yes)" } else { "" };
        println!(
            "    ? [{}] {}{said}",
            item["id"].as_str().unwrap_or_default(),
            item["detail"].as_str().unwrap_or_default()
        );
        say("  way out:", &item["wayOut"]);
    }
    for note in verdict["notes"].as_array().into_iter().flatten() {
        say("-", note);
    }
}
