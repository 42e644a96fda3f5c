//! An interface as JSON, for pages that want to know what they can call.

use candid::types::{FuncMode, Function, Label, Type, TypeInner};
use serde_json::{Value, json};
use upgrade::Interface;

/// Returns methods and types as `docs/design/platform-api.md` describes them.
pub fn interface_json(interface: &Interface) -> Value {
    let types: serde_json::Map<String, Value> =
        interface.env.to_sorted_iter().map(|(name, ty)| (name.clone(), type_json(ty))).collect();
    let methods: Vec<Value> = interface
        .methods
        .iter()
        .filter_map(|(name, _)| interface.method(name).map(|func| method_json(name, &func)))
        .collect();
    let init: Vec<Value> = interface.init.iter().map(argument_json).collect();
    json!({ "types": types, "methods": methods, "init": init })
}

fn method_json(name: &str, func: &Function) -> Value {
    json!({
        "name": name,
        "mode": mode_word(func),
        "args": func.args.iter().map(argument_json).collect::<Vec<_>>(),
        "results": func.rets.iter().map(argument_json).collect::<Vec<_>>(),
    })
}

fn argument_json(ty: &Type) -> Value {
    json!({ "name": null, "type": type_json(ty) })
}

fn mode_word(func: &Function) -> &'static str {
    match func.modes.first() {
        Some(FuncMode::Query) => "query",
        Some(FuncMode::CompositeQuery) => "composite_query",
        Some(FuncMode::Oneway) => "oneway",
        None => "update",
    }
}

fn type_json(ty: &Type) -> Value {
    let kind = |kind: &str| json!({ "kind": kind });
    match ty.as_ref() {
        TypeInner::Null => kind("null"),
        TypeInner::Bool => kind("bool"),
        TypeInner::Nat => kind("nat"),
        TypeInner::Int => kind("int"),
        TypeInner::Nat8 => kind("nat8"),
        TypeInner::Nat16 => kind("nat16"),
        TypeInner::Nat32 => kind("nat32"),
        TypeInner::Nat64 => kind("nat64"),
        TypeInner::Int8 => kind("int8"),
        TypeInner::Int16 => kind("int16"),
        TypeInner::Int32 => kind("int32"),
        TypeInner::Int64 => kind("int64"),
        TypeInner::Float32 => kind("float32"),
        TypeInner::Float64 => kind("float64"),
        TypeInner::Text => kind("text"),
        TypeInner::Empty => kind("empty"),
        TypeInner::Principal => kind("principal"),
        TypeInner::Var(name) => json!({ "kind": "ref", "name": name }),
        TypeInner::Opt(inner) => json!({ "kind": "opt", "type": type_json(inner) }),
        TypeInner::Vec(inner) if *inner.as_ref() == TypeInner::Nat8 => kind("blob"),
        TypeInner::Vec(inner) => json!({ "kind": "vec", "type": type_json(inner) }),
        TypeInner::Record(fields) => {
            json!({ "kind": "record", "fields": fields.iter().map(field_json).collect::<Vec<_>>() })
        }
        TypeInner::Variant(fields) => {
            json!({ "kind": "variant", "fields": fields.iter().map(field_json).collect::<Vec<_>>() })
        }
        TypeInner::Func(func) => json!({
            "kind": "func",
            "mode": mode_word(func),
            "args": func.args.iter().map(type_json).collect::<Vec<_>>(),
            "results": func.rets.iter().map(type_json).collect::<Vec<_>>(),
        }),
        TypeInner::Service(methods) => {
            let methods = methods.iter().map(|(name, ty)| json!({ "name": name, "type": type_json(ty) }));
            json!({ "kind": "service", "methods": methods.collect::<Vec<_>>() })
        }
        TypeInner::Class(..)
        | TypeInner::Knot(_)
        | TypeInner::Unknown
        | TypeInner::Future
        | TypeInner::Reserved => kind("reserved"),
    }
}

fn field_json(field: &candid::types::Field) -> Value {
    let name = match field.id.as_ref() {
        Label::Named(name) => json!(name),
        Label::Id(_) | Label::Unnamed(_) => Value::Null,
    };
    json!({ "name": name, "id": field.id.get_id(), "type": type_json(&field.ty) })
}
