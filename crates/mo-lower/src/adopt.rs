//! What the version before has stored becomes what this one expects: the call that converts it, and the values it needs.

use mo_check::mo_types::{Field, Sort, Ty};
use mo_check::{Actor, FieldDefault};
use mo_ir::{Const, Expr, Machine, Op, Scalar, Type, TypeId, layout, section};

use crate::expr::value_const;
use crate::kind::Kind;
use crate::program::Lower;

const WORD: Kind = Kind::Scalar(Scalar::Nat32);
const BITS: Kind = Kind::Scalar(Scalar::Nat64);

impl Lower<'_> {
    /// Says in a custom section which fields have defaults, for whoever judges an upgrade.
    pub(crate) fn describe_defaults(&mut self, actor: &Actor) {
        if let Some(types) = self.types_of_defaults(&actor.defaults) {
            let bytes = section::encode(&self.out.module.types, Some(types), []).bytes();
            self.out.module.sections.push((section::DEFAULTS.into(), bytes));
        }
    }

    /// Converts what the version before has stored: what is kept as it is, and what a migration takes.
    pub(crate) fn adopt_as(
        &mut self,
        stored: Expr,
        kept: Vec<Field>,
        taken: Option<Vec<Field>>,
        defaults: &[FieldDefault],
    ) -> Expr {
        let mut record = |fields: Vec<Field>| {
            let ty = Ty::object(Sort::Object, fields, Vec::new());
            self.out.ty(&ty, self.checked_types())
        };
        let (kept, taken) = (record(kept), taken.map(record));
        let types = self.types_of_defaults(defaults);
        let values = self.values_of_defaults(defaults);
        let address = |id: Option<TypeId>| {
            let none = Expr::Const(Const::I32(0));
            (id.map_or(none, |id| Expr::op(Op::TypeAddress(id), [])), WORD)
        };
        let args = vec![(stored, BITS), address(Some(kept)), address(taken), address(types), (values, BITS)];
        self.runtime("adopt", args).0
    }

    /// A tuple of records with one field each, or nothing.
    fn types_of_defaults(&mut self, defaults: &[FieldDefault]) -> Option<TypeId> {
        let mut records = Vec::new();
        for default in defaults {
            let ty = self.out.ty(&default.ty, self.checked_types());
            let field = mo_ir::Field { label: default.label.clone(), var: default.is_made, ty };
            records.push(self.out.module.types.add(Type::Object(vec![field])));
        }
        (!records.is_empty()).then(|| self.out.module.types.add(Type::Tuple(records)))
    }

    /// The values, or the functions that make them, in the same order.
    fn values_of_defaults(&mut self, defaults: &[FieldDefault]) -> Expr {
        if defaults.is_empty() {
            return Expr::op(Op::Machine(Machine::Bits), [value_const(layout::NULL)]);
        }
        let values: Vec<Expr> =
            defaults.iter().map(|default| self.reference_value(&default.reference)).collect();
        Expr::op(Op::Machine(Machine::Bits), [Expr::op(Op::Array, values)])
    }
}
