//! Which names an expression mentions, and which of them inside closures. By name only: a shadowed name counts too,
//! which costs a capture but never misses one.

use std::collections::HashSet;

use mo_syntax::ast::{
    BinaryOp, Class, Dec, DecField, DecKind, Expr, ExprKind, Function, ObjectBlock, Program, RecordField,
};

/// Collects names.
#[derive(Default)]
pub(crate) struct Mentions {
    pub(crate) all: HashSet<String>,
    pub(crate) in_closures: HashSet<String>,
    /// Variables that text is appended to.
    pub(crate) appended: HashSet<String>,
    depth: u32,
}

impl Mentions {
    pub(crate) fn of_expr(expr: &Expr) -> Mentions {
        let mut mentions = Mentions::default();
        mentions.expr(expr);
        mentions
    }

    pub(crate) fn of_function(function: &Function) -> HashSet<String> {
        let mut mentions = Mentions::default();
        mentions.function(function);
        mentions.all
    }

    pub(crate) fn of_fields(fields: &[DecField]) -> Mentions {
        let mut mentions = Mentions::default();
        fields.iter().for_each(|field| mentions.dec(&field.dec));
        mentions
    }

    pub(crate) fn of_dec(dec: &Dec) -> Mentions {
        let mut mentions = Mentions::default();
        mentions.dec(dec);
        mentions
    }

    pub(crate) fn of_program(program: &Program) -> Mentions {
        let mut mentions = Mentions::default();
        program.decs.iter().for_each(|dec| mentions.dec(dec));
        mentions
    }

    fn name(&mut self, name: &str) {
        self.all.insert(name.to_owned());
        if self.depth > 0 {
            self.in_closures.insert(name.to_owned());
        }
    }

    fn inside(&mut self, walk: impl FnOnce(&mut Self)) {
        self.depth += 1;
        walk(self);
        self.depth -= 1;
    }

    fn function(&mut self, function: &Function) {
        self.inside(|mentions| mentions.expr(&function.body));
    }

    fn object(&mut self, block: &ObjectBlock) {
        // Methods close over the object's variables.
        for field in &block.fields {
            self.dec(&field.dec);
        }
    }

    fn class(&mut self, class: &Class) {
        self.inside(|mentions| class.fields.iter().for_each(|field| mentions.dec(&field.dec)));
    }

    fn dec(&mut self, dec: &Dec) {
        match &dec.kind {
            DecKind::Expr(expr) => self.expr(expr),
            DecKind::Let { value, otherwise, .. } => {
                value.iter().for_each(|expr| self.expr(expr));
                otherwise.iter().for_each(|expr| self.expr(expr));
            }
            DecKind::Var { value, .. } => value.iter().for_each(|expr| self.expr(expr)),
            DecKind::Func(function) => self.function(function),
            DecKind::Class(class) => self.class(class),
            DecKind::Object(block) => self.object(block),
            DecKind::Include { arguments, .. } => arguments.iter().for_each(|expr| self.expr(expr)),
            DecKind::Mixin(mixin) => mixin.fields.iter().for_each(|field| self.dec(&field.dec)),
            DecKind::Type(_) | DecKind::Error => {}
        }
    }

    fn fields(&mut self, fields: &[RecordField]) {
        for field in fields {
            match &field.value {
                Some(value) => self.expr(value),
                None => self.name(&field.name.name),
            }
        }
    }

    fn all(&mut self, exprs: &[Expr]) {
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name),
            ExprKind::Literal(_) | ExprKind::Placeholder | ExprKind::Continue(_) | ExprKind::Error => {}
            ExprKind::Tuple(parts) | ExprKind::Array { parts, .. } | ExprKind::ToCandid(parts) => {
                self.all(parts)
            }
            ExprKind::Record { bases, fields } => {
                self.all(bases);
                self.fields(fields);
            }
            ExprKind::Object(block) => self.object(block),
            ExprKind::Class(class) => self.class(class),
            ExprKind::Tag { payload, .. } => payload.iter().for_each(|expr| self.expr(expr)),
            ExprKind::Option(inner)
            | ExprKind::Field(inner, _)
            | ExprKind::Projection(inner, _)
            | ExprKind::Unary(_, inner)
            | ExprKind::Not(inner)
            | ExprKind::Annotation(inner, _)
            | ExprKind::DoOption(inner)
            | ExprKind::Bang(inner)
            | ExprKind::Debug(inner)
            | ExprKind::DebugShow(inner)
            | ExprKind::Ignore(inner)
            | ExprKind::Assert(inner)
            | ExprKind::Throw(inner)
            | ExprKind::FromCandid(inner)
            | ExprKind::ActorReference(inner)
            | ExprKind::SystemMember(inner, _)
            | ExprKind::Label(_, _, inner) => self.expr(inner),
            ExprKind::Async { body, .. } => self.inside(|mentions| mentions.expr(body)),
            ExprKind::Await { value, .. } => self.expr(value),
            ExprKind::Index(a, b)
            | ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::And(a, b)
            | ExprKind::Or(a, b)
            | ExprKind::Coalesce(a, b)
            | ExprKind::Pipe(a, b)
            | ExprKind::Assign(a, b)
            | ExprKind::While(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::AssignOp(op, a, b) => {
                if let (BinaryOp::Concat, ExprKind::Name(name)) = (op, &a.kind) {
                    self.appended.insert(name.clone());
                }
                self.expr(a);
                self.expr(b);
            }
            ExprKind::Call(call) => {
                self.expr(&call.callee);
                // A dot may be contextual: then the member's name is a function in scope.
                if let ExprKind::Field(_, name) = &call.callee.kind {
                    self.name(&name.name);
                }
                self.all(&call.arguments);
                call.parenthetical.iter().for_each(|expr| self.expr(expr));
                self.name("compare");
                self.name("equal");
                self.name("toText");
            }
            ExprKind::Block(decs) => decs.iter().for_each(|dec| self.dec(dec)),
            ExprKind::If(condition, then, otherwise) => {
                self.expr(condition);
                self.expr(then);
                otherwise.iter().for_each(|expr| self.expr(expr));
            }
            ExprKind::Switch(subject, cases) => {
                self.expr(subject);
                cases.iter().for_each(|case| self.expr(&case.body));
            }
            ExprKind::Loop(body, condition) => {
                self.expr(body);
                condition.iter().for_each(|expr| self.expr(expr));
            }
            ExprKind::For(_, iterator, body) => {
                self.expr(iterator);
                self.expr(body);
            }
            ExprKind::Break(_, value) | ExprKind::Return(value) => {
                value.iter().for_each(|expr| self.expr(expr))
            }
            ExprKind::Func(function) => self.function(function),
            ExprKind::Try { body, cases, finally } => {
                self.expr(body);
                cases.iter().for_each(|case| self.expr(&case.body));
                finally.iter().for_each(|expr| self.expr(expr));
            }
        }
    }
}
