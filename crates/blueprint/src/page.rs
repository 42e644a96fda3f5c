//! The page: three files that need no build step. The lists stand at the top of `app.js` as data; the rest is the same for all.

use serde_json::{Value, json};

use crate::File;
use crate::model::{Blueprint, Entity, Field, Kind};
use crate::motoko::{LONG_TEXT_CHARS_MAX, TEXT_CHARS_MAX};
use crate::names::{heading, pascal};

const INDEX: &str = include_str!("page/index.html");
const SCRIPT: &str = include_str!("page/app.js");
const STYLE: &str = include_str!("page/style.css");

/// Returns the files of the page.
pub fn page(blueprint: &Blueprint) -> Vec<File> {
    let lists: Vec<Value> = blueprint.entities.iter().map(list).collect();
    let lists = serde_json::to_string_pretty(&lists).expect("values made here are JSON");
    vec![
        File::new("frontend/app.js", SCRIPT.replacen("[/* lists */]", &lists, 1)),
        File::new("frontend/index.html", INDEX.replace("{{name}}", &escaped(&blueprint.name))),
        File::new("frontend/style.css", STYLE.replace("{{hue}}", &hue(&blueprint.name).to_string())),
    ]
}

fn list(entity: &Entity) -> Value {
    let one = pascal(&entity.code);
    let narrow = entity.narrow.and_then(|id| entity.field(id)).map(|field| field.code.as_str());
    json!({
        "title": heading(&entity.plural),
        "one": entity.name,
        "many": entity.plural,
        "code": entity.codes,
        "methods": {
            "list": format!("list{}", pascal(&entity.codes)),
            "add": format!("add{one}"),
            "change": format!("change{one}"),
            "remove": format!("remove{one}"),
        },
        "search": entity.search,
        "export": entity.export,
        "narrow": narrow,
        "fields": entity.fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn field(field: &Field) -> Value {
    let longest = match field.kind {
        Kind::Text => Some(TEXT_CHARS_MAX),
        Kind::LongText => Some(LONG_TEXT_CHARS_MAX),
        _ => None,
    };
    let mut value = json!({
        "code": field.code,
        "label": heading(&field.name),
        "kind": field.kind,
        "required": field.required,
        "nullable": field.nullable,
    });
    let map = value.as_object_mut().expect("made as an object");
    if let Some(longest) = longest {
        map.insert("longest".to_owned(), json!(longest));
    }
    if !field.options.is_empty() {
        map.insert("options".to_owned(), json!(field.options));
    }
    if let Some(default) = &field.default {
        map.insert("start".to_owned(), json!(default));
    }
    value
}

/// Returns a colour of the app's own, so that two apps beside each other look different.
fn hue(name: &str) -> u32 {
    name.bytes().fold(7_u32, |hue, byte| hue.wrapping_mul(31).wrapping_add(u32::from(byte))) % 360
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
