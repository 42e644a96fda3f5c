//! What whoever runs the server sees of it, and how it ends.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use crate::world::{World, program};

/// The value of a metric, by its whole name.
fn metric(world: &World, name: &str) -> f64 {
    let text = world.http("GET", "localhost:PORT", "/metrics", &[], "");
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name}:\n{text}")).parse().unwrap()
}

#[test]
fn health_and_numbers_are_told_at_the_studios_names_only() {
    let world = World::with_guestbook(0);
    let health = world.http("GET", "127.0.0.1:PORT", "/health", &[], "");
    assert!(health.starts_with("HTTP/1.1 200") && health.ends_with("ok\n"), "{health}");
    let blocks = metric(&world, "selfwright_blocks_total");
    let assets = "selfwright_requests_total{kind=\"asset\",outcome=\"ok\"}";
    assert_eq!(metric(&world, assets), 0.0);
    let page = world.http("GET", "guestbook.localhost:PORT", "/", &[], "");
    assert!(page.contains("200 OK"), "{page}");
    world.add(1);
    assert_eq!(metric(&world, assets), 1.0);
    assert_eq!(metric(&world, "selfwright_apps"), 1.0);
    assert!(metric(&world, "selfwright_blocks_total") > blocks);
    assert!(metric(&world, "selfwright_instructions") > 0.0);
    // There, these names are the app's.
    for host in ["guestbook.localhost:PORT", "evil.example:PORT"] {
        let reply = world.http("GET", host, "/metrics", &[], "");
        assert!(reply.starts_with("HTTP/1.1 404"), "{reply}");
    }
}

#[test]
fn an_apps_page_comes_with_a_tag_and_not_twice() {
    let world = World::with_guestbook(0);
    let page = world.http("GET", "guestbook.localhost:PORT", "/", &[], "");
    let header = |name: &str| {
        let mut lines = page.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    assert_eq!(header("cache-control").as_deref(), Some("no-cache"));
    let known = format!("If-None-Match: {}", header("etag").unwrap());
    let again = world.http("GET", "guestbook.localhost:PORT", "/", &[&known], "");
    assert!(again.starts_with("HTTP/1.1 304"), "{again}");
}

#[cfg(unix)]
#[test]
fn the_log_names_each_request_as_its_response_does() {
    let mut world = World::stopped();
    let log = world.folder.path().join("log.jsonl");
    let mut command = program();
    command.env("RUST_LOG", "info").stderr(std::fs::File::create(&log).unwrap());
    world.start_as(command, &["--log-json", "--rate-per-app", "5"]);
    let reply = world.http("GET", "127.0.0.1:PORT", "/api/v2/status", &[], "");
    let id = reply.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().to_owned();
    assert!(world.terminate().success());
    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["span"]["id"] == *id).unwrap_or_else(|| panic!("{id}:\n{text}"));
    assert_eq!(line["span"]["path"], "/api/v2/status");
    assert_eq!((&line["fields"]["status"], &line["level"]), (&200.into(), &"INFO".into()));
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_lets_its_readers_go_and_closes_the_log() {
    let mut world = World::with_guestbook(3);
    let mut events = TcpStream::connect(("127.0.0.1", world.port)).unwrap();
    let request = format!(
        "GET /_/api/events HTTP/1.1\r\nHost: localhost:{}\r\nAuthorization: Bearer {}\r\n\r\n",
        world.port,
        world.token()
    );
    events.write_all(request.as_bytes()).unwrap();
    let mut line = String::new();
    let mut events = BufReader::new(events);
    events.read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");
    let status = world.terminate();
    assert!(status.success(), "{status}");
    // The stream has ended as a stream ends, with its last chunk.
    let rest: Vec<String> = events.lines().map_while(Result::ok).collect();
    assert_eq!(rest.iter().rev().find(|line| !line.is_empty()).map(String::as_str), Some("0"), "{rest:?}");
    assert!(!world.data().join("server.json").exists(), "nobody must look for it there");
    world.start();
    assert_eq!(world.rows("guestbook", "entries").len(), 3);
}

#[test]
fn what_an_app_shows_stays_on_its_own_hosts() {
    let world = World::new();
    let folder = world.guestbook("first", |source| source);
    for path in ["frontend/api/page.html", "frontend/index.html"] {
        let path = std::path::Path::new(&folder).join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "<p>the app</p>").unwrap();
    }
    world.ok(&["release", &folder, "--app", "guestbook"]);
    let about = world.http("GET", "guestbook.localhost:PORT", "/_/app.json", &[], "");
    let canister = about.split("\"canisterId\":\"").nth(1).unwrap().split('"').next().unwrap();
    let shows = |host: &str, path: &str| {
        world.http("GET", &format!("{host}:PORT"), path, &[], "").contains("<p>the app</p>")
    };
    let by_parameter = [
        format!("/?canisterId={canister}"),
        format!("/api/page.html?canisterId={canister}"),
        format!("/api/v2/page.html?canisterId={canister}"),
    ];
    for host in ["guestbook.localhost", "guestbook.raw.localhost", &format!("{canister}.localhost")] {
        assert!(shows(host, "/") && shows(host, "/api/page.html"), "{host}");
    }
    for host in [
        "localhost",
        "127.0.0.1",
        "id.localhost",
        "id.ai.localhost",
        "rdmx6-jaaaa-aaaaa-aaadq-cai.localhost",
        "raw.localhost",
        "nobody.localhost",
        "guestbook.id.localhost",
        "guestbook.nobody.localhost",
        &format!("{canister}.id.localhost"),
    ] {
        assert!(!shows(host, "/") && !shows(host, "/api/page.html"), "{host}");
        assert!(by_parameter.iter().all(|path| !shows(host, path)), "{host}");
    }
}
