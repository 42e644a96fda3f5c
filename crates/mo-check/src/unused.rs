//! Names that nothing uses, and variables that never change.

use std::collections::BTreeMap;

use diagnostics::Diagnostic;
use mo_syntax::ast::{
    Class, Dec, DecField, DecKind, Expr, ExprKind, Function, ObjectBlock, ObjectSort, Pattern, PatternField,
    PatternKind, Program, Type, TypeField, TypeKind, TypeParameter, Visibility,
};
use source::Span;

use crate::errors::unused as errors;
use crate::info::{CallInfo, Implicit, Info, Reference};
use crate::syntax_walk::{Part, parts};

/// Returns a finding for every name of a file that nothing uses.
pub(crate) fn unused(program: &Program, info: &Info) -> Vec<Diagnostic> {
    let mut finder = Finder { info, scopes: vec![Scope::default()], found: Vec::new() };
    for import in &program.imports {
        finder.pattern(&import.pattern, Kind::Name);
    }
    finder.scopes.push(Scope::default());
    let decs: Vec<&Dec> = program.decs.iter().collect();
    finder.declare(&decs, |_| true);
    // What a file is for may have a name that only others use.
    if let Some(DecKind::Object(block)) = program.decs.last().map(|dec| &dec.kind)
        && let Some(name) = &block.name
    {
        finder.mark(&name.name);
    }
    if let Some(DecKind::Class(class)) = program.decs.last().map(|dec| &dec.kind)
        && class.sort == ObjectSort::Actor
        && let Some(name) = &class.name
    {
        finder.mark(&name.name);
    }
    decs.iter().for_each(|dec| finder.dec(dec));
    finder.leave();
    finder.leave();
    finder.found
}

/// What a name was declared as.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Name,
    Variable,
    /// In a record pattern, `{ name }`.
    Field,
    /// The context of a shared function, or a field of it.
    Context,
    ContextField,
    /// Not looked at: public, or of a loop.
    Silent,
}

struct Declared {
    span: Span,
    kind: Kind,
    used: bool,
    assigned: bool,
}

#[derive(Default)]
struct Scope {
    names: BTreeMap<String, Declared>,
}

struct Finder<'a> {
    info: &'a Info,
    scopes: Vec<Scope>,
    found: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn enter(&mut self) {
        self.scopes.push(Scope::default());
    }

    fn leave(&mut self) {
        let scope = self.scopes.pop().expect("a scope is left that was entered");
        for (name, declared) in scope.names {
            if name.starts_with('_') || declared.kind == Kind::Silent {
                continue;
            }
            if !declared.used {
                self.found.extend(match declared.kind {
                    Kind::Field => Some(errors::unused_field(declared.span, &name)),
                    Kind::Context => Some(errors::unused_context(declared.span, &name)),
                    Kind::ContextField => Some(errors::unused_context_field(declared.span, &name)),
                    _ => Some(errors::unused_name(declared.span, &name)),
                });
            } else if declared.kind == Kind::Variable && !declared.assigned {
                self.found.push(errors::never_assigned(declared.span, &name));
            }
        }
    }

    fn add(&mut self, name: &str, span: Span, kind: Kind) {
        let scope = self.scopes.last_mut().expect("there is always a scope");
        scope.names.insert(name.to_owned(), Declared { span, kind, used: false, assigned: false });
    }

    fn find(&mut self, name: &str) -> Option<&mut Declared> {
        self.scopes.iter_mut().rev().find_map(|scope| scope.names.get_mut(name))
    }

    fn mark(&mut self, name: &str) {
        if let Some(declared) = self.find(name) {
            declared.used = true;
        }
    }

    /// Declares the names of declarations that are seen together. `private` tells whether a declaration is hidden from
    /// outside, by its position.
    fn declare(&mut self, decs: &[&Dec], private: impl Fn(usize) -> bool) {
        for (at, dec) in decs.iter().enumerate() {
            let kind = if private(at) { Kind::Name } else { Kind::Silent };
            match &dec.kind {
                DecKind::Let { pattern, .. } => self.pattern(pattern, kind),
                DecKind::Var { name, .. } => {
                    let kind = if kind == Kind::Name { Kind::Variable } else { kind };
                    self.add(&name.name, name.span, kind);
                }
                DecKind::Func(Function { name: Some(name), .. }) => self.add(&name.name, name.span, kind),
                DecKind::Class(class) => {
                    if let Some(name) = &class.name {
                        self.add(&name.name, name.span, kind);
                    }
                }
                DecKind::Object(block) => {
                    if let Some(name) = &block.name {
                        // A module may be there for its types and for the functions behind dots.
                        let silent = block.sort == ObjectSort::Module;
                        self.add(&name.name, name.span, if silent { Kind::Silent } else { kind });
                    }
                }
                _ => {}
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern, kind: Kind) {
        match &pattern.kind {
            PatternKind::Name(name) => self.add(name, pattern.span, kind),
            PatternKind::Tuple(parts) => parts.iter().for_each(|part| self.pattern(part, kind)),
            PatternKind::Record(fields) => {
                for field in fields {
                    match field {
                        PatternField::Value { pattern: Some(pattern), .. } => self.pattern(pattern, kind),
                        PatternField::Value { name, pattern: None, .. } => {
                            let kind = match kind {
                                Kind::Name => Kind::Field,
                                Kind::Context => Kind::ContextField,
                                other => other,
                            };
                            self.add(&name.name, name.span, kind);
                        }
                        PatternField::Type(_) => {}
                    }
                }
            }
            PatternKind::Tag(_, Some(inner)) | PatternKind::Option(inner) => self.pattern(inner, kind),
            PatternKind::Annotation(inner, ty) => {
                self.ty(ty);
                self.pattern(inner, kind);
            }
            // Both alternatives bind the same names.
            PatternKind::Or(left, _) => self.pattern(left, kind),
            PatternKind::And(left, right) => {
                self.pattern(left, kind);
                self.pattern(right, kind);
            }
            _ => {}
        }
    }

    fn dec(&mut self, dec: &Dec) {
        match &dec.kind {
            DecKind::Expr(expr) => self.expr(expr),
            DecKind::Let { value, otherwise, .. } => {
                value.iter().chain(otherwise).for_each(|expr| self.expr(expr));
            }
            DecKind::Var { annotation, value, .. } => {
                annotation.iter().for_each(|ty| self.ty(ty));
                value.iter().for_each(|expr| self.expr(expr));
            }
            DecKind::Type(dec) => {
                self.bounds(&dec.parameters);
                self.ty(&dec.body);
            }
            DecKind::Func(function) => self.function(function),
            DecKind::Class(class) => self.class(class),
            DecKind::Object(block) => self.object(block),
            DecKind::Mixin(mixin) => {
                self.enter();
                mixin.parameters.iter().for_each(|pattern| self.pattern(pattern, Kind::Name));
                self.fields(&mixin.fields);
                self.leave();
            }
            DecKind::Include { name, arguments, .. } => {
                name.parts.iter().take(1).for_each(|part| self.mark(&part.name));
                arguments.iter().for_each(|argument| self.expr(argument));
            }
            DecKind::Error => {}
        }
    }

    fn fields(&mut self, fields: &[DecField]) {
        self.enter();
        let decs: Vec<&Dec> = fields.iter().map(|field| &field.dec).collect();
        self.declare(&decs, |at| {
            !matches!(fields[at].visibility, Some((Visibility::Public | Visibility::System, _)))
        });
        decs.iter().for_each(|dec| self.dec(dec));
        self.leave();
    }

    fn object(&mut self, block: &ObjectBlock) {
        block.annotation.iter().for_each(|ty| self.ty(ty));
        block.parenthetical.iter().for_each(|expr| self.expr(expr));
        self.fields(&block.fields);
    }

    fn class(&mut self, class: &Class) {
        self.enter();
        self.bounds(&class.parameters);
        class.sharing.context.iter().for_each(|pattern| self.pattern(pattern, Kind::Context));
        class.patterns.iter().for_each(|pattern| self.pattern(pattern, Kind::Name));
        class.annotation.iter().for_each(|ty| self.ty(ty));
        if let Some(this) = &class.this {
            self.add(&this.name, this.span, Kind::Silent);
        }
        class.parenthetical.iter().for_each(|expr| self.expr(expr));
        self.fields(&class.fields);
        self.leave();
    }

    fn function(&mut self, function: &Function) {
        self.enter();
        self.bounds(&function.parameters);
        function.sharing.context.iter().for_each(|pattern| self.pattern(pattern, Kind::Context));
        function.patterns.iter().for_each(|pattern| self.pattern(pattern, Kind::Name));
        function.result.iter().for_each(|ty| self.ty(ty));
        self.expr(&function.body);
        self.leave();
    }

    fn bounds(&mut self, parameters: &[TypeParameter]) {
        parameters.iter().filter_map(|parameter| parameter.bound.as_ref()).for_each(|ty| self.ty(ty));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.mark(name),
            ExprKind::Assign(target, _) | ExprKind::AssignOp(_, target, _) => {
                if let ExprKind::Name(name) = &target.kind
                    && let Some(declared) = self.find(name)
                {
                    declared.assigned = true;
                }
            }
            ExprKind::Record { fields, .. } => {
                for field in fields {
                    field.annotation.iter().for_each(|ty| self.ty(ty));
                    if field.value.is_none() {
                        self.mark(&field.name.name);
                    }
                }
            }
            ExprKind::Call(call) => {
                call.types.iter().flatten().for_each(|ty| self.ty(ty));
                if let Some(info) = self.info.call(expr.id) {
                    self.call(&info.clone());
                }
            }
            ExprKind::Annotation(_, ty) | ExprKind::Label(_, Some(ty), _) => self.ty(ty),
            ExprKind::Class(class) => return self.class(class),
            ExprKind::For(pattern, iterator, body) => {
                self.expr(iterator);
                self.enter();
                self.pattern(pattern, Kind::Silent);
                self.expr(body);
                return self.leave();
            }
            _ => {}
        }
        for part in parts(expr) {
            match part {
                Part::Expr(inner) => self.expr(inner),
                Part::Block(decs) => {
                    self.enter();
                    let decs: Vec<&Dec> = decs.iter().collect();
                    self.declare(&decs, |_| true);
                    decs.iter().for_each(|dec| self.dec(dec));
                    self.leave();
                }
                Part::Case(case) => {
                    self.enter();
                    self.pattern(&case.pattern, Kind::Name);
                    self.expr(&case.body);
                    self.leave();
                }
                Part::Function(function) => self.function(function),
                Part::Object(block) => self.object(block),
            }
        }
    }

    /// Modules behind a dot and functions passed implicitly are used without being written.
    fn call(&mut self, info: &CallInfo) {
        info.dot.iter().for_each(|reference| self.reference(reference));
        info.implicits.iter().for_each(|(_, implicit)| self.implicit(implicit));
    }

    fn implicit(&mut self, implicit: &Implicit) {
        match implicit {
            Implicit::Direct(reference) => self.reference(reference),
            Implicit::Derived { reference, implicits, .. } => {
                self.reference(reference);
                implicits.iter().for_each(|(_, implicit)| self.implicit(implicit));
            }
        }
    }

    fn reference(&mut self, reference: &Reference) {
        if let Reference::Path(path) = reference
            && let Some(first) = path.first()
        {
            self.mark(first);
        }
    }

    fn ty(&mut self, ty: &Type) {
        match &ty.kind {
            TypeKind::Path(path, arguments) => {
                path.parts.iter().take(1).for_each(|part| self.mark(&part.name));
                arguments.iter().for_each(|ty| self.ty(ty));
            }
            TypeKind::Option(inner)
            | TypeKind::Array { element: inner, .. }
            | TypeKind::Async { result: inner, .. }
            | TypeKind::Weak(inner)
            | TypeKind::Named(_, inner)
            | TypeKind::Implicit(inner) => self.ty(inner),
            TypeKind::Tuple(parts) => parts.iter().for_each(|ty| self.ty(ty)),
            TypeKind::Object { fields, .. } | TypeKind::Variant(fields) => self.type_fields(fields),
            TypeKind::Func(func) => {
                self.bounds(&func.parameters);
                func.arguments.iter().for_each(|ty| self.ty(ty));
                self.ty(&func.result);
            }
            TypeKind::And(a, b) | TypeKind::Or(a, b) => {
                self.ty(a);
                self.ty(b);
            }
            TypeKind::Error => {}
        }
    }

    fn type_fields(&mut self, fields: &[TypeField]) {
        fields.iter().for_each(|field| self.ty(&field.ty));
    }
}
