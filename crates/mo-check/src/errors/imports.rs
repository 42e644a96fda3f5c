//! Imports that lead nowhere.

use diagnostics::Diagnostic;
use source::Span;

pub(crate) fn unreadable(span: Span, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("M0009", span, format!("{path} cannot be read: {reason}"))
}

pub(crate) fn cycle(span: Span, path: &str) -> Diagnostic {
    Diagnostic::error("M0003", span, format!("{path} imports this file, directly or through others"))
        .help("move what both need into a third file")
}

pub(crate) fn missing_file(span: Span, url: &str, near: Option<String>) -> Diagnostic {
    let error = Diagnostic::error("M0009", span, format!("there is no file for \"{url}\""));
    match (near, url.rsplit_once('/')) {
        (Some(near), Some((dir, _))) => {
            let better = format!("{dir}/{near}");
            error.help(format!("did you mean \"{better}\"?")).suggest(span, format!("\"{better}\""))
        }
        _ => error,
    }
}

pub(crate) fn not_importable(span: Span, url: &str) -> Diagnostic {
    let message = format!("\"{url}\" is a program, and only modules, mixins and actor classes are imported");
    Diagnostic::error("M0142", span, message).help("put what is used from it into `module { public ... }`")
}

pub(crate) fn unknown_package(span: Span, package: &str, known: &[String]) -> Diagnostic {
    let error = Diagnostic::error("M0010", span, format!("there is no package `{package}`"));
    if package == "base" {
        return error.help("its successor is `core`: import \"mo:core/..\" instead");
    }
    if known.is_empty() {
        return error.help(format!("say in which folder it is: --package {package} FOLDER"));
    }
    error.help(format!("packages known here: {}", super::list(known.iter().map(String::as_str))))
}

pub(crate) fn scheme_not_yet(span: Span, scheme: &str) -> Diagnostic {
    super::not_yet::not_yet(span, &format!("importing from `{scheme}:`"))
}

pub(crate) fn unknown_alias(span: Span, alias: &str, known: &[String]) -> Diagnostic {
    let error = Diagnostic::error("M0011", span, format!("the actor `{alias}` has no principal here"));
    if known.is_empty() {
        return error.help(format!("give it one: --actor-alias {alias} PRINCIPAL"));
    }
    error.help(format!("actors known here: {}", super::list(known.iter().map(String::as_str))))
}

pub(crate) fn no_interface(span: Span, name: &str, folders: &[String]) -> Diagnostic {
    let error = Diagnostic::error("M0009", span, format!("there is no interface file for `{name}`"));
    match folders {
        [] => error.help("say in which folder it is: --actor-idl FOLDER"),
        _ => error.help(format!("it would be called {name}.did")),
    }
}

pub(crate) fn wrong_interface(span: Span, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("M0012", span, format!("the interface {path} cannot be used: {reason}"))
}

pub(crate) fn not_a_principal(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error("M0013", span, format!("`{text}` is no principal"))
        .help("a principal looks like `rwlgt-iiaaa-aaaaa-aaaaa-cai`")
}
