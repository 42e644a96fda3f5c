//! Types as the running module knows them: for Candid, `debug_show`, `==`, upgrades, and readers of the heap.

/// Index into a [`TypeTable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// The types that a module describes itself with. Recursive types refer back by id.
#[derive(Clone, Debug, Default)]
pub struct TypeTable {
    pub types: Vec<Type>,
}

impl TypeTable {
    /// Returns the type behind an id.
    pub fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// Adds a type and returns its id. Does not look for an equal one.
    pub fn add(&mut self, ty: Type) -> TypeId {
        self.types.push(ty);
        TypeId(u32::try_from(self.types.len() - 1).expect("fewer than 2^32 types"))
    }
}

/// The numbers are those of the type section (`docs/design/values.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u32)]
pub enum Prim {
    Null = 0,
    Bool = 1,
    Nat = 2,
    Int = 3,
    Nat8 = 4,
    Nat16 = 5,
    Nat32 = 6,
    Nat64 = 7,
    Int8 = 8,
    Int16 = 9,
    Int32 = 10,
    Int64 = 11,
    Float = 12,
    Char = 13,
    Text = 14,
    Blob = 15,
    Principal = 16,
    Any = 17,
    None = 18,
    Error = 19,
    LocalFunction = 28,
    Float32 = 29,
    Region = 30,
}

impl Prim {
    const ALL: [Prim; 23] = [
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
        Prim::Char,
        Prim::Text,
        Prim::Blob,
        Prim::Principal,
        Prim::Any,
        Prim::None,
        Prim::Error,
        Prim::LocalFunction,
        Prim::Float32,
        Prim::Region,
    ];

    /// Returns the type with this number in the type section.
    pub fn from_kind(kind: u32) -> Option<Prim> {
        Self::ALL.into_iter().find(|prim| *prim as u32 == kind)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u32)]
pub enum Mode {
    Update = 0,
    Query = 1,
    Composite = 2,
    Oneway = 3,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    Prim(Prim),
    Option(TypeId),
    Array(TypeId),
    VarArray(TypeId),
    Weak(TypeId),
    /// No components: unit.
    Tuple(Vec<TypeId>),
    /// In ascending order of label hash.
    Object(Vec<Field>),
    /// In ascending order of label hash; `var` is always false.
    Variant(Vec<Field>),
    Shared {
        mode: Mode,
        args: Vec<TypeId>,
        results: Vec<TypeId>,
    },
    /// In ascending order of label bytes; `var` is always false.
    Actor(Vec<Field>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub label: String,
    pub var: bool,
    pub ty: TypeId,
}

impl Type {
    /// Returns the fields of an object or actor, the cases of a variant; nothing for others.
    pub fn fields(&self) -> &[Field] {
        match self {
            Type::Object(fields) | Type::Variant(fields) | Type::Actor(fields) => fields,
            _ => &[],
        }
    }

    /// Returns the types that this one is made of, in order.
    pub fn children(&self) -> Vec<TypeId> {
        match self {
            Type::Prim(_) => vec![],
            Type::Option(element) | Type::Array(element) | Type::VarArray(element) | Type::Weak(element) => {
                vec![*element]
            }
            Type::Tuple(types) => types.clone(),
            Type::Object(fields) | Type::Variant(fields) | Type::Actor(fields) => {
                fields.iter().map(|field| field.ty).collect()
            }
            Type::Shared { args, results, .. } => args.iter().chain(results).copied().collect(),
        }
    }
}
