//! Files of programs: a heading, the program, what the reference says, and what ours says if that is something else.

use std::path::{Path, PathBuf};

/// A Markdown file of programs.
pub struct Fixture {
    pub path: PathBuf,
    /// What stands before the first program.
    head: String,
    /// Codes that both compilers are asked to warn of in this file, which are silent otherwise.
    pub warn: Vec<String>,
    pub cases: Vec<Case>,
}

/// A program and what is known about it.
pub struct Case {
    pub title: String,
    /// Files that the program imports, with their names: blocks like "motoko Counter.mo".
    pub files: Vec<(String, String)>,
    pub program: String,
    /// Why our verdict is another one.
    pub reason: Option<String>,
    pub reference: String,
    pub ours: Option<String>,
}

/// Reasons that nobody has written yet.
pub const UNEXPLAINED: &str = "?";

impl Fixture {
    pub fn read(path: &Path) -> Fixture {
        let text =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut sections = text.split("\n### ");
        let head = sections.next().unwrap_or_default().to_owned();
        let warn = head.lines().find_map(|line| line.strip_prefix("Warns of: "));
        let warn = warn.map_or_else(Vec::new, |codes| {
            codes.trim_end_matches('.').split(", ").map(str::to_owned).collect()
        });
        Fixture { path: path.to_owned(), head, warn, cases: sections.map(Case::read).collect() }
    }

    /// The flags with which the reference is asked about this file.
    pub fn flags(&self) -> Vec<String> {
        if self.warn.is_empty() { Vec::new() } else { vec!["-W".into(), self.warn.join(",")] }
    }

    pub fn write(&self) {
        let mut text = self.head.trim_end().to_owned();
        text.push('\n');
        for case in &self.cases {
            text.push_str(&case.text());
        }
        std::fs::write(&self.path, text).expect("a fixture can be written");
    }
}

impl Case {
    fn read(section: &str) -> Case {
        let title = section.lines().next().unwrap_or_default().to_owned();
        let reason = section.lines().find_map(|line| line.strip_prefix("Differs: ")).map(str::to_owned);
        let block = |language: &str| {
            let (_, rest) = section.split_once(&format!("\n```{language}\n"))?;
            let end = if rest.starts_with("```") { 0 } else { rest.find("\n```")? + 1 };
            Some(rest[..end].to_owned())
        };
        Case {
            title,
            files: section.split("\n```motoko ").skip(1).filter_map(file).collect(),
            program: block("motoko").unwrap_or_default(),
            reason,
            reference: block("reference").unwrap_or_default(),
            ours: block("ours"),
        }
    }

    fn text(&self) -> String {
        let Case { title, files, program, reason, reference, ours } = self;
        let mut text = format!("\n### {title}\n");
        for (name, source) in files {
            text.push_str(&format!("\n```motoko {name}\n{source}```\n"));
        }
        text.push_str(&format!("\n```motoko\n{program}```\n\n```reference\n{reference}```\n"));
        if let Some(ours) = ours {
            let reason = reason.as_deref().unwrap_or(UNEXPLAINED);
            text.push_str(&format!("\nDiffers: {reason}\n\n```ours\n{ours}```\n"));
        }
        text
    }
}

/// A name, and the text up to the end of the block.
fn file(block: &str) -> Option<(String, String)> {
    let (name, rest) = block.split_once('\n')?;
    Some((name.to_owned(), rest[..rest.find("```")?].to_owned()))
}
