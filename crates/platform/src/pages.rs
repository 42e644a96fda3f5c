//! The pages of the apps' own origins: files of the live release, and what the platform says about an app under `/_/`.

use std::sync::Arc;

use gateway::{Asset, Pages};
use replica_api::{CanisterId, Replica as _};
use serde_json::json;

use crate::Platform;
use crate::candidate::section;
use crate::interface::interface_json;

/// Serves apps; the SDK is a bundle that someone else has built.
#[derive(Clone)]
pub struct AppPages {
    pub platform: Platform,
    pub sdk: Arc<[u8]>,
    /// The origin of the identity provider's page.
    pub identity: Arc<str>,
}

impl Pages for AppPages {
    fn resolve(&self, name: &str) -> Option<CanisterId> {
        self.platform.records().app(name).map(|app| app.canister)
    }

    fn asset(&self, canister: CanisterId, path: &str) -> Option<Asset> {
        if let Some(own) = path.strip_prefix("/_/") {
            return self.own(canister, own);
        }
        let bytes = self.platform.records().page(canister, path)?;
        Some(Asset { content_type: content_type(path).into(), bytes })
    }
}

impl AppPages {
    fn own(&self, canister: CanisterId, name: &str) -> Option<Asset> {
        let asset = |content_type: &str, bytes: Vec<u8>| {
            Some(Asset { content_type: content_type.into(), bytes: bytes.into() })
        };
        match name {
            "app.js" => Some(Asset::shared("text/javascript; charset=utf-8", self.sdk.clone())),
            "app.json" => asset("application/json", self.describe(canister).to_string().into_bytes()),
            "candid" => {
                let module = self.platform.node().canister(canister)?.module.clone()?;
                asset("text/plain; charset=utf-8", section(&module.bytes, "icp:public candid:service")?)
            }
            "interface.json" => {
                let interface = self.platform.interface(&self.platform.records().app_of(canister)?)?;
                asset("application/json", interface_json(&interface).to_string().into_bytes())
            }
            _ => None,
        }
    }

    fn describe(&self, canister: CanisterId) -> serde_json::Value {
        let app = self.platform.records().app_of(canister);
        let release = app.as_ref().and_then(|app| self.platform.records().release(&app.name, app.live));
        json!({
            "name": app.as_ref().map(|app| &app.name),
            "canisterId": canister.to_text(),
            "release": release.as_ref().map(|release| &release.id),
            "number": release.as_ref().and_then(|release| release.number),
            "owner": self.platform.owner().to_text(),
            "identity": &*self.identity,
            "rootKey": hex::encode(self.platform.node().root_key_der()),
        })
    }
}

/// Returns the media type that a file's ending stands for.
pub fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
