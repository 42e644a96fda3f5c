//! The usual matrix algorithm: a row of patterns is useful if some values reach it and no earlier row.
//!
//! Rows, and the types of their columns, are kept back to front, so that the first column is taken off without moving the others.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use mo_types::{Prim, Ty, TyKind, Types, field_named};

/// Simplified patterns: what matters for coverage.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Any,
    /// A constructor with its parts.
    Make(Constructor, Vec<Shape>),
    /// Alternatives, none of which is one itself.
    Either(Vec<Shape>),
}

/// Returns the shape of alternatives. If they are all that there is, they demand nothing.
pub(super) fn either(sides: Vec<Shape>, types: &Types, ty: &Ty) -> Shape {
    let bare: HashSet<&Constructor> = sides
        .iter()
        .filter_map(|side| match side {
            Shape::Make(constructor, parts) if parts.iter().all(|part| matches!(part, Shape::Any)) => {
                Some(constructor)
            }
            _ => None,
        })
        .collect();
    if count(types, ty).is_some_and(|count| bare.len() == count) { Shape::Any } else { Shape::Either(sides) }
}

/// What a column without demands holds.
static ANY: Shape = Shape::Any;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Constructor {
    /// A tuple or record: the only constructor of its type.
    Only(Names),
    Tag(String),
    Some,
    Null,
    True,
    False,
    Literal(String),
}

/// The names of a record's fields; none for a tuple. They follow from the type, so they are no part of what is compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(pub(super) Arc<[String]>);

impl PartialEq for Names {
    fn eq(&self, _: &Names) -> bool {
        true
    }
}

impl Eq for Names {}

impl Hash for Names {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

type Row<'s> = Vec<&'s Shape>;

/// Rows by their first shape, which is taken off. A row of alternatives stands in several places.
#[derive(Default)]
pub(super) struct Heads<'s> {
    by: HashMap<&'s Constructor, Vec<Row<'s>>>,
    wild: Vec<Row<'s>>,
}

impl<'s> Heads<'s> {
    pub(super) fn add(&mut self, mut row: Row<'s>) {
        match row.pop() {
            None => {}
            Some(Shape::Any) => self.wild.push(row),
            Some(Shape::Make(constructor, parts)) => {
                row.extend(parts.iter().rev());
                self.by.entry(constructor).or_default().push(row);
            }
            Some(Shape::Either(sides)) => {
                for side in sides {
                    self.add([row.as_slice(), &[side]].concat());
                }
            }
        }
    }

    /// The rows that take values of a constructor, with its parts as columns, as far as they can meet another row.
    fn under(&self, constructor: &Constructor, arity: usize, row: &[&Shape]) -> Vec<Row<'s>> {
        let own = self.by.get(constructor).into_iter().flatten();
        let own = own.filter(|known| known.iter().zip(row).all(|(a, b)| meet(a, b))).cloned();
        let wild = self.wild.iter().filter(|known| known.iter().zip(row).all(|(a, b)| meet(a, b)));
        let wild = wild.map(|row| {
            let mut row = row.clone();
            row.extend(std::iter::repeat_n(&ANY, arity));
            row
        });
        own.chain(wild).collect()
    }

    fn row_count(&self, constructor: &Constructor) -> usize {
        self.by.get(constructor).map_or(0, Vec::len) + self.wild.len()
    }
}

/// Whether some value has both shapes.
fn meet(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Any, _) | (_, Shape::Any) => true,
        (Shape::Either(sides), shape) | (shape, Shape::Either(sides)) => {
            sides.iter().any(|side| meet(side, shape))
        }
        (Shape::Make(one, parts), Shape::Make(other, others)) => {
            one == other && parts.iter().zip(others).all(|(one, other)| meet(one, other))
        }
    }
}

/// What a search comes to.
pub(super) enum Found {
    /// No values.
    Nothing,
    /// One for each column, back to front.
    Values(Vec<Shape>),
    /// It would take longer than it may.
    TooMuchWork,
}

/// How many constructors a type has, if they can be listed.
fn count(types: &Types, ty: &Ty) -> Option<usize> {
    match &*types.promote(ty) {
        TyKind::Variant(cases) => Some(cases.len()),
        TyKind::Option(_) | TyKind::Prim(Prim::Bool) => Some(2),
        TyKind::Prim(Prim::Null) | TyKind::Tuple(_) | TyKind::Object(_) => Some(1),
        TyKind::None => Some(0),
        _ => None,
    }
}

/// Looks for values that a row takes and no earlier one does.
pub(super) struct Search<'t> {
    pub(super) types: &'t Types,
    /// How many rows may still be looked at.
    pub(super) steps: u32,
}

impl Search<'_> {
    /// Returns a value that a case takes and none of the earlier ones does.
    pub(super) fn useful_case(&mut self, earlier: &Heads<'_>, case: &Shape, ty: &Ty) -> Found {
        self.useful_first(earlier, case, &[], ty, &[])
    }

    /// Takes a step for itself and one for each row. False if there are none left.
    fn may_look_at(&mut self, rows: usize) -> bool {
        self.steps = self.steps.saturating_sub(1 + u32::try_from(rows).unwrap_or(u32::MAX));
        self.steps > 0
    }

    fn useful(&mut self, rows: Vec<Row<'_>>, mut row: Row<'_>, mut types: Vec<Ty>) -> Found {
        if !self.may_look_at(rows.len().saturating_mul(1 + row.len() / 16)) {
            return Found::TooMuchWork;
        }
        let (Some(first), Some(ty)) = (row.pop(), types.pop()) else {
            return if rows.is_empty() { Found::Values(Vec::new()) } else { Found::Nothing };
        };
        let mut heads = Heads::default();
        rows.into_iter().for_each(|row| heads.add(row));
        self.useful_first(&heads, first, &row, &ty, &types)
    }

    /// The same, with the first column taken off.
    fn useful_first(
        &mut self,
        heads: &Heads<'_>,
        first: &Shape,
        rest: &[&Shape],
        ty: &Ty,
        types: &[Ty],
    ) -> Found {
        // A row without demands takes everything.
        if heads.wild.iter().any(|row| row.iter().all(|shape| matches!(shape, Shape::Any))) {
            return Found::Nothing;
        }
        match first {
            Shape::Either(sides) => {
                for side in sides {
                    match self.useful_first(heads, side, rest, ty, types) {
                        Found::Nothing => {}
                        found => return found,
                    }
                }
                Found::Nothing
            }
            Shape::Make(constructor, parts) => {
                self.useful_under(heads, constructor, &parts.iter().collect::<Vec<_>>(), rest, ty, types)
            }
            Shape::Any if count(self.types, ty).is_some_and(|count| heads.by.len() >= count) => {
                let all = self.constructors(ty);
                if all.iter().any(|(constructor, _)| !heads.by.contains_key(constructor)) {
                    return self.useful_default(heads, rest, ty, types);
                }
                for (constructor, arity) in &all {
                    match self.useful_under(heads, constructor, &vec![&ANY; *arity], rest, ty, types) {
                        Found::Nothing => {}
                        found => return found,
                    }
                }
                Found::Nothing
            }
            Shape::Any => self.useful_default(heads, rest, ty, types),
        }
    }

    /// Values whose first one no row names.
    fn useful_default(&mut self, heads: &Heads<'_>, rest: &[&Shape], ty: &Ty, types: &[Ty]) -> Found {
        match self.useful(heads.wild.clone(), rest.to_vec(), types.to_vec()) {
            Found::Values(mut values) => {
                let named = |constructor: &Constructor| heads.by.contains_key(constructor);
                let missing = self.constructors(ty).into_iter().find(|(constructor, _)| !named(constructor));
                values.push(missing.map_or(Shape::Any, |(constructor, arity)| {
                    Shape::Make(constructor, vec![Shape::Any; arity])
                }));
                Found::Values(values)
            }
            other => other,
        }
    }

    /// Values whose first one has a constructor.
    fn useful_under(
        &mut self,
        heads: &Heads<'_>,
        constructor: &Constructor,
        parts: &[&Shape],
        rest: &[&Shape],
        ty: &Ty,
        types: &[Ty],
    ) -> Found {
        // Rows that cannot meet this one are told apart quickly.
        if !self.may_look_at(heads.row_count(constructor) / 8) {
            return Found::TooMuchWork;
        }
        let row: Row<'_> = rest.iter().chain(parts.iter().rev()).copied().collect();
        let part_types = self.part_types(ty, constructor, parts.len());
        let types = types.iter().cloned().chain(part_types.into_iter().rev()).collect();
        match self.useful(heads.under(constructor, parts.len(), &row), row, types) {
            Found::Values(mut values) => {
                let mut made = values.split_off(values.len() - parts.len());
                made.reverse();
                values.push(Shape::Make(constructor.clone(), made));
                Found::Values(values)
            }
            other => other,
        }
    }

    /// All constructors of a type with their numbers of parts, if they can be listed.
    fn constructors(&self, ty: &Ty) -> Vec<(Constructor, usize)> {
        match &*self.types.promote(ty) {
            TyKind::Variant(cases) => {
                cases.iter().map(|case| (Constructor::Tag(case.name.clone()), 1)).collect()
            }
            TyKind::Option(_) => vec![(Constructor::Null, 0), (Constructor::Some, 1)],
            TyKind::Prim(Prim::Bool) => vec![(Constructor::True, 0), (Constructor::False, 0)],
            TyKind::Prim(Prim::Null) => vec![(Constructor::Null, 0)],
            TyKind::Tuple(parts) => vec![(Constructor::Only(Names::default()), parts.len())],
            TyKind::Object(object) => {
                let names = object.fields.iter().map(|field| field.name.clone()).collect();
                vec![(Constructor::Only(Names(names)), object.fields.len())]
            }
            _ => Vec::new(),
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
                vec![field_named(cases, name).map_or_else(Ty::error, |case| case.ty.clone())]
            }
            _ => vec![Ty::error(); arity],
        }
    }
}
