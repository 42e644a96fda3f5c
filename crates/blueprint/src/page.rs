//! The page: three files that need no build step. The lists stand at the top of `app.js` as data; the rest is the same for all.

use serde::Serialize;

use crate::File;
use crate::model::{Blueprint, Entity, Field, Kind};
use crate::motoko::{LONG_TEXT_CHARS_MAX, TEXT_CHARS_MAX};
use crate::names::{heading, pascal};

const INDEX: &str = include_str!("page/index.html");
const SCRIPT: &str = include_str!("page/app.js");
const STYLE: &str = include_str!("page/style.css");

/// Returns the files of the page.
pub fn page(blueprint: &Blueprint) -> Vec<File> {
    let lists: Vec<List> = blueprint.entities.iter().map(list).collect();
    let lists = serde_json::to_string_pretty(&lists).expect("values made here are JSON");
    vec![
        File::new("frontend/app.js", SCRIPT.replacen("[/* lists */]", &lists, 1)),
        File::new("frontend/index.html", INDEX.replace("{{name}}", &escaped(&blueprint.name))),
        File::new("frontend/style.css", STYLE.replace("{{hue}}", &hue(&blueprint.name).to_string())),
    ]
}

/// A list as the page has it.
#[derive(Serialize)]
struct List<'a> {
    title: String,
    one: &'a str,
    many: &'a str,
    code: &'a str,
    methods: Methods,
    search: bool,
    export: bool,
    narrow: Option<&'a str>,
    fields: Vec<Input<'a>>,
}

#[derive(Serialize)]
struct Methods {
    list: String,
    add: String,
    change: String,
    remove: String,
}

/// A field as the page has it.
#[derive(Serialize)]
struct Input<'a> {
    code: &'a str,
    label: String,
    kind: Kind,
    required: bool,
    nullable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    longest: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    options: &'a [String],
    /// What the form starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<&'a str>,
}

fn list(entity: &Entity) -> List<'_> {
    let one = pascal(&entity.code);
    List {
        title: heading(&entity.plural),
        one: &entity.name,
        many: &entity.plural,
        code: &entity.codes,
        methods: Methods {
            list: format!("list{}", pascal(&entity.codes)),
            add: format!("add{one}"),
            change: format!("change{one}"),
            remove: format!("remove{one}"),
        },
        search: entity.search,
        export: entity.export,
        narrow: entity.narrow.and_then(|id| entity.field(id)).map(|field| field.code.as_str()),
        fields: entity.fields.iter().map(input).collect(),
    }
}

fn input(field: &Field) -> Input<'_> {
    let longest = match field.kind {
        Kind::Text => Some(TEXT_CHARS_MAX),
        Kind::LongText => Some(LONG_TEXT_CHARS_MAX),
        _ => None,
    };
    Input {
        code: &field.code,
        label: heading(&field.name),
        kind: field.kind,
        required: field.required,
        nullable: field.nullable,
        longest,
        options: &field.options,
        start: field.default.as_deref(),
    }
}

/// Returns a colour of the app's own, so that two apps beside each other look different.
fn hue(name: &str) -> u32 {
    name.bytes().fold(7_u32, |hue, byte| hue.wrapping_mul(31).wrapping_add(u32::from(byte))) % 360
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
