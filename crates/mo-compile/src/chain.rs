//! Chains of migrations: which folders hold one, and what a module says of its own.

use mo_check::{Checked, STEP_FUNCTION};
use mo_syntax::ast::{Dec, DecKind, ObjectSort, Visibility};
use sha2::{Digest as _, Sha256};
use source::{Sources, World};

/// Returns whether a folder holds steps of a chain: a module with a public function `migration`.
pub fn has_steps(world: &dyn World, folder: &str) -> bool {
    let names = world.list(folder).unwrap_or_default();
    let texts = names.iter().filter(|name| name.ends_with(".mo"));
    { texts }.any(|name| world.read(&format!("{folder}/{name}")).is_ok_and(|text| is_step(&text)))
}

fn is_step(text: &str) -> bool {
    let program = mo_syntax::parse(Sources::default().add("step.mo", text), text).program;
    let Some(Dec { kind: DecKind::Object(block), .. }) = program.decs.last() else { return false };
    block.sort == ObjectSort::Module
        && block.fields.iter().any(|field| {
            matches!(field.visibility, Some((Visibility::Public, _)))
                && field.dec.names().iter().any(|name| name == STEP_FUNCTION)
        })
}

/// Returns a line for each step of the program's chain: its name, and a digest of its source.
pub(crate) fn listing(checked: &Checked) -> Option<String> {
    let steps = checked.main().actor.as_ref()?.chain.as_deref()?;
    let lines = steps.iter().map(|step| {
        let text = checked.sources.text(checked.module(step.module).file);
        format!("{} {}\n", step.name, hex::encode(Sha256::digest(&**text)))
    });
    Some(lines.collect())
}
