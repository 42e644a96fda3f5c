//! The least type above two, and the greatest below two.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use crate::{Argument, Field, Func, Object, Prim, Ty, TyKind, Types, field_named};

/// Recursive types that differ deep inside meet at `Any` or `None` from this depth on.
const DEPTH_MAX: u32 = 12;

impl Types {
    /// Returns the least common supertype.
    pub fn lub(&self, a: &Ty, b: &Ty) -> Ty {
        Pairs { types: self, known: RefCell::default() }.bound(Side::Above, a, b, 0)
    }

    /// Returns the least common supertype of all, joined one after the other.
    pub fn lub_all(&self, types: &[Ty]) -> Ty {
        let mut joined = Ty::none();
        let mut rest = types;
        while let Some((first, others)) = rest.split_first() {
            // Variants in a row are put together at once: a copy of all cases for each new one would be quadratic.
            let is_plain = |ty: &Ty| matches!(**ty, TyKind::Variant(_)) && !ty.is_open();
            let count = rest.iter().take_while(|ty| is_plain(ty)).count();
            if count > 1 && (matches!(*joined, TyKind::None) || is_plain(&joined)) {
                joined = self.lub(&joined, &self.all_cases(&rest[..count]));
                rest = &rest[count..];
            } else {
                joined = self.lub(&joined, first);
                rest = others;
            }
        }
        joined
    }

    /// Returns the variant with the cases of several.
    fn all_cases(&self, variants: &[Ty]) -> Ty {
        let mut cases: BTreeMap<&str, Field> = BTreeMap::new();
        for variant in variants {
            let TyKind::Variant(fields) = &**variant else { continue };
            for field in fields {
                match cases.get_mut(field.name.as_str()) {
                    Some(known) => known.ty = self.lub(&known.ty, &field.ty),
                    None => {
                        cases.insert(&field.name, field.clone());
                    }
                }
            }
        }
        TyKind::Variant(cases.into_values().collect()).into()
    }

    /// Returns the greatest common subtype.
    pub fn glb(&self, a: &Ty, b: &Ty) -> Ty {
        Pairs { types: self, known: RefCell::default() }.bound(Side::Below, a, b, 0)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Above,
    Below,
}

/// Bounds of two types and of their parts. A part may be there very often, and is looked at once.
struct Pairs<'t> {
    types: &'t Types,
    /// What was found for a pair at a depth.
    known: RefCell<HashMap<(Side, u32, Ty, Ty), Ty>>,
}

impl Pairs<'_> {
    fn bound(&self, side: Side, a: &Ty, b: &Ty, depth: u32) -> Ty {
        // What is being inferred changes as it is looked at; the pair itself is not met again.
        if depth == 0 || a.is_open() || b.is_open() {
            return self.new_bound(side, a, b, depth);
        }
        let key = (side, depth, a.clone(), b.clone());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let found = self.new_bound(side, a, b, depth);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    fn new_bound(&self, side: Side, a: &Ty, b: &Ty, depth: u32) -> Ty {
        if !self.types.may_look_at(parts(a).max(parts(b))) {
            return if side == Side::Above { Ty::any() } else { Ty::none() };
        }
        match side {
            Side::Above => self.new_join(a, b, depth),
            Side::Below => self.new_meet(a, b, depth),
        }
    }

    fn join(&self, a: &Ty, b: &Ty, depth: u32) -> Ty {
        self.bound(Side::Above, a, b, depth)
    }

    fn meet(&self, a: &Ty, b: &Ty, depth: u32) -> Ty {
        self.bound(Side::Below, a, b, depth)
    }

    fn new_join(&self, a: &Ty, b: &Ty, depth: u32) -> Ty {
        if self.types.sub(a, b) {
            return b.clone();
        }
        if self.types.sub(b, a) {
            return a.clone();
        }
        if depth > DEPTH_MAX {
            return Ty::any();
        }
        let join = |x: &Ty, y: &Ty| self.join(x, y, depth + 1);
        let kind = match (&*self.types.expand(a), &*self.types.expand(b)) {
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
            return self.types.equal(&f.ty, &g.ty).then(|| f.clone());
        }
        Some(Field { ty: self.join(&f.ty, &g.ty, depth + 1), ..f.clone() })
    }

    fn new_meet(&self, a: &Ty, b: &Ty, depth: u32) -> Ty {
        if self.types.sub(a, b) {
            return a.clone();
        }
        if self.types.sub(b, a) {
            return b.clone();
        }
        if depth > DEPTH_MAX {
            return Ty::none();
        }
        let meet = |x: &Ty, y: &Ty| self.meet(x, y, depth + 1);
        let kind = match (&*self.types.expand(a), &*self.types.expand(b)) {
            (TyKind::Option(x), TyKind::Option(y)) => TyKind::Option(meet(x, y)),
            (TyKind::Array(x), TyKind::Array(y)) => TyKind::Array(meet(x, y)),
            (TyKind::Weak(x), TyKind::Weak(y)) => TyKind::Weak(meet(x, y)),
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) if xs.len() == ys.len() => {
                TyKind::Tuple(xs.iter().zip(ys).map(|(x, y)| meet(x, y)).collect())
            }
            (TyKind::Object(x), TyKind::Object(y)) if x.sort == y.sort => {
                let mut fits = true;
                let fields = union(&x.fields, &y.fields, |f, g| {
                    fits = fits && f.var == g.var && (!f.var || self.types.equal(&f.ty, &g.ty));
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

/// How many parts a bound with another type would copy.
fn parts(ty: &Ty) -> usize {
    match &**ty {
        TyKind::Object(object) => object.fields.len(),
        TyKind::Variant(cases) => cases.len(),
        _ => 1,
    }
}

/// How many parts bounds may be made of for one file. Fields that differ from branch to branch add up to their square.
const WORK_MAX: usize = 5_000_000;

impl Types {
    /// Returns whether bounds were given up because they would have taken too long; they are `Any` and `None` since then.
    pub fn is_exhausted(&self) -> bool {
        self.work.get() > WORK_MAX
    }

    /// Allows as much work again as a file may take.
    pub fn refresh(&self) {
        self.work.set(0);
    }

    fn may_look_at(&self, parts: usize) -> bool {
        self.work.set(self.work.get().saturating_add(parts));
        !self.is_exhausted()
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
    xs.iter().filter_map(|x| field_named(ys, &x.name).and_then(|y| both(x, y))).collect()
}

fn union(xs: &[Field], ys: &[Field], mut both: impl FnMut(&Field, &Field) -> Option<Field>) -> Vec<Field> {
    let mut fields: Vec<Field> = xs
        .iter()
        .filter_map(|x| match field_named(ys, &x.name) {
            Some(y) => both(x, y),
            None => Some(x.clone()),
        })
        .collect();
    fields.extend(ys.iter().filter(|y| field_named(xs, &y.name).is_none()).cloned());
    fields.sort_by(|f, g| f.name.cmp(&g.name));
    fields
}
