//! How long a module's collections take: it is made to say when each begins and ends, and runs on a host of its own that looks at the clock.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, EntityType, Function, ImportSection, Instruction};
use wasmparser::{FunctionBody, Operator, Parser};
use wasmtime::{Caller, Engine, Extern, Linker, Memory, Module, Store, TypedFunc, Val};

use crate::{profile, run};

/// Calls a program's methods and returns the longest collection of all.
pub(crate) fn longest(name: &str, wasm: &[u8]) -> Result<Duration> {
    let engine = Engine::default();
    let module = Module::new(&engine, marked(wasm)?).map_err(|error| anyhow!("{error:#}"))?;
    let mut store = Store::new(&engine, State::default());
    let linked = linker(&engine, &module).and_then(|linker| linker.instantiate(&mut store, &module));
    let instance = linked.map_err(|error| anyhow!("{error:#}"))?;
    let call = |store: &mut Store<State>, name: &str| -> Result<()> {
        let found: Result<TypedFunc<(), ()>, _> = instance.get_typed_func(&mut *store, name);
        found.and_then(|function| function.call(store, ())).map_err(|error| anyhow!("{name}: {error:#}"))
    };
    call(&mut store, "canister_init")?;
    for method in run::methods(name) {
        let state = store.data_mut();
        state.argument =
            if method == "take" { std::mem::take(&mut state.reply) } else { b"DIDL\0\0".to_vec() };
        state.reply.clear();
        call(&mut store, &format!("canister_update {method}"))?;
    }
    Ok(store.data().longest)
}

#[derive(Default)]
struct State {
    argument: Vec<u8>,
    reply: Vec<u8>,
    began: Option<Instant>,
    longest: Duration,
}

/// Adds an import that is called when the collector begins and when it ends.
fn marked(wasm: &[u8]) -> Result<Vec<u8>> {
    let about = profile::look(wasm)?;
    let collector = about.names.iter().position(|name| name == "collect").context("there is no collector")?;
    let mut marker = Marker { imports: about.imports, collector, next: 0, ty: about.types };
    let mut module = wasm_encoder::Module::new();
    marker.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| anyhow!("{error}"))?;
    Ok(module.finish())
}

struct Marker {
    imports: u32,
    /// Among the functions that are not imported.
    collector: usize,
    /// Which function comes next.
    next: usize,
    /// The type of the import, behind all others.
    ty: u32,
}

impl Marker {
    fn mark(&self, function: &mut Function) {
        function.instruction(&Instruction::Call(self.imports));
    }
}

impl Reencode for Marker {
    type Error = std::convert::Infallible;

    /// The new import is the last of them, so what is not imported moves by one.
    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error<Self::Error>> {
        Ok(if index >= self.imports { index + 1 } else { index })
    }

    fn parse_type_section(
        &mut self,
        types: &mut wasm_encoder::TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        utils::parse_type_section(self, types, section)?;
        types.ty().function([], []);
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        utils::parse_import_section(self, imports, section)?;
        imports.import("bench", "mark", EntityType::Function(self.ty));
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        utils::parse_code_section(self, code, section)
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let is_collector = self.next == self.collector;
        self.next += 1;
        let mut function: Function = self.new_function_with_parsed_locals(&body)?;
        if is_collector {
            self.mark(&mut function);
        }
        let operators = body.get_operators_reader()?.into_iter().collect::<Result<Vec<_>, _>>()?;
        let last = operators.len() - 1;
        for (at, operator) in operators.into_iter().enumerate() {
            if is_collector && (at == last || matches!(operator, Operator::Return)) {
                self.mark(&mut function);
            }
            function.instruction(&self.instruction(operator)?);
        }
        code.function(&function);
        Ok(())
    }
}

fn linker(engine: &Engine, module: &Module) -> wasmtime::Result<Linker<State>> {
    let mut linker: Linker<State> = Linker::new(engine);
    for import in module.imports() {
        let Some(ty) = import.ty().func().cloned() else { continue };
        let name = import.name().to_owned();
        let results: Vec<_> = ty.results().collect();
        linker.func_new(import.module(), import.name(), ty, move |mut caller, arguments, out| {
            for (slot, result) in out.iter_mut().zip(&results) {
                *slot = Val::default_for_ty(result).unwrap_or(Val::I32(0));
            }
            answer(&name, &mut caller, arguments, out)
        })?;
    }
    Ok(linker)
}

fn answer(
    name: &str,
    caller: &mut Caller<'_, State>,
    arguments: &[Val],
    results: &mut [Val],
) -> wasmtime::Result<()> {
    let number = |at: usize| arguments[at].unwrap_i32().cast_unsigned() as usize;
    match name {
        "mark" => {
            let state = caller.data_mut();
            match state.began.take() {
                Some(began) => state.longest = state.longest.max(began.elapsed()),
                None => state.began = Some(Instant::now()),
            }
        }
        "msg_arg_data_size" => results[0] = Val::I32(i32::try_from(caller.data().argument.len())?),
        "msg_arg_data_copy" => {
            let bytes = caller.data().argument[number(1)..number(1) + number(2)].to_vec();
            memory(caller)?.write(&mut *caller, number(0), &bytes)?;
        }
        "msg_reply_data_append" => {
            let bytes = memory(caller)?.data(&*caller)[number(0)..number(0) + number(1)].to_vec();
            caller.data_mut().reply.extend(bytes);
        }
        "trap" => return Err(wasmtime::Error::msg("trapped")),
        _ => {}
    }
    Ok(())
}

fn memory(caller: &mut Caller<'_, State>) -> wasmtime::Result<Memory> {
    let found = caller.get_export("memory").and_then(Extern::into_memory);
    found.ok_or_else(|| wasmtime::Error::msg("the module has no memory"))
}
