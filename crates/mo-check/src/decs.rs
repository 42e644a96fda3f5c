//! Functions' signatures, and files as a whole.

use mo_syntax::ast::{self, DecKind, Function, Pattern, PatternKind, SharingMode, TypeKind};
use mo_types::{Argument, Func, Parameter, Sharing, Ty, TyKind};

use crate::ModuleKind;
use crate::block::message_context;
use crate::errors::{names, types};
use crate::infer::Checker;
use crate::scope::Scope;
use crate::typing::sharing_of;

impl<'a> Checker<'a> {
    /// Returns what an importer sees of a file.
    pub(crate) fn file(&mut self, program: &'a ast::Program, kind: ModuleKind, scope: &Scope) -> Ty {
        if kind == ModuleKind::Mixin
            && let Some(DecKind::Mixin(mixin)) = program.decs.last().map(|dec| &dec.kind)
        {
            return self.mixin_file(mixin, scope);
        }
        // What a program of declarations does, it does for itself.
        self.context.system = kind == ModuleKind::Program;
        self.declare_all(program.decs.iter(), scope);
        let mut last = Ty::unit();
        for (at, dec) in program.decs.iter().enumerate() {
            let is_last = at + 1 == program.decs.len();
            self.dec(dec, !is_last, scope);
            if let DecKind::Object(block) = &dec.kind
                && !is_last
                && block.sort == ast::ObjectSort::Actor
            {
                let ty = self.info.ty(block.id);
                self.error(types::dropped_value(self.types, dec.span, &ty, false));
            }
            last = match &dec.kind {
                DecKind::Object(block) => self.info.ty(block.id),
                DecKind::Class(class) => self.exported_class(class, scope),
                _ => Ty::unit(),
            };
        }
        last
    }

    /// Returns a function's type and the scope of its body. `shared_anyway`: it is public in an actor.
    pub(crate) fn signature(
        &mut self,
        function: &'a Function,
        scope: &Scope,
        shared_anyway: bool,
    ) -> (Ty, Scope) {
        let inner = scope.boundary();
        let system = function.parameters.iter().any(|parameter| parameter.system);
        let parameters = self.type_parameters(&function.parameters, &inner);
        let sharing = match function.sharing.mode {
            SharingMode::Local if shared_anyway => Sharing::Shared,
            mode => sharing_of(mode),
        };
        if let Some(context) = &function.sharing.context {
            self.declare_own_pattern(context, &inner);
            self.pattern(context, &message_context(), &inner);
        }
        let args = function.patterns.iter().map(|pattern| self.parameter(pattern, &inner)).collect();
        let mut result = match &function.result {
            Some(ty) => self.shared_result_type(ty, sharing != Sharing::Local, &inner),
            None => Ty::unit(),
        };
        if sharing != Sharing::Local {
            result = self.shared_result(function, result);
        }
        let parameters = parameters.into_iter().map(|con| Parameter { con }).collect();
        (TyKind::Func(Func { sharing, parameters, system, args, result }).into(), inner)
    }

    /// A shared function answers with `async T`, or not at all.
    fn shared_result(&mut self, function: &'a Function, result: Ty) -> Ty {
        let expanded = self.types.expand(&result);
        match &*expanded {
            TyKind::Async { star: false, .. } | TyKind::Error => result,
            _ if result.is_unit() && function.sharing.mode != SharingMode::Query => result,
            _ => {
                let span = function.result.as_ref().map_or(function.span, |ty| ty.span);
                self.error(types::shared_result(self.types, span, &result));
                TyKind::Async { star: false, result }.into()
            }
        }
    }

    pub(crate) fn parameter(&mut self, pattern: &'a Pattern, scope: &Scope) -> Argument {
        self.declare_own_pattern(pattern, scope);
        let ty = match self.annotated_type(pattern, scope) {
            Some(ty) => ty,
            None => {
                self.error(types::parameter_type_missing(pattern.span));
                Ty::error()
            }
        };
        let mut argument = Argument { name: None, implicit: false, ty: ty.clone() };
        if let PatternKind::Annotation(inner, written) = &pattern.kind {
            let typed = self.argument_type(written, scope);
            if let PatternKind::Name(name) = &inner.kind {
                argument.name = Some(name.clone());
            }
            if typed.implicit {
                argument.implicit = true;
                argument.name = typed.name.or(argument.name);
            }
            self.record(pattern.id, &ty);
            // Bind under the written type without resolving an implicit's parentheses again.
            if !matches!(written.kind, TypeKind::Tuple(_)) {
                self.pattern(pattern, &ty, scope);
            } else {
                self.pattern(inner, &ty, scope);
            }
        } else {
            self.pattern(pattern, &ty, scope);
        }
        argument
    }

    fn mixin_file(&mut self, mixin: &'a ast::Mixin, scope: &Scope) -> Ty {
        let parameters: Vec<Argument> =
            mixin.parameters.iter().map(|pattern| self.parameter(pattern, scope)).collect();
        let outer = std::mem::replace(&mut self.context.in_actor, true);
        let members = self.actor_members(&mixin.fields, scope);
        self.context.in_actor = outer;
        let object = Ty::object(mo_types::Sort::Mixin, members.all, members.types);
        // What `include` applies: a function from the parameters to the members.
        TyKind::Func(Func {
            sharing: Sharing::Local,
            parameters: Vec::new(),
            system: mixin.system,
            args: parameters,
            result: object,
        })
        .into()
    }

    pub(crate) fn include(
        &mut self,
        path: &'a ast::Path,
        arguments: &'a [ast::Expr],
        id: ast::NodeId,
        scope: &Scope,
    ) -> Option<Ty> {
        let name = path.parts.first()?;
        let Some(value) = scope.value(&name.name) else {
            let visible = scope.visible();
            self.error(names::unbound(
                name.span,
                &name.name,
                visible.iter().map(|(name, _)| name.as_str()),
                None,
            ));
            return None;
        };
        value.used.set(true);
        let ty = value.ty.borrow().clone()?;
        let TyKind::Func(func) = &*ty else {
            if !ty.is_error() {
                self.error(types::not_a_mixin(path.span, &name.name));
            }
            return None;
        };
        let is_mixin =
            matches!(&*func.result, TyKind::Object(object) if object.sort == mo_types::Sort::Mixin);
        if !is_mixin {
            self.error(types::not_a_mixin(path.span, &name.name));
            return None;
        }
        if arguments.len() != func.args.len() {
            self.error(types::wrong_argument_count(path.span, func.args.len(), arguments.len()));
        }
        for (argument, wanted) in arguments.iter().zip(&func.args) {
            self.check(argument, &wanted.ty, scope);
        }
        if let Some(module) = self.base.modules.iter().position(|module| module.ty == ty) {
            let module = crate::ModuleId(u32::try_from(module).expect("few modules"));
            self.info.includes.insert(id, module);
        }
        Some(func.result.clone())
    }
}
