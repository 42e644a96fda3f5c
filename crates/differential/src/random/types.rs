//! The types that random programs use, as far as expressions of them are made.

use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Prim(&'static str),
    Option(Box<Type>),
    Array(Box<Type>),
    VarArray(Box<Type>),
    Tuple(Vec<Type>),
    Record(Vec<Field>),
    Variant(Vec<(String, Type)>),
    Func(Vec<Type>, Box<Type>),
    /// A type of the library (`List.List`), applied.
    Named(String, Vec<Type>),
    /// A type parameter of a library function.
    Parameter(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) var: bool,
    pub(super) ty: Type,
}

pub(super) const FIXED: [&str; 8] = ["Nat8", "Nat16", "Nat32", "Nat64", "Int8", "Int16", "Int32", "Int64"];

/// Types that have an order in the library, so that they can be keys.
pub(super) const KEYS: [&str; 13] = [
    "Nat", "Text", "Int", "Char", "Nat8", "Nat16", "Nat32", "Nat64", "Int8", "Int16", "Int32", "Int64",
    "Blob",
];

impl Type {
    pub(super) fn unit() -> Type {
        Type::Tuple(Vec::new())
    }

    pub(super) fn option(inner: Type) -> Type {
        Type::Option(Box::new(inner))
    }

    pub(super) fn array(inner: Type) -> Type {
        Type::Array(Box::new(inner))
    }

    pub(super) fn func(args: Vec<Type>, result: Type) -> Type {
        Type::Func(args, Box::new(result))
    }

    pub(super) fn is_unit(&self) -> bool {
        matches!(self, Type::Tuple(parts) if parts.is_empty())
    }

    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self, Type::Prim(own) if *own == name)
    }

    pub(super) fn is_fixed(&self) -> bool {
        matches!(self, Type::Prim(name) if FIXED.contains(name))
    }

    pub(super) fn is_key(&self) -> bool {
        matches!(self, Type::Prim(name) if KEYS.contains(name))
    }

    /// Whether `debug_show` prints it, and the same on both sides: the interpreter of the reference prints a `Float` with
    /// other digits than a canister.
    pub(super) fn is_plain(&self) -> bool {
        match self {
            Type::Prim(name) => *name != "Float",
            Type::Option(inner) | Type::Array(inner) | Type::VarArray(inner) => inner.is_plain(),
            Type::Tuple(parts) => parts.iter().all(Type::is_plain),
            Type::Record(fields) => fields.iter().all(|field| field.ty.is_plain()),
            Type::Variant(cases) => cases.iter().all(|(_, ty)| ty.is_plain()),
            Type::Named(name, arguments) => {
                matches!(name.as_str(), "Order.Order" | "Result.Result")
                    && arguments.iter().all(Type::is_plain)
            }
            Type::Func(..) | Type::Parameter(_) => false,
        }
    }

    /// Whether `==` compares its values.
    pub(super) fn has_equality(&self) -> bool {
        self.is_plain()
            && match self {
                Type::VarArray(_) => false,
                Type::Option(inner) | Type::Array(inner) => inner.has_equality(),
                Type::Tuple(parts) => parts.iter().all(Type::has_equality),
                Type::Record(fields) => fields.iter().all(|field| !field.var && field.ty.has_equality()),
                Type::Variant(cases) => cases.iter().all(|(_, ty)| ty.has_equality()),
                _ => true,
            }
    }

    /// Replaces type parameters.
    pub(super) fn with(&self, known: &[(String, Type)]) -> Type {
        let each = |parts: &[Type]| parts.iter().map(|part| part.with(known)).collect::<Vec<_>>();
        match self {
            Type::Prim(_) => self.clone(),
            Type::Option(inner) => Type::option(inner.with(known)),
            Type::Array(inner) => Type::array(inner.with(known)),
            Type::VarArray(inner) => Type::VarArray(Box::new(inner.with(known))),
            Type::Tuple(parts) => Type::Tuple(each(parts)),
            Type::Record(fields) => Type::Record(
                fields.iter().map(|field| Field { ty: field.ty.with(known), ..field.clone() }).collect(),
            ),
            Type::Variant(cases) => {
                Type::Variant(cases.iter().map(|(tag, ty)| (tag.clone(), ty.with(known))).collect())
            }
            Type::Func(args, result) => Type::func(each(args), result.with(known)),
            Type::Named(name, arguments) => Type::Named(name.clone(), each(arguments)),
            Type::Parameter(name) => {
                known.iter().find(|(own, _)| own == name).map_or_else(|| self.clone(), |(_, ty)| ty.clone())
            }
        }
    }

    /// Finds what type parameters must be for this type to be `wanted`.
    pub(super) fn unify(&self, wanted: &Type, known: &mut Vec<(String, Type)>) -> bool {
        let all = |own: &[Type], other: &[Type], known: &mut Vec<(String, Type)>| {
            own.len() == other.len() && own.iter().zip(other).all(|(own, other)| own.unify(other, known))
        };
        match (self, wanted) {
            (Type::Parameter(name), _) => match known.iter().find(|(own, _)| own == name) {
                Some((_, ty)) => ty == wanted,
                None => {
                    known.push((name.clone(), wanted.clone()));
                    true
                }
            },
            (Type::Option(own), Type::Option(other))
            | (Type::Array(own), Type::Array(other))
            | (Type::VarArray(own), Type::VarArray(other)) => own.unify(other, known),
            (Type::Tuple(own), Type::Tuple(other)) => all(own, other, known),
            (Type::Named(name, own), Type::Named(wanted, other)) => name == wanted && all(own, other, known),
            _ => self == wanted,
        }
    }

    /// Adds the names of the modules whose types are named.
    pub(super) fn modules(&self, into: &mut Vec<String>) {
        match self {
            Type::Named(name, arguments) => {
                into.extend(name.split_once('.').map(|(module, _)| module.to_owned()));
                arguments.iter().for_each(|part| part.modules(into));
            }
            Type::Option(inner) | Type::Array(inner) | Type::VarArray(inner) => inner.modules(into),
            Type::Tuple(parts) => parts.iter().for_each(|part| part.modules(into)),
            Type::Record(fields) => fields.iter().for_each(|field| field.ty.modules(into)),
            Type::Variant(cases) => cases.iter().for_each(|(_, ty)| ty.modules(into)),
            Type::Func(args, result) => {
                args.iter().for_each(|part| part.modules(into));
                result.modules(into);
            }
            Type::Prim(_) | Type::Parameter(_) => {}
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |parts: &[Type]| parts.iter().map(Type::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Type::Prim(name) => f.write_str(name),
            Type::Option(inner) => match **inner {
                Type::Func(..) => write!(f, "?({inner})"),
                _ => write!(f, "?{inner}"),
            },
            Type::Array(inner) => write!(f, "[{inner}]"),
            Type::VarArray(inner) => write!(f, "[var {inner}]"),
            Type::Tuple(parts) => write!(f, "({})", list(parts)),
            Type::Record(fields) => {
                let field = |Field { name, var, ty }: &Field| {
                    format!("{}{name} : {ty}", if *var { "var " } else { "" })
                };
                write!(f, "{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join("; "))
            }
            Type::Variant(cases) => {
                let case = |(tag, ty): &(String, Type)| {
                    if ty.is_unit() { format!("#{tag}") } else { format!("#{tag} : {ty}") }
                };
                write!(f, "{{ {} }}", cases.iter().map(case).collect::<Vec<_>>().join("; "))
            }
            Type::Func(args, result) => match &args[..] {
                [one @ (Type::Prim(_) | Type::Named(..) | Type::Array(_) | Type::Parameter(_))] => {
                    write!(f, "{one} -> {result}")
                }
                [one @ Type::Tuple(_)] => write!(f, "({one}) -> {result}"),
                _ => write!(f, "({}) -> {result}", list(args)),
            },
            Type::Named(name, arguments) if arguments.is_empty() => f.write_str(name),
            Type::Named(name, arguments) => write!(f, "{name}<{}>", list(arguments)),
            Type::Parameter(name) => f.write_str(name),
        }
    }
}
