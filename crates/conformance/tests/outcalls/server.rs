//! A web server as small as the tests need it: one request a connection, answered by its path.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Seen>,
}

/// What was asked so far, and whether `/once` is answered.
#[derive(Default)]
struct Seen {
    state: Mutex<(Vec<String>, bool)>,
    changed: Condvar,
}

impl Server {
    pub(crate) fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, seen) = (listener.local_addr().unwrap().port(), Arc::<Seen>::default());
        let noted = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = noted.clone();
                // A client that goes away is no concern of the server's.
                std::thread::spawn(move || drop(serve(stream, &seen)));
            }
        });
        Server { port, seen }
    }

    /// First lines of the requests, without what is the same in all.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.state.lock().unwrap().0.clone()
    }

    pub(crate) fn count(&self, request: &str) -> usize {
        self.requests().iter().filter(|it| *it == request).count()
    }

    /// Waits until these were asked for.
    pub(crate) fn wait_for(&self, requests: &[&str]) {
        let state = self.seen.state.lock().unwrap();
        let waits = |state: &mut (Vec<String>, bool)| {
            !requests.iter().all(|it| state.0.iter().any(|seen| seen == it))
        };
        drop(self.seen.changed.wait_while(state, waits).unwrap());
    }

    /// Lets `/once` be answered.
    pub(crate) fn answer_from_now_on(&self) {
        self.seen.state.lock().unwrap().1 = true;
        self.seen.changed.notify_all();
    }
}

fn serve(stream: TcpStream, seen: &Seen) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            // Not a request: a greeting of TLS has no lines.
            return Ok(());
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let first = lines[0].trim_end_matches(" HTTP/1.1").to_owned();
    if !first.contains(" /") {
        return Ok(());
    }
    seen.state.lock().unwrap().0.push(first.clone());
    seen.changed.notify_all();
    let header = |name: &str| {
        lines
            .iter()
            .find_map(|line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)))
    };
    let length = header("content-length").map_or(0, |(_, length)| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let told = |name: &str| header(name).map_or(String::new(), |(_, value)| format!("; {name}: {value}"));
    let mut to = stream;
    match first.split_once(' ').unwrap().1 {
        "/hello" => answer(&mut to, &first, "200 OK", &[], b"hello"),
        "/long" => answer(&mut to, &first, "200 OK", &[], "long ".repeat(40).as_bytes()),
        "/away" => answer(&mut to, &first, "302 Found", &["location: /hello".to_owned()], b""),
        "/large" => answer(&mut to, &first, "200 OK", &[], &vec![b'x'; 2_000_001]),
        "/headers" => {
            let headers: Vec<String> = (0..65).map(|n| format!("x-{n}: y")).collect();
            answer(&mut to, &first, "200 OK", &headers, b"")
        }
        "/endless" => {
            to.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            loop {
                to.write_all(&[b'x'; 65_536])?;
            }
        }
        "/echo" => {
            let (agent, key, text) = (told("user-agent"), told("x-key"), String::from_utf8_lossy(&body));
            let text = format!("{first}{agent}{key}; {length} bytes: {text}");
            answer(&mut to, &first, "200 OK", &[], text.as_bytes())
        }
        "/once" => {
            let state = seen.state.lock().unwrap();
            drop(seen.changed.wait_while(state, |state| !state.1).unwrap());
            answer(&mut to, &first, "200 OK", &[], b"answered")
        }
        _ => answer(&mut to, &first, "404 Not Found", &[], b"nothing here"),
    }
}

fn answer(
    to: &mut TcpStream,
    request: &str,
    status: &str,
    headers: &[String],
    body: &[u8],
) -> std::io::Result<()> {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n", body.len());
    to.write_all(head.as_bytes())?;
    if request.starts_with("HEAD") { Ok(()) } else { to.write_all(body) }
}
