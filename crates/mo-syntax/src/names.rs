//! The names that declarations and patterns bring into scope.

use crate::ast::{Dec, DecKind, NodeId, ObjectSort, Pattern, PatternField, PatternKind};

impl Dec {
    /// Returns the names of the values that it declares; those of types are apart.
    pub fn names(&self) -> Vec<String> {
        match &self.kind {
            DecKind::Let { pattern, .. } => pattern.bound().into_iter().map(|(name, _)| name).collect(),
            DecKind::Var { name, .. } => vec![name.name.clone()],
            DecKind::Func(function) => function.name.iter().map(|name| name.name.clone()).collect(),
            DecKind::Class(class) => class.name.iter().map(|name| name.name.clone()).collect(),
            DecKind::Object(block) => block.name.iter().map(|name| name.name.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns whether it is an actor or an actor class.
    pub fn is_actor(&self) -> bool {
        match &self.kind {
            DecKind::Object(block) => block.sort == ObjectSort::Actor,
            DecKind::Class(class) => class.sort == ObjectSort::Actor,
            _ => false,
        }
    }
}

impl Pattern {
    /// Returns the names that it binds, with the nodes that have their types. Alternatives bind the same names.
    pub fn bound(&self) -> Vec<(String, NodeId)> {
        match &self.kind {
            PatternKind::Name(name) => vec![(name.clone(), self.id)],
            PatternKind::Tuple(parts) => parts.iter().flat_map(Pattern::bound).collect(),
            PatternKind::Record(fields) => fields
                .iter()
                .flat_map(|field| match field {
                    PatternField::Value { pattern: Some(pattern), .. } => pattern.bound(),
                    PatternField::Value { name, pattern: None, id } => vec![(name.name.clone(), *id)],
                    PatternField::Type(_) => Vec::new(),
                })
                .collect(),
            PatternKind::Tag(_, Some(inner))
            | PatternKind::Option(inner)
            | PatternKind::Annotation(inner, _) => inner.bound(),
            PatternKind::Or(left, _) => left.bound(),
            PatternKind::And(left, right) => [left.bound(), right.bound()].concat(),
            _ => Vec::new(),
        }
    }

    /// Returns the name, if the pattern is one, with or without its type.
    pub fn simple_name(&self) -> Option<&str> {
        match &self.kind {
            PatternKind::Name(name) => Some(name),
            PatternKind::Annotation(inner, _) => inner.simple_name(),
            _ => None,
        }
    }
}
