//! Implicit arguments: found by name and type among what is in scope.

use mo_types::{Func, Ty, TyKind};
use source::Span;

use crate::ModuleId;
use crate::errors::calls;
use crate::infer::Checker;
use crate::info::{Implicit, Reference};
use crate::scope::Scope;

/// How many implicit arguments may be derived from one another.
const DERIVATION_MAX: u32 = 6;
/// So many are tried for one argument: where its type says nothing, everything could be derived from everything.
const DERIVATIONS_MAX: u32 = 300;

impl Checker<'_> {
    /// Finds the value for an implicit argument, or reports that there is none.
    pub(crate) fn implicit(
        &mut self,
        name: &str,
        wanted: &Ty,
        span: Span,
        scope: &Scope,
        depth: u32,
    ) -> Option<Implicit> {
        if self.mentions_error(wanted) {
            return None;
        }
        if depth == 0 {
            self.derivations = 0;
        }
        let found = self.find_implicit(name, wanted, span, scope, depth);
        if found.is_none() && depth == 0 {
            let hint = self.implicit_hint(wanted, scope);
            self.error(calls::no_implicit(self.types, span, name, wanted, hint));
        }
        found
    }

    fn mentions_error(&self, ty: &Ty) -> bool {
        let mut found = ty.is_error();
        ty.each(&mut |part| found = found || self.mentions_error(part));
        found
    }

    pub(crate) fn find_implicit(
        &mut self,
        name: &str,
        wanted: &Ty,
        span: Span,
        scope: &Scope,
        depth: u32,
    ) -> Option<Implicit> {
        if let Some(value) = scope.value(name)
            && let Some(ty) = value.ty.borrow().clone()
            && self.gives(&ty, wanted)
        {
            value.used.set(true);
            return Some(Implicit::Direct(Reference::Path(vec![name.to_owned()])));
        }
        let candidates = self.named_candidates(name, scope);
        let direct = candidates.iter().filter(|(_, ty)| self.gives(ty, wanted)).cloned().collect::<Vec<_>>();
        if let Some(best) = self.most_general(&direct) {
            self.rival_implicit(&best, &direct, name, wanted, span);
            return Some(Implicit::Direct(best));
        }
        for (reference, ty) in candidates {
            if depth >= DERIVATION_MAX || self.derivations >= DERIVATIONS_MAX {
                return None;
            }
            self.derivations += 1;
            if let Some(derived) = self.derive(&reference, &ty, wanted, span, scope, depth) {
                return Some(derived);
            }
        }
        None
    }

    /// Reports if another value of the very same type is as good as the one chosen.
    fn rival_implicit(
        &mut self,
        best: &Reference,
        candidates: &[(Reference, Ty)],
        name: &str,
        wanted: &Ty,
        span: Span,
    ) {
        let Some((_, ty)) = candidates.iter().find(|(reference, _)| reference == best) else { return };
        // Modules of implicit packages come after those in scope; the first of them is taken.
        let is_path = |reference: &Reference| matches!(reference, Reference::Path(_));
        let rival = candidates.iter().find(|(reference, other)| {
            reference != best
                && is_path(reference)
                && is_path(best)
                && reference.depth() == best.depth()
                && self.types.equal(ty, other)
        });
        if let Some((rival, _)) = rival {
            let (first, second) = (best.home(), rival.home());
            self.error(calls::ambiguous_implicit(self.types, span, name, wanted, &first, &second));
        }
    }

    /// Fields of that name in the modules in scope, then in implicit packages.
    fn named_candidates(&self, name: &str, scope: &Scope) -> Vec<(Reference, Ty)> {
        let mut candidates = Vec::new();
        for (module, _, ty) in scope.modules_with(name) {
            let mut found = Vec::new();
            self.candidates_in(&ty, name, &mut vec![module], 0, &mut found);
            candidates.extend(found.into_iter().map(|(path, ty)| (Reference::Path(path), ty)));
        }
        for id in self.implicit_package_modules() {
            if let TyKind::Object(object) = &**self.module_type(id)
                && let Some(field) = object.field(name)
            {
                candidates.push((Reference::Module(id, vec![name.to_owned()]), field.ty.clone()));
            }
        }
        candidates
    }

    /// The modules of implicit packages that are part of the program.
    pub(crate) fn implicit_package_modules(&self) -> Vec<ModuleId> {
        let mut found = Vec::new();
        for package in &self.options.implicit_packages {
            let Some(dir) = self.options.packages.get(package) else { continue };
            for ((id, module), _) in (0..).zip(&self.base.modules).zip(self.parts).filter(|(_, part)| **part)
            {
                if let Some(name) =
                    module.path.strip_prefix(dir.as_str()).and_then(|rest| rest.strip_prefix('/'))
                    && !name.contains('/')
                {
                    found.push(ModuleId(id));
                }
            }
        }
        found
    }

    /// Whether a value of a type, with its type parameters chosen suitably, is what is wanted.
    fn gives(&self, ty: &Ty, wanted: &Ty) -> bool {
        let mark = self.types.save();
        let fits = match &**ty {
            TyKind::Func(func)
                if !func.parameters.is_empty() && func.args.iter().all(|arg| !arg.implicit) =>
            {
                let (map, _) = self.instantiate(func);
                let plain = Func { parameters: Vec::new(), ..func.clone() };
                self.types.sub(&Ty::from(TyKind::Func(plain)).subst(&map), wanted)
            }
            _ => self.types.sub(ty, wanted),
        };
        self.types.restore(mark);
        fits
    }

    /// Of several that fit, the one whose type the others are above; the first if none stands out.
    fn most_general(&self, candidates: &[(Reference, Ty)]) -> Option<Reference> {
        let best = candidates.iter().find(|(_, ty)| {
            candidates.iter().all(|(_, other)| match (&**ty, &**other) {
                (TyKind::Func(x), TyKind::Func(y)) => {
                    x.args.len() == y.args.len()
                        && x.args.iter().zip(&y.args).all(|(a, b)| self.types.sub(&a.ty, &b.ty))
                }
                _ => true,
            })
        });
        best.or(candidates.first()).map(|(reference, _)| reference.clone())
    }

    /// A function that has implicit arguments itself: with them filled in, it may be what is wanted.
    fn derive(
        &mut self,
        reference: &Reference,
        ty: &Ty,
        wanted: &Ty,
        span: Span,
        scope: &Scope,
        depth: u32,
    ) -> Option<Implicit> {
        let TyKind::Func(func) = &**ty else { return None };
        let TyKind::Func(wanted) = &*self.types.expand(wanted) else { return None };
        let explicit: Vec<usize> = (0..func.args.len()).filter(|&at| !func.args[at].implicit).collect();
        if explicit.len() == func.args.len() || explicit.len() != wanted.args.len() {
            return None;
        }
        let mark = self.types.save();
        let (map, variables) = self.instantiate(func);
        let fits = explicit
            .iter()
            .zip(&wanted.args)
            .all(|(&at, wanted)| self.types.sub(&wanted.ty, &func.args[at].ty.subst(&map)))
            && self.types.sub(&func.result.subst(&map), &wanted.result);
        let mut implicits = Vec::new();
        if fits {
            for variable in variables {
                if let mo_types::Solution::Known(ty) = self.types.choose(variable) {
                    self.types.solve(variable, ty);
                }
            }
            for at in (0..func.args.len()).filter(|at| func.args[*at].implicit) {
                let inner = self.types.resolve(&func.args[at].ty.subst(&map));
                let name = func.args[at].name.clone().unwrap_or_default();
                match self.find_implicit(&name, &inner, span, scope, depth + 1) {
                    Some(found) => implicits.push((at, found)),
                    None => {
                        self.types.restore(mark);
                        return None;
                    }
                }
            }
        }
        self.types.restore(mark);
        fits.then(|| Implicit::Derived { reference: reference.clone(), func: func.clone(), implicits })
    }

    /// The import that would provide an implicit argument over a type.
    fn implicit_hint(&self, wanted: &Ty, scope: &Scope) -> Option<String> {
        let TyKind::Func(func) = &**wanted else { return None };
        let first = func.args.first()?;
        let home = self.home_module(&self.types.promote(&first.ty), scope)?;
        Some(format!("import {home} \"mo:core/{home}\";"))
    }
}
