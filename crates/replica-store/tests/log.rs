//! What a crash may do to the log, and what it may not.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use replica_api::Block;
use replica_store::{DiskLog, FORMAT_VERSION, Folder, Log, StoreError};
use std::path::{Path, PathBuf};

fn block(height: u64) -> Block {
    Block { height, time: height * 10, seed: [height as u8; 32], previous_root: [0; 32], inputs: Vec::new() }
}

fn write(path: &Path, heights: std::ops::RangeInclusive<u64>, segment_bytes_max: u64) {
    let folder = Folder::open(path).expect("the folder opens");
    let mut log = DiskLog::open(&folder, 1, segment_bytes_max, |_| {}).expect("the log opens");
    for height in heights {
        log.append(&block(height)).expect("it is written");
    }
    log.sync().expect("it is synced");
}

fn read(path: &Path, from: u64) -> Result<Vec<u64>, StoreError> {
    let mut heights = Vec::new();
    DiskLog::open(&Folder::open(path)?, from, u64::MAX, |block| heights.push(block.height))?;
    Ok(heights)
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("log")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn a_record_cut_off_anywhere_is_dropped_and_the_log_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=3, u64::MAX);
    let path = segments(folder.path()).remove(0);
    let whole = std::fs::read(&path).unwrap();
    let record_bytes = (whole.len() - 64) / 3;
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
fn damage_is_an_error_that_says_where_in_the_last_record_too() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=3, u64::MAX);
    let path = segments(folder.path()).remove(0);
    let whole = std::fs::read(&path).unwrap();
    let record_bytes = (whole.len() - 64) / 3;
    for at in 64 + record_bytes..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&path, bytes).unwrap();
        let error = read(folder.path(), 1).expect_err("a flipped bit is not a torn write");
        let StoreError::DamagedLog { offset, segment, .. } = error else { panic!("the error was {error}") };
        let record = 64 + (at - 64) / record_bytes * record_bytes;
        assert_eq!((offset, &segment), (record as u64, &path), "bit flipped at {at}");
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
    let opened = |format: &str| {
        std::fs::write(folder.path().join("format"), format).unwrap();
        Folder::open(folder.path()).map(|_| ()).unwrap_err().to_string()
    };
    let newer = opened("99\n");
    assert!(
        newer.ends_with("has format 99, and this program reads format 3: use a newer version of it"),
        "{newer}"
    );
    let older = opened("1\n");
    assert!(
        older.ends_with("has format 1, and this program reads format 3: use the version that wrote it"),
        "{older}"
    );
    let noise = opened("two");
    assert!(
        noise.ends_with("does not say which format the data folder has: it should hold the number 3"),
        "{noise}"
    );
}

/// Gives a file another version, with the checksum that such a version would write.
fn with_version(path: &Path, version: u32, covered: std::ops::RangeTo<usize>) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[8..12].copy_from_slice(&version.to_le_bytes());
    bytes[12..16].fill(0);
    let end = covered.end.min(bytes.len());
    let sum = crc32fast::hash(&bytes[..end]);
    bytes[12..16].copy_from_slice(&sum.to_le_bytes());
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_segment_of_a_newer_format_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=2, u64::MAX);
    let path = segments(folder.path()).remove(0);
    with_version(&path, FORMAT_VERSION + 1, ..64);
    let before = std::fs::read(&path).unwrap();
    let error = read(folder.path(), 1).unwrap_err();
    let refused = |found: u32, named: &Path| found == FORMAT_VERSION + 1 && named == path;
    assert!(matches!(&error, StoreError::OtherFormat { found, path } if refused(*found, path)), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before, "and nothing is done to it");
}

#[test]
fn a_log_that_ends_before_a_checkpoint_is_damaged_and_not_written_on() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1..=3, u64::MAX);
    let error = read(folder.path(), 6).unwrap_err();
    let segment = segments(folder.path()).remove(0);
    assert!(
        error.to_string().contains("the log ends with block 3, and there is a checkpoint of block 5")
            && error.to_string().contains(segment.to_str().unwrap()),
        "{error}"
    );
    assert_eq!(read(folder.path(), 4).unwrap(), Vec::<u64>::new());
}
