//! The Internet Computer's interface, request by request, at the edge.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod world;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use candid::{CandidType, Decode, Encode};
use ciborium::Value;
use replica_api::{HashTree, MANAGEMENT, Principal, Replica as _, canister_id};
use serde::Deserialize;
use world::{Content, Key, MINUTE, PUPPET, World, bytes, encode, field, map, now};

const COUNTER: &str = include_str!("clients/counter.wat");

fn path(labels: &[&[u8]]) -> Vec<Vec<u8>> {
    labels.iter().map(|label| label.to_vec()).collect()
}

async fn counter() -> (World, Principal) {
    let world = World::new();
    let canister = world.install(COUNTER, vec![Key::new(1).principal()]).await;
    (world, canister)
}

/// What the replica certifies of what it holds and has done.
async fn metrics(world: &World) -> Value {
    let subnet = world.node.subnet_id();
    let path = path(&[b"subnet", subnet.as_slice(), b"metrics"]);
    let (body, _) = Content::read_state(std::slice::from_ref(&path)).anonymous();
    let answer = world.post(&format!("/api/v3/subnet/{subnet}/read_state"), body).await.cbor();
    let tree = world.tree(&field(&answer, "certificate"));
    ciborium::from_reader(gateway_wire::value_at(&tree, &path).unwrap()).unwrap()
}

fn number_at(map: &Value, key: u64) -> u64 {
    let map = match map {
        Value::Tag(55_799, map) => map.as_map().unwrap(),
        other => other.as_map().unwrap(),
    };
    let (_, value) = map.iter().find(|(known, _)| *known == Value::from(key)).unwrap();
    value.as_integer().unwrap().try_into().unwrap()
}

fn count(reply: &[u8]) -> u32 {
    Decode!(reply, u32).unwrap()
}

#[tokio::test]
async fn status_tells_the_root_key_in_tagged_cbor() {
    let world = World::new();
    let answer = world.get("localhost", "/api/v2/status", &[]).await;
    let status = answer.cbor();
    assert_eq!(field(&status, "root_key"), bytes(world.node.root_key_der()));
    assert_eq!(field(&status, "replica_health_status"), "healthy".into());
    assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 17));
    let next = world.get("localhost", "/api/v2/status", &[]).await;
    assert_ne!(answer.header("x-request-id"), next.header("x-request-id"));
}

#[tokio::test]
async fn an_expiry_that_is_past_or_too_far_is_refused_in_the_words_agents_look_for() {
    let (world, canister) = counter().await;
    for (kind, version) in [("call", "v2"), ("call", "v4"), ("query", "v3")] {
        for expiry in [now() - 1, now() + 20 * MINUTE] {
            let content = Content::message(kind, canister, "bump", b"").with("ingress_expiry", expiry);
            let (body, _) = content.signed(&Key::new(1));
            let answer = world.post(&format!("/api/{version}/canister/{canister}/{kind}"), body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.text().contains("Invalid request expiry: "), "{}", answer.text());
        }
    }
    assert_eq!(count(&world.query(canister, "read").await), 0);
}

#[tokio::test]
async fn preflights_are_answered_and_every_answer_is_for_all_origins() {
    let (world, canister) = counter().await;
    let path = format!("/api/v3/canister/{canister}/query");
    let answer = world.send(Request::options(&path).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert!(answer.header("access-control-allow-methods").is_some_and(|it| it.contains("POST")));
    assert!(answer.header("access-control-allow-headers").is_some_and(|it| it.contains('*')));
    let refused = world.post(&path, b"no request".to_vec()).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
}

#[tokio::test]
async fn what_is_too_large_or_not_there_is_said_to_be_so() {
    let (world, canister) = counter().await;
    let call = format!("/api/v4/canister/{canister}/call");
    let answer = world.post(&call, vec![0; (4 << 20) + 1]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("4194304 bytes"), "{}", answer.text());
    for (path, status) in [
        (format!("/api/v1/canister/{canister}/call"), StatusCode::NOT_FOUND),
        (format!("/api/v4/canister/{canister}/query"), StatusCode::NOT_FOUND),
        (format!("/api/v3/canister/{canister}/nothing"), StatusCode::NOT_FOUND),
        ("/api/v3/canister/what/call".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        let (body, _) = Content::message("call", canister, "bump", b"").anonymous();
        assert_eq!(world.post(&path, body).await.status, status, "{path}");
    }
    assert_eq!(world.get("localhost", &call, &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_request_goes_where_its_path_says() {
    let (world, canister) = counter().await;
    let (body, _) = Content::message("call", canister, "bump", b"").anonymous();
    let answer = world.post(&format!("/api/v4/canister/{}/call", canister_id(9)), body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    #[derive(CandidType)]
    struct Chunked {
        target_canister: Principal,
        store_canister: Option<Principal>,
    }
    let arg = Encode!(&Chunked { target_canister: canister, store_canister: Some(canister_id(9)) }).unwrap();
    let (body, _) = Content::message("call", MANAGEMENT, "install_chunked_code", &arg).anonymous();
    let answer = world.post(&format!("/api/v4/canister/{}/call", canister_id(9)), body.clone()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    // At its own path it arrives, and is rejected by what is wrong with it.
    let answer = world.post(&format!("/api/v4/canister/{canister}/call"), body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

#[tokio::test]
async fn the_same_envelope_runs_once_and_gives_the_first_outcome_again() {
    let (world, canister) = counter().await;
    let (body, id) = Content::message("call", canister, "bump", b"").signed(&Key::new(2));
    for version in ["v4", "v3", "v4"] {
        let answer =
            world.post(&format!("/api/{version}/canister/{canister}/call"), body.clone()).await.cbor();
        assert_eq!(field(&answer, "status"), "replied".into());
        let tree = world.tree(&field(&answer, "certificate"));
        let reply = gateway_wire::value_at(&tree, &[&b"request_status"[..], &id, b"reply"]).unwrap();
        assert_eq!(count(reply), 1);
    }
    let again = world.post(&format!("/api/v2/canister/{canister}/call"), body).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::ACCEPTED, 0));
    assert_eq!(count(&world.query(canister, "read").await), 1);
}

#[tokio::test]
async fn a_status_is_for_who_sent_the_request_to_the_canister() {
    let (world, canister) = counter().await;
    let (body, id) = Content::message("call", canister, "bump", b"").signed(&Key::new(2));
    world.post(&format!("/api/v4/canister/{canister}/call"), body).await.cbor();
    let read = |paths: Vec<Vec<Vec<u8>>>, key: u8, at: Principal| {
        let (body, _) = Content::read_state(&paths).signed(&Key::new(key));
        let world = &world;
        async move { world.post(&format!("/api/v3/canister/{at}/read_state"), body).await }
    };
    let status = path(&[b"request_status", &id]);
    let own = read(vec![status.clone()], 2, canister).await.cbor();
    let tree = world.tree(&field(&own, "certificate"));
    let value = gateway_wire::value_at(&tree, &[&b"request_status"[..], &id, b"status"]);
    assert_eq!(value, Some(&b"replied"[..]));
    assert_eq!(read(vec![status.clone()], 3, canister).await.status, StatusCode::FORBIDDEN);
    assert_eq!(read(vec![status.clone()], 2, canister_id(9)).await.status, StatusCode::FORBIDDEN);
    let other = path(&[b"request_status", &[7; 32]]);
    let two = read(vec![status.clone(), other.clone()], 2, canister).await;
    assert_eq!(two.status, StatusCode::BAD_REQUEST, "{}", two.text());
    let twice = read(vec![status.clone(), path(&[b"request_status", &id, b"reply"])], 2, canister).await;
    assert_eq!(twice.status, StatusCode::OK, "{}", twice.text());
    let short = read(vec![path(&[b"request_status", &[7; 31]])], 2, canister).await;
    assert_eq!(short.status, StatusCode::BAD_REQUEST);
    let unknown = read(vec![other], 3, canister).await.cbor();
    let tree = world.tree(&field(&unknown, "certificate"));
    let absent = gateway_wire::look_up(&tree, &[&b"request_status"[..], &[7; 32]]);
    assert_eq!(absent, gateway_wire::Lookup::Absent);
}

#[tokio::test]
async fn the_number_of_paths_and_of_their_labels_is_limited() {
    let (world, canister) = counter().await;
    let time = path(&[b"time"]);
    let long = |labels: usize| {
        vec![std::iter::once(b"subnet".to_vec()).chain(vec![b"a".to_vec(); labels - 1]).collect()]
    };
    for (paths, status) in [
        (vec![time.clone(); 1_000], StatusCode::OK),
        (vec![time; 1_001], StatusCode::BAD_REQUEST),
        (long(127), StatusCode::OK),
        (long(128), StatusCode::BAD_REQUEST),
        (vec![path(&[b"canister", canister.as_slice(), b"certified_data"])], StatusCode::NOT_FOUND),
        (vec![path(&[b"canister"])], StatusCode::NOT_FOUND),
        (vec![path(&[])], StatusCode::NOT_FOUND),
        (vec![path(&[b"canister", canister.as_slice(), b"metadata", b"secret"])], StatusCode::FORBIDDEN),
        (vec![path(&[b"canister", canister.as_slice(), b"metadata", b"candid:service"])], StatusCode::OK),
        (vec![path(&[b"canister", canister.as_slice(), b"module_hash"])], StatusCode::OK),
    ] {
        let (body, _) = Content::read_state(&paths).signed(&Key::new(2));
        let answer = world.post(&format!("/api/v2/canister/{canister}/read_state"), body).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let secret = path(&[b"canister", canister.as_slice(), b"metadata", b"secret"]);
    let (body, _) = Content::read_state(std::slice::from_ref(&secret)).signed(&Key::new(1));
    let answer = world.post(&format!("/api/v2/canister/{canister}/read_state"), body).await.cbor();
    let shown = world.tree(&field(&answer, "certificate"));
    assert_eq!(gateway_wire::value_at(&shown, &secret), Some(&b"only for controllers"[..]));
}

#[tokio::test]
async fn a_subnet_shows_itself_and_makes_canisters() {
    let world = World::new();
    let subnet = world.node.subnet_id();
    let key = path(&[b"subnet", subnet.as_slice(), b"public_key"]);
    let (body, _) = Content::read_state(std::slice::from_ref(&key)).anonymous();
    let answer = world.post(&format!("/api/v3/subnet/{subnet}/read_state"), body).await.cbor();
    let tree = world.tree(&field(&answer, "certificate"));
    assert_eq!(gateway_wire::value_at(&tree, &key), Some(&world.node.root_key_der()[..]));
    let (body, _) = Content::read_state(&[path(&[b"request_status", &[7; 32]])]).anonymous();
    let refused = world.post(&format!("/api/v3/subnet/{subnet}/read_state"), body).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    #[derive(CandidType, Deserialize)]
    struct Create {
        settings: Option<u8>,
    }
    #[derive(CandidType, Deserialize)]
    struct Created {
        canister_id: Principal,
    }
    let told = metrics(&world).await;
    assert_eq!((number_at(&told, 0), number_at(&told, 3)), (0, 0), "canisters and calls");
    let arg = Encode!(&Create { settings: None }).unwrap();
    let owner = Key::new(3);
    let create = || Content::message("call", MANAGEMENT, "create_canister", &arg).signed(&owner);
    let (body, id) = create();
    let answer = world.post(&format!("/api/v4/subnet/{subnet}/call"), body).await.cbor();
    let tree = world.tree(&field(&answer, "certificate"));
    let reply = gateway_wire::value_at(&tree, &[&b"request_status"[..], &id, b"reply"]).unwrap();
    let made = Decode!(reply, Created).unwrap().canister_id;
    assert_eq!(world.node.canister_info(made).unwrap().controllers, [owner.principal()]);
    let told = metrics(&world).await;
    assert_eq!((number_at(&told, 0), number_at(&told, 3)), (1, 1), "canisters and calls");

    let elsewhere = format!("/api/v4/subnet/{}/call", canister_id(1));
    assert_eq!(world.post(&elsewhere, create().0).await.status, StatusCode::BAD_REQUEST);
    let (body, _) = Content::message("call", MANAGEMENT, "raw_rand", b"DIDL\0\0").signed(&owner);
    let answer = world.post(&format!("/api/v4/subnet/{subnet}/call"), body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    let (body, _) = Content::message("query", MANAGEMENT, "canister_status", b"DIDL\0\0").signed(&owner);
    let answer = world.post(&format!("/api/v3/subnet/{subnet}/query"), body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
}

#[tokio::test]
async fn whoever_is_signed_in_at_a_canister_calls_with_a_key_of_the_page() {
    let world = World::new();
    let login = world.install(PUPPET, Vec::new()).await;
    let session = Key::new(5);
    let seed = b"a user of this login";
    let user = {
        let bits = [&[0, login.as_slice().len() as u8][..], login.as_slice(), seed];
        let algorithm = [0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x02];
        let bits = bits.concat();
        let bits = [&[0x03, bits.len() as u8][..], &bits].concat();
        let body = [&algorithm[..], &bits].concat();
        [&[0x30, body.len() as u8][..], &body].concat()
    };
    let delegation = vec![("pubkey", bytes(session.der())), ("expiration", (now() + MINUTE).into())];
    let hash = gateway_wire::hash_of_map(delegation.iter().map(|(name, value)| (*name, value))).unwrap();
    let message = [b"\x1Aic-request-auth-delegation", &hash[..]].concat();
    let tree = {
        use sha2::{Digest as _, Sha256};
        let label = |bytes: &[u8], below| HashTree::Labeled(Sha256::digest(bytes).to_vec(), Box::new(below));
        let signed = label(seed, label(&message, HashTree::Leaf(Vec::new())));
        HashTree::Labeled(b"sig".to_vec(), Box::new(signed))
    };
    world.call(login, "certify", &tree.digest()).await;
    let certificate = world.query(login, "certificate").await;
    let mut witness = Vec::new();
    tree.write_cbor(&mut witness);
    let witness: Value = ciborium::from_reader(&witness[..]).unwrap();
    let signature = encode(&map(vec![("certificate", bytes(&certificate)), ("tree", witness)]));

    let sender = Principal::self_authenticating(&user);
    let content = Content::message("call", login, "set", b"\x01hello").with("sender", bytes(sender));
    let id = content.id();
    let envelope = |signature: &[u8]| {
        let delegation = vec![("delegation", map(delegation.clone())), ("signature", bytes(signature))];
        let request = session.sign(&[b"\x0Aic-request", &id[..]].concat());
        encode(&map(vec![
            ("content", map(content.0.clone())),
            ("sender_pubkey", bytes(&user)),
            ("sender_sig", bytes(request)),
            ("sender_delegation", Value::Array(vec![map(delegation)])),
        ]))
    };
    let path = format!("/api/v4/canister/{login}/call");
    let mut forged = signature.clone();
    *forged.last_mut().unwrap() ^= 1;
    let refused = world.post(&path, envelope(&forged)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
    let answer = world.post(&path, envelope(&signature)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(world.query(login, "http_request").await, b"hello");
}
