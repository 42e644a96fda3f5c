//! The rules a module must keep before it is compiled.

use super::{Interface, InvalidModuleError, Metadata, MethodKind};
use crate::limits::Limits;
use bytes::Bytes;
use std::collections::BTreeSet;
use wasmparser::{ExternalKind, Operator, Parser, Payload, TypeRef, ValType, Validator, WasmFeatures};

const SYSTEM_ENTRIES: [&str; 8] = [
    "canister_init",
    "canister_pre_upgrade",
    "canister_post_upgrade",
    "canister_inspect_message",
    "canister_heartbeat",
    "canister_global_timer",
    "canister_on_low_wasm_memory",
    "canister_start",
];

const METHOD_PREFIXES: [(&str, MethodKind); 3] = [
    ("canister_update ", MethodKind::Update),
    ("canister_query ", MethodKind::Query),
    ("canister_composite_query ", MethodKind::CompositeQuery),
];

fn invalid<T>(message: impl Into<String>) -> Result<T, InvalidModuleError> {
    Err(InvalidModuleError(message.into()))
}

/// The parts of Wasm that every run executes alike.
fn features() -> WasmFeatures {
    WasmFeatures::WASM2
        | WasmFeatures::MEMORY64
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::WIDE_ARITHMETIC
}

/// Checks a module against the rules and reads its interface.
pub(crate) fn inspect(wasm: &Bytes, limits: &Limits) -> Result<Interface, InvalidModuleError> {
    if wasm.len() > limits.module_bytes_max {
        return invalid(format!(
            "the module has {} bytes, more than {}",
            wasm.len(),
            limits.module_bytes_max
        ));
    }
    if !wasm.starts_with(b"\0asm") {
        let begins: Vec<String> = wasm.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let begins = begins.join(" ");
        return invalid(format!(
            "a module begins with the bytes 00 61 73 6d, and this one with {begins}: it is no WebAssembly"
        ));
    }
    Validator::new_with_features(features())
        .validate_all(wasm)
        .map_err(|error| InvalidModuleError(format!("the module is not valid WebAssembly: {error}")))?;
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CodeSectionEntry(body) =
            payload.map_err(|error| InvalidModuleError(error.to_string()))?
        {
            check_body(&body)?;
        }
    }
    describe(wasm, limits)
}

/// Reads the interface of a module that was checked before.
pub(crate) fn describe(wasm: &Bytes, limits: &Limits) -> Result<Interface, InvalidModuleError> {
    let mut interface = Interface::default();
    let mut exports = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(|error| InvalidModuleError(error.to_string()))?;
        read_payload(payload, wasm, limits, &mut interface, &mut exports)?;
    }
    read_exports(exports, limits, &mut interface)?;
    let sections_bytes: usize = interface.metadata.values().map(|section| section.content.len()).sum();
    if sections_bytes > limits.custom_sections_bytes_max {
        return invalid(format!("the custom sections have {sections_bytes} bytes together"));
    }
    Ok(interface)
}

type Export = (String, ExternalKind, u32);

fn read_payload(
    payload: Payload<'_>,
    wasm: &Bytes,
    limits: &Limits,
    interface: &mut Interface,
    exports: &mut Vec<Export>,
) -> Result<(), InvalidModuleError> {
    let broken = |error: wasmparser::BinaryReaderError| InvalidModuleError(error.to_string());
    match payload {
        Payload::ImportSection(imports) => {
            for import in imports.into_imports() {
                let import = import.map_err(broken)?;
                if import.module != "ic0" || !matches!(import.ty, TypeRef::Func(_)) {
                    return invalid(format!("the module imports {}.{}", import.module, import.name));
                }
            }
        }
        Payload::FunctionSection(functions) if functions.count() > limits.functions_max => {
            return invalid(format!("the module defines {} functions", functions.count()));
        }
        Payload::MemorySection(memories) => {
            if memories.count() > 1 {
                return invalid("the module has more than one memory");
            }
            for memory in memories {
                interface.wide_memory |= memory.map_err(broken)?.memory64;
            }
        }
        Payload::GlobalSection(globals) => {
            if globals.count() > limits.globals_max {
                return invalid(format!("the module defines {} globals", globals.count()));
            }
            for global in globals {
                let ty = global.map_err(broken)?.ty;
                if ty.mutable && matches!(ty.content_type, ValType::Ref(_)) {
                    return invalid(
                        "a mutable global holds a reference, which cannot be kept between messages",
                    );
                }
                interface.globals_mutable += usize::from(ty.mutable);
            }
        }
        Payload::ExportSection(section) => {
            for export in section {
                let export = export.map_err(broken)?;
                exports.push((export.name.to_owned(), export.kind, export.index));
            }
        }
        Payload::StartSection { .. } => interface.has_start = true,
        Payload::CodeSectionStart { size, .. } if size as usize > limits.code_section_bytes_max => {
            return invalid(format!("the code section has {size} bytes"));
        }
        Payload::CustomSection(section) => {
            let (public, name) = match section.name().split_once(' ') {
                Some(("icp:public", name)) => (true, name),
                Some(("icp:private", name)) => (false, name),
                _ => return Ok(()),
            };
            let content = wasm.slice_ref(section.data());
            if interface.metadata.insert(name.to_owned(), Metadata { public, content }).is_some() {
                return invalid(format!("the custom section `{name}` is there twice"));
            }
            if interface.metadata.len() > limits.icp_sections_max {
                return invalid(format!("more than {} custom sections `icp:`", limits.icp_sections_max));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Refuses instructions whose effect would live in the instance alone: it is not part of the image, so
/// it would be there on a warm instance and gone on a cold one.
fn check_body(body: &wasmparser::FunctionBody<'_>) -> Result<(), InvalidModuleError> {
    let broken = |error: wasmparser::BinaryReaderError| InvalidModuleError(error.to_string());
    for operator in body.get_operators_reader().map_err(broken)? {
        let name = match operator.map_err(broken)? {
            Operator::TableSet { .. } => "table.set",
            Operator::TableGrow { .. } => "table.grow",
            Operator::TableFill { .. } => "table.fill",
            Operator::TableCopy { .. } => "table.copy",
            Operator::TableInit { .. } => "table.init",
            Operator::ElemDrop { .. } => "elem.drop",
            Operator::DataDrop { .. } => "data.drop",
            _ => continue,
        };
        return invalid(format!("`{name}` is not supported: its effect would not outlast a restart"));
    }
    Ok(())
}

fn read_exports(
    exports: Vec<Export>,
    limits: &Limits,
    interface: &mut Interface,
) -> Result<(), InvalidModuleError> {
    let mut names = BTreeSet::new();
    for (name, kind, _) in exports {
        if !name.starts_with("canister_") {
            continue;
        }
        if kind != ExternalKind::Func {
            return invalid(format!("the export `{name}` is not a function"));
        }
        if SYSTEM_ENTRIES.contains(&name.as_str()) {
            interface.system.push(name);
            continue;
        }
        let method =
            METHOD_PREFIXES.iter().find_map(|(prefix, kind)| Some((name.strip_prefix(prefix)?, *kind)));
        let Some((method, kind)) = method else {
            return invalid(format!("the export `{name}` has a name that is reserved"));
        };
        if !names.insert(method.to_owned()) {
            return invalid(format!("the method `{method}` is exported twice"));
        }
        interface.methods.insert(method.to_owned(), kind);
    }
    if names.len() > limits.methods_max {
        return invalid(format!("the module exports {} methods", names.len()));
    }
    let names_bytes: usize = names.iter().map(String::len).sum();
    if names_bytes > limits.method_names_bytes_max {
        return invalid(format!("the names of the methods have {names_bytes} bytes together"));
    }
    Ok(())
}
