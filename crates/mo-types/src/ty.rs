//! The types, and the table of named ones.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{Hash, Hasher as _};
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use crate::Bounds;

/// A type. Cheap to clone, to hash and, mostly, to compare; two equal ones may be different allocations.
#[derive(Clone)]
pub struct Ty(Arc<Node>);

struct Node {
    kind: TyKind,
    /// Equal types have the same.
    hash: u64,
    /// How many types it consists of; where a part is there twice, it counts twice.
    size: u32,
    /// Whether a type that is being inferred is part of it.
    is_open: bool,
    /// Whether a named type or a type parameter is part of it.
    has_names: bool,
    /// Whether it is an object with a field that is a module.
    has_modules: bool,
}

impl Deref for Ty {
    type Target = TyKind;

    fn deref(&self) -> &TyKind {
        &self.0.kind
    }
}

impl From<TyKind> for Ty {
    fn from(kind: TyKind) -> Ty {
        let mut hasher = crate::hash::Hasher::default();
        kind.hash(&mut hasher);
        let mut size = 1_u32;
        let mut is_open = matches!(kind, TyKind::Infer(_));
        let mut has_names = match &kind {
            TyKind::Con(..) => true,
            TyKind::Object(object) => !object.types.is_empty(),
            _ => false,
        };
        each(&kind, &mut |part| {
            size = size.saturating_add(part.0.size);
            is_open |= part.0.is_open;
            has_names |= part.0.has_names;
        });
        let has_modules = match &kind {
            TyKind::Object(object) => object.fields.iter().any(|field| field.ty.is_module()),
            _ => false,
        };
        Ty(Arc::new(Node { kind, hash: hasher.finish(), size, is_open, has_names, has_modules }))
    }
}

impl From<Prim> for Ty {
    fn from(prim: Prim) -> Ty {
        static PRIMS: LazyLock<Vec<Ty>> =
            LazyLock::new(|| Prim::ALL.into_iter().map(|prim| TyKind::Prim(prim).into()).collect());
        PRIMS[prim as usize].clone()
    }
}

impl PartialEq for Ty {
    fn eq(&self, other: &Ty) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.hash == other.0.hash && self.0.size == other.0.size && self.0.kind == other.0.kind)
    }
}

impl Eq for Ty {}

impl Hash for Ty {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

impl std::fmt::Debug for Ty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TyKind {
    Prim(Prim),
    /// The supertype of all.
    Any,
    /// The subtype of all: the type of what never returns.
    None,
    Option(Ty),
    Array(Ty),
    VarArray(Ty),
    /// Unit has no parts; no tuple has one.
    Tuple(Vec<Ty>),
    Object(Object),
    /// In ascending order of name.
    Variant(Vec<Field>),
    Func(Func),
    Async {
        star: bool,
        result: Ty,
    },
    Weak(Ty),
    /// A named type applied to arguments, or a type parameter (without arguments).
    Con(ConId, Vec<Ty>),
    /// A type that is being inferred.
    Infer(InferId),
    /// Stands for a type that is not known because of an error already reported; fits everywhere.
    Error,
}

/// Index of a named type in its [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConId(pub u32);

/// Index of a type that is being inferred in its [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InferId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Prim {
    Null,
    Bool,
    Nat,
    Int,
    Nat8,
    Nat16,
    Nat32,
    Nat64,
    Int8,
    Int16,
    Int32,
    Int64,
    Float,
    Float32,
    Char,
    Text,
    Blob,
    Principal,
    Error,
    Region,
}

impl Prim {
    /// All of them.
    pub const ALL: [Prim; 20] = [
        Prim::Null,
        Prim::Bool,
        Prim::Nat,
        Prim::Int,
        Prim::Nat8,
        Prim::Nat16,
        Prim::Nat32,
        Prim::Nat64,
        Prim::Int8,
        Prim::Int16,
        Prim::Int32,
        Prim::Int64,
        Prim::Float,
        Prim::Float32,
        Prim::Char,
        Prim::Text,
        Prim::Blob,
        Prim::Principal,
        Prim::Error,
        Prim::Region,
    ];

    /// Returns the name in source.
    pub fn name(self) -> &'static str {
        match self {
            Prim::Null => "Null",
            Prim::Bool => "Bool",
            Prim::Nat => "Nat",
            Prim::Int => "Int",
            Prim::Nat8 => "Nat8",
            Prim::Nat16 => "Nat16",
            Prim::Nat32 => "Nat32",
            Prim::Nat64 => "Nat64",
            Prim::Int8 => "Int8",
            Prim::Int16 => "Int16",
            Prim::Int32 => "Int32",
            Prim::Int64 => "Int64",
            Prim::Float => "Float",
            Prim::Float32 => "Float32",
            Prim::Char => "Char",
            Prim::Text => "Text",
            Prim::Blob => "Blob",
            Prim::Principal => "Principal",
            Prim::Error => "Error",
            Prim::Region => "Region",
        }
    }

    /// Returns the number of bits of a fixed-width integer and whether it has a sign.
    pub fn width(self) -> Option<(u32, bool)> {
        Some(match self {
            Prim::Nat8 => (8, false),
            Prim::Nat16 => (16, false),
            Prim::Nat32 => (32, false),
            Prim::Nat64 => (64, false),
            Prim::Int8 => (8, true),
            Prim::Int16 => (16, true),
            Prim::Int32 => (32, true),
            Prim::Int64 => (64, true),
            _ => return None,
        })
    }

    /// Returns whether values of the type have arithmetic.
    pub fn is_number(self) -> bool {
        matches!(self, Prim::Nat | Prim::Int) || self.is_float() || self.width().is_some()
    }

    /// Returns whether values of the type are floating-point numbers.
    pub fn is_float(self) -> bool {
        matches!(self, Prim::Float | Prim::Float32)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    Object,
    Actor,
    Module,
    /// The content of a mixin, which `include` copies into an actor.
    Mixin,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Object {
    pub sort: Sort,
    /// In ascending order of name.
    pub fields: Vec<Field>,
    /// In ascending order of name.
    pub types: Vec<TypeMember>,
}

impl Object {
    /// Returns the field with a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        field_named(&self.fields, name)
    }
}

/// Returns the field or case with a name among those of a type.
pub fn field_named<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    fields.binary_search_by(|field| field.name.as_str().cmp(name)).ok().map(|at| &fields[at])
}

/// A field of an object, or a case of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: String,
    pub var: bool,
    pub ty: Ty,
}

/// A type that an object or module defines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypeMember {
    pub name: String,
    pub con: ConId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sharing {
    Local,
    Shared,
    Query,
    Composite,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Func {
    pub sharing: Sharing,
    /// The abstract types that stand for the type parameters.
    pub parameters: Vec<Parameter>,
    /// Whether the caller must hold the capability `system`.
    pub system: bool,
    pub args: Vec<Argument>,
    /// Several results are a tuple.
    pub result: Ty,
}

/// A type parameter of a function: its abstract type (whose bound the table knows).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    pub con: ConId,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Argument {
    /// The name, which matters if it is `self` or the argument is implicit.
    pub name: Option<String>,
    pub implicit: bool,
    pub ty: Ty,
}

/// What a named type stands for.
#[derive(Clone, Debug)]
pub enum Body {
    /// `type T<params> = ty`
    Def(Ty),
    /// A type parameter with an upper bound.
    Abstract(Ty),
    /// Declared but not resolved yet.
    Pending,
}

#[derive(Clone, Debug)]
pub(crate) struct Con {
    pub(crate) name: Arc<str>,
    pub(crate) parameters: Arc<[ConId]>,
    pub(crate) body: Body,
}

/// The table of named types and of types being inferred.
#[derive(Clone, Debug, Default)]
pub struct Types {
    pub(crate) cons: RefCell<Vec<Con>>,
    pub(crate) bounds: RefCell<Vec<Bounds>>,
    /// How many types were inferred before those: nothing mentions them any more.
    pub(crate) settled: u32,
    /// What was known before each change, so that a guess can be taken back.
    pub(crate) trail: RefCell<Vec<(InferId, Bounds)>>,
    /// How many parts bounds of types were made of.
    pub(crate) work: Cell<usize>,
    /// Set when a comparison was given up because it went too deep.
    pub(crate) too_deep: Cell<bool>,
    /// What named types with arguments stand for, as far as that was asked.
    pub(crate) unfolded: RefCell<HashMap<Ty, Ty>>,
}

impl Ty {
    /// Returns `()`.
    pub fn unit() -> Ty {
        static UNIT: LazyLock<Ty> = LazyLock::new(|| TyKind::Tuple(Vec::new()).into());
        UNIT.clone()
    }

    pub fn any() -> Ty {
        static ANY: LazyLock<Ty> = LazyLock::new(|| TyKind::Any.into());
        ANY.clone()
    }

    pub fn none() -> Ty {
        static NONE: LazyLock<Ty> = LazyLock::new(|| TyKind::None.into());
        NONE.clone()
    }

    pub fn error() -> Ty {
        static ERROR: LazyLock<Ty> = LazyLock::new(|| TyKind::Error.into());
        ERROR.clone()
    }

    /// Returns how many types it consists of, written out in full: a part that is there twice counts twice.
    pub fn size(&self) -> u32 {
        self.0.size
    }

    /// Returns whether it is the type of a module.
    pub fn is_module(&self) -> bool {
        matches!(&**self, TyKind::Object(object) if object.sort == Sort::Module)
    }

    /// Returns whether it is an object with a field that is a module.
    pub fn has_modules(&self) -> bool {
        self.0.has_modules
    }

    /// Returns whether a type that is being inferred is part of it.
    pub(crate) fn is_open(&self) -> bool {
        self.0.is_open
    }

    /// Returns whether a named type or a type parameter is part of it.
    pub(crate) fn has_names(&self) -> bool {
        self.0.has_names
    }

    pub fn option(inner: Ty) -> Ty {
        TyKind::Option(inner).into()
    }

    /// Returns a tuple, or the only part.
    pub fn tuple(mut parts: Vec<Ty>) -> Ty {
        if parts.len() == 1 { parts.remove(0) } else { TyKind::Tuple(parts).into() }
    }

    /// Returns an object type; sorts the fields.
    pub fn object(sort: Sort, mut fields: Vec<Field>, mut types: Vec<TypeMember>) -> Ty {
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        types.sort_by(|a, b| a.name.cmp(&b.name));
        TyKind::Object(Object { sort, fields, types }).into()
    }

    /// Returns a variant type; sorts the cases.
    pub fn variant(mut cases: Vec<Field>) -> Ty {
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        TyKind::Variant(cases).into()
    }

    /// Returns a local function type without type parameters.
    pub fn func(args: Vec<Ty>, result: Ty) -> Ty {
        let args = args.into_iter().map(|ty| Argument { name: None, implicit: false, ty }).collect();
        TyKind::Func(Func { sharing: Sharing::Local, parameters: Vec::new(), system: false, args, result })
            .into()
    }

    pub fn con(con: ConId, arguments: Vec<Ty>) -> Ty {
        TyKind::Con(con, arguments).into()
    }

    pub fn is_unit(&self) -> bool {
        matches!(&**self, TyKind::Tuple(parts) if parts.is_empty())
    }

    pub fn is_error(&self) -> bool {
        matches!(**self, TyKind::Error)
    }

    /// Returns the same type with every component replaced.
    pub fn map(&self, f: &mut dyn FnMut(&Ty) -> Ty) -> Ty {
        let kind = match &**self {
            TyKind::Prim(_) | TyKind::Any | TyKind::None | TyKind::Infer(_) | TyKind::Error => {
                return self.clone();
            }
            TyKind::Option(inner) => TyKind::Option(f(inner)),
            TyKind::Array(inner) => TyKind::Array(f(inner)),
            TyKind::VarArray(inner) => TyKind::VarArray(f(inner)),
            TyKind::Weak(inner) => TyKind::Weak(f(inner)),
            TyKind::Tuple(parts) => TyKind::Tuple(parts.iter().map(f).collect()),
            TyKind::Object(object) => {
                TyKind::Object(Object { fields: map_fields(&object.fields, f), ..object.clone() })
            }
            TyKind::Variant(cases) => TyKind::Variant(map_fields(cases, f)),
            TyKind::Func(func) => {
                let args = func.args.iter().map(|arg| Argument { ty: f(&arg.ty), ..arg.clone() }).collect();
                TyKind::Func(Func { args, result: f(&func.result), ..func.clone() })
            }
            TyKind::Async { star, result } => TyKind::Async { star: *star, result: f(result) },
            TyKind::Con(con, arguments) => TyKind::Con(*con, arguments.iter().map(f).collect()),
        };
        kind.into()
    }

    /// Calls `f` for every direct component.
    pub fn each(&self, f: &mut dyn FnMut(&Ty)) {
        each(self, f);
    }

    /// Returns the type with abstract types replaced by others.
    pub fn subst(&self, map: &[(ConId, Ty)]) -> Ty {
        if map.is_empty() || !self.has_names() {
            return self.clone();
        }
        if let TyKind::Con(con, arguments) = &**self
            && arguments.is_empty()
            && let Some((_, ty)) = map.iter().find(|(from, _)| from == con)
        {
            return ty.clone();
        }
        self.map(&mut |part| part.subst(map))
    }
}

fn each(kind: &TyKind, f: &mut dyn FnMut(&Ty)) {
    match kind {
        TyKind::Prim(_) | TyKind::Any | TyKind::None | TyKind::Infer(_) | TyKind::Error => {}
        TyKind::Option(inner) | TyKind::Array(inner) | TyKind::VarArray(inner) | TyKind::Weak(inner) => {
            f(inner)
        }
        TyKind::Tuple(parts) | TyKind::Con(_, parts) => parts.iter().for_each(f),
        TyKind::Object(Object { fields, .. }) | TyKind::Variant(fields) => {
            fields.iter().for_each(|field| f(&field.ty));
        }
        TyKind::Func(func) => {
            func.args.iter().for_each(|arg| f(&arg.ty));
            f(&func.result);
        }
        TyKind::Async { result, .. } => f(result),
    }
}

fn map_fields(fields: &[Field], f: &mut dyn FnMut(&Ty) -> Ty) -> Vec<Field> {
    fields.iter().map(|field| Field { ty: f(&field.ty), ..field.clone() }).collect()
}

impl Types {
    /// Adds a named type without a meaning yet.
    pub fn declare(&self, name: &str, parameters: Vec<ConId>) -> ConId {
        self.add(Con { name: name.into(), parameters: parameters.into(), body: Body::Pending })
    }

    /// Adds a type parameter.
    pub fn parameter(&self, name: &str, bound: Ty) -> ConId {
        self.add(Con { name: name.into(), parameters: Arc::new([]), body: Body::Abstract(bound) })
    }

    fn add(&self, con: Con) -> ConId {
        let mut cons = self.cons.borrow_mut();
        cons.push(con);
        ConId(u32::try_from(cons.len() - 1).expect("fewer than 2^32 named types"))
    }

    /// Gives a declared type its meaning, or a type parameter its bound.
    pub fn define(&self, con: ConId, body: Body) {
        self.cons.borrow_mut()[con.0 as usize].body = body;
        self.unfolded.borrow_mut().clear();
    }

    /// Gives a named type another name for messages and signatures.
    pub fn rename(&self, con: ConId, name: &str) {
        self.cons.borrow_mut()[con.0 as usize].name = name.into();
    }

    /// Gives a declared type its parameters.
    pub fn set_parameters(&self, con: ConId, parameters: Vec<ConId>) {
        self.cons.borrow_mut()[con.0 as usize].parameters = parameters.into();
        self.unfolded.borrow_mut().clear();
    }

    pub fn name(&self, con: ConId) -> Arc<str> {
        self.cons.borrow()[con.0 as usize].name.clone()
    }

    pub fn parameters(&self, con: ConId) -> Arc<[ConId]> {
        self.cons.borrow()[con.0 as usize].parameters.clone()
    }

    pub fn body(&self, con: ConId) -> Body {
        self.cons.borrow()[con.0 as usize].body.clone()
    }

    /// Returns whether the type is a type parameter.
    pub fn is_abstract(&self, con: ConId) -> bool {
        matches!(self.cons.borrow()[con.0 as usize].body, Body::Abstract(_))
    }

    /// Like [`Types::unfold`], for a type that may be a named one.
    pub(crate) fn unfold_ty(&self, ty: &Ty) -> Option<Ty> {
        let TyKind::Con(con, arguments) = &**ty else { return None };
        if arguments.is_empty() || ty.is_open() {
            return self.unfold(*con, arguments);
        }
        if let Some(known) = self.unfolded.borrow().get(ty) {
            return Some(known.clone());
        }
        let unfolded = self.unfold(*con, arguments)?;
        self.unfolded.borrow_mut().insert(ty.clone(), unfolded.clone());
        Some(unfolded)
    }

    /// Returns what a named type stands for with its arguments, one step; `None` for type parameters and while pending.
    pub fn unfold(&self, con: ConId, arguments: &[Ty]) -> Option<Ty> {
        let cons = self.cons.borrow();
        let entry = &cons[con.0 as usize];
        let Body::Def(body) = &entry.body else { return None };
        let (body, parameters) = (body.clone(), entry.parameters.clone());
        drop(cons);
        let map: Vec<_> = parameters.iter().copied().zip(arguments.iter().cloned()).collect();
        Some(body.subst(&map))
    }

    /// Returns the type with its outermost definitions unfolded; type parameters stay.
    pub fn expand(&self, ty: &Ty) -> Ty {
        let mut ty = self.resolved(ty);
        for _ in 0..100 {
            match self.unfold_ty(&ty) {
                Some(next) => ty = self.resolved(&next),
                None => return ty,
            }
        }
        // A definition such as `type T = T` never ends.
        Ty::error()
    }

    /// Like [`Types::expand`], but a type parameter becomes its bound: what is known of a value of the type.
    pub fn promote(&self, ty: &Ty) -> Ty {
        let mut ty = self.expand(ty);
        for _ in 0..100 {
            let TyKind::Con(con, _) = &*ty else { return ty };
            let Body::Abstract(bound) = self.body(*con) else { return ty };
            ty = self.expand(&bound);
        }
        Ty::error()
    }
}
