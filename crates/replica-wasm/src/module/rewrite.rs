//! The form in which a module is compiled: what the replica must reach is exported under names of its
//! own, the start function is called by the replica rather than by every instantiation, and stores leave marks.

use super::InvalidModuleError;
use super::marks::{self, Marker};
use std::ops::Range;
use wasm_encoder::{CodeSection, ExportKind, ExportSection, MemorySection, Module, RawSection, SectionId};
use wasmparser::{ExternalKind, FunctionBody, MemoryType, Parser, Payload};

pub(crate) const GLOBAL_PREFIX: &str = "selfwright global ";
pub(crate) const MEMORY_EXPORT: &str = "selfwright memory";
pub(crate) const MARKS_EXPORT: &str = "selfwright marks";
pub(crate) const TABLE_EXPORT: &str = "selfwright table";
pub(crate) const START_EXPORT: &str = "selfwright start";

/// What the first pass over the module finds.
#[derive(Default)]
struct Found<'a> {
    exports: Vec<(String, ExportKind, u32)>,
    memory: Option<MemoryType>,
    has_table: bool,
    start: Option<u32>,
    globals_mutable: Vec<u32>,
    /// How many parameters each type has that is one of functions.
    params: Vec<u32>,
    /// The type of each function that the module defines.
    functions: Vec<u32>,
    bodies: Vec<FunctionBody<'a>>,
}

/// Returns the module with the replica's exports added and its start section removed; with `marks`, its stores mark
/// the pages that they write.
pub(crate) fn rewrite(wasm: &[u8], marks: bool) -> Result<Vec<u8>, InvalidModuleError> {
    let broken = |error: wasmparser::BinaryReaderError| InvalidModuleError(error.to_string());
    let mut found = Found::default();
    let mut sections: Vec<(u8, Range<usize>)> = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(broken)?;
        if let Some((id, range)) = payload.as_section() {
            sections.push((id, range));
        }
        look(payload, &mut found).map_err(broken)?;
    }
    // Without a memory nothing is stored.
    let code = found.memory.filter(|_| marks).map(|memory| marked_code(wasm, &found, memory)).transpose()?;
    Ok(assemble(wasm, &sections, &found, code.as_ref()))
}

fn marked_code(
    wasm: &[u8],
    found: &Found<'_>,
    memory: MemoryType,
) -> Result<CodeSection, InvalidModuleError> {
    let marker = Marker { wasm, wide: memory.memory64 };
    let mut code = CodeSection::new();
    for (body, ty) in found.bodies.iter().zip(&found.functions) {
        code.raw(&marker.mark(body, found.params[*ty as usize])?);
    }
    Ok(code)
}

fn look<'a>(payload: Payload<'a>, found: &mut Found<'a>) -> wasmparser::Result<()> {
    match payload {
        Payload::TypeSection(types) => {
            for ty in types.into_iter_err_on_gc_types() {
                found.params.push(ty?.params().len() as u32);
            }
        }
        Payload::FunctionSection(functions) => {
            found.functions = functions.into_iter().collect::<wasmparser::Result<_>>()?;
        }
        Payload::CodeSectionEntry(body) => found.bodies.push(body),
        Payload::MemorySection(memories) => {
            found.memory = memories.into_iter().next().transpose()?;
        }
        Payload::TableSection(tables) => found.has_table = tables.count() > 0,
        Payload::StartSection { func, .. } => found.start = Some(func),
        Payload::GlobalSection(globals) => {
            // Imported globals do not exist here (only `ic0` functions may be imported).
            for (index, global) in globals.into_iter().enumerate() {
                if global?.ty.mutable {
                    found.globals_mutable.push(index as u32);
                }
            }
        }
        Payload::ExportSection(exports) => {
            for export in exports {
                let export = export?;
                let kind = match export.kind {
                    ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
                    ExternalKind::Table => ExportKind::Table,
                    ExternalKind::Memory => ExportKind::Memory,
                    ExternalKind::Global => ExportKind::Global,
                    ExternalKind::Tag => ExportKind::Tag,
                };
                found.exports.push((export.name.to_owned(), kind, export.index));
            }
        }
        _ => {}
    }
    Ok(())
}

fn export_section(found: &Found<'_>, marks: bool) -> ExportSection {
    let mut section = ExportSection::new();
    // The engine needs only entry points; other exports of the module have no caller here.
    for (name, kind, index) in found.exports.iter().filter(|(name, ..)| name.starts_with("canister_")) {
        section.export(name, *kind, *index);
    }
    for (order, index) in found.globals_mutable.iter().enumerate() {
        section.export(&format!("{GLOBAL_PREFIX}{order}"), ExportKind::Global, *index);
    }
    if found.memory.is_some() {
        section.export(MEMORY_EXPORT, ExportKind::Memory, 0);
    }
    if marks {
        section.export(MARKS_EXPORT, ExportKind::Memory, 1);
    }
    if found.has_table {
        section.export(TABLE_EXPORT, ExportKind::Table, 0);
    }
    if let Some(start) = found.start {
        section.export(START_EXPORT, ExportKind::Func, start);
    }
    section
}

/// The memory section with the marks behind the module's own memory.
fn memory_section(own: MemoryType) -> MemorySection {
    let mut section = MemorySection::new();
    section.memory(wasm_encoder::MemoryType {
        minimum: own.initial,
        maximum: own.maximum,
        memory64: own.memory64,
        shared: own.shared,
        page_size_log2: own.page_size_log2,
    });
    section.memory(marks::memory_type());
    section
}

/// Puts the module together again; `code` is its code with marks.
fn assemble(
    wasm: &[u8],
    sections: &[(u8, Range<usize>)],
    found: &Found<'_>,
    code: Option<&CodeSection>,
) -> Vec<u8> {
    let export_id = SectionId::Export as u8;
    let after_exports =
        [SectionId::Start, SectionId::Element, SectionId::DataCount, SectionId::Code, SectionId::Data]
            .map(|id| id as u8);
    let mut module = Module::new();
    let mut exported = false;
    for (id, range) in sections {
        if !exported && (*id == export_id || after_exports.contains(id)) {
            module.section(&export_section(found, code.is_some()));
            exported = true;
        }
        match (code, found.memory) {
            (Some(code), _) if *id == SectionId::Code as u8 => drop(module.section(code)),
            (Some(_), Some(memory)) if *id == SectionId::Memory as u8 => {
                module.section(&memory_section(memory));
            }
            // Custom sections are read from the uploaded bytes, so the compiled form does without.
            _ if *id == export_id || *id == SectionId::Start as u8 || *id == SectionId::Custom as u8 => {}
            _ => drop(module.section(&RawSection { id: *id, data: &wasm[range.clone()] })),
        }
    }
    if !exported {
        module.section(&export_section(found, code.is_some()));
    }
    module.finish()
}
