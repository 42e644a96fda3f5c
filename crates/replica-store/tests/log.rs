//! What a crash may do to the log, and what it may not.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use replica_api::Block;
use replica_store::{DiskLog, Folder, Log, StoreError};
use std::path::{Path, PathBuf};

fn block(height: u64) -> Block {
    Block { height, time: height * 10, seed: [height as u8; 32], previous_root: [0; 32], inputs: Vec::new() }
}

fn write(folder: &Path, heights: std::ops::RangeInclusive<u64>, segment_bytes_max: u64) {
    let mut log = DiskLog::open_with(folder, 1, segment_bytes_max, |_| {}).expect("the log opens");
    for height in heights {
        log.append(&block(height)).expect("it is written");
    }
    log.sync().expect("it is synced");
}

fn read(folder: &Path, from: u64) -> Result<Vec<u64>, StoreError> {
    let mut heights = Vec::new();
    DiskLog::open(folder, from, |block| heights.push(block.height))?;
    Ok(heights)
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn a_record_cut_off_anywhere_is_dropped_and_the_log_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=3, u64::MAX);
    let path = segments(folder.path()).remove(0);
    let whole = std::fs::read(&path).unwrap();
    let record_bytes = (whole.len() - 40) / 3;
    for cut in whole.len() - record_bytes..whole.len() {
        std::fs::write(&path, &whole[..cut]).unwrap();
        assert_eq!(read(folder.path(), 1).unwrap(), [1, 2], "cut at {cut}");
        write(folder.path(), 3..=4, u64::MAX);
        assert_eq!(read(folder.path(), 1).unwrap(), [1, 2, 3, 4], "written on after a cut at {cut}");
    }
}

#[test]
fn a_tail_of_zeros_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=2, u64::MAX);
    let path = segments(folder.path()).remove(0);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend([0; 100]);
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(read(folder.path(), 1).unwrap(), [1, 2]);
}

#[test]
fn damage_before_whole_records_is_an_error_that_says_where() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=3, u64::MAX);
    let path = segments(folder.path()).remove(0);
    let whole = std::fs::read(&path).unwrap();
    let record_bytes = (whole.len() - 40) / 3;
    for at in 40 + record_bytes..40 + 2 * record_bytes {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let error = read(folder.path(), 1).expect_err("a flipped bit is not a torn write");
        let StoreError::DamagedLog { offset, segment, .. } = error else { panic!("the error was {error}") };
        assert_eq!((offset, &segment), ((40 + record_bytes) as u64, &path), "bit flipped at {at}");
    }
}

#[test]
fn segments_follow_each_other_and_old_ones_are_skipped() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=9, 200);
    assert!(segments(folder.path()).len() > 2);
    assert_eq!(read(folder.path(), 1).unwrap(), (1..=9).collect::<Vec<_>>());
    assert_eq!(read(folder.path(), 7).unwrap(), [7, 8, 9]);
    std::fs::remove_file(&segments(folder.path())[1]).unwrap();
    assert!(
        matches!(read(folder.path(), 1), Err(StoreError::DamagedLog { .. })),
        "a missing segment is noticed"
    );
}

#[test]
fn a_folder_is_open_once_and_a_newer_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let open = Folder::open(folder.path()).unwrap();
    assert!(matches!(Folder::open(folder.path()), Err(StoreError::InUse(_))));
    drop(open);
    std::fs::write(folder.path().join("format"), "2\n").unwrap();
    assert!(matches!(Folder::open(folder.path()), Err(StoreError::NewerFormat { .. })));
}
