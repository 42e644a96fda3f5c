//! The backend: one actor, with a map, four methods and one check per list.

mod list;
mod migration;
mod record;
mod rules;

use std::fmt::Write as _;

use crate::File;
use crate::model::{Blueprint, Entity, Kind, Who};
use crate::names::{camel, free, pascal};

pub use migration::migration_from;

/// How many rows a list keeps at most.
pub const ROWS_MAX: u32 = 10_000;
/// How many characters a line of text has at most.
pub const TEXT_CHARS_MAX: u32 = 200;
/// How many characters a text of several lines has at most.
pub const LONG_TEXT_CHARS_MAX: u32 = 4_000;

/// Returns the files of the backend: the actor and, when it follows a version that kept its rows otherwise, the migration.
pub fn backend(new: &Blueprint, old: Option<&Blueprint>) -> Vec<File> {
    let migration = old.and_then(|old| migration_from(old, new));
    let mut files = vec![File::new("backend/main.mo", program(new, migration.is_some()))];
    files.extend(migration.map(|text| File::new("backend/migration.mo", text)));
    files
}

/// Returns the actor of a first version, or of one that keeps its rows as the version before did.
pub fn motoko(blueprint: &Blueprint) -> String {
    program(blueprint, false)
}

/// Returns the names that the program declares, in each of Motoko's two name spaces: values and types.
pub(crate) fn names_in_program(blueprint: &Blueprint) -> (Vec<String>, Vec<String>) {
    let names = |of: &dyn Fn(&Entity) -> Vec<String>| blueprint.entities.iter().flat_map(of).collect();
    let values = names(&|entity| {
        let (one, many) = (pascal(&entity.code), pascal(&entity.codes));
        let methods = ["add", "change", "remove"].map(|verb| format!("{verb}{one}"));
        let mut names =
            vec![rows_name(entity), format!("list{many}"), view_name(entity), checked_name(entity)];
        names.extend(methods);
        names
    });
    let types = names(&|entity| {
        let wire = [new_type(entity), view_type(entity), options_type(entity), list_type(entity)];
        std::iter::once(row_type(entity)).chain(wire).collect()
    });
    (values, types)
}

fn program(blueprint: &Blueprint, migrates: bool) -> String {
    let mut body = String::new();
    for entity in &blueprint.entities {
        record::types(entity, &mut body);
    }
    body.push_str("  // What the app keeps. It lives here: no database, nothing to load or save.\n");
    for entity in &blueprint.entities {
        let _ = writeln!(body, "  let {} = Map.empty<Nat, {}>();", rows_name(entity), row_type(entity));
    }
    body.push_str("  var nextId = 0;\n\n");
    rules::access(blueprint, &mut body);
    for entity in &blueprint.entities {
        list::list(entity, &mut body);
        rules::add(entity, &mut body);
        rules::change(entity, &mut body);
        rules::remove(entity, &mut body);
        record::view(entity, &mut body);
        record::checked(entity, &mut body);
    }
    helpers(&mut body);
    let mut text =
        format!("/// {}: written by Selfwright from blueprint.toml.\n\n", one_line(&blueprint.name));
    imports(&body, migrates, &mut text);
    if migrates {
        text.push_str("(with migration = Migration.run)\n");
    }
    let body = body.trim_end();
    let _ = write!(text, "actor {{\n{body}\n}};\n");
    text
}

fn imports(body: &str, migrates: bool, out: &mut String) {
    if migrates {
        out.push_str("import Migration \"migration\";\n");
    }
    const USED_BY: [(&str, &[&str]); 9] = [
        ("Array", &[".sort(", ".map(", ".sliceToArray(", ".find("]),
        ("Int", &["Int.", ".toText()"]),
        ("Iter", &[".filter(", ".toArray()"]),
        ("Map", &["Map."]),
        ("Nat", &["Nat"]),
        ("Principal", &["Principal"]),
        ("Runtime", &["Runtime."]),
        ("Text", &[".toLower()", ".contains(", "Text."]),
        ("Time", &["Time."]),
    ];
    for (module, signs) in USED_BY {
        if signs.iter().any(|sign| body.contains(sign)) {
            let _ = writeln!(out, "import {module} \"mo:core/{module}\";");
        }
    }
    out.push('\n');
}

/// Appends the checks, each only where something calls it.
fn helpers(body: &mut String) {
    for (call, text) in HELPERS {
        if body.contains(call) {
            body.push_str(text);
        }
    }
}

const HELPERS: [(&str, &str); 6] = [
    (
        "isAuthor(",
        "  // Whether the caller added the row. Whoever has no identity is nobody's author.
  func isAuthor(caller : Principal, addedBy : Principal) : Bool {
    not caller.isAnonymous() and caller == addedBy;
  };

",
    ),
    (
        "given(",
        "  // Checks a value that may be missing.
  func given<T>(what : Text, value : ?T, required : Bool, check : T -> T) : ?T {
    switch (value) {
      case (?value) { ?(check(value)) };
      case null {
        if (required) { Runtime.trap(\"Please give the \" # what # \".\") };
        null;
      };
    };
  };

",
    ),
    (
        "checkedShape(",
        "  // Checks a date or a time against its form, in which every digit is written 0.
  func checkedShape(what : Text, value : Text, required : Bool, shape : Text) : Text {
    let found = value.map(func(char) { if (char >= '0' and char <= '9') { '0' } else { char } });
    if (found != shape and (required or value != \"\")) {
      Runtime.trap(\"The \" # what # \" must look like \" # shape # \".\");
    };
    value;
  };

",
    ),
    (
        "checkedChoice(",
        "  // Checks that a text is one of those that can be chosen.
  func checkedChoice(what : Text, value : Text, required : Bool, options : [Text]) : Text {
    let known = options.find(func(option) { option == value }) != null;
    if (not known and (required or value != \"\")) {
      Runtime.trap(\"The \" # what # \" must be one of those offered, not \\\"\" # value # \"\\\".\");
    };
    value;
  };

",
    ),
    (
        "checkedText(",
        "  // Checks that a text is not too long and, where one is needed, not empty.
  func checkedText(what : Text, value : Text, required : Bool, longest : Nat) : Text {
    if (value.size() > longest) {
      Runtime.trap(\"The \" # what # \" is too long: at most \" # longest.toText() # \" characters fit.\");
    };
    if (required and Text.trim(value, #char ' ') == \"\") { Runtime.trap(\"Please give the \" # what # \".\") };
    value;
  };

",
    ),
    (
        "checkedNumber(",
        "  // Checks that a number is one that every page can show exactly.
  func checkedNumber(what : Text, value : Int) : Int {
    if (Int.abs(value) > 1_000_000_000_000_000) { Runtime.trap(\"The \" # what # \" is too large.\") };
    value;
  };

",
    ),
];

/// Returns what the program calls the map of the rows.
fn rows_name(entity: &Entity) -> String {
    free(camel(&entity.plural), "Kept")
}

/// Returns the type of a row in memory.
fn row_type(entity: &Entity) -> String {
    free(pascal(&entity.name), "Row")
}

fn new_type(entity: &Entity) -> String {
    format!("New{}", pascal(&entity.code))
}

fn view_type(entity: &Entity) -> String {
    format!("{}View", pascal(&entity.code))
}

fn options_type(entity: &Entity) -> String {
    format!("{}Options", pascal(&entity.code))
}

fn list_type(entity: &Entity) -> String {
    format!("{}List", pascal(&entity.code))
}

fn view_name(entity: &Entity) -> String {
    format!("{}View", entity.code)
}

fn checked_name(entity: &Entity) -> String {
    format!("checked{}", pascal(&entity.code))
}

/// Returns the type of a value of this kind.
fn value_type(kind: Kind, nullable: bool) -> String {
    let plain = match kind {
        Kind::Number | Kind::Decimal => "Int",
        Kind::YesNo => "Bool",
        _ => "Text",
    };
    if nullable { format!("?{plain}") } else { plain.to_owned() }
}

/// Returns the condition under which `caller` may do something, `row` being in scope where there is one.
fn may(who: Who) -> &'static str {
    match who {
        Who::Everyone => "true",
        Who::SignedIn => "not caller.isAnonymous()",
        Who::Author => "isAuthor(caller, row.addedBy)",
        Who::AuthorOrOwner => "isAuthor(caller, row.addedBy) or caller.isController()",
        Who::Owner => "caller.isController()",
        Who::Nobody => "false",
    }
}

/// Returns a Motoko text literal.
fn literal(text: &str) -> String {
    let escaped: String = text.chars().filter(|c| !c.is_control()).fold(String::new(), |mut out, c| {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
        out
    });
    format!("\"{escaped}\"")
}

/// Returns the text without what would end a comment line.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
