//! The stable signature: what an actor keeps over upgrades, in the reference compiler's textual form (`.most`).

use std::collections::BTreeMap;

use crate::{Body, ConId, Ty, TyKind, Types};

/// A stable variable of an actor.
#[derive(Clone, Debug)]
pub struct StableVariable {
    pub name: String,
    pub var: bool,
    pub ty: Ty,
}

/// What an actor keeps, and what a migration of its takes from the version before.
#[derive(Clone, Debug, Default)]
pub struct StableSignature {
    pub variables: Vec<StableVariable>,
    /// With a migration: what the version before has to look like; `true` where it must have the variable.
    pub before: Option<Vec<(StableVariable, bool)>>,
    /// With a chain of migrations: its steps.
    pub chain: Option<Vec<ChainStep>>,
    /// Fields of records for which the source gives a value. The reference compiler does not know them: they stand in comments.
    pub defaults: Vec<(String, Ty)>,
}

/// What stands in front of a field with a default.
pub const DEFAULT: &str = "// default ";

/// One step of a chain of migrations.
#[derive(Clone, Debug)]
pub struct ChainStep {
    pub name: String,
    /// The type of its function.
    pub ty: Ty,
}

/// Lines are broken where they would be longer.
const COLUMNS_MAX: usize = 80;

/// Returns the text of a signature, with the types it mentions.
pub fn stable_signature(signature: &StableSignature, types: &Types) -> String {
    let mut names = Names { types, named: BTreeMap::new(), open: Vec::new() };
    let before = signature.before.as_deref().unwrap_or_default().iter().map(|(variable, _)| variable);
    for variable in before.chain(&signature.variables) {
        names.collect(&types.expand(&variable.ty));
    }
    signature.chain.iter().flatten().for_each(|step| names.collect(&types.expand(&step.ty)));
    signature.defaults.iter().for_each(|(_, ty)| names.collect(ty));
    names.close();
    let definitions = names.definitions();
    let defaults: String = signature
        .defaults
        .iter()
        .map(|(name, ty)| format!("{DEFAULT}{name} : {}\n", types.show(ty)))
        .collect();
    let word = |_: &StableVariable| "stable";
    if let Some(steps) = &signature.chain {
        let lines: Vec<String> = steps
            .iter()
            .map(|step| laid_out(&format!("  {:?} :", step.name), &types.show(&types.expand(&step.ty)), 4))
            .collect();
        let (steps, after) = (lines.join(";\n"), block(&signature.variables, word, types));
        return format!("// Version: 4.0.0\n{definitions}{{\n{steps}\n}}\nactor  {after};\n{defaults}");
    }
    match &signature.before {
        None => {
            let after = block(&signature.variables, word, types);
            format!("// Version: 1.0.0\n{definitions}actor {after};\n{defaults}")
        }
        Some(before) => {
            let required = |variable: &StableVariable| {
                let found = before.iter().find(|(known, _)| known.name == variable.name);
                if found.is_some_and(|(_, required)| *required) { "in" } else { "stable" }
            };
            let variables: Vec<StableVariable> =
                before.iter().map(|(variable, _)| variable.clone()).collect();
            let (before, after) =
                (block(&variables, required, types), block(&signature.variables, word, types));
            format!("// Version: 3.0.0\n{definitions}actor ({before}, {after});\n{defaults}")
        }
    }
}

fn block(
    variables: &[StableVariable],
    word: impl Fn(&StableVariable) -> &'static str,
    types: &Types,
) -> String {
    let mut sorted: Vec<&StableVariable> = variables.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let lines: Vec<String> = sorted
        .into_iter()
        .map(|variable| {
            let var = if variable.var { "var " } else { "" };
            let head = format!("  {} {var}{} :", word(variable), variable.name);
            // What is stored is its structure: its own name says nothing.
            laid_out(&head, &types.show(&types.expand(&variable.ty)), 4)
        })
        .collect();
    format!("{{\n{}\n}}", if lines.is_empty() { "  ".to_owned() } else { lines.join(";\n") })
}

/// Puts a text behind its head, on a line of its own if both together are too long.
fn laid_out(head: &str, text: &str, indent: usize) -> String {
    if head.len() + 1 + text.len() < COLUMNS_MAX {
        return format!("{head} {text}");
    }
    format!("{head}\n{}{text}", " ".repeat(indent))
}

struct Names<'a> {
    types: &'a Types,
    /// By name, the definitions that were met.
    named: BTreeMap<String, ConId>,
    open: Vec<ConId>,
}

impl Names<'_> {
    /// Collects the named types that a type mentions.
    fn collect(&mut self, ty: &Ty) {
        if let TyKind::Con(con, _) = &**ty
            && matches!(self.types.body(*con), Body::Def(_))
        {
            let name = self.types.name(*con).to_string();
            if !self.named.values().any(|known| known == con) {
                // Two modules may use one name for two types; the later one is renamed in the table of types.
                let free = (0..).map(|at| if at == 0 { name.clone() } else { format!("{name}__{at}") });
                let free = free.into_iter().find(|name| !self.named.contains_key(name)).unwrap_or(name);
                self.types.rename(*con, &free);
                self.named.insert(free, *con);
                self.open.push(*con);
            }
        }
        ty.each(&mut |part| self.collect(part));
    }

    /// Collects what the definitions themselves mention.
    fn close(&mut self) {
        while let Some(con) = self.open.pop() {
            if let Body::Def(body) = self.types.body(con) {
                self.collect(&body);
            }
        }
    }

    fn definitions(&self) -> String {
        let mut out = String::new();
        for (name, con) in &self.named {
            let Body::Def(body) = self.types.body(*con) else { continue };
            let parameters: Vec<String> =
                self.types.parameters(*con).iter().map(|con| self.types.name(*con).to_string()).collect();
            let parameters =
                if parameters.is_empty() { String::new() } else { format!("<{}>", parameters.join(", ")) };
            out.push_str(&laid_out(&format!("type {name}{parameters} ="), &self.types.show(&body), 2));
            out.push_str(";\n");
        }
        out
    }
}
