//! `selfwright motoko stable-compatible`: may the new version upgrade the old one, and what becomes of each variable?

use std::path::Path;

use diagnostics::{Diagnostic, Severity};
use mo_compile::most::{ChainStep, Variable, Version, Versions, read_signatures};
use source::{Sources, Span};
use upgrade::{Conversion, Defaults, Field, Migration, Objection, Plan, Stable, plan_upgrade};

use super::flags::{Flags, readable};
use super::output::Output;
use crate::Outcome;
use crate::failure::{Failure, REFUSED};

pub(super) fn run(flags: &Flags, old: &Path, new: &Path, output: &mut Output) -> Outcome {
    let lints = flags.options()?.lints;
    let (old_path, new_path) = (readable(old)?, readable(new)?);
    let read = |path: &str| {
        std::fs::read_to_string(path).map_err(|error| Failure::usage(format!("{path}: {error}")))
    };
    let (old_text, new_text) = (read(&old_path)?, read(&new_path)?);
    let versions = mo_compile::with_stack(|| {
        read_signatures((&old_path, &old_text), (&new_path, &new_text)).map_err(|(sources, found)| {
            output.diagnostics(&found, &sources);
            Failure::silent(REFUSED)
        })
    })?;
    let mut sources = Sources::default();
    let span = Span::new(sources.add(&new_path, &new_text), 0, 0);
    let found: Vec<Diagnostic> = judge(&versions).into_iter().map(|fate| fate.diagnostic(span)).collect();
    if output.diagnostics(&lints.apply(found), &sources) { Ok(()) } else { Err(Failure::silent(REFUSED)) }
}

/// What becomes of a variable.
enum Fate {
    Kept(String),
    /// By the upgrade itself (sentences that say how) or by a migration (none).
    Converted(String, Vec<String>),
    Added(String),
    Dropped(String),
    Impossible(Objection),
    /// A step of the chain that a new app would make at another point than this one.
    Displaced(String, &'static str),
}

impl Fate {
    fn diagnostic(self, span: Span) -> Diagnostic {
        let info = |message: String| Diagnostic {
            code: None,
            severity: Severity::Info,
            ..Diagnostic::warning("", span, message)
        };
        match self {
            Fate::Kept(name) => info(format!("`{name}`: kept")),
            Fate::Converted(name, how) if how.is_empty() => {
                info(format!("`{name}`: converted to its new type"))
            }
            Fate::Converted(name, how) => info(format!("`{name}`: converted: {}", how.join(" "))),
            Fate::Added(name) => info(format!("`{name}`: added")),
            Fate::Dropped(name) => info(format!("`{name}`: dropped, as the migration says")),
            Fate::Displaced(step, how) => {
                Diagnostic::warning("M0268", span, format!("the migration `{step}` {how}"))
            }
            Fate::Impossible(objection) => {
                let message = format!("`{}`: impossible: {}", objection.path, objection.message);
                Diagnostic::error(objection.code, span, message)
            }
        }
    }
}

fn judge(versions: &Versions) -> Vec<Fate> {
    let Versions { old, new, .. } = versions;
    match (&old.chain, &new.chain) {
        (Some(_), None) => vec![Fate::Impossible(Objection {
            code: "M0255",
            path: "actor".into(),
            message: "the old version has a chain of migrations, and the new one has none".into(),
        })],
        (applied, Some(chain)) => judge_chain(versions, applied.as_deref().unwrap_or_default(), chain),
        (None, None) => judge_pair(versions, old, new),
    }
}

fn judge_pair(versions: &Versions, old: &Version, new: &Version) -> Vec<Fate> {
    let Some(before) = &new.before else {
        return step(versions, &old.after, &[], &[], &new.after, true);
    };
    let takes: Vec<Variable> = before.iter().filter(|variable| variable.required).cloned().collect();
    let mut fates = step(versions, &old.after, &takes, &[], before, true);
    // What the version before has to look like is met; the migration makes the rest.
    let after = |name: &str| new.after.iter().find(|variable| variable.name == name);
    fates.retain(|fate| !matches!(fate, Fate::Added(_)));
    for fate in &mut fates {
        if let Fate::Kept(name) | Fate::Converted(name, _) | Fate::Dropped(name) = &*fate {
            let taken = takes.iter().find(|variable| variable.name == *name);
            let changed = match (taken, after(name)) {
                (_, None) => Fate::Dropped(name.clone()),
                (Some(_), Some(_)) => Fate::Converted(name.clone(), Vec::new()),
                (None, Some(_)) => continue,
            };
            *fate = changed;
        }
    }
    let is_new = |variable: &&Variable| old.after.iter().all(|old| old.name != variable.name);
    fates.extend(new.after.iter().filter(is_new).map(|variable| Fate::Added(variable.name.clone())));
    fates
}

/// Follows the steps that the old version has not made.
fn judge_chain(versions: &Versions, applied: &[ChainStep], chain: &[ChainStep]) -> Vec<Fate> {
    let pending = || chain.iter().filter(|step| applied.iter().all(|done| done.name != step.name));
    let has = |variables: &[Variable], name: &str| variables.iter().any(|variable| variable.name == name);
    let (mut state, mut wrong) = (versions.old.after.clone(), Vec::new());
    for it in pending() {
        let untouched = |variable: &&Variable| !has(&it.takes, &variable.name);
        let mut next: Vec<Variable> = state.iter().filter(untouched).cloned().collect();
        for given in &it.gives {
            if has(&next, &given.name) {
                let message =
                    format!("the migration `{}` makes it without taking the one that is there", it.name);
                wrong.push(Objection { code: "M0169", path: given.name.clone(), message });
            } else {
                next.push(given.clone());
            }
        }
        let made = step(versions, &state, &it.takes, &it.gives, &next, false);
        wrong.extend(made.into_iter().filter_map(|fate| match fate {
            Fate::Impossible(objection) => Some(objection),
            _ => None,
        }));
        state = next;
    }
    let is_wrong = |name: &str| wrong.iter().any(|it| it.path.split(['.', '[']).next() == Some(name));
    let is_taken = |name: &str| pending().any(|step| has(&step.takes, name));
    let is_old = |name: &str| has(&versions.old.after, name);
    let last = step(versions, &state, &[], &[], &versions.new.after, true);
    let mut fates = displaced(applied, chain);
    fates.extend(last.into_iter().filter_map(|fate| match fate {
        Fate::Kept(name) | Fate::Converted(name, _) | Fate::Added(name) if is_wrong(&name) => None,
        Fate::Kept(name) | Fate::Converted(name, _) if !is_old(&name) => Some(Fate::Added(name)),
        Fate::Kept(name) | Fate::Converted(name, _) if is_taken(&name) => {
            Some(Fate::Converted(name, Vec::new()))
        }
        fate => Some(fate),
    }));
    let gone = versions.old.after.iter().map(|variable| &variable.name);
    let gone = gone.filter(|name| !has(&state, name) && !is_wrong(name));
    fates.extend(gone.map(|name| Fate::Dropped(name.clone())));
    fates.extend(wrong.into_iter().map(Fate::Impossible));
    fates
}

/// Returns the steps that were deleted while older ones are kept, and those that stand before one that was made. A new app goes
/// another way than this one then.
fn displaced(applied: &[ChainStep], chain: &[ChainStep]) -> Vec<Fate> {
    let has = |steps: &[ChainStep], name: &str| steps.iter().any(|step| step.name == name);
    let kept = applied.iter().skip_while(|step| !has(chain, &step.name));
    let gone = kept.filter(|step| !has(chain, &step.name));
    let made = chain.iter().rposition(|step| has(applied, &step.name)).unwrap_or_default();
    let early = chain[..made].iter().filter(|step| !has(applied, &step.name));
    let gone = gone
        .map(|step| Fate::Displaced(step.name.clone(), "was made and is gone, while older ones are kept"));
    gone.chain(
        early.map(|step| Fate::Displaced(step.name.clone(), "is new, but stands before one that was made")),
    )
    .collect()
}

/// One transition, by the rules of the upgrade itself.
fn step(
    versions: &Versions,
    old: &[Variable],
    takes: &[Variable],
    gives: &[Variable],
    new: &[Variable],
    lossy: bool,
) -> Vec<Fate> {
    let field =
        |variable: &Variable| mo_ir::Field { label: variable.name.clone(), var: false, ty: variable.ty };
    let stable = |variables: &[Variable]| {
        let mut types = versions.types.clone();
        let root = types.add(mo_ir::Type::Object(variables.iter().map(field).collect()));
        Stable::new(types, Some(root))
    };
    let migration = Migration { takes: stable(takes), gives: stable(gives) };
    let given = versions.new.defaults.iter().map(field).collect();
    let new_stable = stable(new).with_defaults(Defaults::new(versions.types.clone(), given));
    let (plan, objections) = match plan_upgrade(&stable(old), &new_stable, Some(&migration)) {
        Ok(plan) => (plan, Vec::new()),
        Err(objections) => (Plan::default(), objections),
    };
    let how = |name: &str| -> Vec<String> {
        let found = plan.fields.iter().find_map(|field| match field {
            Field::Kept { label, conversions } if label == name => Some(conversions),
            _ => None,
        });
        found.into_iter().flatten().map(Conversion::sentence).collect()
    };
    let objections: Vec<Objection> =
        objections.into_iter().filter(|it| lossy || it.code != "M0216").collect();
    let hit = |name: &str| objections.iter().any(|it| it.path.split(['.', '[']).next() == Some(name));
    let mut fates = Vec::new();
    for variable in old.iter().filter(|variable| !hit(&variable.name)) {
        let name = variable.name.clone();
        let after = new.iter().find(|other| other.name == name);
        let taken = takes.iter().any(|taken| taken.name == name);
        fates.push(match after {
            None => Fate::Dropped(name),
            Some(after) if taken || !same(versions, variable, after) => {
                let how = how(&name);
                Fate::Converted(name, how)
            }
            Some(_) => Fate::Kept(name),
        });
    }
    let added = new.iter().filter(|variable| old.iter().all(|old| old.name != variable.name));
    fates.extend(added.map(|variable| Fate::Added(variable.name.clone())));
    fates.extend(objections.into_iter().map(Fate::Impossible));
    fates
}

/// Whether two types are written alike.
fn same(versions: &Versions, old: &Variable, new: &Variable) -> bool {
    old.ty == new.ty
        || upgrade::show_type(&versions.types, old.ty) == upgrade::show_type(&versions.types, new.ty)
}
