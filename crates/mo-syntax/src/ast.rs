//! The tree of a Motoko file. Every expression, pattern and type has a place; expressions, patterns and functions also
//! have a number that is unique within the file, under which later stages keep what they find out.

use source::Span;

/// Number of a node within its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ident {
    pub name: String,
    pub span: Span,
}

/// A file.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub imports: Vec<Import>,
    pub decs: Vec<Dec>,
    /// How many [`NodeId`]s were given out.
    pub nodes: u32,
}

/// `import Pattern "url"`.
#[derive(Clone, Debug)]
pub struct Import {
    pub pattern: Pattern,
    pub url: String,
    pub url_span: Span,
    pub span: Span,
}

/// A declaration, or an expression in its place.
#[derive(Clone, Debug)]
pub struct Dec {
    pub span: Span,
    pub kind: DecKind,
}

#[derive(Clone, Debug)]
pub enum DecKind {
    Expr(Expr),
    /// `let p = e [else e]`; the value is missing for an uninitialised stable field.
    Let {
        pattern: Pattern,
        value: Option<Expr>,
        otherwise: Option<Expr>,
    },
    Var {
        name: Ident,
        annotation: Option<Type>,
        value: Option<Expr>,
    },
    Type(TypeDec),
    /// A named function.
    Func(Function),
    Class(Box<Class>),
    /// `object x {}`, `module M {}`, `actor A {}`: binds a name, or nothing.
    Object(ObjectBlock),
    /// `mixin (p) { }`, the whole of a file.
    Mixin(Mixin),
    /// `include M(e)`.
    Include {
        name: Path,
        arguments: Vec<Expr>,
        id: NodeId,
    },
    Error,
}

/// `type Name<Parameters> = body`.
#[derive(Clone, Debug)]
pub struct TypeDec {
    pub name: Ident,
    pub parameters: Vec<TypeParameter>,
    pub body: Type,
}

#[derive(Clone, Debug)]
pub struct TypeParameter {
    pub name: Ident,
    pub bound: Option<Type>,
    /// The parameter is the capability `system` rather than a type.
    pub system: bool,
}

#[derive(Clone, Debug)]
pub struct Mixin {
    pub system: bool,
    pub parameters: Vec<Pattern>,
    pub fields: Vec<DecField>,
    pub span: Span,
}

/// What may stand before a function: `shared`, `query`, `composite query`, with a pattern for the context.
#[derive(Clone, Debug, Default)]
pub struct Sharing {
    pub mode: SharingMode,
    pub context: Option<Box<Pattern>>,
    pub span: Option<Span>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SharingMode {
    #[default]
    Local,
    Shared,
    Query,
    Composite,
}

#[derive(Clone, Debug)]
pub struct Function {
    pub id: NodeId,
    pub span: Span,
    pub sharing: Sharing,
    pub name: Option<Ident>,
    pub parameters: Vec<TypeParameter>,
    /// One for each argument.
    pub patterns: Vec<Pattern>,
    pub result: Option<Type>,
    pub body: Box<Expr>,
    /// `= e` rather than `{ }`.
    pub is_expression: bool,
}

impl Function {
    /// Returns whether the body is what an `async T` (false) or `async* T` (true) gives, rather than the future itself.
    pub fn async_body(&self) -> Option<bool> {
        let mut result = self.result.as_ref().filter(|_| !self.is_expression)?;
        while let TypeKind::Tuple(parts) = &result.kind {
            let [only] = parts.as_slice() else { return None };
            result = only;
        }
        match &result.kind {
            TypeKind::Async { star, .. } => Some(*star),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Class {
    pub id: NodeId,
    pub span: Span,
    pub sharing: Sharing,
    pub sort: ObjectSort,
    pub name: Option<Ident>,
    pub parameters: Vec<TypeParameter>,
    pub patterns: Vec<Pattern>,
    pub annotation: Option<Type>,
    pub this: Option<Ident>,
    pub fields: Vec<DecField>,
    pub parenthetical: Option<Box<Expr>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectSort {
    Object,
    Actor,
    Module,
}

/// `[persistent] actor name { fields }` and its like.
#[derive(Clone, Debug)]
pub struct ObjectBlock {
    pub id: NodeId,
    pub span: Span,
    pub sort: ObjectSort,
    pub persistent: bool,
    pub name: Option<Ident>,
    pub annotation: Option<Type>,
    pub fields: Vec<DecField>,
    /// `(with migration = f)`.
    pub parenthetical: Option<Box<Expr>>,
}

/// A declaration in an object, with what stands before it.
#[derive(Clone, Debug)]
pub struct DecField {
    pub visibility: Option<(Visibility, Span)>,
    pub stability: Option<(Stability, Span)>,
    pub dec: Dec,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    Public,
    Private,
    System,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stability {
    Stable,
    Transient,
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub id: NodeId,
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Literal(Literal),
    Name(String),
    /// No parts: the unit value. Never one part.
    Tuple(Vec<Expr>),
    Array {
        mutable: bool,
        parts: Vec<Expr>,
    },
    /// `{ base and base with fields }`.
    Record {
        bases: Vec<Expr>,
        fields: Vec<RecordField>,
    },
    Object(Box<ObjectBlock>),
    Class(Box<Class>),
    Tag {
        name: Ident,
        payload: Option<Box<Expr>>,
    },
    Option(Box<Expr>),
    Field(Box<Expr>, Ident),
    Projection(Box<Expr>, u32),
    Index(Box<Expr>, Box<Expr>),
    Call(Box<Call>),
    Unary(UnaryOp, Box<Expr>),
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    /// `e1 ?? e2`
    Coalesce(Box<Expr>, Box<Expr>),
    /// `e |> f(_)`
    Pipe(Box<Expr>, Box<Expr>),
    /// `_` inside a pipe.
    Placeholder,
    Annotation(Box<Expr>, Type),
    Assign(Box<Expr>, Box<Expr>),
    AssignOp(BinaryOp, Box<Expr>, Box<Expr>),
    /// `do { }`, and the body of a function.
    Block(Vec<Dec>),
    DoOption(Box<Expr>),
    /// `e!`
    Bang(Box<Expr>),
    If(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    Switch(Box<Expr>, Vec<Case>),
    While(Box<Expr>, Box<Expr>),
    Loop(Box<Expr>, Option<Box<Expr>>),
    For(Box<Pattern>, Box<Expr>, Box<Expr>),
    Label(Ident, Option<Type>, Box<Expr>),
    Break(Option<Ident>, Option<Box<Expr>>),
    Continue(Option<Ident>),
    Return(Option<Box<Expr>>),
    Func(Box<Function>),
    Debug(Box<Expr>),
    DebugShow(Box<Expr>),
    Ignore(Box<Expr>),
    Assert(Box<Expr>),
    Async {
        star: bool,
        body: Box<Expr>,
        /// `(with cycles = n)` before it.
        parenthetical: Option<Box<Expr>>,
    },
    Await {
        kind: AwaitKind,
        value: Box<Expr>,
    },
    Try {
        body: Box<Expr>,
        cases: Vec<Case>,
        finally: Option<Box<Expr>>,
    },
    Throw(Box<Expr>),
    ToCandid(Vec<Expr>),
    FromCandid(Box<Expr>),
    /// `actor "principal"`
    ActorReference(Box<Expr>),
    /// `(system e.f)`
    SystemMember(Box<Expr>, Ident),
    /// What could not be parsed.
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwaitKind {
    Async,
    Star,
    Question,
}

/// `(parenthetical) callee<types>(arguments)`.
#[derive(Clone, Debug)]
pub struct Call {
    pub callee: Expr,
    pub types: Option<Vec<Type>>,
    /// `<system>` stands first among the type arguments.
    pub system: bool,
    pub arguments: Vec<Expr>,
    pub arguments_span: Span,
    pub parenthetical: Option<Box<Expr>>,
}

#[derive(Clone, Debug)]
pub struct RecordField {
    pub name: Ident,
    pub mutable: bool,
    pub annotation: Option<Type>,
    /// Missing in the short form `{ x }`.
    pub value: Option<Expr>,
    pub span: Span,
    /// The node of the short form.
    pub id: NodeId,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub pattern: Pattern,
    pub body: Expr,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Null,
    Bool(bool),
    /// Digits as written, without underscores; decimal or with `0x`.
    Nat(String),
    Float(String),
    Char(char),
    Text(String),
    /// A text whose escapes make bytes that are not UTF-8: only a Blob can be written so.
    Bytes(Vec<u8>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    Plus,
    Minus,
    Complement,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Pow,
    WrapAdd,
    WrapSub,
    WrapMul,
    WrapPow,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
    RotateLeft,
    RotateRight,
    Concat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Debug)]
pub struct Pattern {
    pub id: NodeId,
    pub span: Span,
    pub kind: PatternKind,
}

#[derive(Clone, Debug)]
pub enum PatternKind {
    Wild,
    Name(String),
    Literal(Literal),
    /// `-1`, `+1`
    Signed(UnaryOp, Literal),
    /// No parts: the unit value. Never one part.
    Tuple(Vec<Pattern>),
    Record(Vec<PatternField>),
    Tag(Ident, Option<Box<Pattern>>),
    Option(Box<Pattern>),
    Annotation(Box<Pattern>, Type),
    Or(Box<Pattern>, Box<Pattern>),
    And(Box<Pattern>, Box<Pattern>),
    Error,
}

#[derive(Clone, Debug)]
pub enum PatternField {
    Value { name: Ident, pattern: Option<Pattern>, id: NodeId },
    Type(Ident),
}

#[derive(Clone, Debug)]
pub struct Type {
    pub span: Span,
    pub kind: TypeKind,
}

#[derive(Clone, Debug)]
pub enum TypeKind {
    Path(Path, Vec<Type>),
    Option(Box<Type>),
    Array {
        mutable: bool,
        element: Box<Type>,
    },
    /// No parts: the unit type. A part may have a name that is documentation.
    Tuple(Vec<Type>),
    Object {
        sort: ObjectSort,
        fields: Vec<TypeField>,
    },
    Variant(Vec<TypeField>),
    Func(Box<FuncType>),
    Async {
        star: bool,
        result: Box<Type>,
    },
    And(Box<Type>, Box<Type>),
    Or(Box<Type>, Box<Type>),
    Weak(Box<Type>),
    /// `name : T` as a part of a tuple or parameter list.
    Named(Ident, Box<Type>),
    /// `(implicit : T)` as a parameter.
    Implicit(Box<Type>),
    Error,
}

#[derive(Clone, Debug)]
pub struct FuncType {
    pub sharing: SharingMode,
    pub parameters: Vec<TypeParameter>,
    pub arguments: Vec<Type>,
    pub result: Type,
}

#[derive(Clone, Debug)]
pub struct TypeField {
    pub name: Ident,
    pub mutable: bool,
    /// For a variant's case without payload: the unit type.
    pub ty: Type,
    /// `type t = T` inside an object type.
    pub is_type: bool,
    pub parameters: Vec<TypeParameter>,
    pub span: Span,
}

/// `A.B.c`
#[derive(Clone, Debug)]
pub struct Path {
    pub parts: Vec<Ident>,
    pub span: Span,
}
