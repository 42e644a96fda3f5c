//! The least type above two, and the greatest below two.

use crate::{Argument, Field, Func, Object, Prim, Ty, TyKind, Types};

/// Recursive types that differ deep inside meet at `Any` or `None` from this depth on.
const DEPTH_MAX: u32 = 12;

impl Types {
    /// Returns the least common supertype.
    pub fn lub(&self, a: &Ty, b: &Ty) -> Ty {
        self.join(a, b, 0)
    }

    /// Returns the greatest common subtype.
    pub fn glb(&self, a: &Ty, b: &Ty) -> Ty {
        self.meet(a, b, 0)
    }

    fn join(&self, a: &Ty, b: &Ty, depth: u32) -> Ty {
        if self.sub(a, b) {
            return b.clone();
        }
        if self.sub(b, a) {
            return a.clone();
        }
        if depth > DEPTH_MAX {
            return Ty::any();
        }
        let join = |x: &Ty, y: &Ty| self.join(x, y, depth + 1);
        let kind = match (&*self.expand(a), &*self.expand(b)) {
            (TyKind::Prim(Prim::Null), _) => TyKind::Option(b.clone()),
            (_, TyKind::Prim(Prim::Null)) => TyKind::Option(a.clone()),
            (TyKind::Option(x), TyKind::Option(y)) => TyKind::Option(join(x, y)),
            (TyKind::Array(x), TyKind::Array(y)) => TyKind::Array(join(x, y)),
            (TyKind::Weak(x), TyKind::Weak(y)) => TyKind::Weak(join(x, y)),
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) if xs.len() == ys.len() => {
                TyKind::Tuple(xs.iter().zip(ys).map(|(x, y)| join(x, y)).collect())
            }
            (TyKind::Object(x), TyKind::Object(y)) if x.sort == y.sort => {
                let fields = common(&x.fields, &y.fields, |f, g| self.join_field(f, g, depth));
                TyKind::Object(Object { sort: x.sort, fields, types: Vec::new() })
            }
            (TyKind::Variant(xs), TyKind::Variant(ys)) => {
                TyKind::Variant(union(xs, ys, |x, y| Some(Field { ty: join(&x.ty, &y.ty), ..x.clone() })))
            }
            (TyKind::Func(x), TyKind::Func(y)) if same_form(x, y) => {
                TyKind::Func(combine(x, y, |p, q| self.meet(p, q, depth + 1), join))
            }
            (TyKind::Async { star: s, result: x }, TyKind::Async { star: t, result: y }) if s == t => {
                TyKind::Async { star: *s, result: join(x, y) }
            }
            _ => TyKind::Any,
        };
        kind.into()
    }

    fn join_field(&self, f: &Field, g: &Field, depth: u32) -> Option<Field> {
        if f.var != g.var {
            return None;
        }
        if f.var {
            return self.equal(&f.ty, &g.ty).then(|| f.clone());
        }
        Some(Field { ty: self.join(&f.ty, &g.ty, depth + 1), ..f.clone() })
    }

    fn meet(&self, a: &Ty, b: &Ty, depth: u32) -> Ty {
        if self.sub(a, b) {
            return a.clone();
        }
        if self.sub(b, a) {
            return b.clone();
        }
        if depth > DEPTH_MAX {
            return Ty::none();
        }
        let meet = |x: &Ty, y: &Ty| self.meet(x, y, depth + 1);
        let kind = match (&*self.expand(a), &*self.expand(b)) {
            (TyKind::Option(x), TyKind::Option(y)) => TyKind::Option(meet(x, y)),
            (TyKind::Array(x), TyKind::Array(y)) => TyKind::Array(meet(x, y)),
            (TyKind::Weak(x), TyKind::Weak(y)) => TyKind::Weak(meet(x, y)),
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) if xs.len() == ys.len() => {
                TyKind::Tuple(xs.iter().zip(ys).map(|(x, y)| meet(x, y)).collect())
            }
            (TyKind::Object(x), TyKind::Object(y)) if x.sort == y.sort => {
                let mut fits = true;
                let fields = union(&x.fields, &y.fields, |f, g| {
                    fits = fits && f.var == g.var && (!f.var || self.equal(&f.ty, &g.ty));
                    Some(Field { ty: if f.var { f.ty.clone() } else { meet(&f.ty, &g.ty) }, ..f.clone() })
                });
                if !fits {
                    return Ty::none();
                }
                let mut types = x.types.clone();
                types.extend(y.types.iter().filter(|t| x.types.iter().all(|s| s.name != t.name)).cloned());
                types.sort_by(|s, t| s.name.cmp(&t.name));
                TyKind::Object(Object { sort: x.sort, fields, types })
            }
            (TyKind::Variant(xs), TyKind::Variant(ys)) => {
                TyKind::Variant(common(xs, ys, |x, y| Some(Field { ty: meet(&x.ty, &y.ty), ..x.clone() })))
            }
            (TyKind::Func(x), TyKind::Func(y)) if same_form(x, y) => {
                TyKind::Func(combine(x, y, |p, q| self.join(p, q, depth + 1), meet))
            }
            (TyKind::Async { star: s, result: x }, TyKind::Async { star: t, result: y }) if s == t => {
                TyKind::Async { star: *s, result: meet(x, y) }
            }
            _ => TyKind::None,
        };
        kind.into()
    }
}

fn same_form(x: &Func, y: &Func) -> bool {
    x.sharing == y.sharing
        && x.parameters.is_empty()
        && y.parameters.is_empty()
        && x.args.len() == y.args.len()
}

fn combine(x: &Func, y: &Func, arg: impl Fn(&Ty, &Ty) -> Ty, result: impl Fn(&Ty, &Ty) -> Ty) -> Func {
    let args =
        x.args.iter().zip(&y.args).map(|(p, q)| Argument { ty: arg(&p.ty, &q.ty), ..p.clone() }).collect();
    Func { args, result: result(&x.result, &y.result), ..x.clone() }
}

fn common(xs: &[Field], ys: &[Field], mut both: impl FnMut(&Field, &Field) -> Option<Field>) -> Vec<Field> {
    xs.iter().filter_map(|x| ys.iter().find(|y| y.name == x.name).and_then(|y| both(x, y))).collect()
}

fn union(xs: &[Field], ys: &[Field], mut both: impl FnMut(&Field, &Field) -> Option<Field>) -> Vec<Field> {
    let mut fields: Vec<Field> = xs
        .iter()
        .filter_map(|x| match ys.iter().find(|y| y.name == x.name) {
            Some(y) => both(x, y),
            None => Some(x.clone()),
        })
        .collect();
    fields.extend(ys.iter().filter(|y| xs.iter().all(|x| x.name != y.name)).cloned());
    fields.sort_by(|f, g| f.name.cmp(&g.name));
    fields
}
