//! Files in order, their static members, and functions as they are met.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use diagnostics::Diagnostic;
use mo_check::mo_types::{Ty, Types};
use mo_check::{Checked, Import, Info, Module, ModuleId, ModuleKind, Reference};
use mo_ir::{Expr, Op};
use mo_syntax::ast::{
    self, Dec, DecField, DecKind, Function, ObjectBlock, ObjectSort, Pattern, PatternField, PatternKind,
    Visibility,
};
use source::Span;

use crate::actor::{ActorSource, ActorState};
use crate::asynchronous::{Running, SystemFunctions};
use crate::binding::{Binding, Signature, StaticModule};
use crate::frame::Frame;
use crate::kind::{Kind, coerce};
use crate::mentions::Mentions;
use crate::tables::Output;

/// Lowers the files of one program.
/// What a function without a name is called.
const NAMELESS: &str = "func";

pub(crate) struct Lower<'a> {
    pub(crate) checked: &'a Checked,
    pub(crate) out: &'a mut Output,
    pub(crate) frames: Vec<Frame>,
    /// The file that is being lowered.
    pub(crate) module: usize,
    /// What the files lowered so far define.
    pub(crate) modules: Vec<Rc<StaticModule>>,
    pub(crate) actor: Option<ActorState>,
    pub(crate) is_runtime: bool,
    /// Names of variables that text is appended to, in any file.
    pub(crate) appended: HashSet<String>,
    /// What stands behind `finally`, each copied to every way out of its `try`.
    pub(crate) finals: Vec<&'a ast::Expr>,
    /// What the names in modules mean that are declared and not defined yet, by where the modules stand.
    declared: HashMap<Span, HashMap<String, Binding>>,
    pub(crate) system_functions: SystemFunctions,
    /// The code of imported actor classes.
    pub(crate) classes: BTreeMap<ModuleId, Vec<u8>>,
}

/// Lowers the runtime: every public function of its modules can be called by name.
pub(crate) fn lower_runtime(runtime: &Checked, out: &mut Output) {
    Lower { is_runtime: true, appended: HashSet::new(), ..Lower::new(runtime, out) }.run();
}

/// Lowers the program of the user.
pub(crate) fn lower_program(program: &Checked, classes: &BTreeMap<ModuleId, Vec<u8>>, out: &mut Output) {
    Lower { classes: classes.clone(), ..Lower::new(program, out) }.run();
}

impl<'a> Lower<'a> {
    fn new(checked: &'a Checked, out: &'a mut Output) -> Self {
        Self {
            checked,
            out,
            frames: Vec::new(),
            module: 0,
            modules: Vec::new(),
            actor: None,
            is_runtime: false,
            appended: checked
                .parts()
                .flat_map(|(_, module)| Mentions::of_program(&module.program).appended)
                .collect(),
            finals: Vec::new(),
            declared: HashMap::new(),
            system_functions: SystemFunctions::default(),
            classes: BTreeMap::new(),
        }
    }

    fn run(&mut self) {
        let checked = self.checked;
        for (at, module) in checked.modules.iter().enumerate() {
            if !checked.is_part(ModuleId(u32::try_from(at).expect("few modules"))) {
                self.modules.push(Rc::default());
                continue;
            }
            self.module = at;
            let mut frame = Frame::new_static();
            self.bind_imports(module, &mut frame);
            self.frames = vec![frame];
            let lowered = match module.kind {
                ModuleKind::Module => self.module_file(module),
                // A mixin is lowered where it is included.
                ModuleKind::Mixin => StaticModule::default(),
                // The file that only imports the runtime's others.
                ModuleKind::Program if module.program.decs.is_empty() => StaticModule::default(),
                ModuleKind::ActorClass if at + 1 < checked.modules.len() => Self::imported_class(module, at),
                ModuleKind::Program | ModuleKind::ActorClass => {
                    self.program_file(module);
                    StaticModule::default()
                }
            };
            if self.is_runtime {
                self.publish(&lowered);
            }
            self.modules.push(Rc::new(lowered));
        }
    }

    /// Makes the public functions of a runtime module callable by name, from its later modules too.
    fn publish(&mut self, module: &StaticModule) {
        let mut members: Vec<_> = module.members.iter().collect();
        members.sort_by_key(|(name, _)| name.as_str());
        for (name, binding) in members {
            if let Binding::Func { id, .. } = binding {
                self.out.module.runtime.entry(name.clone()).or_insert(*id);
            }
        }
    }

    pub(crate) fn types(&self) -> &'a Types {
        &self.checked.types
    }

    pub(crate) fn info(&self) -> &'a Info {
        &self.checked.modules[self.module].info
    }

    pub(crate) fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("something is being lowered")
    }

    pub(crate) fn kind(&self, ty: &Ty) -> Kind {
        Kind::of(ty, self.types())
    }

    pub(crate) fn place(&self, ty: &Ty) -> Kind {
        Kind::of_place(ty, self.types())
    }

    /// A form that is not carried out yet. It only matters if something that runs reaches it: the library has some.
    pub(crate) fn not_yet(&mut self, span: Span, what: &str) -> (Expr, Kind) {
        let message = format!("{what} is not compiled by Selfwright yet");
        let error = Diagnostic::error("S0001", span, message);
        self.out.missing.push(error.note("it is part of the language; the program is not at fault"));
        (self.out.missing_marker(), Kind::Never)
    }

    /// Binds what a file imports.
    pub(crate) fn bind_imports(&self, module: &Module, frame: &mut Frame) {
        for (import, target) in module.program.imports.iter().zip(&module.imports) {
            let binding = match target {
                Import::Module(id) => match self.modules.get(id.0 as usize) {
                    Some(lowered) => Binding::Module(lowered.clone()),
                    None => continue,
                },
                Import::Prim => Binding::PrimModule,
                Import::Machine => Binding::MachineModule,
                Import::Actor(id) => {
                    Binding::Actor(Rc::from(self.checked.actors[id.0 as usize].principal.as_str()))
                }
                Import::Types(_) | Import::Unknown => continue,
            };
            self.bind_import(&import.pattern, &binding, frame);
        }
    }

    fn bind_import(&self, pattern: &Pattern, binding: &Binding, frame: &mut Frame) {
        match &pattern.kind {
            PatternKind::Name(name) => frame.bind(name, binding.clone()),
            PatternKind::Record(fields) => {
                for field in fields {
                    let PatternField::Value { name, pattern, .. } = field else { continue };
                    let Some(member) = self.member(binding, &name.name) else { continue };
                    match pattern {
                        Some(pattern) => self.bind_import(pattern, &member, frame),
                        None => frame.bind(&name.name, member),
                    }
                }
            }
            PatternKind::Annotation(inner, _) => self.bind_import(inner, binding, frame),
            _ => {}
        }
    }

    /// Returns a static member of a module.
    pub(crate) fn member(&self, binding: &Binding, name: &str) -> Option<Binding> {
        match binding {
            Binding::Module(module) => module.members.get(name).cloned(),
            Binding::PrimModule => Some(Binding::Prim(name.to_owned())),
            Binding::MachineModule => Some(Binding::Machine(name.to_owned())),
            _ => None,
        }
    }

    /// Returns what a reference without source text stands for.
    pub(crate) fn reference(&mut self, reference: &Reference) -> Option<Binding> {
        let (first, rest) = match reference {
            Reference::Path(path) => {
                let (first, rest) = path.split_first()?;
                (self.lookup(first)?, rest)
            }
            Reference::Module(ModuleId(id), path) => {
                (Binding::Module(self.modules.get(*id as usize)?.clone()), path.as_slice())
            }
        };
        rest.iter().try_fold(first, |binding, name| self.member(&binding, name))
    }

    /// A file with an actor class: importers see its constructor.
    fn imported_class(module: &Module, at: usize) -> StaticModule {
        let id = ModuleId(u32::try_from(at).expect("few modules"));
        let name = Self::class_of(&module.program).and_then(|class| class.name.as_ref());
        let members = name.map(|name| (name.name.clone(), Binding::ActorClass(id)));
        StaticModule { members: members.into_iter().collect() }
    }

    fn module_file(&mut self, module: &'a Module) -> StaticModule {
        let (last, before) = module.program.decs.split_last().expect("a module file ends with a module");
        self.static_decs(before.iter());
        let DecKind::Object(block) = &last.kind else { return StaticModule::default() };
        self.static_module(block)
    }

    fn program_file(&mut self, module: &'a Module) {
        let decs = &module.program.decs;
        let (actor, others): (Vec<&Dec>, Vec<&Dec>) = decs.iter().partition(|dec| dec.is_actor());
        self.static_decs(others.into_iter());
        let source = actor.first().and_then(|dec| match &dec.kind {
            DecKind::Object(block) => Some(ActorSource {
                name: block.name.as_ref(),
                fields: &block.fields,
                parenthetical: block.parenthetical.as_deref(),
                context: None,
                patterns: &[],
            }),
            DecKind::Class(class) => Some(ActorSource {
                name: class.this.as_ref(),
                fields: &class.fields,
                parenthetical: class.parenthetical.as_deref(),
                context: class.sharing.context.as_deref(),
                patterns: &class.patterns,
            }),
            _ => None,
        });
        if let Some(source) = source {
            self.actor_block(&source);
        } else {
            // A program of declarations runs when it is installed.
            let init = self.out.reserve("canister_init");
            let body = self.in_function(Kind::UNIT, |_| Expr::UNIT);
            self.out.define(init, body.named("canister_init"));
            self.out.export("canister_init", init);
        }
    }

    /// Lowers a module whose members live for ever: functions, and values in root slots.
    pub(crate) fn static_module(&mut self, block: &'a ObjectBlock) -> StaticModule {
        let module = self.declare_static_module(block);
        self.define_static_module(block);
        module
    }

    /// Declares what a module holds, so that what stands before it can mention it.
    fn declare_static_module(&mut self, block: &'a ObjectBlock) -> StaticModule {
        self.frame().scopes.push(HashMap::new());
        self.declare_static_decs(block.fields.iter().map(|field| &field.dec));
        let scope = self.frame().scopes.pop().expect("pushed above");
        let members =
            block.fields.iter().filter(|field| is_public(field)).flat_map(|field| field.dec.names());
        let members =
            members.filter_map(|name| scope.get(&name).map(|binding| (name, binding.clone()))).collect();
        self.declared.insert(block.span, scope);
        StaticModule { members }
    }

    fn define_static_module(&mut self, block: &'a ObjectBlock) {
        let scope = self.declared.remove(&block.span).expect("it was declared");
        self.frame().scopes.push(scope);
        self.define_static_decs(block.fields.iter().map(|field| &field.dec));
        self.frame().scopes.pop();
    }

    /// Declarations at module level: names first, since bodies may mention all of them.
    pub(crate) fn static_decs(&mut self, decs: impl Iterator<Item = &'a Dec> + Clone) {
        self.declare_static_decs(decs.clone());
        self.define_static_decs(decs);
    }

    fn declare_static_decs(&mut self, decs: impl Iterator<Item = &'a Dec>) {
        for dec in decs {
            match &dec.kind {
                DecKind::Func(function) => {
                    self.declare_static(function);
                }
                DecKind::Class(class) => self.declare_static_class(class),
                DecKind::Let { pattern, .. } => self.declare_globals(pattern),
                DecKind::Var { name, .. } => {
                    let id = self.out.global(&name.name);
                    self.frame().bind(&name.name, Binding::Global { id });
                }
                DecKind::Object(block) if block.sort == ObjectSort::Module => {
                    let declared = Binding::Module(Rc::new(self.declare_static_module(block)));
                    if let Some(name) = &block.name {
                        self.frame().bind(&name.name, declared);
                    }
                }
                DecKind::Object(ObjectBlock { name: Some(name), .. }) => {
                    let id = self.out.global(&name.name);
                    self.frame().bind(&name.name, Binding::Global { id });
                }
                _ => {}
            }
        }
    }

    fn define_static_decs(&mut self, decs: impl Iterator<Item = &'a Dec>) {
        for dec in decs {
            match &dec.kind {
                DecKind::Func(function) => {
                    let name = function.name.as_ref().map_or(NAMELESS, |name| &name.name);
                    if let Some(Binding::Func { id, .. }) = self.lookup(name) {
                        self.static_function(id, function);
                    }
                }
                DecKind::Class(class) => self.static_class(class),
                DecKind::Object(block) if block.sort == ObjectSort::Module => {
                    self.define_static_module(block)
                }
                DecKind::Let { .. } | DecKind::Var { .. } | DecKind::Expr(_) | DecKind::Object(_) => {
                    self.static_value(dec)
                }
                _ => {}
            }
        }
    }

    fn declare_globals(&mut self, pattern: &'a Pattern) {
        for (name, _) in pattern.bound() {
            let global = self.out.global(&name);
            self.frame().bind(&name, Binding::Global { id: global });
        }
    }

    pub(crate) fn declare_static(&mut self, function: &'a Function) -> mo_ir::FuncId {
        let name = function.name.as_ref().map_or(NAMELESS, |name| &name.name);
        let id = self.out.reserve(name);
        let signature = Rc::new(self.signature(function));
        self.frame().bind(name, Binding::Func { id, signature });
        id
    }

    /// Computes a value when the module starts. The code runs in a function of its own, so that it may have locals.
    fn static_value(&mut self, dec: &'a Dec) {
        let id = self.out.reserve("initialise");
        let function = self.in_function(Kind::UNIT, |lower| {
            lower.frame().is_initialiser = true;
            lower.global_dec(dec)
        });
        self.out.define(id, function.named("initialise"));
        self.out.start.push(Expr::Call(id, Vec::new()));
    }

    /// A declaration whose names are root slots already.
    pub(crate) fn global_dec(&mut self, dec: &'a Dec) -> Expr {
        match &dec.kind {
            DecKind::Let { pattern, value: Some(value), otherwise } => {
                let ty = self.info().ty(pattern.id);
                let kind = self.place(&ty);
                let value = self.lower(value, kind);
                let local = self.frame().local(kind.rep());
                let mut body = vec![Expr::Set(local, Box::new(value))];
                match otherwise {
                    Some(otherwise) => body.push(self.let_else(pattern, local, kind, otherwise)),
                    None => body.push(self.bind_pattern(pattern, local, kind)),
                }
                Expr::Seq(body)
            }
            DecKind::Var { name, value: Some(value), .. } => {
                let Some(Binding::Global { id, .. }) = self.lookup(&name.name) else { return Expr::UNIT };
                let value = self.lower(value, Kind::Value);
                Expr::op(Op::SetGlobal(id), [value])
            }
            DecKind::Expr(expr) => self.lower(expr, Kind::UNIT),
            DecKind::Object(block) => {
                let (object, _) = self.object_value(block);
                match block.name.as_ref().and_then(|name| self.lookup(&name.name)) {
                    Some(Binding::Global { id }) => Expr::op(Op::SetGlobal(id), [object]),
                    _ => Expr::Seq(vec![object, Expr::UNIT]),
                }
            }
            _ => Expr::UNIT,
        }
    }

    /// Returns the representations of a function's parameters and result.
    pub(crate) fn signature(&self, function: &Function) -> Signature {
        let name = function.name.as_ref().map_or_else(String::new, |name| name.name.clone());
        match &*self.types().expand(&self.info().ty(function.id)) {
            mo_check::mo_types::TyKind::Func(func) => {
                let running = self.running(function);
                Signature {
                    name,
                    params: func.args.iter().map(|arg| self.place(&arg.ty)).collect(),
                    result: match running {
                        Running::AtOnce if function.async_body().is_some() => self.result_kind(&func.result),
                        Running::AtOnce => self.never_is_unit(&func.result),
                        Running::InMessage | Running::Later(_) => Kind::Value,
                    },
                    in_message: running == Running::InMessage,
                    is_shared: func.sharing != mo_check::mo_types::Sharing::Local,
                }
            }
            _ => Signature::of_values(name, function.patterns.len()),
        }
    }

    /// What a function's body gives: for `async T`, a T; for what never returns, nothing.
    pub(crate) fn result_kind(&self, result: &Ty) -> Kind {
        let inner = match &*self.types().expand(result) {
            mo_check::mo_types::TyKind::Async { result, .. } => result.clone(),
            _ => result.clone(),
        };
        self.never_is_unit(&inner)
    }

    fn never_is_unit(&self, ty: &Ty) -> Kind {
        match self.kind(ty) {
            Kind::Never => Kind::UNIT,
            kind => kind,
        }
    }

    /// Lowers something in a new function and returns the function.
    pub(crate) fn in_function(&mut self, result: Kind, body: impl FnOnce(&mut Self) -> Expr) -> Lowered {
        self.frames.push(Frame::new(result));
        let body = body(self);
        let frame = self.frames.pop().expect("pushed above");
        Lowered { frame, params: 0, closure: false, body }
    }

    /// Reads a binding as a value of its kind.
    pub(crate) fn read_as(&mut self, binding: &Binding, want: Kind) -> Expr {
        let (expr, kind) = self.read(binding);
        coerce(expr, kind, want)
    }
}

/// A function body with its frame.
pub(crate) struct Lowered {
    pub(crate) frame: Frame,
    pub(crate) params: usize,
    pub(crate) closure: bool,
    pub(crate) body: Expr,
}

impl Lowered {
    pub(crate) fn named(self, name: &str) -> mo_ir::Function {
        mo_ir::Function {
            name: name.to_owned(),
            params: self.params,
            closure: self.closure,
            result: self.frame.result.rep(),
            locals: self.frame.locals,
            body: self.body,
        }
    }
}

pub(crate) fn is_public(field: &DecField) -> bool {
    matches!(field.visibility, Some((Visibility::Public, _)))
}
