//! Which members of the library the programs below `tests` use: by name, behind a dot, or as an implicit argument.

use std::collections::{BTreeMap, BTreeSet};

use mo_check::{CallInfo, Checked, Implicit, Reference};
use source::MemoryWorld;

/// Folders of programs whose output or behaviour a test compares.
const FOLDERS: [&str; 5] =
    ["tests/library", "tests/run", "tests/programs", "tests/actors", "tests/differential"];

/// Returns what is used, as `Module.member`.
pub(crate) fn of_all_programs() -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for folder in FOLDERS {
        for path in testkit::files(folder, ".mo") {
            let program = std::fs::read_to_string(path).expect("a program can be read");
            add_uses(&program, &mut used);
        }
        for path in testkit::files(folder, ".md").iter().filter(|path| !is_foreign(path)) {
            for block in testkit::markdown_blocks(path, "motoko") {
                add_uses(&block.text, &mut used);
            }
        }
    }
    used
}

fn is_foreign(path: &std::path::Path) -> bool {
    path.components().any(|part| part.as_os_str() == "node_modules")
}

fn add_uses(program: &str, used: &mut BTreeSet<String>) {
    if !program.contains("mo:core/") {
        return;
    }
    let names = imports(program, used);
    add_named(program, &names, used);
    let world = MemoryWorld::new([("Main.mo", program)]);
    let checked = mo_compile::check(&world, "Main.mo", &mo_compile::Options::default());
    for call in checked.main().info.calls() {
        add_call(call, &checked, &names, used);
    }
}

/// Returns the modules of the library by the names that the program gives them. What a pattern names is used.
fn imports(program: &str, used: &mut BTreeSet<String>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let lines = program.lines().filter_map(|line| line.strip_prefix("import "));
    for (pattern, module) in lines.filter_map(|line| line.split_once("\"mo:core/")) {
        let module = module.split('"').next().unwrap_or_default().to_owned();
        match pattern.trim().trim_end_matches('=').trim().strip_prefix('{') {
            None => drop(names.insert(pattern.trim().to_owned(), module)),
            Some(members) => {
                let members = members.split([';', '}']).map(|it| it.trim().trim_start_matches("type "));
                let of = members.filter_map(|member| member.split_whitespace().next());
                used.extend(of.map(|member| format!("{module}.{member}")));
            }
        }
    }
    names
}

/// Adds what the text names as `Alias.member`, or as `Alias.Module.member`.
fn add_named(program: &str, names: &BTreeMap<String, String>, used: &mut BTreeSet<String>) {
    for line in program.lines().map(|line| line.split("//").next().unwrap_or_default()) {
        for chain in line.split(|c: char| !is_of_name(c) && c != '.') {
            let mut chain = chain.split('.');
            if let Some(module) = chain.next().and_then(|alias| names.get(alias)) {
                used.extend(chain.map(|member| format!("{module}.{member}")));
            }
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn add_call(
    call: &CallInfo,
    checked: &Checked,
    names: &BTreeMap<String, String>,
    used: &mut BTreeSet<String>,
) {
    for reference in call.dot.iter().chain(call.implicits.iter().flat_map(|(_, it)| references(it))) {
        let (module, path) = match reference {
            Reference::Path(path) => {
                match path.split_first().and_then(|(first, rest)| Some((names.get(first)?, rest))) {
                    Some((module, rest)) => (module.clone(), rest),
                    None => continue,
                }
            }
            Reference::Module(id, path) => {
                let path_of = &checked.module(*id).path;
                let name =
                    path_of.strip_prefix(mo_compile::PREFIX).and_then(|name| name.strip_prefix("core/"));
                (name.unwrap_or(path_of).trim_end_matches(".mo").to_owned(), path.as_slice())
            }
        };
        used.extend(path.last().map(|member| format!("{module}.{member}")));
    }
}

fn references(implicit: &Implicit) -> Vec<&Reference> {
    match implicit {
        Implicit::Direct(reference) => vec![reference],
        Implicit::Derived { reference, implicits, .. } => {
            std::iter::once(reference).chain(implicits.iter().flat_map(|(_, it)| references(it))).collect()
        }
    }
}
