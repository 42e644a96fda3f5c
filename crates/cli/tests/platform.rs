//! The real program on a data folder of its own: releases, wishes, crashes, bad input.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "platform/world.rs"]
mod world;

#[path = "platform/access.rs"]
mod access;
#[path = "platform/backup.rs"]
mod backup;
#[path = "platform/bad_input.rs"]
mod bad_input;
#[path = "platform/chains.rs"]
mod chains;
#[path = "platform/crashes.rs"]
mod crashes;
#[path = "platform/disk.rs"]
mod disk;
#[path = "platform/domains.rs"]
mod domains;
#[path = "platform/operations.rs"]
mod operations;
#[path = "platform/owners.rs"]
mod owners;
#[path = "platform/releases.rs"]
mod releases;
#[path = "platform/transfer.rs"]
mod transfer;
#[path = "platform/wishes.rs"]
mod wishes;
