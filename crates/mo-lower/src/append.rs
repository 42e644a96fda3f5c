//! `t #= x` on variables: the text grows where it is, so that building a text piece by piece takes linear time.
//!
//! The runtime keeps one text with room behind it. Only the variable has that text: every other read of a variable that is appended to
//! seals it, and it grows no more.

use mo_ir::{Expr, Scalar};
use mo_syntax::ast;

use crate::binding::Binding;
use crate::kind::{Kind, coerce};
use crate::program::Lower;

impl<'a> Lower<'a> {
    /// Whether all reads of a variable are by its name. A field of an object can be read from outside.
    pub(crate) fn may_append(&self, binding: &Binding) -> bool {
        !self.is_runtime
            && matches!(
                binding,
                Binding::Local { .. }
                    | Binding::Cell { .. }
                    | Binding::Capture { .. }
                    | Binding::Global { .. }
                    | Binding::Stable { .. }
            )
    }

    /// Lowers `variable #= value`.
    pub(crate) fn append(&mut self, binding: &Binding, value: &'a ast::Expr) -> Expr {
        let text = self.read_as(binding, Kind::Value);
        let (set_text, text) = self.hold(text, Kind::Value);
        // The value may append to the same variable: what counts is the text as it was before.
        let (size, size_kind) = self.runtime("byte_size", vec![(Expr::Get(text), Kind::Value)]);
        let (set_size, size) = self.hold(size, size_kind);
        let value = self.lower(value, Kind::Value);
        let arguments = vec![
            (Expr::Get(text), Kind::Value),
            (Expr::Get(size), Kind::Scalar(Scalar::Nat32)),
            (value, Kind::Value),
        ];
        let (result, kind) = self.runtime_primitive("text_append", arguments, Kind::Value);
        let write = self.write(binding, result, kind);
        Expr::Seq(vec![set_text, set_size, write])
    }

    /// Reads a binding whose text nobody may see change from now on.
    pub(crate) fn read_sealed(&mut self, binding: &Binding) -> (Expr, Kind) {
        let (read, kind) = self.read(binding);
        if kind != Kind::Value || !self.may_append(binding) || self.appended.is_empty() {
            return (read, kind);
        }
        self.runtime_primitive("text_seal", vec![(read, kind)], Kind::Value)
    }

    /// Like [`Lower::read_sealed`], as a value.
    pub(crate) fn read_value(&mut self, binding: &Binding) -> Expr {
        let (read, kind) = self.read_sealed(binding);
        coerce(read, kind, Kind::Value)
    }
}
