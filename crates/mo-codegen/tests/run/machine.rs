//! Programs of IR, and what it takes to run them.

use std::collections::BTreeMap;

use mo_codegen::{Options, generate};
use mo_ir::layout::{
    AT_FREE, AT_MEMORY_LIMIT, TAG_BIGNUM, TAG_TEXT, header, is_small, label_hash, shape_hash, small,
};
use mo_ir::{
    Export, Expr, FuncId, Function, GlobalId, Literal, LiteralId, Machine, Module, Op, Rep, ShapeId, Width,
};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;
use wasmtime::{Caller, Engine, Extern, Instance, Linker, Store};

use crate::build::{i32_, labels, seq};
use crate::runtime::{self, from_i64, to_i64};

/// Where `run` finds its arguments and leaves its result.
const ARGUMENTS: u32 = 0x200;
const RESULT: u32 = 0x300;

/// A module in the making.
pub(crate) struct Program {
    pub(crate) module: Module,
}

impl Program {
    pub(crate) fn new() -> Program {
        let mut module = Module::default();
        runtime::add(&mut module);
        Program { module }
    }

    /// Adds a function; `locals` are those besides the parameters.
    pub(crate) fn function(
        &mut self,
        name: &str,
        params: &[Rep],
        locals: &[Rep],
        result: Rep,
        body: Expr,
    ) -> FuncId {
        let locals = [params, locals].concat();
        self.add(Function { name: name.into(), params: params.len(), closure: false, result, locals, body })
    }

    /// Adds a function with captured values.
    pub(crate) fn closure(&mut self, name: &str, params: usize, body: Expr) -> FuncId {
        let locals = vec![Rep::Value; params + 1];
        let (name, result) = (name.to_owned(), Rep::Value);
        self.add(Function { name, params: params + 1, closure: true, result, locals, body })
    }

    fn add(&mut self, function: Function) -> FuncId {
        self.module.functions.push(function);
        FuncId(self.module.functions.len() as u32 - 1)
    }

    pub(crate) fn literal(&mut self, literal: Literal) -> Expr {
        self.module.literals.push(literal);
        Expr::Const(mo_ir::Const::Literal(LiteralId(self.module.literals.len() as u32 - 1)))
    }

    pub(crate) fn text(&mut self, text: &str) -> Expr {
        self.literal(Literal::Text(text.to_owned()))
    }

    pub(crate) fn global(&mut self, name: &str) -> GlobalId {
        self.module.globals.push(name.to_owned());
        GlobalId(self.module.globals.len() as u32 - 1)
    }

    pub(crate) fn shape(&mut self, of: &[&str]) -> ShapeId {
        self.module.shapes.push(labels(of));
        ShapeId(self.module.shapes.len() as u32 - 1)
    }

    /// Exports a function that takes and gives nothing.
    pub(crate) fn export(&mut self, name: &str, function: FuncId) {
        self.module.exports.push(Export { name: name.to_owned(), function });
    }

    /// Exports a function as something that takes its arguments from memory and leaves its result there.
    pub(crate) fn export_tested(&mut self, name: &str, tested: FuncId) {
        let function = &self.module.functions[tested.0 as usize];
        let (params, result) = (function.parameters().to_vec(), function.result);
        let load = |address: u32| Expr::op(Op::Machine(Machine::Load(Width::W64)), [i32_(address as i32)]);
        let args = params.iter().zip((ARGUMENTS..).step_by(8)).map(|(rep, at)| from_i64(*rep, load(at)));
        let call = Expr::Call(tested, args.collect());
        let bits = to_i64(result, call);
        let store = Expr::op(Op::Machine(Machine::Store(Width::W64)), [i32_(RESULT as i32), bits]);
        let name_inside = format!("test {name}");
        let run = self.function(&name_inside, &[], &[], Rep::Unit, seq([store]));
        self.export(name, run);
    }

    pub(crate) fn wasm(&self) -> Vec<u8> {
        self.generated(&Options::default())
    }

    /// Code for the functions as they are, without optimisation.
    pub(crate) fn wasm_as_it_stands(&self) -> Vec<u8> {
        self.generated(&Options { optimise: false, ..Options::default() })
    }

    fn generated(&self, options: &Options) -> Vec<u8> {
        let wasm = generate(self.module.clone(), options).expect("the runtime is there");
        let features = wasmparser::WasmFeatures::WASM2;
        wasmparser::Validator::new_with_features(features).validate_all(&wasm).expect("valid Wasm");
        wasm
    }

    /// Instantiates on a fresh memory.
    pub(crate) fn start(&self) -> Running {
        Running::new(&self.wasm())
    }

    /// Instantiates on the memory that another program left.
    pub(crate) fn upgrade(&self, old: &mut Running) -> Running {
        let kept = old.memory().all().to_vec();
        let shapes = old.store.data().shapes.clone();
        Running::on(&self.wasm(), &kept, shapes).expect("start does not trap")
    }

    /// Instantiates on a memory of any content; returns why it traps.
    pub(crate) fn upgrade_on(&self, kept: &[u8]) -> Option<String> {
        Running::on(&self.wasm(), kept, Shapes::default()).err()
    }

    /// Makes a program of one function, to be called as `run`.
    pub(crate) fn of(params: &[Rep], locals: &[Rep], result: Rep, body: Expr) -> Program {
        let mut program = Program::new();
        program.run(params, locals, result, body);
        program
    }

    /// Adds the function that is tested.
    pub(crate) fn run(&mut self, params: &[Rep], locals: &[Rep], result: Rep, body: Expr) {
        let tested = self.function("tested", params, locals, result, body);
        self.export_tested("run", tested);
    }
}

/// What the host keeps for an instance.
#[derive(Default)]
pub(crate) struct Host {
    trap: Option<String>,
    /// How often the runtime was asked, by function.
    pub(crate) asked: BTreeMap<usize, u32>,
    shapes: Shapes,
}

type Shapes = BTreeMap<u32, Vec<u32>>;

/// An instance.
pub(crate) struct Running {
    store: Store<Host>,
    instance: Instance,
}

impl Running {
    fn new(wasm: &[u8]) -> Running {
        let engine = Engine::default();
        let module = wasmtime::Module::new(&engine, wasm).expect("valid Wasm");
        let mut store = Store::new(&engine, Host::default());
        let mut linker = Linker::new(&engine);
        linker.func_wrap("ic0", "trap", trap).expect("once");
        linker.func_wrap("ic0", "debug_print", debug_print).expect("once");
        linker.define_unknown_imports_as_traps(&module).expect("functions only");
        let instance = linker.instantiate(&mut store, &module).expect("start does not trap");
        let mut running = Running { store, instance };
        running.make_room();
        running
    }

    /// Grows the memory, so that the host can allocate without asking.
    fn make_room(&mut self) {
        let memory = self.instance.get_memory(&mut self.store, "memory").expect("exported");
        memory.grow(&mut self.store, 64).expect("some pages");
        let bytes = memory.data_size(&self.store) as u32;
        self.memory().set_u32(AT_MEMORY_LIMIT, bytes);
    }

    /// Instantiates on a memory that is there before the start function runs. An engine does not offer that, so start
    /// is called by hand.
    fn on(wasm: &[u8], kept: &[u8], shapes: Shapes) -> Result<Running, String> {
        let mut running = Running::new(&without_start(wasm));
        running.store.data_mut().shapes = shapes;
        running.keep(kept);
        running.export("_start")?;
        Ok(running)
    }

    fn keep(&mut self, kept: &[u8]) {
        let memory = self.instance.get_memory(&mut self.store, "memory").expect("exported");
        let missing = kept.len().saturating_sub(memory.data_size(&self.store));
        memory.grow(&mut self.store, missing as u64 / 0x1_0000).expect("some pages");
        memory.data_mut(&mut self.store)[..kept.len()].copy_from_slice(kept);
    }

    /// Calls an export; returns the trap's message if it traps.
    pub(crate) fn export(&mut self, name: &str) -> Result<(), String> {
        let function = self.instance.get_typed_func::<(), ()>(&mut self.store, name).expect("exported");
        match function.call(&mut self.store, ()) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.store.data_mut().trap.take().unwrap_or_else(|| format!("{error:?}"))),
        }
    }

    /// Calls the tested function with raw arguments and returns its raw result.
    pub(crate) fn call(&mut self, arguments: &[u64]) -> Result<u64, String> {
        for (argument, at) in arguments.iter().zip((ARGUMENTS..).step_by(8)) {
            self.memory().set_u64(at, *argument);
        }
        self.export("run")?;
        Ok(self.memory().u64(RESULT))
    }

    /// Calls the tested function on numbers.
    pub(crate) fn ints(&mut self, arguments: &[BigInt]) -> Result<BigInt, String> {
        let slots: Vec<u64> = arguments.iter().map(|argument| self.memory().int(argument)).collect();
        let result = self.call(&slots)?;
        Ok(self.memory().read_int(result))
    }

    /// Calls the tested function on small numbers.
    pub(crate) fn small(&mut self, arguments: &[i64]) -> Result<i64, String> {
        let arguments: Vec<BigInt> = arguments.iter().map(|n| BigInt::from(*n)).collect();
        Ok(self.ints(&arguments)?.to_i64().expect("small"))
    }

    /// Calls the tested function, which gives a Text or Blob.
    pub(crate) fn text(&mut self, arguments: &[u64]) -> Result<String, String> {
        let result = self.call(arguments)?;
        Ok(String::from_utf8(self.memory().bytes(result)).expect("text"))
    }

    pub(crate) fn memory(&mut self) -> Memory<'_> {
        let memory = self.instance.get_memory(&mut self.store, "memory").expect("exported");
        let (bytes, host) = memory.data_and_store_mut(&mut self.store);
        Memory { bytes, shapes: &mut host.shapes }
    }

    /// Returns how often slow paths were taken since this was asked last.
    pub(crate) fn slow_paths(&mut self) -> u32 {
        std::mem::take(&mut self.store.data_mut().asked).values().sum()
    }
}

/// Exports the start function under a name instead of having it run.
fn without_start(wasm: &[u8]) -> Vec<u8> {
    let mut text = wasmprinter::print_bytes(wasm).expect("valid Wasm");
    let at = text.find("(start ").expect("there is always one");
    let end = at + text[at..].find(')').expect("closed");
    let function = text[at + "(start ".len()..end].to_owned();
    text.replace_range(at..=end, &format!("(export \"_start\" (func {function}))"));
    wat::parse_str(&text).expect("printed above")
}

fn trap(mut caller: Caller<'_, Host>, from: u32, bytes: u32) -> wasmtime::Result<()> {
    let memory = memory_of(&mut caller);
    let text = memory.data(&caller)[from as usize..(from + bytes) as usize].to_vec();
    caller.data_mut().trap = Some(String::from_utf8(text).expect("text"));
    Err(wasmtime::Error::msg("trap"))
}

/// Stands for the runtime's slow paths.
fn debug_print(mut caller: Caller<'_, Host>, number: u32, _: u32) -> wasmtime::Result<()> {
    let memory = memory_of(&mut caller);
    let (bytes, host) = memory.data_and_store_mut(&mut caller);
    *host.asked.entry(number as usize).or_default() += 1;
    let mut memory = Memory { bytes, shapes: &mut host.shapes };
    runtime::answer(number as usize, &mut memory).map_err(|message| {
        host.trap = Some(message);
        wasmtime::Error::msg("trap")
    })
}

fn memory_of(caller: &mut Caller<'_, Host>) -> wasmtime::Memory {
    caller.get_export("memory").and_then(Extern::into_memory).expect("exported")
}

/// The memory of an instance, as `docs/design/values.md` describes it.
pub(crate) struct Memory<'a> {
    bytes: &'a mut [u8],
    shapes: &'a mut Shapes,
}

impl Memory<'_> {
    pub(crate) fn all(&self) -> &[u8] {
        self.bytes
    }

    pub(crate) fn u64(&self, at: u32) -> u64 {
        u64::from_le_bytes(self.bytes[at as usize..][..8].try_into().expect("8 bytes"))
    }

    pub(crate) fn u32(&self, at: u32) -> u32 {
        self.u64(at) as u32
    }

    pub(crate) fn set_u64(&mut self, at: u32, n: u64) {
        self.bytes[at as usize..][..8].copy_from_slice(&n.to_le_bytes());
    }

    pub(crate) fn set_u32(&mut self, at: u32, n: u32) {
        self.bytes[at as usize..][..4].copy_from_slice(&n.to_le_bytes());
    }

    /// Returns the slot of a number, allocating a large one.
    pub(crate) fn int(&mut self, n: &BigInt) -> u64 {
        if let Some(n) = n.to_i64().filter(|n| is_small(i128::from(*n))) {
            return small(n);
        }
        let (sign, limbs) = n.to_u32_digits();
        let words: Vec<u64> = limbs
            .chunks(2)
            .map(|pair| u64::from(pair[0]) | u64::from(*pair.get(1).unwrap_or(&0)) << 32)
            .collect();
        self.object(header(TAG_BIGNUM, u32::from(sign == Sign::Minus), limbs.len() as u32), &words)
    }

    pub(crate) fn read_int(&self, slot: u64) -> BigInt {
        if slot & 1 == 0 {
            return BigInt::from(slot.cast_signed() >> 1);
        }
        let at = self.address(slot, TAG_BIGNUM);
        let limbs: Vec<u32> = (0..self.u32(at + 4)).map(|index| self.u32(at + 8 + 4 * index)).collect();
        let magnitude = BigUint::new(limbs);
        assert!(magnitude.bits() >= 63 || magnitude == BigUint::from(1u64 << 62), "{magnitude} is small");
        let negative = self.u32(at) >> 8 & 1 == 1;
        BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, magnitude)
    }

    pub(crate) fn text(&mut self, text: &[u8]) -> u64 {
        let words: Vec<u64> = text
            .chunks(8)
            .map(|chunk| chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)))
            .collect();
        self.object(header(TAG_TEXT, 0, text.len() as u32), &words)
    }

    /// Returns the bytes of a Text or Blob.
    pub(crate) fn bytes(&self, slot: u64) -> Vec<u8> {
        let at = self.pointed(slot);
        self.bytes[at as usize + 8..][..self.u32(at + 4) as usize].to_vec()
    }

    /// Makes an object where the next one goes.
    pub(crate) fn object(&mut self, header: u64, slots: &[u64]) -> u64 {
        let at = self.u32(AT_FREE);
        let end = at + 8 + 8 * slots.len() as u32;
        assert!(end <= self.u32(AT_MEMORY_LIMIT) && self.u32(AT_MEMORY_LIMIT) as usize <= self.bytes.len());
        self.set_u32(AT_FREE, end);
        self.set_u64(at, header);
        for (slot, at) in slots.iter().zip((at + 8..).step_by(8)) {
            self.set_u64(at, *slot);
        }
        u64::from(at) + 1
    }

    /// Returns the address of an object that must have a tag.
    pub(crate) fn address(&self, slot: u64, tag: u64) -> u32 {
        let at = self.pointed(slot);
        assert_eq!(self.u64(at) & 0xff, tag, "tag of the object at {at:#x}");
        at
    }

    fn pointed(&self, slot: u64) -> u32 {
        assert!(slot & 3 == 1 && slot % 8 == 1 && slot >> 32 == 0, "{slot:#x} is no pointer");
        slot as u32 - 1
    }

    /// Returns the header and the slots of an object.
    pub(crate) fn read(&self, slot: u64, count: u32) -> (u64, Vec<u64>) {
        let at = self.pointed(slot);
        (self.u64(at), (1..=count).map(|index| self.u64(at + 8 * index)).collect())
    }

    pub(crate) fn register_shapes(&mut self, mut at: u32, count: u32) {
        for _ in 0..count {
            let (shape, labels) = (self.u32(at), self.u32(at + 4));
            let hashes: Vec<u32> = (0..labels).map(|index| self.u32(at + 8 + 4 * index)).collect();
            assert_eq!(shape_hash(&hashes), shape);
            at += 8 + 4 * labels;
            self.shapes.insert(shape, hashes);
        }
    }

    /// Returns where the slot of a label is.
    pub(crate) fn object_slot(&self, object: u64, label: u32) -> u32 {
        let at = self.address(object, mo_ir::layout::TAG_OBJECT);
        let hashes = &self.shapes[&self.u32(at + 4)];
        at + 8 + 8 * hashes.iter().position(|hash| *hash == label).expect("it has the label") as u32
    }

    /// Makes an object of a shape that the program knows.
    pub(crate) fn record(&mut self, fields: &[(&str, u64)]) -> u64 {
        let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        let labels = labels(&names);
        let hashes: Vec<u32> = labels.iter().map(|label| label_hash(label)).collect();
        let slots: Vec<u64> = labels
            .iter()
            .map(|label| fields.iter().find(|(name, _)| name == label).expect("from above").1)
            .collect();
        let header = header(mo_ir::layout::TAG_OBJECT, slots.len() as u32, shape_hash(&hashes));
        self.object(header, &slots)
    }
}
