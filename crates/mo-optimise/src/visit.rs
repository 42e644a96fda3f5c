//! A walk over a function's body, innermost expressions first: calls become bodies or calls of copies.

use std::collections::{HashMap, HashSet};

use mo_ir::{Expr, FuncId, Function, LabelId, Local, Op, Rep, Scalar, ShapeId, layout};

use crate::copy::{Grafted, new_local};
use crate::measure::{self, Uses};
use crate::{Known, Optimiser, fuse, scalars, simplify};

/// A function of up to so many expressions stands in place of each call of it.
const INLINE_NODES_MAX: usize = 16;
/// A function that was only made for this place, or a comparison known here: larger ones pay.
const INLINE_KNOWN_NODES_MAX: usize = 40;
/// How deep bodies are put into bodies.
const DEPTH_MAX: u32 = 6;
/// A function that has grown to so many expressions takes no more in.
const FUNCTION_NODES_MAX: usize = 6_000;
/// Of functions larger than this no copies are made.
const COPY_NODES_MAX: usize = 1_500;

/// Optimises a function.
pub(crate) fn optimise(optimiser: &mut Optimiser, function: Function) -> Function {
    optimise_with(optimiser, function, HashMap::new())
}

/// Optimises a function some of whose locals are closures of known functions.
pub(crate) fn optimise_with(
    optimiser: &mut Optimiser,
    function: Function,
    closures: HashMap<Local, FuncId>,
) -> Function {
    let Function { name, params, closure, result, locals, body } = function;
    let next_label = measure::labels(&body);
    let assigned_once = HashSet::new();
    let mut visitor = Visitor { optimiser, locals, next_label, closures, assigned_once, depth: 0, grown: 0 };
    visitor.find_assigned_once(&body);
    let body = visitor.visit(body);
    let body = fuse::fuse(body, &mut visitor.next_label);
    let Visitor { optimiser, mut locals, .. } = visitor;
    let shapes = &optimiser.module().shapes;
    let position = |shape: ShapeId, label: u32| {
        shapes[shape.0 as usize].binary_search_by_key(&label, |it| layout::label_hash(it)).ok()
    };
    let mut body = scalars::replace(body, params, &mut locals, &position);
    simplify::forget_unread(&mut body);
    Function { name, params, closure, result, locals, body }
}

struct Visitor<'a> {
    optimiser: &'a mut Optimiser,
    locals: Vec<Rep>,
    next_label: u32,
    /// Locals that only ever hold closures of one function.
    closures: HashMap<Local, FuncId>,
    assigned_once: HashSet<Local>,
    /// How many bodies are open around this place.
    depth: u32,
    /// How many expressions came in by bodies.
    grown: usize,
}

impl Visitor<'_> {
    fn find_assigned_once(&mut self, body: &Expr) {
        let once = measure::uses(body).into_iter().filter(|(_, uses)| uses.sets == 1);
        self.assigned_once.extend(once.map(|(local, _)| local));
    }

    /// Notes that a local holds the closure of a known function.
    fn note_closure(&mut self, expr: &Expr) {
        if let Expr::Set(local, value) = expr
            && let Expr::Closure(id, _) = **value
            && self.assigned_once.contains(local)
        {
            self.closures.insert(*local, id);
        }
    }

    fn visit(&mut self, expr: Expr) -> Expr {
        let expr = simplify::simplify(expr.map(&mut |part| self.visit(part)));
        match &expr {
            Expr::Seq(exprs) => exprs.iter().for_each(|expr| self.note_closure(expr)),
            expr => self.note_closure(expr),
        }
        match expr {
            Expr::Call(id, args) => self.call(id, args, INLINE_NODES_MAX),
            Expr::CallClosure(callee, args) => self.call_closure(*callee, args),
            Expr::Op(Op::Global(id), operands) => match self.optimiser.constants.get(&id) {
                Some(constant) => Expr::Const(*constant),
                None => Expr::Op(Op::Global(id), operands),
            },
            Expr::Op(Op::Runtime(name), operands) => {
                match self.optimiser.module().runtime.get(&name).copied() {
                    Some(id) => self.call(id, operands, INLINE_NODES_MAX),
                    None => Expr::Op(Op::Runtime(name), operands),
                }
            }
            other => other,
        }
    }

    /// The same for the locals that stand for those of a function in this one.
    fn find_assigned_once_in(&mut self, function: &Function, stands: &[Expr]) {
        for (local, uses) in measure::uses(&function.body) {
            let is_own = local.0 as usize >= function.params;
            if let (true, 1, Some(Expr::Get(here))) = (is_own, uses.sets, stands.get(local.0 as usize)) {
                self.assigned_once.insert(*here);
            }
        }
    }

    /// A call of a value: if it is known which function that is, a call of the function.
    fn call_closure(&mut self, callee: Expr, args: Vec<Expr>) -> Expr {
        let id = match &callee {
            Expr::Closure(id, captures) if captures.is_empty() => Some(*id),
            Expr::Get(local) => self.closures.get(local).copied(),
            _ => None,
        };
        let Some(id) = id else { return Expr::CallClosure(Box::new(callee), args) };
        let function = self.optimiser.function(id);
        let is_uniform = function.params == args.len() + usize::from(function.closure)
            && function.parameters().iter().all(|rep| *rep == Rep::Value)
            && matches!(function.result, Rep::Value | Rep::Never);
        if !is_uniform {
            return Expr::CallClosure(Box::new(callee), args);
        }
        let args = if function.closure { [vec![callee], args].concat() } else { args };
        self.call(id, args, INLINE_KNOWN_NODES_MAX)
    }

    fn call(&mut self, id: FuncId, args: Vec<Expr>, nodes_max: usize) -> Expr {
        let (id, args, is_copy) = self.specialise(id, args);
        let nodes_max = if is_copy { INLINE_KNOWN_NODES_MAX } else { nodes_max };
        if self.depth >= DEPTH_MAX || self.grown >= FUNCTION_NODES_MAX {
            return Expr::Call(id, args);
        }
        match self.optimiser.small(id, nodes_max).cloned() {
            Some(function) => self.inline(function, args),
            None => Expr::Call(id, args),
        }
    }

    /// Calls a copy of the function if arguments are known functions that it calls or passes on.
    fn specialise(&mut self, id: FuncId, args: Vec<Expr>) -> (FuncId, Vec<Expr>, bool) {
        let known: Vec<Known> = args.iter().map(|arg| self.known(arg)).collect();
        if known.iter().all(|it| *it == Known::Nothing) {
            return (id, args, false);
        }
        let function = self.optimiser.function(id);
        if measure::nodes(&function.body, COPY_NODES_MAX).is_none() {
            return (id, args, false);
        }
        let uses = measure::uses(&function.body);
        let helps = callees(&function.body);
        let is_own = |at: usize| function.closure && at == 0;
        let known: Vec<Known> = (0..)
            .zip(known)
            .map(|(at, known)| {
                let assigned = uses.get(&Local(at)).is_some_and(|uses| uses.sets > 0);
                let useful = helps.contains(&Local(at)) && !assigned && !is_own(at as usize);
                if useful { known } else { Known::Nothing }
            })
            .collect();
        if known.iter().all(|it| *it == Known::Nothing) {
            return (id, args, false);
        }
        let Some(copy) = self.optimiser.copy_for(id, known.clone()) else { return (id, args, false) };
        let passed = args.into_iter().zip(&known).filter(|(_, known)| !matches!(known, Known::Static(_)));
        (copy, passed.map(|(arg, _)| arg).collect(), true)
    }

    fn known(&self, arg: &Expr) -> Known {
        match arg {
            Expr::Closure(id, captures) if captures.is_empty() => Known::Static(*id),
            Expr::Closure(id, _) => Known::Closure(*id),
            Expr::Get(local) => self.closures.get(local).map_or(Known::Nothing, |id| Known::Closure(*id)),
            _ => Known::Nothing,
        }
    }

    /// Puts a function's body in place of a call.
    fn inline(&mut self, function: Function, args: Vec<Expr>) -> Expr {
        let uses = measure::uses(&function.body);
        let mut statements = Vec::new();
        let mut replaced = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let local = Local(u32::try_from(index).unwrap_or(u32::MAX));
            let uses = uses.get(&local).copied().unwrap_or_default();
            let later = &args[index + 1..];
            let stands = self.parameter(arg, function.locals[index], uses, later, &function.body, local);
            statements.extend(stands.0);
            replaced.push(stands.1);
        }
        for rep in &function.locals[function.params..] {
            replaced.push(Expr::Get(new_local(&mut self.locals, *rep)));
        }
        self.grown += measure::nodes(&function.body, FUNCTION_NODES_MAX).unwrap_or(FUNCTION_NODES_MAX);
        self.next_label += 1;
        let exit = LabelId(self.next_label - 1);
        self.find_assigned_once_in(&function, &replaced);
        let mut graft = Grafted {
            locals: replaced,
            next_label: &mut self.next_label,
            exit,
            labels: HashMap::new(),
            returns: false,
        };
        let body = graft.graft(function.body);
        let returns = graft.returns;
        self.depth += 1;
        let body = self.visit(body);
        self.depth -= 1;
        let body = if returns {
            let rep = if function.result == Rep::Never { Rep::Unit } else { function.result };
            Expr::Block(exit, Box::new(body), rep)
        } else {
            body
        };
        statements.push(body);
        simplify::simplify(Expr::Seq(statements))
    }

    /// Returns how an argument is kept for the body, if it must be, and what stands for the parameter.
    fn parameter(
        &mut self,
        arg: &Expr,
        rep: Rep,
        uses: Uses,
        later: &[Expr],
        body: &Expr,
        param: Local,
    ) -> (Option<Expr>, Expr) {
        if uses.sets == 0 {
            match arg {
                Expr::Const(_) => return (None, arg.clone()),
                Expr::Closure(_, captures) if captures.is_empty() => return (None, arg.clone()),
                // The body assigns locals of its own only.
                Expr::Get(local) if !later.iter().any(|arg| assigns(arg, *local)) => {
                    return (None, arg.clone());
                }
                // What is boxed for the call and unboxed behind it was never boxed.
                Expr::Op(Op::Box(scalar), inner)
                    if *scalar != Scalar::Unit && only_unboxed(body, param, *scalar) =>
                {
                    let local = new_local(&mut self.locals, scalar.rep());
                    let set = Expr::Set(local, Box::new(inner[0].clone()));
                    return (Some(set), Expr::op(Op::Box(*scalar), [Expr::Get(local)]));
                }
                _ => {}
            }
        }
        let local = new_local(&mut self.locals, rep);
        if let (0, Expr::Closure(id, _)) = (uses.sets, arg) {
            self.closures.insert(local, *id);
        }
        (Some(Expr::Set(local, Box::new(arg.clone()))), Expr::Get(local))
    }
}

fn assigns(expr: &Expr, local: Local) -> bool {
    measure::uses(expr).get(&local).is_some_and(|uses| uses.sets > 0)
}

/// Whether every use of a parameter unboxes it.
fn only_unboxed(body: &Expr, param: Local, scalar: Scalar) -> bool {
    let mut waiting = vec![body];
    while let Some(expr) = waiting.pop() {
        match expr {
            Expr::Op(Op::Unbox(found), operands) if operands[0] == Expr::Get(param) => {
                if *found != scalar {
                    return false;
                }
            }
            Expr::Get(local) if *local == param => return false,
            other => waiting.extend(other.parts()),
        }
    }
    true
}

/// The locals that are called, or passed on where they may be called.
fn callees(body: &Expr) -> Vec<Local> {
    let mut found = Vec::new();
    let mut waiting = vec![body];
    while let Some(expr) = waiting.pop() {
        match expr {
            Expr::CallClosure(callee, _) => {
                if let Expr::Get(local) = **callee {
                    found.push(local);
                }
            }
            Expr::Call(_, args) => {
                found.extend(
                    args.iter()
                        .filter_map(|arg| if let Expr::Get(local) = arg { Some(*local) } else { None }),
                );
            }
            _ => {}
        }
        waiting.extend(expr.parts());
    }
    found
}
