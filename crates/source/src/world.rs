//! Where sources come from, and the table of those that were loaded.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{FileId, Position, Span};

/// The largest source file that is read, in bytes. Hand-written modules stay far below it.
pub const FILE_BYTES_MAX: usize = 8 << 20;

/// Answers for the text of a path. A disk, an editor's buffers and a test each have one.
pub trait World {
    /// Returns the text at `path`, or in one sentence why there is none.
    fn read(&self, path: &str) -> Result<String, String>;

    /// Returns whether there is something to read at `path`.
    fn exists(&self, path: &str) -> bool {
        self.read(path).is_ok()
    }

    /// Returns the names of the files in a folder, in ascending order, or in one sentence why there are none.
    fn list(&self, folder: &str) -> Result<Vec<String>, String>;
}

/// A world in memory: for tests, for drafts that were never saved, and for the built-in library.
#[derive(Clone, Debug, Default)]
pub struct MemoryWorld {
    pub files: BTreeMap<String, String>,
}

impl MemoryWorld {
    /// Returns a world with these files.
    pub fn new<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }
}

impl World for MemoryWorld {
    fn read(&self, path: &str) -> Result<String, String> {
        self.files.get(path).cloned().ok_or_else(|| format!("there is no file {path}"))
    }

    fn exists(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, String> {
        let inside = self.files.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        let names: Vec<String> = inside.filter(|name| !name.contains('/')).map(str::to_owned).collect();
        if names.is_empty() { Err(format!("there is no folder {folder}")) } else { Ok(names) }
    }
}

/// A world on the local disk. Paths are used as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiskWorld;

impl World for DiskWorld {
    fn read(&self, path: &str) -> Result<String, String> {
        let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
        if size > FILE_BYTES_MAX as u64 {
            return Err(format!("{path} has {size} bytes; the most that is read is {FILE_BYTES_MAX}"));
        }
        std::fs::read_to_string(path).map_err(|error| error.to_string())
    }

    fn exists(&self, path: &str) -> bool {
        std::path::Path::new(path).is_file()
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, String> {
        let said = |error: std::io::Error| format!("{folder}: {error}");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(said)? {
            let entry = entry.map_err(said)?;
            if entry.path().is_file() {
                names.extend(entry.file_name().into_string());
            }
        }
        names.sort();
        Ok(names)
    }
}

/// The files of one compilation, each with its text and the starts of its lines.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<File>>,
    by_path: BTreeMap<String, FileId>,
}

#[derive(Debug)]
struct File {
    path: String,
    text: Arc<str>,
    line_starts: Vec<usize>,
}

impl File {
    fn new(path: &str, text: &str) -> File {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        File { path: path.into(), text: text.into(), line_starts }
    }
}

impl Sources {
    /// Adds a file, or returns the id of the one that has this path already.
    pub fn add(&mut self, path: &str, text: &str) -> FileId {
        if let Some(&id) = self.by_path.get(path) {
            return id;
        }
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(Arc::new(File::new(path, text)));
        self.by_path.insert(path.into(), id);
        id
    }

    /// Adds a file, or gives the one that has this path already another text.
    pub fn set(&mut self, path: &str, text: &str) -> FileId {
        let id = self.add(path, text);
        if **self.text(id) != *text {
            self.files[id.0 as usize] = Arc::new(File::new(path, text));
        }
        id
    }

    /// Returns the path a file was loaded from.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// Returns the text of a file.
    pub fn text(&self, file: FileId) -> &Arc<str> {
        &self.files[file.0 as usize].text
    }

    /// Returns the text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        &self.text(span.file)[span.start as usize..span.end as usize]
    }

    /// Returns the line and column of a byte offset.
    pub fn position(&self, file: FileId, offset: u32) -> Position {
        let file = &self.files[file.0 as usize];
        let offset = (offset as usize).min(file.text.len());
        let line = file.line_starts.partition_point(|&start| start <= offset) - 1;
        let column = file.text[file.line_starts[line]..offset].chars().count() + 1;
        Position { line: line + 1, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_can_be_given_another_text() {
        let mut sources = Sources::default();
        let file = sources.add("a.mo", "one\ntwo");
        assert_eq!(sources.set("a.mo", "\n\nthree"), file);
        assert_eq!(sources.position(file, 2), Position { line: 3, column: 1 });
        assert_eq!(&**sources.text(file), "\n\nthree");
    }

    #[test]
    fn positions_count_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.mo", "let ä = 1;\n  x");
        assert_eq!(sources.position(file, 0), Position { line: 1, column: 1 });
        assert_eq!(sources.position(file, 7), Position { line: 1, column: 7 });
        assert_eq!(sources.position(file, 14), Position { line: 2, column: 3 });
    }
}
