//! What an actor says about itself: its Candid interface, and the custom sections that carry it.

mod interface;
mod layout;

use mo_check::Checked;
use mo_syntax::ast::DecKind;

/// Returns the Candid interface of the program's actor, if it is one.
pub fn candid(checked: &Checked) -> Option<String> {
    let actor = checked.main().actor.as_ref()?;
    let class = checked.main().program.decs.iter().find_map(|dec| match &dec.kind {
        DecKind::Class(class) => Some(class),
        _ => None,
    });
    let class = actor.parameters.as_ref().map(|parameters| {
        let name = class.and_then(|class| class.name.as_ref()).map(|name| name.name.as_str());
        (name, parameters.as_slice(), class.map_or(&[][..], |class| class.patterns.as_slice()))
    });
    let methods = actor.methods.iter().map(|method| (method.name.as_str(), &method.ty)).collect();
    Some(interface::write(&interface::Source { types: &checked.types, methods, class }))
}

/// Returns the stable signature of the program's actor, if it is one.
pub fn stable_types(checked: &Checked) -> Option<String> {
    checked.main().actor.as_ref().map(|actor| actor.stable_signature(&checked.types))
}

/// Returns what outsiders read: that memory may be kept over upgrades, what is kept, and the interface.
pub(crate) fn sections(checked: &Checked) -> Vec<(&'static str, Vec<u8>)> {
    let mut sections = vec![("icp:public enhanced-orthogonal-persistence", Vec::new())];
    if let Some(actor) = &checked.main().actor {
        sections
            .push(("icp:public motoko:stable-types", actor.stable_signature(&checked.types).into_bytes()));
    }
    if let Some(listing) = crate::chain::listing(checked) {
        sections.push((mo_ir::section::CHAIN, listing.into_bytes()));
    }
    if let Some(interface) = candid(checked) {
        sections.push(("icp:public candid:service", interface.into_bytes()));
    }
    sections
}

/// Appends a custom section to a module.
pub(crate) fn append_section(wasm: &mut Vec<u8>, name: &str, content: &[u8]) {
    let mut body = Vec::new();
    leb128(&mut body, name.len());
    body.extend(name.as_bytes());
    body.extend(content);
    wasm.push(0);
    leb128(wasm, body.len());
    wasm.extend(body);
}

fn leb128(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
