//! What the language gives without an import: members of arrays, texts and blobs, and the primitives.

use mo_syntax::ast::DecKind;
use mo_types::{Prim, Ty, TyKind, Types};

use crate::infer::Checker;
use crate::scope::Scope;
use crate::typing::record;

/// Modules of `core` that are known by name, for hints.
pub(crate) const CORE_NAMES: [&str; 33] = [
    "Array",
    "Blob",
    "Bool",
    "Char",
    "Cycles",
    "Debug",
    "Error",
    "Float",
    "Func",
    "Int",
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "Iter",
    "List",
    "Map",
    "Nat",
    "Nat8",
    "Nat16",
    "Nat32",
    "Nat64",
    "Option",
    "Order",
    "Principal",
    "Queue",
    "Result",
    "Runtime",
    "Set",
    "Stack",
    "Text",
    "Time",
    "VarArray",
];

/// The signatures of the primitives, as Motoko type definitions.
const PRIMITIVES: &str = include_str!("primitives.mo");

/// Returns the type of a built-in member of a type that is not an object.
pub(crate) fn builtin_member(ty: &Ty, name: &str) -> Option<Ty> {
    let nat = || Ty::from(Prim::Nat);
    let thunk = |result: Ty| Some(Ty::func(Vec::new(), result));
    match (&**ty, name) {
        (TyKind::Array(_) | TyKind::VarArray(_), "size")
        | (TyKind::Prim(Prim::Text | Prim::Blob), "size") => thunk(nat()),
        (TyKind::Array(element) | TyKind::VarArray(element), "get") => {
            Some(Ty::func(vec![nat()], element.clone()))
        }
        (TyKind::VarArray(element), "put") => Some(Ty::func(vec![nat(), element.clone()], Ty::unit())),
        (TyKind::Array(_) | TyKind::VarArray(_), "keys") => thunk(iterator(nat())),
        (TyKind::Array(element) | TyKind::VarArray(element), "values" | "vals") => {
            thunk(iterator(element.clone()))
        }
        (TyKind::Prim(Prim::Text), "chars") => thunk(iterator(Prim::Char.into())),
        (TyKind::Prim(Prim::Blob), "values" | "vals") => thunk(iterator(Prim::Nat8.into())),
        (TyKind::Prim(Prim::Blob), "get") => Some(Ty::func(vec![nat()], Prim::Nat8.into())),
        _ => None,
    }
}

/// `{ next : () -> ?T }`
fn iterator(element: Ty) -> Ty {
    record(vec![("next", Ty::func(Vec::new(), Ty::option(element)))])
}

/// Returns the types of the modules `mo:prim` and `mo:machine`.
pub(crate) fn primitive_modules(types: &Types) -> (Ty, Ty) {
    let parsed = mo_syntax::parse(source::FileId(0), PRIMITIVES);
    assert!(parsed.errors.is_empty(), "the signatures of the primitives parse: {:?}", parsed.errors);
    let (base, options) = (crate::Base::default(), crate::Options::default());
    let mut checker = Checker { types, ..Checker::new(&base, &[], &options, parsed.program.nodes) };
    let scope = Scope::root();
    let mut module = |name: &str| {
        let found = parsed.program.decs.iter().find_map(|dec| match &dec.kind {
            DecKind::Type(dec) if dec.name.name == name => Some(checker.ty(&dec.body, &scope)),
            _ => None,
        });
        found.expect("both modules are defined in the file")
    };
    let modules = (module("Prim"), module("Machine"));
    assert!(
        checker.diagnostics.is_empty(),
        "the signatures of the primitives are well formed: {:?}",
        checker.diagnostics
    );
    modules
}
