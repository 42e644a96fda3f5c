//! What each operation takes and gives, as representations.

use crate::{Arith, Machine, Module, Num, Op, Rep, Unary, Width, ic0};

/// The representations of an operation's operands and result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub operands: Vec<Rep>,
    pub result: Rep,
}

impl Op {
    /// Returns what the operation takes and gives when it has this many operands, or what is wrong with it.
    pub fn signature(&self, module: &Module, operand_count: usize) -> Result<Signature, String> {
        use Rep::{I32, Never, Unit, Value};
        Ok(match self {
            Op::Box(scalar) => signature([scalar.rep()], Value),
            Op::Unbox(scalar) => signature([Value], scalar.rep()),
            Op::Arith { op, num, .. } => {
                if !has_arith(*op, *num) {
                    return Err(format!("{num:?} has no {op:?}"));
                }
                signature([num.rep(); 2], num.rep())
            }
            Op::Unary { op, num, .. } => {
                if !has_unary(*op, *num) {
                    return Err(format!("{num:?} has no {op:?}"));
                }
                signature([num.rep()], num.rep())
            }
            Op::CompareNum(_, num) => signature([num.rep(); 2], I32),
            Op::CompareText(_) | Op::CompareBlob(_) | Op::Equal(_) => signature([Value; 2], I32),
            Op::Convert { from, to, .. } => signature([from.rep()], to.rep()),
            Op::Not => signature([I32], I32),
            Op::Show(_) => signature([Value], Value),
            Op::TextConcat => signature([Value; 2], Value),
            Op::Object(_) | Op::Tuple | Op::Array => signature(vec![Value; operand_count], Value),
            Op::Field { .. } => signature([Value], Value),
            Op::SetField { .. } => signature([Value; 2], Unit),
            Op::Slot(_) => signature([Value], Value),
            Op::SetSlot(_) => signature([Value; 2], Unit),
            Op::ArrayGet => signature([Value; 2], Value),
            Op::ArraySet => signature([Value; 3], Unit),
            Op::ArraySize => signature([Value], Value),
            Op::ArrayFill => signature([Value; 2], Value),
            Op::Variant(_) => signature([Value], Value),
            Op::VariantTag => signature([Value], I32),
            Op::VariantPayload => signature([Value], Value),
            Op::Some | Op::Unwrap | Op::Cell => signature([Value], Value),
            Op::IsNull => signature([Value], I32),
            Op::Global(_) | Op::Stable(_) => signature([], Value),
            Op::SetGlobal(_) | Op::SetStable(_) => signature([Value], Unit),
            Op::TypeAddress(_) | Op::TableIndex(_) => signature([], I32),
            Op::Runtime(name) => {
                let id = module.runtime.get(name).ok_or_else(|| format!("no runtime function `{name}`"))?;
                let function = module.functions.get(id.0 as usize).ok_or("no such function")?;
                signature(function.parameters(), function.result)
            }
            Op::Ic0(name) => {
                let (operands, result) =
                    ic0::signature(name).ok_or_else(|| format!("no import `ic0.{name}`"))?;
                signature(operands, result)
            }
            Op::Machine(machine) => machine.signature(),
            Op::Trap => signature([Value], Never),
            Op::Unreachable => signature([], Never),
        })
    }
}

impl Machine {
    /// Returns what the access takes and gives.
    pub fn signature(self) -> Signature {
        use Rep::{F64, I32, I64, Unit, Value};
        match self {
            Machine::Load(width) => signature([I32], word(width)),
            Machine::Store(width) => signature([I32, word(width)], Unit),
            Machine::MemorySize | Machine::TypeSection => signature([], I32),
            Machine::MemoryGrow => signature([I32], I32),
            Machine::MemoryCopy | Machine::MemoryFill => signature([I32; 3], Unit),
            Machine::Clz32 | Machine::Ctz32 | Machine::Popcnt32 => signature([I32], I32),
            Machine::Clz64 | Machine::Ctz64 | Machine::Popcnt64 => signature([I64], I64),
            Machine::FloatBits => signature([F64], I64),
            Machine::BitsFloat => signature([I64], F64),
            Machine::Float32Bits => signature([F64], I32),
            Machine::BitsFloat32 => signature([I32], F64),
            Machine::FloatSqrt
            | Machine::FloatFloor
            | Machine::FloatCeil
            | Machine::FloatTrunc
            | Machine::FloatNearest
            | Machine::FloatAbs
            | Machine::RoundFloat32 => signature([F64], F64),
            Machine::FloatMin | Machine::FloatMax | Machine::FloatCopySign => signature([F64; 2], F64),
            Machine::Bits => signature([Value], I64),
            Machine::Value => signature([I64], Value),
            Machine::ExtendUnsigned => signature([I32], I64),
            Machine::Wrap => signature([I64], I32),
        }
    }
}

fn signature(operands: impl Into<Vec<Rep>>, result: Rep) -> Signature {
    Signature { operands: operands.into(), result }
}

fn word(width: Width) -> Rep {
    if width == Width::W64 { Rep::I64 } else { Rep::I32 }
}

/// Bitwise operations and shifts exist for fixed widths only.
fn has_arith(op: Arith, num: Num) -> bool {
    use Arith::{Add, Div, Mul, Pow, Rem, Sub};
    matches!(op, Add | Sub | Mul | Div | Rem | Pow) || !matches!(num, Num::Nat | Num::Int | Num::Float)
}

fn has_unary(op: Unary, num: Num) -> bool {
    match op {
        Unary::Negate => !matches!(num, Num::Nat),
        Unary::Complement => !matches!(num, Num::Nat | Num::Int | Num::Float),
    }
}
