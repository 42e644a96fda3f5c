//! May a value of the old type be used where the new type is expected, without losing anything?

use std::collections::BTreeSet;

use mo_ir::{Field, Prim, Type, TypeId, TypeTable};

use crate::defaults::Defaults;
use crate::fact::Change;
use crate::plan::{Conversion, Objection};
use crate::show_type;

/// Compares two types of two versions and collects every objection.
pub(crate) struct Comparison<'a> {
    pub(crate) old: &'a TypeTable,
    pub(crate) new: &'a TypeTable,
    /// What the new version gives for fields that are not there.
    defaults: &'a Defaults,
    pub(crate) objections: Vec<Objection>,
    /// What becomes different without an objection.
    pub(crate) conversions: Vec<Conversion>,
    kept: BTreeSet<(TypeId, TypeId, bool)>,
    /// Pairs that hold or are being looked at: recursive types end here.
    seen: BTreeSet<(TypeId, TypeId, bool)>,
}

/// The old type is not a subtype of the new one.
pub(crate) const INCOMPATIBLE: &str = "M0170";
/// It is, but the supertype forgets something.
const LOSSY: &str = "M0216";

impl<'a> Comparison<'a> {
    pub(crate) fn new(old: &'a TypeTable, new: &'a TypeTable, defaults: &'a Defaults) -> Comparison<'a> {
        Comparison {
            old,
            new,
            defaults,
            objections: Vec::new(),
            conversions: Vec::new(),
            kept: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    /// A stored value. Only the new version's code runs from now on, so that types may grow below something mutable as they may
    /// above it (`below` says where this is, which decides what an objection is called).
    pub(crate) fn keep(&mut self, old: TypeId, new: TypeId, path: &str, below: bool) {
        if !self.kept.insert((old, new, below)) {
            return;
        }
        match (self.old.get(old), self.new.get(new)) {
            (Type::Prim(a), Type::Prim(b)) if a == b => {}
            (Type::Prim(Prim::None), _) => {}
            (Type::Prim(Prim::Nat), Type::Prim(Prim::Int)) | (Type::Prim(Prim::Null), Type::Option(_)) => {
                let (from, to) = (show_type(self.old, old), show_type(self.new, new));
                self.change(path, Change::Widened { from, to });
            }
            (_, Type::Prim(Prim::Any)) if !below => self.subtype(old, new, path),
            (Type::Option(a), Type::Option(b)) | (Type::Weak(a), Type::Weak(b)) => {
                self.keep(*a, *b, path, below);
            }
            (Type::Array(a), Type::Array(b)) => self.keep(*a, *b, &format!("{path}[]"), below),
            (Type::VarArray(a), Type::VarArray(b)) => self.keep(*a, *b, &format!("{path}[]"), true),
            (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
                for (at, (a, b)) in a.iter().zip(b).enumerate() {
                    self.keep(*a, *b, &format!("{path}.{at}"), below);
                }
            }
            (Type::Object(a), Type::Object(b)) => self.keep_fields(a, b, path, below),
            (Type::Variant(a), Type::Variant(b)) => self.keep_cases(a, b, path, below),
            (Type::Shared { .. }, Type::Shared { .. }) | (Type::Actor(_), Type::Actor(_)) => {
                self.subtype(old, new, path);
            }
            _ => self.differ(old, new, path),
        }
    }

    fn keep_fields(&mut self, old: &'a [Field], new: &'a [Field], path: &str, below: bool) {
        let is_list =
            old.len() == 2 && old.iter().all(|field| field.var && ["items", "size"].contains(&&*field.label));
        for field in old {
            // What a list is made of is its own business; a record may well have a field `items`.
            let inside = is_list && field.label == "items";
            let path = if inside { path.to_owned() } else { format!("{path}.{}", field.label) };
            let Some(other) = new.iter().find(|other| other.label == field.label) else {
                if below {
                    let message = format!("the field `{}` is gone, below something mutable", field.label);
                    self.object(INCOMPATIBLE, &path, message);
                } else {
                    self.object(LOSSY, &path, format!("the field `{}` would be forgotten", field.label));
                }
                continue;
            };
            match (field.var, other.var) {
                (false, true) => self.change(&path, Change::MadeMutable),
                (true, false) => self.change(&path, Change::MadeImmutable),
                _ => {}
            }
            self.keep(field.ty, other.ty, &path, below || field.var);
        }
        for field in new.iter().filter(|field| old.iter().all(|other| other.label != field.label)) {
            let path = format!("{path}.{}", field.label);
            let ty = show_type(self.new, field.ty);
            match self.new.get(field.ty) {
                Type::Option(_) | Type::Prim(Prim::Null) => self.change(&path, Change::FieldAdded { ty }),
                _ if self.defaults.has(self.new, field) => self.change(&path, Change::FieldGiven { ty }),
                _ => {
                    let message = format!(
                        "the values that are kept have no field `{}` : {ty}, which is not optional and has no default",
                        field.label
                    );
                    self.object(INCOMPATIBLE, &path, message);
                }
            }
        }
    }

    fn keep_cases(&mut self, old: &'a [Field], new: &'a [Field], path: &str, below: bool) {
        for case in old {
            let path = format!("{path}.#{}", case.label);
            match new.iter().find(|other| other.label == case.label) {
                None => {
                    let message = format!("there may be values of the case `#{}`, which is gone", case.label);
                    self.object(INCOMPATIBLE, &path, message);
                }
                Some(other) => self.keep(case.ty, other.ty, &path, below),
            }
        }
        for case in new.iter().filter(|case| old.iter().all(|other| other.label != case.label)) {
            self.change(&format!("{path}.#{}", case.label), Change::CaseAdded);
        }
    }

    fn change(&mut self, path: &str, change: Change) {
        self.conversions.push(Conversion { path: path.to_owned(), change });
    }

    /// What references say about their argument and result types: nothing is stored there, so nothing is converted.
    pub(crate) fn subtype(&mut self, old: TypeId, new: TypeId, path: &str) {
        if !self.seen.insert((old, new, false)) {
            return;
        }
        match (self.old.get(old), self.new.get(new)) {
            (Type::Prim(a), Type::Prim(b)) if a == b => {}
            (Type::Prim(Prim::None), _) | (Type::Prim(Prim::Nat), Type::Prim(Prim::Int)) => {}
            (Type::Prim(Prim::Null), Type::Option(_)) => {}
            (_, Type::Prim(Prim::Any)) => {
                let message = format!("every value of {} would be forgotten", show_type(self.old, old));
                self.object(LOSSY, path, message);
            }
            (Type::Option(a), Type::Option(b)) => self.subtype(*a, *b, path),
            (Type::Array(a), Type::Array(b)) => self.subtype(*a, *b, &format!("{path}[]")),
            (Type::VarArray(a), Type::VarArray(b)) => self.equal(*a, *b, &format!("{path}[]")),
            (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
                for (at, (a, b)) in a.iter().zip(b).enumerate() {
                    self.subtype(*a, *b, &format!("{path}.{at}"));
                }
            }
            (Type::Object(a), Type::Object(b)) => self.fields(a, b, path),
            (Type::Variant(a), Type::Variant(b)) => self.cases(a, b, path, false),
            (
                Type::Shared { mode: a, args: old_args, results: old_results },
                Type::Shared { mode: b, args: new_args, results: new_results },
            ) if a == b && old_args.len() == new_args.len() && old_results.len() == new_results.len() => {
                for (a, b) in old_args.iter().zip(new_args) {
                    self.contravariant(*a, *b, path);
                }
                for (a, b) in old_results.iter().zip(new_results) {
                    self.subtype(*a, *b, path);
                }
            }
            (Type::Actor(a), Type::Actor(b)) => self.fields(a, b, path),
            _ => self.differ(old, new, path),
        }
    }

    fn fields(&mut self, old: &'a [Field], new: &'a [Field], path: &str) {
        for field in old {
            let path = format!("{path}.{}", field.label);
            match new.iter().find(|other| other.label == field.label) {
                None => {
                    let message = format!("the field `{}` would be forgotten", field.label);
                    self.object(LOSSY, &path, message);
                }
                Some(other) if other.var != field.var => {
                    let word = |var| if var { "mutable" } else { "immutable" };
                    let message = format!("it was {} and would be {}", word(field.var), word(other.var));
                    self.object(INCOMPATIBLE, &path, message);
                }
                Some(other) if field.var => self.equal(field.ty, other.ty, &path),
                Some(other) => self.subtype(field.ty, other.ty, &path),
            }
        }
        self.added(old, new, path);
    }

    /// Fields that values of the old type do not have.
    fn added(&mut self, old: &[Field], new: &'a [Field], path: &str) {
        for field in new.iter().filter(|field| old.iter().all(|other| other.label != field.label)) {
            let message = format!(
                "the values that are kept have no field `{}` : {}",
                field.label,
                show_type(self.new, field.ty)
            );
            self.object(INCOMPATIBLE, &format!("{path}.{}", field.label), message);
        }
    }

    fn cases(&mut self, old: &'a [Field], new: &'a [Field], path: &str, exactly: bool) {
        for case in old {
            let path = format!("{path}.#{}", case.label);
            match new.iter().find(|other| other.label == case.label) {
                None => {
                    let message = format!("there may be values of the case `#{}`, which is gone", case.label);
                    self.object(INCOMPATIBLE, &path, message);
                }
                Some(other) if exactly => self.equal(case.ty, other.ty, &path),
                Some(other) => self.subtype(case.ty, other.ty, &path),
            }
        }
        if exactly {
            for case in new.iter().filter(|case| old.iter().all(|other| other.label != case.label)) {
                let message = format!("the case `#{}` is new, below something mutable", case.label);
                self.object(INCOMPATIBLE, &format!("{path}.#{}", case.label), message);
            }
        }
    }

    /// Below `var` both versions must mean the same.
    pub(crate) fn equal(&mut self, old: TypeId, new: TypeId, path: &str) {
        if !self.seen.insert((old, new, true)) {
            return;
        }
        match (self.old.get(old), self.new.get(new)) {
            (Type::Prim(a), Type::Prim(b)) if a == b => {}
            (Type::Option(a), Type::Option(b)) => self.equal(*a, *b, path),
            (Type::Array(a), Type::Array(b)) | (Type::VarArray(a), Type::VarArray(b)) => {
                self.equal(*a, *b, &format!("{path}[]"));
            }
            (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
                for (at, (a, b)) in a.iter().zip(b).enumerate() {
                    self.equal(*a, *b, &format!("{path}.{at}"));
                }
            }
            (Type::Object(a), Type::Object(b)) | (Type::Actor(a), Type::Actor(b)) => {
                for field in a {
                    let path = format!("{path}.{}", field.label);
                    match b.iter().find(|other| other.label == field.label) {
                        Some(other) if other.var == field.var => self.equal(field.ty, other.ty, &path),
                        Some(_) => {
                            self.object(INCOMPATIBLE, &path, "it is mutable in one version only".into())
                        }
                        None => {
                            let message =
                                format!("the field `{}` is gone, below something mutable", field.label);
                            self.object(INCOMPATIBLE, &path, message);
                        }
                    }
                }
                self.added(a, b, path);
            }
            (Type::Variant(a), Type::Variant(b)) => self.cases(a, b, path, true),
            (
                Type::Shared { mode: a, args: old_args, results: old_results },
                Type::Shared { mode: b, args: new_args, results: new_results },
            ) if a == b && old_args.len() == new_args.len() && old_results.len() == new_results.len() => {
                for (a, b) in old_args.iter().chain(old_results).zip(new_args.iter().chain(new_results)) {
                    self.equal(*a, *b, path);
                }
            }
            _ => self.differ(old, new, path),
        }
    }

    /// Arguments of a stored function: what new callers give must be what the function takes. Nothing is stored there,
    /// so nothing can be lost.
    fn contravariant(&mut self, old: TypeId, new: TypeId, path: &str) {
        let mut turned = Comparison::new(self.new, self.old, self.defaults);
        turned.subtype(new, old, path);
        if turned.objections.iter().any(|objection| objection.code == INCOMPATIBLE) {
            self.differ(old, new, path);
        }
    }

    fn differ(&mut self, old: TypeId, new: TypeId, path: &str) {
        let message =
            format!("it holds {} and cannot become {}", show_type(self.old, old), show_type(self.new, new));
        self.object(INCOMPATIBLE, path, message);
    }

    fn object(&mut self, code: &'static str, path: &str, message: String) {
        self.objections.push(Objection { code, path: path.to_owned(), message });
    }
}
