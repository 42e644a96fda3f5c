//! Candid interface files (`.did`) as Motoko types: what `ic:`, `canister:` and `idl:` imports bring.
//!
//! The mapping is Motoko's: `vec nat8` is a Blob, a record of consecutive numbers a tuple, a label that is no Motoko name is
//! escaped (`_12_`, `query_`).

mod load;
mod parse;

use std::collections::BTreeMap;

use mo_types::{Argument, Body, ConId, Field, Func, Prim, Sharing, Sort, Ty, TyKind, TypeMember, Types};

pub(crate) use load::Wanted;
pub(crate) use parse::parse;

/// A Candid type as written.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    Name(String),
    Option(Box<Written>),
    Vector(Box<Written>),
    Record(Vec<(Label, Written)>),
    Variant(Vec<(Label, Written)>),
    Function(Box<Signature>),
    Service(Vec<(String, Written)>),
}

#[derive(Clone, Debug)]
pub(crate) enum Label {
    Name(String),
    Number(u32),
}

#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) arguments: Vec<Written>,
    pub(crate) results: Vec<Written>,
    pub(crate) annotations: Vec<String>,
}

/// An interface file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interface {
    pub(crate) definitions: Vec<(String, Written)>,
    pub(crate) service: Option<Written>,
}

/// Returns the actor that an interface describes, with its types as members.
pub(crate) fn actor(interface: &Interface, types: &Types) -> Result<Ty, String> {
    let reader = Reader::new(interface, types)?;
    let Some(service) = &interface.service else { return Err("the interface has no service".to_owned()) };
    let ty = reader.ty(service)?;
    match &*types.expand(&ty) {
        TyKind::Object(object) if object.sort == Sort::Actor => {
            Ok(Ty::object(Sort::Actor, object.fields.clone(), reader.members()))
        }
        _ => Err("the service is no service type".to_owned()),
    }
}

/// Returns a module of the types that an interface defines.
pub(crate) fn module(interface: &Interface, types: &Types) -> Result<Ty, String> {
    let reader = Reader::new(interface, types)?;
    Ok(Ty::object(Sort::Module, Vec::new(), reader.members()))
}

struct Reader {
    names: BTreeMap<String, ConId>,
}

impl Reader {
    fn new(interface: &Interface, types: &Types) -> Result<Reader, String> {
        let mut names = BTreeMap::new();
        for (name, _) in &interface.definitions {
            if names.insert(name.clone(), types.declare(&escaped(name), Vec::new())).is_some() {
                return Err(format!("`{name}` is defined twice"));
            }
        }
        let reader = Reader { names };
        for (name, body) in &interface.definitions {
            let body = reader.ty(body)?;
            types.define(reader.names[name], Body::Def(body));
        }
        Ok(reader)
    }

    fn members(&self) -> Vec<TypeMember> {
        self.names.iter().map(|(name, con)| TypeMember { name: escaped(name), con: *con }).collect()
    }

    fn ty(&self, written: &Written) -> Result<Ty, String> {
        Ok(match written {
            Written::Name(name) => match self.names.get(name) {
                Some(con) => Ty::con(*con, Vec::new()),
                None => primitive(name).ok_or_else(|| format!("there is no type `{name}`"))?,
            },
            Written::Option(inner) => Ty::option(self.ty(inner)?),
            Written::Vector(inner) if matches!(&**inner, Written::Name(name) if name == "nat8") => {
                Prim::Blob.into()
            }
            Written::Vector(inner) => TyKind::Array(self.ty(inner)?).into(),
            Written::Record(fields) => self.record(fields)?,
            Written::Variant(cases) => {
                let cases = cases.iter().map(|(label, written)| match written {
                    Written::Name(name) if name == "null" => Ok(field(label, Ty::unit())),
                    written => Ok(field(label, self.ty(written)?)),
                });
                Ty::variant(cases.collect::<Result<_, String>>()?)
            }
            Written::Function(signature) => self.function(signature)?,
            Written::Service(methods) => {
                let methods = methods.iter().map(|(name, written)| {
                    let ty = self.ty(written)?;
                    // A method's type may have a name.
                    let is_function = matches!(written, Written::Function(_) | Written::Name(_));
                    if !is_function {
                        return Err(format!("the method `{name}` is no function"));
                    }
                    Ok(Field { name: escaped(name), var: false, ty })
                });
                Ty::object(Sort::Actor, methods.collect::<Result<_, String>>()?, Vec::new())
            }
        })
    }

    fn record(&self, fields: &[(Label, Written)]) -> Result<Ty, String> {
        let is_tuple = fields.len() != 1
            && fields.iter().zip(0..).all(|((label, _), at)| matches!(label, Label::Number(n) if *n == at));
        if is_tuple && !fields.is_empty() {
            let parts = fields.iter().map(|(_, written)| self.ty(written)).collect::<Result<_, _>>()?;
            return Ok(Ty::tuple(parts));
        }
        let fields = fields.iter().map(|(label, written)| Ok(field(label, self.ty(written)?)));
        Ok(Ty::object(Sort::Object, fields.collect::<Result<_, String>>()?, Vec::new()))
    }

    fn function(&self, signature: &Signature) -> Result<Ty, String> {
        let list =
            |written: &[Written]| written.iter().map(|one| self.ty(one)).collect::<Result<Vec<_>, _>>();
        let has = |name: &str| signature.annotations.iter().any(|annotation| annotation == name);
        let args = list(&signature.arguments)?
            .into_iter()
            .map(|ty| Argument { name: None, implicit: false, ty })
            .collect();
        let sharing = if has("composite_query") {
            Sharing::Composite
        } else if has("query") {
            Sharing::Query
        } else {
            Sharing::Shared
        };
        let result = Ty::tuple(list(&signature.results)?);
        let result = if has("oneway") { Ty::unit() } else { TyKind::Async { star: false, result }.into() };
        let func = Func { sharing, parameters: Vec::new(), system: false, args, result };
        Ok(TyKind::Func(func).into())
    }
}

fn field(label: &Label, ty: Ty) -> Field {
    let name = match label {
        Label::Name(name) => escaped(name),
        Label::Number(number) => format!("_{number}_"),
    };
    Field { name, var: false, ty }
}

/// Returns a Candid name as Motoko writes it.
fn escaped(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if !first || !chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return format!("_{}_", hash(name));
    }
    if mo_syntax::is_keyword(name) || name.ends_with('_') { format!("{name}_") } else { name.to_owned() }
}

/// Candid's hash of a label.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(223).wrapping_add(u32::from(byte)))
}

fn primitive(name: &str) -> Option<Ty> {
    Some(match name {
        "null" => Prim::Null.into(),
        "bool" => Prim::Bool.into(),
        "nat" => Prim::Nat.into(),
        "int" => Prim::Int.into(),
        "nat8" => Prim::Nat8.into(),
        "nat16" => Prim::Nat16.into(),
        "nat32" => Prim::Nat32.into(),
        "nat64" => Prim::Nat64.into(),
        "int8" => Prim::Int8.into(),
        "int16" => Prim::Int16.into(),
        "int32" => Prim::Int32.into(),
        "int64" => Prim::Int64.into(),
        "float64" => Prim::Float.into(),
        "text" => Prim::Text.into(),
        "blob" => Prim::Blob.into(),
        "principal" => Prim::Principal.into(),
        "reserved" => Ty::any(),
        "empty" => Ty::none(),
        _ => return None,
    })
}
