//! Fixtures: source and expectation in one readable file, and one helper between them and the code under test.
//!
//! It does not know what is tested: a test hands over a function from source to output. Start at [`markdown_blocks`].

use std::path::{Path, PathBuf};

/// A fenced block of a Markdown file.
#[derive(Clone, Debug)]
pub struct Block {
    /// The file and the line of the fence, for messages.
    pub place: String,
    /// The last heading before it.
    pub heading: String,
    pub text: String,
}

/// Returns the repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns whether fixtures are to be refreshed (`BLESS=1`).
pub fn bless() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// Returns the files with an ending below a folder of the repository, sorted.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root().join(folder), ending, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// Compares what comes of each Motoko file below a folder with what is written at its end, each line behind `mark`.
///
/// # Panics
/// If something else comes of one, unless fixtures are to be refreshed.
pub fn check_below(folder: &str, mark: &str, output: impl Fn(&str) -> Vec<String>) {
    let mut wrong = Vec::new();
    for path in files(folder, ".mo") {
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let source: String =
            text.lines().filter(|line| !line.starts_with(mark)).map(|line| format!("{line}\n")).collect();
        let lines = output(&source);
        let below: String =
            lines.iter().flat_map(|line| line.lines()).map(|line| format!("{mark}{line}\n")).collect();
        let actual = format!("{source}{below}");
        if bless() {
            std::fs::write(&path, actual).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        } else if actual != text {
            wrong.push(format!("{}:\n{}", path.display(), lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Compares what comes of each fenced block of the Markdown files below a folder with the block itself: what is said of a
/// program stands in it.
///
/// # Panics
/// If something else comes of one, unless fixtures are to be refreshed.
pub fn check_blocks(folder: &str, language: &str, output: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for path in files(folder, ".md") {
        let blocks = markdown_blocks(&path, language);
        let actual: Vec<String> = blocks.iter().map(|block| output(&block.text)).collect();
        if bless() {
            rewrite_blocks(&path, language, &actual);
            continue;
        }
        let pairs = blocks.iter().zip(&actual).filter(|(block, actual)| block.text != **actual);
        wrong.extend(pairs.map(|(block, actual)| format!("{} ({}):\n{actual}", block.place, block.heading)));
    }
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} programs differ from what is written:\n\n{}", wrong.join("\n"));
}

/// What begins another file in a block of several.
pub const FILE: &str = "//- ";

/// Returns the files of a block by name. What stands before the first name is `Main.mo`.
pub fn block_files(text: &str) -> Vec<(String, String)> {
    let mut files = vec![("Main.mo".to_owned(), String::new())];
    for line in text.lines() {
        match line.strip_prefix(FILE) {
            Some(name) => files.push((name.to_owned(), String::new())),
            None => files.last_mut().expect("there is a first file").1.push_str(&format!("{line}\n")),
        }
    }
    files
}

/// Returns the blocks of a Markdown file that are fenced with a language.
pub fn markdown_blocks(path: &Path, language: &str) -> Vec<Block> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut blocks = Vec::new();
    let mut heading = String::new();
    let mut open: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        match &mut open {
            Some(_) if line.trim() == "```" => blocks.extend(open.take()),
            Some(block) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            None if line.trim() == format!("```{language}") => {
                let place = format!("{name}:{}", at + 1);
                open = Some(Block { place, heading: heading.clone(), text: String::new() });
            }
            None if line.starts_with('#') => heading = line.trim_start_matches('#').trim().to_owned(),
            None => {}
        }
    }
    blocks
}

/// Rewrites the fenced blocks of a Markdown file with other content, in order.
pub fn rewrite_blocks(path: &Path, language: &str, contents: &[String]) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut out = String::new();
    let mut contents = contents.iter();
    let mut inside = false;
    for line in text.lines() {
        if inside {
            if line.trim() == "```" {
                inside = false;
                out.push_str("```\n");
            }
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if line.trim() == format!("```{language}") {
            inside = true;
            out.push_str(contents.next().map_or("", String::as_str));
        }
    }
    std::fs::write(path, out).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
