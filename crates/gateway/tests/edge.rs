//! Files of pages, budgets, counting, and the port itself.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod world;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use gateway::{Asset, Fact, FactKind, NoPages, Options, Pages, Rate, ServeOptions, serve};
use replica_api::{CanisterId, canister_id};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use world::{Content, World};

#[derive(Clone)]
struct Shop;

impl Pages for Shop {
    fn resolve(&self, name: &str) -> Option<CanisterId> {
        (name == "shop").then(|| canister_id(0))
    }

    fn asset(&self, _canister: CanisterId, path: &str) -> Option<Asset> {
        let (content_type, bytes): (&str, &'static [u8]) = match path {
            "/index.html" => ("text/html; charset=utf-8", b"<h1>shop</h1>"),
            "/film.mp4" => ("video/mp4", b"0123456789"),
            "/app.js" => ("text/javascript", b"let plain;"),
            "/app.js.br" => ("application/octet-stream", b"(brotli)"),
            "/app.js.gz" => ("application/octet-stream", b"(gzip)"),
            _ => return None,
        };
        Some(Asset { content_type: content_type.into(), bytes: Bytes::from_static(bytes) })
    }
}

fn shop() -> World {
    World::with(Options::default(), Shop)
}

#[tokio::test]
async fn a_file_has_a_tag_by_which_it_need_not_be_sent_again() {
    let world = shop();
    let page = world.get("shop.localhost", "/", &[]).await;
    assert_eq!((page.status, page.text().as_str()), (StatusCode::OK, "<h1>shop</h1>"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let tag = page.header("etag").unwrap();
    for known in [tag.to_owned(), format!("\"old\", W/{tag}"), "*".to_owned()] {
        let again = world.get("shop.localhost", "/index.html", &[("if-none-match", &known)]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
        assert_eq!(again.header("etag"), Some(tag));
    }
    let other = world.get("shop.localhost", "/", &[("if-none-match", "\"old\"")]).await;
    assert_eq!(other.status, StatusCode::OK);
    let post = Request::post("/").header("host", "shop.localhost").body(Body::empty()).unwrap();
    let refused = world.send(post).await;
    assert_eq!(
        (refused.status, refused.header("allow")),
        (StatusCode::METHOD_NOT_ALLOWED, Some("GET, HEAD"))
    );
    assert_eq!(world.get("else.localhost", "/", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn parts_of_a_file_can_be_asked_for() {
    let world = shop();
    let whole = world.get("shop.localhost", "/film.mp4", &[]).await;
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let tag = whole.header("etag").unwrap();
    let part = world.get("shop.localhost", "/film.mp4", &[("range", "bytes=2-4")]).await;
    assert_eq!((part.status, part.text().as_str()), (StatusCode::PARTIAL_CONTENT, "234"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/10"));
    assert_eq!(part.header("etag"), Some(tag));
    let end = world.get("shop.localhost", "/film.mp4", &[("range", "bytes=-3"), ("if-range", tag)]).await;
    assert_eq!((end.status, end.text().as_str()), (StatusCode::PARTIAL_CONTENT, "789"));
    let changed =
        world.get("shop.localhost", "/film.mp4", &[("range", "bytes=2-4"), ("if-range", "\"old\"")]).await;
    assert_eq!((changed.status, changed.body.len()), (StatusCode::OK, 10));
    let outside = world.get("shop.localhost", "/film.mp4", &[("range", "bytes=10-")]).await;
    assert_eq!(outside.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(outside.header("content-range"), Some("bytes */10"));
}

#[tokio::test]
async fn what_was_compressed_beforehand_is_sent_to_who_takes_it() {
    let world = shop();
    let asked =
        |headers: &'static [(&'static str, &'static str)]| world.get("shop.localhost", "/app.js", headers);
    let plain = asked(&[]).await;
    assert_eq!((plain.text().as_str(), plain.header("content-encoding")), ("let plain;", None));
    assert_eq!(plain.header("vary"), Some("accept-encoding"));
    let brotli = asked(&[("accept-encoding", "gzip, br")]).await;
    assert_eq!((brotli.text().as_str(), brotli.header("content-encoding")), ("(brotli)", Some("br")));
    assert_eq!(brotli.header("content-type"), Some("text/javascript"));
    assert_ne!(brotli.header("etag"), plain.header("etag"));
    let gzip = asked(&[("accept-encoding", "gzip, br;q=0")]).await;
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    let part = asked(&[("accept-encoding", "br"), ("range", "bytes=0-2")]).await;
    assert_eq!((part.text().as_str(), part.header("content-encoding")), ("let", None));
}

fn once_an_hour() -> Option<Rate> {
    Some(Rate { every: Duration::from_secs(3_600), burst: 3 })
}

#[tokio::test]
async fn an_app_has_a_budget_of_requests() {
    let options = Options { app_rate: once_an_hour(), ..Options::default() };
    let world = World::with(options, Shop);
    for _ in 0..3 {
        assert_eq!(world.get("shop.localhost", "/", &[]).await.status, StatusCode::OK);
    }
    let limited = world.get("shop.localhost", "/", &[]).await;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = limited.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&seconds), "{seconds}");
    // The interface takes from the same budget, and other apps have their own.
    let call = |canister: CanisterId| {
        let (body, _) = Content::message("query", canister, "read", b"").anonymous();
        (format!("/api/v3/canister/{canister}/query"), body)
    };
    let (path, body) = call(canister_id(0));
    assert_eq!(world.post(&path, body).await.status, StatusCode::TOO_MANY_REQUESTS);
    let (path, body) = call(canister_id(1));
    assert_eq!(world.post(&path, body).await.status, StatusCode::OK);
    let text = world.options.metrics.render(&[]);
    let limited = "selfwright_requests_total{kind=\"query\",outcome=\"limited\"} 1";
    assert!(text.lines().any(|line| line == limited), "{text}");
    let assets = "selfwright_requests_total{kind=\"asset\",outcome=\"ok\"} 3";
    assert!(text.lines().any(|line| line == assets), "{text}");
}

#[tokio::test]
async fn a_caller_has_a_budget_of_requests_and_this_machine_has_none() {
    let options = Options { caller_rate: once_an_hour(), ..Options::default() };
    let world = World::with(options, Shop);
    let from = |address: &str| {
        let address: SocketAddr = address.parse().unwrap();
        let request = Request::get("/").header("host", "shop.localhost").extension(ConnectInfo(address));
        world.send(request.body(Body::empty()).unwrap())
    };
    for _ in 0..3 {
        assert_eq!(from("192.0.2.1:1").await.status, StatusCode::OK);
    }
    assert_eq!(from("192.0.2.1:2").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("192.0.2.2:1").await.status, StatusCode::OK);
    for _ in 0..10 {
        assert_eq!(from("127.0.0.1:1").await.status, StatusCode::OK);
    }
}

/// A body of which nothing ever comes.
struct Silence;

impl hyper::body::Body for Silence {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn a_request_that_never_arrives_whole_is_answered() {
    let options = Options { request_time_max: Duration::from_millis(1), ..Options::default() };
    let world = World::with(options, NoPages);
    let path = format!("/api/v4/canister/{}/call", canister_id(0));
    let answer = world.send(Request::post(path).body(Body::new(Silence)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT, "{}", answer.text());
}

#[test]
fn facts_of_others_are_shown_beside_the_counts() {
    let fact = Fact { name: "selfwright_apps", help: "Apps.", kind: FactKind::Gauge, value: 2.0 };
    let text = Options::default().metrics.render(&[fact]);
    assert!(
        text.ends_with("# HELP selfwright_apps Apps.\n# TYPE selfwright_apps gauge\nselfwright_apps 2\n")
    );
}

/// A server whose only page waits until it is let go.
struct Slow {
    address: SocketAddr,
    arrived: Arc<Notify>,
    go_on: Arc<Notify>,
    stop: Arc<Notify>,
    ended: tokio::task::JoinHandle<bool>,
}

async fn slow(options: ServeOptions) -> Slow {
    let (arrived, go_on, stop) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (arrived, go_on) = (arrived.clone(), go_on.clone());
        move || async move {
            arrived.notify_one();
            go_on.notified().await;
            "done"
        }
    };
    let router = Router::new().route("/", get(handler)).route("/quick", get(|| async { "quick" }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stopped = stop.clone();
    let ended = tokio::spawn(serve(listener, router, options, async move { stopped.notified().await }));
    Slow { address, arrived, go_on, stop, ended }
}

async fn ask(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    stream
}

#[tokio::test]
async fn a_request_that_runs_ends_before_the_server_does() {
    let server = slow(ServeOptions::default()).await;
    let mut running = ask(server.address).await;
    server.arrived.notified().await;
    server.stop.notify_one();
    // The port is free as soon as nothing new is taken.
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!server.ended.is_finished(), "it waits for what runs");
    server.go_on.notify_one();
    let mut answer = String::new();
    running.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    assert!(server.ended.await.unwrap());
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_keep_the_server() {
    let server = slow(ServeOptions { grace: Duration::from_millis(1), ..ServeOptions::default() }).await;
    let _running = ask(server.address).await;
    server.arrived.notified().await;
    server.stop.notify_one();
    assert!(!server.ended.await.unwrap());
}

#[tokio::test]
async fn one_connection_more_than_there_are_places_waits() {
    let server = slow(ServeOptions { connections_max: 1, ..ServeOptions::default() }).await;
    let first = ask(server.address).await;
    server.arrived.notified().await;
    let mut second = ask(server.address).await;
    drop(first);
    // The place of the first is given to the second, whose request now arrives.
    server.arrived.notified().await;
    server.go_on.notify_one();
    let mut answer = [0; 12];
    second.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[tokio::test]
async fn a_client_that_never_says_what_it_wants_is_let_go() {
    let server =
        slow(ServeOptions { head_time_max: Duration::from_millis(1), ..ServeOptions::default() }).await;
    for said in [&b""[..], b"PRI * HTTP", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\n"] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(said).await.unwrap();
        let mut answer = Vec::new();
        // Closed, politely or not; what must not happen is that this waits for ever.
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 408"), "{answer:?}");
    }
}

#[tokio::test]
async fn http_2_is_spoken_without_being_asked() {
    use hyper_util::rt::{TokioExecutor, TokioIo};
    let server = slow(ServeOptions::default()).await;
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::get(format!("http://{}/quick", server.address)).body(Body::empty()).unwrap();
    let answer = sender.send_request(request).await.unwrap();
    assert_eq!((answer.status(), answer.version()), (StatusCode::OK, axum::http::Version::HTTP_2));
}
