//! Stable signatures (`.most`): what two versions keep, brought into one table of types.
//!
//! The text is cut into type definitions and blocks of variables; the types themselves are read as Motoko, each file as a
//! module of its own, so that both may use the same names.

use diagnostics::Diagnostic;
use mo_check::Checked;
use mo_ir::{TypeId, TypeTable};
use mo_types::{Ty, TyKind};
use source::{MemoryWorld, Sources, Span};

/// A stored variable.
#[derive(Clone, Debug)]
pub struct Variable {
    pub name: String,
    pub ty: TypeId,
    /// A migration takes it: the version before must have it.
    pub required: bool,
}

/// One step of a chain of migrations.
#[derive(Clone, Debug)]
pub struct ChainStep {
    pub name: String,
    pub takes: Vec<Variable>,
    pub gives: Vec<Variable>,
}

/// What one version keeps.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// With an inline migration: what the version before has to look like.
    pub before: Option<Vec<Variable>>,
    pub after: Vec<Variable>,
    /// With a chain of migrations: its steps.
    pub chain: Option<Vec<ChainStep>>,
    /// Fields of records for which the source gives a value.
    pub defaults: Vec<Variable>,
}

/// Two versions whose types share a table.
#[derive(Clone, Debug)]
pub struct Versions {
    pub types: TypeTable,
    pub old: Version,
    pub new: Version,
}

/// Reads two signatures, given as path and text.
///
/// # Errors
/// What is wrong with one of them.
pub fn read_signatures(old: (&str, &str), new: (&str, &str)) -> Result<Versions, (Sources, Vec<Diagnostic>)> {
    let cuts = [cut(old)?, cut(new)?];
    let [old_cut, new_cut] = &cuts;
    for ((path, _), cut) in [(old, old_cut), (new, new_cut)] {
        let checked = check(path, &cut.module("it"));
        if checked.has_errors() {
            return Err((checked.sources, checked.diagnostics));
        }
    }
    let checked = check(new.0, &format!("{}\n{}", old_cut.module("old"), new_cut.module("new")));
    let mut tys = Vec::new();
    for (name, cut) in [("old", old_cut), ("new", new_cut)] {
        tys.extend((0..cut.types.len()).map(|at| member(&checked, name, &format!("{MEMBER}{at}"))));
    }
    let mut flat: Vec<Ty> = Vec::new();
    for ty in &tys {
        flat.extend(parts(&checked, ty).into_iter().map(|(_, ty)| ty));
    }
    let (types, ids) = mo_lower::type_table(&flat, &checked.types);
    let mut ids = ids.into_iter();
    let mut tys = tys.iter();
    let mut block = || -> Vec<Variable> {
        let names = tys.next().map(|ty| parts(&checked, ty)).unwrap_or_default();
        names
            .into_iter()
            .filter_map(|(name, _)| Some(Variable { name, ty: ids.next()?, required: false }))
            .collect()
    };
    let old = old_cut.version(&mut block);
    let new = new_cut.version(&mut block);
    Ok(Versions { types, old, new })
}

/// What the cut-out types are called in their module.
const MEMBER: &str = "Selfwright_";

/// A signature cut into pieces.
#[derive(Default)]
struct Cut {
    definitions: String,
    /// Object types: those of the chain (input and output of each step), what is needed before, what is kept.
    types: Vec<String>,
    steps: Option<Vec<String>>,
    /// Names of required variables, if there is a block of what is needed before.
    required: Option<Vec<String>>,
    /// How many fields of records have a default: an object type with one field for each.
    defaults: usize,
}

impl Cut {
    /// The pieces as a module that defines them all.
    fn module(&self, name: &str) -> String {
        let types: String =
            (0..).zip(&self.types).map(|(at, ty)| format!("public type {MEMBER}{at} = {ty};\n")).collect();
        format!("module {name} {{ {}\n{types}}};", self.definitions)
    }

    fn version(&self, block: &mut impl FnMut() -> Vec<Variable>) -> Version {
        let chain = self.steps.as_ref().map(|names| {
            names
                .iter()
                .map(|name| ChainStep { name: name.clone(), takes: block(), gives: block() })
                .collect()
        });
        let before = self.required.as_ref().map(|required| {
            let mut before = block();
            before.iter_mut().for_each(|variable| variable.required = required.contains(&variable.name));
            before
        });
        let after = block();
        let defaults = (0..self.defaults).flat_map(|_| block()).collect();
        Version { before, after, chain, defaults }
    }
}

fn check(path: &str, module: &str) -> Checked {
    let world = MemoryWorld::new([(path, module)]);
    mo_check::check(&world, path, &mo_check::Options::default())
}

/// The type that a module of a file defines under a name.
fn member(checked: &Checked, module: &str, name: &str) -> Ty {
    checked.type_in_module(module, name).unwrap_or_else(Ty::error)
}

fn parts(checked: &Checked, ty: &Ty) -> Vec<(String, Ty)> {
    match &*checked.types.expand(ty) {
        TyKind::Object(object) => {
            object.fields.iter().map(|field| (field.name.clone(), field.ty.clone())).collect()
        }
        _ => Vec::new(),
    }
}

type Refused = (Sources, Vec<Diagnostic>);

fn cut((path, text): (&str, &str)) -> Result<Cut, Refused> {
    let mut scanner = Scanner { text, at: 0 };
    let mut cut = Cut::default();
    loop {
        scanner.skip_space();
        let refused = |at: usize, message: &str| {
            let mut sources = Sources::default();
            let file = sources.add(path, text);
            (sources, vec![Diagnostic::error("M0001", Span::new(file, at, at), message)])
        };
        let at = scanner.at;
        if scanner.at == text.len() {
            return Err(refused(at, "a stable signature ends with `actor { .. }`; this one does not"));
        } else if scanner.word("type") {
            let definition =
                scanner.until(b';').ok_or_else(|| refused(at, "the definition of this type does not end"))?;
            cut.definitions.push_str(&format!("public type {definition};\n"));
        } else if scanner.word("actor") {
            scanner.skip_space();
            let rest = scanner.rest();
            let blocks =
                if rest.starts_with('(') { scanner.balanced().map(inner) } else { scanner.balanced() };
            let blocks = blocks.ok_or_else(|| refused(at, "the block of variables does not end"))?;
            let blocks = split(blocks, b',');
            if blocks.len() == 2 {
                let (before, required) = variables(blocks[0]);
                cut.types.push(before);
                cut.required = Some(required);
            }
            let last = blocks.last().ok_or_else(|| refused(at, "there is no block of variables"))?;
            cut.types.push(variables(last).0);
            for default in scanner.rest().lines().filter_map(|line| line.strip_prefix(mo_types::DEFAULT)) {
                cut.types.push(format!("{{ {default} }}"));
                cut.defaults += 1;
            }
            return Ok(cut);
        } else if scanner.rest().starts_with('{') {
            let block =
                scanner.balanced().ok_or_else(|| refused(at, "the chain of migrations does not end"))?;
            let mut names = Vec::new();
            for step in split(inner(block), b';') {
                let (name, takes, gives) =
                    chain_step(step).ok_or_else(|| refused(at, "a step of the chain is no function type"))?;
                names.push(name);
                cut.types.extend([takes, gives]);
            }
            cut.steps = Some(names);
        } else if scanner.rest().starts_with(';') {
            scanner.at += 1;
        } else {
            return Err(refused(at, "a stable signature has type definitions and a block of variables only"));
        }
    }
}

/// `"name" : (parameter : T) -> T`, the parentheses and the parameter's name being optional.
fn chain_step(step: &str) -> Option<(String, String, String)> {
    let (name, ty) = step.trim().strip_prefix('"')?.split_once('"')?;
    let ty = ty.trim().strip_prefix(':')?.trim();
    let mut scanner = Scanner { text: ty, at: 0 };
    let takes = match scanner.balanced() {
        Some(block) if block.starts_with('(') => {
            let inside = inner(block);
            inside.split_once(':').filter(|(name, _)| !name.contains('{')).map_or(inside, |(_, ty)| ty)
        }
        Some(block) => block,
        None => {
            scanner.at = ty.find("->")?;
            &ty[..scanner.at]
        }
    };
    let gives = scanner.rest().trim().strip_prefix("->")?;
    Some((name.to_owned(), takes.trim().to_owned(), gives.trim().to_owned()))
}

/// Turns a block of variables into an object type, and tells which are required.
fn variables(block: &str) -> (String, Vec<String>) {
    let mut required = Vec::new();
    let mut fields = Vec::new();
    for field in split(inner(block.trim()), b';') {
        let field = field.trim();
        let (kept, needed) = (field.strip_prefix("stable "), field.strip_prefix("in "));
        let rest = kept.or(needed).unwrap_or(field).trim();
        if needed.is_some() {
            let name = rest.strip_prefix("var ").unwrap_or(rest).split(':').next().unwrap_or_default();
            required.push(name.trim().to_owned());
        }
        fields.push(rest.to_owned());
    }
    (format!("{{ {} }}", fields.join("; ")), required)
}

/// The text between the outermost brackets.
fn inner(block: &str) -> &str {
    block.get(1..block.len().saturating_sub(1)).unwrap_or_default()
}

/// Cuts at a separator outside of brackets; empty pieces are left out.
fn split(text: &str, separator: u8) -> Vec<&str> {
    let mut scanner = Scanner { text, at: 0 };
    let mut pieces = Vec::new();
    loop {
        let from = scanner.at;
        match scanner.until(separator) {
            Some(piece) => pieces.push(piece),
            None => {
                pieces.push(&text[from..]);
                pieces.retain(|piece| !piece.trim().is_empty());
                return pieces;
            }
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self
            .rest()
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Returns the text up to a separator outside of brackets, and goes behind it.
    fn until(&mut self, separator: u8) -> Option<&'a str> {
        let from = self.at;
        let mut depth = 0_i32;
        for (at, byte) in self.rest().bytes().enumerate() {
            match byte {
                b'(' | b'{' | b'[' => depth += 1,
                b')' | b'}' | b']' => depth -= 1,
                _ if byte == separator && depth == 0 => {
                    self.at = from + at + 1;
                    return Some(&self.text[from..from + at]);
                }
                _ => {}
            }
        }
        None
    }

    /// Returns a bracket with what it encloses, and goes behind it.
    fn balanced(&mut self) -> Option<&'a str> {
        let from = self.at;
        let mut depth = 0_i32;
        for (at, byte) in self.rest().bytes().enumerate() {
            match byte {
                b'(' | b'{' | b'[' => depth += 1,
                b')' | b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at = from + at + 1;
                        return Some(&self.text[from..=from + at]);
                    }
                }
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }
}
