//! A canister's module: what is allowed in it, what it exports, and the form it is compiled in.

mod marks;
mod rewrite;
mod validate;

use crate::memory::PageMap;
use crate::message::Global;
use crate::metering::Metering;
use bytes::Bytes;
use replica_api::Digest;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use wasmtime::InstancePre;

pub(crate) use rewrite::{GLOBAL_PREFIX, MARKS_EXPORT, MEMORY_EXPORT, START_EXPORT, TABLE_EXPORT, rewrite};
pub(crate) use validate::{describe, inspect};

/// How a method may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    Update,
    Query,
    CompositeQuery,
}

/// A custom section that outsiders may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    pub public: bool,
    pub content: Bytes,
}

/// Whether the code is made for memory that outlives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersistenceSupport {
    /// Main memory is dropped at an upgrade.
    Classical,
    /// The module carries `enhanced-orthogonal-persistence`: an upgrade must say whether to keep memory.
    Enhanced,
}

/// Why a module was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidModuleError(pub String);

/// What the exports and sections of a module say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interface {
    pub(crate) methods: BTreeMap<String, MethodKind>,
    /// System entry points: `canister_init` and the like.
    pub(crate) system: Vec<String>,
    pub(crate) metadata: BTreeMap<String, Metadata>,
    pub(crate) wide_memory: bool,
    pub(crate) has_start: bool,
    pub(crate) globals_mutable: usize,
}

/// A module that passed validation. Its code is in memory while it runs, and for some time after.
pub struct Module {
    /// Of the bytes as uploaded.
    pub hash: Digest,
    /// The bytes as uploaded.
    pub bytes: Bytes,
    pub(crate) interface: Interface,
    /// For the metering under which it last ran.
    pub(crate) loaded: Mutex<Option<Arc<Loaded>>>,
}

/// What it takes to run a module.
pub(crate) struct Loaded {
    pub(crate) metering: Metering,
    pub(crate) instance: InstancePre<crate::host::Host>,
    /// What memory and globals hold before any code has run.
    pub(crate) initial_memory: PageMap,
    pub(crate) initial_globals: Vec<Global>,
}

impl Loaded {
    /// Returns the image of a canister in which no code has run yet.
    pub(crate) fn initial_image(&self) -> crate::Image {
        crate::Image {
            memory: self.initial_memory.clone(),
            globals: self.initial_globals.clone(),
            stable: PageMap::default(),
        }
    }
}

impl Module {
    /// Returns how a method may be called, if it is exported.
    pub fn method(&self, name: &str) -> Option<MethodKind> {
        self.interface.methods.get(name).copied()
    }

    /// Lists the exported methods.
    pub fn methods(&self) -> impl Iterator<Item = (&str, MethodKind)> {
        self.interface.methods.iter().map(|(name, kind)| (name.as_str(), *kind))
    }

    /// Tells whether a system entry point such as `canister_heartbeat` is exported.
    pub fn exports_system(&self, name: &str) -> bool {
        self.interface.system.iter().any(|entry| entry == name)
    }

    /// Tells whether the module has a start function.
    pub fn has_start(&self) -> bool {
        self.interface.has_start
    }

    /// The custom sections named `icp:public X` and `icp:private X`, by X.
    pub fn metadata(&self) -> &BTreeMap<String, Metadata> {
        &self.interface.metadata
    }

    /// Tells whether an upgrade may keep main memory.
    pub fn persistence(&self) -> PersistenceSupport {
        if self.interface.metadata.contains_key("enhanced-orthogonal-persistence") {
            PersistenceSupport::Enhanced
        } else {
            PersistenceSupport::Classical
        }
    }
}
