//! Where a module's instructions go: every function counts its own in a global that is read afterwards.

use anyhow::{Result, anyhow};
use replica_wasm::Global;
use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, Function, GlobalSection, GlobalType, Instruction, SectionId, ValType,
};
use wasmparser::{FunctionBody, KnownCustom, Name, Operator, Parser, Payload};

/// How many functions are shown.
const SHOWN: usize = 25;

/// Runs a program with counters and prints the functions that spend most.
pub(crate) fn print(name: &str, wasm: &[u8]) -> Result<()> {
    let about = look(wasm)?;
    let mut counter = Counter { first_global: about.globals, next: 0, counters: about.functions };
    let mut module = wasm_encoder::Module::new();
    counter.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| anyhow!("{error}"))?;
    let mut counts = Vec::new();
    crate::run::measured_with(name, &module.finish(), |globals| {
        let counters = globals.iter().rev().take(about.functions as usize).rev();
        counts =
            counters.map(|global| if let Global::I64(n) = global { n.cast_signed() } else { 0 }).collect();
    })?;
    let total: i64 = counts.iter().sum();
    let mut rows: Vec<(i64, &str)> = counts
        .iter()
        .enumerate()
        .map(|(index, count)| (*count, about.names.get(index).map_or("?", String::as_str)))
        .collect();
    rows.sort_by_key(|(count, _)| -count);
    println!("{name}: {:.1} million instructions", total as f64 / 1e6);
    for (count, function) in rows.into_iter().take(SHOWN).filter(|(count, _)| *count > 0) {
        println!("{:>6.1} %  {:>10.2}  {function}", count as f64 * 100.0 / total as f64, count as f64 / 1e6);
    }
    Ok(())
}

/// What a module consists of.
#[derive(Default)]
pub(crate) struct About {
    pub(crate) types: u32,
    pub(crate) imports: u32,
    globals: u32,
    functions: u32,
    /// By function, without the imported ones.
    pub(crate) names: Vec<String>,
}

/// Counts the parts of a module.
pub(crate) fn look(wasm: &[u8]) -> Result<About> {
    let mut about = About::default();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::TypeSection(types) => about.types = types.count(),
            Payload::ImportSection(imports) => about.imports = imports.count(),
            Payload::FunctionSection(functions) => about.functions = functions.count(),
            Payload::GlobalSection(globals) => about.globals = globals.count(),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    about.names = function_names(names, about.imports)?;
                }
            }
            _ => {}
        }
    }
    Ok(about)
}

fn function_names(names: wasmparser::NameSectionReader<'_>, imported: u32) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for part in names {
        if let Name::Function(map) = part? {
            for naming in map {
                let naming = naming?;
                let Some(at) = naming.index.checked_sub(imported) else { continue };
                found.resize(found.len().max(at as usize + 1), String::new());
                found[at as usize] = naming.name.to_owned();
            }
        }
    }
    Ok(found)
}

/// Rewrites a module so that it counts.
struct Counter {
    first_global: u32,
    /// Which function comes next.
    next: u32,
    /// Counters that are still to be declared.
    counters: u32,
}

impl Counter {
    fn add_counters(&mut self, globals: &mut GlobalSection) {
        let counter = GlobalType { val_type: ValType::I64, mutable: true, shared: false };
        for _ in 0..std::mem::take(&mut self.counters) {
            globals.global(counter, &ConstExpr::i64_const(0));
        }
    }
}

impl Reencode for Counter {
    type Error = std::convert::Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        utils::parse_global_section(&mut RoundtripReencoder, globals, section)
            .map_err(|_| reencode::Error::InvalidConstExpr)?;
        self.add_counters(globals);
        Ok(())
    }

    /// A module without globals gets a section for the counters.
    fn intersperse_section_hook(
        &mut self,
        module: &mut wasm_encoder::Module,
        _after: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let later =
            [SectionId::Export, SectionId::Start, SectionId::Element, SectionId::DataCount, SectionId::Code];
        if self.counters > 0 && before.is_some_and(|section| later.contains(&section)) {
            let mut globals = GlobalSection::new();
            self.add_counters(&mut globals);
            module.section(&globals);
        }
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
        let global = self.first_global + self.next;
        self.next += 1;
        let mut function: Function = self.new_function_with_parsed_locals(&body)?;
        let mut pending = 0;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            pending += 1;
            if leaves(&operator) {
                function.instruction(&Instruction::GlobalGet(global));
                function.instruction(&Instruction::I64Const(pending));
                function.instruction(&Instruction::I64Add);
                function.instruction(&Instruction::GlobalSet(global));
                pending = 0;
            }
            function.instruction(&self.instruction(operator)?);
        }
        code.function(&function);
        Ok(())
    }
}

/// Whether what stands behind the operator may run another number of times.
fn leaves(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Block { .. }
            | O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::Br { .. }
            | O::BrIf { .. }
            | O::BrTable { .. }
            | O::Return
            | O::Unreachable
    )
}
