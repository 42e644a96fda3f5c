//! Puts everything in its place and writes the sections of the output.

use std::collections::BTreeMap;

use mo_ir::layout::HEAP;
use mo_ir::{Module, ic0, section};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataCountSection, DataSection, ElementSection, Elements,
    EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, MemorySection,
    MemoryType, NameMap, NameSection, RefType, StartSection, TableSection, TableType, TypeSection, ValType,
};

use crate::code::{Address, Callee, Emitted, I, Item, val_type};
use crate::constants::Constants;
use crate::link::Linked;
use crate::statics::{Statics, lay_out};
use crate::{CodegenError, Options, entry, limits, start};

const PAGE_BYTES: u32 = 0x1_0000;

/// Writes the output.
pub(crate) fn assemble(
    module: &Module,
    mut linked: Linked,
    options: &Options,
) -> Result<Vec<u8>, CodegenError> {
    let statics = lay_out(module, &linked)?;
    linked.functions.push(start::emit(&statics, module.start));
    let constants = Constants::of(&linked.functions);
    let mut output =
        Assembler { module, linked: &linked, statics: &statics, types: Types::default(), constants };
    output.write(options)
}

struct Assembler<'a> {
    module: &'a Module,
    linked: &'a Linked,
    statics: &'a Statics,
    types: Types,
    constants: Constants,
}

impl Assembler<'_> {
    fn write(&mut self, options: &Options) -> Result<Vec<u8>, CodegenError> {
        // Code comes before types here, because it may need one for an indirect call.
        let imports = self.imports();
        let functions = self.functions();
        let code = self.code()?;
        limits::of_module(self.module, self.types.list.iter().map(|(params, _)| params.len()))?;
        let mut wasm = wasm_encoder::Module::new();
        wasm.section(&self.types.section());
        wasm.section(&imports);
        wasm.section(&functions);
        wasm.section(&self.table());
        wasm.section(&memory());
        if let Some(globals) = self.constants.section() {
            wasm.section(&globals);
        }
        wasm.section(&self.exports());
        wasm.section(&StartSection { function_index: self.function_index(self.linked.functions.len() - 1) });
        if !self.linked.table.is_empty() {
            wasm.section(&self.elements());
        }
        wasm.section(&DataCountSection { count: 1 });
        wasm.section(&code);
        wasm.section(&self.data());
        for (name, content) in &self.module.sections {
            wasm.section(&CustomSection { name: name.into(), data: content.into() });
        }
        wasm.section(&CustomSection { name: section::NAME.into(), data: self.statics.types.bytes().into() });
        if options.names {
            wasm.section(&self.names());
        }
        Ok(wasm.finish())
    }

    fn imports(&mut self) -> ImportSection {
        let mut section = ImportSection::new();
        for name in &self.linked.imports {
            let (operands, result) = ic0::signature(name).expect("the verifier looked");
            let params = operands.into_iter().filter_map(val_type).collect();
            let ty = self.types.index(params, val_type(result).into_iter().collect());
            section.import("ic0", name, EntityType::Function(ty));
        }
        section
    }

    fn functions(&mut self) -> FunctionSection {
        let mut section = FunctionSection::new();
        for function in &self.linked.functions {
            section.function(self.types.index(function.params.clone(), function.results.clone()));
        }
        section
    }

    fn table(&self) -> TableSection {
        let size = self.linked.table.len() as u64 + 1;
        let mut section = TableSection::new();
        section.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: size,
            maximum: Some(size),
            shared: false,
        });
        section
    }

    fn exports(&self) -> ExportSection {
        let mut section = ExportSection::new();
        section.export("memory", ExportKind::Memory, 0);
        section.export("table", ExportKind::Table, 0);
        for export in &self.module.exports {
            section.export(&export.name, ExportKind::Func, self.callee(&Callee::Function(export.function)));
        }
        section
    }

    /// Index 0 stays empty, so that a header of zeros calls nothing.
    fn elements(&self) -> ElementSection {
        let functions: Vec<u32> = self.linked.table.iter().map(|id| self.entry(*id)).collect();
        let mut section = ElementSection::new();
        section.active(None, &ConstExpr::i32_const(1), Elements::Functions(functions.into()));
        section
    }

    fn entry(&self, id: mo_ir::FuncId) -> u32 {
        let own = entry::is_own_entry(&self.module.functions[id.0 as usize]);
        self.callee(&if own { Callee::Function(id) } else { Callee::Entry(id) })
    }

    fn code(&mut self) -> Result<CodeSection, CodegenError> {
        let mut section = CodeSection::new();
        for emitted in &self.linked.functions {
            let function = self.function(emitted);
            limits::of_function(emitted, function.byte_len())?;
            section.function(&function);
        }
        Ok(section)
    }

    fn function(&mut self, emitted: &Emitted) -> Function {
        let mut function = Function::new_with_locals_types(emitted.locals.iter().copied());
        for item in &emitted.items {
            match item {
                Item::Plain(instruction) => function.instruction(&self.constants.shortened(instruction)),
                Item::Call(callee) => function.instruction(&I::Call(self.callee(callee))),
                Item::CallEntry(args) => {
                    let type_index = self.types.index(vec![ValType::I64; args + 1], vec![ValType::I64]);
                    function.instruction(&I::CallIndirect { type_index, table_index: 0 })
                }
                Item::Address(address) => function.instruction(&I::I32Const(self.address(*address))),
            };
        }
        function.instruction(&I::End);
        function
    }

    fn address(&self, address: Address) -> i32 {
        self.statics.address(address).cast_signed()
    }

    fn callee(&self, callee: &Callee) -> u32 {
        match callee {
            Callee::Ic0(name) => {
                self.linked.imports.iter().position(|it| it == name).expect("needed, so imported") as u32
            }
            Callee::Runtime(name) => self.callee(&Callee::Function(self.module.runtime[name])),
            other => self.function_index(self.linked.places[other]),
        }
    }

    fn function_index(&self, place: usize) -> u32 {
        (self.linked.imports.len() + place) as u32
    }

    fn data(&self) -> DataSection {
        let Statics { data, objects, pointers, .. } = self.statics;
        let mut section = DataSection::new();
        section.passive([data.as_slice(), objects, pointers].concat());
        section
    }

    fn names(&self) -> NameSection {
        let mut functions = NameMap::new();
        let imports = self.linked.imports.iter().map(String::as_str);
        let own = self.linked.functions.iter().map(|function| function.name.as_str());
        for (index, name) in (0..).zip(imports.chain(own)).filter(|(_, name)| !name.is_empty()) {
            functions.append(index, name);
        }
        let mut section = NameSection::new();
        section.functions(&functions);
        section
    }
}

/// The heap's first byte is where the memory's declared size ends; the runtime's `alloc` grows it.
fn memory() -> MemorySection {
    let mut section = MemorySection::new();
    section.memory(MemoryType {
        minimum: u64::from(HEAP / PAGE_BYTES),
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    section
}

/// The types of functions, each once.
#[derive(Default)]
struct Types {
    indices: BTreeMap<(Vec<TypeKey>, Vec<TypeKey>), u32>,
    list: Vec<(Vec<ValType>, Vec<ValType>)>,
}

/// [`ValType`] has no order.
type TypeKey = u8;

impl Types {
    fn index(&mut self, params: Vec<ValType>, results: Vec<ValType>) -> u32 {
        let key = |types: &[ValType]| types.iter().map(|ty| type_key(*ty)).collect();
        let next = self.list.len() as u32;
        let index = *self.indices.entry((key(&params), key(&results))).or_insert(next);
        if index == next {
            self.list.push((params, results));
        }
        index
    }

    fn section(&self) -> TypeSection {
        let mut section = TypeSection::new();
        for (params, results) in &self.list {
            section.ty().function(params.iter().copied(), results.iter().copied());
        }
        section
    }
}

fn type_key(ty: ValType) -> TypeKey {
    match ty {
        ValType::I32 => 0,
        ValType::I64 => 1,
        ValType::F64 => 2,
        other => unreachable!("generated code has no {other:?}"),
    }
}
