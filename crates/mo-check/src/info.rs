//! What the checker found out about a file, by node: what lowering needs beyond the tree.

use std::collections::{BTreeSet, HashMap};

use mo_syntax::ast::NodeId;
use mo_types::{Func, Sharing, Ty};
use source::Span;

use crate::{ModuleId, chain};

/// The findings for one file.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// The type of each expression, pattern and function.
    types: Vec<Option<Ty>>,
    pub(crate) calls: HashMap<NodeId, CallInfo>,
    /// For comparisons: the type at which the operands are compared.
    pub(crate) operands: HashMap<NodeId, Ty>,
    /// For `include`: the mixin.
    pub(crate) includes: HashMap<NodeId, ModuleId>,
}

impl Info {
    pub(crate) fn new(nodes: u32) -> Info {
        Info { types: vec![None; nodes as usize], ..Info::default() }
    }

    pub(crate) fn record(&mut self, id: NodeId, ty: Ty) {
        if let Some(slot) = self.types.get_mut(id.0 as usize) {
            *slot = Some(ty);
        }
    }

    pub(crate) fn map(&mut self, mut f: impl FnMut(&Ty) -> Ty) {
        for ty in self.types.iter_mut().flatten() {
            *ty = f(ty);
        }
        #[expect(clippy::iter_over_hash_type, reason = "each entry is rewritten by itself")]
        for ty in self.operands.values_mut() {
            *ty = f(ty);
        }
    }

    /// Returns the type of a node; [`mo_types::TyKind::Error`] for nodes that were never reached.
    pub fn ty(&self, id: NodeId) -> Ty {
        self.types.get(id.0 as usize).cloned().flatten().unwrap_or_else(Ty::error)
    }

    /// Returns whether the node was given a type.
    pub fn has_type(&self, id: NodeId) -> bool {
        self.types.get(id.0 as usize).is_some_and(Option::is_some)
    }

    /// Returns how a call is carried out.
    pub fn call(&self, id: NodeId) -> Option<&CallInfo> {
        self.calls.get(&id)
    }

    /// Returns how the calls of the file are carried out, in the order of their nodes.
    pub fn calls(&self) -> impl Iterator<Item = &CallInfo> {
        (0..).map(NodeId).take(self.types.len()).filter_map(|id| self.calls.get(&id))
    }

    /// Returns the type at which a comparison compares.
    pub fn operand(&self, id: NodeId) -> Ty {
        self.operands.get(&id).cloned().unwrap_or_else(Ty::error)
    }

    /// Returns the mixin that an `include` names.
    pub fn include(&self, id: NodeId) -> Option<ModuleId> {
        self.includes.get(&id).copied()
    }
}

/// How a call is carried out.
#[derive(Clone, Debug)]
pub struct CallInfo {
    /// The function's type before its type parameters were replaced.
    pub func: Func,
    /// `e.f(x)` is `reference(e, x)`.
    pub dot: Option<Reference>,
    /// Arguments that were left out: position in `func.args`, and what stands there.
    pub implicits: Vec<(usize, Implicit)>,
    /// The only argument is a tuple whose parts are the arguments.
    pub spread: bool,
    /// The arguments are the parts of a tuple that is the only argument.
    pub pack: bool,
}

/// A value named without source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A name visible at the place, then fields of it.
    Path(Vec<String>),
    /// A field of a module that is not imported at the place.
    Module(ModuleId, Vec<String>),
}

impl Reference {
    /// How many names lead to it.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Reference::Path(path) | Reference::Module(_, path) => path.len(),
        }
    }

    /// The module that it is in.
    pub(crate) fn home(&self) -> String {
        match self {
            Reference::Path(path) => path[..path.len().saturating_sub(1)].join("."),
            Reference::Module(..) => "an implicit package".to_owned(),
        }
    }
}

/// What is passed for an implicit argument.
#[derive(Clone, Debug)]
pub enum Implicit {
    Direct(Reference),
    /// A function with implicit arguments of its own: `func (args) = reference(args, with its implicits at their positions)`.
    Derived {
        reference: Reference,
        func: Func,
        implicits: Vec<(usize, Implicit)>,
    },
}

/// An actor: what upgrades and callers see of it.
#[derive(Clone, Debug)]
pub struct Actor {
    pub ty: Ty,
    /// In order of declaration, those of mixins included.
    pub stable: Vec<StableField>,
    pub methods: Vec<Method>,
    /// The functions that the system calls, with their types.
    pub system: Vec<(String, Ty)>,
    /// The type of the migration function, if there is one: what it takes from the old version and what it gives.
    pub migration: Option<(Ty, Ty)>,
    /// The steps of its chain of migrations, if it has one, in their order.
    pub chain: Option<Vec<Step>>,
    /// What stored records that lack a field get for it.
    pub defaults: Vec<FieldDefault>,
    /// What it takes when it is installed, if it is an actor class.
    pub parameters: Option<Vec<Ty>>,
    pub span: Span,
}

impl Actor {
    /// Returns what the actor keeps over upgrades, as a stable signature.
    pub fn stable_signature(&self, types: &mo_types::Types) -> String {
        let variables: Vec<mo_types::StableVariable> = self
            .stable
            .iter()
            .map(|field| mo_types::StableVariable {
                name: field.name.clone(),
                var: field.var,
                ty: field.ty.clone(),
            })
            .collect();
        let before = self.before(&variables, types);
        let chain = self.chain.as_ref().map(|steps| steps.iter().map(Step::signed).collect());
        let defaults = self.defaults.iter().map(|given| (given.label.clone(), given.ty.clone())).collect();
        mo_types::stable_signature(&mo_types::StableSignature { variables, before, chain, defaults }, types)
    }

    /// Returns the stable variables that the actor declares itself, rather than a mixin that it includes.
    pub fn own_fields(&self) -> impl Iterator<Item = mo_types::Field> {
        self.stable.iter().filter(|field| !field.included).map(StableField::as_field)
    }

    /// With a chain of migrations: returns what has to be stored before the step `at`, and those that follow it, run. First
    /// what they leave alone, then what they take.
    pub fn resumed_at(
        &self,
        at: usize,
        types: &mo_types::Types,
    ) -> (Vec<mo_types::Field>, Vec<mo_types::Field>) {
        let steps = self.chain.as_deref().unwrap_or_default();
        let (mut taken, mut seen) = (Vec::new(), BTreeSet::new());
        for step in steps.iter().skip(at) {
            for field in chain::fields(types, &step.takes) {
                if seen.insert(field.name.clone()) {
                    taken.push(field);
                }
            }
            seen.extend(chain::fields(types, &step.gives).into_iter().map(|field| field.name));
        }
        let kept = self.stable.iter().filter(|field| field.included || !seen.contains(&field.name));
        (kept.map(StableField::as_field).collect(), taken)
    }

    /// With a migration: what it takes, and the variables that it leaves alone.
    fn before(
        &self,
        variables: &[mo_types::StableVariable],
        types: &mo_types::Types,
    ) -> Option<Vec<(mo_types::StableVariable, bool)>> {
        let (takes, gives) = self.migration.as_ref()?;
        let (takes, gives) = (chain::fields(types, takes), chain::fields(types, gives));
        let given = |name: &str| takes.iter().chain(&gives).any(|field| field.name == name);
        let taken = takes.iter().map(|field| {
            let (name, ty) = (field.name.clone(), field.ty.clone());
            (mo_types::StableVariable { name, var: field.var, ty }, true)
        });
        let kept = variables.iter().filter(|variable| !given(&variable.name));
        Some(taken.chain(kept.map(|variable| (variable.clone(), false))).collect())
    }
}

/// A value that the source gives for a field which stored records may lack.
#[derive(Clone, Debug)]
pub struct FieldDefault {
    pub label: String,
    /// The field's type.
    pub ty: Ty,
    pub reference: Reference,
    /// It is a function that makes one.
    pub is_made: bool,
}

#[derive(Clone, Debug)]
pub struct StableField {
    pub name: String,
    pub var: bool,
    pub ty: Ty,
    pub span: Span,
    /// A mixin declares it.
    pub included: bool,
}

impl StableField {
    pub fn as_field(&self) -> mo_types::Field {
        mo_types::Field { name: self.name.clone(), var: self.var, ty: self.ty.clone() }
    }
}

/// One step of an actor's chain of migrations.
#[derive(Clone, Debug)]
pub struct Step {
    /// The name of its file without the ending: by it an app knows which steps it has made.
    pub name: String,
    /// Its member [`crate::STEP_FUNCTION`] is the migration.
    pub module: ModuleId,
    pub ty: Ty,
    /// What that function takes and gives: records.
    pub takes: Ty,
    pub gives: Ty,
}

impl Step {
    fn signed(&self) -> mo_types::ChainStep {
        mo_types::ChainStep { name: self.name.clone(), ty: self.ty.clone() }
    }
}

#[derive(Clone, Debug)]
pub struct Method {
    pub name: String,
    pub sharing: Sharing,
    pub ty: Ty,
    pub span: Span,
}
