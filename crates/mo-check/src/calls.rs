//! Calls: contextual dots, type arguments, arguments that are inferred together.
//!
//! Type arguments are inferred in three rounds: arguments whose types are known by themselves, then those that can use
//! an expectation (literals, records, calls), then anonymous functions, whose parameters need the result of the first two.

use mo_syntax::ast::{Call, Expr, ExprKind, Ident};
use mo_types::{Body, ConId, Func, InferId, Solution, Ty, TyKind};
use source::Span;

use crate::arguments::{Actual, is_lambda};
use crate::errors::{calls, types};
use crate::infer::Checker;
use crate::info::{CallInfo, Reference};
use crate::scope::Scope;

impl<'a> Checker<'a> {
    pub(crate) fn call(&mut self, expr: &'a Expr, call: &'a Call, hint: Option<&Ty>, scope: &Scope) -> Ty {
        if let ExprKind::Field(base, name) = &call.callee.kind {
            let receiver = self.infer(base, scope);
            match self.member(&receiver, &name.name) {
                // A field that is no function does not hide a function of the same name: `map.size()`.
                Some(ty)
                    if self.is_callable(&ty) || self.contextual(&receiver, &name.name, scope).is_none() =>
                {
                    self.record(call.callee.id, &ty);
                    return self.apply_value(expr, call, &ty, hint, scope);
                }
                _ => return self.dot_call(expr, call, base, name, &receiver, hint, scope),
            }
        }
        let ty = self.infer(&call.callee, scope);
        self.apply_value(expr, call, &ty, hint, scope)
    }

    fn is_callable(&self, ty: &Ty) -> bool {
        matches!(&*self.types.promote(ty), TyKind::Func(_) | TyKind::None | TyKind::Error)
    }

    fn apply_value(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        ty: &Ty,
        hint: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        match &*self.types.promote(ty) {
            TyKind::Func(func) => self.apply(expr, call, func, None, hint, scope),
            kind => {
                let unknown = matches!(kind, TyKind::Error | TyKind::None);
                for argument in &call.arguments {
                    self.infer(argument, scope);
                }
                if !unknown {
                    self.error(calls::not_a_function(self.types, call.callee.span, ty));
                }
                Ty::error()
            }
        }
    }

    /// `receiver.name(arguments)` where the receiver has no such field: a function of a module in scope whose first
    /// parameter is called `self`.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn dot_call(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        base: &'a Expr,
        name: &'a Ident,
        receiver: &Ty,
        hint: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        let is_module = self.as_object(receiver).is_some_and(|object| object.sort == mo_types::Sort::Module);
        let found = if self.types.promote(receiver).is_error() || is_module {
            None
        } else {
            self.contextual(receiver, &name.name, scope)
        };
        if let Some((reference, func)) = found {
            return self.apply(expr, call, &func, Some((base, reference)), hint, scope);
        }
        if let Some((first, second)) = self.overlap.take() {
            self.error(calls::overlapping(name.span, &name.name, &first, &second));
            for argument in call.arguments.iter().filter(|argument| !is_lambda(argument)) {
                self.infer(argument, scope);
            }
            return Ty::error();
        }
        let better = types::other_spelling(&name.name)
            .filter(|better| self.contextual(receiver, better, scope).is_some());
        match better {
            Some(better) => self.error(types::other_name(self.types, name, receiver, better)),
            None => self.unknown_field(receiver, name, Some(base), scope),
        }
        for argument in &call.arguments {
            if !is_lambda(argument) {
                self.infer(argument, scope);
            }
        }
        Ty::error()
    }

    /// Finds the function behind a contextual dot.
    pub(crate) fn contextual(
        &mut self,
        receiver: &Ty,
        name: &str,
        scope: &Scope,
    ) -> Option<(Reference, Func)> {
        self.overlap = None;
        if let Some(value) = scope.value(name)
            && let Some(ty) = value.ty.borrow().clone()
            && let Some(func) = self.takes_self(&ty, receiver)
        {
            value.used.set(true);
            return Some((Reference::Path(vec![name.to_owned()]), func));
        }
        let mut candidates: Vec<(Reference, Func)> = Vec::new();
        for (module, value, ty) in scope.modules_with(name) {
            let mut found = Vec::new();
            self.candidates_in(&ty, name, &mut vec![module], 0, &mut found);
            for (path, ty) in found {
                if let Some(func) = self.takes_self(&ty, receiver) {
                    value.used.set(true);
                    candidates.push((Reference::Path(path), func));
                }
            }
        }
        if candidates.is_empty() {
            candidates = self.implicit_packages_with(name, receiver);
        }
        self.most_specific(candidates, receiver)
    }

    /// Fields called `name` of a module and of the modules in it.
    pub(crate) fn candidates_in(
        &self,
        ty: &Ty,
        name: &str,
        path: &mut Vec<String>,
        depth: u32,
        found: &mut Vec<(Vec<String>, Ty)>,
    ) {
        let TyKind::Object(object) = &**ty else { return };
        if object.sort != mo_types::Sort::Module || depth > 8 {
            return;
        }
        if let Some(field) = object.field(name) {
            found.push(([path.as_slice(), &[name.to_owned()]].concat(), field.ty.clone()));
        }
        if !ty.has_modules() {
            return;
        }
        for field in &object.fields {
            if field.ty.is_module() {
                path.push(field.name.clone());
                self.candidates_in(&field.ty, name, path, depth + 1, found);
                path.pop();
            }
        }
    }

    fn implicit_packages_with(&mut self, name: &str, receiver: &Ty) -> Vec<(Reference, Func)> {
        let mut found = Vec::new();
        for id in self.implicit_package_modules() {
            let TyKind::Object(object) = &**self.module_type(id) else { continue };
            if let Some(field) = object.field(name)
                && let Some(func) = self.takes_self(&field.ty, receiver)
            {
                found.push((Reference::Module(id, vec![name.to_owned()]), func));
            }
        }
        found
    }

    /// Whether a function's first parameter is `self` and takes the receiver.
    fn takes_self(&self, ty: &Ty, receiver: &Ty) -> Option<Func> {
        let TyKind::Func(func) = &**ty else { return None };
        let first = func.args.first()?;
        if first.name.as_deref() != Some("self") {
            return None;
        }
        // Most functions of a name are for something else altogether.
        if self.types.differ_in_kind(receiver, &first.ty) {
            return None;
        }
        let mark = self.types.save();
        let (map, _) = self.instantiate(func);
        let fits = self.types.sub(receiver, &first.ty.subst(&map));
        self.types.restore(mark);
        fits.then(|| func.clone())
    }

    /// Among functions that all take the receiver, the one whose `self` type, for this receiver, is below the others'.
    /// Two with the same one overlap: neither is meant more than the other.
    fn most_specific(
        &mut self,
        mut candidates: Vec<(Reference, Func)>,
        receiver: &Ty,
    ) -> Option<(Reference, Func)> {
        self.overlap = None;
        if candidates.len() <= 1 {
            return candidates.pop();
        }
        let selves: Vec<Ty> = candidates.iter().map(|(_, func)| self.self_type(func, receiver)).collect();
        let is_best = |at: usize| selves.iter().all(|other| self.types.sub(&selves[at], other));
        let best = (0..candidates.len()).find(|&at| is_best(at)).unwrap_or(0);
        let depth = candidates[best].0.depth();
        let rival = (0..candidates.len()).find(|&other| {
            other != best
                && candidates[other].0.depth() == depth
                && candidates[other].0 != candidates[best].0
                && self.types.sub(&selves[other], &selves[best])
        });
        if let Some(rival) = rival {
            self.overlap = Some((candidates[best].0.home(), candidates[rival].0.home()));
            return None;
        }
        Some(candidates.swap_remove(best))
    }

    /// The type of `self` with the type parameters that the receiver determines.
    pub(crate) fn self_type(&self, func: &Func, receiver: &Ty) -> Ty {
        let mark = self.types.save();
        let (map, variables) = self.instantiate(func);
        let wanted = func.args[0].ty.subst(&map);
        self.types.sub(receiver, &wanted);
        for variable in variables {
            if let Solution::Known(ty) = self.types.choose(variable) {
                self.types.solve(variable, ty);
            }
        }
        let ty = self.types.resolve(&wanted);
        self.types.restore(mark);
        ty
    }

    /// Replaces a function's type parameters by types to infer.
    pub(crate) fn instantiate(&self, func: &Func) -> (Vec<(ConId, Ty)>, Vec<InferId>) {
        let variables: Vec<InferId> = func.parameters.iter().map(|_| self.types.infer()).collect();
        let map = func
            .parameters
            .iter()
            .zip(&variables)
            .map(|(parameter, variable)| (parameter.con, TyKind::Infer(*variable).into()))
            .collect();
        (map, variables)
    }

    /// Applies a function; where its type arguments are written down, it is tried without them first if anybody wants to know.
    fn apply(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        func: &Func,
        dot: Option<(&'a Expr, Reference)>,
        hint: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        self.call_capabilities(expr.span, call, func, scope);
        let written = call.types.as_deref().filter(|types| !types.is_empty());
        let inferred = match written {
            Some(_) if self.wants("M0223") => self.try_out(|checker| {
                checker.apply_with(expr, call, func, None, dot.clone(), hint, scope);
                std::mem::take(&mut checker.trial.inferred)
            }),
            _ => None,
        };
        let before = self.diagnostics.len();
        let ty = self.apply_with(expr, call, func, call.types.as_deref(), dot, hint, scope);
        let implicit_given = self.diagnostics[before..].iter().any(|found| {
            found.code == Some("M0237") && call.arguments.iter().any(|arg| arg.span == found.primary)
        });
        if let (Some(inferred), Some(written), false) = (inferred, written, implicit_given) {
            let found = self.diagnostics.len();
            let written: Vec<Ty> = written.iter().map(|ty| self.ty(ty, scope)).collect();
            self.diagnostics.truncate(found);
            self.redundant_types(call, &inferred, &written);
        }
        ty
    }

    /// Finds the type arguments of a function, checks the arguments, resolves the implicit ones.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn apply_with(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        func: &Func,
        written: Option<&'a [mo_syntax::ast::Type]>,
        dot: Option<(&'a Expr, Reference)>,
        hint: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        let (map, variables) = match written {
            Some(types) => (self.explicit_types(call, func, types, scope), Vec::new()),
            None => self.instantiate(func),
        };
        let mut info =
            CallInfo { func: func.clone(), dot: None, implicits: Vec::new(), spread: false, pack: false };
        let mut actuals: Vec<Actual<'a>> = Vec::new();
        if let Some((base, reference)) = dot {
            actuals.push(Actual::Receiver(base));
            info.dot = Some(reference);
        }
        actuals.extend(call.arguments.iter().map(Actual::Expr));

        let explicit: Vec<usize> = (0..func.args.len()).filter(|&at| !func.args[at].implicit).collect();
        let positions: Vec<usize> = if actuals.len() == func.args.len() {
            (0..func.args.len()).collect()
        } else if actuals.len() == explicit.len() {
            explicit
        } else if actuals.len() == 1 && func.args.len() > 1 && matches!(actuals[0], Actual::Expr(_)) {
            return self.apply_spread(expr, call, func, &map, &variables, info, scope);
        } else if func.args.len() == 1
            && info.dot.is_none()
            && self.takes_tuple(&func.args[0].ty, actuals.len())
        {
            return self.apply_packed(expr, call, func, &map, &variables, info, scope);
        } else {
            self.error(calls::argument_count(
                self.types,
                call.arguments_span,
                func,
                actuals.len(),
                info.dot.is_some(),
                !variables.is_empty(),
            ));
            for argument in call.arguments.iter().filter(|argument| !is_lambda(argument)) {
                self.infer(argument, scope);
            }
            return self.result_of(func, &map, &variables, None, call.callee.span);
        };
        if let Some(hint) = hint
            && !variables.is_empty()
        {
            self.learn_from_result(func, &map, hint);
        }
        self.check_arguments(&actuals, &positions, func, &map, scope);
        let result = self.result_of(func, &map, &variables, hint, expr.span);
        if positions.len() < func.args.len() {
            for at in (0..func.args.len()).filter(|at| !positions.contains(at)) {
                let wanted = self.types.resolve(&func.args[at].ty.subst(&map));
                let name = func.args[at].name.clone().unwrap_or_default();
                if let Some(implicit) = self.implicit(&name, &wanted, call.arguments_span, scope, 0) {
                    info.implicits.push((at, implicit));
                }
            }
        } else if self.wants("M0237") {
            let given = (0..func.args.len()).filter(|&at| func.args[at].implicit);
            let given: Vec<(&Expr, String, Ty)> = given
                .filter_map(|at| match actuals[at] {
                    Actual::Expr(argument) => {
                        let wanted = self.types.resolve(&func.args[at].ty.subst(&map));
                        Some((argument, func.args[at].name.clone().unwrap_or_default(), wanted))
                    }
                    Actual::Receiver(_) => None,
                })
                .collect();
            self.redundant_implicits(call, &given, scope);
        }
        if info.dot.is_none() && self.wants("M0236") {
            self.could_be_dot(expr, call, func, scope);
        }
        self.record_call(expr.id, info);
        result
    }

    fn explicit_types(
        &mut self,
        call: &'a Call,
        func: &Func,
        types: &'a [mo_syntax::ast::Type],
        scope: &Scope,
    ) -> Vec<(ConId, Ty)> {
        let types: Vec<Ty> = types.iter().map(|ty| self.ty(ty, scope)).collect();
        if types.len() != func.parameters.len() {
            if !types.is_empty() || !call.system {
                self.error(calls::type_argument_count(call.callee.span, func.parameters.len(), types.len()));
            }
            let (map, _) = self.instantiate(func);
            return map;
        }
        let map: Vec<(ConId, Ty)> =
            func.parameters.iter().map(|parameter| parameter.con).zip(types).collect();
        for (con, ty) in &map {
            self.check_bound("M0046", *con, ty, &map, call.callee.span);
        }
        map
    }

    fn check_bound(&mut self, code: &'static str, con: ConId, ty: &Ty, map: &[(ConId, Ty)], span: Span) {
        if let Body::Abstract(bound) = self.types.body(con) {
            let bound = bound.subst(map);
            if !self.types.sub(ty, &bound) {
                self.error(calls::bound(self.types, code, span, &self.types.name(con), ty, &bound));
            }
        }
    }

    /// What is expected of the result can determine type arguments; if it does not fit, that is reported later.
    fn learn_from_result(&mut self, func: &Func, map: &[(ConId, Ty)], hint: &Ty) {
        if !self.types.unsolved(hint).is_empty() {
            return;
        }
        let mark = self.types.save();
        if !self.types.sub(&func.result.subst(map), hint) {
            self.types.restore(mark);
        }
    }

    /// Chooses the type arguments and returns the type of the result.
    fn result_of(
        &mut self,
        func: &Func,
        map: &[(ConId, Ty)],
        variables: &[InferId],
        hint: Option<&Ty>,
        span: Span,
    ) -> Ty {
        let _ = hint;
        let mut inferred = Vec::new();
        for (variable, parameter) in variables.iter().zip(&func.parameters) {
            let bounds = self.types.bounds(*variable);
            if let Some(solution) = bounds.solution {
                inferred.push(solution);
                continue;
            }
            let ty = match self.types.choose(*variable) {
                Solution::Known(ty) => ty,
                Solution::Unknown => self.unconstrained(func, parameter.con, span),
            };
            // Without a use, the least type is as good as what is expected: the written one says more.
            let idle = bounds.lower.is_none() && self.is_idle(func, parameter.con);
            inferred.push(if idle { Ty::none() } else { ty.clone() });
            self.types.solve(*variable, ty);
        }
        // Type arguments that are written down were looked at where they stand.
        for (con, ty) in map.iter().filter(|_| !variables.is_empty()) {
            let ty = self.types.resolve(ty);
            if !ty.is_error() {
                self.check_bound("M0098", *con, &ty, map, span);
            }
        }
        if self.trial.running {
            self.trial.inferred = inferred.iter().map(|ty| self.types.resolve(ty)).collect();
        }
        self.types.resolve(&func.result.subst(map))
    }

    /// A type parameter about which nothing is known: harmless unless the result depends on it both ways.
    fn unconstrained(&mut self, func: &Func, con: ConId, span: Span) -> Ty {
        if self.is_idle(func, con) {
            return Ty::none();
        }
        self.error(calls::cannot_infer(span, &self.types.name(con)));
        Ty::error()
    }

    /// Whether the least type is the best one for a parameter about which the arguments say nothing.
    fn is_idle(&self, func: &Func, con: ConId) -> bool {
        let low = func.result.subst(&[(con, Ty::none())]);
        let high = func.result.subst(&[(con, Ty::any())]);
        self.types.sub(&low, &high)
    }

    fn takes_tuple(&self, ty: &Ty, count: usize) -> bool {
        match &*self.types.promote(ty) {
            TyKind::Tuple(parts) => parts.len() == count,
            TyKind::Con(..) | TyKind::Infer(_) => true,
            TyKind::Any => true,
            _ => false,
        }
    }

    /// `f(pair)` for a function of two arguments.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn apply_spread(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        func: &Func,
        map: &[(ConId, Ty)],
        variables: &[InferId],
        mut info: CallInfo,
        scope: &Scope,
    ) -> Ty {
        let argument = &call.arguments[0];
        let ty = self.infer(argument, scope);
        match &*self.types.promote(&ty) {
            TyKind::Tuple(parts) if parts.len() == func.args.len() => {
                for (part, wanted) in parts.iter().zip(&func.args) {
                    self.fits(argument.span, part, &wanted.ty.subst(map));
                }
                info.spread = true;
                self.record_call(expr.id, info);
            }
            TyKind::Error => {}
            _ => self.error(calls::argument_count(
                self.types,
                call.arguments_span,
                func,
                1,
                false,
                !variables.is_empty(),
            )),
        }
        self.result_of(func, map, variables, None, expr.span)
    }

    /// `f(a, b)` for a function of one argument that is a tuple.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn apply_packed(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        func: &Func,
        map: &[(ConId, Ty)],
        variables: &[InferId],
        mut info: CallInfo,
        scope: &Scope,
    ) -> Ty {
        let wanted = self.types.resolve(&func.args[0].ty.subst(map));
        match &*self.types.promote(&wanted) {
            TyKind::Tuple(parts) if parts.len() == call.arguments.len() => {
                for (argument, part) in call.arguments.iter().zip(parts) {
                    if self.types.unsolved(part).is_empty() {
                        self.check(argument, part, scope);
                    } else {
                        let ty = self.infer(argument, scope);
                        self.fits(argument.span, &ty, part);
                    }
                }
            }
            _ => {
                let parts = call.arguments.iter().map(|argument| self.infer(argument, scope)).collect();
                self.fits(call.arguments_span, &Ty::tuple(parts), &wanted);
            }
        }
        info.pack = true;
        self.record_call(expr.id, info);
        self.result_of(func, map, variables, None, expr.span)
    }

    /// The module of `core` that belongs to a type, for hints.
    pub(crate) fn home_module(&self, ty: &Ty, scope: &Scope) -> Option<String> {
        let name = match &**ty {
            TyKind::Prim(prim) => prim.name(),
            TyKind::Array(_) => "Array",
            TyKind::VarArray(_) => "VarArray",
            TyKind::Option(_) => "Option",
            _ => return None,
        };
        (scope.value(name).is_none() && crate::members::CORE_NAMES.contains(&name)).then(|| name.to_owned())
    }
}
