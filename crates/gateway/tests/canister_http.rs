//! Apps that answer HTTP themselves: verified, in pieces, upgraded, raw.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod world;

use axum::http::StatusCode;
use candid::{CandidType, Encode, Func};
use ic_http_certification::utils::add_v2_certificate_header;
use ic_http_certification::{
    CERTIFICATE_EXPRESSION_HEADER_NAME, DefaultCelBuilder, DefaultResponseCertification, HttpCertification,
    HttpCertificationPath, HttpCertificationTree, HttpCertificationTreeEntry, HttpResponse,
};
use replica_api::{Principal, canister_id};
use serde_bytes::ByteBuf;
use std::sync::LazyLock;
use world::{Answer, PUPPET, World};

/// What the puppet lets `http_request` answer.
#[derive(CandidType, Clone, Default)]
struct Reply {
    status_code: u16,
    headers: Vec<(String, String)>,
    body: ByteBuf,
    upgrade: Option<bool>,
    streaming_strategy: Option<Strategy>,
}

#[derive(CandidType, Clone)]
enum Strategy {
    Callback { callback: Next, token: Token },
}

candid::define_function!(Next : (Token) -> (Chunk) query);

#[derive(CandidType, Clone, Debug, PartialEq, Eq)]
struct Token {
    key: String,
    index: candid::Nat,
    before: Option<Vec<u16>>,
}

#[derive(CandidType, Clone)]
struct Chunk {
    body: ByteBuf,
    token: Option<Token>,
}

fn token() -> Token {
    Token { key: "é/index.html".into(), index: 7u8.into(), before: Some(vec![1, 2]) }
}

fn strategy(canister: Principal) -> Strategy {
    let callback = Next(Func { principal: canister, method: "next".into() });
    Strategy::Callback { callback, token: token() }
}

const PAGE: &[u8] = b"<h1>served by a canister</h1>";

struct App {
    world: World,
    canister: Principal,
}

impl App {
    async fn new() -> App {
        App::with(PUPPET).await
    }

    async fn with(module: &str) -> App {
        let world = World::new();
        let canister = world.install(module, Vec::new()).await;
        App { world, canister }
    }

    async fn set(&self, slot: u8, bytes: &[u8]) {
        self.world.call(self.canister, "set", &[&[slot], bytes].concat()).await;
    }

    async fn answer(&self, reply: &Reply) {
        self.set(1, &Encode!(reply).unwrap()).await;
    }

    async fn get(&self, path: &str) -> Answer {
        self.world.get(&format!("{}.localhost:4943", self.canister), path, &[]).await
    }

    async fn get_raw(&self, path: &str) -> Answer {
        self.world.get(&format!("{}.raw.localhost:4943", self.canister), path, &[]).await
    }

    /// Certifies a response for a path, as asset canisters do.
    async fn certified(&self, path: &str, body: &[u8]) -> Reply {
        static EXPRESSION: LazyLock<ic_http_certification::DefaultResponseOnlyCelExpression<'static>> =
            LazyLock::new(|| {
                DefaultCelBuilder::response_only_certification()
                    .with_response_certification(DefaultResponseCertification::certified_response_headers(
                        vec!["Content-Type"],
                    ))
                    .build()
            });
        let headers = vec![
            ("Content-Type".to_owned(), "text/html".to_owned()),
            ("X-Free".to_owned(), "anything".to_owned()),
            (CERTIFICATE_EXPRESSION_HEADER_NAME.to_owned(), EXPRESSION.to_string()),
        ];
        let mut response = HttpResponse::builder().with_headers(headers).with_body(body.to_vec()).build();
        let certification = HttpCertification::response_only(&EXPRESSION, &response, None).unwrap();
        let path = HttpCertificationPath::exact(path);
        let mut tree = HttpCertificationTree::default();
        let entry = HttpCertificationTreeEntry::new(&path, certification);
        tree.insert(&entry);
        self.world.call(self.canister, "certify", &tree.root_hash()).await;
        let certificate = self.world.query(self.canister, "certificate").await;
        let witness = tree.witness(&entry, "/").unwrap();
        add_v2_certificate_header(&certificate, &mut response, &witness, &path.to_expr_path());
        Reply {
            status_code: 200,
            headers: response.headers().to_vec(),
            body: ByteBuf::from(body.to_vec()),
            ..Reply::default()
        }
    }
}

#[tokio::test]
async fn a_certified_response_is_shown_and_one_that_differs_never() {
    let app = App::new().await;
    let good = app.certified("/page", PAGE).await;
    app.answer(&good).await;
    let shown = app.get("/page").await;
    assert_eq!((shown.status, &shown.body[..]), (StatusCode::OK, PAGE), "{}", shown.text());
    assert_eq!(shown.header("content-type"), Some("text/html"));
    assert_eq!(shown.header("x-free"), None, "what is not certified does not go on");

    let refused = app.get("/other").await;
    assert_eq!(refused.status, StatusCode::BAD_GATEWAY);
    for changed in [
        Reply { body: ByteBuf::from(b"<h1>served by a liar</h1>".to_vec()), ..good.clone() },
        Reply { status_code: 404, ..good.clone() },
        Reply { headers: vec![("Content-Type".into(), "text/html".into())], ..good.clone() },
    ] {
        app.answer(&changed).await;
        let refused = app.get("/page").await;
        assert_eq!(refused.status, StatusCode::BAD_GATEWAY);
        assert!(!refused.text().contains("served by"), "{}", refused.text());
        assert!(refused.text().contains("cannot be verified"), "{}", refused.text());
        // Who asks for it raw gets what there is.
        let raw = app.get_raw("/page").await;
        assert_eq!(raw.status.as_u16(), changed.status_code);
        assert_eq!(raw.body, changed.body.to_vec());
    }
}

#[tokio::test]
async fn a_canister_that_says_version_2_is_not_believed_in_version_1() {
    let section = r#"(@custom "icp:public supported_certificate_versions" "1,2")"#;
    let app = App::with(&PUPPET.replace("(memory 8)", &format!("(memory 8) {section}"))).await;
    let mut old = app.certified("/page", PAGE).await;
    let header = old.headers.iter_mut().find(|(name, _)| name == "IC-Certificate").unwrap();
    header.1 = header.1.replace("version=2", "version=1");
    app.answer(&old).await;
    let refused = app.get("/page").await;
    assert!(refused.text().contains("certified in version 1"), "{}", refused.text());
}

#[tokio::test]
async fn an_upgraded_request_is_a_call_and_needs_no_certificate() {
    let app = App::new().await;
    app.answer(&Reply { status_code: 200, upgrade: Some(true), ..Reply::default() }).await;
    let body = ByteBuf::from(b"made".to_vec());
    let headers = vec![("x-made".into(), "1".into()), ("Content-Length".into(), "999".into())];
    let made = Reply { status_code: 201, headers, body, ..Reply::default() };
    app.set(3, &Encode!(&made).unwrap()).await;
    let answer = app.get("/make").await;
    assert_eq!((answer.status, answer.text().as_str()), (StatusCode::CREATED, "made"));
    assert_eq!((answer.header("x-made"), answer.header("content-length")), (Some("1"), Some("4")));
    let endless = Reply { streaming_strategy: Some(strategy(app.canister)), ..made };
    app.set(3, &Encode!(&endless).unwrap()).await;
    assert_eq!(app.get("/make").await.status, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_body_in_pieces_is_put_together_and_verified_as_a_whole() {
    let app = App::new().await;
    let (first, last) = PAGE.split_at(9);
    let whole = app.certified("/page", PAGE).await;
    let streaming_strategy = Some(strategy(app.canister));
    let streamed = Reply { body: ByteBuf::from(first.to_vec()), streaming_strategy, ..whole };
    app.answer(&streamed).await;
    // The token comes back as it was given, whatever its type; else the puppet traps.
    app.set(4, &Encode!(&token()).unwrap()).await;
    app.set(2, &Encode!(&Some(Chunk { body: ByteBuf::from(last.to_vec()), token: None })).unwrap()).await;
    let shown = app.get("/page").await;
    assert_eq!((shown.status, &shown.body[..]), (StatusCode::OK, PAGE), "{}", shown.text());
    app.set(2, &Encode!(&Chunk { body: ByteBuf::from(b"another end".to_vec()), token: None }).unwrap()).await;
    assert_eq!(app.get("/page").await.status, StatusCode::BAD_GATEWAY);
    assert_eq!(app.get_raw("/page").await.text(), "<h1>serveanother end");
    app.set(4, b"another token").await;
    assert_eq!(app.get_raw("/page").await.status, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_body_without_end_ends() {
    let app = App::new().await;
    let streaming_strategy = Some(strategy(app.canister));
    app.answer(&Reply { status_code: 200, streaming_strategy, ..Reply::default() }).await;
    app.set(4, &Encode!(&token()).unwrap()).await;
    app.set(2, &Encode!(&Chunk { body: ByteBuf::from(b"more".to_vec()), token: Some(token()) }).unwrap())
        .await;
    let ended = app.get_raw("/").await;
    assert_eq!(ended.status, StatusCode::BAD_GATEWAY);
    assert!(ended.text().contains("1000 pieces"), "{}", ended.text());
}

#[tokio::test]
async fn another_canister_cannot_be_made_to_go_on() {
    let app = App::new().await;
    let streaming_strategy = Some(strategy(canister_id(8)));
    app.answer(&Reply { status_code: 200, streaming_strategy, ..Reply::default() }).await;
    let refused = app.get_raw("/").await;
    assert_eq!(refused.status, StatusCode::BAD_GATEWAY);
    assert!(refused.text().contains("another canister"), "{}", refused.text());
}

#[tokio::test]
async fn what_is_no_http_response_is_an_error_of_the_app() {
    let app = App::new().await;
    let odd = [
        b"no candid".to_vec(),
        Encode!().unwrap(),
        Encode!(&7u8).unwrap(),
        Encode!(&Reply { status_code: 200, headers: vec![Default::default(); 513], ..Reply::default() })
            .unwrap(),
        // A vector of very many empty values, in a few bytes.
        b"DIDL\x01\x6d\x7f\x01\x00\xff\xff\xff\xff\x0f".to_vec(),
    ];
    for reply in odd {
        app.set(1, &reply).await;
        let answer = app.get_raw("/").await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        assert!(answer.text().contains("not an HTTP response"), "{}", answer.text());
    }
    app.answer(&Reply { status_code: 101, ..Reply::default() }).await;
    assert_eq!(
        app.get_raw("/").await.status,
        StatusCode::BAD_GATEWAY,
        "an app has no say over the connection"
    );
    let absent = app.world.get(&format!("{}.localhost", canister_id(9)), "/", &[]).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    let by_parameter = format!("/?canisterId={}", app.canister);
    assert_eq!(app.world.get("127.0.0.1:4943", &by_parameter, &[]).await.status, StatusCode::BAD_GATEWAY);
}
