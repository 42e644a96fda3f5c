//! An actor's interface as Candid text.

use std::fmt::Write as _;

use crate::{Field, Func, Prim, Sharing, Ty, TyKind, Types};

/// Returns the Candid service of an actor type; `init` are the arguments of an actor class.
pub fn service(actor: &Ty, init: Option<&[Ty]>, types: &Types) -> String {
    let mut writer = Writer { types, named: Vec::new(), definitions: Vec::new() };
    let body = writer.service_body(actor);
    let init = init.map(|args| {
        format!("({}) -> ", args.iter().map(|arg| writer.ty(arg)).collect::<Vec<_>>().join(", "))
    });
    let mut out = String::new();
    for (name, definition) in &writer.definitions {
        let _ = writeln!(out, "type {name} = {definition};");
    }
    let _ = writeln!(out, "service : {}{body}", init.unwrap_or_default());
    out
}

struct Writer<'a> {
    types: &'a Types,
    /// Named types that have a definition or are getting one.
    named: Vec<(Ty, String)>,
    definitions: Vec<(String, String)>,
}

impl Writer<'_> {
    fn ty(&mut self, ty: &Ty) -> String {
        if let TyKind::Con(con, arguments) = &**ty {
            return match self.types.unfold(*con, arguments) {
                Some(body) => self.named(ty, &self.types.name(*con).to_string(), &body),
                None => "reserved".into(),
            };
        }
        match &**ty {
            TyKind::Prim(prim) => prim_name(*prim).into(),
            TyKind::None => "empty".into(),
            TyKind::Option(inner) => format!("opt {}", self.ty(inner)),
            TyKind::Array(inner) | TyKind::VarArray(inner) => format!("vec {}", self.ty(inner)),
            TyKind::Tuple(parts) if parts.is_empty() => "null".into(),
            TyKind::Tuple(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.ty(part)).collect();
                format!("record {{ {} }}", parts.join("; "))
            }
            TyKind::Object(object) if object.sort == crate::Sort::Actor => {
                format!("service {}", self.service_body(ty))
            }
            TyKind::Object(object) => format!("record {}", self.fields(&object.fields, false)),
            TyKind::Variant(cases) => format!("variant {}", self.fields(cases, true)),
            TyKind::Func(func) => format!("func {}", self.func(func)),
            TyKind::Any
            | TyKind::Con(..)
            | TyKind::Infer(_)
            | TyKind::Error
            | TyKind::Async { .. }
            | TyKind::Weak(_) => "reserved".into(),
        }
    }

    /// A definition of its own for a named type; generic ones get one for each choice of arguments.
    fn named(&mut self, ty: &Ty, name: &str, body: &Ty) -> String {
        if let Some((_, known)) = self.named.iter().find(|(other, _)| other == ty) {
            return known.clone();
        }
        let mut unique = name.to_owned();
        let mut count = 0;
        while self.named.iter().any(|(_, known)| *known == unique) || is_keyword(&unique) {
            count += 1;
            unique = format!("{name}_{count}");
        }
        self.named.push((ty.clone(), unique.clone()));
        let definition = self.ty(body);
        self.definitions.push((unique.clone(), definition));
        unique
    }

    fn fields(&mut self, fields: &[Field], variant: bool) -> String {
        if fields.is_empty() {
            return "{}".into();
        }
        let mut out = String::from("{");
        for field in fields {
            let name = label(&field.name);
            let _ = match variant && field.ty.is_unit() {
                true => write!(out, " {name};"),
                false => write!(out, " {name} : {};", self.ty(&field.ty)),
            };
        }
        out.push_str(" }");
        out
    }

    fn service_body(&mut self, actor: &Ty) -> String {
        let TyKind::Object(object) = &*self.types.promote(actor) else { return "{}".into() };
        let mut out = String::from("{\n");
        for field in &object.fields {
            if let TyKind::Func(func) = &*self.types.promote(&field.ty) {
                let _ = writeln!(out, "  {} : {};", label(&field.name), self.func(func));
            }
        }
        out.push('}');
        out
    }

    fn func(&mut self, func: &Func) -> String {
        let args: Vec<String> = func.args.iter().map(|arg| self.ty(&arg.ty)).collect();
        let (results, mode) = match &*self.types.expand(&func.result) {
            TyKind::Async { result, .. } => {
                let results = match &*self.types.expand(result) {
                    TyKind::Tuple(parts) => parts.iter().map(|part| self.ty(part)).collect(),
                    _ => vec![self.ty(result)],
                };
                let mode = match func.sharing {
                    Sharing::Query => " query",
                    Sharing::Composite => " composite_query",
                    Sharing::Local | Sharing::Shared => "",
                };
                (results, mode)
            }
            _ => (Vec::new(), " oneway"),
        };
        format!("({}) -> ({}){mode}", args.join(", "), results.join(", "))
    }
}

fn prim_name(prim: Prim) -> &'static str {
    match prim {
        Prim::Null => "null",
        Prim::Bool => "bool",
        Prim::Nat => "nat",
        Prim::Int => "int",
        Prim::Nat8 => "nat8",
        Prim::Nat16 => "nat16",
        Prim::Nat32 | Prim::Char => "nat32",
        Prim::Nat64 => "nat64",
        Prim::Int8 => "int8",
        Prim::Int16 => "int16",
        Prim::Int32 => "int32",
        Prim::Int64 => "int64",
        Prim::Float => "float64",
        Prim::Text => "text",
        Prim::Blob => "blob",
        Prim::Principal => "principal",
        Prim::Error | Prim::Region => "reserved",
    }
}

/// A Motoko label as a Candid one: `_12_` is the number 12, a last underscore escapes a keyword.
fn label(name: &str) -> String {
    if let Some(number) = name.strip_prefix('_').and_then(|rest| rest.strip_suffix('_'))
        && number.parse::<u32>().is_ok()
    {
        return number.to_owned();
    }
    let name = name.strip_suffix('_').unwrap_or(name);
    if is_keyword(name) { format!("\"{name}\"") } else { name.to_owned() }
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "import"
            | "service"
            | "func"
            | "type"
            | "opt"
            | "vec"
            | "record"
            | "variant"
            | "blob"
            | "principal"
            | "query"
            | "oneway"
            | "composite_query"
            | "null"
            | "bool"
            | "nat"
            | "int"
            | "text"
            | "reserved"
            | "empty"
            | "nat8"
            | "nat16"
            | "nat32"
            | "nat64"
            | "int8"
            | "int16"
            | "int32"
            | "int64"
            | "float32"
            | "float64"
            | "true"
            | "false"
    )
}
