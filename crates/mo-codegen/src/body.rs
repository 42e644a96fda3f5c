//! The body of a function: its expressions, one after the other.
//!
//! An expression that never finishes leaves Wasm code that cannot be reached, where anything may follow. What stands behind
//! it is not emitted at all.

mod ops;
mod switch;

use std::collections::BTreeMap;

use mo_ir::layout::{TAG_CLOSURE, header};
use mo_ir::{Const, Expr, FuncId, Function, LabelId, Local, Module, Op, Rep, ShapeId};
use wasm_encoder::{BlockType, ValType};

use crate::code::{
    Address, Callee, Code, Emitted, Facts, I, Item, Place, Root, block_type, double, val_type,
};

/// Emits a function.
pub(crate) fn emit(module: &Module, function: &Function, shape_hashes: &mut ShapeHashes) -> Emitted {
    let code = Code::new(function.parameters().iter().filter_map(|rep| val_type(*rep)).collect());
    let (locals, labels) = (vec![], BTreeMap::new());
    let mut body = Body { module, function, code, shape_hashes, locals, first_temp: 0, labels };
    body.number_locals();
    body.expr(&function.body);
    body.code.finish(&function.name, val_type(function.result).into_iter().collect())
}

/// The hashes of shapes that were asked for.
pub(crate) type ShapeHashes = BTreeMap<ShapeId, u32>;

struct Body<'a> {
    module: &'a Module,
    function: &'a Function,
    code: Code,
    shape_hashes: &'a mut ShapeHashes,
    /// The Wasm local of each local; unit has none.
    locals: Vec<Option<u32>>,
    /// From here on Wasm locals are borrowed ones.
    first_temp: u32,
    /// How many blocks were open inside each label's block when it began.
    labels: BTreeMap<LabelId, u32>,
}

impl Body<'_> {
    fn number_locals(&mut self) {
        let mut next_param = 0..;
        for (index, rep) in self.function.locals.iter().enumerate() {
            let local = val_type(*rep).map(|ty| match index < self.function.params {
                true => next_param.next().expect("endless"),
                false => self.code.local(ty),
            });
            self.locals.push(local);
        }
        self.first_temp = self.locals.iter().flatten().count() as u32;
        let mut reassigned = vec![false; self.first_temp as usize];
        for (local, times) in assignments(&self.function.body) {
            let once = u32::from(local.0 as usize >= self.function.params);
            if let Some(index) = self.local(local) {
                reassigned[index as usize] = times > once;
            }
        }
        self.code.facts = Facts::about(reassigned);
    }

    fn local(&self, local: Local) -> Option<u32> {
        self.locals[local.0 as usize]
    }

    /// Emits an expression and returns its representation: what it leaves on the stack.
    fn expr(&mut self, expr: &Expr) -> Rep {
        match expr {
            Expr::Const(constant) => self.constant(*constant),
            Expr::Get(local) => {
                if let Some(index) = self.local(*local) {
                    self.code.push(I::LocalGet(index));
                }
                self.function.locals[local.0 as usize]
            }
            Expr::Set(local, value) => self.set(*local, value),
            Expr::Seq(exprs) => self.sequence(exprs),
            Expr::If(condition, yes, no, rep) => self.branch(condition, yes, no, *rep),
            Expr::Switch(key, arms, default, rep) => self.switch(key, arms, default, *rep),
            Expr::Block(label, body, rep) => {
                self.code.push(I::Block(block_type(*rep)));
                self.labels.insert(*label, self.code.depth());
                self.all_of_a_block(body, *rep);
                self.end(*rep)
            }
            Expr::Loop(label, body) => {
                self.code.push(I::Loop(BlockType::Empty));
                self.labels.insert(*label, self.code.depth());
                self.code.facts.enter_loop();
                self.code.loops += 1;
                if self.on_one_way(body) != Rep::Never {
                    self.code.push(I::Br(0));
                }
                self.code.loops -= 1;
                self.end(Rep::Never)
            }
            Expr::Break(label, value) => {
                if self.expr(value) != Rep::Never {
                    self.code.branch(self.labels[label]);
                }
                Rep::Never
            }
            Expr::Continue(label) => {
                self.code.branch(self.labels[label]);
                Rep::Never
            }
            Expr::Return(value) => {
                if self.expr(value) != Rep::Never {
                    self.code.push(I::Return);
                }
                Rep::Never
            }
            Expr::Call(id, args) => match self.operands(args) {
                true => self.called(Callee::Function(*id), self.module.functions[id.0 as usize].result),
                false => Rep::Never,
            },
            Expr::CallClosure(callee, args) => self.call_closure(callee, args),
            Expr::Closure(id, captures) => self.closure(*id, captures),
            Expr::Op(op, operands) => self.op(op, operands),
            Expr::Await(_) | Expr::Fail(_) => unreachable!("the verifier refuses functions that still wait"),
        }
    }

    fn constant(&mut self, constant: Const) -> Rep {
        match constant {
            Const::I32(n) => self.code.push(I::I32Const(n)),
            Const::I64(n) => self.code.push(I::I64Const(n)),
            Const::F64(n) => self.code.push(I::F64Const(n.into())),
            Const::Value(slot) => self.code.push(I::I64Const(slot.cast_signed())),
            Const::Literal(id) => self.load_root(Root::Literal(id)),
            Const::Unit => {}
        }
        constant.rep()
    }

    fn load_root(&mut self, root: Root) {
        self.code.address(Address::Root(root));
        self.code.push(I::I64Load(double(0)));
    }

    fn set(&mut self, local: Local, value: &Expr) -> Rep {
        if self.expr(value) == Rep::Never {
            return Rep::Never;
        }
        if let Some(index) = self.local(local) {
            self.code.push(I::LocalSet(index));
            self.code.facts.assigned(index);
            match value {
                Expr::Op(Op::Object(shape), _) => {
                    let shape = self.shape(*shape);
                    self.code.facts.made(index, shape);
                }
                Expr::Get(from) if *from != local => {
                    if let Some(from) = self.local(*from) {
                        self.code.facts.copied(from, index);
                    }
                }
                _ => {}
            }
        }
        Rep::Unit
    }

    fn sequence(&mut self, exprs: &[Expr]) -> Rep {
        let mut rep = Rep::Unit;
        for (at, expr) in exprs.iter().enumerate() {
            if val_type(rep).is_some() {
                self.code.push(I::Drop);
            }
            rep = self.expr(expr);
            if rep == Rep::Never {
                if at + 1 < exprs.len() {
                    // What ends here is not what the sequence ends with.
                    self.code.push(I::Nop);
                }
                break;
            }
        }
        rep
    }

    fn branch(&mut self, condition: &Expr, yes: &Expr, no: &Expr, rep: Rep) -> Rep {
        if self.expr(condition) == Rep::Never {
            return Rep::Never;
        }
        // One side that only leaves needs no block around it.
        if let Some(depth) = self.exit_of(yes) {
            self.code.branch_if(depth);
            return self.expr(no);
        }
        if let Some(depth) = self.exit_of(no) {
            self.code.negate();
            self.code.branch_if(depth);
            return self.expr(yes);
        }
        self.code.push(I::If(block_type(rep)));
        self.all_of_a_block(yes, rep);
        if *no != Expr::UNIT {
            self.code.push(I::Else);
            self.all_of_a_block(no, rep);
        }
        self.end(rep)
    }

    /// Emits an expression behind which several ways meet: what is found out in it holds no longer there.
    fn on_one_way(&mut self, expr: &Expr) -> Rep {
        let mark = self.code.facts.mark();
        let rep = self.expr(expr);
        self.code.facts.forget_since(mark);
        rep
    }

    /// The same for all that a block has which leaves nothing. At its end the stack is as at its beginning, so that Wasm need not
    /// be told that an endless loop or a trap is not passed.
    fn all_of_a_block(&mut self, expr: &Expr, rep: Rep) {
        self.on_one_way(expr);
        if val_type(rep).is_none()
            && is_not_passed(expr)
            && matches!(self.code.items.last(), Some(Item::Plain(I::Unreachable)))
        {
            self.code.items.pop();
        }
    }

    /// Returns where an expression leaves to, if it does nothing else.
    fn exit_of(&self, expr: &Expr) -> Option<u32> {
        match expr {
            Expr::Break(label, value) if **value == Expr::UNIT => Some(self.labels[label]),
            Expr::Continue(label) => Some(self.labels[label]),
            _ => None,
        }
    }

    /// Ends a block. After one that never finishes nothing can be reached.
    fn end(&mut self, rep: Rep) -> Rep {
        self.code.push(I::End);
        self.unreachable_if_never(rep)
    }

    fn unreachable_if_never(&mut self, rep: Rep) -> Rep {
        if rep == Rep::Never {
            self.code.push(I::Unreachable);
        }
        rep
    }

    /// Calls something with its operands on the stack.
    fn called(&mut self, callee: Callee, result: Rep) -> Rep {
        self.code.call(callee);
        self.unreachable_if_never(result)
    }

    /// Leaves all operands on the stack; returns whether the code behind them can be reached.
    fn operands(&mut self, operands: &[Expr]) -> bool {
        operands.iter().all(|operand| self.expr(operand) != Rep::Never)
    }

    /// Puts an operand where it can be read again. A local serves as it is if `later` operands do not assign it.
    fn place(&mut self, operand: &Expr, later: &[Expr]) -> Option<Place> {
        match operand {
            Expr::Const(Const::I32(n)) => return Some(Place::I32(*n)),
            Expr::Const(Const::I64(n)) => return Some(Place::I64(*n)),
            Expr::Const(Const::Value(slot)) => return Some(Place::I64(slot.cast_signed())),
            Expr::Get(local) if !may_assign(later, *local) => {
                return Some(Place::Local(self.local(*local).expect("only values are placed")));
            }
            _ => {}
        }
        let ty = val_type(self.expr(operand))?;
        let temp = self.code.temp(ty);
        self.code.push(I::LocalSet(temp));
        Some(Place::Local(temp))
    }

    /// Puts all operands where they can be read again; returns nothing if the code behind them cannot be reached.
    fn places<const N: usize>(&mut self, operands: &[Expr]) -> Option<[Place; N]> {
        let mut places = [Place::I32(0); N];
        for (index, operand) in operands.iter().enumerate() {
            places[index] = self.place(operand, &operands[index + 1..])?;
        }
        Some(places)
    }

    /// Gives borrowed locals back; those of the function itself stay.
    fn release<const N: usize>(&mut self, places: [Place; N]) {
        for place in places {
            if let Place::Local(local) = place
                && local >= self.first_temp
            {
                self.code.give_back(local);
            }
        }
    }

    fn call_closure(&mut self, callee: &Expr, args: &[Expr]) -> Rep {
        let Some([closure]) = self.places_before(callee, args) else { return Rep::Never };
        self.code.get(closure);
        if !self.operands(args) {
            return Rep::Never;
        }
        self.code.get(closure);
        self.code.all([I::I32WrapI64, I::I32Load(crate::code::word(crate::code::AUX))]);
        self.code.items.push(Item::CallEntry(args.len()));
        self.release([closure]);
        Rep::Value
    }

    fn places_before(&mut self, operand: &Expr, later: &[Expr]) -> Option<[Place; 1]> {
        Some([self.place(operand, later)?])
    }

    /// A closure that captures nothing is made once, at start.
    fn closure(&mut self, id: FuncId, captures: &[Expr]) -> Rep {
        if captures.is_empty() {
            self.load_root(Root::Closure(id));
            return Rep::Value;
        }
        let count = slot_count(captures);
        let at = self.code.allocated(header(TAG_CLOSURE, count, 0), 8 + 8 * count);
        self.code.push(I::LocalGet(at));
        self.code.address(Address::Table(id));
        self.code.push(I::I32Store(crate::code::word(4)));
        self.filled(at, captures)
    }

    /// Makes an object of the operands. It is there before them: nothing moves within a message, and nobody sees it.
    fn object(&mut self, header: u64, slots: &[Expr]) -> Rep {
        let at = self.code.allocated(header, 8 + 8 * slot_count(slots));
        self.filled(at, slots)
    }

    fn filled(&mut self, at: u32, slots: &[Expr]) -> Rep {
        for (offset, slot) in (8..).step_by(8).zip(slots) {
            if *slot == Expr::Const(Const::Value(0)) {
                continue; // fresh memory is zero
            }
            self.code.push(I::LocalGet(at));
            if self.expr(slot) == Rep::Never {
                return Rep::Never;
            }
            self.code.push(I::I64Store(double(offset)));
        }
        self.code.pointer(at);
        Rep::Value
    }
}

fn slot_count(slots: &[Expr]) -> u32 {
    u32::try_from(slots.len()).expect("a function has fewer expressions")
}

/// Returns whether a value may be a pointer to an object of this message.
fn may_point(value: &Expr) -> bool {
    match value {
        Expr::Const(Const::Value(_)) => false,
        Expr::Op(Op::Box(scalar), _) => matches!(val_type(scalar.rep()), Some(ValType::I64 | ValType::F64)),
        _ => true,
    }
}

/// Whether an expression leaves nothing on the stack and ends with a loop or a trap, both of which Wasm takes for something that
/// may be passed.
fn is_not_passed(expr: &Expr) -> bool {
    match expr {
        Expr::Seq(exprs) => exprs.last().is_some_and(is_not_passed),
        Expr::Loop(..) => true,
        Expr::Op(Op::Trap, operands) => matches!(operands.as_slice(), [Expr::Const(_) | Expr::Get(_)]),
        _ => false,
    }
}

/// Returns how often each local is assigned.
fn assignments(body: &Expr) -> BTreeMap<Local, u32> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![body];
    while let Some(expr) = waiting.pop() {
        if let Expr::Set(local, _) = expr {
            *found.entry(*local).or_default() += 1;
        }
        waiting.extend(expr.parts());
    }
    found
}

/// How far [`may_assign`] looks before it says yes, lest long chains of operators take quadratic time.
const LOOK_MAX: u32 = 64;

/// Returns whether one of the expressions assigns the local, as far as a short look tells.
fn may_assign(exprs: &[Expr], local: Local) -> bool {
    let mut waiting: Vec<&Expr> = exprs.iter().collect();
    for _ in 0..LOOK_MAX {
        match waiting.pop() {
            None => return false,
            Some(Expr::Set(set, _)) if *set == local => return true,
            Some(expr) => waiting.extend(expr.parts()),
        }
    }
    true
}
