//! Whether cases cover all values, and which do.

mod matrix;

use mo_syntax::ast::{Case, Literal, Pattern, PatternField, PatternKind, UnaryOp};
use mo_types::{Ty, TyKind, field_named};
use source::Span;

use crate::errors::types;
use crate::infer::Checker;
use matrix::{Constructor, Found, Heads, Names, Search, Shape};

/// How many rows may be looked at for one file. Patterns can be written that would take longer than anybody waits.
pub(crate) const STEPS_MAX: u32 = 2_000_000;

impl<'a> Checker<'a> {
    pub(crate) fn coverage(&mut self, span: Span, cases: &'a [Case], ty: &Ty) {
        if self.types.promote(ty).is_error() {
            return;
        }
        let shapes: Vec<Shape> = cases.iter().map(|case| self.shape(&case.pattern, ty)).collect();
        let mut search = Search { types: self.types, steps: self.coverage_steps };
        let mut earlier = Heads::default();
        let mut unreachable = Vec::new();
        for (case, shape) in cases.iter().zip(&shapes) {
            if matches!(search.useful_case(&earlier, shape, ty), Found::Nothing) {
                unreachable.push(case.pattern.span);
            }
            earlier.add(vec![shape]);
        }
        let missing = search.useful_case(&earlier, &Shape::Any, ty);
        self.coverage_steps = search.steps;
        unreachable.into_iter().for_each(|span| self.error(types::unreachable_case(span)));
        match missing {
            Found::Nothing => {}
            Found::Values(missing) => {
                let words = missing.first().map(describe).unwrap_or_default();
                self.error(types::not_exhaustive(span, &words));
            }
            Found::TooMuchWork => self.error(types::coverage_unknown(span)),
        }
    }

    pub(crate) fn let_coverage(&mut self, pattern: &'a Pattern, ty: &Ty) {
        if self.types.promote(ty).is_error() {
            return;
        }
        match self.missing(pattern, ty) {
            Found::Nothing => {}
            Found::Values(missing) => {
                let words = missing.first().map(describe).unwrap_or_default();
                self.error(types::refutable_let(pattern.span, &words));
            }
            Found::TooMuchWork => self.error(types::coverage_unknown(pattern.span)),
        }
    }

    /// Whether a pattern takes every value of a type.
    pub(crate) fn covers(&mut self, pattern: &'a Pattern, ty: &Ty) -> bool {
        let known = !self.types.promote(ty).is_error();
        known && matches!(self.missing(pattern, ty), Found::Nothing)
    }

    /// What a pattern does not take.
    fn missing(&mut self, pattern: &'a Pattern, ty: &Ty) -> Found {
        let shape = self.shape(pattern, ty);
        let mut heads = Heads::default();
        heads.add(vec![&shape]);
        let mut search = Search { types: self.types, steps: self.coverage_steps };
        let missing = search.useful_case(&heads, &Shape::Any, ty);
        self.coverage_steps = search.steps;
        missing
    }

    fn shape(&self, pattern: &Pattern, ty: &Ty) -> Shape {
        let promoted = self.types.promote(ty);
        match &pattern.kind {
            PatternKind::Wild | PatternKind::Name(_) | PatternKind::Error => Shape::Any,
            PatternKind::Annotation(inner, _) => self.shape(inner, ty),
            PatternKind::Literal(literal) => literal_shape(literal, false),
            PatternKind::Signed(op, literal) => literal_shape(literal, *op == UnaryOp::Minus),
            PatternKind::Tuple(parts) => {
                let TyKind::Tuple(types) = &*promoted else { return Shape::Any };
                // Another number of parts is an error that was reported already.
                if types.len() != parts.len() {
                    return Shape::Any;
                }
                let shapes = parts
                    .iter()
                    .enumerate()
                    .map(|(at, part)| self.shape(part, types.get(at).unwrap_or(&Ty::error())))
                    .collect();
                Shape::Make(Constructor::Only(Names::default()), shapes)
            }
            PatternKind::Record(fields) => {
                // All fields of the type, so that rows with different fields line up.
                let TyKind::Object(object) = &*promoted else { return Shape::Any };
                let names = object.fields.iter().map(|field| field.name.clone()).collect();
                let mut shapes = vec![Shape::Any; object.fields.len()];
                // Of two for one field, which is an error, the first counts.
                for field in fields.iter().rev() {
                    if let PatternField::Value { name, pattern: Some(pattern), .. } = field
                        && let Ok(at) = object.fields.binary_search_by(|known| known.name.cmp(&name.name))
                    {
                        shapes[at] = self.shape(pattern, &object.fields[at].ty);
                    }
                }
                Shape::Make(Constructor::Only(Names(names)), shapes)
            }
            PatternKind::Tag(name, payload) => {
                let inner = match &*promoted {
                    TyKind::Variant(cases) => field_named(cases, &name.name).map(|case| case.ty.clone()),
                    _ => None,
                };
                let shape = payload
                    .as_ref()
                    .map_or(Shape::Any, |payload| self.shape(payload, &inner.unwrap_or_else(Ty::error)));
                Shape::Make(Constructor::Tag(name.name.clone()), vec![shape])
            }
            PatternKind::Option(inner) => {
                let some = match &*promoted {
                    TyKind::Option(some) => some.clone(),
                    _ => Ty::error(),
                };
                Shape::Make(Constructor::Some, vec![self.shape(inner, &some)])
            }
            PatternKind::Or(..) => {
                let shapes = alternatives(pattern).into_iter().map(|side| self.shape(side, ty));
                matrix::either(shapes.collect(), self.types, ty)
            }
            PatternKind::And(left, right) => match (self.shape(left, ty), self.shape(right, ty)) {
                (Shape::Any, other) | (other, Shape::Any) => other,
                // Both constrain: one alone overestimates what is covered, but never claims a miss that is none.
                (first, _) => first,
            },
        }
    }
}

fn literal_shape(literal: &Literal, negative: bool) -> Shape {
    let constructor = match literal {
        Literal::Null => Constructor::Null,
        Literal::Bool(true) => Constructor::True,
        Literal::Bool(false) => Constructor::False,
        Literal::Nat(digits) => {
            let value = crate::infer::natural(digits);
            Constructor::Literal(format!("{}{value:x}", if negative { "-" } else { "" }))
        }
        Literal::Float(digits) => {
            Constructor::Literal(format!("{}{digits}", if negative { "-" } else { "" }))
        }
        Literal::Char(c) => Constructor::Literal(format!("{c:?}")),
        Literal::Text(text) => Constructor::Literal(format!("{text:?}")),
        Literal::Bytes(bytes) => Constructor::Literal(format!("{bytes:?}")),
    };
    Shape::Make(constructor, Vec::new())
}

/// The patterns between which `or` stands. Thousands of them nest to the left.
fn alternatives(pattern: &Pattern) -> Vec<&Pattern> {
    let (mut found, mut waiting) = (Vec::new(), vec![pattern]);
    while let Some(next) = waiting.pop() {
        match &next.kind {
            PatternKind::Or(left, right) => waiting.extend([&**right, &**left]),
            _ => found.push(next),
        }
    }
    found
}

/// An example of a missing value, in source form.
fn describe(shape: &Shape) -> String {
    match shape {
        Shape::Any => "_".into(),
        Shape::Either(sides) => sides.first().map_or("_".into(), describe),
        Shape::Make(constructor, parts) => match constructor {
            Constructor::Only(Names(names)) if names.is_empty() => {
                format!("({})", parts.iter().map(describe).collect::<Vec<_>>().join(", "))
            }
            Constructor::Only(Names(names)) => {
                let fields: Vec<String> = names
                    .iter()
                    .zip(parts)
                    .filter(|(_, part)| !matches!(part, Shape::Any))
                    .map(|(name, part)| format!("{name} = {}", describe(part)))
                    .collect();
                format!("{{ {} }}", fields.join("; "))
            }
            Constructor::Tag(name) => match parts.first() {
                None | Some(Shape::Any) => format!("#{name}"),
                Some(part) => format!("#{name}({})", describe(part)),
            },
            Constructor::Some => format!("?{}", parts.first().map_or("_".into(), describe)),
            Constructor::Null => "null".into(),
            Constructor::True => "true".into(),
            Constructor::False => "false".into(),
            Constructor::Literal(text) => text.clone(),
        },
    }
}
