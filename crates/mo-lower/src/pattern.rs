//! Patterns: tests that jump away when they fail, and the names they bind.

use mo_ir::{Compare, Expr, LabelId, Local, Num, Op, Rep, Scalar, layout};
use mo_syntax::ast::{Literal, Pattern, PatternField, PatternKind, UnaryOp};
use mo_types::{Prim, TyKind};

use crate::binding::Binding;
use crate::expr::if_else;
use crate::kind::{Kind, coerce, may_nest, num};
use crate::program::Lower;

impl<'a> Lower<'a> {
    /// Binds the names of a pattern that always matches.
    pub(crate) fn bind_pattern(&mut self, pattern: &'a Pattern, local: Local, kind: Kind) -> Expr {
        self.matching(pattern, local, kind, None)
    }

    /// Tests a pattern, leaves to `failed` if it does not match, and binds its names.
    pub(crate) fn match_pattern(
        &mut self,
        pattern: &'a Pattern,
        local: Local,
        kind: Kind,
        failed: LabelId,
    ) -> Expr {
        self.matching(pattern, local, kind, Some(failed))
    }

    fn matching(&mut self, pattern: &'a Pattern, local: Local, kind: Kind, failed: Option<LabelId>) -> Expr {
        match &pattern.kind {
            PatternKind::Wild | PatternKind::Error => Expr::UNIT,
            PatternKind::Name(name) => self.bind_name(name, local, kind),
            PatternKind::Annotation(inner, _) => self.matching(inner, local, kind, failed),
            PatternKind::Literal(literal) => self.test_literal(pattern, literal, false, local, kind, failed),
            PatternKind::Signed(op, literal) => {
                self.test_literal(pattern, literal, *op == UnaryOp::Minus, local, kind, failed)
            }
            PatternKind::Tuple(parts) => self.tuple_parts(local, parts, failed),
            PatternKind::Record(fields) => self.record_pattern(pattern, fields, local, failed),
            PatternKind::Tag(name, payload) => {
                let tag = Expr::op(Op::VariantTag, [Expr::Get(local)]);
                let wanted = Expr::Const(mo_ir::Const::I32(layout::label_hash(&name.name).cast_signed()));
                let test = Expr::op(Op::CompareNum(Compare::Eq, Num::Nat32), [tag, wanted]);
                let check = leave_unless(test, failed);
                match payload {
                    Some(payload) => {
                        let rest = self.parts(local, vec![(Op::VariantPayload, &**payload)], failed);
                        Expr::Seq(vec![check, rest])
                    }
                    None => check,
                }
            }
            PatternKind::Option(inner) => {
                let test = Expr::op(Op::Not, [Expr::op(Op::IsNull, [Expr::Get(local)])]);
                let check = leave_unless(test, failed);
                let rest = self.unwrapped_parts(local, inner, failed);
                Expr::Seq(vec![check, rest])
            }
            PatternKind::And(left, right) => {
                let left = self.matching(left, local, kind, failed);
                let right = self.matching(right, local, kind, failed);
                Expr::Seq(vec![left, right])
            }
            PatternKind::Or(left, right) => self.alternatives(left, right, local, kind, failed),
        }
    }

    /// Takes the parts of a tuple and matches each.
    pub(crate) fn tuple_parts(
        &mut self,
        local: Local,
        parts: &'a [Pattern],
        failed: Option<LabelId>,
    ) -> Expr {
        let slots = (0u32..).zip(parts).map(|(at, part)| (Op::Slot(at), part)).collect();
        self.parts(local, slots, failed)
    }

    /// Takes values out of one and matches each.
    fn parts(&mut self, local: Local, parts: Vec<(Op, &'a Pattern)>, failed: Option<LabelId>) -> Expr {
        let mut body = Vec::new();
        for (op, part) in parts {
            if matches!(part.kind, PatternKind::Wild) {
                continue;
            }
            let kind = self.place(&self.info().ty(part.id));
            let inner = self.frame().local(kind.rep());
            let value = Expr::op(op, [Expr::Get(local)]);
            body.push(Expr::Set(inner, Box::new(coerce(value, Kind::Value, kind))));
            body.push(self.matching(part, inner, kind, failed));
        }
        body.push(Expr::UNIT);
        Expr::Seq(body)
    }

    /// Matches a case's payload.
    pub(crate) fn payload_parts(
        &mut self,
        local: Local,
        payload: &'a Pattern,
        failed: Option<LabelId>,
    ) -> Expr {
        self.parts(local, vec![(Op::VariantPayload, payload)], failed)
    }

    /// Matches what an option holds that is not null.
    pub(crate) fn unwrapped_parts(
        &mut self,
        local: Local,
        inner: &'a Pattern,
        failed: Option<LabelId>,
    ) -> Expr {
        if may_nest(&self.info().ty(inner.id), self.types()) {
            return self.parts(local, vec![(Op::Unwrap, inner)], failed);
        }
        let kind = self.place(&self.info().ty(inner.id));
        let held = self.frame().local(kind.rep());
        let set = Expr::Set(held, Box::new(coerce(Expr::Get(local), Kind::Value, kind)));
        Expr::Seq(vec![set, self.matching(inner, held, kind, failed), Expr::UNIT])
    }

    fn record_pattern(
        &mut self,
        pattern: &'a Pattern,
        fields: &'a [PatternField],
        local: Local,
        failed: Option<LabelId>,
    ) -> Expr {
        let ty = self.info().ty(pattern.id);
        // Below a case that the type lacks; nothing gets there.
        let never = matches!(&*self.types().promote(&ty), TyKind::None);
        let mut body = Vec::new();
        for field in fields {
            let PatternField::Value { name, pattern, id } = field else { continue };
            let value = match never {
                true => Expr::Get(local),
                false => self.field_of(&ty, &name.name, Expr::Get(local)),
            };
            let node = pattern.as_ref().map_or(*id, |pattern| pattern.id);
            let kind = self.place(&self.info().ty(node));
            let inner = self.frame().local(kind.rep());
            body.push(Expr::Set(inner, Box::new(coerce(value, Kind::Value, kind))));
            body.push(match pattern {
                Some(pattern) => self.matching(pattern, inner, kind, failed),
                None => self.bind_name(&name.name, inner, kind),
            });
        }
        body.push(Expr::UNIT);
        Expr::Seq(body)
    }

    /// Binds a name to a local. At module level the name has a root slot already, which gets the value too.
    fn bind_name(&mut self, name: &str, local: Local, kind: Kind) -> Expr {
        if let Some(Binding::Global { id, .. }) = self.static_target(name) {
            let value = coerce(Expr::Get(local), kind, Kind::Value);
            return Expr::op(Op::SetGlobal(id), [value]);
        }
        if let Some(Binding::Stable { index, .. }) = self.static_target(name) {
            let value = coerce(Expr::Get(local), kind, Kind::Value);
            return Expr::op(Op::SetStable(index), [value]);
        }
        let cell = self.arrive(name);
        self.frame().bind(name, Binding::Local { local, kind });
        let ready = self.is_ready(local, kind);
        match cell {
            Some(cell) => Expr::Seq(vec![ready, Self::fill(cell, local, kind)]),
            None => ready,
        }
    }

    /// Whether a name of the scope that is being lowered has a root slot or a stable variable.
    pub(crate) fn has_static_place(&mut self, name: &str) -> bool {
        self.static_target(name).is_some()
    }

    /// While a declaration of module level is lowered: the place its names have.
    fn static_target(&mut self, name: &str) -> Option<Binding> {
        let [.., outer, own] = self.frames.as_slice() else { return None };
        let at_outermost = own.is_initialiser && own.scopes.len() == 1 && own.find(name).is_none();
        if !outer.is_static || !at_outermost {
            return None;
        }
        outer.scopes.last().and_then(|scope| scope.get(name)).cloned()
    }

    /// Either side may match; both bind the same names, which are copied into locals of their own.
    fn alternatives(
        &mut self,
        left: &'a Pattern,
        right: &'a Pattern,
        local: Local,
        kind: Kind,
        failed: Option<LabelId>,
    ) -> Expr {
        let names = left.bound();
        let targets: Vec<(String, Local, Kind)> = names
            .into_iter()
            .map(|(name, id)| {
                let kind = self.place(&self.info().ty(id));
                let target = self.frame().local(kind.rep());
                (name, target, kind)
            })
            .collect();
        let (matched, other) = (self.frame().label(), self.frame().label());
        let mut sides = Vec::new();
        for (side, failed) in [(left, Some(other)), (right, failed)] {
            self.frame().scopes.push(std::collections::HashMap::new());
            let bind = self.matching(side, local, kind, failed);
            let mut body = vec![bind];
            for (name, target, kind) in &targets {
                if let Some(binding) = self.lookup(name) {
                    let value = self.read_as(&binding, *kind);
                    body.push(Expr::Set(*target, Box::new(value)));
                }
            }
            self.frame().scopes.pop();
            body.push(Expr::Break(matched, Box::new(Expr::UNIT)));
            sides.push(Expr::Seq(body));
        }
        let second = sides.pop().expect("two sides");
        let first = Expr::Block(other, Box::new(sides.pop().expect("two sides")), Rep::Unit);
        let mut body = vec![Expr::Block(matched, Box::new(Expr::Seq(vec![first, second])), Rep::Unit)];
        for (name, target, kind) in targets {
            body.push(self.bind_name(&name, target, kind));
        }
        body.push(Expr::UNIT);
        Expr::Seq(body)
    }

    fn test_literal(
        &mut self,
        pattern: &'a Pattern,
        literal: &'a Literal,
        negative: bool,
        local: Local,
        kind: Kind,
        failed: Option<LabelId>,
    ) -> Expr {
        let ty = self.info().ty(pattern.id);
        if matches!(literal, Literal::Null) {
            return leave_unless(Expr::op(Op::IsNull, [coerce(Expr::Get(local), kind, Kind::Value)]), failed);
        }
        let (wanted, wanted_kind) = self.literal(literal, negative, &ty);
        let found = coerce(Expr::Get(local), kind, wanted_kind);
        let op = match (wanted_kind, literal) {
            (Kind::Scalar(Scalar::Bool | Scalar::Char), _) => Op::CompareNum(Compare::Eq, Num::Nat32),
            (_, Literal::Bytes(_)) => Op::CompareBlob(Compare::Eq),
            (_, Literal::Text(_)) if matches!(&*self.types().promote(&ty), TyKind::Prim(Prim::Blob)) => {
                Op::CompareBlob(Compare::Eq)
            }
            (_, Literal::Text(_)) => Op::CompareText(Compare::Eq),
            _ => {
                let prim = match &*self.types().promote(&ty) {
                    TyKind::Prim(prim) => *prim,
                    _ => Prim::Int,
                };
                Op::CompareNum(Compare::Eq, num(prim).unwrap_or(Num::Int))
            }
        };
        leave_unless(Expr::op(op, [found, wanted]), failed)
    }
}

/// Goes on if a test holds, else leaves. A pattern that cannot fail is not tested at all.
fn leave_unless(test: Expr, failed: Option<LabelId>) -> Expr {
    match failed {
        Some(label) => if_else(test, Expr::UNIT, Expr::Break(label, Box::new(Expr::UNIT)), Kind::UNIT),
        None => if_else(test, Expr::UNIT, Expr::op(Op::Unreachable, []), Kind::UNIT),
    }
}
