//! Migrations: what the one in front of an actor takes and gives, and the steps of a chain.

use diagnostics::Diagnostic;
use mo_types::{Ty, Types};
use source::Span;

/// Which end of a migration a diagnostic is about.
#[derive(Clone, Copy)]
pub(crate) enum End {
    Takes,
    Gives,
}

impl End {
    fn verb(self) -> &'static str {
        match self {
            End::Takes => "takes",
            End::Gives => "gives",
        }
    }
}

const SHAPE: &str = "write it as `func (old : { ... }) : { ... }`, from the old fields to the new ones";

pub(crate) fn unknown_attribute(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0212", span, format!("an actor has no attribute `{name}`"))
        .help("the attribute known here is `migration`")
}

pub(crate) fn no_migration(span: Span) -> Diagnostic {
    Diagnostic::error("M0208", span, "the record in front of an actor has no field `migration`")
        .help("write `(with migration = func (old : { ... }) : { ... } { ... })`")
}

pub(crate) fn misplaced(span: Span) -> Diagnostic {
    Diagnostic::error("M0209", span, "only actors have attributes: what is stored in them is migrated")
        .help("leave it out, or put it in front of the actor")
}

pub(crate) fn not_a_function(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    let shown = types.show_short(ty);
    let message =
        format!("a migration is a function without type parameters that answers at once, not {shown}");
    Diagnostic::error("M0203", span, message).help(SHAPE)
}

pub(crate) fn not_a_record(types: &Types, span: Span, end: End, ty: &Ty) -> Diagnostic {
    let (verb, shown) = (end.verb(), types.show_short(ty));
    Diagnostic::error("M0202", span, format!("a migration {verb} a record of stored fields, not {shown}"))
        .help(SHAPE)
}

pub(crate) fn not_stable(types: &Types, span: Span, end: End, ty: &Ty, part: &Ty) -> Diagnostic {
    let (verb, shown, part) = (end.verb(), types.show_short(ty), types.show_short(part));
    Diagnostic::error("M0201", span, format!("the migration {verb} {shown}, which cannot be stored"))
        .note(format!("{part} cannot be stored"))
}

pub(crate) fn result_mismatch(
    types: &Types,
    span: Span,
    name: &str,
    found: &Ty,
    wanted: &Ty,
    lost: Option<&str>,
) -> Diagnostic {
    let (found, wanted) = (types.show_short(found), types.show_short(wanted));
    let message =
        format!("the migration gives `{name}` the type {found}, but the actor declares it as {wanted}");
    let error = Diagnostic::error("M0204", span, message);
    match lost {
        Some(part) => error.note(format!("`{part}` would be lost")),
        None => error,
    }
}

pub(crate) fn result_unknown(span: Span, name: &str) -> Diagnostic {
    let message = format!("the migration gives a field `{name}`, which the actor does not store");
    Diagnostic::error("M0205", span, message)
        .help(format!("declare `{name}` in the actor, or do not give it"))
}

/// A field that a migration takes and does not give back.
pub(crate) fn loss(types: &Types, span: Span, name: &str, ty: &Ty, is_declared: bool) -> Diagnostic {
    let shown = types.show_short(ty);
    if is_declared {
        return Diagnostic::warning(
            "M0206",
            span,
            format!("the migration takes `{name}` ({shown}) and does not give it back: it starts anew"),
        )
        .help(format!("give `{name}` too, or do not take it"));
    }
    Diagnostic::warning(
        "M0207",
        span,
        format!("the migration takes `{name}` ({shown}), which the actor no longer has: its data is deleted"),
    )
    .help(format!("declare `{name}` in the actor if its data is to stay"))
}

pub(crate) fn no_chain(span: Span, folder: &str, reason: Option<&str>) -> Diagnostic {
    let message = match reason {
        Some(reason) => format!("the chain of migrations cannot be read: {reason}"),
        None => format!("there is no migration in {folder}"),
    };
    Diagnostic::error("M0251", span, message)
        .help("the folder holds modules, each with a `public func migration(old : { ... }) : { ... }`")
}

pub(crate) fn not_a_step(span: Span) -> Diagnostic {
    Diagnostic::warning("M0251", span, "this module has no public function `migration` and is passed over")
        .help("write `public func migration(old : { ... }) : { ... }`, or move the file out of the folder")
}

pub(crate) fn both_ways(span: Span) -> Diagnostic {
    let message = "an actor with a chain of migrations has no migration of its own in front of it";
    Diagnostic::error("M0252", span, message).help("make it the last file of the chain")
}

pub(crate) fn value_beside_chain(span: Span, name: &str) -> Diagnostic {
    let message = format!("`{name}` gets its first value from the chain of migrations, not here");
    Diagnostic::error("M0250", span, message)
        .help("leave the value out, and let a migration of the chain give it")
}

pub(crate) fn no_value(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0257", span, format!("`{name}` has no value"))
        .note("only the fields of an actor that a chain of migrations fills go without one")
        .help("write `= VALUE` after it")
}

pub(crate) fn pattern_without_value(span: Span) -> Diagnostic {
    Diagnostic::error("M0258", span, "a field that a chain of migrations fills is one name with its type")
        .help("write `let name : Type`")
}

pub(crate) fn no_type(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0259", span, format!("`{name}` has neither a value nor a type"))
        .help(format!("write `{name} : TYPE`"))
}

/// A field that is only there if the version before the chain had it.
pub(crate) fn never_given(types: &Types, span: Span, name: &str, ty: &Ty) -> Diagnostic {
    let shown = types.show_short(ty);
    let message =
        format!("no migration gives `{name}` ({shown}): the version before the chain has to have it");
    Diagnostic::warning("M0254", span, message)
        .help(format!("a new app traps when it is installed; give `{name}` in the first migration"))
}

/// Two versions that follow one another, for messages.
pub(crate) struct Between<'a> {
    pub(crate) span: Span,
    /// The step after which a version stands.
    pub(crate) before: &'a str,
    pub(crate) name: &'a str,
}

impl Between<'_> {
    pub(crate) fn dropped(&self) -> Diagnostic {
        let Between { span, before, name } = self;
        let message =
            format!("`{name}` is there after `{before}`, and nothing here takes it: it would be lost");
        Diagnostic::error("M0169", *span, message)
            .help("take it in this migration, or declare it in the actor")
    }

    pub(crate) fn missing(&self) -> Diagnostic {
        let Between { span, before, name } = self;
        Diagnostic::error("M0263", *span, format!("`{name}` is wanted here, but after `{before}` it is gone"))
            .help("give it in a migration before, or do not take it")
    }

    pub(crate) fn unfit(&self, types: &Types, old: &Ty, new: &Ty) -> Diagnostic {
        let Between { span, before, name } = self;
        let (old, new) = (types.show_short(old), types.show_short(new));
        let message = format!("after `{before}`, `{name}` has the type {old}, which cannot be read as {new}");
        Diagnostic::error("M0170", *span, message).help("convert it in a migration that takes the old type")
    }

    pub(crate) fn lossy(&self, types: &Types, part: &str, old: &Ty, new: &Ty) -> Diagnostic {
        let Between { span, before, name } = self;
        let (old, new) = (types.show_short(old), types.show_short(new));
        let message =
            format!("after `{before}`, `{name}` has the type {old}; read as {new}, `{part}` would be lost");
        Diagnostic::error("M0216", *span, message)
            .help("take the whole old type in a migration, and leave out there what is to go")
    }
}
