//! What each operation becomes.

use std::collections::BTreeSet;

use mo_ir::layout::{AT_STABLE, TAG_ARRAY, TAG_CELL, TAG_OBJECT, TAG_TUPLE, header, label_hash, shape_hash};
use mo_ir::{Arith, Compare, Expr, Machine, Num, Op, Prim, Rep, ShapeId, Type, TypeId, Unary, Width, ic0};
use wasm_encoder::ValType;

use super::{Body, may_point, slot_count};
use crate::code::{
    Address, Callee, Code, Expected, Fixed, I, Index, Place, Root, byte, double, slot_offset, word,
};
use crate::helper::Helper;

impl Body<'_> {
    /// Emits an operation: one arm, one line of what it does.
    pub(super) fn op(&mut self, op: &Op, operands: &[Expr]) -> Rep {
        use Rep::{I32, Unit, Value};
        match op {
            Op::Box(scalar) => self.stack(operands, Value, |code| code.boxed(*scalar)),
            Op::Unbox(scalar) => self.stack(operands, scalar.rep(), |code| code.unboxed(*scalar)),
            Op::Arith { op, num, wrapping } => self.arith(*op, *num, *wrapping, operands),
            Op::Unary { op, num, wrapping } => self.unary(*op, *num, *wrapping, operands),
            Op::CompareNum(compare, num) => self.compare(*compare, *num, operands),
            Op::CompareText(compare) => {
                self.placed(operands, I32, |code, [a, b]| code.bytes_compare(*compare, a, b, "text_cmp"))
            }
            Op::CompareBlob(compare) => {
                self.placed(operands, I32, |code, [a, b]| code.bytes_compare(*compare, a, b, "blob_cmp"))
            }
            Op::Convert { from, to, wrapping } => {
                self.stack(operands, to.rep(), |code| code.convert(*from, *to, *wrapping))
            }
            Op::Not => self.stack(operands, I32, |code| code.push(I::I32Eqz)),
            Op::Equal(ty) => self.equal(*ty, operands),
            Op::Show(ty) => {
                self.code.address(Address::Type(*ty));
                self.stack(operands, Value, |code| code.runtime("show"))
            }
            Op::TextConcat => self.stack(operands, Value, |code| code.runtime("text_concat")),
            Op::Object(shape) => {
                let shape_hash = self.shape(*shape);
                self.object(header(TAG_OBJECT, slot_count(operands), shape_hash), operands)
            }
            Op::Field { shape, label } => {
                let expected = self.expected(*shape, *label);
                self.placed(operands, Value, |code, [object]| code.load_field(expected, object))
            }
            Op::SetField { shape, label } => {
                let expected = self.expected(*shape, *label);
                let may_point = may_point(&operands[1]);
                self.placed(operands, Unit, |code, [object, value]| {
                    code.store_field(expected, object, value, may_point);
                })
            }
            Op::Tuple if operands.is_empty() => self.stack(operands, Value, |code| code.push(I::I64Const(0))),
            Op::Tuple => self.object(header(TAG_TUPLE, slot_count(operands), 0), operands),
            Op::Slot(n) => self.stack(operands, Value, |code| code.load_slot(*n)),
            Op::SetSlot(n) => {
                let may_point = may_point(&operands[1]);
                self.placed(operands, Unit, |code, [object, value]| {
                    code.store_slot(*n, object, value, may_point);
                })
            }
            Op::Array => self.object(header(TAG_ARRAY, 0, slot_count(operands)), operands),
            Op::ArrayGet => match unboxed_index(&operands[1]) {
                Some(index) => {
                    let operands = [operands[0].clone(), index];
                    self.placed(&operands, Value, |code, [array, index]| {
                        code.array_get(array, Index::Unboxed(index))
                    })
                }
                None => self
                    .placed(operands, Value, |code, [array, index]| code.array_get(array, Index::Nat(index))),
            },
            Op::ArraySet => {
                let may_point = may_point(&operands[2]);
                match unboxed_index(&operands[1]) {
                    Some(index) => {
                        let operands = [operands[0].clone(), index, operands[2].clone()];
                        self.placed(&operands, Unit, |code, [array, index, value]| {
                            code.array_set(array, Index::Unboxed(index), value, may_point);
                        })
                    }
                    None => self.placed(operands, Unit, |code, [array, index, value]| {
                        code.array_set(array, Index::Nat(index), value, may_point);
                    }),
                }
            }
            Op::ArraySize => self.stack(operands, Value, Code::array_size),
            Op::ArrayFill => self.stack(operands, Value, |code| code.runtime("array_new")),
            Op::Variant(label) => self.object(Code::variant_header(*label), operands),
            Op::VariantTag => self.stack(operands, I32, Code::variant_tag),
            Op::VariantPayload => self.stack(operands, Value, |code| code.load_slot(0)),
            Op::Some if !may_point(&operands[0]) && !is_null(&operands[0]) => self.expr(&operands[0]),
            Op::Some => self.stack(operands, Value, Code::some),
            Op::IsNull => self.stack(operands, I32, Code::is_null),
            Op::Unwrap => self.stack(operands, Value, Code::unwrap),
            Op::Cell => self.object(header(TAG_CELL, 1, 0), operands),
            Op::Global(id) => {
                self.load_root(Root::Global(*id));
                Value
            }
            Op::SetGlobal(id) => {
                self.code.address(Address::Root(Root::Global(*id)));
                self.stack(operands, Unit, |code| code.push(I::I64Store(double(0))))
            }
            Op::Stable(n) => self.stack(operands, Value, |code| {
                code.all([I::I32Const(0), I::I32Load(word(AT_STABLE)), I::I64Load(crate::code::slot(*n))]);
            }),
            Op::SetStable(n) => {
                let may_point = may_point(&operands[0]);
                self.placed(operands, Unit, |code, [value]| {
                    code.all([I::I32Const(0), I::I32Load(word(AT_STABLE))]);
                    code.held(ValType::I32, |code, pointer| {
                        code.store_offset(pointer, slot_offset(*n), value, may_point);
                    });
                })
            }
            Op::TypeAddress(ty) => self.stack(operands, I32, |code| code.address(Address::Type(*ty))),
            Op::TableIndex(id) => self.stack(operands, I32, |code| code.address(Address::Table(*id))),
            Op::Runtime(name) => self.runtime(name, operands),
            Op::Ic0(name) => self.ic0(name, operands),
            Op::Machine(machine @ (Machine::Load(_) | Machine::Store(_))) => self.access(*machine, operands),
            Op::Machine(machine) => {
                self.stack(operands, machine.signature().result, |code| code.machine(*machine))
            }
            Op::Trap => self.stack(operands, Rep::Never, |code| {
                code.helper(Helper::TrapText);
                code.push(I::Unreachable);
            }),
            Op::Unreachable => self.stack(operands, Rep::Never, |code| code.push(I::Unreachable)),
        }
    }

    /// Leaves the operands on the stack, then the operation.
    fn stack(&mut self, operands: &[Expr], result: Rep, then: impl FnOnce(&mut Code)) -> Rep {
        if !self.operands(operands) {
            return Rep::Never;
        }
        then(&mut self.code);
        result
    }

    /// Puts the operands in places, then does the operation with them.
    fn placed<const N: usize>(
        &mut self,
        operands: &[Expr],
        result: Rep,
        then: impl FnOnce(&mut Code, [Place; N]),
    ) -> Rep {
        let Some(places) = self.places(operands) else { return Rep::Never };
        then(&mut self.code, places);
        self.release(places);
        result
    }

    /// Reads or writes memory. A constant that is added to the address becomes part of the instruction.
    fn access(&mut self, machine: Machine, operands: &[Expr]) -> Rep {
        let (address, offset) = split_offset(&operands[0]);
        if self.expr(address) == Rep::Never || !self.operands(&operands[1..]) {
            return Rep::Never;
        }
        self.code.access(machine, offset);
        machine.signature().result
    }

    fn arith(&mut self, op: Arith, num: Num, wrapping: bool, operands: &[Expr]) -> Rep {
        if num == Num::Float {
            return self.stack(operands, Rep::F64, |code| code.float_arith(op));
        }
        if let Some(fixed) = Fixed::of(num).filter(|fixed| fixed.is_in_order(op, wrapping)) {
            if self.expr(&operands[0]) == Rep::Never {
                return Rep::Never;
            }
            self.code.after_first(op, fixed, wrapping);
            return self.stack(&operands[1..], num.rep(), |code| code.after_second(op, fixed, wrapping));
        }
        self.placed(operands, num.rep(), |code, [a, b]| match Fixed::of(num) {
            Some(fixed) => code.fixed_arith(op, fixed, wrapping, a, b),
            None => code.number_arith(op, num, a, b),
        })
    }

    fn unary(&mut self, op: Unary, num: Num, wrapping: bool, operands: &[Expr]) -> Rep {
        if num == Num::Float {
            return self.stack(operands, Rep::F64, |code| code.push(I::F64Neg));
        }
        self.placed(operands, num.rep(), |code, [a]| match (op, Fixed::of(num)) {
            (Unary::Negate, Some(fixed)) => code.fixed_negate(fixed, wrapping, a),
            (Unary::Complement, Some(fixed)) => code.fixed_complement(fixed, a),
            (_, None) => code.number_negate(a),
        })
    }

    fn compare(&mut self, compare: Compare, num: Num, operands: &[Expr]) -> Rep {
        if num.rep() == Rep::Value {
            self.placed(operands, Rep::I32, |code, [a, b]| code.number_compare(compare, a, b))
        } else {
            self.stack(operands, Rep::I32, |code| code.scalar_compare(compare, num))
        }
    }

    /// What holds a Float may differ from itself, so there the same slot is no answer.
    fn equal(&mut self, ty: TypeId, operands: &[Expr]) -> Rep {
        let has_float = self.has_float(ty);
        self.placed(operands, Rep::I32, |code, [a, b]| {
            let look = |code: &mut Code| {
                code.address(Address::Type(ty));
                code.get(a);
                code.get(b);
                code.runtime("equal");
            };
            if has_float { look(code) } else { code.same_or(a, b, look) }
        })
    }

    fn has_float(&self, ty: TypeId) -> bool {
        let types = &self.module.types;
        let mut seen = BTreeSet::new();
        let mut waiting = vec![ty];
        while let Some(id) = waiting.pop() {
            if matches!(types.get(id), Type::Prim(Prim::Float | Prim::Float32)) {
                return true;
            }
            if seen.insert(id) {
                waiting.extend(types.get(id).children());
            }
        }
        false
    }

    /// Returns a shape's hash, and notes that it is used.
    pub(super) fn shape(&mut self, id: ShapeId) -> u32 {
        self.code.shapes.insert(id);
        let labels = &self.module.shapes[id.0 as usize];
        *self.shape_hashes.entry(id).or_insert_with(|| {
            let hashes: Vec<u32> = labels.iter().map(|label| label_hash(label)).collect();
            shape_hash(&hashes)
        })
    }

    fn expected(&mut self, id: ShapeId, label: u32) -> Expected {
        let labels = &self.module.shapes[id.0 as usize];
        let index = labels.binary_search_by_key(&label, |it| label_hash(it)).expect("the verifier looked");
        Expected { shape: self.shape(id), label, index: index as u32 }
    }

    fn runtime(&mut self, name: &str, operands: &[Expr]) -> Rep {
        if !self.operands(operands) {
            return Rep::Never;
        }
        let function = self.module.runtime.get(name).map(|id| &self.module.functions[id.0 as usize]);
        let result = function.map_or(Rep::Never, |function| function.result);
        self.called(Callee::Runtime(name.to_owned()), result)
    }

    fn ic0(&mut self, name: &str, operands: &[Expr]) -> Rep {
        if !self.operands(operands) {
            return Rep::Never;
        }
        let (_, result) = ic0::signature(name).expect("the verifier looked");
        self.called(Callee::Ic0(name.to_owned()), result)
    }
}

/// Returns an index that is a Nat32 at heart: as it was before it became a Nat.
fn unboxed_index(index: &Expr) -> Option<Expr> {
    match index {
        Expr::Op(
            Op::Convert { from: Num::Nat32 | Num::Nat16 | Num::Nat8, to: Num::Nat | Num::Int, .. },
            operands,
        ) => Some(operands[0].clone()),
        _ => None,
    }
}

/// Addresses lie in a memory of less than 4 GiB, so a sum that wraps around is no address at all.
const OFFSET_MAX: i32 = 1 << 12;

/// Splits a constant off an address.
fn split_offset(address: &Expr) -> (&Expr, u32) {
    match address {
        Expr::Op(Op::Arith { op: Arith::Add, num: Num::Nat32, wrapping: true }, operands) => {
            match &operands[1] {
                Expr::Const(mo_ir::Const::I32(offset)) if (0..OFFSET_MAX).contains(offset) => {
                    (&operands[0], offset.cast_unsigned())
                }
                _ => (address, 0),
            }
        }
        _ => (address, 0),
    }
}

/// `null` points nowhere, but wants a layer when it is wrapped.
fn is_null(value: &Expr) -> bool {
    *value == Expr::Const(mo_ir::Const::Value(mo_ir::layout::NULL))
}

impl Code {
    fn float_arith(&mut self, op: Arith) {
        match op {
            Arith::Add => self.push(I::F64Add),
            Arith::Sub => self.push(I::F64Sub),
            Arith::Mul => self.push(I::F64Mul),
            Arith::Div => self.push(I::F64Div),
            Arith::Rem => self.runtime("f64_rem"),
            Arith::Pow => self.runtime("f64_pow"),
            _ => unreachable!("the verifier allows {op:?} for fixed widths only"),
        }
    }

    fn access(&mut self, machine: Machine, offset: u32) {
        let (byte, word, double) = (byte(offset), word(offset), double(offset));
        self.push(match machine {
            Machine::Load(Width::W8) => I::I32Load8U(byte),
            Machine::Load(Width::W16) => I::I32Load16U(byte),
            Machine::Load(Width::W32) => I::I32Load(word),
            Machine::Load(Width::W64) => I::I64Load(double),
            Machine::Store(Width::W8) => I::I32Store8(byte),
            Machine::Store(Width::W16) => I::I32Store16(byte),
            Machine::Store(Width::W32) => I::I32Store(word),
            Machine::Store(Width::W64) => I::I64Store(double),
            _ => unreachable!("{machine:?} does not reach memory"),
        });
    }

    fn machine(&mut self, machine: Machine) {
        self.push(match machine {
            Machine::Load(_) | Machine::Store(_) => unreachable!("these have an address"),
            Machine::MemorySize => I::MemorySize(0),
            Machine::MemoryGrow => I::MemoryGrow(0),
            Machine::MemoryCopy => I::MemoryCopy { src_mem: 0, dst_mem: 0 },
            Machine::MemoryFill => I::MemoryFill(0),
            Machine::Clz32 => I::I32Clz,
            Machine::Ctz32 => I::I32Ctz,
            Machine::Popcnt32 => I::I32Popcnt,
            Machine::Clz64 => I::I64Clz,
            Machine::Ctz64 => I::I64Ctz,
            Machine::Popcnt64 => I::I64Popcnt,
            Machine::FloatBits => I::I64ReinterpretF64,
            Machine::BitsFloat => I::F64ReinterpretI64,
            Machine::RoundFloat32 => return self.all([I::F32DemoteF64, I::F64PromoteF32]),
            Machine::Float32Bits => return self.all([I::F32DemoteF64, I::I32ReinterpretF32]),
            Machine::BitsFloat32 => return self.all([I::F32ReinterpretI32, I::F64PromoteF32]),
            Machine::FloatSqrt => I::F64Sqrt,
            Machine::FloatFloor => I::F64Floor,
            Machine::FloatCeil => I::F64Ceil,
            Machine::FloatTrunc => I::F64Trunc,
            Machine::FloatNearest => I::F64Nearest,
            Machine::FloatAbs => I::F64Abs,
            Machine::FloatMin => I::F64Min,
            Machine::FloatMax => I::F64Max,
            Machine::FloatCopySign => I::F64Copysign,
            Machine::ExtendUnsigned => I::I64ExtendI32U,
            Machine::Wrap => I::I32WrapI64,
            Machine::Bits | Machine::Value => return,
            Machine::TypeSection => return self.address(Address::TypeSection),
        });
    }
}
