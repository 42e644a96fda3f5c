//! Functions that generated code shares, so that it stays small.

use mo_ir::layout::{TAG_BITS64, TAG_FLOAT, header};
use wasm_encoder::{BlockType, ValType};

pub(crate) use crate::code::Fixed;
use crate::code::{AUX, Address, Callee, Code, Emitted, I, Message, byte, double, word};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Helper {
    /// () -> (), never returns
    Trap(Message),
    /// Text -> (), never returns
    TrapText,
    /// i64 -> Value, for what needs all bits
    Box64,
    /// f64 -> Value
    BoxFloat,
    /// Value -> Value
    Some,
    /// Value -> Value
    Unwrap,
    /// object -> Value, of the field with a label
    FieldSlow(u32),
    /// object -> address, of the slot of the field with a label
    SlotSlow(u32),
    /// (header, bytes) -> address
    New,
    /// (address of a slot, Value) -> ()
    Store,
    /// (address of an old slot, Value) -> ()
    Barrier,
    /// (Int, Int) -> Int
    IntDivide,
    IntRemainder,
    /// Int -> Nat
    IntToNat,
    /// (i64, i64) -> i64
    Multiply64 {
        signed: bool,
    },
    /// (number, number) -> number, and whether it wraps
    Power(Fixed, bool),
}

impl Helper {
    /// Returns the helper's code.
    pub(crate) fn emit(self) -> Emitted {
        let (params, results) = self.signature();
        let mut code = Code::new(params);
        // Whoever calls a helper saves the bytes; it need not call another.
        code.loops = 1;
        match self {
            Helper::Trap(message) => trap(&mut code, message),
            Helper::TrapText => trap_text(&mut code),
            Helper::Box64 => boxed(&mut code, TAG_BITS64, I::I64Store(double(8))),
            Helper::BoxFloat => boxed(&mut code, TAG_FLOAT, I::F64Store(double(8))),
            Helper::Some => code.some_slowly(),
            Helper::Unwrap => code.unwrap_slowly(),
            Helper::FieldSlow(label) => {
                slot_of(&mut code, label);
                code.push(I::I64Load(double(0)));
            }
            Helper::SlotSlow(label) => slot_of(&mut code, label),
            Helper::New => code.new_object(),
            Helper::Store => code.store(),
            Helper::Barrier => code.barrier(),
            Helper::IntDivide => code.divide_slowly("int_div"),
            Helper::IntRemainder => code.divide_slowly("int_rem"),
            Helper::IntToNat => int_to_nat(&mut code),
            Helper::Multiply64 { signed } => code.multiply_64(signed),
            Helper::Power(fixed, wrapping) => code.power(fixed, wrapping),
        }
        code.finish(&self.name(), results)
    }

    fn signature(self) -> (Vec<ValType>, Vec<ValType>) {
        use ValType::{F64, I32, I64};
        let (params, results): (&[ValType], &[ValType]) = match self {
            Helper::Trap(_) => (&[], &[]),
            Helper::TrapText => (&[I64], &[]),
            Helper::Box64 | Helper::Some | Helper::Unwrap | Helper::IntToNat => (&[I64], &[I64]),
            Helper::BoxFloat => (&[F64], &[I64]),
            Helper::FieldSlow(_) => (&[I64], &[I64]),
            Helper::SlotSlow(_) => (&[I64], &[I32]),
            Helper::New => (&[I64, I32], &[I32]),
            Helper::Store | Helper::Barrier => (&[I32, I64], &[]),
            Helper::IntDivide | Helper::IntRemainder | Helper::Multiply64 { .. } => (&[I64, I64], &[I64]),
            Helper::Power(fixed, _) => return (vec![fixed.val_type(); 2], vec![fixed.val_type()]),
        };
        (params.to_vec(), results.to_vec())
    }

    /// Returns the name for traces; none if it is empty.
    fn name(self) -> String {
        match self {
            // Many and small: their names would be longer than they are.
            Helper::Trap(_) | Helper::FieldSlow(_) | Helper::SlotSlow(_) => String::new(),
            Helper::Power(Fixed { bits, signed }, wrapping) => {
                let ty = if signed { "int" } else { "nat" };
                format!("power {ty}{bits}{}", if wrapping { " wrapping" } else { "" })
            }
            other => format!("{other:?}"),
        }
    }
}

fn trap(code: &mut Code, message: Message) {
    code.address(Address::Message(message));
    code.push(I::I32Const(message.text().len() as i32));
    code.call(Callee::Ic0("trap".to_owned()));
    code.push(I::Unreachable);
}

fn trap_text(code: &mut Code) {
    code.all([I::LocalGet(0), I::I32WrapI64, I::I32Const(7), I::I32Add]);
    code.all([I::LocalGet(0), I::I32WrapI64, I::I32Load(word(AUX))]);
    code.call(Callee::Ic0("trap".to_owned()));
    code.push(I::Unreachable);
}

fn boxed(code: &mut Code, tag: u64, store: I<'static>) {
    let at = code.allocated(header(tag, 1, 0), 16);
    code.all([I::LocalGet(at), I::LocalGet(0), store]);
    code.pointer(at);
}

fn slot_of(code: &mut Code, label: u32) {
    code.all([I::LocalGet(0), I::I32Const(label.cast_signed())]);
    code.runtime("object_slot");
}

/// The sign of a large number is the header's second byte, which is where a pointer (address plus one) points.
fn int_to_nat(code: &mut Code) {
    code.is_not_small(0);
    code.push(I::If(BlockType::Result(ValType::I32)));
    code.all([I::LocalGet(0), I::I32WrapI64, I::I32Load8U(byte(0)), I::Else]);
    code.all([I::LocalGet(0), I::I64Const(0), I::I64LtS, I::End]);
    code.trap_if(Message::LosingPrecision);
    code.push(I::LocalGet(0));
}
