//! The module being made: functions, literals, shapes, types, each kept once.

use std::collections::{BTreeSet, HashMap, HashSet};

use diagnostics::Diagnostic;

use mo_ir::{
    Export, Expr, Field, FuncId, Function, GlobalId, Literal, LiteralId, Mode, Module, Op, Prim, Rep,
    ShapeId, Type, TypeId, layout::label_hash,
};
use mo_types::{Sharing, Sort, Ty, TyKind, Types};

#[derive(Default)]
pub(crate) struct Output {
    pub(crate) module: Module,
    texts: HashMap<String, LiteralId>,
    shapes: HashMap<Vec<String>, ShapeId>,
    /// The shapes of types: one may have very many fields, each of which is read somewhere.
    typed_shapes: HashMap<Ty, ShapeId>,
    /// Types by their table's address and themselves: the runtime and the program have tables of their own.
    types: HashMap<(usize, Ty), TypeId>,
    /// Closure entries of functions that have none of their own.
    pub(crate) wrappers: HashMap<FuncId, FuncId>,
    /// Functions that wait, to be made state machines.
    pub(crate) waiting: Vec<FuncId>,
    /// Statements of the start function.
    pub(crate) start: Vec<Expr>,
    /// Forms that are not carried out yet, each behind a marker in the code.
    pub(crate) missing: Vec<Diagnostic>,
}

/// What lowering the runtime leaves for programs to build on. Types are not shared: programs have a table of their own.
#[derive(Clone)]
pub(crate) struct Base {
    pub(crate) module: Module,
    texts: HashMap<String, LiteralId>,
    shapes: HashMap<Vec<String>, ShapeId>,
    wrappers: HashMap<FuncId, FuncId>,
    start: Vec<Expr>,
}

impl Output {
    /// Starts with what the runtime left.
    pub(crate) fn on(base: &Base) -> Output {
        let Base { module, texts, shapes, wrappers, start } = base.clone();
        Output { module, texts, shapes, wrappers, start, ..Output::default() }
    }

    pub(crate) fn into_base(mut self) -> Base {
        // What waits is made whole now: the runtime is optimised before programs are built on it.
        self.suspend_waiting();
        let Output { module, texts, shapes, wrappers, start, .. } = self;
        Base { module, texts, shapes, wrappers, start }
    }

    /// Reserves a function, to be defined later.
    pub(crate) fn reserve(&mut self, name: &str) -> FuncId {
        let id = FuncId(u32::try_from(self.module.functions.len()).expect("fewer than 2^32 functions"));
        self.module.functions.push(Function {
            name: name.to_owned(),
            params: 0,
            closure: false,
            result: Rep::Unit,
            locals: Vec::new(),
            body: Expr::UNIT,
        });
        id
    }

    pub(crate) fn define(&mut self, id: FuncId, function: Function) {
        self.module.functions[id.0 as usize] = function;
    }

    pub(crate) fn global(&mut self, name: &str) -> GlobalId {
        self.module.globals.push(name.to_owned());
        GlobalId(u32::try_from(self.module.globals.len() - 1).expect("fewer than 2^32 globals"))
    }

    pub(crate) fn text(&mut self, text: &str) -> LiteralId {
        if let Some(id) = self.texts.get(text) {
            return *id;
        }
        let id = self.literal(Literal::Text(text.to_owned()));
        self.texts.insert(text.to_owned(), id);
        id
    }

    pub(crate) fn literal(&mut self, literal: Literal) -> LiteralId {
        if let Some(at) = self.module.literals.iter().position(|known| *known == literal) {
            return LiteralId(u32::try_from(at).expect("fewer than 2^32 literals"));
        }
        self.module.literals.push(literal);
        LiteralId(u32::try_from(self.module.literals.len() - 1).expect("fewer than 2^32 literals"))
    }

    /// Returns the shape of objects with these labels, and the labels in slot order.
    pub(crate) fn shape<'n>(&mut self, labels: impl Iterator<Item = &'n str>) -> (ShapeId, Vec<String>) {
        let mut labels: Vec<String> = labels.map(str::to_owned).collect();
        labels.sort_by_cached_key(|label| label_hash(label));
        labels.dedup();
        if let Some(id) = self.shapes.get(&labels) {
            return (*id, labels);
        }
        self.module.shapes.push(labels.clone());
        let id = ShapeId(u32::try_from(self.module.shapes.len() - 1).expect("fewer than 2^32 shapes"));
        self.shapes.insert(labels.clone(), id);
        (id, labels)
    }

    /// Returns the shape of objects of a type, which has these fields.
    pub(crate) fn shape_of_type(&mut self, ty: &Ty, fields: &[mo_types::Field]) -> ShapeId {
        if let Some(id) = self.typed_shapes.get(ty) {
            return *id;
        }
        let (id, _) = self.shape(fields.iter().map(|field| field.name.as_str()));
        self.typed_shapes.insert(ty.clone(), id);
        id
    }

    pub(crate) fn export(&mut self, name: impl Into<String>, function: FuncId) {
        self.module.exports.push(Export { name: name.into(), function });
    }

    /// Returns the description of a type for the running module.
    pub(crate) fn ty(&mut self, ty: &Ty, types: &Types) -> TypeId {
        let expanded = types.expand(ty);
        // Type parameters are not known at run time; everything about them is hidden.
        let key = (std::ptr::from_ref(types) as usize, ty.clone());
        let short = (key.0, expanded.clone());
        if let Some(id) = self.types.get(&key).or_else(|| self.types.get(&short)) {
            return *id;
        }
        let id = self.module.types.add(Type::Prim(Prim::Any));
        self.types.insert(key, id);
        self.types.insert(short, id);
        let described = self.describe(&expanded, types);
        self.module.types.types[id.0 as usize] = described;
        id
    }

    fn describe(&mut self, ty: &Ty, types: &Types) -> Type {
        match &**ty {
            TyKind::Prim(prim) => Type::Prim(prim_of(*prim)),
            TyKind::None => Type::Prim(Prim::None),
            TyKind::Option(inner) => Type::Option(self.ty(inner, types)),
            TyKind::Array(inner) => Type::Array(self.ty(inner, types)),
            TyKind::VarArray(inner) => Type::VarArray(self.ty(inner, types)),
            TyKind::Tuple(parts) => Type::Tuple(parts.iter().map(|part| self.ty(part, types)).collect()),
            TyKind::Object(object) if object.sort == Sort::Actor => {
                let mut fields = self.fields(&object.fields, types);
                fields.sort_by(|a, b| a.label.cmp(&b.label));
                Type::Actor(fields)
            }
            TyKind::Object(object) => Type::Object(self.fields(&object.fields, types)),
            TyKind::Variant(cases) => Type::Variant(self.fields(cases, types)),
            TyKind::Func(func) => match func.sharing {
                Sharing::Local => Type::Prim(Prim::LocalFunction),
                sharing => {
                    let args = func.args.iter().map(|arg| self.ty(&arg.ty, types)).collect();
                    let (mode, results) = match &*types.expand(&func.result) {
                        TyKind::Async { result, .. } => (mode_of(sharing), self.results(result, types)),
                        _ => (Mode::Oneway, Vec::new()),
                    };
                    Type::Shared { mode, args, results }
                }
            },
            TyKind::Any | TyKind::Con(..) | TyKind::Infer(_) | TyKind::Error | TyKind::Async { .. } => {
                Type::Prim(Prim::Any)
            }
            TyKind::Weak(inner) => Type::Weak(self.ty(inner, types)),
        }
    }

    /// The results of a shared function: the parts of a tuple, or one, which a tuple with a name is as well.
    pub(crate) fn results(&mut self, ty: &Ty, types: &Types) -> Vec<TypeId> {
        match &**ty {
            TyKind::Tuple(parts) => parts.iter().map(|part| self.ty(part, types)).collect(),
            _ => vec![self.ty(ty, types)],
        }
    }

    fn fields(&mut self, fields: &[mo_types::Field], types: &Types) -> Vec<Field> {
        let mut fields: Vec<Field> = fields
            .iter()
            .map(|field| Field { label: field.name.clone(), var: field.var, ty: self.ty(&field.ty, types) })
            .collect();
        fields.sort_by_key(|field| label_hash(&field.label));
        fields
    }

    /// Returns code that stands for the form that was reported missing last.
    pub(crate) fn missing_marker(&self) -> Expr {
        Expr::Seq(vec![
            Expr::op(Op::Runtime(format!("{MISSING}{}", self.missing.len() - 1)), []),
            Expr::op(Op::Unreachable, []),
        ])
    }

    /// Returns the module.
    ///
    /// # Errors
    /// What is not carried out yet and can be reached from an entry point.
    pub(crate) fn finish(mut self) -> Result<Module, Vec<Diagnostic>> {
        let id = self.reserve("start");
        let body = Expr::Seq(std::mem::take(&mut self.start).into_iter().chain([Expr::UNIT]).collect());
        let name = "start".into();
        self.define(
            id,
            Function { name, params: 0, closure: false, result: Rep::Unit, locals: Vec::new(), body },
        );
        self.module.start = Some(id);
        self.suspend_waiting();
        self.export_reached(id);
        let missing = self.reachable_missing(id);
        if !missing.is_empty() {
            return Err(missing);
        }
        self.drop_unreached(id);
        Ok(self.module)
    }

    /// Makes functions that wait state machines.
    fn suspend_waiting(&mut self) {
        // All of them give their frame, whoever asks.
        let waiting = std::mem::take(&mut self.waiting);
        for id in &waiting {
            self.module.functions[id.0 as usize].result = Rep::Value;
        }
        for id in waiting {
            let resume = self.reserve("goes on");
            let function = self.module.functions[id.0 as usize].clone();
            let (start, run) = crate::suspend::suspend(&self.module, &function, resume);
            self.define(id, start);
            self.define(resume, run);
        }
    }

    /// Exports what only matters if the program uses it: the message that blocks run in, and timers.
    fn export_reached(&mut self, start: FuncId) {
        let exports = self.module.exports.iter().map(|export| export.function);
        let (seen, _) = self.reach(exports.chain([start]).collect());
        let used = |name: &str| self.module.runtime.get(name).is_some_and(|id| seen.contains(id));
        let timers = used("timer_set");
        // Waiting for what is there, starting a block, a timer's job, and making an actor all take a message to the actor itself.
        let blocks = ["future_start", "future_await", "make_actor"].into_iter().any(used) || timers;
        let has_timer = self.module.exports.iter().any(|export| export.name == "canister_global_timer");
        let wanted = [
            (blocks, "canister_update <async>", "async_message"),
            (timers && !has_timer, "canister_global_timer", "timers_expired"),
        ];
        for (wanted, name, function) in wanted {
            if let (true, Some(id)) = (wanted, self.module.runtime.get(function).copied()) {
                self.export(name, id);
            }
        }
    }

    /// Empties functions that nothing calls: code behind a marker must not stay.
    fn drop_unreached(&mut self, start: FuncId) {
        let runtime: Vec<FuncId> = self.module.runtime.values().copied().collect();
        let exports = self.module.exports.iter().map(|export| export.function);
        let (seen, _) = self.reach(exports.chain([start]).chain(runtime).collect());
        for (at, function) in self.module.functions.iter_mut().enumerate() {
            if !seen.contains(&FuncId(u32::try_from(at).expect("fewer than 2^32 functions"))) {
                function.locals.truncate(function.params);
                function.body = Expr::op(Op::Unreachable, []);
            }
        }
    }

    fn reachable_missing(&self, start: FuncId) -> Vec<Diagnostic> {
        let exports = self.module.exports.iter().map(|export| export.function);
        let (_, found) = self.reach(exports.chain([start]).collect());
        found.into_iter().map(|at| self.missing[at].clone()).collect()
    }

    /// Returns the functions that can be reached from some, and the markers in them.
    fn reach(&self, mut open: Vec<FuncId>) -> (HashSet<FuncId>, BTreeSet<usize>) {
        let mut seen = HashSet::new();
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                self.walk(&self.module.functions[id.0 as usize].body, &mut open, &mut found);
            }
        }
        (seen, found)
    }

    fn walk(&self, expr: &Expr, open: &mut Vec<FuncId>, found: &mut BTreeSet<usize>) {
        match expr {
            Expr::Call(id, _) | Expr::Closure(id, _) | Expr::Op(Op::TableIndex(id), _) => open.push(*id),
            Expr::Op(Op::Runtime(name), _) => match name.strip_prefix(MISSING).and_then(|at| at.parse().ok())
            {
                Some(at) => {
                    found.insert(at);
                }
                None => open.extend(self.module.runtime.get(name)),
            },
            _ => {}
        }
        for part in expr.parts() {
            self.walk(part, open, found);
        }
    }
}

/// What the names of markers begin with.
const MISSING: &str = "missing ";

fn prim_of(prim: mo_types::Prim) -> Prim {
    use mo_types::Prim as P;
    match prim {
        P::Null => Prim::Null,
        P::Bool => Prim::Bool,
        P::Nat => Prim::Nat,
        P::Int => Prim::Int,
        P::Nat8 => Prim::Nat8,
        P::Nat16 => Prim::Nat16,
        P::Nat32 => Prim::Nat32,
        P::Nat64 => Prim::Nat64,
        P::Int8 => Prim::Int8,
        P::Int16 => Prim::Int16,
        P::Int32 => Prim::Int32,
        P::Int64 => Prim::Int64,
        P::Float => Prim::Float,
        P::Float32 => Prim::Float32,
        P::Char => Prim::Char,
        P::Text => Prim::Text,
        P::Blob => Prim::Blob,
        P::Principal => Prim::Principal,
        P::Error => Prim::Error,
        P::Region => Prim::Region,
    }
}

fn mode_of(sharing: Sharing) -> Mode {
    match sharing {
        Sharing::Query => Mode::Query,
        Sharing::Composite => Mode::Composite,
        Sharing::Local | Sharing::Shared => Mode::Update,
    }
}
