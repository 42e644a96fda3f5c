//! Oracles for readers of text.

use diagnostics::Diagnostic;
use mo_compile::most::read_signatures;
use mo_compile::{Options, with_stack};
use source::{MemoryWorld, Sources, Span};

/// What separates the two signatures of one input.
pub(crate) const SEPARATOR: &str = "\n----\n";

const MAIN: &str = "Main.mo";

/// Every place that the parser names is within the text.
pub(crate) fn parser(text: &str) {
    with_stack(|| {
        let mut sources = Sources::default();
        let file = sources.add(MAIN, text);
        let parsed = mo_syntax::parse(file, text);
        parsed.comments.iter().for_each(|comment| assert_within(comment.span, text));
        show(&parsed.errors, &sources);
    });
}

/// A program is accepted or has diagnostics that can be shown.
pub(crate) fn checker(text: &str) {
    with_stack(|| {
        let checked = mo_compile::check(&world(text), MAIN, &Options::default());
        show(&checked.diagnostics, &checked.sources);
        // What describes an accepted program has to be there.
        if !checked.has_errors() {
            mo_compile::candid(&checked);
            mo_compile::stable_types(&checked);
        }
    });
}

/// What is accepted becomes a valid module, or the reason is told.
pub(crate) fn build(text: &str) {
    with_stack(|| {
        let (checked, built) = mo_compile::build(&world(text), MAIN, &Options::default());
        match built {
            Ok(compiled) => {
                wasmparser::validate(&compiled.wasm).expect("generated modules are valid");
            }
            Err(found) => {
                assert!(found.iter().any(Diagnostic::is_error), "a program is rejected without a reason");
                show(&found, &checked.sources);
            }
        }
    });
}

/// An interface becomes types, or the fault has a line of the text.
pub(crate) fn interface(text: &str) {
    let main = "import A \"idl:a.did\"; ignore A";
    with_stack(|| {
        let world = MemoryWorld::new([(MAIN, main), ("a.did", text)]);
        let checked = mo_compile::check(&world, MAIN, &Options::default());
        show(&checked.diagnostics, &checked.sources);
    });
}

/// Two signatures are compared, or what is wrong with one of them is told.
pub(crate) fn signatures(text: &str) {
    let (old, new) = text.split_once(SEPARATOR).unwrap_or((text, text));
    with_stack(|| {
        if let Err((sources, found)) = read_signatures(("old.most", old), ("new.most", new)) {
            assert!(found.iter().any(Diagnostic::is_error), "a signature is rejected without a reason");
            show(&found, &sources);
        }
    });
}

fn world(text: &str) -> MemoryWorld {
    MemoryWorld::new([(MAIN, text)])
}

/// Shows diagnostics in both forms, which looks at every place that they name.
fn show(found: &[Diagnostic], sources: &Sources) {
    for diagnostic in found {
        diagnostics::render_terminal(diagnostic, sources, true);
        diagnostics::render_json(diagnostic, sources);
    }
}

fn assert_within(span: Span, text: &str) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no part of the text");
}
