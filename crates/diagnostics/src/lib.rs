//! Diagnostics as data, and their two renderings.
//!
//! A [`Diagnostic`] says what is wrong, where, and how to mend it. It does not know which language it speaks of. The same value
//! becomes terminal text ([`render_terminal`]), a line of JSON ([`render_json`]), a squiggle, or context for a writer.

mod json;
mod terminal;

use source::Span;

pub use json::render_json;
pub use terminal::render_terminal;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Info,
}

impl Severity {
    /// Returns the word that both renderings use.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// Something to tell the author of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The number it is known by, for example `M0096`.
    pub code: Option<&'static str>,
    pub severity: Severity,
    pub message: String,
    pub primary: Span,
    /// Other places that explain the message.
    pub related: Vec<(Span, String)>,
    pub notes: Vec<String>,
    /// One next step.
    pub help: Option<String>,
    /// Replacements that would carry the step out.
    pub edits: Vec<Edit>,
}

/// A replacement of source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
    pub safety: Safety,
}

/// Whether an edit may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Keeps the meaning that the author had.
    Safe,
    /// Shown only: the author decides.
    Unsafe,
}

impl Diagnostic {
    /// Returns an error.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Some(code), Severity::Error, span, message)
    }

    /// Returns a warning.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Some(code), Severity::Warning, span, message)
    }

    fn new(
        code: Option<&'static str>,
        severity: Severity,
        primary: Span,
        message: impl Into<String>,
    ) -> Self {
        let (related, notes, edits) = (Vec::new(), Vec::new(), Vec::new());
        Self { code, severity, message: message.into(), primary, related, notes, help: None, edits }
    }

    /// Adds another place.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Adds a remark.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets the next step.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a replacement that is safe to apply.
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into(), safety: Safety::Safe });
        self
    }

    /// Adds a replacement that the author should look at first.
    pub fn suggest(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into(), safety: Safety::Unsafe });
        self
    }

    /// Returns whether this one rejects the program.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The longest name that is compared with others.
const NAME_BYTES_MAX: usize = 100;

/// Returns the closest of `candidates` to `name`, if one is close enough to be a slip of the pen.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a name of that length, and comparing two takes time in the product of their lengths.
    if name.len() > NAME_BYTES_MAX {
        return None;
    }
    let candidates = candidates.into_iter().filter(|candidate| candidate.len() <= NAME_BYTES_MAX);
    let limit = match name.chars().count() {
        0..=2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, ignoring case.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in right.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if a == b { diagonal } else { 1 + diagonal.min(above).min(row[j]) };
            diagonal = above;
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn only_close_names_are_suggested() {
        let names = ["toText", "toArray", "size"];
        assert_eq!(did_you_mean("totext", names), Some("toText"));
        assert_eq!(did_you_mean("sise", names), Some("size"));
        assert_eq!(did_you_mean("zebra", names), None);
    }
}
