//! Types.

use source::Span;

use super::Parser;
use crate::ast::{FuncType, Ident, ObjectSort, Path, SharingMode, Type, TypeField, TypeKind, TypeParameter};
use crate::token::Kind;

impl Parser<'_> {
    /// Any type: `and` and `or` bind weakest.
    pub(super) fn ty(&mut self) -> Type {
        self.deeper(Self::ty_inner, |parser| Type { span: parser.span(), kind: TypeKind::Error })
    }

    fn ty_inner(&mut self) -> Type {
        let start = self.span();
        let mut left = self.ty_arrow();
        loop {
            let make = match self.kind() {
                Kind::And => TypeKind::And,
                Kind::Or => TypeKind::Or,
                _ => return left,
            };
            self.bump();
            let right = self.ty_arrow();
            left = Type { span: self.from(start), kind: make(Box::new(left), Box::new(right)) };
            self.link();
        }
    }

    fn ty_arrow(&mut self) -> Type {
        let start = self.span();
        let sharing = self.type_sharing();
        let parameters = if self.is(Kind::Less) { self.type_parameters() } else { Vec::new() };
        let left = self.ty_prefix();
        if !self.eat(Kind::Arrow) {
            if sharing != SharingMode::Local || !parameters.is_empty() {
                self.unexpected("`->`");
            }
            return left;
        }
        let result =
            self.deeper(Self::ty_arrow, |parser| Type { span: parser.span(), kind: TypeKind::Error });
        let arguments = match left.kind {
            TypeKind::Tuple(parts) => parts,
            _ => vec![left],
        };
        let func = FuncType { sharing, parameters, arguments, result };
        Type { span: self.from(start), kind: TypeKind::Func(Box::new(func)) }
    }

    fn type_sharing(&mut self) -> SharingMode {
        // `query` and `composite query` are shared without saying so.
        let implied = match self.kind() {
            Kind::Query => !matches!(self.kind_at(1), Kind::Colon | Kind::Dot),
            Kind::Composite => self.kind_at(1) == Kind::Query,
            _ => false,
        };
        if !implied && !self.eat(Kind::Shared) {
            return SharingMode::Local;
        }
        if self.eat(Kind::Composite) {
            self.expect(Kind::Query);
            return SharingMode::Composite;
        }
        if self.eat(Kind::Query) { SharingMode::Query } else { SharingMode::Shared }
    }

    fn ty_prefix(&mut self) -> Type {
        let start = self.span();
        let kind = match self.kind() {
            Kind::Async => {
                self.bump();
                let star = self.eat_star();
                TypeKind::Async { star, result: Box::new(self.ty_prefix_deeper()) }
            }
            Kind::Weak => {
                self.bump();
                TypeKind::Weak(Box::new(self.ty_prefix_deeper()))
            }
            Kind::Question => {
                self.bump();
                TypeKind::Option(Box::new(self.ty_prefix_deeper()))
            }
            Kind::Coalesce => {
                self.bump();
                let inner = Type { span: start, kind: TypeKind::Option(Box::new(self.ty_prefix_deeper())) };
                TypeKind::Option(Box::new(inner))
            }
            Kind::Actor => return self.object_type(ObjectSort::Actor),
            Kind::Module => return self.object_type(ObjectSort::Module),
            Kind::Object => return self.object_type(ObjectSort::Object),
            _ => return self.ty_nullary(),
        };
        Type { span: self.from(start), kind }
    }

    fn ty_prefix_deeper(&mut self) -> Type {
        self.deeper(Self::ty_prefix, |parser| Type { span: parser.span(), kind: TypeKind::Error })
    }

    /// Takes the `*` of `async*` and `await*`, which stands right behind the word.
    pub(super) fn eat_star(&mut self) -> bool {
        let token = self.token();
        token.kind == Kind::Star && !token.space_before && self.eat(Kind::Star)
    }

    fn object_type(&mut self, sort: ObjectSort) -> Type {
        let start = self.span();
        self.bump();
        let fields = self.type_fields();
        Type { span: self.from(start), kind: TypeKind::Object { sort, fields } }
    }

    pub(super) fn ty_nullary(&mut self) -> Type {
        let start = self.span();
        let kind = match self.kind() {
            Kind::LeftParen => {
                self.bump();
                let mut parts = self.list(Kind::Comma, Kind::RightParen, Self::ty_part);
                let plain = parts.len() == 1
                    && !matches!(parts[0].kind, TypeKind::Named(..) | TypeKind::Implicit(_))
                    && self.slice(self.last_span()) == ")";
                // `(T)` is T, but `(x : T) -> U` keeps the name of its only argument.
                match plain.then(|| parts.pop()).flatten() {
                    Some(Type { kind: TypeKind::Tuple(inner), span }) => {
                        TypeKind::Tuple(vec![Type { kind: TypeKind::Tuple(inner), span }])
                    }
                    Some(only) if !self.is(Kind::Arrow) => {
                        return Type { span: self.from(start), kind: only.kind };
                    }
                    Some(only) => TypeKind::Tuple(vec![only]),
                    None => TypeKind::Tuple(parts),
                }
            }
            Kind::LeftBracket => {
                self.bump();
                let mutable = self.eat(Kind::Var);
                let element = Box::new(self.bracketed(Self::ty));
                self.expect(Kind::RightBracket);
                TypeKind::Array { mutable, element }
            }
            Kind::LeftBrace if self.kind_at(1) == Kind::Hash => self.variant_type(),
            Kind::LeftBrace => {
                let fields = self.type_fields();
                TypeKind::Object { sort: ObjectSort::Object, fields }
            }
            Kind::Ident => {
                let path = self.path();
                let arguments = if self.is(Kind::Less) { self.type_arguments() } else { Vec::new() };
                TypeKind::Path(path, arguments)
            }
            Kind::Null => {
                self.bump();
                TypeKind::Path(self.word_path(start), Vec::new())
            }
            _ => {
                self.unexpected("a type");
                TypeKind::Error
            }
        };
        Type { span: self.from(start), kind }
    }

    fn word_path(&self, span: Span) -> Path {
        Path { parts: vec![Ident { name: "Null".into(), span }], span }
    }

    /// A part of a tuple or an argument: `T`, `name : T`, `implicit : T`.
    fn ty_part(&mut self) -> Type {
        let start = self.span();
        if self.is(Kind::Implicit) && self.kind_at(1) == Kind::Colon {
            self.bump();
            self.bump();
            let inner = Box::new(self.ty());
            return Type { span: self.from(start), kind: TypeKind::Implicit(inner) };
        }
        if matches!(self.kind(), Kind::Ident | Kind::Underscore) && self.kind_at(1) == Kind::Colon {
            let name = if self.is(Kind::Ident) {
                self.ident()
            } else {
                Ident { name: "_".into(), span: self.bump().span }
            };
            self.bump();
            let inner = Box::new(self.ty());
            return Type { span: self.from(start), kind: TypeKind::Named(name, inner) };
        }
        self.ty()
    }

    fn variant_type(&mut self) -> TypeKind {
        self.expect(Kind::LeftBrace);
        if self.is(Kind::Hash) && self.kind_at(1) == Kind::RightBrace {
            self.bump();
            self.bump();
            return TypeKind::Variant(Vec::new());
        }
        TypeKind::Variant(self.list(Kind::Semicolon, Kind::RightBrace, |parser| {
            let start = parser.span();
            parser.expect(Kind::Hash);
            let name = parser.ident();
            let ty = if parser.eat(Kind::Colon) {
                parser.ty()
            } else {
                Type { span: name.span, kind: TypeKind::Tuple(Vec::new()) }
            };
            TypeField {
                name,
                mutable: false,
                ty,
                is_type: false,
                parameters: Vec::new(),
                span: parser.from(start),
            }
        }))
    }

    fn type_fields(&mut self) -> Vec<TypeField> {
        if !self.expect(Kind::LeftBrace) {
            return Vec::new();
        }
        self.list(Kind::Semicolon, Kind::RightBrace, Self::type_field)
    }

    fn type_field(&mut self) -> TypeField {
        let start = self.span();
        if self.eat(Kind::Type) {
            let name = self.ident();
            let parameters = if self.is(Kind::Less) { self.type_parameters() } else { Vec::new() };
            self.expect(Kind::Is);
            let ty = self.ty();
            return TypeField { name, mutable: false, ty, is_type: true, parameters, span: self.from(start) };
        }
        let mutable = self.eat(Kind::Var);
        let name = self.ident();
        let ty = if self.is(Kind::Less) || self.is(Kind::LeftParen) {
            self.method_type()
        } else {
            self.colon_type()
        };
        TypeField { name, mutable, ty, is_type: false, parameters: Vec::new(), span: self.from(start) }
    }

    /// `m<T>(x : A) : B` in an object type is short for `m : <T>(x : A) -> B`.
    fn method_type(&mut self) -> Type {
        let start = self.span();
        let parameters = if self.is(Kind::Less) { self.type_parameters() } else { Vec::new() };
        let arguments = match self.ty_nullary() {
            Type { kind: TypeKind::Tuple(parts), .. } => parts,
            other => vec![other],
        };
        let result = self.colon_type();
        let func = FuncType { sharing: SharingMode::Local, parameters, arguments, result };
        Type { span: self.from(start), kind: TypeKind::Func(Box::new(func)) }
    }

    fn colon_type(&mut self) -> Type {
        if !self.expect(Kind::Colon) {
            return Type { span: self.span(), kind: TypeKind::Error };
        }
        self.ty()
    }

    /// `<T, U <: B, system>`; the current token is `<`.
    pub(super) fn type_parameters(&mut self) -> Vec<TypeParameter> {
        self.expect(Kind::Less);
        self.angled(|parser| {
            if parser.is(Kind::System) {
                let span = parser.bump().span;
                return TypeParameter {
                    name: Ident { name: "system".into(), span },
                    bound: None,
                    system: true,
                };
            }
            let name = parser.ident();
            let bound = parser.eat(Kind::Subtype).then(|| parser.ty());
            TypeParameter { name, bound, system: false }
        })
    }

    /// `<A, B>`; the current token is `<`.
    pub(super) fn type_arguments(&mut self) -> Vec<Type> {
        self.expect(Kind::Less);
        self.angled(Self::ty)
    }

    fn angled<T>(&mut self, mut item: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        while !self.is(Kind::Greater) && !self.is(Kind::End) {
            items.push(item(self));
            if !self.eat(Kind::Comma) {
                break;
            }
        }
        self.expect(Kind::Greater);
        items
    }

    pub(super) fn path(&mut self) -> Path {
        let start = self.span();
        let mut parts = vec![self.ident()];
        while self.is(Kind::Dot) && self.kind_at(1) == Kind::Ident {
            self.bump();
            parts.push(self.ident());
        }
        Path { parts, span: self.from(start) }
    }
}
