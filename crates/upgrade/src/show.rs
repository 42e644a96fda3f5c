//! Types in words, short enough for a message.

use mo_ir::{Field, Mode, Prim, Type, TypeId, TypeTable};

const DEPTH_MAX: usize = 4;
const FIELDS_MAX: usize = 8;

/// Returns a type as it would be written in source; what lies deep or goes on for long is left out.
pub fn show_type(types: &TypeTable, id: TypeId) -> String {
    show(types, id, 0)
}

fn show(types: &TypeTable, id: TypeId, depth: usize) -> String {
    if depth > DEPTH_MAX {
        return "…".into();
    }
    let inner = |id: &TypeId| show(types, *id, depth + 1);
    let list = |ids: &[TypeId]| ids.iter().map(inner).collect::<Vec<_>>().join(", ");
    if let Some(text) = known_collection(types, id, depth) {
        return text;
    }
    match types.get(id) {
        Type::Prim(prim) => prim_name(*prim).into(),
        Type::Option(element) => format!("?{}", inner(element)),
        Type::Array(element) => format!("[{}]", inner(element)),
        Type::VarArray(element) => format!("[var {}]", inner(element)),
        Type::Weak(element) => format!("weak {}", inner(element)),
        Type::Tuple(parts) => format!("({})", list(parts)),
        Type::Object(fields) => {
            format!("{{{}}}", show_fields(fields, |f| format!("{}{} : {}", var(f), f.label, inner(&f.ty))))
        }
        Type::Variant(fields) => format!("{{{}}}", show_fields(fields, |field| case(types, field, inner))),
        Type::Shared { mode, args, results } => {
            let query = if *mode == Mode::Update || *mode == Mode::Oneway { "" } else { "query " };
            format!("shared {query}({}) -> ({})", list(args), list(results))
        }
        Type::Actor(fields) => {
            format!("actor {{{}}}", show_fields(fields, |f| format!("{} : {}", f.label, inner(&f.ty))))
        }
    }
}

/// `Map<K, V>` and its like, by the form that `mo:core` gives them.
fn known_collection(types: &TypeTable, id: TypeId, depth: usize) -> Option<String> {
    let Type::Object(fields) = types.get(id) else { return None };
    let field = |name: &str| fields.iter().find(|field| field.label == name).map(|field| field.ty);
    let names: Vec<&str> = fields.iter().map(|field| field.label.as_str()).collect();
    let has = |wanted: &[&str]| names.len() == wanted.len() && wanted.iter().all(|name| names.contains(name));
    let element = |ty: TypeId| match types.get(ty) {
        Type::VarArray(option) => match types.get(*option) {
            Type::Option(element) => Some(*element),
            _ => None,
        },
        _ => None,
    };
    if has(&["root", "size"]) {
        let Type::Object(node) = types.get(field("root")?) else { return None };
        let part = |name: &str| element(node.iter().find(|field| field.label == name)?.ty);
        let (key, value) = (show(types, part("keys")?, depth + 1), show(types, part("values")?, depth + 1));
        return Some(format!("Map<{key}, {value}>"));
    }
    if has(&["items", "size"]) {
        return Some(format!("List<{}>", show(types, element(field("items")?)?, depth + 1)));
    }
    if has(&["elements"]) {
        let map = known_collection(types, field("elements")?, depth)?;
        return Some(format!("Set<{}>", map.strip_prefix("Map<")?.strip_suffix(", ()>")?));
    }
    None
}

fn show_fields(fields: &[Field], one: impl Fn(&Field) -> String) -> String {
    let mut parts: Vec<String> = fields.iter().take(FIELDS_MAX).map(one).collect();
    if fields.len() > FIELDS_MAX {
        parts.push("…".into());
    }
    parts.join("; ")
}

fn var(field: &Field) -> &'static str {
    if field.var { "var " } else { "" }
}

fn case(types: &TypeTable, field: &Field, inner: impl Fn(&TypeId) -> String) -> String {
    match types.get(field.ty) {
        Type::Tuple(parts) if parts.is_empty() => format!("#{}", field.label),
        _ => format!("#{} : {}", field.label, inner(&field.ty)),
    }
}

fn prim_name(prim: Prim) -> &'static str {
    match prim {
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
        Prim::Char => "Char",
        Prim::Text => "Text",
        Prim::Blob => "Blob",
        Prim::Principal => "Principal",
        Prim::Any => "Any",
        Prim::None => "None",
        Prim::Error => "Error",
        Prim::LocalFunction => "a local function",
        Prim::Float32 => "Float32",
        Prim::Region => "Region",
    }
}
