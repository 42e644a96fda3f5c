//! The verbs, a file each, and what they share.

pub(crate) mod backup;
pub(crate) mod call;
pub(crate) mod change;
pub(crate) mod check;
pub(crate) mod consent;
pub(crate) mod data;
pub(crate) mod export;
pub(crate) mod freeze;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod logs;
pub(crate) mod motoko;
pub(crate) mod new;
pub(crate) mod own;
pub(crate) mod release;
pub(crate) mod rollback;
pub(crate) mod show;
pub(crate) mod up;
pub(crate) mod verify;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use platform::candidate::{Files, read_folder};
use serde_json::{Map, Value, json};

use crate::client::Client;
use crate::failure::Failure;

/// What every verb takes.
#[derive(clap::Args)]
pub(crate) struct Common {
    /// The data folder [default: selfwright in the user's data directory]
    #[arg(long, global = true, value_name = "DIR", env = "SELFWRIGHT_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl Common {
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        Client::connect(self.data.as_deref(), self.json)
    }
}

/// Reads a wish: `-` stands for standard input.
fn wish_text(wish: &str) -> Result<String, Failure> {
    if wish != "-" {
        return Ok(wish.to_owned());
    }
    let mut text = String::new();
    // More than any wish may have; the server says so.
    let read = std::io::stdin().take(2 << 20).read_to_string(&mut text);
    read.map_err(|error| Failure::usage(format!("standard input is no text: {error}")))?;
    Ok(text)
}

/// Answers to the composer's questions, as `ID=OPTION`.
fn answers(given: &[String]) -> Result<Value, Failure> {
    let mut answers = Map::new();
    for answer in given {
        let (id, option) = answer.split_once('=').ok_or_else(|| {
            Failure::usage(format!("`{answer}` is no answer")).hint("write --answer ID=OPTION")
        })?;
        answers.insert(id.to_owned(), json!(option));
    }
    Ok(Value::Object(answers))
}

/// Reads an app's folder as the API takes it.
fn folder_json(folder: &Path) -> Result<Value, Failure> {
    if !folder.is_dir() {
        return Err(Failure::usage(format!("{} is no folder", folder.display()))
            .hint("an app's folder has backend/main.mo and, for its page, frontend/index.html"));
    }
    let mut files = Files::new();
    read_folder(folder, "", &mut files)
        .map_err(|error| Failure::usage(format!("{}: {error}", folder.display())))?;
    let contents = files.into_iter().map(|(path, bytes)| match String::from_utf8(bytes) {
        Ok(text) => (path, json!(text)),
        Err(bytes) => (path, json!({ "base64": STANDARD.encode(bytes.as_bytes()) })),
    });
    Ok(Value::Object(contents.collect()))
}

/// The name a folder suggests for its app.
fn folder_name(folder: &Path) -> Result<String, Failure> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    platform::Platform::check_name(&name)
        .map_err(|error| Failure::usage(error.message).hint("name the app: --app NAME"))?;
    Ok(name)
}
