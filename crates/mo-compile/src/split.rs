//! Programs with actors in them, or that wait at the top, as files that can be compiled.
//!
//! A canister is one actor. A program that makes actors and calls them becomes several files: an actor class for each actor,
//! with the declarations before it that it mentions, and an actor whose function [`ENTRY`] is the program itself. Everything
//! stays on its line, so that places in messages are those of the program. What an actor mentions is copied: a variable of
//! the program that an actor changes is changed in the actor only.

use std::collections::HashSet;
use std::path::Path;

use diagnostics::Diagnostic;
use mo_syntax::ast::{Class, Dec, DecKind, Expr, ExprKind, Import, ObjectBlock, ObjectSort};
use source::{FileId, MemoryWorld, World};

use crate::{Checked, Compiled, Options};

/// The function of the main file that is the program.
const ENTRY: &str = "program__";

/// Checks a program that may have actors in it.
pub fn check(world: &dyn World, path: &str, options: &Options) -> Checked {
    let plain = crate::check(world, path, options);
    if !plain.has_errors() {
        return plain;
    }
    let Some(files) = split(world, path) else { return plain };
    let split = crate::check(&Over { files, world }, path, options);
    // What has fewer errors is what was meant.
    if errors(&split) < errors(&plain) { split } else { plain }
}

/// A compiled program, and the function that it is if it does not run at its installation.
pub type Built = (Checked, Result<(Compiled, Option<&'static str>), Vec<Diagnostic>>);

/// Compiles a program that may have actors in it.
pub fn build(world: &dyn World, path: &str, options: &Options) -> Built {
    let (checked, compiled) = crate::build(world, path, options);
    let (found, files) = match compiled {
        Ok(compiled) => return (checked, Ok((compiled, None))),
        Err(found) => (found, split(world, path)),
    };
    let Some(files) = files else { return (checked, Err(found)) };
    match crate::build(&Over { files, world }, path, options) {
        (checked, Ok(compiled)) => (checked, Ok((compiled, Some(ENTRY)))),
        (split, Err(_)) if errors(&split) < errors(&checked) => {
            let found = split.diagnostics.clone();
            (split, Err(found))
        }
        _ => (checked, Err(found)),
    }
}

fn errors(checked: &Checked) -> usize {
    checked.diagnostics.iter().filter(|found| found.is_error()).count()
}

/// Splits the program at `path`. Returns nothing if it cannot be read, or needs no splitting.
fn split(world: &dyn World, path: &str) -> Option<MemoryWorld> {
    let text = world.read(path).ok()?;
    let parsed = mo_syntax::parse(FileId::default(), &text);
    if !parsed.errors.is_empty() || parsed.program.decs.is_empty() {
        return None;
    }
    let program = parsed.program;
    let source = Source { text: &text, path, imports_end: end_of_imports(&program.imports, &text) };
    let (last, before) = program.decs.split_last()?;
    let needed = before.iter().any(|dec| actor_within(dec).is_some())
        || (actor_within(last).is_some() && !matches!(last.kind, DecKind::Object(_) | DecKind::Class(_)))
        || program.decs.iter().any(|dec| source.waits(dec));
    if !needed {
        return None;
    }
    let mut files = Vec::new();
    let mut main = source.text[..source.imports_end].to_owned();
    let mut body = String::new();
    let mut at = source.imports_end;
    for (index, dec) in program.decs.iter().enumerate() {
        let (start, end) = (dec.span.start as usize, dec.span.end as usize);
        body.push_str(&source.text[at..start]);
        match actor_within(dec) {
            Some(found) => {
                let unit = format!("{}__", found.name);
                files.push((source.file(&unit), source.actor_file(&program.decs[..index], &found, &unit)?));
                let name = &found.name;
                let (imported, made) = match found.class {
                    Some(_) => (format!("{{ {name}; type {name} }}"), "()".into()),
                    None => (unit.clone(), format!("let {name} = await {unit}.{unit}()")),
                };
                main.push_str(&format!(" import {imported} \"./{}\";", source.file_name(&unit)));
                body.push_str(&made);
                body.push_str(&lines_of(&source.text[start..end]));
            }
            None if index + 1 == program.decs.len() && matches!(dec.kind, DecKind::Expr(_)) => {
                body.push_str(&format!("ignore ({})", &source.text[start..end]));
            }
            None => body.push_str(&source.text[start..end]),
        }
        at = end;
    }
    main.push_str(&format!(" actor {{ public func {ENTRY}() : async () {{ {body}; () }} }}"));
    files.push((path.to_owned(), main));
    Some(MemoryWorld::new(files))
}

/// An actor among the declarations of a program.
struct Found<'a> {
    name: String,
    this: Option<String>,
    span: source::Span,
    class: Option<&'a Class>,
}

fn actor_within(dec: &Dec) -> Option<Found<'_>> {
    let object = |block: &ObjectBlock, name: String| {
        let this = block.name.as_ref().map(|name| name.name.clone());
        Found { name, this, span: block.span, class: None }
    };
    match &dec.kind {
        DecKind::Object(block) if block.sort == ObjectSort::Actor => {
            let name = block.name.as_ref().map_or_else(|| "actor".into(), |name| name.name.clone());
            Some(object(block, name))
        }
        DecKind::Class(class) if class.sort == ObjectSort::Actor => {
            let name = class.name.as_ref()?.name.clone();
            Some(Found { name, this: None, span: dec.span, class: Some(class) })
        }
        DecKind::Let { pattern, value: Some(value), otherwise: None } => {
            let block = actor_value(value)?;
            Some(object(block, pattern.simple_name()?.to_owned()))
        }
        _ => None,
    }
}

fn actor_value(expr: &Expr) -> Option<&ObjectBlock> {
    match &expr.kind {
        ExprKind::Object(block) if block.sort == ObjectSort::Actor => Some(block),
        ExprKind::Annotation(inner, _) => actor_value(inner),
        _ => None,
    }
}

struct Source<'a> {
    text: &'a str,
    path: &'a str,
    imports_end: usize,
}

impl Source<'_> {
    fn file_name(&self, unit: &str) -> String {
        let stem =
            Path::new(self.path).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
        format!("{stem}.{unit}.mo")
    }

    fn file(&self, unit: &str) -> String {
        Path::new(self.path).with_file_name(self.file_name(unit)).to_string_lossy().into_owned()
    }

    /// The file of an actor: the imports, what it mentions of the declarations before it, and the actor as a class.
    fn actor_file(&self, before: &[Dec], found: &Found<'_>, unit: &str) -> Option<String> {
        let (start, end) = (found.span.start as usize, found.span.end as usize);
        let whole = &self.text[start..end];
        let mut wanted = words(whole);
        let mut chosen: Vec<&Dec> = Vec::new();
        for dec in before.iter().rev().filter(|dec| !matches!(dec.kind, DecKind::Expr(_))) {
            let mentioned = names_of(dec).iter().any(|name| wanted.contains(name));
            if mentioned && actor_within(dec).is_none() && !self.waits(dec) {
                wanted.extend(words(self.of(dec)));
                chosen.push(dec);
            }
        }
        let mut out = self.text[..self.imports_end].to_owned();
        let mut at = self.imports_end;
        for dec in chosen.into_iter().rev() {
            out.push_str(&lines_of(&self.text[at..dec.span.start as usize]));
            out.push_str(self.of(dec));
            out.push(';');
            at = dec.span.end as usize;
        }
        out.push_str(&lines_of(&self.text[at..start]));
        if found.class.is_some() {
            out.push_str(whole);
            return Some(out);
        }
        let open = whole.find('{')?;
        let this = found.this.as_ref().map_or_else(String::new, |this| format!("= {this} "));
        out.push_str(&lines_of(&whole[..open]));
        out.push_str(&format!("persistent actor class {unit}() {this}{}", &whole[open..]));
        Some(out)
    }

    /// Whether a declaration waits or starts something, which the top of a canister cannot.
    fn waits(&self, dec: &Dec) -> bool {
        let at_once = matches!(dec.kind, DecKind::Let { .. } | DecKind::Var { .. } | DecKind::Expr(_));
        let words = words(self.of(dec));
        at_once && ["await", "async", "try", "throw"].iter().any(|word| words.contains(*word))
    }

    fn of(&self, dec: &Dec) -> &str {
        &self.text[dec.span.start as usize..dec.span.end as usize]
    }
}

/// The names that a declaration declares, of values and types.
fn names_of(dec: &Dec) -> Vec<String> {
    match &dec.kind {
        DecKind::Type(ty) => vec![ty.name.name.clone()],
        _ => dec.names(),
    }
}

/// What looks like a name in a text, tags and members left out.
fn words(text: &str) -> HashSet<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut found = HashSet::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let word = &rest[start..];
        let word = &word[..word.find(|c| !is_part(c)).unwrap_or(word.len())];
        if !rest[..start].ends_with(['#', '.']) {
            found.insert(word.to_owned());
        }
        rest = &rest[start + word.len()..];
    }
    found
}

/// The line ends of a text.
fn lines_of(text: &str) -> String {
    text.chars().filter(|c| *c == '\n').collect()
}

/// Where the imports end, with the semicolon of the last.
fn end_of_imports(imports: &[Import], text: &str) -> usize {
    let Some(last) = imports.last() else { return 0 };
    let end = last.span.end as usize;
    let rest = &text[end..];
    let gap = rest.len() - rest.trim_start().len();
    if rest[gap..].starts_with(';') { end + gap + 1 } else { end }
}

/// The files of a program before those of a world.
struct Over<'a> {
    files: MemoryWorld,
    world: &'a dyn World,
}

impl World for Over<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        if self.files.exists(path) { self.files.read(path) } else { self.world.read(path) }
    }

    fn exists(&self, path: &str) -> bool {
        self.files.exists(path) || self.world.exists(path)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, String> {
        self.world.list(folder)
    }
}
