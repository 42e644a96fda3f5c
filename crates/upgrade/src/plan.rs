//! The stored variables of two versions: what becomes of each.

use mo_ir::section::{DecodeError, Decoded, decode};
use mo_ir::{Type, TypeId, TypeTable};

use crate::compare::{Comparison, INCOMPATIBLE};
use crate::defaults::Defaults;
use crate::words;
use crate::{Change, Fact, show_type};

/// The stored variables of a version.
#[derive(Clone, Debug, Default)]
pub struct Stable {
    types: TypeTable,
    root: Option<TypeId>,
    defaults: Defaults,
}

impl Stable {
    /// Reads a type section.
    pub fn decode(section: &[u8]) -> Result<Stable, DecodeError> {
        let Decoded { types, stable } = decode(section)?;
        Ok(Stable { types, root: stable, defaults: Defaults::default() })
    }

    /// Makes one from a table and the type of the stable object.
    pub fn new(types: TypeTable, root: Option<TypeId>) -> Stable {
        Stable { types, root, defaults: Defaults::default() }
    }

    /// Adds what the source gives for fields that stored records may lack.
    pub fn with_defaults(self, defaults: Defaults) -> Stable {
        Stable { defaults, ..self }
    }

    pub fn types(&self) -> &TypeTable {
        &self.types
    }

    /// The type of the stable object.
    pub fn root(&self) -> Option<TypeId> {
        self.root
    }

    /// The variables, in no order that means anything.
    pub fn fields(&self) -> &[mo_ir::Field] {
        self.root.map_or(&[], |root| match self.types.get(root) {
            Type::Object(fields) => fields,
            _ => &[],
        })
    }

    fn field(&self, label: &str) -> Option<&mo_ir::Field> {
        self.fields().iter().find(|field| field.label == label)
    }
}

/// What an inline migration takes from the old version and gives to the new one.
#[derive(Clone, Debug, Default)]
pub struct Migration {
    pub takes: Stable,
    pub gives: Stable,
}

/// What becomes of one variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    Kept {
        label: String,
        conversions: Vec<Conversion>,
    },
    /// Starts from its initial value.
    Added {
        label: String,
        ty: String,
    },
    /// The migration takes it; `given`: it also gives one of this name; `declared`: the new version has one of this name.
    Taken {
        label: String,
        ty: String,
        given: bool,
        declared: bool,
    },
    /// The migration makes it.
    Given {
        label: String,
        ty: String,
    },
}

/// A place in the stored data whose values the upgrade makes fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    pub path: String,
    pub change: Change,
}

/// An upgrade that the types allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub fields: Vec<Field>,
}

/// Why the types do not allow it, in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    pub code: &'static str,
    pub path: String,
    pub message: String,
}

/// Returns what becomes of every stored variable, or every objection.
pub fn plan_upgrade(
    old: &Stable,
    new: &Stable,
    migration: Option<&Migration>,
) -> Result<Plan, Vec<Objection>> {
    let none = Migration::default();
    let migration = migration.unwrap_or(&none);
    let mut objections = Vec::new();
    let mut fields = Vec::new();
    for field in old.fields() {
        let label = field.label.clone();
        if let Some(taken) = migration.takes.field(&label) {
            let mut comparison = Comparison::new(&old.types, &migration.takes.types, &new.defaults);
            comparison.keep(field.ty, taken.ty, &label, false);
            objections.extend(comparison.objections.into_iter().filter(|it| it.code != "M0216"));
            let (given, declared) = (migration.gives.field(&label).is_some(), new.field(&label).is_some());
            fields.push(Field::Taken { ty: show_type(&old.types, field.ty), label, given, declared });
            continue;
        }
        match new.field(&label) {
            None => {
                let message =
                    format!("the variable `{label}` : {} would be dropped", show_type(&old.types, field.ty));
                objections.push(Objection { code: "M0169", path: label, message });
            }
            Some(other) => {
                // `let` and `var` of an actor may change into each other: the old version's code is gone.
                let mut comparison = Comparison::new(&old.types, &new.types, &new.defaults);
                comparison.keep(field.ty, other.ty, &label, false);
                objections.extend(as_one(std::mem::take(&mut comparison.objections)));
                fields.push(Field::Kept { label, conversions: comparison.conversions });
            }
        }
    }
    for field in migration.takes.fields().iter().filter(|field| old.field(&field.label).is_none()) {
        let message = format!("the migration takes `{}`, which the live version does not have", field.label);
        objections.push(Objection { code: "M0263", path: field.label.clone(), message });
    }
    for field in new.fields().iter().filter(|field| old.field(&field.label).is_none()) {
        let (label, ty) = (field.label.clone(), show_type(&new.types, field.ty));
        let given = migration.gives.field(&label).is_some();
        fields.push(if given { Field::Given { label, ty } } else { Field::Added { label, ty } });
    }
    if objections.is_empty() { Ok(Plan { fields }) } else { Err(objections) }
}

/// Of a variable whose new type cannot be read as the old one, nothing is merely forgotten: all that is wrong has one code.
fn as_one(mut objections: Vec<Objection>) -> Vec<Objection> {
    if objections.iter().any(|it| it.code == INCOMPATIBLE) {
        objections.iter_mut().for_each(|it| it.code = INCOMPATIBLE);
    }
    objections
}

/// Turns a plan or its objections into facts.
impl Fact {
    pub fn of_plan(plan: &Result<Plan, Vec<Objection>>) -> Vec<Fact> {
        match plan {
            Err(objections) => objections
                .iter()
                .map(|it| Fact::Incompatible {
                    code: it.code.to_owned(),
                    path: without_insides(&it.path),
                    message: it.message.clone(),
                })
                .collect(),
            Ok(plan) => plan
                .fields
                .iter()
                .flat_map(|field| match field.clone() {
                    Field::Kept { conversions, .. } => {
                        conversions.into_iter().map(Conversion::into_fact).collect()
                    }
                    Field::Added { label, ty } => {
                        vec![Fact::VariableAdded { name: label, ty, given: false }]
                    }
                    Field::Given { label, ty } => {
                        vec![Fact::VariableAdded { name: label, ty, given: true }]
                    }
                    Field::Taken { label, ty, given, declared } => {
                        vec![Fact::VariableTaken { name: label, ty, given, declared }]
                    }
                })
                .collect(),
        }
    }
}

impl Conversion {
    fn into_fact(self) -> Fact {
        Fact::Converted { path: without_insides(&self.path), change: self.change }
    }

    /// Says it in one sentence.
    pub fn sentence(&self) -> String {
        words::sentence(&self.clone().into_fact())
    }
}

/// Leaves out of a path what `mo:core`'s collections are made of: `messages.root.values[].text` is `messages.text`.
fn without_insides(path: &str) -> String {
    const INSIDES: [(&str, &str); 6] = [
        (".elements.root.keys[]", ""),
        (".root.children[]", ""),
        (".root.values[]", ""),
        (".root.keys[]", ".key"),
        (".ring[]", ""),
        ("[]", ""),
    ];
    INSIDES.iter().fold(path.to_owned(), |path, (inside, shown)| path.replace(inside, shown))
}
