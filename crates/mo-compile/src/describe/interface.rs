//! An actor's Candid interface as text. Types keep their names; instances of a generic type, and other types of the same
//! name, are numbered in the order in which the methods mention them. What stands for what is said in the Candid
//! specification and, for Motoko, in its language manual.

use std::collections::BTreeMap;

use mo_syntax::ast::Pattern;
use mo_types::{Argument, ConId, Field, Func, Prim, Sharing, Sort, Ty, TyKind, Types};

use super::layout::{Part, SERVICE, braces, definition};

/// Words that Candid reserves: as labels they stand in quotes.
const KEYWORDS: [&str; 31] = [
    "blob",
    "bool",
    "composite_query",
    "empty",
    "float32",
    "float64",
    "func",
    "import",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "nat",
    "nat16",
    "nat32",
    "nat64",
    "nat8",
    "null",
    "oneway",
    "opt",
    "principal",
    "query",
    "record",
    "reserved",
    "service",
    "text",
    "type",
    "variant",
    "vec",
    "to",
];

/// What the interface of an actor is made from.
pub(super) struct Source<'a> {
    pub(super) types: &'a Types,
    /// The actor's methods: names and types.
    pub(super) methods: Vec<(&'a str, &'a Ty)>,
    /// Of an actor class: its name, and its parameters with their patterns.
    pub(super) class: Option<(Option<&'a str>, &'a [Ty], &'a [Pattern])>,
}

/// Writes the interface.
pub(super) fn write(source: &Source<'_>) -> String {
    let mut writer = Writer { types: source.types, instances: Vec::new(), counts: BTreeMap::new() };
    let service = writer.service(&source.methods);
    let mut definitions: Vec<(String, Part)> = Vec::new();
    let main = match source.class {
        None => braces("", service),
        Some((name, parameters, patterns)) => {
            let arguments = writer.parameters(parameters, patterns);
            let made = match name {
                Some(name) => {
                    let name = writer.unused(name);
                    definitions.push((name.clone(), braces(SERVICE, service)));
                    Part::Text(name)
                }
                None => braces("", service),
            };
            Part::Joined(vec![arguments, Part::text(" -> "), made])
        }
    };
    definitions.extend(writer.instances.into_iter().filter_map(|known| Some((known.name, known.body?))));
    definitions.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut out: String =
        definitions.iter().map(|(name, body)| definition(&format!("type {name} = "), body, ";")).collect();
    out.push_str(&definition("service : ", &main, ""));
    out
}

struct Writer<'a> {
    types: &'a Types,
    instances: Vec<Instance>,
    /// How many types of each name have been met.
    counts: BTreeMap<String, u32>,
}

/// A named type at its arguments.
struct Instance {
    con: ConId,
    arguments: Vec<Ty>,
    name: String,
    /// Missing while it is being written.
    body: Option<Part>,
}

impl Writer<'_> {
    /// The methods of a service, by name.
    fn service(&mut self, methods: &[(&str, &Ty)]) -> Vec<Part> {
        let mut sorted: Vec<_> = methods.to_vec();
        sorted.sort_by_key(|(name, _)| *name);
        let entries = sorted.into_iter().filter_map(|(name, ty)| {
            let TyKind::Func(func) = &*self.types.expand(ty) else { return None };
            let func = self.func(func);
            Some(Part::Joined(vec![Part::Text(format!("{}: ", label(name))), func]))
        });
        entries.collect()
    }

    fn func(&mut self, func: &Func) -> Part {
        let arguments = match func.args.as_slice() {
            [Argument { ty, .. }] if matches!(&**ty, TyKind::Tuple(_)) => self.list(ty),
            several => several.iter().map(|arg| self.named(arg.name.as_deref(), &arg.ty)).collect(),
        };
        let (results, oneway) = match &*self.types.expand(&func.result) {
            TyKind::Async { result, .. } => (self.list(result), false),
            _ => (Vec::new(), true),
        };
        let mode = match func.sharing {
            Sharing::Query => " query",
            Sharing::Composite => " composite_query",
            _ if oneway => " oneway",
            _ => "",
        };
        let arrow = Part::text(" -> ");
        Part::Joined(vec![Part::tuple(arguments), arrow, Part::tuple(results), Part::text(mode)])
    }

    /// A tuple without a name stands for several arguments or results.
    fn list(&mut self, ty: &Ty) -> Vec<Part> {
        match &**ty {
            TyKind::Tuple(parts) => parts.iter().map(|part| self.ty(part)).collect(),
            _ => vec![self.ty(ty)],
        }
    }

    fn named(&mut self, name: Option<&str>, ty: &Ty) -> Part {
        let ty = self.ty(ty);
        match name {
            Some(name) => Part::Joined(vec![Part::Text(format!("{}: ", label(name))), ty]),
            None => ty,
        }
    }

    fn parameters(&mut self, parameters: &[Ty], patterns: &[Pattern]) -> Part {
        let parts = match parameters {
            [only] if matches!(&**only, TyKind::Tuple(_)) => self.list(only),
            several => (0..several.len())
                .map(|at| self.named(patterns.get(at).and_then(Pattern::simple_name), &several[at]))
                .collect(),
        };
        Part::tuple(parts)
    }

    fn ty(&mut self, ty: &Ty) -> Part {
        if let TyKind::Con(con, arguments) = &**ty
            && !self.types.is_abstract(*con)
        {
            return Part::Text(self.name(*con, arguments));
        }
        self.structure(ty)
    }

    /// The name of a type at its arguments; it is defined when it is met first.
    fn name(&mut self, con: ConId, arguments: &[Ty]) -> String {
        let same = |known: &Instance| {
            known.con == con
                && known.arguments.iter().zip(arguments).all(|(a, b)| a == b || self.types.equal(a, b))
        };
        if let Some(known) = self.instances.iter().find(|known| same(known)) {
            return known.name.clone();
        }
        let name = self.unused(&self.types.name(con));
        let at = self.instances.len();
        self.instances.push(Instance { con, arguments: arguments.to_vec(), name: name.clone(), body: None });
        let body = match self.types.unfold(con, arguments) {
            Some(unfolded) => self.ty(&unfolded),
            None => Part::text("reserved"),
        };
        self.instances[at].body = Some(body);
        name
    }

    /// A name for the next type that is called so.
    fn unused(&mut self, name: &str) -> String {
        let name = if KEYWORDS.contains(&name) { format!("{name}_") } else { name.to_owned() };
        let count = self.counts.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}_{}", *count - 1) }
    }

    fn structure(&mut self, ty: &Ty) -> Part {
        match &*self.types.expand(ty) {
            TyKind::Prim(prim) => Part::text(prim_name(*prim)),
            TyKind::None => Part::text("empty"),
            TyKind::Option(inner) => self.prefixed("opt ", inner),
            TyKind::Array(inner) | TyKind::VarArray(inner) => self.prefixed("vec ", inner),
            TyKind::Tuple(parts) if parts.is_empty() => Part::text("null"),
            TyKind::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.ty(part)).collect();
                braces("record ", parts)
            }
            TyKind::Object(object) if object.sort == Sort::Actor => {
                let methods: Vec<(&str, &Ty)> =
                    object.fields.iter().map(|field| (field.name.as_str(), &field.ty)).collect();
                let service = self.service(&methods);
                braces(SERVICE, service)
            }
            TyKind::Object(object) => {
                let fields = object.fields.iter().map(|field| self.named(Some(&field.name), &field.ty));
                let fields = fields.collect();
                braces("record ", fields)
            }
            TyKind::Variant(cases) => {
                let cases = cases.iter().map(|case| self.case(case)).collect();
                braces("variant ", cases)
            }
            TyKind::Func(func) => {
                let func = self.func(func);
                Part::Joined(vec![Part::text("func "), func])
            }
            _ => Part::text("reserved"),
        }
    }

    /// A case without payload is written without one.
    fn case(&mut self, case: &Field) -> Part {
        if case.ty.is_unit() { Part::Text(label(&case.name)) } else { self.named(Some(&case.name), &case.ty) }
    }

    fn prefixed(&mut self, prefix: &str, inner: &Ty) -> Part {
        let inner = self.ty(inner);
        Part::Joined(vec![Part::text(prefix), inner])
    }
}

/// A label as Candid has it: `_12_` is a number, `query_` is `query`, and what Candid reserves stands in quotes.
fn label(name: &str) -> String {
    let number = name.strip_prefix('_').and_then(|rest| rest.strip_suffix('_'));
    if let Some(number) = number.and_then(|digits| digits.parse::<u32>().ok()) {
        return number.to_string();
    }
    let name = name.strip_suffix('_').unwrap_or(name);
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && !KEYWORDS.contains(&name) { name.to_owned() } else { format!("{name:?}") }
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
        Prim::Float32 => "float32",
        Prim::Text => "text",
        Prim::Blob => "blob",
        Prim::Principal => "principal",
        Prim::Error | Prim::Region => "reserved",
    }
}
