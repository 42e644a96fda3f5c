//! Programs, declarations, functions, objects.

use std::collections::HashMap;

use diagnostics::Diagnostic;
use source::Span;

use super::Parser;
use crate::ast::{
    Class, Dec, DecField, DecKind, Expr, ExprKind, Function, Import, Mixin, ObjectBlock, ObjectSort, Pattern,
    PatternKind, Program, Sharing, SharingMode, Stability, TypeDec, Visibility,
};
use crate::token::Kind;

impl Parser<'_> {
    pub(super) fn program(&mut self) -> Program {
        let mut program = Program::default();
        while !self.is(Kind::End) {
            let before = self.at;
            if self.is(Kind::Import) {
                let import = self.import();
                if let Some(first) = program.decs.first() {
                    let error =
                        Diagnostic::error("M0001", import.span, "imports stand before everything else");
                    let error = error.related(first.span, "this stands before it");
                    self.error(error);
                }
                program.imports.push(import);
            } else {
                let dec = self.dec();
                program.decs.push(dec);
            }
            self.end_of_top_level(before);
        }
        program
    }

    fn end_of_top_level(&mut self, before: usize) {
        if self.eat(Kind::Semicolon) || self.is(Kind::End) {
            while self.eat(Kind::Semicolon) {}
            return;
        }
        let behind = self.last_span();
        if self.is(Kind::RightBrace) {
            self.unexpected("a declaration");
            self.bump();
            return;
        }
        if self.token().line_before && self.at > before {
            self.error(missing_semicolon(behind.after()));
            return;
        }
        self.unexpected("`;`");
        self.skip_to(Kind::Semicolon, Kind::RightBrace);
        self.eat(Kind::Semicolon);
        if self.at == before {
            self.bump();
        }
    }

    fn import(&mut self) -> Import {
        let start = self.bump().span;
        let pattern = if self.is(Kind::Text) {
            self.unexpected("a name for what is imported");
            Pattern { id: self.node(), span: start, kind: PatternKind::Wild }
        } else {
            self.pattern_nullary()
        };
        self.eat(Kind::Is);
        let url_span = self.span();
        let url = if self.is(Kind::Text) {
            self.bump();
            let text = self.slice(url_span).to_owned();
            self.text_value(&text, url_span)
        } else {
            self.unexpected("a path in quotes");
            String::new()
        };
        Import { pattern, url, url_span, span: self.from(start) }
    }

    /// A declaration or an expression.
    pub(super) fn dec(&mut self) -> Dec {
        let start = self.span();
        let kind = self.deeper(Self::dec_kind, |_| DecKind::Error);
        Dec { span: self.from(start), kind }
    }

    fn dec_kind(&mut self) -> DecKind {
        let start = self.span();
        match self.kind() {
            Kind::Let => self.let_dec(),
            Kind::Var => self.var_dec(),
            Kind::Type => self.type_dec(),
            Kind::Func => {
                self.bump();
                self.named_function(start, Sharing::default())
            }
            Kind::Class => DecKind::Class(Box::new(self.class(Sharing::default(), ObjectSort::Object, None))),
            Kind::Shared | Kind::Query | Kind::Composite => {
                let sharing = self.sharing();
                self.shared_dec(start, sharing)
            }
            Kind::LeftParen if self.kind_at(1) == Kind::With => self.parenthetical_dec(start),
            Kind::Object | Kind::Module | Kind::Actor | Kind::Persistent if self.starts_object() => {
                self.object_dec(start, None)
            }
            Kind::Mixin => self.mixin(start),
            Kind::Include => {
                self.bump();
                let name = self.path();
                let id = self.node();
                let arguments = if self.eat(Kind::LeftParen) {
                    self.list(Kind::Comma, Kind::RightParen, Self::expr)
                } else {
                    Vec::new()
                };
                DecKind::Include { name, arguments, id }
            }
            Kind::Ident if self.slice(self.span()) == "const" || self.is_other_language() => {
                self.other_language()
            }
            _ => DecKind::Expr(self.statement()),
        }
    }

    /// `const x =`, `function f(`, `import` in the middle: words of other languages.
    fn is_other_language(&self) -> bool {
        matches!(self.slice(self.span()), "function" | "fn") && self.kind_at(1) == Kind::Ident
    }

    fn other_language(&mut self) -> DecKind {
        let span = self.span();
        let (word, ours) = if self.slice(span) == "const" { ("const", "let") } else { ("function", "func") };
        if self.kind_at(1) != Kind::Ident {
            return DecKind::Expr(self.statement());
        }
        let message = format!("Motoko has no `{word}`");
        self.error(Diagnostic::error("M0001", span, message).help(format!("write `{ours}`")).fix(span, ours));
        // Read on as if it had been written so.
        if ours == "let" {
            return self.let_dec();
        }
        self.bump();
        self.named_function(span, Sharing::default())
    }

    fn statement(&mut self) -> Expr {
        self.expr()
    }

    /// Whether `actor`, `object`, `module` here opens a block rather than something else such as `actor "id"`.
    fn starts_object(&self) -> bool {
        !(self.is(Kind::Actor) && matches!(self.kind_at(1), Kind::Text | Kind::LeftParen))
    }

    fn parenthetical_dec(&mut self, start: Span) -> DecKind {
        // Reading it to see what follows would read what stands in it twice, and what stands in that four times. Only an actor can
        // have one; whoever checks says so.
        let behind = self.closing(self.at).map_or(Kind::End, |close| self.tokens[close + 1].kind);
        let owners = [Kind::Persistent, Kind::Actor, Kind::Shared, Kind::Module, Kind::Object, Kind::Class];
        if !owners.contains(&behind) {
            return DecKind::Expr(self.expr());
        }
        let parenthetical = self.parenthetical();
        if self.is(Kind::Class) {
            let class = self.class(Sharing::default(), ObjectSort::Object, parenthetical);
            return DecKind::Class(Box::new(class));
        }
        if self.is(Kind::Shared) {
            let sharing = self.sharing();
            let sort = self.object_sort();
            return DecKind::Class(Box::new(self.class(sharing, sort, parenthetical)));
        }
        self.object_dec(start, parenthetical)
    }

    /// Returns where a parenthesis is closed.
    fn closing(&mut self, open: usize) -> Option<usize> {
        let tokens = &self.tokens;
        let closings = self.closings.get_or_insert_with(|| {
            let (mut waiting, mut found) = (Vec::new(), HashMap::new());
            for (at, token) in tokens.iter().enumerate() {
                match token.kind {
                    Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace => waiting.push((at, token.kind)),
                    Kind::RightParen | Kind::RightBracket | Kind::RightBrace => {
                        if let Some((opened, _)) =
                            waiting.pop_if(|(_, opener)| super::expr::closes(*opener, token.kind))
                        {
                            found.insert(opened, at);
                        }
                    }
                    _ => {}
                }
            }
            found
        });
        closings.get(&open).copied()
    }

    fn let_dec(&mut self) -> DecKind {
        self.bump();
        let pattern = self.pattern();
        if self.is(Kind::Assign) {
            let span = self.span();
            self.error(
                Diagnostic::error("M0001", span, "found `:=` where `=` was expected")
                    .help("`let` binds with `=`")
                    .fix(span, "="),
            );
            self.bump();
        } else if !self.eat(Kind::Is) {
            if self.is(Kind::Semicolon) || self.is(Kind::RightBrace) {
                return DecKind::Let { pattern, value: None, otherwise: None };
            }
            self.unexpected("`=`");
        }
        let value = self.expr();
        let otherwise = self.eat(Kind::Else).then(|| self.nest());
        DecKind::Let { pattern, value: Some(value), otherwise }
    }

    fn var_dec(&mut self) -> DecKind {
        self.bump();
        let name = self.ident();
        let annotation = self.eat(Kind::Colon).then(|| self.ty());
        if self.is(Kind::Assign) {
            let span = self.span();
            self.error(
                Diagnostic::error("M0001", span, "found `:=` where `=` was expected")
                    .help("a declaration binds with `=`")
                    .fix(span, "="),
            );
            self.bump();
            let value = Some(self.expr());
            return DecKind::Var { name, annotation, value };
        }
        let value = self.eat(Kind::Is).then(|| self.expr());
        if value.is_none() && !matches!(self.kind(), Kind::Semicolon | Kind::RightBrace) {
            self.unexpected("`=`");
        }
        DecKind::Var { name, annotation, value }
    }

    fn type_dec(&mut self) -> DecKind {
        self.bump();
        let name = self.ident();
        let parameters = if self.is(Kind::Less) { self.type_parameters() } else { Vec::new() };
        self.expect(Kind::Is);
        let body = self.ty();
        DecKind::Type(TypeDec { name, parameters, body })
    }

    /// `shared query ({ caller })`, as far as it goes.
    pub(super) fn sharing(&mut self) -> Sharing {
        let start = self.span();
        let mut mode = SharingMode::Shared;
        self.eat(Kind::Shared);
        if self.eat(Kind::Composite) {
            self.expect(Kind::Query);
            mode = SharingMode::Composite;
        } else if self.eat(Kind::Query) {
            mode = SharingMode::Query;
        }
        let has_context =
            matches!(self.kind(), Kind::LeftParen | Kind::LeftBrace | Kind::Ident | Kind::Underscore);
        let context = has_context.then(|| Box::new(self.pattern_nullary()));
        Sharing { mode, context, span: Some(self.from(start)) }
    }

    fn shared_dec(&mut self, start: Span, sharing: Sharing) -> DecKind {
        if self.eat(Kind::Func) {
            return self.named_function(start, sharing);
        }
        let sort = self.object_sort();
        if self.is(Kind::Class) {
            return DecKind::Class(Box::new(self.class(sharing, sort, None)));
        }
        self.unexpected("`func` or `class`");
        DecKind::Error
    }

    fn object_sort(&mut self) -> ObjectSort {
        self.eat(Kind::Persistent);
        if self.eat(Kind::Actor) {
            ObjectSort::Actor
        } else if self.eat(Kind::Module) {
            ObjectSort::Module
        } else {
            self.eat(Kind::Object);
            ObjectSort::Object
        }
    }

    fn named_function(&mut self, start: Span, sharing: Sharing) -> DecKind {
        let function = self.function(start, sharing);
        if function.name.is_some() {
            return DecKind::Func(function);
        }
        let value = Expr { id: self.node(), span: function.span, kind: ExprKind::Func(Box::new(function)) };
        DecKind::Expr(value)
    }

    /// The rest of a function, behind `func`.
    pub(super) fn function(&mut self, start: Span, sharing: Sharing) -> Function {
        let id = self.node();
        let name = match self.kind() {
            // `func x = e` has no name: x is its parameter.
            Kind::Ident
                if matches!(
                    self.kind_at(1),
                    Kind::LeftParen | Kind::Less | Kind::Ident | Kind::Underscore
                ) =>
            {
                Some(self.ident())
            }
            kind if kind.is_keyword() && matches!(self.kind_at(1), Kind::LeftParen | Kind::Less) => {
                Some(self.ident())
            }
            _ => None,
        };
        let parameters = if self.is(Kind::Less) { self.type_parameters() } else { Vec::new() };
        let patterns = self.bracketed(Self::parameters);
        let result = self.result_type();
        self.arrow_for_result();
        let (body, is_expression) =
            if self.eat(Kind::Is) { (self.expr(), true) } else { (self.bracketed(Self::block), false) };
        Function {
            id,
            span: self.from(start),
            sharing,
            name,
            parameters,
            patterns,
            result,
            body: Box::new(body),
            is_expression,
        }
    }

    fn result_type(&mut self) -> Option<crate::ast::Type> {
        if self.is(Kind::Arrow) {
            let span = self.span();
            let error = Diagnostic::error("M0001", span, "found `->` where `:` was expected");
            self.error(error.help("a function's result type stands behind `:`").fix(span, ":"));
            self.bump();
            return Some(self.ty());
        }
        self.eat(Kind::Colon).then(|| self.ty())
    }

    /// `func (x) => e` is how other languages write it.
    fn arrow_for_result(&mut self) {
        if self.is(Kind::Is) && self.kind_at(1) == Kind::Greater && !self.tokens[self.at + 1].space_before {
            let span = self.span().to(self.tokens[self.at + 1].span);
            self.error(
                Diagnostic::error("M0001", span, "a function has no `=>`")
                    .help("write `=`, or a block")
                    .fix(span, "="),
            );
            self.bump();
            self.bump();
            self.at -= 1;
            self.tokens[self.at].kind = Kind::Is;
        }
    }

    fn object_dec(&mut self, start: Span, parenthetical: Option<Expr>) -> DecKind {
        let before = self.at;
        self.eat(Kind::Persistent);
        let is_class = matches!(
            (self.kind(), self.kind_at(1)),
            (Kind::Actor | Kind::Object | Kind::Module, Kind::Class)
        );
        self.at = before;
        if is_class {
            let sort = self.object_sort();
            return DecKind::Class(Box::new(self.class(Sharing::default(), sort, parenthetical)));
        }
        let block = self.object_block(parenthetical, Some(()));
        if block.name.is_none() && block.sort == ObjectSort::Object {
            // An object without a name is a value.
            return DecKind::Expr(self.make(start, ExprKind::Object(Box::new(block))));
        }
        DecKind::Object(block)
    }

    /// `[persistent] actor|object|module [name] [: T] [=] { fields }`. With `named`, a name may stand before the braces.
    pub(super) fn object_block(&mut self, parenthetical: Option<Expr>, named: Option<()>) -> ObjectBlock {
        let start = parenthetical.as_ref().map_or(self.span(), |expr| expr.span);
        let id = self.node();
        let persistent = self.is(Kind::Persistent);
        let sort = self.object_sort();
        let name = (named.is_some() || self.is(Kind::Ident))
            .then_some(())
            .and_then(|()| self.is(Kind::Ident).then(|| self.ident()));
        let annotation = self.eat(Kind::Colon).then(|| self.ty());
        self.eat(Kind::Is);
        let fields = self.dec_fields();
        let parenthetical = parenthetical.map(Box::new);
        ObjectBlock { id, span: self.from(start), sort, persistent, name, annotation, fields, parenthetical }
    }

    pub(super) fn class(&mut self, sharing: Sharing, sort: ObjectSort, parenthetical: Option<Expr>) -> Class {
        let start = self.span();
        let id = self.node();
        self.expect(Kind::Class);
        let name = self.is(Kind::Ident).then(|| self.ident());
        let parameters = if self.is(Kind::Less) { self.type_parameters() } else { Vec::new() };
        let patterns = self.bracketed(Self::parameters);
        let annotation = self.eat(Kind::Colon).then(|| self.ty());
        let this = (self.eat(Kind::Is) && self.is(Kind::Ident)).then(|| self.ident());
        let fields = self.dec_fields();
        let parenthetical = parenthetical.map(Box::new);
        Class {
            id,
            span: self.from(start),
            sharing,
            sort,
            name,
            parameters,
            patterns,
            annotation,
            this,
            fields,
            parenthetical,
        }
    }

    fn mixin(&mut self, start: Span) -> DecKind {
        self.bump();
        let system = self.is(Kind::Less) && !self.type_parameters().is_empty();
        let parameters = self.bracketed(Self::parameters);
        let fields = self.dec_fields();
        DecKind::Mixin(Mixin { system, parameters, fields, span: self.from(start) })
    }

    fn dec_fields(&mut self) -> Vec<DecField> {
        if !self.expect(Kind::LeftBrace) {
            return Vec::new();
        }
        self.list(Kind::Semicolon, Kind::RightBrace, Self::dec_field)
    }

    fn dec_field(&mut self) -> DecField {
        let start = self.span();
        let mut visibility = None;
        let mut stability = None;
        loop {
            let span = self.span();
            match self.kind() {
                Kind::Public => visibility = Some((Visibility::Public, span)),
                Kind::Private => visibility = Some((Visibility::Private, span)),
                Kind::System => visibility = Some((Visibility::System, span)),
                Kind::Stable => stability = Some((Stability::Stable, span)),
                Kind::Transient => stability = Some((Stability::Transient, span)),
                Kind::Ident
                    if self.slice(span) == "flexible" && matches!(self.kind_at(1), Kind::Let | Kind::Var) =>
                {
                    let error = Diagnostic::error("M0001", span, "`flexible` is no longer written");
                    self.error(error.help("write `transient`").fix(span, "transient"));
                    stability = Some((Stability::Transient, span));
                }
                _ => break,
            }
            self.bump();
        }
        let dec = self.dec();
        DecField { visibility, stability, dec, span: self.from(start) }
    }
}

/// The error for a line that lacks its `;`.
pub(super) fn missing_semicolon(behind: Span) -> Diagnostic {
    Diagnostic::error("M0001", behind, "a `;` is missing here")
        .help("declarations are separated by `;`")
        .fix(behind, ";")
}
