//! Characters to tokens. Comments are set aside; nothing is lost.

use diagnostics::Diagnostic;
use source::{FileId, Span};

use crate::token::{Kind, Token};

/// A comment and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
    /// Whether it documents what follows: `///` or `/** */`.
    pub doc: bool,
}

pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) errors: Vec<Diagnostic>,
}

/// Splits a text into tokens; the last one is always [`Kind::End`].
pub(crate) fn lex(file: FileId, text: &str) -> Lexed {
    let mut lexer = Lexer { file, text, at: 0, tokens: Vec::new(), comments: Vec::new(), errors: Vec::new() };
    lexer.run();
    Lexed { tokens: lexer.tokens, comments: lexer.comments, errors: lexer.errors }
}

struct Lexer<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    comments: Vec<Comment>,
    errors: Vec<Diagnostic>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        loop {
            let (space_before, line_before) = self.skip_space();
            let start = self.at;
            let kind = self.token();
            let span = self.span(start);
            self.tokens.push(Token { kind, span, space_before, line_before });
            if kind == Kind::End {
                return;
            }
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.file, start, self.at)
    }

    fn error(&mut self, code: &'static str, start: usize, message: impl Into<String>) {
        // The parser tells no more than the first of them either.
        if self.errors.len() < crate::parse::ERRORS_MAX {
            let span = self.span(start);
            self.errors.push(Diagnostic::error(code, span, message));
        }
    }

    fn take_while(&mut self, test: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !test(c)).unwrap_or(rest.len());
    }

    /// Skips white space and comments; says whether there was any, and whether a line ended.
    fn skip_space(&mut self) -> (bool, bool) {
        let start = self.at;
        let comments = self.comments.len();
        loop {
            self.take_while(char::is_whitespace);
            let comment = self.at;
            if self.rest().starts_with("//") {
                self.take_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                self.block_comment();
            } else {
                break;
            }
            let text = &self.text[comment..self.at];
            let doc = text.starts_with("///") || (text.starts_with("/**") && text.len() > 4);
            self.comments.push(Comment { span: self.span(comment), doc });
        }
        let skipped = &self.text[start..self.at];
        // A comment right behind a token still separates it from the next.
        (
            !skipped.is_empty() || comments != self.comments.len() || start == 0,
            skipped.contains('\n') || start == 0,
        )
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0usize;
        while self.at < self.text.len() {
            if self.rest().starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else {
                self.at += self.peek().map_or(1, char::len_utf8);
            }
        }
        self.error("M0002", start, "this comment has no end `*/`");
    }

    fn token(&mut self) -> Kind {
        match self.peek() {
            None => Kind::End,
            Some(c) if c.is_ascii_alphabetic() || c == '_' => self.word(),
            Some(c) if c.is_ascii_digit() => self.number(),
            Some('"') => self.text_literal(),
            Some('\'') => self.char_literal(),
            Some(c) => self.symbol(c),
        }
    }

    fn word(&mut self) -> Kind {
        let start = self.at;
        self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        match &self.text[start..self.at] {
            "_" => Kind::Underscore,
            word => Kind::of_word(word),
        }
    }

    fn number(&mut self) -> Kind {
        let starts_hex = self.rest().strip_prefix("0x").or_else(|| self.rest().strip_prefix("0X"));
        let hex = starts_hex.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
        if hex {
            self.at += 2;
        }
        self.digits(hex);
        let mut float = false;
        // `1.` is a float, but `1.toText()` and a tuple's `t.0.1` are not.
        if let Some(behind) = self.rest().strip_prefix('.')
            && !behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '.')
            && !self.follows_dot()
        {
            float = true;
            self.at += 1;
            self.digits(hex);
        }
        let exponents: [char; 2] = if hex { ['p', 'P'] } else { ['e', 'E'] };
        if self.rest().starts_with(exponents) {
            let behind = &self.rest()[1..];
            let digits = behind.strip_prefix(['+', '-']).unwrap_or(behind);
            if digits.starts_with(|c: char| c.is_ascii_digit()) {
                float = true;
                self.at += 1 + (behind.len() - digits.len());
                self.digits(false);
            }
        }
        if float { Kind::Float } else { Kind::Nat }
    }

    /// Digits, with single underscores between them.
    fn digits(&mut self, hex: bool) {
        let is_digit = |c: char| if hex { c.is_ascii_hexdigit() } else { c.is_ascii_digit() };
        loop {
            self.take_while(is_digit);
            let goes_on = self.rest().strip_prefix('_').is_some_and(|rest| rest.starts_with(is_digit));
            let behind_digit = self.text[..self.at].ends_with(is_digit);
            if !(goes_on && behind_digit) {
                return;
            }
            self.at += 1;
        }
    }

    /// Whether the number being read is a projection such as the `0` of `pair.0`.
    fn follows_dot(&self) -> bool {
        self.tokens
            .last()
            .is_some_and(|token| token.kind == Kind::Dot && token.span.end as usize == self.number_start())
    }

    fn number_start(&self) -> usize {
        let before = &self.text[..self.at];
        before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1)
    }

    fn text_literal(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => {
                    self.error("M0002", start, "this text has no closing quote");
                    return Kind::Text;
                }
                Some('"') => {
                    self.at += 1;
                    return Kind::Text;
                }
                Some('\\') => self.skip_escape(),
                Some(c) => self.at += c.len_utf8(),
            }
        }
    }

    fn skip_escape(&mut self) {
        self.at += 1;
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn char_literal(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some('\\') => {
                self.skip_escape();
                self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '{' | '}' | '_'));
            }
            Some(c) => self.at += c.len_utf8(),
            None => {}
        }
        if self.rest().starts_with('\'') {
            self.at += 1;
        } else {
            self.error("M0002", start, "a character is written between two single quotes, like 'c'");
        }
        Kind::Char
    }

    fn symbol(&mut self, first: char) -> Kind {
        let start = self.at;
        for (text, kind) in Kind::symbols(self.rest()) {
            if self.rest().starts_with(text) && self.symbol_fits(text, *kind) {
                self.at += text.len();
                return *kind;
            }
        }
        self.at += first.len_utf8();
        self.error("M0002", start, format!("`{first}` starts nothing in Motoko"));
        Kind::Unknown
    }

    /// Some symbols are only themselves in the right surroundings: `??T` is two options, and `>>` closes two type
    /// argument lists unless a space stands before it.
    fn symbol_fits(&self, text: &str, kind: Kind) -> bool {
        let space_before = self.text[..self.at].ends_with(char::is_whitespace);
        let space_after = self.text[self.at + text.len()..].starts_with(char::is_whitespace);
        match kind {
            Kind::Coalesce => space_before && space_after,
            Kind::ShiftRight | Kind::ShiftRightAssign => space_before,
            Kind::RotateRight | Kind::RotateRightAssign => space_before,
            _ => true,
        }
    }
}
