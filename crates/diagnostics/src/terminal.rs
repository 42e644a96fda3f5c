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
    let mut snippet = Snippet::source(&**sources.text(file))
        .path(sources.path(file))
        .fold(true)
        .annotation(AnnotationKind::Primary.span(range(diagnostic.primary, sources)));
    for (span, label) in diagnostic.related.iter().filter(|(span, _)| span.file == file) {
        snippet =
            snippet.annotation(AnnotationKind::Context.span(range(*span, sources)).label(label.as_str()));
    }
    let mut group = title.element(snippet);
    for (span, label) in diagnostic.related.iter().filter(|(span, _)| span.file != file) {
        let elsewhere = Snippet::source(&**sources.text(span.file))
            .path(sources.path(span.file))
            .fold(true)
            .annotation(AnnotationKind::Context.span(range(*span, sources)).label(label.as_str()));
        group = group.element(elsewhere);
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
    let patches = |edits: &'a [Edit]| {
        edits
            .iter()
            .filter(move |edit| edit.span.file == file)
            .map(|edit| Patch::new(range(edit.span, sources), edit.text.as_str()))
    };
    let snippet = Snippet::source(&**sources.text(file)).path(sources.path(file)).fold(true);
    Some(title.element(snippet.patches(patches(&diagnostic.edits))))
}

fn range(span: Span, sources: &Sources) -> std::ops::Range<usize> {
    let length = sources.text(span.file).len();
    (span.start as usize).min(length)..(span.end as usize).min(length)
}
