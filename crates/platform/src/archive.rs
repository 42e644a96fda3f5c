//! An app with its state, history and releases as the bytes of one file.
//!
//! The file begins with what it is and the version of its format, and ends with the digest of all before. It comes from
//! anywhere: everything in it is checked before anything is made of it.

use std::path::{Component, Path};

use replica_api::{Codec, codec_struct};
use replica_wasm::{Global, PAGE_BYTES, PageMap};
use sha2::{Digest as _, Sha256};

use crate::candidate::{Candidate, digest};
use crate::record::{App, Record, Release};
use crate::{ErrorKind, Platform, PlatformError};

const MAGIC: &[u8; 8] = b"swapp\0\0\0";
const VERSION: u32 = 1;
const DIGEST_BYTES: usize = 32;
/// The most bytes such a file may have: it is held in memory.
pub const ARCHIVE_BYTES_MAX: usize = 2 << 30;
/// What a snapshot may have when it is uploaded.
const MEMORY_BYTES_MAX: u64 = 4 << 30;

/// The pages of a memory that are not all zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// The size of the memory.
    pub(crate) bytes: u64,
    pub(crate) pages: Vec<(u64, Vec<u8>)>,
}
codec_struct!(Memory { bytes, pages });

/// Files by their paths.
type Named = Vec<(String, Vec<u8>)>;

/// A file that is being read or written: names and contents, as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    app: Vec<u8>,
    releases: Vec<Vec<u8>>,
    records: Vec<Vec<u8>>,
    pages: Named,
    /// Module and files of each release that is kept.
    candidates: Vec<(Vec<u8>, Named)>,
    globals: Vec<Global>,
    certified_data: Vec<u8>,
    /// When the app wanted to be woken, in nanoseconds since 1970; 0 for never.
    timer: u64,
    memory: Memory,
    stable: Memory,
}
codec_struct!(Content {
    app,
    releases,
    records,
    pages,
    candidates,
    globals,
    certified_data,
    timer,
    memory,
    stable
});

/// An app as it goes from one platform to another.
pub(crate) struct Archive {
    pub(crate) app: App,
    pub(crate) releases: Vec<Release>,
    pub(crate) records: Vec<Record>,
    pub(crate) pages: Named,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) globals: Vec<Global>,
    pub(crate) certified_data: Vec<u8>,
    pub(crate) timer: u64,
    pub(crate) memory: Memory,
    pub(crate) stable: Memory,
}

impl Memory {
    pub(crate) fn of(map: &PageMap) -> Memory {
        let mut pages = Vec::new();
        map.for_each_page(|index, page| pages.push((index as u64, page.bytes().to_vec())));
        Memory { bytes: map.bytes(), pages }
    }

    fn check(&self) -> Result<(), &'static str> {
        let end = self.bytes.div_ceil(PAGE_BYTES as u64);
        let fits = self.pages.iter().all(|(index, bytes)| *index < end && bytes.len() == PAGE_BYTES);
        let in_order = self.pages.is_sorted_by(|(one, _), (next, _)| one < next);
        if self.bytes > MEMORY_BYTES_MAX || !self.bytes.is_multiple_of(PAGE_BYTES as u64) {
            Err("it has a memory of a size that there cannot be")
        } else if fits && in_order {
            Ok(())
        } else {
            Err("it has pages where its memory has none")
        }
    }
}

impl Archive {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        fn json(value: &impl serde::Serialize) -> Vec<u8> {
            serde_json::to_vec(value).expect("plain data can be encoded")
        }
        let candidate = |it: &Candidate| (it.wasm.clone(), it.files.clone().into_iter().collect());
        let content = Content {
            app: json(&self.app),
            releases: self.releases.iter().map(json).collect(),
            records: self.records.iter().map(json).collect(),
            pages: self.pages.clone(),
            candidates: self.candidates.iter().map(candidate).collect(),
            globals: self.globals.clone(),
            certified_data: self.certified_data.clone(),
            timer: self.timer,
            memory: self.memory.clone(),
            stable: self.stable.clone(),
        };
        let mut bytes = [&MAGIC[..], &VERSION.to_le_bytes(), &content.to_bytes()].concat();
        let digest = Sha256::digest(&bytes);
        bytes.extend(digest);
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Archive, PlatformError> {
        let wrong = |reason: &str| {
            PlatformError::usage(format!("this is no exported app: {reason}"))
                .hint("take a file that `selfwright export` has written, and copy it whole")
        };
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| wrong("it does not begin as one"))?;
        let (version, rest) = rest.split_at_checked(4).ok_or_else(|| wrong("it is cut off"))?;
        let version = u32::from_le_bytes(version.try_into().expect("four bytes"));
        if version > VERSION {
            let message = format!("the file has format {version}, and this program reads format {VERSION}");
            return Err(PlatformError::usage(message).hint("use a newer version of it"));
        }
        let end = rest.len().checked_sub(DIGEST_BYTES).ok_or_else(|| wrong("it is cut off"))?;
        let (content, found) = rest.split_at(end);
        if found != Sha256::digest(&bytes[..bytes.len() - DIGEST_BYTES]).as_slice() {
            return Err(wrong("it has other bytes than were written, or not all of them"));
        }
        let content = Content::from_bytes(content).map_err(|_| wrong("it does not decode"))?;
        let archive = Archive::read(content).map_err(|reason| wrong(&reason))?;
        archive.check().map_err(|reason| wrong(&reason))?;
        Ok(archive)
    }

    fn read(content: Content) -> Result<Archive, String> {
        fn json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
            serde_json::from_slice(bytes).map_err(|error| format!("an entry cannot be read: {error}"))
        }
        let candidate = |(wasm, files): (Vec<u8>, Named)| {
            let files = files.into_iter().collect();
            Candidate { id: digest(&files, &wasm), files, wasm }
        };
        Ok(Archive {
            app: json(&content.app)?,
            releases: content.releases.iter().map(|it| json(it)).collect::<Result<_, _>>()?,
            records: content.records.iter().map(|it| json(it)).collect::<Result<_, _>>()?,
            pages: content.pages,
            candidates: content.candidates.into_iter().map(candidate).collect(),
            globals: content.globals,
            certified_data: content.certified_data,
            timer: content.timer,
            memory: content.memory,
            stable: content.stable,
        })
    }

    /// The module that runs, by the release that is live.
    pub(crate) fn live(&self) -> Option<&Candidate> {
        let live = self.releases.iter().find(|release| release.sequence == self.app.live)?;
        self.candidates.iter().find(|candidate| candidate.id == live.id)
    }

    fn check(&self) -> Result<(), String> {
        Platform::check_name(&self.app.name).map_err(|error| error.message)?;
        self.memory.check()?;
        self.stable.check()?;
        if self.live().is_none() {
            return Err("the release that is live is not in it".into());
        }
        let unsafe_path =
            self.candidates.iter().flat_map(|candidate| candidate.files.keys()).find(|path| !is_inside(path));
        if let Some(path) = unsafe_path {
            return Err(format!("a release has a file at `{path}`"));
        }
        if self.pages.iter().any(|(path, _)| !path.starts_with('/')) {
            return Err("a page has a path that does not begin with `/`".into());
        }
        let mut previous = "";
        for (index, record) in self.records.iter().enumerate() {
            if record.index != index as u64 || record.previous != previous || record.hash != record.digest() {
                return Err(format!("its history was changed at the decision {index}"));
            }
            previous = &record.hash;
        }
        if self.records.len() as u64 != self.app.records {
            return Err("its history is not whole".into());
        }
        Ok(())
    }
}

/// Whether a path leads to a place inside a folder, whatever else it says.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// The error of an app that cannot be put into one file.
pub(crate) fn too_large(bytes: u64) -> PlatformError {
    let message = format!("the app has {bytes} bytes, and a file of one has at most {ARCHIVE_BYTES_MAX}");
    PlatformError::new(ErrorKind::TooLarge, message).hint("`selfwright backup` copies the whole data folder")
}
