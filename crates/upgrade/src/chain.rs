//! A chain of migrations as a module describes it, and what of it an upgrade has still to carry out.

use std::collections::BTreeSet;

use mo_ir::{Field, Type, TypeTable};

use crate::{Migration, Objection, Stable};

/// The steps of an app, in their order.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    types: TypeTable,
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
struct Step {
    name: String,
    /// Of the source of the step.
    digest: String,
    takes: Vec<Field>,
    gives: Vec<Field>,
}

impl Chain {
    /// Reads the sections [`mo_ir::section::CHAIN`] and [`mo_ir::section::CHAIN_TYPES`]; `None` if they do not fit together.
    pub fn decode(listing: &[u8], types: &[u8]) -> Option<Chain> {
        let (listing, stable) = (std::str::from_utf8(listing).ok()?, Stable::decode(types).ok()?);
        let Type::Tuple(ends) = stable.types().get(stable.root()?) else { return None };
        let fields = |id: &mo_ir::TypeId| match stable.types().get(*id) {
            Type::Object(fields) => Some(fields.clone()),
            _ => None,
        };
        let (pairs, rest) = ends.as_chunks::<2>();
        let lines: Vec<&str> = listing.lines().collect();
        if lines.len() != pairs.len() || !rest.is_empty() {
            return None;
        }
        let steps = lines.iter().zip(pairs).map(|(line, [takes, gives])| {
            let (name, digest) = line.rsplit_once(' ')?;
            Some(Step {
                name: name.into(),
                digest: digest.into(),
                takes: fields(takes)?,
                gives: fields(gives)?,
            })
        });
        Some(Chain { steps: steps.collect::<Option<Vec<_>>>()?, types: stable.types().clone() })
    }

    /// Returns what an app that has made the steps of `made` still has to do, as one migration.
    ///
    /// # Errors
    /// The steps of this chain that were made and are not what they were, or that would have to run before one that was made.
    pub fn pending(&self, made: &Chain) -> Result<Migration, Vec<Objection>> {
        let objections = self.rewritten(made);
        if !objections.is_empty() {
            return Err(objections);
        }
        let (mut takes, mut gives, mut met) = (Vec::new(), Vec::<Field>::new(), BTreeSet::new());
        for step in self.steps.iter().filter(|step| made.step(&step.name).is_none()) {
            let fresh = step.takes.iter().filter(|field| met.insert(field.label.clone()));
            takes.extend(fresh.cloned());
            gives.retain(|given| step.takes.iter().all(|taken| taken.label != given.label));
            gives.extend(step.gives.iter().cloned());
            met.extend(step.gives.iter().map(|field| field.label.clone()));
        }
        Ok(Migration { takes: self.record(takes), gives: self.record(gives) })
    }

    fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    fn record(&self, fields: Vec<Field>) -> Stable {
        let mut types = self.types.clone();
        let root = types.add(Type::Object(fields));
        Stable::new(types, Some(root))
    }

    /// What was made has to stay as it was: it never runs again where it ran, but does in a new app. The oldest steps may go.
    fn rewritten(&self, made: &Chain) -> Vec<Objection> {
        let objection = |name: &str, message: String| Objection { code: "M0268", path: name.into(), message };
        let last_made = self.steps.iter().rposition(|step| made.step(&step.name).is_some());
        let first_kept = made.steps.iter().position(|step| self.step(&step.name).is_some());
        let mut found = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            match made.step(&step.name) {
                Some(known) if known.digest != step.digest => {
                    found.push(objection(
                        &step.name,
                        "this migration was made already, and has been edited since".into(),
                    ));
                }
                None if last_made.is_some_and(|last| at < last) => {
                    let message = "this migration is new, but stands before one that was made already";
                    found.push(objection(&step.name, message.into()));
                }
                _ => {}
            }
        }
        let gone = made.steps.iter().enumerate().filter(|(at, step)| {
            first_kept.is_some_and(|first| *at > first) && self.step(&step.name).is_none()
        });
        found.extend(gone.map(|(_, step)| {
            objection(
                &step.name,
                "this migration was made already, and is gone while older ones are kept".into(),
            )
        }));
        found
    }
}
