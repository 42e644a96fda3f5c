//! `tests/upgrade/stable-types.tsv`: pairs of types of one stored variable, what the reference compiler says of the change (`ok` or
//! its code), and what we say: its code, or how what is kept is converted.

use mo_compile::most::{Variable, Versions, read_signatures};
use testkit::{bless, root};
use upgrade::{Field, Stable, plan_upgrade};

#[test]
fn changes_of_types_are_judged_as_written() {
    let path = root().join("tests/upgrade/stable-types.tsv");
    let table = std::fs::read_to_string(&path).expect("the table can be read");
    let mut lines = table.lines();
    let mut actual = format!("{}\n", lines.next().unwrap_or_default());
    for line in lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let [old, new, reference, _] = columns.as_slice() else { panic!("four columns: {line}") };
        let ours = mo_compile::with_stack(|| judged(old, new));
        let accepted_there = *reference == "ok";
        assert!(!accepted_there || ours.starts_with("ok"), "{old} to {new}: refused with {ours}");
        actual.push_str(&format!("{old}\t{new}\t{reference}\t{ours}\n"));
    }
    if bless() {
        std::fs::write(&path, actual).expect("the table can be written");
    } else {
        assert_eq!(actual, table);
    }
}

fn judged(old: &str, new: &str) -> String {
    let signature = |ty: &str| format!("// Version: 1.0.0\nactor {{\n  stable x : {ty}\n}};\n");
    let (old, new) = (signature(old), signature(new));
    let read = read_signatures(("old.most", &old), ("new.most", &new));
    let versions = read.unwrap_or_else(|(_, found)| panic!("{old}{new}: {}", found[0].message));
    match plan_upgrade(&stable(&versions, &versions.old.after), &stable(&versions, &versions.new.after), None)
    {
        Err(objections) => {
            let mut codes: Vec<&str> = objections.iter().map(|it| it.code).collect();
            codes.dedup();
            codes.join(", ")
        }
        Ok(plan) => {
            let conversions = plan.fields.iter().flat_map(|field| match field {
                Field::Kept { conversions, .. } => conversions.clone(),
                _ => Vec::new(),
            });
            let how: Vec<String> = conversions.map(|it| it.sentence()).collect();
            if how.is_empty() { "ok".into() } else { format!("ok: {}", how.join(" ")) }
        }
    }
}

fn stable(versions: &Versions, variables: &[Variable]) -> Stable {
    let mut types = versions.types.clone();
    let field = |it: &Variable| mo_ir::Field { label: it.name.clone(), var: false, ty: it.ty };
    let root = types.add(mo_ir::Type::Object(variables.iter().map(field).collect()));
    Stable::new(types, Some(root))
}
