//! Which types may be stored, and which may cross between canisters.

use std::collections::HashSet;

use crate::{Prim, Sharing, Sort, Ty, TyKind, Types};

impl Types {
    /// Returns whether two types are of different kinds, so that none is below the other whatever is still inferred.
    pub fn differ_in_kind(&self, a: &Ty, b: &Ty) -> bool {
        matches!((kind(&self.expand(a)), kind(&self.expand(b))), (Some(a), Some(b)) if a != b)
    }

    /// Returns the first part that keeps a type from being sent in a message; `None` if the whole type is shared.
    pub fn unshared_part(&self, ty: &Ty) -> Option<Ty> {
        self.offending(ty, 0, &mut HashSet::new(), &|kind| match kind {
            TyKind::VarArray(_) | TyKind::Async { .. } | TyKind::Weak(_) => true,
            TyKind::Prim(prim) => matches!(prim, Prim::Error | Prim::Region),
            TyKind::Func(func) => func.sharing == Sharing::Local,
            TyKind::Object(object) => {
                object.sort == Sort::Module || object.fields.iter().any(|field| field.var)
            }
            _ => false,
        })
    }

    /// Returns the first part that keeps a type from being stored over upgrades.
    pub fn unstable_part(&self, ty: &Ty) -> Option<Ty> {
        self.offending(ty, 0, &mut HashSet::new(), &|kind| match kind {
            TyKind::Async { .. } => true,
            TyKind::Prim(prim) => *prim == Prim::Error,
            TyKind::Func(func) => func.sharing == Sharing::Local,
            TyKind::Object(object) => object.sort == Sort::Module,
            _ => false,
        })
    }

    /// Returns the first part that keeps a type from being shown as text.
    pub fn unshowable_part(&self, ty: &Ty) -> Option<Ty> {
        self.offending(ty, 0, &mut HashSet::new(), &|kind| match kind {
            TyKind::Any | TyKind::Func(_) | TyKind::Async { .. } | TyKind::Weak(_) => true,
            TyKind::Prim(prim) => *prim == Prim::Error,
            TyKind::Object(object) => matches!(object.sort, Sort::Module | Sort::Actor),
            _ => false,
        })
    }

    fn offending(
        &self,
        ty: &Ty,
        depth: usize,
        seen: &mut HashSet<Ty>,
        bad: &dyn Fn(&TyKind) -> bool,
    ) -> Option<Ty> {
        let ty = self.resolved(ty);
        if bad(&ty) {
            return Some(ty);
        }
        // Only types that grow as they unfold, which are errors, have that many parts, or parts so deep inside.
        if matches!(*ty, TyKind::Prim(_)) || depth > DEPTH_MAX || seen.len() > PARTS_MAX {
            return None;
        }
        if !seen.insert(ty.clone()) {
            return None;
        }
        match &*ty {
            // What shared functions and actors take and give is shared by itself.
            TyKind::Func(_) => None,
            TyKind::Con(con, _) => match self.unfold_ty(&ty) {
                Some(unfolded) => self.offending(&unfolded, depth + 1, seen, bad),
                None => self.is_abstract(*con).then(|| ty.clone()).filter(|ty| {
                    let bound = self.promote(ty);
                    matches!(*bound, TyKind::Any) || self.offending(&bound, depth + 1, seen, bad).is_some()
                }),
            },
            _ => {
                let mut found = None;
                ty.each(&mut |part| {
                    if found.is_none() {
                        found = self.offending(part, depth + 1, seen, bad);
                    }
                });
                found
            }
        }
    }
}

/// Returns the kind of a type that is only above or below others of it.
fn kind(ty: &Ty) -> Option<std::mem::Discriminant<TyKind>> {
    match &**ty {
        TyKind::Any
        | TyKind::None
        | TyKind::Con(..)
        | TyKind::Infer(_)
        | TyKind::Error
        | TyKind::Prim(Prim::Null) => None,
        kind => Some(std::mem::discriminant(kind)),
    }
}

/// How many different parts of a type are looked at.
const PARTS_MAX: usize = 100_000;

/// How deep inside a type parts are looked at.
const DEPTH_MAX: usize = 3_000;
