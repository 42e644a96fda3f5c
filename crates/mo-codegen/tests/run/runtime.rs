//! A runtime for tests: memory in IR, everything else computed by the host with `num_bigint`.
//!
//! A slow path stores its operands at [`OPERANDS`], says its number through `ic0.debug_print`, and finds the result there.

use mo_ir::layout::{AT_FREE, AT_MEMORY_LIMIT, AT_REMEMBERED_COUNT, REMEMBERED};
use mo_ir::{Compare, Expr, Function, Machine, Module, Num, Op, Rep, Width};
use num_bigint::{BigInt, Sign};
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use crate::build::{arith, compare, get, i32_, if_, seq, set};
use crate::machine::Memory;

pub(crate) const OPERANDS: u32 = 0x100;

use Rep::{F64, I32, I64, Unit, Value};

/// Name, parameters, result of what the host computes; its number is its place.
const HOST: &[(&str, &[Rep], Rep)] = &[
    ("int_add", &[Value, Value], Value),
    ("int_sub", &[Value, Value], Value),
    ("int_mul", &[Value, Value], Value),
    ("int_div", &[Value, Value], Value),
    ("int_rem", &[Value, Value], Value),
    ("int_pow", &[Value, Value], Value),
    ("nat_sub", &[Value, Value], Value),
    ("nat_pow", &[Value, Value], Value),
    ("int_neg", &[Value], Value),
    ("int_cmp", &[Value, Value], I32),
    ("int_to_f64", &[Value], F64),
    ("f64_to_int", &[F64], Value),
    ("u64_to_int", &[I64], Value),
    ("i64_to_int", &[I64], Value),
    ("int_to_u64", &[Value], I64),
    ("int_to_i64", &[Value], I64),
    ("int_wrap64", &[Value], I64),
    ("f64_pow", &[F64, F64], F64),
    ("f64_rem", &[F64, F64], F64),
    ("text_cmp", &[Value, Value], I32),
    ("blob_cmp", &[Value, Value], I32),
    ("bytes_eq", &[Value, Value], I32),
    ("text_concat", &[Value, Value], Value),
    ("equal", &[I32, Value, Value], I32),
    ("show", &[I32, Value], Value),
    ("object_slot", &[Value, I32], I32),
    ("array_new", &[Value, Value], Value),
    ("shapes_register", &[I32, I32], Unit),
];

/// Adds the runtime to a module.
pub(crate) fn add(module: &mut Module) {
    add_function(module, alloc());
    add_function(module, remember());
    for (number, (name, params, result)) in HOST.iter().enumerate() {
        add_function(module, host(number as i32, name, params, *result));
    }
}

fn add_function(module: &mut Module, function: Function) {
    let id = mo_ir::FuncId(module.functions.len() as u32);
    module.runtime.insert(function.name.clone(), id);
    module.functions.push(function);
}

fn function(name: &str, params: &[Rep], locals: &[Rep], result: Rep, body: Expr) -> Function {
    Function {
        name: name.to_owned(),
        params: params.len(),
        closure: false,
        result,
        locals: [params, locals].concat(),
        body,
    }
}

fn load(width: Width, address: Expr) -> Expr {
    Expr::op(Op::Machine(Machine::Load(width)), [address])
}

fn store(width: Width, address: Expr, value: Expr) -> Expr {
    Expr::op(Op::Machine(Machine::Store(width)), [address, value])
}

fn add_32(a: Expr, b: Expr) -> Expr {
    arith(mo_ir::Arith::Add, Num::Nat32, a, b)
}

/// Bumps, and takes a page more where there is no room.
fn alloc() -> Function {
    let end = || add_32(load(Width::W32, i32_(AT_FREE as i32)), get(0));
    let grow = seq([
        Expr::op(Op::Machine(Machine::MemoryGrow), [i32_(1)]),
        store(
            Width::W32,
            i32_(AT_MEMORY_LIMIT as i32),
            add_32(load(Width::W32, i32_(AT_MEMORY_LIMIT as i32)), i32_(0x1_0000)),
        ),
        Expr::Continue(mo_ir::LabelId(0)),
    ]);
    let full = compare(Compare::Gt, Num::Nat32, end(), load(Width::W32, i32_(AT_MEMORY_LIMIT as i32)));
    let take = seq([
        set(1, load(Width::W32, i32_(AT_FREE as i32))),
        store(Width::W32, i32_(AT_FREE as i32), end()),
        Expr::Return(Box::new(get(1))),
    ]);
    let body = Expr::Loop(mo_ir::LabelId(0), Box::new(if_(full, grow, take, Rep::Never)));
    function("alloc", &[I32], &[I32], I32, body)
}

/// Appends to the remembered set.
fn remember() -> Function {
    let count = || load(Width::W32, i32_(AT_REMEMBERED_COUNT as i32));
    let at = arith(mo_ir::Arith::Mul, Num::Nat32, count(), i32_(4));
    let body = seq([
        store(Width::W32, add_32(i32_(REMEMBERED as i32), at), get(0)),
        store(Width::W32, i32_(AT_REMEMBERED_COUNT as i32), add_32(count(), i32_(1))),
    ]);
    function("remember", &[I32], &[], Unit, body)
}

fn host(number: i32, name: &str, params: &[Rep], result: Rep) -> Function {
    let operand = |index: usize| i32_(OPERANDS as i32 + 8 * index as i32);
    let mut steps: Vec<Expr> = params
        .iter()
        .enumerate()
        .map(|(index, rep)| store(Width::W64, operand(index), to_i64(*rep, get(index as u32))))
        .collect();
    steps.push(Expr::op(Op::Ic0("debug_print".to_owned()), [i32_(number), i32_(0)]));
    steps.push(from_i64(result, load(Width::W64, operand(0))));
    function(name, params, &[], result, seq(steps))
}

/// Returns the 64 bits by which tests and host see what has this representation.
pub(crate) fn to_i64(rep: Rep, value: Expr) -> Expr {
    match rep {
        Value => Expr::op(Op::Machine(Machine::Bits), [value]),
        I32 => Expr::op(Op::Machine(Machine::ExtendUnsigned), [value]),
        F64 => Expr::op(Op::Machine(Machine::FloatBits), [value]),
        I64 => value,
        Unit | Rep::Never => seq([value, Expr::Const(mo_ir::Const::I64(0))]),
    }
}

pub(crate) fn from_i64(rep: Rep, bits: Expr) -> Expr {
    match rep {
        Value => Expr::op(Op::Machine(Machine::Value), [bits]),
        I32 => Expr::op(Op::Machine(Machine::Wrap), [bits]),
        F64 => Expr::op(Op::Machine(Machine::BitsFloat), [bits]),
        I64 => bits,
        Unit => seq([bits, Expr::UNIT]),
        Rep::Never => Expr::op(Op::Unreachable, [bits]),
    }
}

/// Computes what the module asked for by number.
pub(crate) fn answer(number: usize, memory: &mut Memory<'_>) -> Result<(), String> {
    let name = HOST[number].0;
    let raw = |index: u32| memory.u64(OPERANDS + 8 * index);
    let (a, b) = (raw(0), raw(1));
    let (x, y) = (f64::from_bits(a), f64::from_bits(b));
    let result = match name {
        "int_add" => memory.int(&(memory.read_int(a) + memory.read_int(b))),
        "int_sub" => memory.int(&(memory.read_int(a) - memory.read_int(b))),
        "int_mul" => memory.int(&(memory.read_int(a) * memory.read_int(b))),
        "int_div" => memory.int(&(memory.read_int(a) / memory.read_int(b))),
        "int_rem" => memory.int(&(memory.read_int(a) % memory.read_int(b))),
        "int_pow" | "nat_pow" => {
            let exponent = memory.read_int(b).to_u32().ok_or("negative power")?;
            memory.int(&memory.read_int(a).pow(exponent))
        }
        "nat_sub" => {
            let difference = memory.read_int(a) - memory.read_int(b);
            if difference.is_negative() {
                return Err("Natural subtraction underflow".to_owned());
            }
            memory.int(&difference)
        }
        "int_neg" => memory.int(&-memory.read_int(a)),
        "int_cmp" => order(memory.read_int(a).cmp(&memory.read_int(b))),
        "int_to_f64" => memory.read_int(a).to_f64().expect("rounds").to_bits(),
        "f64_to_int" => memory.int(&BigInt::from_f64(x).ok_or("not a number")?),
        "u64_to_int" => memory.int(&BigInt::from(a)),
        "i64_to_int" => memory.int(&BigInt::from(a.cast_signed())),
        "int_to_u64" => memory.read_int(a).to_u64().ok_or("losing precision")?,
        "int_to_i64" => memory.read_int(a).to_i64().ok_or("losing precision")?.cast_unsigned(),
        "int_wrap64" => wrap64(&memory.read_int(a)),
        "f64_pow" => x.powf(y).to_bits(),
        "f64_rem" => (x % y).to_bits(),
        "text_cmp" | "blob_cmp" => order(memory.bytes(a).cmp(&memory.bytes(b))),
        "bytes_eq" => u64::from(memory.bytes(a) == memory.bytes(b)),
        "text_concat" => memory.text(&[memory.bytes(a), memory.bytes(b)].concat()),
        // The tests compare and show numbers only; the type's address comes first.
        "equal" => u64::from(memory.read_int(b) == memory.read_int(raw(2))),
        "show" => memory.text(format!("{}: {}", memory.u32(a as u32), memory.read_int(b)).as_bytes()),
        "object_slot" => u64::from(memory.object_slot(a, b as u32)),
        "array_new" => {
            let size = memory.read_int(a).to_u32().expect("small");
            memory.object(mo_ir::layout::header(mo_ir::layout::TAG_ARRAY, 0, size), &vec![b; size as usize])
        }
        "shapes_register" => {
            memory.register_shapes(a as u32, b as u32);
            0
        }
        other => unreachable!("{other} is not the host's"),
    };
    memory.set_u64(OPERANDS, result);
    Ok(())
}

fn order(order: std::cmp::Ordering) -> u64 {
    (order as i64).cast_unsigned()
}

fn wrap64(n: &BigInt) -> u64 {
    let modulus = BigInt::from(1) << 64;
    let rest: BigInt = ((n % &modulus) + &modulus) % &modulus;
    debug_assert!(rest.sign() != Sign::Minus || rest.is_zero());
    rest.to_u64().expect("below the modulus")
}
