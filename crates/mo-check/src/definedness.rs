//! Whether something is used before it has its value.
//!
//! A function may mention what is declared later, as long as it is only called afterwards. So a use at once (`eager`) of a
//! name needs that name, and everything which its declaration mentions inside functions, to be there already.

use std::collections::{BTreeMap, BTreeSet};

use mo_syntax::ast::{Class, Dec, DecField, DecKind, Expr, ExprKind, Function, ObjectBlock, Program};
use source::Span;

use crate::errors::names;
use crate::objects::bound_names;
use crate::syntax_walk::{Part, parts};

/// Free names of a piece of a program: where each is mentioned first, and whether that is at once or within a function.
#[derive(Default)]
struct Uses {
    eager: BTreeMap<String, Span>,
    delayed: BTreeMap<String, Span>,
}

impl Uses {
    fn add(&mut self, other: Uses) {
        for (name, span) in other.eager {
            self.eager.entry(name).or_insert(span);
        }
        for (name, span) in other.delayed {
            self.delayed.entry(name).or_insert(span);
        }
    }

    /// What a function mentions is needed when it is called.
    fn later(mut self) -> Uses {
        self.delayed.extend(std::mem::take(&mut self.eager));
        self
    }

    fn without<'n>(mut self, names: impl IntoIterator<Item = &'n String>) -> Uses {
        for name in names {
            self.eager.remove(name);
            self.delayed.remove(name);
        }
        self
    }
}

/// Returns a diagnostic for every use that comes too early.
pub(crate) fn definedness(program: &Program) -> Vec<diagnostics::Diagnostic> {
    let mut finder = Finder::default();
    let decs: Vec<&Dec> = program.decs.iter().collect();
    finder.group(&decs);
    finder.found
}

#[derive(Default)]
struct Finder {
    found: Vec<diagnostics::Diagnostic>,
}

impl Finder {
    /// Declarations that may mention one another: checks their order and returns what they mention besides.
    fn group(&mut self, decs: &[&Dec]) -> Uses {
        let mut place: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        for (at, dec) in decs.iter().enumerate() {
            for name in defined(dec) {
                place.insert(name, (at, dec.span));
            }
        }
        let uses: Vec<Uses> = decs.iter().map(|dec| self.dec(dec)).collect();
        for (at, used) in uses.iter().enumerate() {
            for (name, span) in &used.eager {
                if let Some(missing) = too_early(name, at, &place, &uses) {
                    let defined = place[&missing].1;
                    self.found.push(names::used_before_definition(*span, &missing, defined));
                }
            }
        }
        let mut all = Uses::default();
        uses.into_iter().for_each(|used| all.add(used));
        all.without(place.keys())
    }

    fn dec(&mut self, dec: &Dec) -> Uses {
        match &dec.kind {
            DecKind::Expr(expr) => self.expr(expr),
            DecKind::Let { value, otherwise, .. } => {
                let mut uses = Uses::default();
                for expr in value.iter().chain(otherwise) {
                    uses.add(self.expr(expr));
                }
                uses
            }
            DecKind::Var { value, .. } => value.as_ref().map(|value| self.expr(value)).unwrap_or_default(),
            DecKind::Func(function) => self.function(function),
            DecKind::Class(class) => self.class(class),
            DecKind::Object(block) => self.object(block),
            DecKind::Mixin(mixin) => {
                let bound: Vec<String> = mixin.parameters.iter().flat_map(bound_names).collect();
                self.fields(&mixin.fields).without(&bound)
            }
            DecKind::Include { name, arguments, .. } => {
                let mut uses = Uses::default();
                if let Some(first) = name.parts.first() {
                    uses.eager.insert(first.name.clone(), first.span);
                }
                arguments.iter().for_each(|argument| uses.add(self.expr(argument)));
                uses
            }
            DecKind::Type(_) | DecKind::Error => Uses::default(),
        }
    }

    fn fields(&mut self, fields: &[DecField]) -> Uses {
        let decs: Vec<&Dec> = fields.iter().map(|field| &field.dec).collect();
        self.group(&decs)
    }

    fn object(&mut self, block: &ObjectBlock) -> Uses {
        let mut uses = self.fields(&block.fields);
        if let Some(name) = &block.name {
            uses = uses.without([&name.name]);
        }
        if let Some(parenthetical) = &block.parenthetical {
            uses.add(self.expr(parenthetical));
        }
        uses
    }

    fn class(&mut self, class: &Class) -> Uses {
        let mut bound: Vec<String> = class.patterns.iter().flat_map(bound_names).collect();
        bound.extend(class.this.iter().map(|this| this.name.clone()));
        self.fields(&class.fields).without(&bound).later()
    }

    fn function(&mut self, function: &Function) -> Uses {
        let mut bound: Vec<String> = function.patterns.iter().flat_map(bound_names).collect();
        bound.extend(function.sharing.context.iter().flat_map(|pattern| bound_names(pattern)));
        self.expr(&function.body).without(&bound).later()
    }

    fn expr(&mut self, expr: &Expr) -> Uses {
        let mut uses = Uses::default();
        match &expr.kind {
            ExprKind::Name(name) => {
                uses.eager.insert(name.clone(), expr.span);
                return uses;
            }
            ExprKind::Record { fields, .. } => {
                for field in fields.iter().filter(|field| field.value.is_none()) {
                    uses.eager.insert(field.name.name.clone(), field.name.span);
                }
            }
            ExprKind::For(pattern, iterator, body) => {
                uses.add(self.expr(iterator));
                uses.add(self.expr(body).without(&bound_names(pattern)));
                return uses;
            }
            ExprKind::Class(class) => return self.class(class),
            _ => {}
        }
        for part in parts(expr) {
            uses.add(match part {
                Part::Expr(inner) => self.expr(inner),
                Part::Block(decs) => self.group(&decs.iter().collect::<Vec<_>>()),
                Part::Case(case) => self.expr(&case.body).without(&bound_names(&case.pattern)),
                Part::Function(function) => self.function(function),
                Part::Object(block) => self.object(block),
            });
        }
        uses
    }
}

/// Returns what is missing when a name is used by the declaration at a position.
fn too_early(
    name: &str,
    at: usize,
    place: &BTreeMap<String, (usize, Span)>,
    uses: &[Uses],
) -> Option<String> {
    let mut open = vec![name.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        let Some((defined, _)) = place.get(&name) else { continue };
        if *defined >= at {
            return Some(name);
        }
        if seen.insert(name) {
            open.extend(uses[*defined].delayed.keys().cloned());
        }
    }
    None
}

/// The names that a declaration defines.
fn defined(dec: &Dec) -> Vec<String> {
    let name = match &dec.kind {
        DecKind::Let { pattern, .. } => return bound_names(pattern),
        DecKind::Var { name, .. } => Some(name),
        DecKind::Func(function) => function.name.as_ref(),
        DecKind::Class(class) => class.name.as_ref(),
        DecKind::Object(block) => block.name.as_ref(),
        _ => None,
    };
    name.map(|name| vec![name.name.clone()]).unwrap_or_default()
}
