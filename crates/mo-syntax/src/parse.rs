//! Recursive descent with operator precedence. It recovers at semicolons, closing brackets and the starts of declarations.

mod dec;
mod expr;
mod literal;
mod pattern;
mod types;

use std::collections::HashMap;

use diagnostics::Diagnostic;
use source::{FileId, Span};

use crate::ast::{Ident, NodeId, Program};
use crate::lex::{Comment, lex};
use crate::token::{Kind, Token};

/// A tree, its comments, and what was wrong with the text.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub program: Program,
    pub comments: Vec<Comment>,
    pub errors: Vec<Diagnostic>,
}

/// How deeply expressions, types and patterns may nest. Deeper text is answered with an error instead of a stack overflow.
const DEPTH_MAX: u32 = 200;

/// How high trees may be. Chains of operators and of what stands behind a name make them high without nesting in the text.
const HEIGHT_MAX: u32 = 6_000;

/// After so many errors in one file the rest is noise.
pub(crate) const ERRORS_MAX: usize = 50;

/// Errors are not found quite in the order of the text, so more of them are kept than are told.
const ERRORS_KEPT_MAX: usize = 20 * ERRORS_MAX;

/// Parses a file.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let lexed = lex(file, text);
    let mut parser = Parser {
        text,
        tokens: lexed.tokens,
        at: 0,
        errors: lexed.errors,
        nodes: 0,
        depth: 0,
        height: 0,
        braceless: false,
        angles: HashMap::new(),
        closings: None,
    };
    let mut program = parser.program();
    program.nodes = parser.nodes;
    let mut errors = parser.errors;
    errors.sort_by_key(|error| error.primary.start);
    errors.truncate(ERRORS_MAX);
    Parsed { program, comments: lexed.comments, errors }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    errors: Vec<Diagnostic>,
    nodes: u32,
    depth: u32,
    /// How high the tree is that was read since the parse at the present depth began.
    height: u32,
    /// In the head of `if c {`: a brace behind an operand opens the body rather than an argument.
    braceless: bool,
    /// Which `<` were found to open type arguments, and which were found not to.
    angles: HashMap<usize, bool>,
    /// Where each parenthesis is closed, once somebody asks.
    closings: Option<HashMap<usize, usize>>,
}

impl Parser<'_> {
    fn token(&self) -> Token {
        self.tokens[self.at]
    }

    fn kind(&self) -> Kind {
        self.token().kind
    }

    fn kind_at(&self, ahead: usize) -> Kind {
        self.tokens.get(self.at + ahead).map_or(Kind::End, |token| token.kind)
    }

    fn span(&self) -> Span {
        self.token().span
    }

    /// The span of the token before the current one.
    fn last_span(&self) -> Span {
        self.tokens[self.at.saturating_sub(1)].span
    }

    fn from(&self, start: Span) -> Span {
        if self.last_span().end < start.start { start } else { start.to(self.last_span()) }
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    fn bump(&mut self) -> Token {
        let token = self.token();
        if token.kind != Kind::End {
            self.at += 1;
        }
        token
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    fn eat(&mut self, kind: Kind) -> bool {
        let found = self.is(kind);
        if found {
            self.bump();
        }
        found
    }

    fn node(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId(self.nodes - 1)
    }

    fn error(&mut self, error: Diagnostic) {
        if self.errors.len() >= ERRORS_KEPT_MAX {
            return;
        }
        // One error for one place: what follows from the first is not news.
        if self.errors.last().is_none_or(|last| last.primary != error.primary) {
            self.errors.push(error);
        }
    }

    fn unexpected(&mut self, expected: &str) {
        if self.errors.len() >= ERRORS_KEPT_MAX {
            return;
        }
        let found = self.token();
        let words = match found.kind {
            Kind::Ident => format!("the name `{}`", self.slice(found.span)),
            kind => kind.describe().to_owned(),
        };
        let mut error =
            Diagnostic::error("M0001", found.span, format!("found {words} where {expected} was expected"));
        if found.kind.is_keyword() && expected == "a name" {
            let word = self.slice(found.span).to_owned();
            error = error
                .help(format!("`{word}` is a reserved word; another name, such as `{word}_`, can be used"))
                .suggest(found.span, format!("{word}_"));
        }
        self.error(error);
    }

    /// Takes a token of the kind, or says that it is missing and goes on as if it were there.
    fn expect(&mut self, kind: Kind) -> bool {
        if self.eat(kind) {
            return true;
        }
        self.unexpected(kind.describe());
        false
    }

    fn ident(&mut self) -> Ident {
        let span = self.span();
        if self.is(Kind::Ident) {
            self.bump();
            return Ident { name: self.slice(span).to_owned(), span };
        }
        self.unexpected("a name");
        if self.kind().is_keyword() && !self.starts_dec() {
            self.bump();
        }
        Ident { name: "_error".into(), span }
    }

    /// Runs a parse one level deeper, or refuses when that is too deep.
    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> T, refuse: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= DEPTH_MAX {
            let span = self.span();
            self.error(Diagnostic::error(
                "M0001",
                span,
                format!("this nests more than {DEPTH_MAX} levels deep"),
            ));
            // Nothing of what nests so deeply can be understood; go to the end rather than fail once for each level.
            self.at = self.tokens.len() - 1;
            return refuse(self);
        }
        let beside = std::mem::take(&mut self.height);
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        self.height = beside.max(self.height + 1);
        result
    }

    /// Notes that what was read becomes a part of one more node, and stops where that makes the tree too high.
    fn link(&mut self) {
        self.height += 1;
        if self.height >= HEIGHT_MAX && !self.is(Kind::End) {
            let message = format!("this is a chain of more than {HEIGHT_MAX} links");
            let span = self.last_span();
            self.error(
                Diagnostic::error("M0001", span, message).help("give a part of it a name, with `let`"),
            );
            self.at = self.tokens.len() - 1;
        }
    }

    /// Parses with braces allowed as arguments again: inside any bracket.
    fn bracketed<T>(&mut self, parse: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.braceless, false);
        let result = parse(self);
        self.braceless = before;
        result
    }

    /// Parses items up to a closing token, with separators between them. Skips what fits nowhere.
    fn list<T>(&mut self, separator: Kind, close: Kind, mut item: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        self.bracketed(|parser| {
            while !parser.is(close) && !parser.is(Kind::End) {
                let before = parser.at;
                items.push(item(parser));
                if parser.is(close) || parser.eat(separator) {
                    continue;
                }
                if parser.wrong_separator(separator) {
                    continue;
                }
                if separator == Kind::Semicolon && parser.at > before && parser.can_go_on() {
                    let behind = parser.last_span().after();
                    parser.error(dec::missing_semicolon(behind));
                    continue;
                }
                parser.unexpected(&format!("{} or {}", separator.describe(), close.describe()));
                if parser.at == before || !parser.can_go_on() {
                    parser.skip_to(separator, close);
                    if !parser.eat(separator) && parser.at == before {
                        // What stands here belongs to something further out.
                        break;
                    }
                }
            }
            parser.expect(close);
        });
        items
    }

    /// Accepts `,` for `;` and the other way round, with an error.
    fn wrong_separator(&mut self, separator: Kind) -> bool {
        let other = if separator == Kind::Comma { Kind::Semicolon } else { Kind::Comma };
        if !self.is(other) {
            return false;
        }
        let span = self.span();
        let text = if separator == Kind::Comma { "," } else { ";" };
        self.error(
            Diagnostic::error(
                "M0001",
                span,
                format!("found {} where `{text}` was expected", other.describe()),
            )
            .help(format!("parts are separated by `{text}` here"))
            .fix(span, text),
        );
        self.bump();
        true
    }

    /// Whether an item may start here although a separator is missing.
    fn can_go_on(&self) -> bool {
        self.token().line_before
            && !matches!(self.kind(), Kind::RightBrace | Kind::RightParen | Kind::RightBracket)
    }

    fn skip_to(&mut self, separator: Kind, close: Kind) {
        let mut depth = 0u32;
        while !self.is(Kind::End) {
            let kind = self.kind();
            if depth == 0
                && (kind == separator || kind == close || (self.token().line_before && self.starts_dec()))
            {
                return;
            }
            match kind {
                Kind::LeftBrace | Kind::LeftParen | Kind::LeftBracket => depth += 1,
                Kind::RightBrace | Kind::RightParen | Kind::RightBracket if depth == 0 => return,
                Kind::RightBrace | Kind::RightParen | Kind::RightBracket => depth -= 1,
                _ => {}
            }
            self.bump();
        }
    }

    /// Whether the current token begins a declaration and nothing else.
    fn starts_dec(&self) -> bool {
        matches!(
            self.kind(),
            Kind::Let
                | Kind::Var
                | Kind::Type
                | Kind::Func
                | Kind::Public
                | Kind::Private
                | Kind::Class
                | Kind::Import
                | Kind::Include
                | Kind::Module
                | Kind::Persistent
                | Kind::Transient
                | Kind::Stable
        )
    }
}

#[cfg(test)]
mod tests;
