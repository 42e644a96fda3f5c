//! `switch` and the patterns of its cases.

use super::types::Type;
use super::writer::{Variable, Writer};

/// A pattern with the variables that it binds.
struct Pattern {
    text: String,
    binds: Vec<Variable>,
}

impl Writer<'_> {
    /// A `switch` over a new value, each case giving a value of the type.
    pub(super) fn switch(&mut self, ty: &Type, depth: usize, checked: bool) -> String {
        let subject = self.subject();
        let value = self.expression(&subject, depth, false);
        let mut cases = String::new();
        for pattern in self.patterns(&subject) {
            let result = self.within(pattern.binds, |own| own.expression(ty, depth, checked));
            cases.push_str(&format!(" case ({}) {{ {result} }};", pattern.text));
        }
        format!("(switch ({value}) {{{cases} }})")
    }

    /// The cases of a `switch` statement: each pattern with what it binds.
    pub(super) fn cases(&mut self, subject: &Type) -> Vec<(String, Vec<Variable>)> {
        self.patterns(subject).into_iter().map(|it| (it.text, it.binds)).collect()
    }

    /// A type whose values are worth looking into.
    pub(super) fn subject(&mut self) -> Type {
        match self.chance.below(6) {
            0 => Type::option(self.plain(1)),
            1..=2 => self.variant(1),
            3 => Type::Tuple(vec![self.plain(1), self.plain(1)]),
            4 => Type::Prim(self.chance.pick(&["Nat", "Int", "Text", "Bool", "Char", "Int8", "Nat32"])),
            _ => self.plain(2),
        }
    }

    /// Patterns that together take every value.
    fn patterns(&mut self, subject: &Type) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for _ in 0..self.chance.below(3) {
            patterns.push(self.pattern(subject, 2));
        }
        if self.chance.percent(70) {
            patterns.extend(self.each(subject));
        } else {
            patterns.push(self.anything(subject));
        }
        patterns
    }

    /// One pattern for each form of value.
    fn each(&mut self, subject: &Type) -> Vec<Pattern> {
        match subject {
            Type::Option(inner) => {
                let inner = self.anything(inner);
                vec![inner.inside("?", ""), Pattern::plain("null")]
            }
            Type::Variant(cases) => cases
                .clone()
                .iter()
                .map(|(tag, payload)| {
                    if payload.is_unit() {
                        return Pattern::plain(&format!("#{tag}"));
                    }
                    self.anything(payload).inside(&format!("#{tag}("), ")")
                })
                .collect(),
            Type::Prim("Bool") => vec![Pattern::plain("true"), Pattern::plain("false")],
            _ => vec![self.anything(subject)],
        }
    }

    fn anything(&mut self, subject: &Type) -> Pattern {
        match subject {
            _ if self.chance.percent(20) => Pattern::plain("_"),
            Type::Tuple(parts) if !parts.is_empty() && self.chance.percent(60) => {
                let parts = parts.iter().map(|part| self.anything(part)).collect();
                Pattern::joined("(", parts, ")")
            }
            Type::Record(fields) if self.chance.percent(60) => {
                let mut parts = Vec::new();
                for field in fields.iter().filter(|field| !field.var) {
                    if self.chance.percent(70) {
                        parts.push(self.anything(&field.ty).inside(&format!("{} = ", field.name), ""));
                    }
                }
                Pattern::all("{ ", parts, "; ", " }")
            }
            _ => self.binding(subject),
        }
    }

    fn binding(&mut self, subject: &Type) -> Pattern {
        let name = self.fresh("v");
        let text = if self.chance.percent(15) {
            format!("({name} : {})", self.spelled(subject))
        } else {
            name.clone()
        };
        Pattern { text, binds: vec![Variable { name, ty: subject.clone(), var: false }] }
    }

    /// A pattern that need not take every value.
    fn pattern(&mut self, subject: &Type, depth: usize) -> Pattern {
        if depth == 0 || self.chance.percent(15) {
            return self.anything(subject);
        }
        if self.chance.percent(12) {
            let (left, right) = (self.literals(subject), self.literals(subject));
            if let (Some(left), Some(right)) = (left, right) {
                return Pattern::plain(&format!("({left} or {right})"));
            }
        }
        if self.chance.percent(8) {
            let parts = vec![self.binding(subject), self.pattern(subject, depth - 1)];
            return Pattern::all("(", parts, " and ", ")");
        }
        match subject {
            Type::Option(inner) if self.chance.percent(70) => {
                self.pattern(inner, depth - 1).inside("?(", ")")
            }
            Type::Option(_) => Pattern::plain("null"),
            Type::Variant(cases) => {
                let (tag, payload) = self.chance.choose(cases).clone();
                if payload.is_unit() {
                    return Pattern::plain(&format!("#{tag}"));
                }
                self.pattern(&payload, depth - 1).inside(&format!("#{tag}("), ")")
            }
            Type::Tuple(parts) if !parts.is_empty() => {
                let parts = parts.iter().map(|part| self.pattern(part, depth - 1)).collect();
                Pattern::joined("(", parts, ")")
            }
            Type::Record(fields) => {
                let fixed: Vec<_> = fields.iter().filter(|field| !field.var).cloned().collect();
                let parts = fixed.iter().map(|field| {
                    self.pattern(&field.ty, depth - 1).inside(&format!("{} = ", field.name), "")
                });
                Pattern::all("{ ", parts.collect(), "; ", " }")
            }
            _ => match self.literals(subject) {
                Some(text) => Pattern::plain(&text),
                None => self.anything(subject),
            },
        }
    }

    /// A literal as a pattern.
    fn literals(&mut self, subject: &Type) -> Option<String> {
        let choices: &[&str] = match subject {
            Type::Prim("Bool") => &["true", "false"],
            Type::Prim("Nat" | "Nat8" | "Nat16" | "Nat32" | "Nat64") => &["0", "1", "2", "3", "5", "0x10"],
            Type::Prim("Int" | "Int8" | "Int16" | "Int32" | "Int64") => &["0", "1", "-1", "7", "+2"],
            Type::Prim("Text") => &["\"\"", "\"a\"", "\"hello\""],
            Type::Prim("Char") => &["'a'", "'0'", "'\\n'"],
            Type::Option(_) => &["null"],
            _ => return None,
        };
        Some(self.chance.pick(choices).into())
    }
}

impl Pattern {
    fn plain(text: &str) -> Pattern {
        Pattern { text: text.to_owned(), binds: Vec::new() }
    }

    fn inside(self, before: &str, after: &str) -> Pattern {
        Pattern { text: format!("{before}{}{after}", self.text), ..self }
    }

    fn joined(before: &str, parts: Vec<Pattern>, after: &str) -> Pattern {
        Pattern::all(before, parts, ", ", after)
    }

    fn all(before: &str, parts: Vec<Pattern>, between: &str, after: &str) -> Pattern {
        let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        let text = format!("{before}{}{after}", texts.join(between));
        Pattern { text, binds: parts.into_iter().flat_map(|part| part.binds).collect() }
    }
}
