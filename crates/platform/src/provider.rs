//! The identity provider: a canister of the platform's own, written in Motoko (`library/identity`), that keeps who signs in and
//! signs their delegations. It is no app: it has no releases, and nobody changes it but a newer program.

use mo_compile::{Options, PREFIX};
use replica_api::{
    CanisterAction, CanisterChange, CanisterId, InstallMode, KeyValueWrite, PlatformBatch, Replica as _,
    canister_id,
};
use sha2::{Digest as _, Sha256};
use source::MemoryWorld;

use crate::record::write_provider;
use crate::{Platform, PlatformError};

/// `rdmx6-jaaaa-aaaaa-aaadq-cai`: where pages and tools look for the identity provider of a local replica.
const USUAL_NUMBER: u64 = 7;

impl Platform {
    /// The canister of the identity provider.
    pub fn provider(&self) -> Option<CanisterId> {
        self.records.provider()
    }

    /// Whether its canister has code.
    pub fn provider_runs(&self) -> bool {
        let info = self.provider().and_then(|canister| self.node.canister_info(canister));
        info.is_some_and(|info| info.module_hash.is_some())
    }

    /// Gives the identity provider its id, if it has none: the usual one, unless an app has it.
    pub async fn reserve_provider(&self) -> Result<CanisterId, PlatformError> {
        if let Some(known) = self.provider() {
            return Ok(known);
        }
        let usual = canister_id(USUAL_NUMBER);
        let canister = if self.node.canister(usual).is_none() { usual } else { self.node.free_canister_id() };
        let actions = [CanisterAction::Create { controllers: Vec::new() }, CanisterAction::Manage];
        self.change_provider(canister, actions.into(), vec![write_provider(canister)]).await?;
        Ok(canister)
    }

    /// Puts the code of this program into the canister, unless it is there; what the canister holds stays.
    ///
    /// # Errors
    /// The code of before and its data stay where they are.
    pub async fn install_provider(&self) -> Result<(), PlatformError> {
        let canister = self.reserve_provider().await?;
        let module = tokio::task::spawn_blocking(compile).await.map_err(PlatformError::fault_in_step)?;
        self.install_module(canister, module).await
    }

    async fn install_module(&self, canister: CanisterId, module: Vec<u8>) -> Result<(), PlatformError> {
        let wanted: [u8; 32] = Sha256::digest(&module).into();
        let mode = match self.node.canister_info(canister).and_then(|info| info.module_hash) {
            Some(installed) if installed == wanted => return Ok(()),
            Some(_) => InstallMode::Upgrade { keep_memory: Some(true), skip_pre_upgrade: false },
            None => InstallMode::Install,
        };
        let install = CanisterAction::Install { mode, module: module.into(), arg: b"DIDL\0\0".to_vec() };
        self.change_provider(canister, vec![install], Vec::new()).await
    }

    async fn change_provider(
        &self,
        canister: CanisterId,
        actions: Vec<CanisterAction>,
        writes: Vec<KeyValueWrite>,
    ) -> Result<(), PlatformError> {
        let changes = actions.into_iter().map(|action| CanisterChange { canister, action }).collect();
        let batch = PlatformBatch { id: [0; 32], caller: Some(self.owner()), changes, writes };
        self.node.platform(batch).await??;
        Ok(())
    }
}

fn compile() -> Vec<u8> {
    compile_of(&MemoryWorld::new(Vec::<(String, String)>::new()), &format!("{PREFIX}identity/main.mo"))
}

fn compile_of(world: &MemoryWorld, path: &str) -> Vec<u8> {
    let (_, compiled) = mo_compile::with_stack(|| mo_compile::build(world, path, &Options::default()));
    compiled.expect("a test compiles the same").wasm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_has_the_id_that_pages_know_and_stays_over_a_restart() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let platform = Platform::open(folder.path()).expect("it opens");
        platform.install_provider().await.expect("it is installed");
        let canister = platform.provider().expect("it has an id");
        assert_eq!(canister.to_text(), "rdmx6-jaaaa-aaaaa-aaadq-cai");
        let version = platform.node.canister_info(canister).expect("it is there").version;
        platform.install_provider().await.expect("nothing is to be done");
        platform.close();
        drop(platform);
        let platform = Platform::open(folder.path()).expect("it opens again");
        platform.install_provider().await.expect("nothing is to be done");
        assert_eq!(platform.provider(), Some(canister));
        assert_eq!(platform.node.canister_info(canister).expect("it is there").version, version);
    }

    #[tokio::test]
    async fn where_an_app_has_the_usual_id_it_takes_another() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let platform = Platform::open(folder.path()).expect("it opens");
        let usual = canister_id(USUAL_NUMBER);
        let create = CanisterAction::Create { controllers: Vec::new() };
        platform.change_provider(usual, vec![create], Vec::new()).await.expect("it is free");
        platform.install_provider().await.expect("it is installed");
        assert_eq!(platform.provider(), Some(canister_id(USUAL_NUMBER + 1)));
        assert!(platform.provider_runs());
    }

    #[tokio::test]
    async fn other_code_keeps_what_there_is_and_code_that_does_not_fit_changes_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let platform = Platform::open(folder.path()).expect("it opens");
        let canister = platform.reserve_provider().await.expect("it has an id");
        let module = |kind: &str, rest: &str| {
            let source = format!(
                "actor {{ var kept : {kind}; {rest} public query func get() : async Any {{ kept }} }}"
            );
            let source = source.replace("Any", kind.split(' ').next().expect("a type"));
            compile_of(&MemoryWorld::new([("main.mo", source.as_str())]), "main.mo")
        };
        let kept = async || {
            let method = "get".to_owned();
            let sender = replica_api::Principal::anonymous();
            let request = replica_api::QueryRequest {
                sender_info: None,
                sender,
                canister,
                method,
                arg: b"DIDL\0\0".to_vec(),
            };
            platform.node.query(request).await.expect("it runs").outcome.expect("it answers")
        };
        platform.install_module(canister, module("Nat = 7", "")).await.expect("it is empty");
        let before = kept().await;
        platform.install_module(canister, module("Nat = 8", "var more = 1;")).await.expect("it fits");
        assert_eq!(kept().await, before);
        let hash = platform.node.canister_info(canister).expect("it is there").module_hash;
        platform.install_module(canister, module("Text = \"\"", "")).await.expect_err("it does not fit");
        assert_eq!(platform.node.canister_info(canister).expect("it is there").module_hash, hash);
        assert_eq!(kept().await, before);
    }
}
