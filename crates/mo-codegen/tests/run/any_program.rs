//! Whatever keeps the rules of the representation becomes valid Wasm.

use mo_ir::{
    Arith, Compare, Const, Expr, FuncId, LabelId, Local, Machine, Module, Num, Op, Prim, Rep, Scalar,
    ShapeId, Type, TypeId, Unary, Width,
};
use proptest::prelude::*;

use crate::machine::Program;

const REPS: [Rep; 5] = [Rep::Value, Rep::I32, Rep::I64, Rep::F64, Rep::Unit];
const NUMS: [Num; 11] = [
    Num::Nat,
    Num::Int,
    Num::Nat8,
    Num::Nat16,
    Num::Nat32,
    Num::Nat64,
    Num::Int8,
    Num::Int16,
    Num::Int32,
    Num::Int64,
    Num::Float,
];

/// The labels in scope: what a break brings, or nothing for a loop.
type Labels = Vec<(LabelId, Option<Rep>)>;

/// Returns a program with a literal, a global, a shape, a type, and a function and a closure to call.
fn surroundings() -> Program {
    let mut program = Program::new();
    program.text("literal");
    program.global("global");
    program.shape(&["x", "y"]);
    program.module.types.add(Type::Prim(Prim::Nat));
    program
}

/// Returns some operation of every kind. Those on the runtime's own memory are left out.
fn operations(program: &Program) -> Vec<Op> {
    use mo_ir::layout::label_hash;
    let x = label_hash("x");
    let (shape, ty, global) = (ShapeId(0), TypeId(0), mo_ir::GlobalId(0));
    let mut ops = vec![
        Op::Box(Scalar::Char),
        Op::Box(Scalar::Int64),
        Op::Box(Scalar::Float),
        Op::Box(Scalar::Unit),
        Op::Unbox(Scalar::Bool),
        Op::Unbox(Scalar::Nat64),
        Op::Unbox(Scalar::Float),
        Op::Unbox(Scalar::Unit),
        Op::CompareText(Compare::Eq),
        Op::CompareBlob(Compare::Lt),
        Op::Not,
        Op::Equal(ty),
        Op::Show(ty),
        Op::TextConcat,
        Op::Object(shape),
        Op::Field { shape, label: x },
        Op::SetField { shape, label: x },
        Op::Tuple,
        Op::Slot(1),
        Op::SetSlot(0),
        Op::Array,
        Op::ArrayGet,
        Op::ArraySet,
        Op::ArraySize,
        Op::ArrayFill,
        Op::Variant(x),
        Op::VariantTag,
        Op::VariantPayload,
        Op::Some,
        Op::IsNull,
        Op::Unwrap,
        Op::Cell,
        Op::Global(global),
        Op::SetGlobal(global),
        Op::Stable(0),
        Op::SetStable(1),
        Op::TypeAddress(ty),
        Op::Runtime("int_cmp".to_owned()),
        Op::Ic0("time".to_owned()),
        Op::Machine(Machine::Load(Width::W16)),
        Op::Machine(Machine::Store(Width::W64)),
        Op::Machine(Machine::TypeSection),
        Op::Machine(Machine::FloatSqrt),
        Op::Trap,
        Op::Unreachable,
    ];
    let wraps = [false, true];
    let ariths = [Arith::Add, Arith::Sub, Arith::Mul, Arith::Div, Arith::Rem, Arith::Pow, Arith::RotateLeft];
    for (num, wrapping) in NUMS.into_iter().flat_map(|num| wraps.map(|wrapping| (num, wrapping))) {
        ops.extend(ariths.map(|op| Op::Arith { op, num, wrapping }));
        ops.extend([Unary::Negate, Unary::Complement].map(|op| Op::Unary { op, num, wrapping }));
        ops.extend(NUMS.map(|to| Op::Convert { from: num, to, wrapping }));
        ops.extend([Compare::Ne, Compare::Le].map(|it| Op::CompareNum(it, num)));
    }
    ops.retain(|op| op.signature(&program.module, 2).is_ok());
    ops
}

/// Generates expressions that keep the rules.
struct Generator {
    module: Module,
    ops: Vec<Op>,
}

impl Generator {
    /// Something of a representation, or something that never finishes.
    fn expr(&self, rep: Rep, depth: u32, labels: &Labels) -> BoxedStrategy<Expr> {
        if depth == 0 {
            return self.leaf(rep);
        }
        let branch = (self.expr(Rep::I32, depth - 1, labels), self.pair(rep, depth, labels))
            .prop_map(move |(condition, (yes, no))| crate::build::if_(condition, yes, no, rep));
        let sequence = (self.any(depth - 1, labels), self.expr(rep, depth - 1, labels))
            .prop_map(|(first, last)| Expr::Seq(vec![first, last]));
        let switch = (self.expr(Rep::I32, depth - 1, labels), self.pair(rep, depth, labels)).prop_map(
            move |(key, (arm, default))| {
                Expr::Switch(Box::new(key), vec![(vec![1, 2], arm)], Box::new(default), rep)
            },
        );
        prop_oneof![
            2 => self.leaf(rep),
            1 => branch,
            1 => sequence,
            1 => switch,
            2 => self.block(rep, depth, labels),
            8 => self.operation(rep, depth, labels),
            1 => self.assignment(rep, depth, labels),
            1 => self.never(depth, labels),
        ]
        .boxed()
    }

    fn pair(&self, rep: Rep, depth: u32, labels: &Labels) -> BoxedStrategy<(Expr, Expr)> {
        (self.expr(rep, depth - 1, labels), self.expr(rep, depth - 1, labels)).boxed()
    }

    fn any(&self, depth: u32, labels: &Labels) -> BoxedStrategy<Expr> {
        let all: Vec<_> = REPS.iter().map(|rep| self.expr(*rep, depth, labels)).collect();
        proptest::strategy::Union::new(all).boxed()
    }

    fn leaf(&self, rep: Rep) -> BoxedStrategy<Expr> {
        let local = REPS.iter().position(|it| *it == rep).expect("one of them") as u32;
        let get = Just(Expr::Get(Local(local)));
        let constant = match rep {
            Rep::Value => prop_oneof![
                Just(Const::Value(14)),
                Just(Const::Value(3)),
                Just(Const::Literal(mo_ir::LiteralId(0)))
            ]
            .boxed(),
            Rep::I32 => Just(Const::I32(-7)).boxed(),
            Rep::I64 => Just(Const::I64(i64::MIN)).boxed(),
            Rep::F64 => Just(Const::F64(0.5)).boxed(),
            Rep::Unit | Rep::Never => Just(Const::Unit).boxed(),
        };
        prop_oneof![get, constant.prop_map(Expr::Const)].boxed()
    }

    fn assignment(&self, rep: Rep, depth: u32, labels: &Labels) -> BoxedStrategy<Expr> {
        let local = REPS.iter().position(|it| *it == rep).expect("one of them") as u32;
        self.expr(rep, depth - 1, labels)
            .prop_map(move |value| {
                Expr::Seq(vec![Expr::Set(Local(local), Box::new(value)), Expr::Get(Local(local))])
            })
            .boxed()
    }

    fn block(&self, rep: Rep, depth: u32, labels: &Labels) -> BoxedStrategy<Expr> {
        let (block, round) = (LabelId(depth * 2), LabelId(depth * 2 + 1));
        let within = [labels.as_slice(), &[(block, Some(rep))]].concat();
        let looped = [within.as_slice(), &[(round, None)]].concat();
        let plain = self.expr(rep, depth - 1, &within);
        let looped = self.expr(Rep::Unit, depth - 1, &looped);
        prop_oneof![
            plain.prop_map(move |body| Expr::Block(block, Box::new(body), rep)),
            looped.prop_map(move |body| {
                let round = Expr::Loop(round, Box::new(body));
                Expr::Block(block, Box::new(round), rep)
            }),
        ]
        .boxed()
    }

    fn operation(&self, rep: Rep, depth: u32, labels: &Labels) -> BoxedStrategy<Expr> {
        let signature = |op: &Op| op.signature(&self.module, 2).expect("kept above");
        let fitting: Vec<Op> = self.ops.iter().filter(|op| signature(op).result == rep).cloned().collect();
        let by_rep: Vec<_> = REPS.iter().map(|rep| self.expr(*rep, depth - 1, labels)).collect();
        let module = self.module.clone();
        proptest::sample::select(fitting)
            .prop_flat_map(move |op| {
                let operands = op.signature(&module, 2).expect("kept above").operands;
                let place = |rep: &Rep| REPS.iter().position(|it| it == rep).expect("one of them");
                let operands: Vec<_> = operands.iter().map(|rep| by_rep[place(rep)].clone()).collect();
                operands.prop_map(move |operands| Expr::Op(op.clone(), operands))
            })
            .boxed()
    }

    fn never(&self, depth: u32, labels: &Labels) -> BoxedStrategy<Expr> {
        let mut ways = vec![
            self.expr(Rep::Value, depth - 1, labels).prop_map(|value| Expr::Return(Box::new(value))).boxed(),
            Just(Expr::op(Op::Unreachable, [])).boxed(),
        ];
        for (label, brings) in labels.iter().copied() {
            ways.push(match brings {
                None => Just(Expr::Continue(label)).boxed(),
                Some(rep) => self
                    .expr(rep, depth - 1, labels)
                    .prop_map(move |value| Expr::Break(label, Box::new(value)))
                    .boxed(),
            });
        }
        proptest::strategy::Union::new(ways).boxed()
    }
}

fn bodies() -> impl Strategy<Value = Expr> {
    let program = surroundings();
    let ops = operations(&program);
    let generator = Generator { module: program.module, ops };
    generator.expr(Rep::Value, 3, &vec![])
}

proptest! {
    #[test]
    fn becomes_valid_wasm(body in bodies()) {
        let mut program = surroundings();
        let tested = program.function("tested", &REPS, &[], Rep::Value, body);
        let call = Expr::Call(tested, REPS.map(|rep| match rep {
            Rep::Value => Expr::Const(Const::Value(0)),
            Rep::I32 => Expr::Const(Const::I32(0)),
            Rep::I64 => Expr::Const(Const::I64(0)),
            Rep::F64 => Expr::Const(Const::F64(0.0)),
            _ => Expr::UNIT,
        }).to_vec());
        program.run(&[], &[], Rep::Value, call);
        prop_assert_eq!(mo_ir::verify(&program.module), Ok(()));
        program.wasm();
    }
}

#[test]
fn every_operation_becomes_valid_wasm() {
    let operand =
        |rep: &Rep| Expr::Get(Local(REPS.iter().position(|it| it == rep).expect("one of them") as u32));
    let mut program = surroundings();
    let mut tested: Vec<FuncId> = vec![];
    for op in operations(&program) {
        let signature = op.signature(&program.module, 2).expect("kept above");
        let body = Expr::Op(op.clone(), signature.operands.iter().map(operand).collect());
        tested.push(program.function(&format!("{op:?}"), &REPS, &[], signature.result, body));
    }
    for (index, id) in tested.into_iter().enumerate() {
        program.export_tested(&index.to_string(), id);
    }
    program.wasm();
}
