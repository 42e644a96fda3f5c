//! The rules of the identity provider's canister, as its callers meet them. Who calls is taken as checked: that is the gateway's part.

use candid::utils::{ArgumentDecoder, ArgumentEncoder};
use candid::{CandidType, Deserialize, Int, Nat};
use ciborium::Value;
use gateway_wire::{RootKey, hash_of_map, verify_signature};
use platform::Platform;
use replica_api::{CanisterId, IngressMessage, Principal, QueryRequest, Replica as _, Submitted};

#[derive(CandidType, Clone)]
struct NewDevice {
    key: Vec<u8>,
    credential: Option<Vec<u8>>,
    name: String,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
enum Problem {
    #[serde(rename = "unknown")]
    Unknown,
    #[serde(rename = "tooMany")]
    TooMany,
    #[serde(rename = "full")]
    Full,
    #[serde(rename = "expired")]
    Expired,
    #[serde(rename = "known")]
    Known,
    #[serde(rename = "last")]
    Last,
    #[serde(rename = "malformed")]
    Malformed(String),
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
enum Outcome<T> {
    #[serde(rename = "ok")]
    Ok(T),
    #[serde(rename = "err")]
    Err(Problem),
}

impl<T> Outcome<T> {
    fn ok(self) -> T {
        match self {
            Outcome::Ok(value) => value,
            Outcome::Err(problem) => panic!("refused: {problem:?}"),
        }
    }

    fn err(self) -> Problem {
        match self {
            Outcome::Ok(_) => panic!("it was not refused"),
            Outcome::Err(problem) => problem,
        }
    }
}

#[derive(CandidType, Deserialize, Clone)]
struct Session {
    origin: String,
    #[serde(rename = "sessionKey")]
    session_key: Vec<u8>,
    #[serde(rename = "maxTimeToLive")]
    max_time_to_live: Option<u64>,
    targets: Option<Vec<Principal>>,
}

#[derive(CandidType)]
struct Asker {
    origin: String,
    shown: String,
}

#[derive(CandidType, Deserialize)]
struct Prepared {
    #[serde(rename = "userKey")]
    user_key: Vec<u8>,
    expiration: u64,
}

#[derive(CandidType, Deserialize)]
struct Request {
    number: String,
}

#[derive(CandidType, Deserialize)]
struct Invitation {
    request: Option<Request>,
}

#[derive(CandidType, Deserialize)]
struct Device {
    principal: Principal,
    current: bool,
}

#[derive(CandidType, Deserialize)]
struct Visit {
    shown: String,
}

#[derive(CandidType, Deserialize)]
struct Account {
    name: String,
    devices: Vec<Device>,
    visits: Vec<Visit>,
    invitation: Option<Invitation>,
}

const SECOND: u64 = 1_000_000_000;
const DAY: u64 = 86_400 * SECOND;

/// The key of a passkey as it looks; nobody has it.
fn passkey(name: &str) -> NewDevice {
    let head =
        [0x30, 0x5e, 0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x01];
    let key = head.into_iter().chain(name.bytes().cycle().take(80)).collect();
    NewDevice { key, credential: Some(name.as_bytes().to_vec()), name: name.into() }
}

fn phrase_key(byte: u8) -> Vec<u8> {
    let prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    [prefix.as_slice(), &[byte; 32]].concat()
}

fn principal(key: &[u8]) -> Principal {
    if key.is_empty() { Principal::anonymous() } else { Principal::self_authenticating(key) }
}

fn at(origin: &str) -> (Session, Asker) {
    let session =
        Session { origin: origin.into(), session_key: phrase_key(9), max_time_to_live: None, targets: None };
    (session, Asker { origin: origin.into(), shown: origin.into() })
}

struct World {
    platform: Platform,
    canister: CanisterId,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> World {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let platform = Platform::open(folder.path()).expect("it opens");
        platform.install_provider().await.expect("it is installed");
        let canister = platform.provider().expect("it has an id");
        World { platform, canister, _folder: folder }
    }

    /// Calls as the holder of a key; `None` if the call was not let in.
    async fn try_update<T>(&self, key: &[u8], method: &str, args: impl ArgumentEncoder) -> Option<T>
    where
        (T,): for<'a> ArgumentDecoder<'a>,
    {
        let mut id = [0; 32];
        getrandom::fill(&mut id).expect("the system's randomness does not fail");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("it is later");
        let message = IngressMessage {
            sender_info: None,
            id,
            sender: principal(key),
            canister: self.canister,
            effective_canister: self.canister,
            method: method.into(),
            arg: candid::encode_args(args).expect("it can be encoded"),
            expiry: now.as_nanos() as u64 + 120 * SECOND,
        };
        match self.platform.node().call(message).await.expect("the replica runs") {
            Submitted::Done(reply) => Some(decode(&reply.expect("it does not trap"))),
            Submitted::Refused(_) => None,
            Submitted::Running => panic!("it takes too long"),
        }
    }

    async fn update<T>(&self, key: &[u8], method: &str, args: impl ArgumentEncoder) -> T
    where
        (T,): for<'a> ArgumentDecoder<'a>,
    {
        self.try_update(key, method, args).await.expect("it is let in")
    }

    /// Asks as the holder of a key; returns the time of the state that was asked too.
    async fn query<T>(&self, key: &[u8], method: &str, args: impl ArgumentEncoder) -> (T, u64)
    where
        (T,): for<'a> ArgumentDecoder<'a>,
    {
        let request = QueryRequest {
            sender_info: None,
            sender: principal(key),
            canister: self.canister,
            method: method.into(),
            arg: candid::encode_args(args).expect("it can be encoded"),
        };
        let reply = self.platform.node().query(request).await.expect("the replica runs");
        (decode(&reply.outcome.expect("it does not trap")), reply.time)
    }

    async fn account(&self, key: &[u8]) -> Option<Account> {
        self.query(key, "account", ()).await.0
    }

    async fn look_up(&self, device: &NewDevice) -> Option<Vec<u8>> {
        self.query(&[], "lookUp", (device.credential.clone().expect("it has one"),)).await.0
    }

    async fn register(&self, name: &str) -> NewDevice {
        let device = passkey(name);
        self.update::<Outcome<Nat>>(&device.key, "register", (name, &device)).await.ok();
        device
    }

    async fn sign_in(&self, key: &[u8], (session, asker): (Session, Asker)) -> Outcome<Prepared> {
        self.update(key, "signIn", (session, asker)).await
    }
}

fn decode<T>(bytes: &[u8]) -> T
where
    (T,): for<'a> ArgumentDecoder<'a>,
{
    candid::decode_args::<(T,)>(bytes).expect("it is what the interface says").0
}

/// The message that agents check a delegation's signature against.
fn message(session: &Session, expiration: u64) -> Vec<u8> {
    let key = Value::Bytes(session.session_key.clone());
    let expiration = Value::Integer(expiration.into());
    let targets = session
        .targets
        .as_ref()
        .map(|targets| Value::Array(targets.iter().map(|id| Value::Bytes(id.as_slice().to_vec())).collect()));
    let fields = [("pubkey", &key), ("expiration", &expiration)].into_iter();
    let hash = hash_of_map(fields.chain(targets.iter().map(|targets| ("targets", targets))));
    [b"\x1Aic-request-auth-delegation".as_slice(), &hash.expect("it has a digest")].concat()
}

#[tokio::test]
async fn a_delegation_is_signed_for_one_origin_and_a_bounded_time() {
    let world = World::new().await;
    let ann = world.register("ann").await;
    let root = RootKey::from_der(&world.platform.node().root_key_der()).expect("it is a key");
    let mut keys = Vec::new();
    for (origin, lifetime, targets) in [
        ("https://shop.example", None, None),
        (
            "https://shop.example",
            Some(u64::MAX),
            Some(vec![world.canister, Principal::management_canister()]),
        ),
        ("https://club.example", Some(60 * SECOND), None),
        ("canister:rdmx6-jaaaa-aaaaa-aaadq-cai", None, None),
    ] {
        let (session, asker) = at(origin);
        let session = Session { max_time_to_live: lifetime, targets, ..session };
        let prepared = world.sign_in(&ann.key, (session.clone(), asker)).await.ok();
        let asked = (session.clone(), prepared.expiration);
        let (signature, now): (Option<Vec<u8>>, u64) =
            world.query(&ann.key, "signature", asked.clone()).await;
        let signature = signature.expect("it has just been signed");
        let signed = message(&session, prepared.expiration);
        verify_signature(&prepared.user_key, &signed, &signature, &root).expect("the signature is right");
        let other = message(&session, prepared.expiration + 1);
        verify_signature(&prepared.user_key, &other, &signature, &root).expect_err("it is for one message");
        let (strangers, _): (Option<Vec<u8>>, u64) =
            world.query(&passkey("bob").key, "signature", asked).await;
        assert_eq!(strangers, None, "nobody else gets it");
        let longest = lifetime.map_or(1_800 * SECOND, |wanted| wanted.min(30 * DAY));
        assert!(prepared.expiration <= now + longest, "{origin}");
        keys.push(prepared.user_key);
    }
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[0], keys[2]);
    assert_ne!(keys[2], keys[3]);
    let visits = world.account(&ann.key).await.expect("ann has one").visits;
    let shown: Vec<&str> = visits.iter().map(|visit| visit.shown.as_str()).collect();
    assert_eq!(
        shown,
        ["canister:rdmx6-jaaaa-aaaaa-aaadq-cai", "https://club.example", "https://shop.example"]
    );
}

#[tokio::test]
async fn what_is_malformed_is_not_signed() {
    let world = World::new().await;
    let ann = world.register("ann").await;
    for origin in
        ["", "shop", "https://", "https://a/b", "https://a?b", "null", "https://A", "a://b://c", "canister:"]
    {
        let problem = world.sign_in(&ann.key, at(origin)).await.err();
        assert!(matches!(problem, Problem::Malformed(_)), "{origin}: {problem:?}");
    }
    for session_key in [vec![], vec![1; 44], phrase_key(1)[..43].to_vec()] {
        let (session, asker) = at("https://shop.example");
        let problem = world.sign_in(&ann.key, (Session { session_key, ..session }, asker)).await.err();
        assert!(matches!(problem, Problem::Malformed(_)), "{problem:?}");
    }
    let unknown = world.sign_in(&passkey("bob").key, at("https://shop.example")).await.err();
    assert_eq!(unknown, Problem::Unknown);
    let nobody: Option<Outcome<Nat>> = world.try_update(&[], "register", ("x", passkey("x"))).await;
    assert_eq!(nobody, None, "the anonymous principal is not let in");
    let long = "x".repeat(10_000);
    let refused: Option<Outcome<Nat>> = world.try_update(&ann.key, "register", (long, passkey("x"))).await;
    assert_eq!(refused, None, "long arguments are not let in");
}

#[tokio::test]
async fn a_device_is_its_key_and_in_one_account() {
    let world = World::new().await;
    let ann = world.register("ann").await;
    let again: Outcome<Nat> = world.update(&ann.key, "register", ("ann", &ann)).await;
    assert_eq!(again.err(), Problem::Known);
    let stolen: Outcome<Nat> = world.update(&passkey("bob").key, "register", ("bob", passkey("carl"))).await;
    assert!(matches!(stolen.err(), Problem::Malformed(_)), "the key is somebody else's");
    let same_id = NewDevice { credential: ann.credential.clone(), ..passkey("bob") };
    let taken: Outcome<Nat> = world.update(&same_id.key, "register", ("bob", &same_id)).await;
    assert_eq!(taken.err(), Problem::Known);
    assert_eq!(world.look_up(&ann).await, Some(ann.key.clone()));

    let last: Outcome<()> = world.update(&ann.key, "removeDevice", (principal(&ann.key),)).await;
    assert_eq!(last.err(), Problem::Last);
    for byte in [1, 2] {
        world.update::<Outcome<()>>(&ann.key, "setPhrase", (phrase_key(byte),)).await.ok();
    }
    assert!(world.account(&phrase_key(1)).await.is_none(), "a new phrase replaces the old one");
    let account = world.account(&phrase_key(2)).await.expect("the phrase opens it");
    assert_eq!((account.name.as_str(), account.devices.len()), ("ann", 2));
    assert!(account.devices.iter().all(|it| it.current == (it.principal == principal(&phrase_key(2)))));
    world.update::<Outcome<()>>(&phrase_key(2), "removeDevice", (principal(&ann.key),)).await.ok();
    assert!(world.account(&ann.key).await.is_none());
    assert_eq!(world.look_up(&ann).await, None);
}

#[tokio::test]
async fn a_device_joins_when_the_number_is_confirmed() {
    let world = World::new().await;
    let (ann, phone, thief) = (world.register("ann").await, passkey("phone"), passkey("thief"));
    let join = async |device: &NewDevice, code: &str| -> Outcome<String> {
        world.update(&device.key, "join", (code, device)).await
    };
    assert_eq!(join(&phone, "abcdefgh2345").await.err(), Problem::Expired, "there is no such code");
    world.update::<Outcome<Int>>(&ann.key, "invite", ("abcdefgh2345",)).await.ok();
    let number = join(&phone, "abcdefgh2345").await.ok();
    assert_eq!(number.len(), 6);
    assert_eq!(join(&thief, "abcdefgh2345").await.err(), Problem::TooMany, "one asks at a time");
    assert!(world.account(&phone.key).await.is_none(), "nobody has said yes");
    let asks = world.account(&ann.key).await.expect("ann has one").invitation.and_then(|it| it.request);
    assert_eq!(asks.expect("the phone asks").number, number);
    let wrong: Outcome<()> = world.update(&ann.key, "answer", ("no such", true)).await;
    assert_eq!(wrong.err(), Problem::Expired);
    world.update::<Outcome<()>>(&ann.key, "answer", (&number, true)).await.ok();
    assert_eq!(world.account(&phone.key).await.expect("it opens it").name, "ann");
    assert_eq!(join(&thief, "abcdefgh2345").await.err(), Problem::Expired, "a code brings one device");

    world.update::<Outcome<Int>>(&phone.key, "invite", ("second234567",)).await.ok();
    let number = join(&thief, "second234567").await.ok();
    world.update::<Outcome<()>>(&phone.key, "answer", (&number, false)).await.ok();
    assert!(world.account(&thief.key).await.is_none());
}

#[tokio::test]
async fn there_are_bounds() {
    let world = World::new().await;
    let ann = world.register("ann").await;
    for i in 0..9 {
        let (code, device) = (format!("code2345{i}"), passkey(&format!("device{i}")));
        world.update::<Outcome<Int>>(&ann.key, "invite", (&code,)).await.ok();
        let number: Outcome<String> = world.update(&device.key, "join", (&code, &device)).await;
        world.update::<Outcome<()>>(&ann.key, "answer", (number.ok(), true)).await.ok();
    }
    let phrase: Outcome<()> = world.update(&ann.key, "setPhrase", (phrase_key(1),)).await;
    assert_eq!(phrase.err(), Problem::Full);
    let start = std::time::Instant::now();
    let mut made = 0;
    for i in 0..100 {
        let device = passkey(&format!("person{i}"));
        match world.update::<Outcome<Nat>>(&device.key, "register", ("x", &device)).await {
            Outcome::Ok(_) => made += 1,
            Outcome::Err(problem) => assert_eq!(problem, Problem::TooMany),
        }
    }
    assert!((59..=61 + start.elapsed().as_secs()).contains(&made), "{made} at once");
    let start = std::time::Instant::now();
    for _ in 0..20 {
        world.sign_in(&ann.key, at("https://shop.example")).await.ok();
    }
    let refused =
        matches!(world.sign_in(&ann.key, at("https://shop.example")).await, Outcome::Err(Problem::TooMany));
    assert!(refused || start.elapsed().as_secs() >= 60, "twenty in a minute");
}
