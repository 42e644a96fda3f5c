//! The stable signature: what an actor keeps over upgrades, in the reference compiler's textual form (`.most`).

use std::collections::BTreeMap;

use crate::{Ty, TyKind, Types};

/// A stable variable of an actor.
#[derive(Clone, Debug)]
pub struct StableVariable {
    pub name: String,
    pub var: bool,
    pub ty: Ty,
}

/// Returns the signature of these variables, with the types they mention.
pub fn stable_signature(variables: &[StableVariable], types: &Types) -> String {
    let mut named = BTreeMap::new();
    for variable in variables {
        collect(&variable.ty, types, &mut named);
    }
    let mut out = String::from("// Version: 1.0.0\n");
    for (name, body) in &named {
        out.push_str(&format!("type {name} = {body};\n"));
    }
    out.push_str("actor {\n");
    for variable in variables {
        let var = if variable.var { "var " } else { "" };
        out.push_str(&format!("  stable {var}{} : {};\n", variable.name, types.show(&variable.ty)));
    }
    out.push_str("};\n");
    out
}

/// Collects the definitions that a type mentions, by the text they are mentioned with.
fn collect(ty: &Ty, types: &Types, named: &mut BTreeMap<String, String>) {
    if let TyKind::Con(con, arguments) = &**ty {
        let name = types.show(ty);
        if named.contains_key(&name) {
            return;
        }
        if let Some(body) = types.unfold(*con, arguments) {
            named.insert(name, types.show(&body));
            collect(&body, types, named);
            return;
        }
    }
    ty.each(&mut |part| collect(part, types, named));
}
