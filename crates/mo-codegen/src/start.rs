//! The start function: runs once for every instantiation as new code, on a fresh memory or on one kept by an upgrade.

use mo_ir::FuncId;
use mo_ir::layout::{
    AT_FREE, AT_MAGIC, AT_MEMORY_LIMIT, AT_MIGRATIONS, AT_OLD_END, AT_ROOT_COUNT, AT_SHAPES, AT_STABLE,
    AT_TYPES, HEAP, MAGIC, NULL, ROOTS,
};
use wasm_encoder::{BlockType, ValType};

use crate::code::{Callee, Code, Emitted, I, Message, double, word};
use crate::helper::Helper;
use crate::statics::Statics;

/// The most that a memory limit of 32 bits can say.
const PAGES_MAX: i32 = 0xffff;

/// Emits the start function.
pub(crate) fn emit(statics: &Statics, then: Option<FuncId>) -> Emitted {
    let mut code = Code::new(vec![]);
    init(&mut code, statics.base, 0, statics.data.len());
    metadata(&mut code);
    roots(&mut code, statics);
    if statics.literal_count > 0 {
        literals(&mut code, statics);
    }
    if statics.shape_count > 0 {
        code.all([I::I32Const(statics.shapes_at as i32), I::I32Const(statics.shape_count as i32)]);
        code.runtime("shapes_register");
    }
    if let Some(id) = then {
        code.call(Callee::Function(id));
    }
    code.finish("start", vec![])
}

/// Copies a part of the one passive segment: static data, then objects, then pointers to them.
fn init(code: &mut Code, to: u32, from: usize, bytes: usize) {
    code.push(I::I32Const(to as i32));
    init_at(code, from, bytes);
}

fn init_at(code: &mut Code, from: usize, bytes: usize) {
    code.all([I::I32Const(from as i32), I::I32Const(bytes as i32), I::MemoryInit { mem: 0, data_index: 0 }]);
}

fn metadata(code: &mut Code) {
    code.all([I::I32Const(0), I::I64Load(double(AT_MAGIC)), I::I64Eqz, I::If(BlockType::Empty)]);
    let mut store_64 = |at: u32, n: u64| {
        code.all([I::I32Const(0), I::I64Const(n.cast_signed()), I::I64Store(double(at))]);
    };
    store_64(AT_MAGIC, MAGIC);
    for at in [AT_STABLE, AT_TYPES, AT_SHAPES, AT_MIGRATIONS] {
        store_64(at, NULL);
    }
    for at in [AT_FREE, AT_OLD_END] {
        code.all([I::I32Const(0), I::I32Const(HEAP as i32), I::I32Store(word(at))]);
    }
    code.push(I::End);
    code.all([I::I32Const(0), I::I64Load(double(AT_MAGIC)), I::I64Const(MAGIC.cast_signed()), I::I64Ne]);
    code.push(I::If(BlockType::Empty));
    code.helper(Helper::Trap(Message::ForeignMemory));
    code.all([I::End, I::I32Const(0), I::I32Const(PAGES_MAX), I::MemorySize(0)]);
    code.all([I::I32Const(PAGES_MAX), I::MemorySize(0), I::I32LtU, I::Select]);
    code.all([I::I32Const(16), I::I32Shl, I::I32Store(word(AT_MEMORY_LIMIT))]);
}

fn roots(code: &mut Code, statics: &Statics) {
    let count = statics.root_count as i32;
    code.all([I::I32Const(0), I::I32Const(count), I::I32Store(word(AT_ROOT_COUNT))]);
    code.all([I::I32Const(ROOTS as i32), I::I32Const(0), I::I32Const(count * 8), I::MemoryFill(0)]);
}

/// Lays all literals into the heap at once, then their pointers into the roots, each moved to where the objects are.
fn literals(code: &mut Code, statics: &Statics) {
    let (data, objects) = (statics.data.len(), statics.objects.len());
    code.push(I::I32Const(objects as i32));
    code.runtime("alloc");
    code.held(ValType::I32, |code, base| {
        code.push(I::LocalGet(base));
        init_at(code, data, objects);
        init(code, ROOTS, data + objects, statics.pointers.len());
        code.push(I::I32Const((ROOTS + statics.literal_count * 8) as i32));
        code.held(ValType::I32, |code, at| {
            code.push(I::Loop(BlockType::Empty));
            code.all([I::LocalGet(at), I::I32Const(8), I::I32Sub, I::LocalSet(at)]);
            code.all([I::LocalGet(at), I::LocalGet(at), I::I64Load(double(0))]);
            code.all([I::LocalGet(base), I::I64ExtendI32U, I::I64Add, I::I64Store(double(0))]);
            code.all([I::LocalGet(at), I::I32Const(ROOTS as i32), I::I32GtU, I::BrIf(0), I::End]);
        });
    });
}
