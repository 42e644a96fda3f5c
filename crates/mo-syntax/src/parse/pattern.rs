//! Patterns.

use super::Parser;
use crate::ast::{Pattern, PatternField, PatternKind, UnaryOp};
use crate::token::Kind;

impl Parser<'_> {
    /// Any pattern: annotations and `or` bind weakest.
    pub(super) fn pattern(&mut self) -> Pattern {
        self.deeper(Self::pattern_inner, |parser| parser.error_pattern())
    }

    fn error_pattern(&mut self) -> Pattern {
        Pattern { id: self.node(), span: self.span(), kind: PatternKind::Error }
    }

    fn pattern_inner(&mut self) -> Pattern {
        let start = self.span();
        let mut left = self.pattern_unary();
        loop {
            let kind = match self.kind() {
                Kind::Or => {
                    self.bump();
                    PatternKind::Or(Box::new(left), Box::new(self.pattern_unary()))
                }
                Kind::And => {
                    self.bump();
                    PatternKind::And(Box::new(left), Box::new(self.pattern_unary()))
                }
                Kind::Colon => {
                    self.bump();
                    PatternKind::Annotation(Box::new(left), self.ty())
                }
                _ => return left,
            };
            left = Pattern { id: self.node(), span: self.from(start), kind };
            self.link();
        }
    }

    fn pattern_unary(&mut self) -> Pattern {
        self.deeper(Self::pattern_unary_inner, |parser| parser.error_pattern())
    }

    fn pattern_unary_inner(&mut self) -> Pattern {
        let start = self.span();
        let kind = match self.kind() {
            Kind::Hash => {
                self.bump();
                let name = self.ident();
                let payload = self.starts_pattern().then(|| Box::new(self.pattern_nullary()));
                PatternKind::Tag(name, payload)
            }
            Kind::Question => {
                self.bump();
                PatternKind::Option(Box::new(self.pattern_unary()))
            }
            Kind::Minus | Kind::Plus => {
                let op = if self.is(Kind::Minus) { UnaryOp::Minus } else { UnaryOp::Plus };
                self.bump();
                if self.at_literal() {
                    PatternKind::Signed(op, self.literal())
                } else {
                    self.unexpected("a number");
                    PatternKind::Error
                }
            }
            _ => return self.pattern_nullary(),
        };
        Pattern { id: self.node(), span: self.from(start), kind }
    }

    fn starts_pattern(&self) -> bool {
        self.at_literal()
            || matches!(self.kind(), Kind::LeftParen | Kind::Ident | Kind::Underscore)
            || (self.is(Kind::LeftBrace) && !self.braceless && self.looks_like_record_pattern())
    }

    /// Whether `{` opens a record pattern rather than the body of a case: `case (#a) { .. }` has a parenthesis between,
    /// but `case #a { .. }` has not.
    fn looks_like_record_pattern(&self) -> bool {
        matches!(
            (self.kind_at(1), self.kind_at(2)),
            (Kind::Ident, Kind::Semicolon | Kind::RightBrace | Kind::Is | Kind::Colon)
        )
    }

    /// A pattern that needs no parentheses as an argument.
    pub(super) fn pattern_nullary(&mut self) -> Pattern {
        let start = self.span();
        let kind = match self.kind() {
            Kind::Underscore => {
                self.bump();
                PatternKind::Wild
            }
            Kind::Ident => {
                let name = self.ident();
                PatternKind::Name(name.name)
            }
            Kind::LeftParen => {
                self.bump();
                let mut parts = self.list(Kind::Comma, Kind::RightParen, Self::pattern);
                if parts.len() == 1 {
                    let only = parts.remove(0);
                    // One more pair of parentheses makes a tuple an argument of its own.
                    return Pattern { span: self.from(start), ..only };
                }
                PatternKind::Tuple(parts)
            }
            Kind::LeftBrace => {
                self.bump();
                PatternKind::Record(self.list(Kind::Semicolon, Kind::RightBrace, Self::pattern_field))
            }
            _ if self.at_literal() => PatternKind::Literal(self.literal()),
            kind if kind.is_keyword()
                && matches!(self.kind_at(1), Kind::Is | Kind::Colon | Kind::Comma | Kind::RightParen) =>
            {
                let name = self.ident();
                PatternKind::Name(name.name)
            }
            _ => {
                self.unexpected("a pattern");
                PatternKind::Error
            }
        };
        Pattern { id: self.node(), span: self.from(start), kind }
    }

    fn pattern_field(&mut self) -> PatternField {
        if self.eat(Kind::Type) {
            return PatternField::Type(self.ident());
        }
        let name = self.ident();
        let id = self.node();
        let start = name.span;
        let annotation = self.eat(Kind::Colon).then(|| self.ty());
        let pattern = self.eat(Kind::Is).then(|| self.pattern());
        let pattern = match (annotation, pattern) {
            (None, pattern) => pattern,
            (Some(ty), pattern) => {
                let inner = pattern.unwrap_or_else(|| Pattern {
                    id: self.node(),
                    span: start,
                    kind: PatternKind::Name(name.name.clone()),
                });
                let kind = PatternKind::Annotation(Box::new(inner), ty);
                Some(Pattern { id: self.node(), span: self.from(start), kind })
            }
        };
        PatternField::Value { name, pattern, id }
    }

    /// The argument patterns of a function: the parts of a tuple, or one.
    pub(super) fn parameters(&mut self) -> Vec<Pattern> {
        if !self.is(Kind::LeftParen) {
            return vec![self.pattern_nullary()];
        }
        self.bump();
        self.list(Kind::Comma, Kind::RightParen, Self::pattern)
    }
}
