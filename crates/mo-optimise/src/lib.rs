//! Optimisation: [`mo_ir`] functions become faster ones that do the same.
//!
//! A call of a small function becomes its body; a function that is given a known function (a comparison, a closure) gets a
//! copy for it, in which that one is called directly and may become its body in turn; choices whose outcome is known are
//! made. It works on demand: only functions that something reaches are looked at. It knows neither Motoko nor Wasm. Start
//! at [`Optimiser::prepare`].

mod copy;
mod fuse;
mod measure;
mod scalars;
mod simplify;
mod tail;
mod visit;

use std::collections::{BTreeMap, HashMap};

use mo_ir::{Const, FuncId, Function, GlobalId, Local, Module};

/// The functions of a module, each optimised when it is first asked for.
pub struct Optimiser {
    module: Module,
    /// Root slots that are only ever given one constant.
    constants: BTreeMap<GlobalId, Const>,
    states: HashMap<FuncId, State>,
    /// Copies of functions for known arguments.
    copies: HashMap<(FuncId, Vec<Known>), FuncId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Being optimised: calls of it stay calls.
    Begun,
    Done,
}

/// What is known of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Known {
    Nothing,
    /// The closure of a function that captures nothing: the argument is not passed at all.
    Static(FuncId),
    /// A closure of the function, with captured values that are passed as before.
    Closure(FuncId),
}

/// Optimises all functions of a module. Copies stand behind those that it had.
pub fn prepared(module: Module) -> Module {
    let count = u32::try_from(module.functions.len()).expect("fewer than 2^32 functions");
    let mut optimiser = Optimiser::new(module, 0);
    (0..count).for_each(|id| optimiser.prepare(FuncId(id)));
    optimiser.into_module()
}

/// How many copies a module may get, lest functions that take functions multiply.
const COPIES_MAX: usize = 2_000;

impl Optimiser {
    /// Takes a module whose functions are to be optimised; the first ones are already.
    pub fn new(module: Module, prepared: usize) -> Optimiser {
        let constants = measure::constants(&module);
        let done = (0..).take(prepared).map(|id| (FuncId(id), State::Done));
        Optimiser { constants, states: done.collect(), copies: HashMap::new(), module }
    }

    /// Returns the module. Functions that were prepared are optimised; copies stand behind those that it had.
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// Returns the module, when nothing more is asked for.
    pub fn into_module(self) -> Module {
        self.module
    }

    /// Optimises a function, if that has not been done.
    pub fn prepare(&mut self, id: FuncId) {
        if self.states.contains_key(&id) {
            return;
        }
        self.states.insert(id, State::Begun);
        let function = self.module.functions[id.0 as usize].clone();
        self.module.functions[id.0 as usize] = visit::optimise(self, function);
        self.states.insert(id, State::Done);
    }

    fn function(&self, id: FuncId) -> &Function {
        &self.module.functions[id.0 as usize]
    }

    /// Returns a small function that may stand in place of its calls.
    fn small(&mut self, id: FuncId, nodes_max: usize) -> Option<&Function> {
        // What is far too large is not even looked at: it comes to its own turn if something calls it.
        measure::nodes(&self.function(id).body, nodes_max * 4)?;
        self.prepare(id);
        let done = self.states.get(&id) == Some(&State::Done);
        (done && measure::nodes(&self.function(id).body, nodes_max).is_some()).then(|| self.function(id))
    }

    /// Returns the copy of a function for what is known of its arguments.
    fn copy_for(&mut self, id: FuncId, known: Vec<Known>) -> Option<FuncId> {
        if let Some(copy) = self.copies.get(&(id, known.clone())) {
            return Some(*copy);
        }
        if self.copies.len() >= COPIES_MAX {
            return None;
        }
        let copied = copy::specialised(self.function(id), &known);
        let copy = FuncId(u32::try_from(self.module.functions.len()).ok()?);
        self.module.functions.push(copied);
        self.copies.insert((id, known.clone()), copy);
        self.states.insert(copy, State::Begun);
        let function = self.function(copy).clone();
        let closures = closures(&known);
        self.module.functions[copy.0 as usize] = visit::optimise_with(self, function, closures);
        self.states.insert(copy, State::Done);
        Some(copy)
    }
}

/// Returns which parameters of a copy are known closures. Static ones are gone from its parameters.
fn closures(known: &[Known]) -> HashMap<Local, FuncId> {
    let passed = known.iter().filter(|it| !matches!(it, Known::Static(_)));
    let numbered = (0..).map(Local).zip(passed);
    numbered
        .filter_map(|(local, known)| match known {
            Known::Closure(id) => Some((local, *id)),
            _ => None,
        })
        .collect()
}
