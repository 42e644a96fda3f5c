//! Finds everything that exports and start need, and nothing else.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use mo_ir::{FuncId, Module, ShapeId, TypeId};
use mo_optimise::Optimiser;

use crate::code::{Address, Callee, Emitted, Item, Message, Root};
use crate::helper::Helper;
use crate::statics::shapes;
use crate::{CodegenError, Options, body, entry, runtime};

/// What goes into the output, in the order in which it was found.
#[derive(Default)]
pub(crate) struct Linked {
    pub(crate) functions: Vec<Emitted>,
    /// Where each callee is in `functions`. Runtime functions are there under their own id.
    pub(crate) places: BTreeMap<Callee, usize>,
    pub(crate) imports: BTreeSet<String>,
    pub(crate) roots: BTreeSet<Root>,
    pub(crate) types: BTreeSet<TypeId>,
    pub(crate) messages: BTreeSet<Message>,
    /// The functions in the table.
    pub(crate) table: BTreeSet<FuncId>,
    pub(crate) shapes: BTreeSet<ShapeId>,
}

/// Emits what can be reached.
pub(crate) fn link(module: Module, options: &Options) -> Result<(Module, Linked), CodegenError> {
    let entries: Vec<FuncId> =
        module.exports.iter().map(|export| export.function).chain(module.start).collect();
    let optimiser = Optimiser::new(module, options.prepared);
    let mut linker = Linker {
        optimiser,
        optimise: options.optimise,
        linked: Linked::default(),
        waiting: VecDeque::new(),
        shape_hashes: body::ShapeHashes::new(),
    };
    linker.need(Callee::Helper(Helper::Trap(Message::ForeignMemory)))?;
    for id in entries {
        linker.need(Callee::Function(id))?;
    }
    linker.emit_waiting()?;
    // The start function allocates literals and registers shapes.
    if linker.linked.has_literals() {
        linker.need(Callee::Runtime("alloc".to_owned()))?;
    }
    if !shapes(linker.module(), &linker.linked)?.is_empty() {
        linker.need(Callee::Runtime("shapes_register".to_owned()))?;
    }
    linker.emit_waiting()?;
    if linker.linked.has_literals() {
        linker.need(Callee::Runtime("alloc".to_owned()))?;
        linker.emit_waiting()?;
    }
    let Linker { optimiser, linked, .. } = linker;
    Ok((optimiser.into_module(), linked))
}

impl Linked {
    /// Returns whether the start function has objects to make.
    pub(crate) fn has_literals(&self) -> bool {
        self.roots.iter().any(|root| !matches!(root, Root::Global(_)))
    }
}

struct Linker {
    optimiser: Optimiser,
    optimise: bool,
    linked: Linked,
    waiting: VecDeque<Callee>,
    shape_hashes: body::ShapeHashes,
}

impl Linker {
    fn module(&self) -> &Module {
        self.optimiser.module()
    }

    fn emit_waiting(&mut self) -> Result<(), CodegenError> {
        while let Some(callee) = self.waiting.pop_front() {
            let emitted = self.emit(&callee);
            for item in &emitted.items {
                match item {
                    Item::Plain(_) | Item::CallEntry(_) => {}
                    Item::Call(callee) => self.need(callee.clone())?,
                    Item::Address(address) => self.need_address(*address)?,
                }
            }
            self.linked.shapes.extend(&emitted.shapes);
            self.linked.functions.push(emitted);
        }
        Ok(())
    }

    fn emit(&mut self, callee: &Callee) -> Emitted {
        match callee {
            Callee::Function(id) => {
                if self.optimise {
                    self.optimiser.prepare(*id);
                }
                let module = self.optimiser.module();
                body::emit(module, &module.functions[id.0 as usize], &mut self.shape_hashes)
            }
            Callee::Entry(id) => entry::emit(*id, self.function(*id)),
            Callee::Helper(helper) => helper.emit(),
            Callee::Ic0(_) | Callee::Runtime(_) => unreachable!("these are resolved when they are needed"),
        }
    }

    fn function(&self, id: FuncId) -> &mo_ir::Function {
        &self.module().functions[id.0 as usize]
    }

    fn need(&mut self, callee: Callee) -> Result<(), CodegenError> {
        let callee = match callee {
            Callee::Ic0(name) => {
                self.linked.imports.insert(name);
                return Ok(());
            }
            Callee::Runtime(name) => {
                let Some(id) = self.module().runtime.get(&name) else {
                    return Err(CodegenError::MissingRuntime(name));
                };
                if let Some(expected) = runtime::expected_instead(&name, self.function(*id)) {
                    return Err(CodegenError::RuntimeSignature { name, expected });
                }
                Callee::Function(*id)
            }
            other => other,
        };
        let place = self.linked.places.len();
        if !self.linked.places.contains_key(&callee) {
            self.linked.places.insert(callee.clone(), place);
            self.waiting.push_back(callee);
        }
        Ok(())
    }

    fn need_address(&mut self, address: Address) -> Result<(), CodegenError> {
        match address {
            Address::Root(root) => {
                self.linked.roots.insert(root);
                if let Root::Closure(id) = root {
                    self.need_entry(id)?;
                }
            }
            Address::Type(id) => {
                self.linked.types.insert(id);
            }
            Address::TypeSection => {}
            Address::Message(message) => {
                self.linked.messages.insert(message);
            }
            Address::Table(id) => self.need_entry(id)?,
        }
        Ok(())
    }

    fn need_entry(&mut self, id: FuncId) -> Result<(), CodegenError> {
        self.linked.table.insert(id);
        let own = entry::is_own_entry(self.function(id));
        self.need(if own { Callee::Function(id) } else { Callee::Entry(id) })
    }
}
