//! What a compiler says about a program, in a form that can be compared and read.

use std::fmt;

/// A diagnostic without its words: those are each compiler's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub line: usize,
    pub severity: String,
    pub code: String,
}

/// What became of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub findings: Vec<Finding>,
    /// What it printed, if it was run.
    pub printed: Vec<String>,
    /// It was run and trapped.
    pub trapped: bool,
    /// The compiler itself failed.
    pub failed: Option<String>,
}

impl Verdict {
    pub fn accepted(&self) -> bool {
        self.failed.is_none() && self.findings.iter().all(|finding| finding.severity != "error")
    }

    /// The codes of one severity, in order.
    pub fn codes(&self, severity: &str) -> Vec<&str> {
        let of = self.findings.iter().filter(|finding| finding.severity == severity);
        let mut codes: Vec<&str> = of.map(|finding| finding.code.as_str()).collect();
        codes.sort_unstable();
        codes
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(failed) = &self.failed {
            return writeln!(f, "failed: {failed}");
        }
        writeln!(f, "{}", if self.accepted() { "accepted" } else { "rejected" })?;
        for Finding { line, severity, code } in &self.findings {
            writeln!(f, "{severity} {code} in line {line}")?;
        }
        for line in &self.printed {
            writeln!(f, "> {line}")?;
        }
        if self.trapped { writeln!(f, "traps") } else { Ok(()) }
    }
}
