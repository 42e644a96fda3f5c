//! What an upgrade would do to data and clients, as facts; whether that is acceptable; and how it is said.
//!
//! Three steps that know nothing of each other's insides: [`plan_upgrade`] and [`compare_interfaces`] turn two versions into
//! [`Fact`]s (the rehearsal in `platform` adds those only live data can tell), [`judge`] turns facts into a [`Verdict`], and
//! `words` says each fact in a sentence. Pure: no replica, no source text, no I/O.

mod candid_compare;
mod chain;
mod compare;
mod defaults;
mod fact;
mod plan;
mod policy;
mod show;
mod words;

pub use candid_compare::{Interface, InterfaceError, compare_interfaces};
pub use chain::Chain;
pub use defaults::Defaults;
pub use fact::{Change, Fact, Loss};
pub use plan::{Conversion, Field, Migration, Objection, Plan, Stable, plan_upgrade};
pub use policy::{Item, Outcome, Reason, Verdict, judge};
pub use show::show_type;
