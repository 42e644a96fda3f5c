//! What a name stands for while lowering.

use std::collections::HashMap;
use std::rc::Rc;

use mo_ir::{FuncId, GlobalId, Local, ShapeId};

use crate::kind::Kind;

#[derive(Clone, Debug)]
pub(crate) enum Binding {
    /// An immutable value, or a variable that no closure sees.
    Local {
        local: Local,
        kind: Kind,
    },
    /// A local that holds the CELL of a variable.
    Cell {
        local: Local,
        kind: Kind,
    },
    /// A captured value, or the captured cell of a variable.
    Capture {
        index: u32,
        kind: Kind,
        cell: bool,
    },
    /// A function without captured values.
    Func {
        id: FuncId,
        signature: Rc<Signature>,
    },
    /// A known function whose captured values are in a closure.
    LocalFunc {
        id: FuncId,
        signature: Rc<Signature>,
        closure: Box<Binding>,
    },
    /// A root slot.
    Global {
        id: GlobalId,
    },
    /// The actor itself.
    Itself,
    /// The constructor of an actor class in a file of its own.
    ActorClass(mo_check::ModuleId),
    /// An actor elsewhere, by its principal as text.
    Actor(Rc<str>),
    /// A stable variable of the actor.
    Stable {
        index: u32,
    },
    /// A `var` field of the object that is being made.
    Field {
        object: Box<Binding>,
        shape: ShapeId,
        label: u32,
        kind: Kind,
    },
    /// A module whose members are known.
    Module(Rc<StaticModule>),
    /// The modules of primitives, and their members.
    PrimModule,
    MachineModule,
    Prim(String),
    Machine(String),
}

/// The representation of a known function's parameters and result, and how many arguments it has.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) params: Vec<Kind>,
    pub(crate) result: Kind,
    /// It runs in the message that calls it and may wait: it gives its frame.
    pub(crate) in_message: bool,
    /// As a value it is a shared function of this actor.
    pub(crate) is_shared: bool,
}

impl Signature {
    /// Returns the signature of a function that takes and gives values.
    pub(crate) fn of_values(name: String, count: usize) -> Signature {
        let params = vec![Kind::Value; count];
        Signature { name, params, result: Kind::Value, in_message: false, is_shared: false }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct StaticModule {
    pub(crate) members: HashMap<String, Binding>,
}

impl Binding {
    /// Whether the binding lives in the frame of one function, so that inner functions have to capture it.
    pub(crate) fn is_local(&self) -> bool {
        match self {
            Binding::Local { .. }
            | Binding::Cell { .. }
            | Binding::Capture { .. }
            | Binding::LocalFunc { .. } => true,
            Binding::Field { object, .. } => object.is_local(),
            _ => false,
        }
    }
}
