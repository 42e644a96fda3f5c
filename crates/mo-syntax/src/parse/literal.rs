//! Literals: their text to their value.

use diagnostics::Diagnostic;
use source::Span;

use super::Parser;
use crate::ast::Literal;
use crate::token::Kind;

impl Parser<'_> {
    /// Whether the current token is a literal.
    pub(super) fn at_literal(&self) -> bool {
        matches!(
            self.kind(),
            Kind::Nat | Kind::Float | Kind::Char | Kind::Text | Kind::Null | Kind::True | Kind::False
        )
    }

    /// Takes a literal; the current token is one.
    pub(super) fn literal(&mut self) -> Literal {
        let token = self.bump();
        let text = self.slice(token.span).to_owned();
        match token.kind {
            Kind::Null => Literal::Null,
            Kind::True => Literal::Bool(true),
            Kind::False => Literal::Bool(false),
            Kind::Nat => Literal::Nat(text.replace('_', "")),
            Kind::Float => Literal::Float(text.replace('_', "")),
            Kind::Char => self.char_value(&text, token.span),
            _ => match String::from_utf8(self.bytes_value(&text, token.span)) {
                Ok(text) => Literal::Text(text),
                Err(bytes) => Literal::Bytes(bytes.into_bytes()),
            },
        }
    }

    fn char_value(&mut self, text: &str, span: Span) -> Literal {
        let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or("");
        let value = String::from_utf8(self.unescape(inner, span)).unwrap_or_default();
        let mut chars = value.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Literal::Char(c),
            _ => {
                self.error(Diagnostic::error(
                    "M0002",
                    span,
                    "a character literal holds exactly one character",
                ));
                Literal::Char('?')
            }
        }
    }

    pub(super) fn text_value(&mut self, text: &str, span: Span) -> String {
        String::from_utf8(self.bytes_value(text, span)).unwrap_or_else(|_| {
            self.error(Diagnostic::error("M0002", span, "the bytes of this text are not UTF-8"));
            String::new()
        })
    }

    fn bytes_value(&mut self, text: &str, span: Span) -> Vec<u8> {
        let inner = text.strip_prefix('"').unwrap_or(text);
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        self.unescape(inner, span)
    }

    /// Resolves escapes. `\hh` names a byte.
    fn unescape(&mut self, text: &str, span: Span) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            bytes.extend_from_slice(&rest.as_bytes()[..at]);
            rest = &rest[at + 1..];
            match escape(rest) {
                Some((escaped, length)) => {
                    bytes.extend(escaped);
                    rest = &rest[length..];
                }
                None => {
                    let found: String = rest.chars().take(1).collect();
                    let message = format!(
                        "`\\{found}` is no escape; those known are \\n \\r \\t \\\\ \\\" \\' \\u{{hex}} \\hh"
                    );
                    self.error(Diagnostic::error("M0002", span, message));
                }
            }
        }
        bytes.extend_from_slice(rest.as_bytes());
        bytes
    }
}

/// Where the end of `\u{hex}` is looked for.
const CODE_POINT_BYTES_MAX: usize = 64;

/// Returns the bytes of the escape behind a backslash, and how much of the text it takes.
fn escape(text: &str) -> Option<(Vec<u8>, usize)> {
    let simple = match text.bytes().next()? {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        c @ (b'\\' | b'"' | b'\'') => c,
        b'u' => {
            let end = text.bytes().take(CODE_POINT_BYTES_MAX).position(|byte| byte == b'}')?;
            let digits = text.get(2..end).filter(|_| text.starts_with("u{"))?.replace('_', "");
            let c = char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?;
            return Some((c.to_string().into_bytes(), end + 1));
        }
        _ => {
            let byte = u8::from_str_radix(text.get(..2)?, 16).ok()?;
            return Some((vec![byte], 2));
        }
    };
    Some((vec![simple], 1))
}
