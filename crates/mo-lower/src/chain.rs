//! A chain of migrations: before the actor's body runs, the steps that the app has not made yet run in order, each on what those
//! before it left.
//!
//! One function does it. For every name that a step or the actor mentions it has two locals: whether such a field is there, and
//! its value.

use std::collections::{BTreeMap, BTreeSet};

use mo_check::mo_types::Ty;
use mo_check::{Actor, STEP_FUNCTION, Step};
use mo_ir::{Compare, Const, Expr, FuncId, GlobalId, Local, Num, Op, Scalar, layout};

use crate::binding::Binding;
use crate::expr::{if_else, value_const};
use crate::kind::Kind;
use crate::program::Lower;

const WORD: Kind = Kind::Scalar(Scalar::Nat32);

/// A field of the state while the chain runs.
#[derive(Clone, Copy)]
struct Place {
    is_there: Local,
    value: Local,
}

fn word(n: usize) -> Expr {
    Expr::Const(Const::I32(i32::try_from(n).expect("few steps")))
}

/// Whether a step has not been made, the first `made` of them having been.
fn is_pending(made: Local, at: usize) -> Expr {
    Expr::op(Op::CompareNum(Compare::Le, Num::Nat32), [Expr::Get(made), word(at)])
}

impl<'a> Lower<'a> {
    /// Makes the function that runs the chain. It reads the version before out of `old`, which may be null, and leaves the
    /// fields of the actor in `migrated`.
    pub(crate) fn chain(&mut self, actor: &Actor, old: GlobalId, migrated: GlobalId) -> Option<FuncId> {
        let steps = actor.chain.as_deref()?;
        let own: Vec<String> = actor.own_fields().map(|field| field.name).collect();
        let id = self.out.reserve("run migrations");
        let function = self.in_function(Kind::UNIT, |lower| {
            let (set_made, made) = lower.made(steps);
            let mut names: BTreeSet<String> = own.iter().cloned().collect();
            for ty in steps.iter().flat_map(|step| [&step.takes, &step.gives]) {
                names.extend(lower.field_names(ty));
            }
            let mut body = vec![set_made];
            let mut places = BTreeMap::new();
            for name in names {
                let place = Place {
                    is_there: lower.frame().local(WORD.rep()),
                    value: lower.frame().local(Kind::Value.rep()),
                };
                body.push(lower.read_old(&name, place, old));
                places.insert(name, place);
            }
            for (at, step) in steps.iter().enumerate() {
                let run = lower.run_step(step, &places);
                body.push(if_else(is_pending(made, at), run, Expr::UNIT, Kind::UNIT));
            }
            let state = lower.gather(&own, &places);
            body.push(Expr::op(Op::SetGlobal(migrated), [state]));
            let names = lower.step_names(steps);
            let (remember, _) = lower.runtime("chain_remember", vec![(names, Kind::Value)]);
            body.push(remember);
            Expr::Seq(body)
        });
        self.out.define(id, function.named("run migrations"));
        Some(id)
    }

    /// How many steps the app has made.
    fn made(&mut self, steps: &[Step]) -> (Expr, Local) {
        let names = self.step_names(steps);
        let (made, kind) = self.runtime("chain_made", vec![(names, Kind::Value)]);
        self.hold(made, kind)
    }

    fn step_names(&mut self, steps: &[Step]) -> Expr {
        let names: Vec<Expr> = steps.iter().map(|step| self.text(&step.name)).collect();
        Expr::op(Op::Array, names)
    }

    fn field_names(&self, ty: &Ty) -> Vec<String> {
        let object = self.object_type(ty);
        object.iter().flat_map(|object| &object.fields).map(|field| field.name.clone()).collect()
    }

    fn read_old(&mut self, name: &str, place: Place, old: GlobalId) -> Expr {
        let (has, value) = self.stored(Expr::op(Op::Global(old), []), name);
        let value = if_else(Expr::Get(place.is_there), value, value_const(layout::NULL), Kind::Value);
        Expr::Seq(vec![
            Expr::Set(place.is_there, Box::new(has)),
            Expr::Set(place.value, Box::new(value)),
            Expr::UNIT,
        ])
    }

    /// Gives a step what it takes, and puts what it gives in the place of that.
    fn run_step(&mut self, step: &Step, places: &BTreeMap<String, Place>) -> Expr {
        let (takes, gives) = (self.field_names(&step.takes), self.field_names(&step.gives));
        let module = Binding::Module(self.modules[step.module.0 as usize].clone());
        let Some(function) = self.member(&module, STEP_FUNCTION) else { return Expr::UNIT };
        let function = self.read_value(&function);
        let record = self.gather(&takes, places);
        let (run, result) = self.hold(Expr::CallClosure(Box::new(function), vec![record]), Kind::Value);
        let mut body = vec![run];
        for name in &takes {
            body.push(Expr::Set(places[name].is_there, Box::new(word(0))));
        }
        for name in &gives {
            let (_, value) = self.stored(Expr::Get(result), name);
            body.push(Expr::Set(places[name].value, Box::new(value)));
            body.push(Expr::Set(places[name].is_there, Box::new(word(1))));
        }
        body.push(Expr::UNIT);
        Expr::Seq(body)
    }

    /// Makes a record of fields; traps if one is not there.
    fn gather(&mut self, names: &[String], places: &BTreeMap<String, Place>) -> Expr {
        let (shape, labels) = self.out.shape(names.iter().map(String::as_str));
        let mut slots = Vec::new();
        for label in &labels {
            let trap = self.trap(&format!("there is no `{label}`, which a migration or the actor needs"));
            let place = places[label];
            slots.push(if_else(Expr::Get(place.is_there), Expr::Get(place.value), trap, Kind::Value));
        }
        Expr::op(Op::Object(shape), slots)
    }

    /// Converts what the version before has stored to what the steps that are still to be made, and the actor, expect of it.
    pub(crate) fn adopt_for_chain(&mut self, stored: &Expr, actor: &Actor, steps: &[Step]) -> Expr {
        let (set_made, made) = self.made(steps);
        let mut choice = Expr::UNIT;
        for at in 0..=steps.len() {
            let (kept, taken) = actor.resumed_at(at, self.checked_types());
            let adopt = self.adopt_as(stored.clone(), kept, Some(taken), &actor.defaults);
            let is_here = Expr::op(Op::CompareNum(Compare::Eq, Num::Nat32), [Expr::Get(made), word(at)]);
            choice = if_else(is_here, adopt, choice, Kind::UNIT);
        }
        Expr::Seq(vec![set_made, choice])
    }
}
