//! A function being lowered: its locals, its scopes, its captured values.

use std::collections::{HashMap, HashSet};

use mo_ir::{Expr, LabelId, Local, Rep};

use crate::binding::Binding;
use crate::kind::Kind;

pub(crate) struct Frame {
    pub(crate) locals: Vec<Rep>,
    pub(crate) scopes: Vec<HashMap<String, Binding>>,
    pub(crate) labels: Vec<Label>,
    /// Targets of `!`.
    pub(crate) option_blocks: Vec<LabelId>,
    /// The `try`s around, innermost last.
    pub(crate) regions: Vec<Region>,
    pub(crate) result: Kind,
    next_label: u32,
    /// What the closure captures: bindings of the enclosing frame, in slot order.
    pub(crate) captures: Vec<Binding>,
    /// Captures by the local of the enclosing frame (or its own capture) they come from.
    pub(crate) captured: HashMap<String, u32>,
    /// Names that closures in this function mention: variables among them live in cells.
    pub(crate) shared: HashSet<String>,
    /// Locals that have been given their value.
    pub(crate) ready: HashSet<Local>,
    /// Closures made before a local they capture had its value: (closure's local, slot).
    pub(crate) patches: HashMap<Local, Vec<(Local, u32)>>,
    /// Cells of names that are not declared yet, with what the names of functions and classes will mean.
    pub(crate) forward: HashMap<Local, Option<Binding>>,
    /// The frame of module level, where everything is static.
    pub(crate) is_static: bool,
    /// Names bound at its outermost level have root slots or stable variables already.
    pub(crate) is_initialiser: bool,
    /// The value of `_` in a pipe.
    pub(crate) placeholder: Option<Binding>,
}

pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) exit: LabelId,
    pub(crate) kind: Kind,
    /// Where `continue` goes.
    pub(crate) next: Option<LabelId>,
}

/// What stands inside a `try`.
pub(crate) struct Region {
    /// Where errors go.
    pub(crate) catch: Option<LabelId>,
    /// What must run on every way out: its place among [`crate::program::Lower::finals`].
    pub(crate) finally: Option<usize>,
    /// How many labels and `do ?` blocks are around it.
    pub(crate) labels: usize,
    pub(crate) options: usize,
}

impl Frame {
    pub(crate) fn new(result: Kind) -> Frame {
        Frame {
            locals: Vec::new(),
            scopes: vec![HashMap::new()],
            labels: Vec::new(),
            option_blocks: Vec::new(),
            regions: Vec::new(),
            result,
            next_label: 0,
            captures: Vec::new(),
            captured: HashMap::new(),
            shared: HashSet::new(),
            ready: HashSet::new(),
            patches: HashMap::new(),
            forward: HashMap::new(),
            is_static: false,
            is_initialiser: false,
            placeholder: None,
        }
    }

    pub(crate) fn new_static() -> Frame {
        Frame { is_static: true, ..Frame::new(Kind::UNIT) }
    }

    pub(crate) fn local(&mut self, rep: Rep) -> Local {
        // Nothing can be stored in what never is; a value keeps the local well formed.
        self.locals.push(if rep == Rep::Never { Rep::Value } else { rep });
        Local(u32::try_from(self.locals.len() - 1).expect("fewer than 2^32 locals"))
    }

    pub(crate) fn label(&mut self) -> LabelId {
        self.next_label += 1;
        LabelId(self.next_label - 1)
    }

    pub(crate) fn bind(&mut self, name: &str, binding: Binding) {
        self.scopes.last_mut().expect("a frame has a scope").insert(name.to_owned(), binding);
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Binding> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }
}

/// Drops a result.
pub(crate) fn drop_value(expr: Expr) -> Expr {
    Expr::Seq(vec![expr, Expr::UNIT])
}
