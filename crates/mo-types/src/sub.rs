//! Subtyping. Recursive types are compared coinductively: what is being compared is assumed to hold.

use std::collections::HashSet;

use crate::{Body, Bounds, ConId, Func, InferId, Object, Prim, Ty, TyKind, Types, field_named};

/// Comparisons deeper than this come only from types that grow as they unfold.
const DEPTH_MAX: usize = 100;

/// What is assumed while comparing.
#[derive(Default)]
struct Relation {
    /// Pairs that are being compared or were found to hold, in order. What was found while comparing a pair holds as long as that one does.
    assumed: Vec<(Ty, Ty)>,
    holding: HashSet<(Ty, Ty)>,
    /// Pairs that do not hold, whatever else is assumed.
    refuted: HashSet<(Ty, Ty)>,
    depth: usize,
}

impl Relation {
    fn assume(&mut self, pair: (Ty, Ty)) {
        self.holding.insert(pair.clone());
        self.assumed.push(pair);
    }

    /// Forgets what was assumed since the mark: the first of it does not hold.
    fn refute(&mut self, mark: usize) {
        for (at, pair) in self.assumed.drain(mark..).enumerate() {
            self.holding.remove(&pair);
            if at == 0 && !pair.0.is_open() && !pair.1.is_open() {
                self.refuted.insert(pair);
            }
        }
    }
}

impl Types {
    /// Returns whether every value of `a` is a value of `b`. Types being inferred take on the bounds that make it so.
    pub fn sub(&self, a: &Ty, b: &Ty) -> bool {
        self.relate(a, b, &mut Relation::default())
    }

    /// Returns whether both types have the same values.
    pub fn equal(&self, a: &Ty, b: &Ty) -> bool {
        a == b || (self.sub(a, b) && self.sub(b, a))
    }

    fn relate(&self, a: &Ty, b: &Ty, relation: &mut Relation) -> bool {
        if relation.depth > DEPTH_MAX {
            self.too_deep.set(true);
            return false;
        }
        relation.depth += 1;
        let holds = self.relate_kinds(&self.resolved(a), &self.resolved(b), relation);
        relation.depth -= 1;
        holds
    }

    fn relate_kinds(&self, a: &Ty, b: &Ty, relation: &mut Relation) -> bool {
        match (&**a, &**b) {
            (TyKind::Error, _) | (_, TyKind::Error) => true,
            (TyKind::Infer(x), TyKind::Infer(y)) if x == y => true,
            (_, TyKind::Infer(infer)) => self.raise(*infer, a, relation),
            (TyKind::Infer(infer), _) => self.lower(*infer, b, relation),
            (_, TyKind::Any) | (TyKind::None, _) => true,
            (TyKind::Con(..), _) | (_, TyKind::Con(..)) => self.relate_named(a, b, relation),
            (TyKind::Prim(p), TyKind::Prim(q)) => p == q || (*p, *q) == (Prim::Nat, Prim::Int),
            (TyKind::Prim(Prim::Null), TyKind::Option(_)) => true,
            (TyKind::Option(x), TyKind::Option(y))
            | (TyKind::Array(x), TyKind::Array(y))
            | (TyKind::Weak(x), TyKind::Weak(y)) => self.relate(x, y, relation),
            (TyKind::VarArray(x), TyKind::VarArray(y)) => self.relate_both(x, y, relation),
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) => {
                xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| self.relate(x, y, relation))
            }
            (TyKind::Object(x), TyKind::Object(y)) => self.relate_objects(x, y, relation),
            (TyKind::Variant(xs), TyKind::Variant(ys)) => xs
                .iter()
                .all(|x| field_named(ys, &x.name).is_some_and(|y| self.relate(&x.ty, &y.ty, relation))),
            (TyKind::Func(x), TyKind::Func(y)) => self.relate_funcs(x, y, relation),
            (TyKind::Async { star: s, result: x }, TyKind::Async { star: t, result: y }) => {
                s == t && self.relate(x, y, relation)
            }
            _ => false,
        }
    }

    fn relate_both(&self, a: &Ty, b: &Ty, relation: &mut Relation) -> bool {
        self.relate(a, b, relation) && self.relate(b, a, relation)
    }

    fn relate_named(&self, a: &Ty, b: &Ty, relation: &mut Relation) -> bool {
        let pair = (a.clone(), b.clone());
        if a == b || relation.holding.contains(&pair) {
            return true;
        }
        if relation.refuted.contains(&pair) {
            return false;
        }
        // Equal arguments give equal types; this also keeps inference from unfolding what it need not.
        if let (TyKind::Con(c, xs), TyKind::Con(d, ys)) = (&**a, &**b)
            && c == d
            && !xs.is_empty()
            && (self.has_unsolved(a) || self.has_unsolved(b))
        {
            return self.relate_arguments(*c, xs, ys, relation);
        }
        let mark = relation.assumed.len();
        relation.assume(pair);
        let holds = self.relate_unfolded(a, b, relation);
        if !holds {
            relation.refute(mark);
        }
        holds
    }

    /// Relates the arguments of the same type constructor: both ways, unless its definition says that one is enough.
    fn relate_arguments(&self, con: ConId, xs: &[Ty], ys: &[Ty], relation: &mut Relation) -> bool {
        let parameters = self.parameters(con);
        xs.iter().zip(ys).zip(parameters.iter()).all(|((x, y), parameter)| {
            if self.is_covariant(con, *parameter) {
                self.relate(x, y, relation)
            } else {
                self.relate_both(x, y, relation)
            }
        })
    }

    fn relate_unfolded(&self, a: &Ty, b: &Ty, relation: &mut Relation) -> bool {
        if let Some(unfolded) = self.unfold_ty(b) {
            return self.relate(a, &unfolded, relation);
        }
        if let TyKind::Con(con, _) = &**a {
            if let Some(unfolded) = self.unfold_ty(a) {
                return self.relate(&unfolded, b, relation);
            }
            if let Body::Abstract(bound) = self.body(*con) {
                return self.relate(&bound, b, relation);
            }
        }
        // What is left has a type parameter on the right: only itself and None are below it.
        false
    }

    fn relate_objects(&self, x: &Object, y: &Object, relation: &mut Relation) -> bool {
        x.sort == y.sort
            && y.fields.iter().all(|wanted| {
                x.field(&wanted.name).is_some_and(|found| {
                    found.var == wanted.var
                        && if found.var {
                            self.relate_both(&found.ty, &wanted.ty, relation)
                        } else {
                            self.relate(&found.ty, &wanted.ty, relation)
                        }
                })
            })
            && y.types.iter().all(|wanted| x.types.iter().any(|found| found.name == wanted.name))
    }

    fn relate_funcs(&self, x: &Func, y: &Func, relation: &mut Relation) -> bool {
        if x.sharing != y.sharing || x.parameters.len() != y.parameters.len() || x.args.len() != y.args.len()
        {
            return false;
        }
        // Compare under the same names for the type parameters.
        let map: Vec<_> = x
            .parameters
            .iter()
            .zip(&y.parameters)
            .map(|(p, q)| (p.con, Ty::con(q.con, Vec::new())))
            .collect();
        x.args.iter().zip(&y.args).all(|(a, b)| self.relate(&b.ty, &a.ty.subst(&map), relation))
            && self.relate(&x.result.subst(&map), &y.result, relation)
    }

    /// Learns that `ty` is below a type being inferred.
    fn raise(&self, infer: InferId, ty: &Ty, relation: &mut Relation) -> bool {
        if let TyKind::Infer(other) = **ty
            && self.is_known_below(infer, other)
        {
            return self.unite(other, infer, relation);
        }
        if self.depends_on(ty, infer) {
            return false;
        }
        let mut bounds = self.bounds(infer);
        let lower = match &bounds.lower {
            Some(lower) if self.sub(ty, lower) => return true,
            Some(lower) => self.lub(lower, ty),
            None => ty.clone(),
        };
        if let Some(upper) = &bounds.upper
            && !self.relate(&lower, upper, relation)
        {
            return false;
        }
        bounds = self.bounds(infer);
        bounds.lower = Some(lower);
        self.set_bounds(infer, bounds);
        true
    }

    /// Learns that a type being inferred is below `ty`.
    fn lower(&self, infer: InferId, ty: &Ty, relation: &mut Relation) -> bool {
        if matches!(**ty, TyKind::Any) {
            return true;
        }
        if self.depends_on(ty, infer) {
            return false;
        }
        let mut bounds = self.bounds(infer);
        let upper = match &bounds.upper {
            Some(upper) if self.sub(upper, ty) => return true,
            Some(upper) => self.glb(upper, ty),
            None => ty.clone(),
        };
        if let Some(lower) = &bounds.lower
            && !self.relate(lower, &upper, relation)
        {
            return false;
        }
        bounds = self.bounds(infer);
        bounds.upper = Some(upper);
        self.set_bounds(infer, bounds);
        true
    }

    /// Returns whether one type being inferred is known to be below another.
    fn is_known_below(&self, infer: InferId, other: InferId) -> bool {
        let mut at = other;
        while let Some(lower) = self.bounds(at).lower {
            match *self.resolved(&lower) {
                TyKind::Infer(next) if next == infer => return true,
                TyKind::Infer(next) => at = next,
                _ => break,
            }
        }
        false
    }

    /// Makes two types being inferred one: each is below the other.
    fn unite(&self, gone: InferId, kept: InferId, relation: &mut Relation) -> bool {
        let upper = self.bounds(gone).upper;
        self.solve(gone, TyKind::Infer(kept).into());
        upper.is_none_or(|upper| self.lower(kept, &upper, relation))
    }

    /// Returns whether a type being inferred is part of a type, or of what is known of a part of it.
    fn depends_on(&self, ty: &Ty, infer: InferId) -> bool {
        let mut waiting = self.unsolved(ty);
        let mut at = 0;
        while let Some(next) = waiting.get(at).copied() {
            if next == infer {
                return true;
            }
            let Bounds { lower, upper, .. } = self.bounds(next);
            for part in lower.iter().chain(&upper).flat_map(|bound| self.unsolved(bound)) {
                if !waiting.contains(&part) {
                    waiting.push(part);
                }
            }
            at += 1;
        }
        false
    }

    fn has_unsolved(&self, ty: &Ty) -> bool {
        if !ty.is_open() {
            return false;
        }
        let ty = self.resolved(ty);
        if matches!(*ty, TyKind::Infer(_)) {
            return true;
        }
        let mut found = false;
        ty.each(&mut |part| found = found || self.has_unsolved(part));
        found
    }

    /// Returns whether a parameter of a definition stands only where subtyping goes the same way.
    fn is_covariant(&self, con: ConId, parameter: ConId) -> bool {
        match self.body(con) {
            Body::Def(body) => self.only_covariant(&body, parameter, &mut vec![con]),
            _ => false,
        }
    }

    fn only_covariant(&self, ty: &Ty, parameter: ConId, seen: &mut Vec<ConId>) -> bool {
        let mentions = |ty: &Ty| self.mentions(ty, parameter);
        match &**ty {
            TyKind::Con(con, arguments) if arguments.is_empty() => {
                *con == parameter || self.is_abstract(*con) || !mentions(ty)
            }
            TyKind::Con(con, arguments) => {
                let parameters = self.parameters(*con);
                arguments.iter().zip(parameters.iter()).all(|(argument, inner)| {
                    if !mentions(argument) {
                        return true;
                    }
                    if seen.contains(con) {
                        return matches!(&**argument, TyKind::Con(c, _) if *c == parameter);
                    }
                    seen.push(*con);
                    let Body::Def(body) = self.body(*con) else { return false };
                    self.only_covariant(&body, *inner, seen) && self.only_covariant(argument, parameter, seen)
                })
            }
            TyKind::VarArray(inner) => !mentions(inner),
            TyKind::Object(object) => object.fields.iter().all(|field| {
                if field.var { !mentions(&field.ty) } else { self.only_covariant(&field.ty, parameter, seen) }
            }),
            TyKind::Func(func) => {
                func.args.iter().all(|arg| !mentions(&arg.ty))
                    && self.only_covariant(&func.result, parameter, seen)
            }
            _ => {
                let mut all = true;
                ty.each(&mut |part| all = all && self.only_covariant(part, parameter, seen));
                all
            }
        }
    }

    fn mentions(&self, ty: &Ty, parameter: ConId) -> bool {
        if !ty.has_names() {
            return false;
        }
        if matches!(&**ty, TyKind::Con(con, _) if *con == parameter) {
            return true;
        }
        let mut found = false;
        ty.each(&mut |part| found = found || self.mentions(part, parameter));
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::{Prim, Solution, Ty, TyKind, Types};

    /// Two types being inferred, each below the other.
    fn equal_ones(types: &Types) -> (Ty, Ty) {
        let (x, y) = (Ty::from(TyKind::Infer(types.infer())), Ty::from(TyKind::Infer(types.infer())));
        assert!(types.sub(&x, &y) && types.sub(&y, &x));
        (x, y)
    }

    fn chosen(types: &Types, ty: &Ty) -> Solution {
        let unsolved = types.unsolved(ty);
        types.choose(unsolved[0])
    }

    #[test]
    fn types_that_are_below_one_another_are_one() {
        let types = Types::default();
        let (x, y) = equal_ones(&types);
        assert!(types.sub(&Prim::Nat.into(), &x));
        assert_eq!(chosen(&types, &y), Solution::Known(Prim::Nat.into()));
        assert!(types.sub(&y, &Prim::Int.into()) && !types.sub(&x, &Prim::Text.into()));
    }

    #[test]
    fn a_ring_of_three_ends() {
        let types = Types::default();
        let (x, y) = equal_ones(&types);
        let z = Ty::from(TyKind::Infer(types.infer()));
        assert!(types.sub(&y, &z) && types.sub(&z, &x) && types.sub(&Prim::Nat.into(), &z));
        assert_eq!(chosen(&types, &x), Solution::Known(Prim::Nat.into()));
    }

    #[test]
    fn a_type_is_not_inferred_from_parts_of_itself() {
        let types = Types::default();
        let (x, y) = (Ty::from(TyKind::Infer(types.infer())), Ty::from(TyKind::Infer(types.infer())));
        assert!(types.sub(&Ty::option(x.clone()), &y));
        assert!(!types.sub(&Ty::option(y), &x));
    }
}
