//! What of `mo:core` can be called: the members of its modules with their types, read from our own library.

use std::collections::BTreeMap;

use mo_compile::{Checked, Options};
use mo_types::{Body, ConId, Prim, Sort, Ty, TyKind};
use source::MemoryWorld;

use super::types::{Field, Type};

/// Modules whose members do the same in a program without a canister around it.
const MODULES: [&str; 33] = [
    "Array",
    "Blob",
    "Bool",
    "Char",
    "Float",
    "Func",
    "Int",
    "Int16",
    "Int32",
    "Int64",
    "Int8",
    "Iter",
    "List",
    "Map",
    "Nat",
    "Nat16",
    "Nat32",
    "Nat64",
    "Nat8",
    "Option",
    "Order",
    "PriorityQueue",
    "Queue",
    "Result",
    "Set",
    "Stack",
    "Text",
    "VarArray",
    "pure/List",
    "pure/Map",
    "pure/Queue",
    "pure/RealTimeQueue",
    "pure/Set",
];

/// Members without an end, without a fixed result, or that the reference's library does not have yet.
const LEFT_OUT: [&str; 14] = [
    "infinite",
    "todo",
    "unreachable",
    "hash",
    "repeat",
    "cycle",
    "format",
    "generate",
    "toText",
    "exp",
    "log",
    "sin",
    "tan",
    "identity",
];

/// Members of our library that the reference's does not have (it is 2.5), or has with a mistake, by the name of their import.
const MISSING_THERE: [(&str, &str); 11] = [
    ("Array", "toBlob"),
    ("VarArray", "toBlob"),
    ("PureList", "sort"),
    ("PureMap", "toArray"),
    ("PureSet", "toArray"),
    // It counts what is replaced.
    ("PureMap", "size"),
    // Its first implicit argument has a type that no function has.
    ("Result", "equal"),
    // They trap where an array gives nothing: from a position to one before it.
    ("List", "sliceToArray"),
    ("List", "sliceToVarArray"),
    // The interpreter knows ASCII only.
    ("Text", "toUpper"),
    ("Text", "toLower"),
];

/// A function or value of a module.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The name under which its module is imported.
    pub module: String,
    pub name: String,
    pub parameters: Vec<String>,
    pub args: Vec<Arg>,
    pub result: Type,
    /// A value, which is not called.
    pub value: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Arg {
    pub name: String,
    pub implicit: bool,
    pub ty: Type,
}

/// Everything that can be called.
#[derive(Debug)]
pub struct Library {
    pub(super) members: Vec<Member>,
}

impl Library {
    /// Reads the types of the library.
    pub fn read() -> Library {
        let import = |path: &&str| format!("import {} \"mo:core/{path}\";\n", alias(path));
        let program: String = MODULES.iter().map(import).collect();
        mo_compile::with_stack(|| {
            let world = MemoryWorld::new([("Main.mo", program.as_str())]);
            let checked = mo_compile::check(&world, "Main.mo", &Options::default());
            Library { members: Reader::new(&checked).members() }
        })
    }
}

/// Returns the name under which programs import a module.
pub(super) fn alias(path: &str) -> String {
    path.replace("pure/", "Pure")
}

/// Returns the path of the module that is imported under a name.
pub(super) fn path(alias: &str) -> String {
    alias.strip_prefix("Pure").map_or_else(|| alias.to_owned(), |name| format!("pure/{name}"))
}

struct Reader<'a> {
    checked: &'a Checked,
    /// The name of each type that a module defines.
    names: BTreeMap<ConId, String>,
}

impl<'a> Reader<'a> {
    fn new(checked: &'a Checked) -> Self {
        let mut reader = Reader { checked, names: BTreeMap::new() };
        for (alias, ty) in reader.modules() {
            if let TyKind::Object(object) = &*ty {
                for member in &object.types {
                    let name = format!("{alias}.{}", member.name);
                    // What the module calls so may be defined elsewhere under the same name.
                    let mut con = member.con;
                    while let Body::Def(ty) = reader.checked.types.body(con)
                        && let TyKind::Con(behind, _) = &*ty
                        && reader.names.get(&con).is_none_or(|known| *known == name)
                    {
                        reader.names.insert(con, name.clone());
                        con = *behind;
                    }
                    reader.names.entry(con).or_insert(name);
                }
            }
        }
        reader
    }

    fn modules(&self) -> Vec<(String, Ty)> {
        let of = |path: &str| {
            let ending = format!("core/{path}.mo");
            let found = self.checked.modules.iter().find(|module| module.path.ends_with(&ending));
            found.map(|module| (alias(path), self.checked.types.expand(&module.ty)))
        };
        MODULES.iter().filter_map(|path| of(path)).collect()
    }

    fn members(&self) -> Vec<Member> {
        let mut members = Vec::new();
        for (alias, ty) in self.modules() {
            let TyKind::Object(object) = &*ty else { continue };
            let wanted = object.fields.iter().filter(|field| !LEFT_OUT.contains(&field.name.as_str()));
            let wanted =
                wanted.filter(|field| !MISSING_THERE.contains(&(alias.as_str(), field.name.as_str())));
            members.extend(wanted.filter_map(|field| self.member(&alias, &field.name, &field.ty)));
        }
        members
    }

    fn member(&self, module: &str, name: &str, ty: &Ty) -> Option<Member> {
        let (module, name) = (module.to_owned(), name.to_owned());
        let TyKind::Func(func) = &**ty else {
            let result = self.ty(ty)?;
            return Some(Member { module, name, parameters: vec![], args: vec![], result, value: true });
        };
        if func.system {
            return None;
        }
        let parameters =
            func.parameters.iter().map(|it| self.checked.types.name(it.con).to_string()).collect();
        let arg = |arg: &mo_types::Argument| {
            let name = arg.name.clone().unwrap_or_default();
            Some(Arg { name, implicit: arg.implicit, ty: self.ty(&arg.ty)? })
        };
        let args = func.args.iter().map(arg).collect::<Option<Vec<_>>>()?;
        let result = self.ty(&func.result)?;
        Some(Member { module, name, parameters, args, result, value: false })
    }

    fn ty(&self, ty: &Ty) -> Option<Type> {
        let types = &self.checked.types;
        let all = |parts: &[Ty]| parts.iter().map(|part| self.ty(part)).collect::<Option<Vec<_>>>();
        Some(match &**ty {
            TyKind::Prim(Prim::Null | Prim::Error | Prim::Region | Prim::Float32 | Prim::Principal) => {
                return None;
            }
            TyKind::Prim(prim) => Type::Prim(prim.name()),
            TyKind::Option(inner) => Type::option(self.ty(inner)?),
            TyKind::Array(inner) => Type::array(self.ty(inner)?),
            TyKind::VarArray(inner) => Type::VarArray(Box::new(self.ty(inner)?)),
            TyKind::Tuple(parts) => Type::Tuple(all(parts)?),
            TyKind::Func(func) if func.parameters.is_empty() && !func.system => {
                let args: Vec<Ty> = func.args.iter().map(|arg| arg.ty.clone()).collect();
                Type::func(all(&args)?, self.ty(&func.result)?)
            }
            TyKind::Variant(cases) => {
                let case = |field: &mo_types::Field| Some((field.name.clone(), self.ty(&field.ty)?));
                Type::Variant(cases.iter().map(case).collect::<Option<_>>()?)
            }
            TyKind::Object(object) if object.sort == Sort::Object && object.types.is_empty() => {
                let field = |field: &mo_types::Field| {
                    Some(Field { name: field.name.clone(), var: field.var, ty: self.ty(&field.ty)? })
                };
                Type::Record(object.fields.iter().map(field).collect::<Option<_>>()?)
            }
            TyKind::Con(con, _) if types.is_abstract(*con) => Type::Parameter(types.name(*con).to_string()),
            TyKind::Con(con, arguments) => self.named(*con, all(arguments)?, ty)?,
            _ => return None,
        })
    }

    /// A type of a collection keeps its name; what stands for something else is that.
    fn named(&self, con: ConId, arguments: Vec<Type>, ty: &Ty) -> Option<Type> {
        let common = ["Iter.Iter", "Order.Order", "Result.Result"];
        let plain = self.checked.types.name(con);
        let shared = common.iter().find(|name| name.split_once('.').is_some_and(|(_, own)| own == &*plain));
        let name = match shared {
            Some(name) => (*name).to_owned(),
            None => self.names.get(&con).cloned().unwrap_or_default(),
        };
        let known =
            shared.is_some() || super::calls::COLLECTIONS.iter().any(|collection| collection.name == name);
        if known {
            return Some(Type::Named(name, arguments));
        }
        let expanded = self.checked.types.expand(ty);
        // What holds itself is of no use without its name.
        if !arguments.is_empty() || matches!(&*expanded, TyKind::Con(..)) { None } else { self.ty(&expanded) }
    }
}
