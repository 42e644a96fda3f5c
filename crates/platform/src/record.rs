//! What the platform remembers, as entries of the replica's state: apps, releases, and the chain of what was decided.

use axum::body::Bytes;
use replica_api::{CanisterId, KeyValueWrite, Principal};
use replica_node::Node;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use upgrade::Verdict;

/// An app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct App {
    pub name: String,
    pub canister: Principal,
    pub created_ms: u64,
    pub released_ms: u64,
    /// The sequence number of the live release in the list of candidates.
    pub live: u64,
    /// How many candidates there have been.
    pub candidates: u64,
    /// How many of them went live.
    pub numbers: u64,
    /// How many decisions are on record.
    pub records: u64,
    /// The owner wants nothing changed for now, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<String>,
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Live,
    Past,
    Waiting,
    Refused,
    Dismissed,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Status::Live => "live",
            Status::Past => "past",
            Status::Waiting => "waiting",
            Status::Refused => "refused",
            Status::Dismissed => "dismissed",
        }
    }
}

/// A candidate for release and what was decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// Digest of its files and module, as hexadecimal digits.
    pub id: String,
    /// Its place among all candidates of the app.
    pub sequence: u64,
    /// Its place among those that went live.
    pub number: Option<u64>,
    pub status: Status,
    pub created_ms: u64,
    pub note: String,
    pub wish: Option<String>,
    /// Kept before this release went live: code and data of the one before.
    pub snapshot: Option<u64>,
    /// Comes with the data of this snapshot, instead of converting today's.
    pub restore: Option<u64>,
    pub verdict: Verdict,
    pub rehearsal: Rehearsal,
    pub consented: Vec<String>,
}

/// What the rehearsal cost and counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rehearsal {
    pub ms: u64,
    pub instructions: u64,
    /// Path, rows before, rows after.
    pub rows: Vec<(String, u64, u64)>,
}

/// Something that was decided. Each record names the digest of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub index: u64,
    pub time_ms: u64,
    pub kind: String,
    pub release: String,
    pub by: String,
    pub text: String,
    /// The owner's signature over `text`, `release` and `previous`, for consents.
    pub signature: Option<String>,
    pub previous: String,
    pub hash: String,
}

impl Record {
    /// Returns the digest over everything but itself.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let signature = self.signature.as_deref().unwrap_or_default();
        for part in [
            &self.index.to_string(),
            &self.time_ms.to_string(),
            &self.kind,
            &self.release,
            &self.by,
            &self.text,
            signature,
            &self.previous,
        ] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hex::encode(hash.finalize())
    }
}

/// A key in somebody's browser that an app takes for its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub principal: Principal,
    pub added_ms: u64,
}

const PAGE: &str = "page/";
const PROVIDER: &str = "provider";

/// Reads what is remembered.
#[derive(Clone)]
pub struct Records {
    pub node: Node,
}

impl Records {
    pub fn app(&self, name: &str) -> Option<App> {
        self.get(&format!("app/{name}"))
    }

    pub fn apps(&self) -> Vec<App> {
        self.list("app/")
    }

    /// The app that a canister is.
    pub fn app_of(&self, canister: CanisterId) -> Option<App> {
        self.apps().into_iter().find(|app| app.canister == canister)
    }

    pub fn release(&self, app: &str, sequence: u64) -> Option<Release> {
        self.get(&release_key(app, sequence))
    }

    /// All candidates, oldest first.
    pub fn releases(&self, app: &str) -> Vec<Release> {
        self.list(&format!("release/{app}/"))
    }

    /// Who owns an app besides the platform's own key, oldest first.
    pub fn owners(&self, app: &str) -> Vec<Owner> {
        self.get(&owners_key(app)).unwrap_or_default()
    }

    pub fn history(&self, app: &str) -> Vec<Record> {
        self.list(&format!("record/{app}/"))
    }

    /// The canister of the identity provider.
    pub fn provider(&self) -> Option<CanisterId> {
        self.get(PROVIDER)
    }

    /// A file of the live page.
    pub fn page(&self, canister: CanisterId, path: &str) -> Option<Bytes> {
        self.node.platform_get(format!("{PAGE}{canister}{path}").as_bytes())
    }

    /// The paths of the live page.
    pub fn page_paths(&self, canister: CanisterId) -> Vec<String> {
        let prefix = format!("{PAGE}{canister}");
        let entries = self.node.platform_list(format!("{prefix}/").as_bytes());
        entries.iter().map(|(key, _)| String::from_utf8_lossy(&key[prefix.len()..]).into_owned()).collect()
    }

    fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let bytes = self.node.platform_get(key.as_bytes())?;
        Some(decode(&bytes))
    }

    fn list<T: DeserializeOwned>(&self, prefix: &str) -> Vec<T> {
        self.node.platform_list(prefix.as_bytes()).iter().map(|(_, bytes)| decode(bytes)).collect()
    }
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(bytes).expect("the platform wrote this entry itself")
}

fn release_key(app: &str, sequence: u64) -> String {
    format!("release/{app}/{sequence:08}")
}

fn owners_key(app: &str) -> String {
    format!("owners/{app}")
}

fn write(key: String, value: &impl Serialize) -> KeyValueWrite {
    let value = serde_json::to_vec(value).expect("plain data can be encoded");
    KeyValueWrite { key: key.into_bytes(), value: Some(value.into()) }
}

pub fn write_app(app: &App) -> KeyValueWrite {
    write(format!("app/{}", app.name), app)
}

pub fn write_release(app: &str, release: &Release) -> KeyValueWrite {
    write(release_key(app, release.sequence), release)
}

pub fn write_record(app: &str, record: &Record) -> KeyValueWrite {
    write(format!("record/{app}/{:08}", record.index), record)
}

pub fn write_owners(app: &str, owners: &[Owner]) -> KeyValueWrite {
    write(owners_key(app), &owners)
}

pub fn write_provider(canister: CanisterId) -> KeyValueWrite {
    write(PROVIDER.to_owned(), &canister)
}

/// Sets or removes a file of the live page.
pub fn write_page(canister: CanisterId, path: &str, content: Option<&[u8]>) -> KeyValueWrite {
    KeyValueWrite { key: format!("{PAGE}{canister}{path}").into_bytes(), value: content.map(Into::into) }
}
