//! The checker: infers the type of an expression, or checks it against one. A file for each kind of expression.

mod asynchronous;
pub(crate) mod control;
mod data;
mod lambdas;
mod literals;
pub(crate) use asynchronous::Asynchrony;
pub use literals::natural;
mod operators;

use diagnostics::Diagnostic;
use mo_syntax::ast::{self, Expr, ExprKind, NodeId};
use mo_types::{Ty, TyKind, Types};
use source::Span;

use crate::errors::{names, types};
use crate::info::{Actor, CallInfo, Info};
use crate::scope::Scope;
use crate::{Base, Import, ModuleId, ModuleKind, Options};

/// How many parts the type of an expression may have, written out in full. Names count once, so what is written down stays far below.
const TYPE_SIZE_MAX: u32 = 100_000;

/// After so many errors of a file, and after so many warnings, the rest is noise.
const TOLD_MAX: usize = 500;

/// With so many findings in a file, nobody is helped by what an unknown name may have meant.
const SEARCHED_MAX: usize = 100;

/// Returns the first errors and the first warnings, in the order of the text.
fn first_of_each(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if diagnostics.len() > TOLD_MAX {
        diagnostics.sort_by_key(|found| (found.primary.file, found.primary.start));
        let mut told = [0; 2];
        diagnostics.retain(|found| {
            let told = &mut told[usize::from(found.is_error())];
            *told += 1;
            *told <= TOLD_MAX
        });
    }
    diagnostics
}

/// Checks one file.
pub(crate) struct Checker<'a> {
    pub(crate) types: &'a Types,
    /// What was checked before.
    pub(crate) base: &'a Base,
    /// Which of its modules are part of the program.
    pub(crate) parts: &'a [bool],
    pub(crate) options: &'a Options,
    pub(crate) info: Info,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Bodies of functions whose types are known, to be checked when all names have types.
    pub(crate) deferred: Vec<Deferred<'a>>,
    /// Demands on written types, to be looked at when all definitions are known.
    pub(crate) obligations: Vec<crate::obligations::Obligation>,
    /// The modules whose functions are both meant by the contextual dot looked at last.
    pub(crate) overlap: Option<(String, String)>,
    pub(crate) trial: crate::style::Trial,
    /// How much may still be done to find out which values cases cover.
    pub(crate) coverage_steps: u32,
    pub(crate) context: Context,
    pub(crate) actor: Option<Actor>,
    /// The actor's fields get their first values from a chain of migrations.
    pub(crate) is_chained: bool,
    /// Bodies of this file are not checked: it belongs to a package known to be right.
    /// Derivations that were tried for the implicit argument that is looked for.
    pub(crate) derivations: u32,
    pub(crate) skip_bodies: bool,
}

/// A function whose body is still to be checked.
pub(crate) struct Deferred<'a> {
    pub(crate) function: &'a ast::Function,
    pub(crate) scope: Scope,
    pub(crate) result: Ty,
    pub(crate) context: Context,
}

/// What surrounds an expression besides names.
#[derive(Clone, Default)]
pub(crate) struct Context {
    /// In a function: what `return` must give.
    pub(crate) result: Option<Returns>,
    pub(crate) labels: Vec<Label>,
    /// In `do ?`.
    pub(crate) in_option_block: bool,
    /// The type of `_` in a pipe.
    pub(crate) placeholder: Option<Ty>,
    pub(crate) in_actor: bool,
    /// Whether the function around may send, wait and fail.
    pub(crate) asynchrony: Asynchrony,
    /// Whether the capability `system` is there.
    pub(crate) system: bool,
}

#[derive(Clone)]
pub(crate) enum Returns {
    Known(Ty),
    /// The least type above all that is returned is being inferred.
    Inferred(Ty),
}

#[derive(Clone)]
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    pub(crate) is_loop: bool,
}

/// Whether an expression is a literal, perhaps with a sign.
pub(crate) fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Unary(_, operand) => matches!(operand.kind, ExprKind::Literal(_)),
        _ => false,
    }
}

/// Whether a name stands for a mixin, which is a function that only `include` applies.
fn is_mixin(ty: &Ty) -> bool {
    match &**ty {
        TyKind::Func(func) => {
            matches!(&*func.result, TyKind::Object(object) if object.sort == mo_types::Sort::Mixin)
        }
        _ => false,
    }
}

/// What checking a file yields.
pub(crate) struct FileResult {
    pub(crate) ty: Ty,
    pub(crate) info: Info,
    pub(crate) actor: Option<Actor>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(base: &'a Base, parts: &'a [bool], options: &'a Options, nodes: u32) -> Self {
        Self {
            types: &base.types,
            base,
            parts,
            options,
            info: Info::new(nodes),
            diagnostics: Vec::new(),
            deferred: Vec::new(),
            obligations: Vec::new(),
            overlap: None,
            trial: crate::style::Trial::default(),
            coverage_steps: crate::coverage::STEPS_MAX,
            context: Context::default(),
            actor: None,
            is_chained: false,
            derivations: 0,
            skip_bodies: false,
        }
    }

    /// Checks a whole file.
    pub(crate) fn program(
        mut self,
        program: &'a ast::Program,
        imports: &[Import],
        kind: ModuleKind,
        skip_bodies: bool,
    ) -> (FileResult, Vec<Diagnostic>) {
        self.skip_bodies = skip_bodies;
        self.types.refresh();
        let scope = Scope::root();
        self.bind_imports(program, imports, &scope);
        let inner = scope.inner();
        let ty = self.file(program, kind, &inner);
        self.run_deferred();
        self.meet_obligations();
        let types = self.types;
        self.info.map(|ty| types.resolve(ty));
        if !skip_bodies {
            self.look_at_names(program);
        }
        if types.is_exhausted() {
            let start = program.decs.first().map(|dec| dec.span);
            self.diagnostics.extend(start.map(crate::errors::types::too_much_in_common));
        }
        let told = first_of_each(self.diagnostics);
        (FileResult { ty, info: self.info, actor: self.actor }, told)
    }

    /// What can be said about names once the types are known.
    fn look_at_names(&mut self, program: &ast::Program) {
        self.diagnostics.extend(crate::statics::statics(program));
        // The order of definition is only a question where types are right.
        let is_rejected = |found: &Diagnostic| {
            let level = found.code.and_then(|code| self.options.lints.level(code));
            found.is_error() && !matches!(level, Some(crate::Level::Warn | crate::Level::Allow))
        };
        if !self.diagnostics.iter().any(is_rejected) {
            self.diagnostics.extend(crate::definedness::definedness(program));
        }
        self.diagnostics.extend(crate::unused::unused(program, &self.info));
    }

    fn bind_imports(&mut self, program: &'a ast::Program, imports: &[Import], scope: &Scope) {
        for (import, target) in program.imports.iter().zip(imports) {
            let ty = match target {
                Import::Module(id) => self.module_type(*id).clone(),
                Import::Prim => self.primitives().0.clone(),
                Import::Machine => self.primitives().1.clone(),
                Import::Actor(id) | Import::Types(id) => self.base.actors[id.0 as usize].ty.clone(),
                Import::Unknown => Ty::error(),
            };
            self.declare_pattern(&import.pattern, scope);
            self.pattern(&import.pattern, &ty, scope);
        }
    }

    /// What a module looks like to an importer.
    pub(crate) fn module_type(&self, id: ModuleId) -> &'a Ty {
        &self.base.modules[id.0 as usize].ty
    }

    fn primitives(&self) -> &'a (Ty, Ty) {
        self.base.primitives.as_ref().expect("the import was resolved")
    }

    /// Checks the bodies that were put off, and those that these put off.
    pub(crate) fn run_deferred(&mut self) {
        while let Some(Deferred { function, scope, result, context }) = self.deferred.pop() {
            let outer = std::mem::replace(&mut self.context, context);
            self.check(&function.body, &result, &scope);
            self.context = outer;
        }
    }

    pub(crate) fn error(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether it is still worth while to look for names that are close to an unknown one.
    pub(crate) fn may_search(&self) -> bool {
        self.diagnostics.len() < SEARCHED_MAX
    }

    pub(crate) fn record(&mut self, id: NodeId, ty: &Ty) {
        self.info.record(id, ty.clone());
    }

    pub(crate) fn record_call(&mut self, id: NodeId, call: CallInfo) {
        self.info.calls.insert(id, call);
    }

    /// Infers the type of an expression.
    pub(crate) fn infer(&mut self, expr: &'a Expr, scope: &Scope) -> Ty {
        let mut ty = self.infer_kind(expr, scope);
        // A few lines can make a type out of itself again and again. Whoever is given one of that size looks at all of it.
        if ty.size() > TYPE_SIZE_MAX {
            self.error(types::too_large(expr.span));
            ty = Ty::error();
        }
        self.record(expr.id, &ty);
        ty
    }

    /// Checks that an expression has a type; what follows goes on as if it had.
    pub(crate) fn check(&mut self, expr: &'a Expr, expected: &Ty, scope: &Scope) {
        let wanted = self.types.expand(expected);
        if matches!(*wanted, TyKind::Error | TyKind::Any | TyKind::Infer(_)) {
            let found = self.infer(expr, scope);
            self.fits(expr.span, &found, expected);
            return;
        }
        if self.check_asynchronous(expr, expected, scope) {
            self.record(expr.id, expected);
            return;
        }
        if !self.check_kind(expr, expected, &wanted, scope) {
            let before = self.diagnostics.len();
            let found = self.infer_with(expr, Some(expected), scope);
            self.record(expr.id, &found);
            if matches!(expr.kind, ExprKind::Func(_))
                && self.diagnostics[before..].iter().any(Diagnostic::is_error)
            {
                // Parameters without a type are what keeps it from fitting.
                return;
            }
            if is_literal(expr) && !self.types.sub(&found, expected) {
                self.error(types::literal_mismatch(self.types, expr.span, &found, expected));
            } else {
                self.fits(expr.span, &found, expected);
            }
        }
    }

    /// Reports if a value of one type cannot stand where another is expected.
    pub(crate) fn fits(&mut self, span: Span, found: &Ty, expected: &Ty) -> bool {
        let fits = self.types.sub(found, expected);
        if !fits {
            self.error(types::mismatch(self.types, span, found, expected));
        }
        fits
    }

    fn infer_kind(&mut self, expr: &'a Expr, scope: &Scope) -> Ty {
        self.infer_with(expr, None, scope)
    }

    /// Infers, with a hint for what only its surroundings determine (a call without enough arguments, say).
    fn infer_with(&mut self, expr: &'a Expr, hint: Option<&Ty>, scope: &Scope) -> Ty {
        match &expr.kind {
            ExprKind::Literal(literal) => self.infer_literal(literal, expr.span),
            ExprKind::Name(name) => self.name(name, expr.span, scope),
            ExprKind::Tuple(parts) => {
                TyKind::Tuple(parts.iter().map(|part| self.infer(part, scope)).collect()).into()
            }
            ExprKind::Array { mutable, parts } => self.infer_array(*mutable, parts, scope),
            ExprKind::Record { bases, fields } => self.infer_record(expr, bases, fields, scope),
            ExprKind::Object(block) => self.object_block(block, scope),
            ExprKind::Class(class) => self.class_value(class, scope),
            ExprKind::Tag { name, payload } => {
                let ty = payload.as_ref().map_or_else(Ty::unit, |payload| self.infer(payload, scope));
                Ty::variant(vec![mo_types::Field { name: name.name.clone(), var: false, ty }])
            }
            ExprKind::Option(inner) => Ty::option(self.infer(inner, scope)),
            ExprKind::Field(base, name) => self.field(expr, base, name, scope),
            ExprKind::Projection(base, index) => self.projection(expr.span, base, *index, scope),
            ExprKind::Index(base, index) => self.index(base, index, scope),
            ExprKind::Call(call) => self.call(expr, call, hint, scope),
            ExprKind::Unary(op, operand) => self.unary(expr, *op, operand, scope),
            ExprKind::Binary(op, left, right) => self.binary(expr, *op, left, right, scope),
            ExprKind::Compare(op, left, right) => self.compare(expr, *op, left, right, scope),
            ExprKind::And(left, right) | ExprKind::Or(left, right) => {
                self.check(left, &mo_types::Prim::Bool.into(), scope);
                self.check(right, &mo_types::Prim::Bool.into(), scope);
                mo_types::Prim::Bool.into()
            }
            ExprKind::Not(operand) => {
                self.check(operand, &mo_types::Prim::Bool.into(), scope);
                mo_types::Prim::Bool.into()
            }
            ExprKind::Coalesce(left, right) => self.coalesce(left, right, scope),
            ExprKind::Pipe(value, function) => {
                let ty = self.infer(value, scope);
                let outer = self.context.placeholder.replace(ty);
                let result = self.infer_with(function, hint, scope);
                self.record(function.id, &result);
                self.context.placeholder = outer;
                result
            }
            ExprKind::Placeholder => match self.context.placeholder.clone() {
                Some(ty) => ty,
                None => {
                    self.error(names::lonely_placeholder(expr.span));
                    Ty::error()
                }
            },
            ExprKind::Annotation(inner, ty) => {
                let ty = self.ty(ty, scope);
                self.check(inner, &ty, scope);
                ty
            }
            ExprKind::Assign(target, value) => self.assign(target, value, scope),
            ExprKind::AssignOp(op, target, value) => self.assign_op(expr, *op, target, value, scope),
            ExprKind::Block(decs) => self.block(decs, None, scope),
            ExprKind::DoOption(body) => self.do_option(body, scope),
            ExprKind::Bang(inner) => self.bang(expr.span, inner, scope),
            ExprKind::If(condition, then, otherwise) => {
                self.infer_if(condition, then, otherwise.as_deref(), scope)
            }
            ExprKind::Switch(subject, cases) => self.infer_switch(expr, subject, cases, scope),
            ExprKind::While(condition, body) => self.while_loop(condition, body, scope),
            ExprKind::Loop(body, condition) => self.endless_loop(body, condition.as_deref(), scope),
            ExprKind::For(pattern, iterator, body) => self.for_loop(pattern, iterator, body, scope),
            ExprKind::Label(name, ty, body) => self.label(name, ty.as_ref(), body, scope),
            ExprKind::Break(name, value) => self.break_to(expr.span, name.as_ref(), value.as_deref(), scope),
            ExprKind::Continue(name) => self.continue_to(expr.span, name.as_ref()),
            ExprKind::Return(value) => self.return_from(expr.span, value.as_deref(), scope),
            ExprKind::Func(function) => self.infer_lambda(function, scope),
            ExprKind::Debug(body) => {
                self.check(body, &Ty::unit(), scope);
                Ty::unit()
            }
            ExprKind::DebugShow(value) => {
                let ty = self.infer(value, scope);
                if let Some(part) = self.types.unshowable_part(&ty) {
                    self.error(types::not_showable(self.types, value.span, &ty, &part));
                }
                self.info.operands.insert(expr.id, ty);
                mo_types::Prim::Text.into()
            }
            ExprKind::Ignore(value) => {
                let ty = self.infer(value, scope);
                let promoted = self.types.promote(&ty);
                if matches!(&*promoted, TyKind::Async { star: true, .. }) {
                    self.error(crate::errors::asynchronous::ignored_star(value.span));
                }
                if promoted.is_unit() {
                    self.error(types::redundant_ignore(expr.span));
                }
                Ty::unit()
            }
            ExprKind::Assert(condition) => {
                self.check(condition, &mo_types::Prim::Bool.into(), scope);
                Ty::unit()
            }
            ExprKind::Error => Ty::error(),
            ExprKind::Async { star, body, .. } => self.async_block(expr, *star, body, None, scope),
            ExprKind::Await { kind, value } => self.await_expr(expr, *kind, value, None, scope),
            ExprKind::Try { body, cases, finally } => {
                self.try_expr(expr, body, cases, finally.as_deref(), None, scope)
            }
            ExprKind::Throw(value) => self.throw(expr, value, scope),
            ExprKind::ToCandid(parts) => self.candid_of_values(parts, scope),
            ExprKind::FromCandid(blob) => self.values_of_candid(expr, blob, None, scope),
            ExprKind::ActorReference(text) => self.actor_reference(expr, text, None, scope),
            ExprKind::SystemMember(base, name) => self.system_member(expr, base, name, scope),
        }
    }

    fn name(&mut self, name: &str, span: Span, scope: &Scope) -> Ty {
        let Some(value) = scope.value(name) else {
            let hint = self.known_module(name);
            let visible = if self.may_search() { scope.visible() } else { Vec::new() };
            self.error(names::unbound(span, name, visible.iter().map(|(name, _)| name.as_str()), hint));
            return Ty::error();
        };
        value.used.set(true);
        let ty = value.ty.borrow().clone();
        if ty.as_ref().is_some_and(is_mixin) {
            self.error(names::mixin_as_value(span, name));
            return Ty::error();
        }
        ty.unwrap_or_else(|| {
            self.error(names::type_not_known_yet(span, name, value.span));
            Ty::error()
        })
    }

    /// The import that would bring a well-known module name into scope.
    pub(crate) fn known_module(&self, name: &str) -> Option<String> {
        let (package, dir) = self.options.packages.iter().find(|(package, _)| package.as_str() == "core")?;
        let _ = dir;
        crate::members::CORE_NAMES.contains(&name).then(|| format!("import {name} \"mo:{package}/{name}\";"))
    }
}
