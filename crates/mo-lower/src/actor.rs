//! Actors: their state, their entry points, and what happens when they are installed and upgraded.

use mo_check::{Actor, ModuleKind, StableField};
use mo_ir::{Const, Expr, FuncId, Machine, Op, TypeId, Width, layout, section};
use mo_syntax::ast::{self, DecField, DecKind, Function, ObjectSort, Stability, Visibility};

use crate::binding::Binding;
use crate::expr::{if_else, value_const};
use crate::frame::Frame;
use crate::kind::Kind;
use crate::program::Lower;

/// What an actor and an actor class have in common.
pub(crate) struct ActorSource<'a> {
    pub(crate) name: Option<&'a ast::Ident>,
    pub(crate) fields: &'a [DecField],
    pub(crate) parenthetical: Option<&'a ast::Expr>,
    /// Of a class: the context of its installation, and its parameters.
    pub(crate) context: Option<&'a ast::Pattern>,
    pub(crate) patterns: &'a [ast::Pattern],
}

/// The actor being lowered.
pub(crate) struct ActorState {
    /// Labels of the stable object, in slot order.
    labels: Vec<String>,
    /// The stable object of the version before, and what its migration gave: root slots, null where there is none.
    old: mo_ir::GlobalId,
    migrated: mo_ir::GlobalId,
    /// Labels that the migration takes from the old version, and those it gives.
    taken: Vec<String>,
    given: Vec<String>,
    /// Statements of the actor's body, in order.
    body: Vec<Expr>,
    system: Vec<(String, FuncId)>,
}

impl<'a> Lower<'a> {
    pub(crate) fn actor_block(&mut self, source: &ActorSource<'a>) {
        let Some(actor) = self.checked.modules[self.module].actor.as_ref() else { return };
        let (shape, labels) = self.out.shape(actor.stable.iter().map(|field| field.name.as_str()));
        let (old, migrated) = (self.out.global("old"), self.out.global("migrated"));
        let names = |ty: &mo_types::Ty| {
            self.object_type(ty).map(|object| object.fields.iter().map(|field| field.name.clone()).collect())
        };
        let (taken, given) = match &actor.migration {
            Some((from, to)) => (names(from).unwrap_or_default(), names(to).unwrap_or_default()),
            // What the steps give is the actor's own variables, all of them.
            None if actor.chain.is_some() => {
                (Vec::new(), actor.own_fields().map(|field| field.name).collect())
            }
            None => (Vec::new(), Vec::new()),
        };
        self.out.module.stable = Some(self.stable_type(actor));
        self.describe_migration(actor);
        self.describe_defaults(actor);
        self.actor =
            Some(ActorState { labels, old, migrated, taken, given, body: Vec::new(), system: Vec::new() });
        self.frame().scopes.push(std::collections::HashMap::new());
        if let Some(name) = source.name {
            self.frame().bind(&name.name, Binding::Itself);
        }
        self.class_arguments(source, actor);
        self.frame().scopes.push(std::collections::HashMap::new());
        self.actor_fields(source.fields);
        self.entry_points(source, actor, shape);
        self.frame().scopes.pop();
        self.frame().scopes.pop();
    }

    /// Says in custom sections what the migration, or each step of the chain, takes and gives: an upgrade is checked against them.
    fn describe_migration(&mut self, actor: &Actor) {
        let mut told: Vec<(&str, mo_types::Ty)> = Vec::new();
        if let Some((from, to)) = &actor.migration {
            told.extend(section::MIGRATION.into_iter().zip([from.clone(), to.clone()]));
        }
        if let Some(steps) = &actor.chain {
            let ends = steps.iter().flat_map(|step| [step.takes.clone(), step.gives.clone()]);
            // A tuple has at least two parts.
            told.push((section::CHAIN_TYPES, mo_types::TyKind::Tuple(ends.collect()).into()));
        }
        for (name, ty) in told {
            let id = self.out.ty(&ty, self.checked_types());
            let bytes = section::encode(&self.out.module.types, Some(id), []).bytes();
            self.out.module.sections.push((name.into(), bytes));
        }
    }

    fn stable_type(&mut self, actor: &Actor) -> TypeId {
        let fields = actor.stable.iter().map(StableField::as_field).collect();
        let ty = mo_types::Ty::object(mo_types::Sort::Object, fields, Vec::new());
        self.out.ty(&ty, self.checked_types())
    }

    /// Declarations of an actor, or of a mixin that it includes.
    fn actor_fields(&mut self, fields: &'a [DecField]) {
        let mut functions: Vec<(FuncId, &'a Function, &'a DecField)> = Vec::new();
        for field in fields {
            if let (DecKind::Func(function), Some((Visibility::System, _))) =
                (&field.dec.kind, field.visibility)
            {
                self.note_system_function(function);
            }
            match &field.dec.kind {
                DecKind::Func(function) => functions.push((self.declare_static(function), function, field)),
                DecKind::Class(class) => self.declare_static_class(class),
                DecKind::Let { .. } | DecKind::Var { .. } => self.declare_state(field),
                DecKind::Object(ast::ObjectBlock { sort, name: Some(name), .. })
                    if *sort != ObjectSort::Module =>
                {
                    let id = self.out.global(&name.name);
                    self.frame().bind(&name.name, Binding::Global { id });
                }
                _ => {}
            }
        }
        for field in fields {
            if let DecKind::Object(block) = &field.dec.kind
                && block.sort == ObjectSort::Module
                && let Some(name) = &block.name
            {
                let lowered = Binding::Module(std::rc::Rc::new(self.static_module(block)));
                self.frame().bind(&name.name, lowered);
            }
        }
        // Names of mixins are visible to the whole actor; what they do at the start waits for their turn.
        let mut included: Vec<Vec<Expr>> = Vec::new();
        for field in fields {
            if let DecKind::Include { arguments, id, .. } = &field.dec.kind {
                let before =
                    self.actor.as_mut().map(|actor| std::mem::take(&mut actor.body)).unwrap_or_default();
                self.include(*id, arguments);
                if let Some(actor) = &mut self.actor {
                    included.push(std::mem::replace(&mut actor.body, before));
                }
            }
        }
        let mut included = included.into_iter();
        for (id, function, field) in functions {
            self.static_function(id, function);
            if matches!(field.visibility, Some((Visibility::System, _))) {
                let name = function.name.as_ref().map_or_else(String::new, |name| name.name.clone());
                if let Some(actor) = &mut self.actor {
                    actor.system.push((name, id));
                }
            }
        }
        for field in fields {
            match &field.dec.kind {
                DecKind::Class(class) => self.static_class(class),
                DecKind::Let { .. } | DecKind::Var { .. } | DecKind::Expr(_) => {
                    let statement = self.state(field);
                    if let Some(actor) = &mut self.actor {
                        actor.body.push(statement);
                    }
                }
                DecKind::Include { .. } => {
                    if let (Some(actor), Some(statements)) = (&mut self.actor, included.next()) {
                        actor.body.extend(statements);
                    }
                }
                DecKind::Object(block) if block.sort != ObjectSort::Module => {
                    let statement = self.initialiser(|lower| lower.global_dec(&field.dec));
                    self.push_statement(statement);
                }
                _ => {}
            }
        }
    }

    fn declare_state(&mut self, field: &'a DecField) {
        for name in field.dec.names() {
            let index =
                self.actor.as_ref().and_then(|actor| actor.labels.iter().position(|label| *label == name));
            let transient = matches!(field.stability, Some((Stability::Transient, _)));
            let binding = match index {
                Some(index) if !transient => {
                    Binding::Stable { index: u32::try_from(index).expect("few stable variables") }
                }
                _ => Binding::Global { id: self.out.global(&name) },
            };
            self.frame().bind(&name, binding);
        }
    }

    /// `include M(args)`: the mixin's declarations become the actor's, its parameters values of the actor's body.
    fn include(&mut self, id: ast::NodeId, arguments: &'a [ast::Expr]) {
        let Some(mixin_id) = self.info().include(id) else { return };
        let module = self.checked.module(mixin_id);
        debug_assert_eq!(module.kind, ModuleKind::Mixin, "the checker let only mixins be included");
        let Some(DecKind::Mixin(mixin)) = module.program.decs.last().map(|dec| &dec.kind) else { return };
        // Arguments are computed in the actor's scope, when its body runs.
        let globals: Vec<_> = mixin.parameters.iter().map(|_| self.out.global("argument")).collect();
        for (argument, global) in arguments.iter().zip(&globals) {
            let init = self.initialiser(|lower| {
                let value = lower.lower(argument, Kind::Value);
                Expr::op(Op::SetGlobal(*global), [value])
            });
            self.push_statement(init);
        }
        let outer = self.module;
        self.module = mixin_id.0 as usize;
        let mut frame = Frame::new_static();
        self.bind_imports(module, &mut frame);
        let actor_frame = std::mem::replace(&mut self.frames, vec![frame]);
        self.frame().scopes.push(std::collections::HashMap::new());
        for (pattern, global) in mixin.parameters.iter().zip(globals) {
            for (name, _) in pattern.bound() {
                let id = if matches!(pattern.simple_name(), Some(simple) if simple == name) {
                    global
                } else {
                    self.out.global(&name)
                };
                self.frame().bind(&name, Binding::Global { id });
            }
            if pattern.simple_name().is_none() {
                let init = self.initialiser(|lower| {
                    let (set, local) = lower.hold(Expr::op(Op::Global(global), []), Kind::Value);
                    Expr::Seq(vec![set, lower.bind_pattern(pattern, local, Kind::Value)])
                });
                self.push_statement(init);
            }
        }
        self.frame().scopes.push(std::collections::HashMap::new());
        self.actor_fields(&mixin.fields);
        let names = self.frame().scopes.pop().expect("pushed above");
        self.frames = actor_frame;
        self.module = outer;
        #[expect(clippy::iter_over_hash_type, reason = "binding names in any order gives the same scope")]
        for (name, binding) in names {
            self.frame().bind(&name, binding);
        }
    }

    pub(crate) fn push_statement(&mut self, statement: Expr) {
        if let Some(actor) = &mut self.actor {
            actor.body.push(statement);
        }
    }

    /// Code of the actor's body in a function of its own; returns the call.
    pub(crate) fn initialiser(&mut self, body: impl FnOnce(&mut Self) -> Expr) -> Expr {
        let id = self.out.reserve("initialise");
        let function = self.in_function(Kind::UNIT, |lower| {
            lower.frame().is_initialiser = true;
            body(lower)
        });
        self.out.define(id, function.named("initialise"));
        Expr::Call(id, Vec::new())
    }

    /// A variable of the actor: from its migration, from the version before, or from its initial value.
    fn state(&mut self, field: &'a DecField) -> Expr {
        let compute = self.initialiser(|lower| match &field.dec.kind {
            DecKind::Var { name, value: Some(value), .. } => {
                let Some(binding) = lower.lookup(&name.name) else { return Expr::UNIT };
                let value = lower.lower(value, Kind::Value);
                lower.write(&binding, value, Kind::Value)
            }
            _ => lower.global_dec(&field.dec),
        });
        let names = field.dec.names();
        let stable: Vec<(u32, String)> = names
            .iter()
            .filter_map(|name| match self.frame().find(name) {
                Some(Binding::Stable { index, .. }) => Some((*index, name.clone())),
                _ => None,
            })
            .collect();
        let [(index, name)] = stable.as_slice() else { return compute };
        self.carried(*index, name, compute)
    }

    fn carried(&mut self, index: u32, name: &str, compute: Expr) -> Expr {
        let Some(actor) = &self.actor else { return compute };
        let (old, migrated) = (actor.old, actor.migrated);
        let (given, taken) =
            (actor.given.iter().any(|label| label == name), actor.taken.iter().any(|label| label == name));
        if given {
            return self.take(migrated, index, name, compute);
        }
        // What the migration took and did not give back starts anew.
        if taken { compute } else { self.take(old, index, name, compute) }
    }

    /// Takes a field out of an object that may be null or lack it, else computes it.
    fn take(&mut self, from: mo_ir::GlobalId, index: u32, name: &str, compute: Expr) -> Expr {
        let (has, value) = self.stored(Expr::op(Op::Global(from), []), name);
        if_else(has, Expr::op(Op::SetStable(index), [value]), compute, Kind::UNIT)
    }

    /// Whether an object, which may be null, has a field, and its value where it does.
    pub(crate) fn stored(&mut self, object: Expr, label: &str) -> (Expr, Expr) {
        let hash = Expr::Const(Const::I32(layout::label_hash(label).cast_signed()));
        let args = vec![(object, Kind::Value), (hash, Kind::Scalar(mo_ir::Scalar::Nat32))];
        let (has, _) = self.runtime("stable_has", args.clone());
        let (found, _) = self.runtime("stable_get", args);
        (has, Expr::op(Op::Machine(Machine::Value), [found]))
    }

    fn entry_points(&mut self, source: &ActorSource<'a>, actor: &'a Actor, shape: mo_ir::ShapeId) {
        let Some(state) = &mut self.actor else { return };
        let (old, body, system) =
            (state.old, std::mem::take(&mut state.body), std::mem::take(&mut state.system));
        let slots = state.labels.len();
        let initialise = self.out.reserve("initialise actor");
        let at = |address: u32| Expr::Const(Const::I32(address.cast_signed()));
        // The stable object of this version, empty at first. Whatever was there before stays reachable through `old`.
        let fresh = Expr::op(Op::Object(shape), vec![value_const(0); slots]);
        let publish = Expr::op(
            Op::Machine(Machine::Store(Width::W64)),
            [at(layout::AT_STABLE), Expr::op(Op::Machine(Machine::Bits), [fresh])],
        );
        let mut statements = vec![publish];
        statements.extend(body);
        let (describe, _) = self.runtime("publish_types", Vec::new());
        statements.push(describe);
        for global in [old, self.actor.as_ref().map_or(old, |state| state.migrated)] {
            statements.push(Expr::op(Op::SetGlobal(global), [value_const(layout::NULL)]));
        }
        let function = self.in_function(Kind::UNIT, |_| Expr::Seq(statements));
        self.out.define(initialise, function.named("initialise actor"));

        let migrated = self.actor.as_ref().map_or(old, |state| state.migrated);
        let chain = self.chain(actor, old, migrated).map(|id| Expr::Call(id, Vec::new()));
        let end = || Expr::op(Op::Runtime("message_end".into()), []);
        let begin = || Expr::op(Op::Runtime("begin_version".into()), []);
        self.entry("canister_init", |_| {
            let nothing = |global| Expr::op(Op::SetGlobal(global), [value_const(layout::NULL)]);
            let mut body = vec![begin(), nothing(old)];
            body.extend(chain.clone());
            body.extend([Expr::Call(initialise, Vec::new()), end()]);
            (body, ())
        });
        let post = system.iter().find(|(name, _)| name == "postupgrade").map(|(_, id)| *id);
        let migration =
            actor.migration.as_ref().and_then(|(from, to)| source.parenthetical.map(|expr| (from, to, expr)));
        self.entry("canister_post_upgrade", |lower| {
            let stored = Expr::op(Op::Machine(Machine::Load(Width::W64)), [at(layout::AT_STABLE)]);
            let adopt = lower.adopt(stored.clone(), actor);
            let before = Expr::op(Op::Machine(Machine::Value), [stored]);
            let mut body = vec![
                begin(),
                adopt,
                Expr::op(Op::SetGlobal(old), [before]),
                Expr::op(Op::SetGlobal(migrated), [value_const(layout::NULL)]),
            ];
            if let Some((from, _, function)) = migration {
                body.push(lower.migrate(old, migrated, from, function));
            }
            body.extend(chain);
            body.push(Expr::Call(initialise, Vec::new()));
            body.extend(post.map(|id| Expr::Call(id, Vec::new())));
            body.push(Expr::op(Op::Runtime("collect_all".into()), []));
            (body, ())
        });
        self.system_entries(&system, actor);
        for method in &actor.methods {
            self.method(method);
        }
    }

    /// Makes what the version before has stored into what this one, or its migration, takes.
    fn adopt(&mut self, stored: Expr, actor: &Actor) -> Expr {
        if let Some(steps) = &actor.chain {
            return self.adopt_for_chain(&stored, actor, steps);
        }
        let taken = actor.migration.as_ref().and_then(|(from, _)| self.object_type(from));
        let taken = taken.map(|object| object.fields.clone());
        let is_taken = |name: &str| taken.iter().flatten().any(|field| field.name == name);
        let kept = actor.stable.iter().filter(|field| !is_taken(&field.name)).map(StableField::as_field);
        let kept = kept.collect();
        self.adopt_as(stored, kept, taken, &actor.defaults)
    }

    /// Runs the migration on the fields it takes.
    fn migrate(
        &mut self,
        old: mo_ir::GlobalId,
        migrated: mo_ir::GlobalId,
        from: &mo_types::Ty,
        parenthetical: &'a ast::Expr,
    ) -> Expr {
        let ast::ExprKind::Record { fields, .. } = &parenthetical.kind else { return Expr::UNIT };
        let Some(field) = fields.iter().find(|field| field.name.name == "migration") else {
            return Expr::UNIT;
        };
        let function = match &field.value {
            Some(value) => self.lower(value, Kind::Value),
            None => match self.lookup(&field.name.name) {
                Some(binding) => self.read_value(&binding),
                None => return Expr::UNIT,
            },
        };
        let names: Vec<String> = self
            .object_type(from)
            .map(|object| object.fields.iter().map(|field| field.name.clone()).collect())
            .unwrap_or_default();
        let (shape, labels) = self.out.shape(names.iter().map(String::as_str));
        let trap = self.trap("RTS error: Memory-incompatible program upgrade");
        let mut slots = Vec::new();
        for label in &labels {
            let (has, value) = self.stored(Expr::op(Op::Global(old), []), label);
            slots.push(if_else(has, value, trap.clone(), Kind::Value));
        }
        let record = Expr::op(Op::Object(shape), slots);
        let call = Expr::CallClosure(Box::new(function), vec![record]);
        let run = Expr::op(Op::SetGlobal(migrated), [call]);
        let is_null = Expr::op(Op::IsNull, [Expr::op(Op::Global(old), [])]);
        if_else(is_null, trap, run, Kind::UNIT)
    }

    /// Exports a function without parameters.
    pub(crate) fn entry(&mut self, name: &str, body: impl FnOnce(&mut Self) -> (Vec<Expr>, ())) {
        let id = self.out.reserve(name);
        let function = self.in_function(Kind::UNIT, |lower| {
            let (body, ()) = body(lower);
            Expr::Seq(body)
        });
        self.out.define(id, function.named(name));
        self.out.export(name, id);
    }
}
