//! What a command prints, kept until it has ended: `serve` hands it on instead of printing it.

use diagnostics::Diagnostic;
use source::Sources;

pub(super) struct Output {
    /// Diagnostics are lines of JSON rather than excerpts for people.
    pub(super) json: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Output {
    pub(super) fn new(json: bool) -> Output {
        Output { json, stdout: String::new(), stderr: String::new() }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.stdout.push_str(text);
        self.stdout.push('\n');
    }

    /// Prints what was found and tells whether the program is accepted.
    pub(super) fn diagnostics(&mut self, found: &[Diagnostic], sources: &Sources) -> bool {
        let text = self.rendered(found, sources);
        self.stdout.push_str(&text);
        accepted(found)
    }

    /// Like [`Output::diagnostics`], where the other channel belongs to the program.
    pub(super) fn diagnostics_aside(&mut self, found: &[Diagnostic], sources: &Sources) {
        let text = self.rendered(found, sources);
        self.stderr.push_str(&text);
    }

    fn rendered(&self, found: &[Diagnostic], sources: &Sources) -> String {
        let render = |diagnostic: &Diagnostic| {
            if self.json {
                format!("{}\n", diagnostics::render_json(diagnostic, sources))
            } else {
                format!("{}\n\n", diagnostics::render_terminal(diagnostic, sources, true))
            }
        };
        found.iter().map(render).collect()
    }
}

pub(super) fn accepted(found: &[Diagnostic]) -> bool {
    found.iter().all(|diagnostic| !diagnostic.is_error())
}
