//! Whether a type has proper supertypes or subtypes. One that has none is the only choice where neither a smaller nor a
//! larger type would do.

use crate::{Body, Prim, Ty, TyKind, Types};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

impl Side {
    fn other(self) -> Side {
        if self == Side::Above { Side::Below } else { Side::Above }
    }
}

impl Types {
    /// Returns whether there is another type above this one, not counting `Any`.
    pub fn has_supertypes(&self, ty: &Ty) -> bool {
        self.has_neighbours(ty, Side::Above, &mut Vec::new())
    }

    /// Returns whether there is another type below this one, not counting `None`.
    pub fn has_subtypes(&self, ty: &Ty) -> bool {
        self.has_neighbours(ty, Side::Below, &mut Vec::new())
    }

    fn has_neighbours(&self, ty: &Ty, side: Side, seen: &mut Vec<(Ty, bool)>) -> bool {
        let above = side == Side::Above;
        let ty = &self.resolve(ty);
        match &**ty {
            TyKind::Prim(Prim::Null | Prim::Nat) => above,
            TyKind::Prim(Prim::Int) => !above,
            TyKind::Prim(_) | TyKind::VarArray(_) | TyKind::Error => false,
            TyKind::Any => !above,
            TyKind::None => above,
            TyKind::Option(inner) => !above || self.has_neighbours(inner, side, seen),
            TyKind::Array(inner) | TyKind::Weak(inner) | TyKind::Async { result: inner, .. } => {
                self.has_neighbours(inner, side, seen)
            }
            TyKind::Tuple(parts) => parts.iter().any(|part| self.has_neighbours(part, side, seen)),
            // A record has wider ones below and narrower ones above, a variant the other way round.
            TyKind::Object(_) | TyKind::Variant(_) | TyKind::Infer(_) => true,
            TyKind::Func(func) => {
                func.args.iter().any(|arg| self.has_neighbours(&arg.ty, side.other(), seen))
                    || self.has_neighbours(&func.result, side, seen)
            }
            TyKind::Con(con, arguments) => {
                if let Body::Abstract(bound) = self.body(*con) {
                    return !above || !matches!(*bound, TyKind::Any);
                }
                let key = (ty.clone(), above);
                if seen.contains(&key) {
                    return false;
                }
                seen.push(key);
                self.unfold(*con, arguments).is_some_and(|body| self.has_neighbours(&body, side, seen))
            }
        }
    }
}
