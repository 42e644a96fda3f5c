//! The platform of one data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use diagnostics::did_you_mean;
use replica_api::{Principal, Replica as _};
use replica_node::{Node, NodeError, NodeOptions, OutcallOptions};
use tokio::sync::{Mutex, broadcast, mpsc};

use crate::identity::{Identities, Identity, OWNER};
use crate::job::{Event, Job};
use crate::owners::Claims;
use crate::record::{App, Records, Release, Status};
use crate::{ErrorKind, PlatformError};

/// Instructions of an installation: about ten seconds, after which nobody believes that it will end.
const INSTALL_INSTRUCTIONS_MAX: u64 = 10_000_000_000;
const UPDATE_INSTRUCTIONS_MAX: u64 = 10_000_000_000;
const QUERY_INSTRUCTIONS_MAX: u64 = 5_000_000_000;
const EVENTS_KEPT: usize = 1_000;
/// Hosts of the platform's own: the Studio's and the identity provider's.
const RESERVED_NAMES: [&str; 2] = ["localhost", "id"];

/// Apps, releases and decisions of one data folder. Clones are handles to the same one.
#[derive(Clone)]
pub struct Platform {
    pub(crate) node: Node,
    pub(crate) records: Records,
    pub(crate) data: Arc<PathBuf>,
    pub(crate) identities: Identities,
    owner: Identity,
    /// One release at a time: what was rehearsed is what is there when it is carried out.
    pub(crate) releasing: Arc<Mutex<()>>,
    pub(crate) claims: Arc<std::sync::Mutex<Claims>>,
    everyone: broadcast::Sender<Event>,
}

/// Why the platform could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Node(#[from] NodeError),
    #[error("{0}")]
    Other(#[from] PlatformError),
    #[error("{} cannot be made: {source} (is the disk full, or mounted read-only?)", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
}

/// How the platform runs its replica. Part of what a block comes to: a replay needs the same.
pub(crate) fn node_options() -> NodeOptions {
    let mut options = NodeOptions::default();
    options.limits.install_instructions_max = INSTALL_INSTRUCTIONS_MAX;
    options.limits.update_instructions_max = UPDATE_INSTRUCTIONS_MAX;
    options.limits.query_instructions_max = QUERY_INSTRUCTIONS_MAX;
    options
}

impl Platform {
    /// Opens the data folder, making it if need be.
    pub fn open(data: &Path) -> Result<Platform, OpenError> {
        Platform::open_with(data, u64::MAX, OutcallOptions::default())
    }

    /// The same; of the log, `log_bytes_max` bytes are kept that checkpoints cover, and apps ask of the web what `outcalls` allow.
    ///
    /// # Errors
    /// The folder cannot be opened, or something in it is not as it was written.
    pub fn open_with(
        data: &Path,
        log_bytes_max: u64,
        outcalls: OutcallOptions,
    ) -> Result<Platform, OpenError> {
        let releases = data.join("releases");
        std::fs::create_dir_all(&releases).map_err(|source| OpenError::Folder { path: releases, source })?;
        let node = Node::open(data, NodeOptions { log_bytes_max, outcalls, ..node_options() })?;
        let identities = Identities::open(data);
        let owner = identities.get(OWNER)?;
        Ok(Platform {
            records: Records { node: node.clone() },
            node,
            data: Arc::new(data.to_owned()),
            identities,
            owner,
            releasing: Arc::default(),
            claims: Arc::default(),
            everyone: broadcast::channel(EVENTS_KEPT).0,
        })
    }

    /// The replica that everything runs on.
    pub fn node(&self) -> &Node {
        &self.node
    }

    pub fn folder(&self) -> &Path {
        &self.data
    }

    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Whom the apps belong to.
    pub fn owner(&self) -> Principal {
        self.owner.principal()
    }

    pub(crate) fn sign_as_owner(&self, message: &[u8]) -> [u8; 64] {
        self.owner.sign(message)
    }

    /// Every event of every job from now on.
    pub fn watch(&self) -> broadcast::Receiver<Event> {
        self.everyone.subscribe()
    }

    /// Begins a job; its events arrive at the receiver.
    pub fn job(&self, app: &str) -> (Job, mpsc::UnboundedReceiver<Event>) {
        let (watcher, events) = mpsc::unbounded_channel();
        (Job::new(app, watcher, self.everyone.clone()), events)
    }

    /// Finds an app by its name.
    pub fn app(&self, name: &str) -> Result<App, PlatformError> {
        self.records.app(name).ok_or_else(|| {
            let apps = self.records.apps();
            let error = PlatformError::not_found(format!("there is no app `{name}`"));
            match did_you_mean(name, apps.iter().map(|app| app.name.as_str())) {
                Some(close) => error.hint(format!("did you mean `{close}`?")),
                None if apps.is_empty() => {
                    error.hint("there are no apps yet: `selfwright new \"WISH\"` makes one")
                }
                None => error.hint("`selfwright list` shows the apps"),
            }
        })
    }

    /// Finds a candidate by its number, or the beginning of its id.
    pub fn release_of(&self, app: &App, text: &str) -> Result<Release, PlatformError> {
        let releases = self.records.releases(&app.name);
        let wanted = text.trim_start_matches('#');
        if let Ok(number) = wanted.parse::<u64>()
            && let Some(found) = releases.iter().find(|release| release.number == Some(number))
        {
            return Ok(found.clone());
        }
        let long_enough = wanted.len() >= 6;
        let mut found = releases.iter().rev().filter(|release| long_enough && release.id.starts_with(wanted));
        // The same content may have been proposed several times: the one that can still go live is meant.
        let found: Vec<&Release> = found.by_ref().collect();
        let waiting = found.iter().find(|release| release.status == Status::Waiting);
        waiting.or(found.first()).map(|release| (*release).clone()).ok_or_else(|| {
            PlatformError::not_found(format!("`{}` has no release `{text}`", app.name))
                .hint(format!("`selfwright history {}` shows the releases", app.name))
        })
    }

    pub(crate) fn releases_folder(&self) -> PathBuf {
        self.data.join("releases")
    }

    /// Checks a name for a new app.
    pub fn check_name(name: &str) -> Result<(), PlatformError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let good = !name.is_empty() && name.len() <= 40 && name.chars().all(plain);
        let edges = name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.ends_with('-');
        let message = format!("`{name}` cannot be an app's name");
        if RESERVED_NAMES.contains(&name) {
            return Err(PlatformError::new(ErrorKind::Usage, message)
                .hint(format!("{name}.localhost is the platform's own address; take another name")));
        }
        if good && edges {
            return Ok(());
        }
        Err(PlatformError::new(ErrorKind::Usage, message).hint(
            "a name has small letters, digits and `-`, begins with a letter, and has at most 40 characters",
        ))
    }

    /// Ends the replica, with a checkpoint.
    pub fn close(&self) {
        self.node.close();
    }

    /// How many instructions all of an app's messages took, and what else is known of its canister.
    pub fn canister(&self, app: &App) -> Option<replica_api::CanisterInfo> {
        self.node.canister_info(app.canister)
    }
}

pub(crate) fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
