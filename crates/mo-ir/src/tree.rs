//! Modules, functions and expressions.

use crate::{Op, TypeId, TypeTable};

/// How a result or a local is represented on the Wasm stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rep {
    /// Any Motoko value in a 64-bit slot (see `docs/design/values.md`).
    Value,
    /// An unboxed Bool (0 or 1), Char, Nat8..Nat32 (zero-extended) or Int8..Int32 (sign-extended).
    I32,
    /// An unboxed Nat64 or Int64.
    I64,
    /// An unboxed Float.
    F64,
    /// Nothing: the unit value is not passed at all.
    Unit,
    /// The expression never finishes normally; it may stand where any representation is expected.
    Never,
}

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
    )* };
}

index! {
    /// Index into [`Module::functions`].
    FuncId,
    /// Index into [`Module::globals`]: a root slot that holds a value.
    GlobalId,
    /// Index into [`Module::literals`].
    LiteralId,
    /// Index into [`Module::shapes`].
    ShapeId,
    /// Index into [`Function::locals`].
    Local,
    /// A block or loop within one function; unique within it.
    LabelId
}

/// A whole program, ready for code generation.
#[derive(Clone, Debug, Default)]
pub struct Module {
    pub functions: Vec<Function>,
    /// Names of the root slots, for listings only. All start as integer 0.
    pub globals: Vec<String>,
    /// Values that the start function allocates: texts, blobs, large numbers.
    pub literals: Vec<Literal>,
    /// Each shape's labels, in ascending order of their hashes.
    pub shapes: Vec<Vec<String>>,
    pub types: TypeTable,
    /// The type of the actor's stable variables (an object), if this is an actor.
    pub stable: Option<TypeId>,
    pub exports: Vec<Export>,
    /// Runs once after each instantiation of this module as new code (install, upgrade), when memory, literals and
    /// shapes are set up: fills globals with library values. No parameters, no result.
    pub start: Option<FuncId>,
    /// The functions of the runtime by the name under which [`Op::Runtime`] calls them.
    pub runtime: std::collections::BTreeMap<String, FuncId>,
    /// Custom sections to add: name and content.
    pub sections: Vec<(String, Vec<u8>)>,
}

impl Module {
    /// Returns a function.
    pub fn function(&self, id: FuncId) -> Option<&Function> {
        self.functions.get(id.0 as usize)
    }
}

/// A function visible to the replica, for example `canister_update add`.
#[derive(Clone, Debug)]
pub struct Export {
    pub name: String,
    /// Takes nothing and returns [`Rep::Unit`].
    pub function: FuncId,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(String),
    Blob(Vec<u8>),
    /// An integer outside 63 bits: sign and magnitude, least limb first, top limb not zero.
    Big {
        negative: bool,
        limbs: Vec<u32>,
    },
    Float(f64),
    /// A 64-bit scalar that does not fit in a slot.
    Bits64(u64),
}

/// A function. Its parameters are its first locals.
#[derive(Clone, Debug)]
pub struct Function {
    /// For traces and listings.
    pub name: String,
    /// How many of `locals` are parameters.
    pub params: usize,
    /// Whether the function has captured values. Then local 0 is its own CLOSURE (a [`Rep::Value`]), which counts in `params`;
    /// captured values are read with [`Op::Slot`] on it.
    pub closure: bool,
    pub result: Rep,
    pub locals: Vec<Rep>,
    pub body: Expr,
}

impl Function {
    /// Returns the representations of the parameters.
    pub fn parameters(&self) -> &[Rep] {
        &self.locals[..self.params]
    }

    /// Returns whether the replica can call the function back: with an environment, for nothing.
    pub fn is_callback(&self) -> bool {
        self.parameters() == [Rep::I32] && self.result == Rep::Unit
    }
}

/// An expression. Each has one representation, which [`Expr::Op`] operands and contexts must agree on.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Const(Const),
    Get(Local),
    /// Assigns a local. Unit.
    Set(Local, Box<Expr>),
    /// Runs all, yields the last; every other one's result is dropped. Empty: unit.
    Seq(Vec<Expr>),
    /// Condition (I32), then, else; the representation of both branches.
    If(Box<Expr>, Box<Expr>, Box<Expr>, Rep),
    /// A multi-way branch on an I32: each arm's keys are distinct; the last expression is the default.
    Switch(Box<Expr>, Vec<(Vec<u32>, Expr)>, Box<Expr>, Rep),
    /// Runs the body; `Break` to the label leaves with a value of the representation.
    Block(LabelId, Box<Expr>, Rep),
    /// Runs the unit body again and again; `Continue` to the label starts the next round. Never finishes by itself, so it
    /// is [`Rep::Never`]: to leave, break to a block around it.
    Loop(LabelId, Box<Expr>),
    Break(LabelId, Box<Expr>),
    Continue(LabelId),
    Return(Box<Expr>),
    /// Calls a known function with arguments in its own representations (with its closure first, if it has one).
    Call(FuncId, Vec<Expr>),
    /// Calls a CLOSURE value: all arguments and the result are values.
    CallClosure(Box<Expr>, Vec<Expr>),
    /// Allocates a CLOSURE over captured values. A capture of an own or later closure is given as `null` and stored
    /// with [`Op::SetSlot`] afterwards.
    Closure(FuncId, Vec<Expr>),
    Op(Op, Vec<Expr>),
    /// Waits for a future or an `async*` and yields its value, always a [`Rep::Value`]. Lowering turns functions that hold one into
    /// state machines, so code generation never sees it.
    Await(Box<Await>),
    /// Ends the function with an error (a value). [`Rep::Never`]; only in functions that wait, like [`Expr::Await`].
    Fail(Box<Expr>),
}

/// A point at which a function waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Await {
    pub kind: Waiting,
    /// The future, or the closure that makes the frame of an `async*`.
    pub value: Expr,
    /// The block to leave with the error, if it fails; otherwise the function fails.
    pub failed: Option<LabelId>,
    /// What runs if the message that would go on from here is given up (unit); it does not wait.
    pub cleanup: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// `await`: always ends the message.
    Future,
    /// `await?`: goes on at once if the future is there.
    IfPending,
    /// `await*`: runs the callee here; ends the message only if that does.
    Star,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Const {
    I32(i32),
    I64(i64),
    F64(f64),
    /// An immediate value: small integer, null or a case without payload.
    Value(u64),
    /// A value made at start.
    Literal(LiteralId),
    Unit,
}

impl Const {
    /// Returns the constant's representation.
    pub fn rep(self) -> Rep {
        match self {
            Const::I32(_) => Rep::I32,
            Const::I64(_) => Rep::I64,
            Const::F64(_) => Rep::F64,
            Const::Value(_) | Const::Literal(_) => Rep::Value,
            Const::Unit => Rep::Unit,
        }
    }
}

impl Expr {
    /// The unit value.
    pub const UNIT: Expr = Expr::Const(Const::Unit);

    /// Returns an operation on operands.
    pub fn op(op: Op, operands: impl Into<Vec<Expr>>) -> Expr {
        Expr::Op(op, operands.into())
    }

    /// Returns the same expression over other parts: each is handed over once, in the order in which they would run.
    pub fn map(self, part: &mut impl FnMut(Expr) -> Expr) -> Expr {
        fn boxed(mut expr: Box<Expr>, part: &mut impl FnMut(Expr) -> Expr) -> Box<Expr> {
            *expr = part(std::mem::replace(&mut *expr, Expr::UNIT));
            expr
        }
        fn all(exprs: Vec<Expr>, part: &mut impl FnMut(Expr) -> Expr) -> Vec<Expr> {
            exprs.into_iter().map(part).collect()
        }
        match self {
            Expr::Const(_) | Expr::Get(_) | Expr::Continue(_) => self,
            Expr::Set(local, value) => Expr::Set(local, boxed(value, part)),
            Expr::Seq(exprs) => Expr::Seq(all(exprs, part)),
            Expr::If(condition, yes, no, rep) => {
                let condition = boxed(condition, part);
                let yes = boxed(yes, part);
                Expr::If(condition, yes, boxed(no, part), rep)
            }
            Expr::Switch(key, arms, default, rep) => {
                let key = boxed(key, part);
                let arms = arms.into_iter().map(|(keys, arm)| (keys, part(arm))).collect();
                Expr::Switch(key, arms, boxed(default, part), rep)
            }
            Expr::Block(label, body, rep) => Expr::Block(label, boxed(body, part), rep),
            Expr::Loop(label, body) => Expr::Loop(label, boxed(body, part)),
            Expr::Break(label, value) => Expr::Break(label, boxed(value, part)),
            Expr::Return(value) => Expr::Return(boxed(value, part)),
            Expr::Call(id, args) => Expr::Call(id, all(args, part)),
            Expr::CallClosure(callee, args) => {
                let callee = boxed(callee, part);
                Expr::CallClosure(callee, all(args, part))
            }
            Expr::Closure(id, captures) => Expr::Closure(id, all(captures, part)),
            Expr::Op(op, operands) => Expr::Op(op, all(operands, part)),
            Expr::Fail(error) => Expr::Fail(boxed(error, part)),
            Expr::Await(mut waiting) => {
                waiting.value = part(waiting.value);
                waiting.cleanup = waiting.cleanup.map(part);
                Expr::Await(waiting)
            }
        }
    }

    /// Returns the expressions directly within this one, in the order in which they would run.
    pub fn parts(&self) -> Vec<&Expr> {
        match self {
            Expr::Const(_) | Expr::Get(_) | Expr::Continue(_) => vec![],
            Expr::Await(waiting) => std::iter::once(&waiting.value).chain(&waiting.cleanup).collect(),
            Expr::Set(_, one)
            | Expr::Fail(one)
            | Expr::Block(_, one, _)
            | Expr::Loop(_, one)
            | Expr::Break(_, one)
            | Expr::Return(one) => vec![one],
            Expr::If(condition, yes, no, _) => vec![condition, yes, no],
            Expr::Switch(key, arms, default, _) => {
                let arms = arms.iter().map(|(_, arm)| arm);
                [key.as_ref()].into_iter().chain(arms).chain([default.as_ref()]).collect()
            }
            Expr::CallClosure(callee, args) => [callee.as_ref()].into_iter().chain(args).collect(),
            Expr::Seq(many) | Expr::Call(_, many) | Expr::Closure(_, many) | Expr::Op(_, many) => {
                many.iter().collect()
            }
        }
    }
}
