//! Functions that wait become state machines.
//!
//! A function that holds [`Expr::Await`] or [`Expr::Fail`] is split in two. The first allocates its *frame* and returns it; the second,
//! called with the frame, runs from one point of waiting to the next. A frame is a CLOSURE over the second function, so whoever
//! has it can go on with it: `frame(outcome, failed)`, where `failed` is 0 (here is a value), 1 (here is an error) or 2 (the message
//! is given up: run what must run, wait for nothing). It returns 0 if it waits again, 1 or 2 if it has finished with a value or an
//! error, which is then in its slot [`OUTCOME_SLOT`]. Whoever is to be told of the end stands in its slot [`DONE_SLOT`], or null.
//!
//! `flatten` cuts the body into segments, `live` finds what must outlast each point of waiting, `assemble` writes both functions.
//! Constructs in which nothing waits stay as they are.

mod assemble;
mod flatten;
mod live;

use mo_ir::{Expr, FuncId, Function, Local, Module};

use assemble::assemble;

/// Slots of a frame: where it goes on, whom it tells, what it came to; then what it keeps.
pub(crate) const STATE_SLOT: u32 = 0;
pub(crate) const DONE_SLOT: u32 = 1;
pub(crate) const OUTCOME_SLOT: u32 = 2;
pub(crate) const FIRST_KEPT_SLOT: u32 = 3;

/// Locals of the second function.
const FRAME: Local = Local(0);
const OUTCOME: Local = Local(1);
const FAILED: Local = Local(2);
const STATE: Local = Local(3);
/// How far the locals of the original function are moved.
const SHIFT: u32 = 4;

/// Returns both functions for one that waits. `resume` is the place of the second.
pub(crate) fn suspend(module: &Module, function: &Function, resume: FuncId) -> (Function, Function) {
    let flat = flatten::flatten(module, function);
    let live = live::live(&flat);
    assemble(function, flat, &live, resume)
}

/// A part of the body between two points where control comes in or leaves.
struct Segment {
    /// What happens first, if the function goes on here after waiting.
    head: Option<Head>,
    body: Vec<Expr>,
    end: End,
}

/// What happens with the answer when the function goes on.
struct Head {
    /// Where the value goes.
    result: Option<Local>,
    /// What happens with an error; never finishes.
    failed: Expr,
    cleanup: Option<Expr>,
}

enum End {
    /// The last expression goes elsewhere.
    Gone,
    /// Waits, then goes on in another segment.
    Wait { kind: mo_ir::Waiting, value: Expr, next: usize },
}

/// A body in segments, the first of which is its beginning.
struct Flat {
    segments: Vec<Segment>,
    locals: Vec<mo_ir::Rep>,
    next_label: u32,
}

/// Jumps to segments are written as jumps to loops with labels from here on, until the segments are put together.
const FIRST_SEGMENT_LABEL: u32 = 0x4000_0000;

fn go_to(segment: usize) -> Expr {
    let segment = u32::try_from(segment).expect("fewer segments than expressions");
    Expr::Continue(mo_ir::LabelId(FIRST_SEGMENT_LABEL + segment))
}

/// Returns the segment that an expression jumps to, if it is such a jump.
fn target(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Continue(label) if label.0 >= FIRST_SEGMENT_LABEL => {
            Some((label.0 - FIRST_SEGMENT_LABEL) as usize)
        }
        _ => None,
    }
}
