//! The state of writing one program: what is in scope, and what may be used.

use std::collections::BTreeSet;

use super::chance::Chance;
use super::library::{Library, path};
use super::source::{Node, Source};
use super::types::{FIXED, Field, KEYS, Type};

pub(super) struct Writer<'a> {
    pub(super) library: &'a Library,
    pub(super) chance: Chance,
    pub(super) scope: Vec<Variable>,
    /// Types with a name, and what they stand for.
    pub(super) aliases: Vec<(String, Type)>,
    /// Modules in use, by the names under which they are imported.
    pub(super) modules: BTreeSet<String>,
    /// Names and labels made so far.
    count: usize,
    /// Within a function that the library calls: it must not have effects, since how often it is called is not promised.
    pub(super) pure: bool,
    /// Expressions may trap.
    pub(super) risky: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) var: bool,
}

/// What programs need to show values and the order of effects.
const PRELUDE: [&str; 3] = [
    "func tap<T>(name : Text, value : T) : T { Debug.print(name); value };",
    "func showFloat(x : Float) : Text { if (Float.isNaN(x)) \"nan\" else if (x > 1.0e12) \"huge\" else if (x < -1.0e12) \"-huge\" else debug_show (Float.toInt(x * 1000.0)) };",
    "func twice<T>(f : T -> T, value : T) : T = f(f(value));",
];

impl<'a> Writer<'a> {
    pub(super) fn new(library: &'a Library, chance: Chance) -> Self {
        let modules = ["Debug", "Float"].map(str::to_owned).into();
        let (scope, aliases) = (Vec::new(), Vec::new());
        Writer { library, chance, scope, aliases, modules, count: 0, pure: false, risky: false }
    }

    pub(super) fn program(mut self) -> Source {
        let mut body: Vec<Node> = PRELUDE.map(Node::line).into();
        for _ in 0..1 + self.chance.below(3) {
            body.push(self.type_declaration());
        }
        for _ in 0..1 + self.chance.below(4) {
            body.extend(self.declaration());
        }
        for _ in 0..6 + self.chance.below(10) {
            body.extend(self.statement(2));
        }
        // What may trap comes last, so that the rest is compared anyway.
        self.risky = true;
        for _ in 0..1 + self.chance.below(3) {
            body.extend(self.shown_statement());
        }
        let imports = self.modules.iter().map(|alias| format!("import {alias} \"mo:core/{}\";", path(alias)));
        Source { imports: imports.collect(), body }
    }

    pub(super) fn fresh(&mut self, stem: &str) -> String {
        self.count += 1;
        format!("{stem}{}", self.count)
    }

    /// Writes something with more in scope.
    pub(super) fn within<T>(&mut self, inner: Vec<Variable>, write: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.scope.len();
        self.scope.extend(inner);
        let written = write(self);
        self.scope.truncate(outer);
        written
    }

    pub(super) fn declare(&mut self, name: &str, ty: &Type, var: bool) {
        self.scope.push(Variable { name: name.to_owned(), ty: ty.clone(), var });
    }

    pub(super) fn uses(&mut self, ty: &Type) {
        let mut modules = Vec::new();
        ty.modules(&mut modules);
        self.modules.extend(modules);
    }

    /// Returns the text of a type, by its name where it has one.
    pub(super) fn spelled(&mut self, ty: &Type) -> String {
        self.uses(ty);
        let alias = self.aliases.iter().find(|(_, own)| own == ty);
        alias.map_or_else(|| ty.to_string(), |(name, _)| name.clone())
    }

    /// A type as it is written between `<` and `>`. Tuples are written out: `debug_show` of the reference has two pairs of parentheses for
    /// what a case holds if that is a tuple with a name.
    pub(super) fn spelled_argument(&mut self, ty: &Type) -> String {
        if matches!(ty, Type::Tuple(_)) {
            self.uses(ty);
            return ty.to_string();
        }
        self.spelled(ty)
    }

    pub(super) fn simple(&mut self) -> Type {
        let name = match self.chance.below(12) {
            0..=2 => "Nat",
            3..=4 => "Int",
            5..=6 => "Text",
            7 => "Bool",
            8 => "Char",
            9 => "Float",
            10 => "Blob",
            _ => self.chance.pick(&FIXED),
        };
        Type::Prim(name)
    }

    pub(super) fn key(&mut self) -> Type {
        if self.chance.percent(60) {
            return Type::Prim(self.chance.pick(&["Nat", "Text", "Int"]));
        }
        Type::Prim(self.chance.pick(&KEYS))
    }

    /// A type whose values can be shown.
    pub(super) fn plain(&mut self, depth: usize) -> Type {
        loop {
            let ty = self.any(depth);
            if ty.is_plain() {
                return ty;
            }
        }
    }

    /// Any type.
    pub(super) fn any(&mut self, depth: usize) -> Type {
        if depth == 0 || self.chance.percent(35) {
            return self.simple();
        }
        if !self.aliases.is_empty() && self.chance.percent(25) {
            return self.chance.choose(&self.aliases).1.clone();
        }
        match self.chance.below(12) {
            0..=1 => Type::option(self.plain(depth - 1)),
            2 => Type::array(self.plain(depth - 1)),
            3 => Type::VarArray(Box::new(self.plain(depth - 1))),
            4 => Type::Tuple((0..2 + self.chance.below(2)).map(|_| self.plain(depth - 1)).collect()),
            5 => self.record(depth - 1),
            6 => self.variant(depth - 1),
            7 => {
                let args = (0..self.chance.below(3)).map(|_| self.plain(depth - 1)).collect();
                Type::func(args, self.plain(depth - 1))
            }
            8 => Type::Named("Result.Result".into(), vec![self.plain(depth - 1), self.plain(depth - 1)]),
            9 => Type::Named("Order.Order".into(), vec![]),
            _ => self.collection(),
        }
    }

    pub(super) fn record(&mut self, depth: usize) -> Type {
        let mut fields: Vec<Field> = Vec::new();
        for name in ["a", "b", "c", "id", "name"] {
            if self.chance.percent(50) {
                let (var, ty) = (self.chance.percent(20), self.plain(depth));
                fields.push(Field { name: name.into(), var, ty });
            }
        }
        Type::Record(fields)
    }

    pub(super) fn variant(&mut self, depth: usize) -> Type {
        let mut cases = Vec::new();
        for tag in ["red", "leaf", "node", "ok", "big"] {
            if self.chance.percent(50) || (tag == "big" && cases.is_empty()) {
                let ty = if self.chance.percent(50) { Type::unit() } else { self.plain(depth) };
                cases.push((tag.to_owned(), ty));
            }
        }
        Type::Variant(cases)
    }
}
