//! Values that a version's source gives for fields which stored records may lack: which fields have one.

use mo_ir::section::{DecodeError, decode};
use mo_ir::{Field, Type, TypeTable};

use crate::compare::Comparison;

/// The fields, in a table of types of their own.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    types: TypeTable,
    fields: Vec<Field>,
}

impl Defaults {
    /// Reads the section [`mo_ir::section::DEFAULTS`].
    ///
    /// # Errors
    /// Where it is no type section. What is in it and is not a field of a record is passed over.
    pub fn decode(section: &[u8]) -> Result<Defaults, DecodeError> {
        let decoded = decode(section)?;
        let records = match decoded.stable.map(|root| decoded.types.get(root)) {
            Some(Type::Tuple(records)) => records.clone(),
            _ => Vec::new(),
        };
        let fields = records.iter().filter_map(|record| match decoded.types.get(*record) {
            Type::Object(fields) => fields.first().cloned(),
            _ => None,
        });
        Ok(Defaults { fields: fields.collect(), types: decoded.types })
    }

    /// Makes one from a table and the fields.
    pub fn new(types: TypeTable, fields: Vec<Field>) -> Defaults {
        Defaults { types, fields }
    }

    /// Whether there is one for a field of a type in another table.
    pub(crate) fn has(&self, types: &TypeTable, field: &Field) -> bool {
        let none = Defaults::default();
        self.fields.iter().filter(|given| given.label == field.label).any(|given| {
            let mut comparison = Comparison::new(&self.types, types, &none);
            comparison.equal(given.ty, field.ty, "");
            comparison.objections.is_empty()
        })
    }
}
