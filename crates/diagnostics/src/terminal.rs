//! Terminal text: the source around the place, the message, notes and the fix.

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use source::{Sources, Span};

use crate::{Diagnostic, Edit, Severity};

/// Returns several lines for a person, with escapes for colour if `colour` is set.
pub fn render_terminal(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut title = level.primary_title(diagnostic.message.as_str());
    if let Some(code) = diagnostic.code {
        title = title.id(code);
    }
    let file = diagnostic.primary.file;
    let here = |span: &Span| span.file == file;
    let related: Vec<Span> = diagnostic.related.iter().map(|(span, _)| *span).filter(here).collect();
    let mut group = Group::with_title(title);
    group = match Window::around(&[&[diagnostic.primary][..], &related].concat(), sources) {
        Some(window) => {
            let mut snippet =
                window.snippet().annotation(AnnotationKind::Primary.span(window.range(diagnostic.primary)));
            for (span, label) in diagnostic.related.iter().filter(|(span, _)| here(span)) {
                let annotation = AnnotationKind::Context.span(window.range(*span)).label(label.as_str());
                snippet = snippet.annotation(annotation);
            }
            group.element(snippet)
        }
        None => group.element(Level::NOTE.message(place(diagnostic.primary, sources))),
    };
    for (span, label) in diagnostic.related.iter().filter(|(span, _)| !here(span)) {
        group = match Window::around(&[*span], sources) {
            Some(window) => {
                let annotation = AnnotationKind::Context.span(window.range(*span)).label(label.as_str());
                group.element(window.snippet().annotation(annotation))
            }
            None => group.element(Level::NOTE.message(place(*span, sources))),
        };
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    let mut report = vec![group];
    report.extend(help(diagnostic, sources));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&report)
}

fn help<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Option<Group<'a>> {
    let words = match (&diagnostic.help, diagnostic.edits.is_empty()) {
        (Some(help), _) => help.as_str(),
        (None, false) => "it could read",
        (None, true) => return None,
    };
    let title = Level::HELP.secondary_title(words);
    let Some(first) = diagnostic.edits.first() else {
        return Some(Group::with_title(title));
    };
    let file = first.span.file;
    let edits: Vec<&Edit> = diagnostic.edits.iter().filter(|edit| edit.span.file == file).collect();
    let spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
    let Some(window) = Window::around(&spans, sources) else { return Some(Group::with_title(title)) };
    let patches = edits.into_iter().map(|edit| Patch::new(window.range(edit.span), edit.text.as_str()));
    Some(title.element(window.patched().patches(patches)))
}

/// The longest line that is shown. Nobody reads a longer one, and drawing it takes long.
const LINE_BYTES_MAX: usize = 1_000;

/// Where something is, for lines that are not shown.
fn place(span: Span, sources: &Sources) -> String {
    let position = sources.position(span.file, span.start);
    format!(
        "{}:{}:{} (the line is too long to be shown)",
        sources.path(span.file),
        position.line,
        position.column
    )
}

/// The lines of a file that hold some places: all that is drawn of it.
struct Window<'a> {
    path: &'a str,
    text: &'a str,
    /// Where the text begins in the file.
    start: usize,
    /// The number of its first line.
    line: usize,
}

impl<'a> Window<'a> {
    /// Returns the lines around places of one file, unless one of them is too long.
    fn around(spans: &[Span], sources: &'a Sources) -> Option<Window<'a>> {
        let file = spans.first()?.file;
        let whole: &'a str = sources.text(file);
        let within = |offset: u32| (offset as usize).min(whole.len());
        let first = spans.iter().map(|span| within(span.start)).min()?;
        let last = spans.iter().map(|span| within(span.end)).max()?.max(first);
        let start = whole[..first].rfind('\n').map_or(0, |at| at + 1);
        let end = whole[last..].find('\n').map_or(whole.len(), |at| last + at + 1);
        let text = &whole[start..end];
        let is_short = text.split('\n').all(|line| line.len() <= LINE_BYTES_MAX);
        let line = sources.position(file, u32::try_from(start).ok()?).line;
        is_short.then_some(Window { path: sources.path(file), text, start, line })
    }

    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text).path(self.path).line_start(self.line).fold(true)
    }

    fn patched(&self) -> Snippet<'a, Patch<'a>> {
        Snippet::source(self.text).path(self.path).line_start(self.line).fold(true)
    }

    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let within = |offset: u32| (offset as usize).saturating_sub(self.start).min(self.text.len());
        within(span.start)..within(span.end)
    }
}
