//! Expressions.

use diagnostics::Diagnostic;
use source::Span;

use super::Parser;
use crate::ast::{
    AwaitKind, BinaryOp, Call, Case, CompareOp, Expr, ExprKind, Ident, ObjectSort, RecordField, Sharing,
    UnaryOp,
};
use crate::token::Kind;

/// An infix operator: how strongly it binds, and what it builds.
enum Infix {
    Binary(BinaryOp),
    Compare(CompareOp),
    And,
    Or,
    Pipe,
    Coalesce,
    Annotation,
}

const COMPARISON: u8 = 6;

impl Parser<'_> {
    /// Any expression that is not a declaration.
    pub(super) fn expr(&mut self) -> Expr {
        self.deeper(Self::expr_inner, Self::error_expr)
    }

    pub(super) fn error_expr(&mut self) -> Expr {
        let span = self.span();
        self.make(span, ExprKind::Error)
    }

    /// Builds a node from `start` to the last token taken.
    pub(super) fn make(&mut self, start: Span, kind: ExprKind) -> Expr {
        Expr { id: self.node(), span: self.from(start), kind }
    }

    fn expr_inner(&mut self) -> Expr {
        let start = self.span();
        let left = self.infix(0);
        let kind = match self.kind() {
            Kind::Assign => {
                self.bump();
                let value = self.expr();
                ExprKind::Assign(Box::new(left), Box::new(value))
            }
            kind => match assigning(kind) {
                Some(op) => {
                    self.bump();
                    let value = self.expr();
                    ExprKind::AssignOp(op, Box::new(left), Box::new(value))
                }
                None => return left,
            },
        };
        self.make(start, kind)
    }

    /// Operators by precedence climbing; `least` is the weakest that may be taken.
    fn infix(&mut self, least: u8) -> Expr {
        let start = self.span();
        let first = self.unary();
        self.infix_of(start, first, least)
    }

    /// Operators behind a first operand.
    fn infix_of(&mut self, start: Span, first: Expr, least: u8) -> Expr {
        let mut left = first;
        while let Some((strength, operator)) = self.infix_operator() {
            if strength < least {
                break;
            }
            let token = self.bump();
            let kind = match operator {
                Infix::Annotation => {
                    let ty = self.ty();
                    ExprKind::Annotation(Box::new(left), ty)
                }
                operator => {
                    let right = Box::new(self.deeper(|parser| parser.infix(strength + 1), Self::error_expr));
                    let left = Box::new(left);
                    match operator {
                        Infix::Binary(op) => ExprKind::Binary(op, left, right),
                        Infix::Compare(op) => ExprKind::Compare(op, left, right),
                        Infix::And => ExprKind::And(left, right),
                        Infix::Or => ExprKind::Or(left, right),
                        Infix::Pipe => ExprKind::Pipe(left, right),
                        Infix::Coalesce | Infix::Annotation => ExprKind::Coalesce(left, right),
                    }
                }
            };
            left = self.make(start, kind);
            self.link();
            if strength == COMPARISON && matches!(self.infix_operator(), Some((COMPARISON, _))) {
                let message = "comparisons do not chain; join two of them with `and`";
                self.error(Diagnostic::error("M0001", token.span.to(self.span()), message));
            }
        }
        left
    }

    fn infix_operator(&self) -> Option<(u8, Infix)> {
        use BinaryOp::{
            Add, And, Concat, Div, Mul, Or, Pow, Rem, RotateLeft, RotateRight, ShiftLeft, ShiftRight, Sub,
            WrapAdd, WrapMul, WrapPow, WrapSub, Xor,
        };
        let binary = |strength, op| Some((strength, Infix::Binary(op)));
        let compare = |op| Some((COMPARISON, Infix::Compare(op)));
        match self.kind() {
            Kind::Colon => Some((1, Infix::Annotation)),
            Kind::Pipe => Some((2, Infix::Pipe)),
            Kind::Coalesce => Some((3, Infix::Coalesce)),
            Kind::Or => Some((4, Infix::Or)),
            Kind::And => Some((5, Infix::And)),
            Kind::Equal => compare(CompareOp::Eq),
            Kind::NotEqual => compare(CompareOp::Ne),
            Kind::LessEqual => compare(CompareOp::Le),
            Kind::GreaterEqual => compare(CompareOp::Ge),
            Kind::Less => compare(CompareOp::Lt),
            Kind::Greater => compare(CompareOp::Gt),
            Kind::Plus => binary(7, Add),
            Kind::Minus => binary(7, Sub),
            Kind::WrapAdd => binary(7, WrapAdd),
            Kind::WrapSub => binary(7, WrapSub),
            Kind::Hash => binary(7, Concat),
            Kind::Star => binary(8, Mul),
            Kind::WrapMul => binary(8, WrapMul),
            Kind::Slash => binary(8, Div),
            Kind::Percent => binary(8, Rem),
            Kind::BitOr => binary(9, Or),
            Kind::BitAnd => binary(10, And),
            Kind::BitXor => binary(11, Xor),
            Kind::ShiftLeft => binary(12, ShiftLeft),
            Kind::ShiftRight => binary(12, ShiftRight),
            Kind::RotateLeft => binary(12, RotateLeft),
            Kind::RotateRight => binary(12, RotateRight),
            Kind::Pow => binary(13, Pow),
            Kind::WrapPow => binary(13, WrapPow),
            _ => None,
        }
    }

    fn unary(&mut self) -> Expr {
        self.deeper(Self::unary_inner, Self::error_expr)
    }

    fn unary_inner(&mut self) -> Expr {
        let start = self.span();
        let kind = match self.kind() {
            Kind::Hash => {
                self.bump();
                let name = self.ident();
                let payload = self.starts_argument().then(|| Box::new(self.nullary()));
                ExprKind::Tag { name, payload }
            }
            Kind::Question => {
                self.bump();
                ExprKind::Option(Box::new(self.unary()))
            }
            Kind::Coalesce => {
                self.bump();
                let inner = self.unary();
                let inner = self.make(start, ExprKind::Option(Box::new(inner)));
                ExprKind::Option(Box::new(inner))
            }
            Kind::Plus => self.unary_operator(UnaryOp::Plus),
            Kind::Minus => self.unary_operator(UnaryOp::Minus),
            Kind::BitXor => self.unary_operator(UnaryOp::Complement),
            Kind::Not => {
                self.bump();
                ExprKind::Not(Box::new(self.unary()))
            }
            Kind::DebugShow => {
                self.bump();
                ExprKind::DebugShow(Box::new(self.unary()))
            }
            Kind::ToCandid => {
                self.bump();
                self.expect(Kind::LeftParen);
                ExprKind::ToCandid(self.list(Kind::Comma, Kind::RightParen, Self::expr))
            }
            Kind::FromCandid => {
                self.bump();
                ExprKind::FromCandid(Box::new(self.unary()))
            }
            Kind::Actor if matches!(self.kind_at(1), Kind::Text | Kind::LeftParen) => {
                self.bump();
                ExprKind::ActorReference(Box::new(self.nullary()))
            }
            _ => return self.control(),
        };
        self.make(start, kind)
    }

    fn unary_operator(&mut self, op: UnaryOp) -> ExprKind {
        self.bump();
        ExprKind::Unary(op, Box::new(self.unary()))
    }

    /// Expressions that begin with a word and reach as far right as they can.
    fn control(&mut self) -> Expr {
        let start = self.span();
        let kind = match self.kind() {
            Kind::If => self.if_expr(),
            Kind::Switch => self.switch(),
            Kind::While => {
                self.bump();
                let (condition, bare) = self.head();
                let body = self.body(bare);
                ExprKind::While(Box::new(condition), Box::new(body))
            }
            Kind::Loop => self.loop_expr(),
            Kind::For => self.for_expr(),
            Kind::Label => {
                self.bump();
                let name = self.ident();
                let ty = self.eat(Kind::Colon).then(|| self.ty());
                ExprKind::Label(name, ty, Box::new(self.nest()))
            }
            Kind::Break => {
                self.bump();
                let name = self.jump_label();
                let value = (name.is_some() && self.starts_operand()).then(|| Box::new(self.expr()));
                ExprKind::Break(name, value)
            }
            Kind::Continue => {
                self.bump();
                ExprKind::Continue(self.jump_label())
            }
            Kind::Return => {
                self.bump();
                ExprKind::Return(self.starts_operand().then(|| Box::new(self.expr())))
            }
            Kind::Throw => {
                self.bump();
                ExprKind::Throw(Box::new(self.nest()))
            }
            Kind::Ignore => {
                self.bump();
                ExprKind::Ignore(Box::new(self.nest()))
            }
            Kind::Assert => {
                self.bump();
                ExprKind::Assert(Box::new(self.nest()))
            }
            Kind::Debug => {
                self.bump();
                ExprKind::Debug(Box::new(self.nest()))
            }
            Kind::Async => {
                self.bump();
                let star = self.eat_star();
                ExprKind::Async { star, body: Box::new(self.nest()), parenthetical: None }
            }
            Kind::Await => {
                self.bump();
                let kind = self.await_kind();
                ExprKind::Await { kind, value: Box::new(self.nest()) }
            }
            Kind::Try => self.try_expr(),
            Kind::Do => {
                self.bump();
                if self.eat(Kind::Question) {
                    let block = self.block();
                    ExprKind::DoOption(Box::new(block))
                } else {
                    let block = self.block();
                    return self.postfix_of(start, Expr { span: self.from(start), ..block });
                }
            }
            _ => return self.postfix(),
        };
        self.make(start, kind)
    }

    fn await_kind(&mut self) -> AwaitKind {
        if self.eat_star() {
            AwaitKind::Star
        } else if self.is(Kind::Question) && !self.token().space_before {
            self.bump();
            AwaitKind::Question
        } else {
            AwaitKind::Async
        }
    }

    fn jump_label(&mut self) -> Option<Ident> {
        (self.is(Kind::Ident) && !self.token().line_before).then(|| self.ident())
    }

    /// Whether an operand may follow `return` or `break l`.
    fn starts_operand(&self) -> bool {
        let ends = matches!(
            self.kind(),
            Kind::Semicolon
                | Kind::RightBrace
                | Kind::RightParen
                | Kind::RightBracket
                | Kind::Comma
                | Kind::Else
                | Kind::Case
                | Kind::Catch
                | Kind::End
        );
        !(ends || self.token().line_before && self.starts_dec())
    }

    /// The head of `if`, `while`, `switch`. With parentheses around it, the body may be any expression; a bare one needs
    /// a block behind it. The second part says that it was bare.
    pub(super) fn head(&mut self) -> (Expr, bool) {
        let start = self.span();
        let operand = self.is(Kind::LeftParen).then(|| self.nullary());
        let goes_on = self.is(Kind::Dot)
            || self.is(Kind::Bang)
            || self.infix_operator().is_some_and(|(_, op)| !self.may_start(&op));
        let before = self.braceless;
        let head = match operand {
            Some(head) if !goes_on => return (head, false),
            // `(a) and (b) {`: what looked like the whole head is its first operand.
            Some(operand) => {
                self.braceless = true;
                let first = self.postfix_of(start, operand);
                self.infix_of(start, first, 0)
            }
            None => {
                self.braceless = true;
                self.infix(0)
            }
        };
        self.braceless = before;
        (head, true)
    }

    /// Whether an infix operator may also begin the body behind a head in parentheses.
    fn may_start(&self, operator: &Infix) -> bool {
        matches!(
            operator,
            Infix::Binary(BinaryOp::Sub | BinaryOp::Add | BinaryOp::Xor | BinaryOp::Concat) | Infix::Coalesce
        )
    }

    fn body(&mut self, bare: bool) -> Expr {
        if bare && !self.is(Kind::LeftBrace) {
            let span = self.span();
            self.error(
                Diagnostic::error("M0275", span, "a head without parentheses needs a body in braces")
                    .help("put the head in parentheses, or the body in `{ }`"),
            );
        }
        self.nest()
    }

    /// A block, or an expression.
    pub(super) fn nest(&mut self) -> Expr {
        if self.is(Kind::LeftBrace) {
            let start = self.span();
            let block = self.block();
            return Expr { span: self.from(start), ..block };
        }
        self.expr()
    }

    /// `{ dec; .. }`
    pub(super) fn block(&mut self) -> Expr {
        let start = self.span();
        if !self.expect(Kind::LeftBrace) {
            return self.error_expr();
        }
        let decs = self.list(Kind::Semicolon, Kind::RightBrace, Self::dec);
        self.make(start, ExprKind::Block(decs))
    }

    fn if_expr(&mut self) -> ExprKind {
        self.bump();
        let (condition, bare) = self.head();
        let then = self.body(bare);
        // A stray `;` before `else` ends nothing.
        if self.is(Kind::Semicolon) && self.kind_at(1) == Kind::Else {
            let span = self.span();
            self.error(
                Diagnostic::error("M0001", span, "found `;` before `else`")
                    .help("leave it out")
                    .fix(span, ""),
            );
            self.bump();
        }
        let otherwise = self.eat(Kind::Else).then(|| Box::new(self.nest()));
        ExprKind::If(Box::new(condition), Box::new(then), otherwise)
    }

    fn switch(&mut self) -> ExprKind {
        self.bump();
        let (subject, _) = self.head();
        let cases = self.cases();
        ExprKind::Switch(Box::new(subject), cases)
    }

    fn cases(&mut self) -> Vec<Case> {
        let mut cases = Vec::new();
        if !self.expect(Kind::LeftBrace) {
            return cases;
        }
        self.bracketed(|parser| {
            while !parser.is(Kind::RightBrace) && !parser.is(Kind::End) {
                let start = parser.span();
                if !parser.eat(Kind::Case) {
                    parser.unexpected("`case` or `}`");
                    parser.skip_to(Kind::Case, Kind::RightBrace);
                    if !parser.is(Kind::Case) {
                        break;
                    }
                    continue;
                }
                cases.push(parser.case(start));
                while parser.eat(Kind::Semicolon) {}
            }
            parser.expect(Kind::RightBrace);
        });
        cases
    }

    fn case(&mut self, start: Span) -> Case {
        let pattern = self.pattern();
        // `case (p) => e` is how other languages write it.
        if self.is(Kind::Is) && self.kind_at(1) == Kind::Greater {
            let span = self.span().to(self.tokens[self.at + 1].span);
            self.error(
                Diagnostic::error("M0001", span, "a case has no `=>`").help("leave it out").fix(span, ""),
            );
            self.bump();
            self.bump();
        }
        let body = self.nest();
        Case { pattern, body, span: self.from(start) }
    }

    fn loop_expr(&mut self) -> ExprKind {
        self.bump();
        let body = self.nest();
        let condition = self.eat(Kind::While).then(|| Box::new(self.nest()));
        ExprKind::Loop(Box::new(body), condition)
    }

    fn for_expr(&mut self) -> ExprKind {
        self.bump();
        let parenthesis = self.eat(Kind::LeftParen);
        let pattern = self.pattern();
        self.expect(Kind::In);
        let iterator = if parenthesis { self.bracketed(Self::expr) } else { self.braceless_expr() };
        if parenthesis {
            self.expect(Kind::RightParen);
        }
        let body = self.body(!parenthesis);
        ExprKind::For(Box::new(pattern), Box::new(iterator), Box::new(body))
    }

    fn braceless_expr(&mut self) -> Expr {
        let before = std::mem::replace(&mut self.braceless, true);
        let expr = self.expr();
        self.braceless = before;
        expr
    }

    fn try_expr(&mut self) -> ExprKind {
        self.bump();
        let body = Box::new(self.nest());
        let mut cases = Vec::new();
        while self.is(Kind::Catch) {
            let start = self.bump().span;
            cases.push(self.case(start));
        }
        let finally = self.eat(Kind::Finally).then(|| Box::new(self.nest()));
        ExprKind::Try { body, cases, finally }
    }

    fn postfix(&mut self) -> Expr {
        let start = self.span();
        let parenthetical = self.parenthetical();
        if let Some(parenthetical) = parenthetical {
            let inner = self.unary();
            return self.with_parenthetical(start, parenthetical, inner);
        }
        let first = self.nullary();
        self.postfix_of(start, first)
    }

    /// `(with cycles = n)` or `(base with ..)` before a call, `async`, or an actor.
    pub(super) fn parenthetical(&mut self) -> Option<Expr> {
        if !self.is(Kind::LeftParen) || self.kind_at(1) != Kind::With {
            return None;
        }
        let start = self.bump().span;
        self.bump();
        let fields = self.list(Kind::Semicolon, Kind::RightParen, Self::record_field);
        Some(self.make(start, ExprKind::Record { bases: Vec::new(), fields }))
    }

    /// The fields of `(base with x = e; y = e)`, up to the closing parenthesis, which stays.
    fn parenthetical_fields(&mut self) -> Vec<RecordField> {
        self.bump();
        let mut fields = Vec::new();
        while !self.is(Kind::RightParen) && !self.is(Kind::End) {
            fields.push(self.record_field());
            if !self.eat(Kind::Semicolon) {
                break;
            }
        }
        fields
    }

    fn with_parenthetical(&mut self, start: Span, parenthetical: Expr, inner: Expr) -> Expr {
        match inner.kind {
            ExprKind::Call(mut call) => {
                call.parenthetical = Some(Box::new(parenthetical));
                Expr { id: inner.id, span: self.from(start), kind: ExprKind::Call(call) }
            }
            ExprKind::Async { star, body, .. } => {
                let parenthetical = Some(Box::new(parenthetical));
                let kind = ExprKind::Async { star, body, parenthetical };
                Expr { id: inner.id, span: self.from(start), kind }
            }
            // Before anything else it has no meaning; the checker has no place for it either.
            _ => inner,
        }
    }

    fn postfix_of(&mut self, start: Span, first: Expr) -> Expr {
        let mut left = first;
        loop {
            let kind = match self.kind() {
                Kind::Dot => {
                    self.bump();
                    self.member(left)
                }
                Kind::LeftBracket if !self.token().line_before => {
                    self.bump();
                    let index = self.bracketed(Self::expr);
                    self.expect(Kind::RightBracket);
                    ExprKind::Index(Box::new(left), Box::new(index))
                }
                Kind::Bang => {
                    self.bump();
                    ExprKind::Bang(Box::new(left))
                }
                Kind::Less if self.opens_type_arguments() => {
                    let (types, system) = self.call_types();
                    self.call(left, Some(types), system)
                }
                _ if self.starts_argument() => self.call(left, None, false),
                _ => return left,
            };
            left = self.make(start, kind);
            self.link();
        }
    }

    fn member(&mut self, left: Expr) -> ExprKind {
        let span = self.span();
        match self.kind() {
            Kind::Nat => {
                self.bump();
                let index = self.slice(span).parse().unwrap_or(u32::MAX);
                ExprKind::Projection(Box::new(left), index)
            }
            Kind::Ident => ExprKind::Field(Box::new(left), self.ident()),
            kind if kind.is_keyword() && !self.starts_dec() => {
                let name = self.slice(span).to_owned();
                self.unexpected("a name");
                self.bump();
                ExprKind::Field(Box::new(left), Ident { name, span })
            }
            _ => {
                self.unexpected("a name");
                ExprKind::Field(Box::new(left), Ident { name: "_error".into(), span })
            }
        }
    }

    /// `f<T>(x)` has no space before `<`; `a < b` has one on both sides.
    fn opens_type_arguments(&mut self) -> bool {
        let (open, next) = (self.token(), self.tokens[self.at + 1]);
        !(open.space_before && next.space_before) && self.closes_type_arguments()
    }

    /// Whether a `>` closes the `<` here, with only what types are made of between them.
    fn closes_type_arguments(&mut self) -> bool {
        if let Some(known) = self.angles.get(&self.at) {
            return *known;
        }
        let mut open: Vec<(usize, Kind)> = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                Kind::Less | Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace => {
                    open.push((at, token.kind));
                }
                Kind::Greater | Kind::RightParen | Kind::RightBracket | Kind::RightBrace => {
                    let Some((opened, _)) = open.pop_if(|(_, opener)| closes(*opener, token.kind)) else {
                        break;
                    };
                    if token.kind == Kind::Greater {
                        self.angles.insert(opened, true);
                    }
                    if open.is_empty() {
                        return true;
                    }
                }
                Kind::Semicolon if !matches!(open.last(), Some((_, Kind::LeftBrace))) => break,
                Kind::Assign
                | Kind::End
                | Kind::If
                | Kind::Let
                | Kind::Return
                | Kind::Equal
                | Kind::NotEqual => break,
                _ => {}
            }
        }
        // What is still open has met the same end, and need not look for it again.
        let angles = open.into_iter().filter(|(_, kind)| *kind == Kind::Less);
        self.angles.extend(angles.map(|(at, _)| (at, false)));
        false
    }

    fn call_types(&mut self) -> (Vec<crate::ast::Type>, bool) {
        if self.kind_at(1) == Kind::System {
            self.bump();
            self.bump();
            if self.eat(Kind::Greater) {
                return (Vec::new(), true);
            }
            self.expect(Kind::Comma);
            let mut types = Vec::new();
            while !self.is(Kind::Greater) && !self.is(Kind::End) {
                types.push(self.ty());
                if !self.eat(Kind::Comma) {
                    break;
                }
            }
            self.expect(Kind::Greater);
            return (types, true);
        }
        (self.type_arguments(), false)
    }

    fn call(&mut self, callee: Expr, types: Option<Vec<crate::ast::Type>>, system: bool) -> ExprKind {
        let start = self.span();
        let arguments = if self.is(Kind::LeftParen) {
            self.bump();
            self.list(Kind::Comma, Kind::RightParen, Self::expr)
        } else {
            vec![self.nullary()]
        };
        let arguments_span = self.from(start);
        ExprKind::Call(Box::new(Call {
            callee,
            types,
            system,
            arguments,
            arguments_span,
            parenthetical: None,
        }))
    }

    /// Whether an operand that may be an argument without parentheses starts here.
    fn starts_argument(&self) -> bool {
        match self.kind() {
            Kind::LeftParen => self.kind_at(1) != Kind::With,
            Kind::LeftBrace => !self.braceless && !self.token().line_before,
            Kind::Ident
            | Kind::Nat
            | Kind::Float
            | Kind::Char
            | Kind::Text
            | Kind::Null
            | Kind::True
            | Kind::False => !self.token().line_before,
            _ => false,
        }
    }

    /// An operand that needs no parentheses.
    pub(super) fn nullary(&mut self) -> Expr {
        self.deeper(Self::nullary_inner, Self::error_expr)
    }

    fn nullary_inner(&mut self) -> Expr {
        let start = self.span();
        let kind = match self.kind() {
            _ if self.at_literal() => ExprKind::Literal(self.literal()),
            Kind::Ident => ExprKind::Name(self.ident().name),
            Kind::Underscore => {
                self.bump();
                ExprKind::Placeholder
            }
            Kind::LeftParen => return self.parenthesised(),
            Kind::LeftBracket => {
                self.bump();
                let mutable = self.eat(Kind::Var);
                let parts = self.list(Kind::Comma, Kind::RightBracket, Self::expr);
                ExprKind::Array { mutable, parts }
            }
            Kind::LeftBrace => self.record(),
            Kind::Object | Kind::Module | Kind::Actor | Kind::Persistent => {
                let block = self.object_block(None, None);
                ExprKind::Object(Box::new(block))
            }
            Kind::Func => return self.lambda(Sharing::default()),
            Kind::Shared | Kind::Query | Kind::Composite => {
                let sharing = self.sharing();
                return self.lambda(sharing);
            }
            Kind::Class => {
                let class = self.class(Sharing::default(), ObjectSort::Object, None);
                ExprKind::Class(Box::new(class))
            }
            Kind::Do | Kind::If | Kind::Switch => return self.control(),
            _ => {
                self.unexpected("an expression");
                if !self.starts_dec()
                    && !matches!(
                        self.kind(),
                        Kind::RightBrace
                            | Kind::RightParen
                            | Kind::RightBracket
                            | Kind::Semicolon
                            | Kind::Comma
                            | Kind::Case
                    )
                {
                    self.bump();
                }
                ExprKind::Error
            }
        };
        self.make(start, kind)
    }

    fn lambda(&mut self, sharing: Sharing) -> Expr {
        let start = self.span();
        self.expect(Kind::Func);
        let function = self.function(start, sharing);
        self.make(start, ExprKind::Func(Box::new(function)))
    }

    fn parenthesised(&mut self) -> Expr {
        let start = self.bump().span;
        if self.is(Kind::System) {
            return self.system_member(start);
        }
        let mut base = None;
        let mut parts = self.list(Kind::Comma, Kind::RightParen, |parser| {
            let part = parser.expr();
            if parser.is(Kind::With) && base.is_none() {
                let fields = parser.parenthetical_fields();
                base = Some(fields);
            }
            part
        });
        if let (Some(fields), 1) = (base, parts.len()) {
            let parenthetical = self.make(start, ExprKind::Record { bases: parts, fields });
            let inner = self.unary();
            return self.with_parenthetical(start, parenthetical, inner);
        }
        if parts.len() == 1 {
            let only = parts.remove(0);
            return Expr { span: self.from(start), ..only };
        }
        self.make(start, ExprKind::Tuple(parts))
    }

    fn system_member(&mut self, start: Span) -> Expr {
        self.bump();
        let inner = self.bracketed(Self::postfix);
        self.expect(Kind::RightParen);
        let kind = match inner.kind {
            ExprKind::Field(left, name) => ExprKind::SystemMember(left, name),
            _ => ExprKind::Error,
        };
        self.make(start, kind)
    }

    /// `{ x = e; y }`, `{ base with x = e }`, `{ a and b }`; the current token is `{`.
    fn record(&mut self) -> ExprKind {
        if self.starts_record_fields() {
            self.bump();
            let fields = self.list(Kind::Semicolon, Kind::RightBrace, Self::record_field);
            return ExprKind::Record { bases: Vec::new(), fields };
        }
        self.bump();
        self.bracketed(|parser| {
            let mut bases = vec![parser.postfix()];
            while parser.eat(Kind::And) {
                bases.push(parser.postfix());
            }
            if parser.eat(Kind::With) {
                let fields = parser.list(Kind::Semicolon, Kind::RightBrace, Self::record_field);
                return ExprKind::Record { bases, fields };
            }
            parser.expect(Kind::RightBrace);
            ExprKind::Record { bases, fields: Vec::new() }
        })
    }

    fn starts_record_fields(&self) -> bool {
        match (self.kind_at(1), self.kind_at(2)) {
            (Kind::RightBrace | Kind::Var, _) => true,
            (Kind::Ident, next) => {
                matches!(next, Kind::Is | Kind::Semicolon | Kind::RightBrace | Kind::Colon | Kind::Comma)
            }
            _ => false,
        }
    }

    pub(super) fn record_field(&mut self) -> RecordField {
        let start = self.span();
        let mutable = self.eat(Kind::Var);
        let name = self.ident();
        let id = self.node();
        let annotation = self.eat(Kind::Colon).then(|| self.ty());
        // `{ x : 1 }` is how other languages write a field.
        let value = self.eat(Kind::Is).then(|| self.expr());
        RecordField { name, mutable, annotation, value, span: self.from(start), id }
    }
}

/// Whether a bracket closes another.
pub(super) fn closes(opener: Kind, closer: Kind) -> bool {
    matches!(
        (opener, closer),
        (Kind::Less, Kind::Greater)
            | (Kind::LeftParen, Kind::RightParen)
            | (Kind::LeftBracket, Kind::RightBracket)
            | (Kind::LeftBrace, Kind::RightBrace)
    )
}

/// Returns the operator of `op=`.
fn assigning(kind: Kind) -> Option<BinaryOp> {
    Some(match kind {
        Kind::AddAssign => BinaryOp::Add,
        Kind::SubAssign => BinaryOp::Sub,
        Kind::MulAssign => BinaryOp::Mul,
        Kind::DivAssign => BinaryOp::Div,
        Kind::RemAssign => BinaryOp::Rem,
        Kind::PowAssign => BinaryOp::Pow,
        Kind::WrapAddAssign => BinaryOp::WrapAdd,
        Kind::WrapSubAssign => BinaryOp::WrapSub,
        Kind::WrapMulAssign => BinaryOp::WrapMul,
        Kind::WrapPowAssign => BinaryOp::WrapPow,
        Kind::AndAssign => BinaryOp::And,
        Kind::OrAssign => BinaryOp::Or,
        Kind::XorAssign => BinaryOp::Xor,
        Kind::ShiftLeftAssign => BinaryOp::ShiftLeft,
        Kind::ShiftRightAssign => BinaryOp::ShiftRight,
        Kind::RotateLeftAssign => BinaryOp::RotateLeft,
        Kind::RotateRightAssign => BinaryOp::RotateRight,
        Kind::ConcatAssign => BinaryOp::Concat,
        _ => return None,
    })
}
