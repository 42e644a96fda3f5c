//! Values that the source gives for fields which stored records of an older version do not have.
//!
//! A module in scope gives one as its member `default`: a value of the field's type, or a function `() -> T` that makes one for each record.
//! It is meant for fields that are called as the module is (`Priority.default` for `priority : Bool`), and, unless the
//! type is a primitive one, for every field of its type. Only `null` needs no such thing.

use std::collections::HashSet;

use mo_types::{Sharing, Ty, TyKind};

use crate::infer::Checker;
use crate::info::{FieldDefault, Reference, StableField};
use crate::scope::Scope;

/// What a module calls the value that it gives.
const NAME: &str = "default";

/// Records of so many fields and levels are looked at; the fields of larger ones have no defaults.
const FIELDS_MAX: usize = 10_000;
const DEPTH_MAX: u32 = 100;

/// What a module gives.
struct Given {
    reference: Reference,
    /// The module's own name.
    module: String,
    ty: Ty,
    /// A function makes it.
    is_made: bool,
}

/// A field that records of some type have.
type Place = (String, Ty);

impl Checker<'_> {
    /// Finds the defaults for the fields of stored records.
    pub(crate) fn field_defaults(
        &mut self,
        stable: &[StableField],
        migration: Option<&(Ty, Ty)>,
        scope: &Scope,
    ) -> Vec<FieldDefault> {
        let given = self.given_defaults(scope);
        if given.is_empty() {
            return Vec::new();
        }
        let mut places = Vec::new();
        let mut seen = HashSet::new();
        let stored = stable.iter().map(|field| &field.ty).chain(migration.iter().map(|(from, _)| from));
        for ty in stored {
            self.record_fields(ty, 0, &mut seen, &mut places);
        }
        let mut found: Vec<FieldDefault> = Vec::new();
        for (label, ty) in places {
            let known = |other: &FieldDefault| other.label == label && self.types.equal(&other.ty, &ty);
            if found.iter().any(known) {
                continue;
            }
            if let Some(given) = self.default_for(&label, &ty, &given) {
                if let Reference::Path(path) = &given.reference
                    && let Some(value) = path.first().and_then(|name| scope.value(name))
                {
                    value.used.set(true);
                }
                found.push(FieldDefault {
                    label,
                    ty,
                    reference: given.reference.clone(),
                    is_made: given.is_made,
                });
            }
        }
        found
    }

    fn given_defaults(&self, scope: &Scope) -> Vec<Given> {
        let mut all = Vec::new();
        for (module, _, ty) in scope.modules_with(NAME) {
            let mut found = Vec::new();
            self.candidates_in(&ty, NAME, &mut vec![module], 0, &mut found);
            all.extend(found.into_iter().filter_map(|(path, ty)| self.given(path, &ty)));
        }
        all
    }

    fn given(&self, path: Vec<String>, ty: &Ty) -> Option<Given> {
        let module = path.get(path.len().checked_sub(2)?)?.clone();
        let ty = self.types.resolve(ty);
        let (ty, is_made) = match &*self.types.expand(&ty) {
            TyKind::Func(func) => {
                let plain = func.args.is_empty() && func.parameters.is_empty();
                if !plain || func.sharing != Sharing::Local || func.system {
                    return None;
                }
                (func.result.clone(), true)
            }
            // One mutable value in all records would be shared by them.
            _ if self.types.unshared_part(&ty).is_some() => return None,
            TyKind::None | TyKind::Error => return None,
            _ => (ty, false),
        };
        Some(Given { reference: Reference::Path(path), module, ty, is_made })
    }

    /// The default of a field: by its name, else by its type, if there is just one. One of the very type is better than one of a
    /// subtype.
    fn default_for<'g>(&self, label: &str, ty: &Ty, given: &'g [Given]) -> Option<&'g Given> {
        let fitting = || given.iter().filter(|given| self.types.sub(&given.ty, ty));
        let exact = || given.iter().filter(|given| self.types.equal(&given.ty, ty));
        let is_named = |given: &&Given| given.module.eq_ignore_ascii_case(label);
        let is_primitive = matches!(&*self.types.expand(ty), TyKind::Prim(_) | TyKind::Any);
        only(exact().filter(is_named))
            .or_else(|| only(fitting().filter(is_named)))
            .or_else(|| if is_primitive { None } else { only(exact()) })
    }

    /// Collects the fields of all records in a type that have to hold something.
    fn record_fields(&self, ty: &Ty, depth: u32, seen: &mut HashSet<Ty>, places: &mut Vec<Place>) {
        let ty = self.types.expand(&self.types.resolve(ty));
        if depth > DEPTH_MAX || places.len() > FIELDS_MAX || !seen.insert(ty.clone()) {
            return;
        }
        if let TyKind::Func(_) = &*ty {
            return;
        }
        if let TyKind::Object(object) = &*ty {
            let holds_something = |ty: &Ty| {
                !matches!(
                    &*self.types.expand(ty),
                    TyKind::Option(_) | TyKind::Prim(mo_types::Prim::Null) | TyKind::Func(_)
                )
            };
            let needed = object.fields.iter().filter(|field| holds_something(&field.ty));
            places.extend(needed.map(|field| (field.name.clone(), self.types.resolve(&field.ty))));
        }
        ty.each(&mut |part| self.record_fields(part, depth + 1, seen, places));
    }
}

/// The one that there is.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
