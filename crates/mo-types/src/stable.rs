//! Which types a stored value may take on without a conversion, as the reference compiler decides it: a subtype, and nothing
//! of the value goes out of sight.

use std::collections::HashSet;

use crate::{Sort, Ty, TyKind, Types};

/// Whether values stored as one type may be read as another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// They may, and all of them stays in sight.
    Whole,
    /// They may, but a part that the new type does not mention would be lost. Names the part, such as `it.note`.
    Lossy(String),
    /// They may not.
    None,
}

impl Types {
    /// Returns whether what was stored as `old` may be read as `new`. Parts are named as those of a value called `name`.
    pub fn stable_fit(&self, name: &str, old: &Ty, new: &Ty) -> Fit {
        if !self.sub(old, new) {
            return Fit::None;
        }
        match self.lost_part(name, old, new, &mut HashSet::new()) {
            Some(part) => Fit::Lossy(part),
            None => Fit::Whole,
        }
    }

    /// Returns the first part of a subtype that its supertype does not mention.
    fn lost_part(&self, name: &str, old: &Ty, new: &Ty, seen: &mut HashSet<(Ty, Ty)>) -> Option<String> {
        if old == new || !seen.insert((old.clone(), new.clone())) {
            return None;
        }
        let (from, to) = (self.promote(old), self.promote(new));
        let mut below = |name: String, old: &Ty, new: &Ty| self.lost_part(&name, old, new, seen);
        match (&*from, &*to) {
            (TyKind::None | TyKind::Any | TyKind::Error, _) | (_, TyKind::Error) => None,
            (_, TyKind::Any) => Some(name.to_owned()),
            (TyKind::Option(x), TyKind::Option(y)) => below(format!("{name}!"), x, y),
            (TyKind::Array(x), TyKind::Array(y)) => below(format!("{name}[]"), x, y),
            (TyKind::Weak(x), TyKind::Weak(y)) => below(name.to_owned(), x, y),
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) => {
                (0..).zip(xs.iter().zip(ys)).find_map(|(at, (x, y))| below(format!("{name}.{at}"), x, y))
            }
            (TyKind::Variant(xs), TyKind::Variant(ys)) => xs.iter().find_map(|x| {
                let y = ys.iter().find(|y| y.name == x.name)?;
                below(format!("{name}#{}", x.name), &x.ty, &y.ty)
            }),
            (TyKind::Object(x), TyKind::Object(y)) => x.fields.iter().find_map(|field| {
                let part = format!("{name}.{}", field.name);
                match y.field(&field.name) {
                    None => Some(part),
                    Some(kept) if x.sort == Sort::Actor || !kept.var => below(part, &field.ty, &kept.ty),
                    Some(_) => None,
                }
            }),
            (TyKind::Func(x), TyKind::Func(y)) => {
                let arguments = x.args.iter().zip(&y.args);
                let lost = { arguments }.find_map(|(x, y)| below(format!("{name}()"), &y.ty, &x.ty));
                lost.or_else(|| below(format!("{name}()"), &x.result, &y.result))
            }
            (TyKind::Async { result: x, .. }, TyKind::Async { result: y, .. }) => {
                below(name.to_owned(), x, y)
            }
            _ => None,
        }
    }
}
