//! A Motoko app asks the web: a server in the test answers.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod live;
#[path = "outcalls/server.rs"]
mod server;

use live::Live;
use replica_api::canister_id;
use replica_node::{NodeOptions, OutcallOptions};
use server::Server;
use std::path::Path;

/// A replica whose apps may ask the server of the test.
fn options(server: &Server) -> NodeOptions {
    let allowed = vec![format!("localhost:{}", server.port).parse().unwrap()];
    NodeOptions {
        outcalls: OutcallOptions { allowed, ..OutcallOptions::default() },
        ..NodeOptions::default()
    }
}

struct World {
    live: Live,
    server: Server,
}

impl World {
    fn new(folder: &Path) -> World {
        let server = Server::start();
        let live = Live::open(folder, options(&server));
        live.install(0, "canisters/asks_web.mo");
        World { live, server }
    }

    /// What the app says of a request; `ARGS` in which `$` stands for the server.
    fn says(&self, method: &str, args: &str) -> String {
        let args = args.replace('$', &format!("http://localhost:{}", self.server.port));
        self.live.call(0, method, &args)
    }

    fn check(&self, method: &str, args: &str, expected: &str) {
        let said = self.says(method, args);
        let fits = match expected.strip_suffix("...") {
            Some(begin) => said.starts_with(begin),
            None => said == expected,
        };
        assert!(fits, "{method} {args}\n  said     {said}\n  expected {expected}");
    }
}

#[test]
fn an_app_asks_the_web() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(folder.path());
    world.check("ask", r#"("$/hello", variant { get })"#, "200 hello");
    world.check("ask", r#"("$/hello", variant { head })"#, "200 ");
    world.check("ask", r#"("$/missing", variant { get })"#, "404 nothing here");
    world.check("ask", r#"("$/away", variant { get })"#, "302 ");
    world.check(
        "post",
        r#"("$/echo", "a body", "X-Key", "a value")"#,
        "200 POST /echo; user-agent: ic/1.0; x-key: a value; 6 bytes: a body",
    );
    world.check("post", r#"("$/echo", "", "User-Agent", "me")"#, "200 POST /echo; user-agent: me; 0 bytes: ");
    world.check("askOnce", r#"("$/hello", variant { put })"#, "200 hello");
    world.check("askOnce", r#"("$/hello", variant { delete })"#, "200 hello");
    world.check(
        "ask",
        r#"("$/hello", variant { patch })"#,
        "reject: the HTTP method PATCH needs is_replicated = opt false",
    );
}

#[test]
fn what_is_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(folder.path());
    let long = format!("(\"$/{}\", variant {{ get }})", "x".repeat(9_000));
    world.check("ask", &long, "reject: the URL has 90...");
    world.check("askWithHeaders", r#"("$/hello", 64 : nat)"#, "200 hello");
    world.check(
        "askWithHeaders",
        r#"("$/hello", 65 : nat)"#,
        "reject: there are 65 HTTP headers, and at most 64 are allowed",
    );
    world.check(
        "askUpTo",
        r#"("$/hello", 3000000 : nat64)"#,
        "reject: max_response_bytes is at most 2000000, and was 3000000",
    );
    // The head counts, too.
    world.check("askUpTo", r#"("$/hello", 10 : nat64)"#, "fatal: the HTTP response has more than 10 bytes");
    world.check("askUpTo", r#"("$/hello", 200 : nat64)"#, "200 hello");
    world.check(
        "ask",
        r#"("$/large", variant { get })"#,
        "fatal: the HTTP response has more than 2000000 bytes",
    );
    world.check(
        "ask",
        r#"("$/endless", variant { get })"#,
        "fatal: the HTTP response has more than 2000000 bytes",
    );
    world.check(
        "ask",
        r#"("$/headers", variant { get })"#,
        "fatal: there are 67 HTTP headers, and at most 64 are allowed",
    );
}

#[test]
fn only_public_hosts_are_reached_unless_they_are_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(folder.path());
    let port = world.server.port;
    for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"] {
        let args = format!("(\"https://{host}:{port}/hello\", variant {{ get }})");
        world.check("ask", &args, &format!("fatal: {host} is not a host of the public network..."));
    }
    world.check("ask", r#"("http://127.0.0.1/hello", variant { get })"#, "fatal: the URL...");
    world.check("ask", r#"("ftp://localhost/hello", variant { get })"#, "fatal: the URL...");
    world.check("ask", r#"("no address", variant { get })"#, "fatal: the URL...");
    // It speaks no TLS.
    let args = format!("(\"https://localhost:{port}/hello\", variant {{ get }})");
    world.check("ask", &args, "transient: localhost could not be asked...");
    assert_eq!(world.server.requests(), Vec::<String>::new(), "the server was asked for nothing");
}

#[test]
fn an_answer_goes_through_the_method_of_the_app() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(folder.path());
    world.check("through", r#"("$/hello", variant { trim })"#, "200 3 200 hello");
    // More than its share of a block: it goes on beside the blocks.
    world.check("through", r#"("$/hello", variant { spin })"#, "200 \u{1}\u{2}\u{3}");
    world.check("through", r#"("$/hello", variant { fail })"#, "error: Canister...");
    world.check("through", r#"("$/long", variant { swell })"#, "fatal: the transformed HTTP response has...");
}

#[test]
fn people_and_copies_ask_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(folder.path());
    let mut fork = world.live.node.fork(&[canister_id(0)]);
    let args = format!("(\"http://localhost:{}/hello\", variant {{ get }})", world.server.port);
    let arg = candid_parser::parse_idl_args(&args).unwrap().to_bytes().unwrap();
    let reply = fork.call(live::owner(), canister_id(0), "ask", &arg).outcome.expect("the app answers");
    let said = String::from_utf8_lossy(&reply).into_owned();
    assert!(said.contains("fatal: this is a copy of the app"), "{said}");
    assert_eq!(world.server.requests(), Vec::<String>::new(), "a rehearsal is heard by nobody");
}

#[test]
fn after_a_restart_what_only_reads_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(folder.path());
    let url = |path: &str| format!("http://localhost:{}{path}", world.server.port);
    let read = world.live.submit(0, "ask", &format!("(\"{}\", variant {{ get }})", url("/once")));
    let wrote = world.live.submit(0, "ask", &format!("(\"{}\", variant {{ post }})", url("/once")));
    world.server.wait_for(&["GET /once", "POST /once"]);
    let World { live, server } = world;
    live.node.close();
    drop(live);
    server.answer_from_now_on();
    let live = Live::open(folder.path(), options(&server));
    assert_eq!(live.outcome(&read), "200 answered");
    let said = live.outcome(&wrote);
    assert!(said.contains("unknown: the replica was started anew"), "{said}");
    assert_eq!(server.count("POST /once"), 1, "nothing but a reading request is sent twice");
    // Nobody asks anything when it is carried out again, and it comes to the same.
    let (height, _, root) = live.node.tip();
    live.node.close();
    drop(live);
    let before = server.requests().len();
    let verified = replica_node::verify(folder.path(), &options(&server), |_| {}).expect("it is whole");
    assert_eq!((verified.blocks, verified.root), (height, root));
    assert_eq!(server.requests().len(), before);
}

#[test]
fn where_the_web_is_switched_off_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start();
    let mut options = options(&server);
    options.outcalls.enabled = false;
    let live = Live::open(folder.path(), options);
    live.install(0, "canisters/asks_web.mo");
    let said =
        live.call(0, "ask", &format!("(\"http://localhost:{}/hello\", variant {{ get }})", server.port));
    assert_eq!(said, "fatal: this replica sends no requests to the web");
    assert_eq!(server.requests(), Vec::<String>::new());
}
