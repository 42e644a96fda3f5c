//! The form in which a module is compiled: what the replica must reach is exported under names of its
//! own, and the start function is called by the replica rather than by every instantiation.

use super::InvalidModuleError;
use std::ops::Range;
use wasm_encoder::{ExportKind, ExportSection, Module, RawSection, SectionId};
use wasmparser::{ExternalKind, Parser, Payload};

pub(crate) const GLOBAL_PREFIX: &str = "selfwright global ";
pub(crate) const MEMORY_EXPORT: &str = "selfwright memory";
pub(crate) const TABLE_EXPORT: &str = "selfwright table";
pub(crate) const START_EXPORT: &str = "selfwright start";

/// What the first pass over the module finds.
#[derive(Default)]
struct Found {
    exports: Vec<(String, ExportKind, u32)>,
    has_memory: bool,
    has_table: bool,
    start: Option<u32>,
    globals_mutable: Vec<u32>,
}

/// Returns the module with the replica's exports added and its start section removed.
pub(crate) fn rewrite(wasm: &[u8]) -> Result<Vec<u8>, InvalidModuleError> {
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
    Ok(assemble(wasm, &sections, &found))
}

fn look(payload: Payload<'_>, found: &mut Found) -> wasmparser::Result<()> {
    match payload {
        Payload::MemorySection(memories) => found.has_memory = memories.count() > 0,
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

fn export_section(found: &Found) -> ExportSection {
    let mut section = ExportSection::new();
    // The engine needs only entry points; other exports of the module have no caller here.
    for (name, kind, index) in found.exports.iter().filter(|(name, ..)| name.starts_with("canister_")) {
        section.export(name, *kind, *index);
    }
    for (order, index) in found.globals_mutable.iter().enumerate() {
        section.export(&format!("{GLOBAL_PREFIX}{order}"), ExportKind::Global, *index);
    }
    if found.has_memory {
        section.export(MEMORY_EXPORT, ExportKind::Memory, 0);
    }
    if found.has_table {
        section.export(TABLE_EXPORT, ExportKind::Table, 0);
    }
    if let Some(start) = found.start {
        section.export(START_EXPORT, ExportKind::Func, start);
    }
    section
}

fn assemble(wasm: &[u8], sections: &[(u8, Range<usize>)], found: &Found) -> Vec<u8> {
    let export_id = SectionId::Export as u8;
    let after_exports =
        [SectionId::Start, SectionId::Element, SectionId::DataCount, SectionId::Code, SectionId::Data]
            .map(|id| id as u8);
    let mut module = Module::new();
    let mut exported = false;
    for (id, range) in sections {
        if !exported && (*id == export_id || after_exports.contains(id)) {
            module.section(&export_section(found));
            exported = true;
        }
        // Custom sections are read from the uploaded bytes, so the compiled form does without.
        if *id != export_id && *id != SectionId::Start as u8 && *id != SectionId::Custom as u8 {
            module.section(&RawSection { id: *id, data: &wasm[range.clone()] });
        }
    }
    if !exported {
        module.section(&export_section(found));
    }
    module.finish()
}
