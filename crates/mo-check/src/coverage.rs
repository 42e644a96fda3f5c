//! Whether cases cover all values, and which do. After the usual matrix algorithm: a case is useful if some value
//! reaches it and no earlier one.

use mo_syntax::ast::{Case, Literal, Pattern, PatternField, PatternKind, UnaryOp};
use mo_types::{Prim, Ty, TyKind};
use source::Span;

use crate::errors::types;
use crate::infer::Checker;

/// Simplified patterns: what matters for coverage.
#[derive(Clone, Debug)]
enum Shape {
    Any,
    /// A constructor with its parts.
    Make(Constructor, Vec<Shape>),
    /// Alternatives, none of which is one itself.
    Either(Vec<Shape>),
}

#[derive(Clone, Debug, PartialEq)]
enum Constructor {
    /// A tuple or record: the only constructor of its type.
    Only(Vec<String>),
    Tag(String),
    Some,
    Null,
    True,
    False,
    Literal(String),
}

/// Nothing is said of cases that would take longer to look at. Each row that is looked at is a step.
const STEPS_MAX: u32 = 20_000_000;

impl<'a> Checker<'a> {
    pub(crate) fn coverage(&mut self, span: Span, cases: &'a [Case], ty: &Ty) {
        if self.types.promote(ty).is_error() {
            return;
        }
        let mut rows: Vec<Vec<Shape>> = Vec::new();
        for case in cases {
            let shape = self.shape(&case.pattern, ty);
            let mut steps = STEPS_MAX;
            let found =
                self.useful(&rows, std::slice::from_ref(&shape), std::slice::from_ref(ty), &mut steps);
            if found.is_none() && steps > 0 {
                self.error(types::unreachable_case(case.pattern.span));
            }
            rows.push(vec![shape]);
        }
        let mut steps = STEPS_MAX;
        if let Some(missing) = self.useful(&rows, &[Shape::Any], std::slice::from_ref(ty), &mut steps) {
            let words = missing.first().map(describe).unwrap_or_default();
            self.error(types::not_exhaustive(span, &words));
        }
    }

    pub(crate) fn let_coverage(&mut self, pattern: &'a Pattern, ty: &Ty) {
        if self.types.promote(ty).is_error() {
            return;
        }
        let rows = vec![vec![self.shape(pattern, ty)]];
        let mut steps = STEPS_MAX;
        if let Some(missing) = self.useful(&rows, &[Shape::Any], std::slice::from_ref(ty), &mut steps) {
            let words = missing.first().map(describe).unwrap_or_default();
            self.error(types::refutable_let(pattern.span, &words));
        }
    }

    /// Whether a pattern takes every value of a type.
    pub(crate) fn covers(&self, pattern: &'a Pattern, ty: &Ty) -> bool {
        let rows = vec![vec![self.shape(pattern, ty)]];
        let mut steps = STEPS_MAX;
        let known = !self.types.promote(ty).is_error();
        let missing = self.useful(&rows, &[Shape::Any], std::slice::from_ref(ty), &mut steps);
        known && missing.is_none() && steps > 0
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
                Shape::Make(Constructor::Only(Vec::new()), shapes)
            }
            PatternKind::Record(fields) => {
                // All fields of the type, so that rows with different fields line up.
                let TyKind::Object(object) = &*promoted else { return Shape::Any };
                let names: Vec<String> = object.fields.iter().map(|field| field.name.clone()).collect();
                let shapes = object
                    .fields
                    .iter()
                    .map(|known| {
                        fields
                            .iter()
                            .find_map(|field| match field {
                                PatternField::Value { name, pattern: Some(pattern), .. }
                                    if name.name == known.name =>
                                {
                                    Some(self.shape(pattern, &known.ty))
                                }
                                _ => None,
                            })
                            .unwrap_or(Shape::Any)
                    })
                    .collect();
                Shape::Make(Constructor::Only(names), shapes)
            }
            PatternKind::Tag(name, payload) => {
                let inner = match &*promoted {
                    TyKind::Variant(cases) => {
                        cases.iter().find(|case| case.name == name.name).map(|case| case.ty.clone())
                    }
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
                Shape::Either(shapes.collect())
            }
            PatternKind::And(left, right) => match (self.shape(left, ty), self.shape(right, ty)) {
                (Shape::Any, other) | (other, Shape::Any) => other,
                // Both constrain: one alone overestimates what is covered, but never claims a miss that is none.
                (first, _) => first,
            },
        }
    }

    /// Returns a row of values that `row` matches and none of `rows` does.
    fn useful(
        &self,
        rows: &[Vec<Shape>],
        row: &[Shape],
        types: &[Ty],
        steps: &mut u32,
    ) -> Option<Vec<Shape>> {
        let looked_at = 1 + u32::try_from(rows.len()).unwrap_or(u32::MAX);
        *steps = steps.saturating_sub(looked_at);
        if *steps == 0 {
            return None;
        }
        let Some((first, rest)) = row.split_first() else {
            return rows.is_empty().then(Vec::new);
        };
        match first {
            Shape::Either(sides) => {
                let with = |shape: &Shape| [std::slice::from_ref(shape), rest].concat();
                sides.iter().find_map(|side| self.useful(rows, &with(side), types, steps))
            }
            Shape::Make(constructor, parts) => {
                self.useful_under(rows, constructor, parts.len(), parts, rest, types, steps)
            }
            Shape::Any => {
                let used = head_constructors(rows);
                let all = self.constructors(&types[0], &used);
                match all {
                    // Every constructor is used: try each.
                    Some(all) if all.iter().all(|(constructor, _)| used.contains(constructor)) => {
                        all.iter().find_map(|(constructor, arity)| {
                            let wild = vec![Shape::Any; *arity];
                            self.useful_under(rows, constructor, *arity, &wild, rest, types, steps)
                        })
                    }
                    all => {
                        let defaults: Vec<Vec<Shape>> = rows
                            .iter()
                            .filter_map(|row| row.split_first())
                            .flat_map(|(first, rest)| default_rows(first, rest))
                            .collect();
                        let found = self.useful(&defaults, rest, &types[1..], steps)?;
                        let missing = all.and_then(|all| {
                            all.into_iter().find(|(constructor, _)| !used.contains(constructor))
                        });
                        let head = missing.map_or(Shape::Any, |(constructor, arity)| {
                            Shape::Make(constructor, vec![Shape::Any; arity])
                        });
                        Some([vec![head], found].concat())
                    }
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of the algorithm")]
    fn useful_under(
        &self,
        rows: &[Vec<Shape>],
        constructor: &Constructor,
        arity: usize,
        parts: &[Shape],
        rest: &[Shape],
        types: &[Ty],
        steps: &mut u32,
    ) -> Option<Vec<Shape>> {
        let specialised: Vec<Vec<Shape>> = rows
            .iter()
            .filter_map(|row| row.split_first())
            .flat_map(|(first, rest)| specialise(first, rest, constructor, arity))
            .collect();
        let part_types = self.part_types(&types[0], constructor, arity);
        let row = [parts, rest].concat();
        let types = [part_types.as_slice(), &types[1..]].concat();
        let mut found = self.useful(&specialised, &row, &types, steps)?;
        let tail = found.split_off(arity);
        Some([vec![Shape::Make(constructor.clone(), found)], tail].concat())
    }

    /// All constructors of a type with their numbers of parts; `None` if there are too many to list.
    fn constructors(&self, ty: &Ty, used: &[Constructor]) -> Option<Vec<(Constructor, usize)>> {
        match &*self.types.promote(ty) {
            TyKind::Variant(cases) => {
                Some(cases.iter().map(|case| (Constructor::Tag(case.name.clone()), 1)).collect())
            }
            TyKind::Option(_) => Some(vec![(Constructor::Null, 0), (Constructor::Some, 1)]),
            TyKind::Prim(Prim::Bool) => Some(vec![(Constructor::True, 0), (Constructor::False, 0)]),
            TyKind::Prim(Prim::Null) => Some(vec![(Constructor::Null, 0)]),
            TyKind::Tuple(parts) => Some(vec![(Constructor::Only(Vec::new()), parts.len())]),
            TyKind::Object(object) => match used.first() {
                Some(Constructor::Only(names)) => Some(vec![(Constructor::Only(names.clone()), names.len())]),
                _ => Some(vec![(
                    Constructor::Only(object.fields.iter().map(|field| field.name.clone()).collect()),
                    object.fields.len(),
                )]),
            },
            TyKind::None => Some(Vec::new()),
            _ => None,
        }
    }

    fn part_types(&self, ty: &Ty, constructor: &Constructor, arity: usize) -> Vec<Ty> {
        match (&*self.types.promote(ty), constructor) {
            (TyKind::Tuple(parts), _) if parts.len() == arity => parts.clone(),
            (TyKind::Object(object), _) if object.fields.len() == arity => {
                object.fields.iter().map(|field| field.ty.clone()).collect()
            }
            (TyKind::Option(inner), Constructor::Some) => vec![inner.clone()],
            (TyKind::Variant(cases), Constructor::Tag(name)) => {
                vec![
                    cases
                        .iter()
                        .find(|case| case.name == *name)
                        .map_or_else(Ty::error, |case| case.ty.clone()),
                ]
            }
            _ => vec![Ty::error(); arity],
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
            Constructor::Literal(if negative { format!("-{value}") } else { value.to_string() })
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

fn head_constructors(rows: &[Vec<Shape>]) -> Vec<Constructor> {
    fn collect(shape: &Shape, found: &mut Vec<Constructor>) {
        match shape {
            Shape::Any => {}
            Shape::Make(constructor, _) if found.contains(constructor) => {}
            Shape::Make(constructor, _) => found.push(constructor.clone()),
            Shape::Either(sides) => sides.iter().for_each(|side| collect(side, found)),
        }
    }
    let mut found = Vec::new();
    rows.iter().filter_map(|row| row.first()).for_each(|shape| collect(shape, &mut found));
    found
}

fn specialise(first: &Shape, rest: &[Shape], constructor: &Constructor, arity: usize) -> Vec<Vec<Shape>> {
    match first {
        Shape::Any => vec![[vec![Shape::Any; arity], rest.to_vec()].concat()],
        Shape::Make(found, parts) if found == constructor => vec![[parts.as_slice(), rest].concat()],
        Shape::Make(..) => Vec::new(),
        Shape::Either(sides) => {
            sides.iter().flat_map(|side| specialise(side, rest, constructor, arity)).collect()
        }
    }
}

fn default_rows(first: &Shape, rest: &[Shape]) -> Vec<Vec<Shape>> {
    match first {
        Shape::Any => vec![rest.to_vec()],
        Shape::Make(..) => Vec::new(),
        Shape::Either(sides) => sides.iter().flat_map(|side| default_rows(side, rest)).collect(),
    }
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
            Constructor::Only(names) if names.is_empty() => {
                format!("({})", parts.iter().map(describe).collect::<Vec<_>>().join(", "))
            }
            Constructor::Only(names) => {
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
