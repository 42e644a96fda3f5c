//! A chain of migrations: a folder of modules, each one step from an older state of the actor to a newer one.
//!
//! What has to be there before a step is what it takes, and what later steps or the actor want and it does not give. A version
//! stands after each step; what is there then has to be what the next one expects.

use mo_syntax::ast::{Dec, Program};
use mo_types::{Field, Fit, Ty, TyKind, Types};
use source::{FileId, Span};

use crate::errors::migrations::{self, Between};
use crate::info::{Actor, Step};
use crate::program::{Loader, ModuleId};

/// The function of a module that makes it a step.
pub const FUNCTION: &str = "migration";

impl Loader<'_> {
    /// Loads the steps of an actor's chain, in their order; nothing if the program is no actor or no chain was asked for.
    pub(crate) fn chain(&mut self, file: FileId, program: &Program) -> Option<Vec<Step>> {
        let folder = self.options.enhanced_migration.as_deref()?.trim_end_matches('/').to_owned();
        if !program.decs.iter().any(Dec::is_actor) {
            return None;
        }
        let start = Span::new(file, 0, 0);
        let names = match self.world.list(&folder) {
            Ok(names) => names,
            Err(reason) => {
                self.diagnostics.push(migrations::no_chain(start, &folder, Some(&reason)));
                return Some(Vec::new());
            }
        };
        let (before, mut steps) = (self.diagnostics.len(), Vec::new());
        for name in names.iter().filter_map(|name| name.strip_suffix(".mo")) {
            match self.file(&crate::program::join("", &format!("{folder}/{name}.mo"))) {
                Ok(module) => steps.extend(self.step(name, module)),
                Err(reason) => self.diagnostics.push(migrations::no_chain(start, &folder, Some(&reason))),
            }
        }
        let is_broken = self.diagnostics.iter().skip(before).any(diagnostics::Diagnostic::is_error);
        if steps.is_empty() && !is_broken {
            self.diagnostics.push(migrations::no_chain(start, &folder, None));
        }
        Some(steps)
    }

    fn step(&mut self, name: &str, module: ModuleId) -> Option<Step> {
        let found = &self.base.modules[module.0 as usize];
        let span = Span::new(found.file, 0, 0);
        let member = match &*found.ty {
            TyKind::Object(object) => object.field(FUNCTION).map(|field| field.ty.clone()),
            _ => None,
        };
        let Some(ty) = member else {
            self.diagnostics.push(migrations::not_a_step(span));
            return None;
        };
        match crate::migration::ends(&self.base.types, span, &ty) {
            Ok((takes, gives)) => Some(Step { name: name.to_owned(), module, ty, takes, gives }),
            Err(error) => {
                self.diagnostics.push(*error);
                None
            }
        }
    }

    /// Compares the versions of a chain with each other, and the last with the actor.
    pub(crate) fn compare_versions(&mut self, actor: &Actor) {
        let Some([first, ..]) = actor.chain.as_deref() else { return };
        let types = &self.base.types;
        let place = |step: &Step| Span::new(self.base.modules[step.module.0 as usize].file, 0, 0);
        let chain = Chain::new(actor, types);
        let mut found = Vec::new();
        for field in chain.versions.first().map(|(before, _)| before).into_iter().flatten() {
            found.push(migrations::never_given(types, place(first), &field.name, &field.ty));
        }
        for (at, (_, old)) in chain.versions.iter().enumerate() {
            let next = chain.steps.get(at + 1);
            let span = next.map_or(actor.span, place);
            let new = chain.versions.get(at + 1).map_or(&chain.own, |(before, _)| before);
            found.extend(compare(types, span, &chain.steps[at].name, old, new));
        }
        self.diagnostics.extend(found);
    }
}

/// What is there before and after each step.
struct Chain<'a> {
    steps: &'a [Step],
    versions: Vec<(Vec<Field>, Vec<Field>)>,
    /// The variables of the actor itself; those of mixins start by themselves.
    own: Vec<Field>,
}

impl Chain<'_> {
    fn new<'a>(actor: &'a Actor, types: &Types) -> Chain<'a> {
        let steps = actor.chain.as_deref().unwrap_or_default();
        let own: Vec<Field> = actor.own_fields().collect();
        let (mut wanted, mut versions) = (own.clone(), Vec::new());
        for step in steps.iter().rev() {
            let (mut before, mut after) = (fields(types, &step.takes), fields(types, &step.gives));
            let touched = |name: &str| before.iter().chain(&after).any(|field| field.name == name);
            let carried: Vec<Field> = wanted.into_iter().filter(|field| !touched(&field.name)).collect();
            before.extend(carried.iter().cloned());
            after.extend(carried);
            wanted = before.clone();
            versions.push((before, after));
        }
        versions.reverse();
        Chain { steps, versions, own }
    }
}

/// Returns the fields of a record type.
pub(crate) fn fields(types: &Types, ty: &Ty) -> Vec<Field> {
    match &*types.promote(ty) {
        TyKind::Object(object) => object.fields.clone(),
        _ => Vec::new(),
    }
}

fn compare(
    types: &Types,
    span: Span,
    before: &str,
    old: &[Field],
    new: &[Field],
) -> Vec<diagnostics::Diagnostic> {
    let find = |fields: &'_ [Field], name: &str| fields.iter().position(|field| field.name == name);
    let mut found = Vec::new();
    for field in old {
        let between = Between { span, before, name: &field.name };
        let Some(at) = find(new, &field.name) else {
            found.push(between.dropped());
            continue;
        };
        let (old, new) = (&field.ty, &new[at].ty);
        match types.stable_fit(&field.name, old, new) {
            Fit::Whole => {}
            Fit::Lossy(part) => found.push(between.lossy(types, &part, old, new)),
            Fit::None => found.push(between.unfit(types, old, new)),
        }
    }
    let missing = new.iter().filter(|field| find(old, &field.name).is_none());
    found.extend(missing.map(|field| Between { span, before, name: &field.name }.missing()));
    found
}
