//! Which findings are a matter of taste or of era: their default severity, and how flags change it.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity};

/// How a lint is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Allow,
    Warn,
    Deny,
}

/// What the flags `-A`, `-W`, `-E` and `-Werror` say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lints {
    /// By code; the last flag that names a code decides.
    pub levels: BTreeMap<String, Level>,
    /// Every warning is an error.
    pub warnings_are_errors: bool,
}

/// Findings that flags can change, with the level that version 2.0 of the language gives them.
const DEFAULTS: [(&str, Level); 48] = [
    ("M0005", Level::Deny),
    ("M0061", Level::Warn),
    ("M0062", Level::Warn),
    ("M0074", Level::Deny),
    ("M0081", Level::Deny),
    ("M0089", Level::Warn),
    ("M0090", Level::Warn),
    ("M0101", Level::Deny),
    ("M0128", Level::Deny),
    ("M0135", Level::Warn),
    ("M0142", Level::Deny),
    ("M0145", Level::Deny),
    ("M0146", Level::Warn),
    ("M0154", Level::Warn),
    ("M0155", Level::Warn),
    ("M0166", Level::Deny),
    ("M0167", Level::Deny),
    ("M0190", Level::Warn),
    ("M0191", Level::Warn),
    ("M0194", Level::Warn),
    ("M0195", Level::Warn),
    ("M0196", Level::Warn),
    ("M0198", Level::Warn),
    ("M0199", Level::Warn),
    ("M0206", Level::Warn),
    ("M0207", Level::Warn),
    ("M0210", Level::Deny),
    ("M0212", Level::Deny),
    ("M0215", Level::Deny),
    ("M0217", Level::Warn),
    ("M0218", Level::Warn),
    ("M0222", Level::Deny),
    ("M0223", Level::Allow),
    ("M0235", Level::Allow),
    ("M0236", Level::Allow),
    ("M0237", Level::Allow),
    ("M0239", Level::Warn),
    ("M0240", Level::Warn),
    ("M0241", Level::Warn),
    ("M0242", Level::Deny),
    ("M0243", Level::Warn),
    ("M0244", Level::Warn),
    ("M0246", Level::Warn),
    ("M0247", Level::Warn),
    ("M0254", Level::Warn),
    ("M0264", Level::Warn),
    ("M0269", Level::Warn),
    ("M0271", Level::Warn),
];

impl Lints {
    /// Returns the level of a finding, if it is one that has levels.
    pub fn level(&self, code: &str) -> Option<Level> {
        let default = DEFAULTS.iter().find(|(known, _)| *known == code).map(|(_, level)| *level)?;
        Some(self.levels.get(code).copied().unwrap_or(default))
    }

    /// Gives diagnostics the severity that the flags ask for, and leaves out what they allow.
    pub fn apply(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        found.into_iter().filter_map(|diagnostic| self.adjusted(diagnostic)).collect()
    }

    fn adjusted(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if let Some(level) = diagnostic.code.and_then(|code| self.level(code)) {
            diagnostic.severity = match level {
                Level::Allow => return None,
                Level::Warn => Severity::Warning,
                Level::Deny => Severity::Error,
            };
        }
        if self.warnings_are_errors && diagnostic.severity == Severity::Warning {
            diagnostic.severity = Severity::Error;
        }
        Some(diagnostic)
    }
}
