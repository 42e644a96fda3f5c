//! The Studio's files and the SDK: built into the program, or read from a folder while they are worked on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use platform::candidate::is_plain_path;
use platform::pages::content_type;

/// What `web/studio/dist` held when the program was built.
const STUDIO: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/studio.rs"));
/// What `web/sdk/dist` held.
const SDK: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/sdk.rs"));
const FALLBACK: &str = include_str!("../../assets/fallback.html");
const SDK_MISSING: &str = "throw new Error('The SDK was not built into this program: run `cargo xtask up`, or set SELFWRIGHT_WEB to the folder web.');\n";

/// Where to read the files from instead.
const FOLDER_VARIABLE: &str = "SELFWRIGHT_WEB";

/// Serves a file of the Studio; paths without one are the Studio's own.
pub(super) async fn serve(request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/_/") {
        return (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
    }
    let name = path.trim_start_matches('/');
    let found = file("studio/dist", STUDIO, name).map(|bytes| (name, bytes));
    let found =
        found.or_else(|| file("studio/dist", STUDIO, "index.html").map(|bytes| ("index.html", bytes)));
    let (name, bytes) = found.unwrap_or_else(|| ("index.html", FALLBACK.as_bytes().to_vec()));
    let headers = [
        (header::CONTENT_TYPE, content_type(name)),
        (header::CACHE_CONTROL, "no-cache"),
        // The Studio shows apps in frames, but nobody shows the Studio in one.
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, bytes).into_response()
}

/// The bundle that an app's page imports.
pub(super) fn sdk() -> Arc<[u8]> {
    file("sdk/dist", SDK, "app.js").unwrap_or_else(|| SDK_MISSING.as_bytes().to_vec()).into()
}

/// The folder that is read instead of what was built in, if one is named.
pub(crate) fn web_folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER_VARIABLE).map(PathBuf::from)
}

pub(super) fn file(folder: &str, embedded: &[(&str, &[u8])], name: &str) -> Option<Vec<u8>> {
    if let Some(web) = web_folder() {
        return is_plain_path(name).then(|| std::fs::read(web.join(folder).join(Path::new(name))).ok())?;
    }
    embedded.iter().find(|(known, _)| *known == name).map(|(_, bytes)| bytes.to_vec())
}
