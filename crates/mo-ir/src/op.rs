//! The operations: what each takes and gives.

use crate::{FuncId, GlobalId, Rep, ShapeId, TypeId};

/// A type whose values can be unboxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scalar {
    Bool,
    Char,
    Nat8,
    Nat16,
    Nat32,
    Nat64,
    Int8,
    Int16,
    Int32,
    Int64,
    Float,
    Unit,
}

impl Scalar {
    /// Returns how the scalar stands on the Wasm stack.
    pub fn rep(self) -> Rep {
        match self {
            Scalar::Nat64 | Scalar::Int64 => Rep::I64,
            Scalar::Float => Rep::F64,
            Scalar::Unit => Rep::Unit,
            _ => Rep::I32,
        }
    }
}

/// The types that have arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Num {
    Nat,
    Int,
    Nat8,
    Nat16,
    Nat32,
    Nat64,
    Int8,
    Int16,
    Int32,
    Int64,
    Float,
}

impl Num {
    /// Returns how numbers of the type stand on the Wasm stack.
    pub fn rep(self) -> Rep {
        match self {
            Num::Nat | Num::Int => Rep::Value,
            Num::Nat64 | Num::Int64 => Rep::I64,
            Num::Float => Rep::F64,
            _ => Rep::I32,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arith {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Pow,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
    RotateLeft,
    RotateRight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unary {
    Negate,
    Complement,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// The width of a raw memory access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Width {
    W8,
    W16,
    W32,
    W64,
}

/// An operation of [`crate::Expr::Op`]: operands -> result, with representations.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// scalar -> Value
    Box(Scalar),
    /// Value -> scalar; the value is known to be of that type.
    Unbox(Scalar),

    /// (n, n) -> n. Fixed-width types trap on overflow unless `wrapping`; Nat traps below zero; division by zero traps. And, Or,
    /// Xor, shifts and rotations exist for fixed widths only, and shift by the operand modulo the width.
    Arith {
        op: Arith,
        num: Num,
        wrapping: bool,
    },
    /// n -> n
    Unary {
        op: Unary,
        num: Num,
        wrapping: bool,
    },
    /// (n, n) -> I32
    CompareNum(Compare, Num),
    /// (Value, Value) -> I32, both Text / both Blob or Principal; compares bytes.
    CompareText(Compare),
    CompareBlob(Compare),
    /// from -> to. Traps when the number does not fit, or wraps around. Float to Int truncates.
    Convert {
        from: Num,
        to: Num,
        wrapping: bool,
    },
    /// I32 -> I32
    Not,
    /// (Value, Value) -> I32: structural equality at a type.
    Equal(TypeId),
    /// Value -> Value (Text): what `debug_show` prints.
    Show(TypeId),
    /// (Value, Value) -> Value (Text)
    TextConcat,

    /// Values in slot order -> Value
    Object(ShapeId),
    /// Value -> Value: the field with that label, wherever it is. The shape is the one expected.
    Field {
        shape: ShapeId,
        label: u32,
    },
    /// (Value, Value) -> Unit
    SetField {
        shape: ShapeId,
        label: u32,
    },
    /// Values -> Value
    Tuple,
    /// Value -> Value: slot n of a TUPLE, CELL or the captured values of a CLOSURE, unchecked.
    Slot(u32),
    /// (Value, Value) -> Unit
    SetSlot(u32),
    /// Values -> Value
    Array,
    /// (Value array, Value Nat) -> Value; traps out of bounds.
    ArrayGet,
    /// (Value array, Value Nat, Value) -> Unit
    ArraySet,
    /// Value -> Value Nat
    ArraySize,
    /// (Value Nat size, Value) -> Value: a new array filled with one value.
    ArrayFill,
    /// Value payload -> Value
    Variant(u32),
    /// Value -> I32: the label hash of a variant.
    VariantTag,
    /// Value -> Value: its payload, known to be there.
    VariantPayload,
    /// Value -> Value
    Some,
    /// Value -> I32
    IsNull,
    /// Value (not null) -> Value
    Unwrap,
    /// Value -> Value: a CELL; read and written with Slot(0), SetSlot(0).
    Cell,

    /// () -> Value / Value -> Unit: a root slot.
    Global(GlobalId),
    SetGlobal(GlobalId),
    /// () -> Value / Value -> Unit: slot n of the stable object.
    Stable(u32),
    SetStable(u32),
    /// () -> I32: where the node of a type is in memory.
    TypeAddress(TypeId),
    /// () -> I32: the index of a function's closure entry in the table, for `ic0` callbacks and CLOSURE headers.
    TableIndex(FuncId),

    /// Calls a function of the runtime; operands and result as that function has them.
    Runtime(String),
    /// Calls an import from `ic0`.
    Ic0(String),
    /// Raw machine access, for runtime code.
    Machine(Machine),
    /// Value Text -> Never
    Trap,
    /// Never
    Unreachable,
}

/// Raw access to the machine (the module `mo:machine`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Machine {
    /// I32 address -> I32 (W8..W32, zero-extended) or I64 (W64)
    Load(Width),
    /// (I32 address, I32 or I64) -> Unit
    Store(Width),
    /// () -> I32 pages
    MemorySize,
    /// I32 pages -> I32 previous pages or -1
    MemoryGrow,
    /// (I32 to, I32 from, I32 bytes) -> Unit
    MemoryCopy,
    /// (I32 to, I32 byte, I32 bytes) -> Unit
    MemoryFill,
    /// I32 -> I32
    Clz32,
    Ctz32,
    Popcnt32,
    /// I64 -> I64
    Clz64,
    Ctz64,
    Popcnt64,
    /// F64 -> I64 / I64 -> F64
    FloatBits,
    BitsFloat,
    /// F64 -> F64: the nearest number that a Float32 can hold.
    RoundFloat32,
    /// F64 -> I32 / I32 -> F64: the bits of a Float32.
    Float32Bits,
    BitsFloat32,
    /// F64 -> F64
    FloatSqrt,
    FloatFloor,
    FloatCeil,
    FloatTrunc,
    FloatNearest,
    FloatAbs,
    /// (F64, F64) -> F64
    FloatMin,
    FloatMax,
    FloatCopySign,
    /// Value -> I64 / I64 -> Value: the same 64 bits.
    Bits,
    Value,
    /// () -> I32: address of the type section.
    TypeSection,
    /// Converts without a check between I32 and I64.
    ExtendUnsigned,
    Wrap,
}
