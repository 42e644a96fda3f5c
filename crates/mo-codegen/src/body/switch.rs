//! Multi-way branches: by a table where the keys are dense, else by halving.

use mo_ir::{Expr, Rep};
use wasm_encoder::BlockType;

use super::Body;
use crate::code::{I, Place, block_type};

/// A key, and the depth of the block behind which its arm stands.
type Case = (u32, u32);

impl Body<'_> {
    pub(super) fn switch(&mut self, key: &Expr, arms: &[(Vec<u32>, Expr)], default: &Expr, rep: Rep) -> Rep {
        let Some([place]) = self.places(std::slice::from_ref(key)) else { return Rep::Never };
        if let [(keys, arm)] = arms
            && let [key] = keys.as_slice()
        {
            self.is_key(place, *key);
            self.release([place]);
            self.code.push(I::If(block_type(rep)));
            self.on_one_way(arm);
            self.code.push(I::Else);
            self.on_one_way(default);
            return self.end(rep);
        }
        self.code.push(I::Block(block_type(rep)));
        let exit = self.code.depth();
        // The innermost block is the first arm's: to leave it is to come to that arm.
        for _ in 0..=arms.len() {
            self.code.push(I::Block(BlockType::Empty));
        }
        let otherwise = exit + 1;
        self.dispatch(place, cases(arms, self.code.depth()), otherwise);
        self.release([place]);
        for (_, arm) in arms {
            self.code.push(I::End);
            if self.on_one_way(arm) != Rep::Never {
                self.code.branch(exit);
            }
        }
        self.code.push(I::End);
        self.on_one_way(default);
        self.end(rep)
    }

    fn is_key(&mut self, place: Place, key: u32) {
        self.code.get(place);
        if key == 0 {
            return self.code.push(I::I32Eqz);
        }
        self.code.all([I::I32Const(key.cast_signed()), I::I32Eq]);
    }

    /// Branches to the case's block, or to the default's.
    fn dispatch(&mut self, place: Place, cases: Vec<Case>, otherwise: u32) {
        match is_dense(&cases) {
            true => self.table(place, &cases, otherwise),
            false => self.halve(place, &cases, otherwise),
        }
    }

    fn table(&mut self, place: Place, cases: &[Case], otherwise: u32) {
        let (first, last) = (cases[0].0, cases[cases.len() - 1].0);
        let here = self.code.depth();
        let mut targets = vec![here - otherwise; (last - first) as usize + 1];
        for (key, depth) in cases {
            targets[(key - first) as usize] = here - depth;
        }
        self.code.get(place);
        if first > 0 {
            self.code.all([I::I32Const(first.cast_signed()), I::I32Sub]);
        }
        self.code.push(I::BrTable(targets.into(), here - otherwise));
    }

    fn halve(&mut self, place: Place, cases: &[Case], otherwise: u32) {
        if cases.len() > 3 {
            let (low, high) = cases.split_at(cases.len() / 2);
            self.code.get(place);
            self.code.all([I::I32Const(high[0].0.cast_signed()), I::I32LtU, I::If(BlockType::Empty)]);
            self.halve(place, low, otherwise);
            self.code.push(I::End);
            return self.halve(place, high, otherwise);
        }
        for (key, depth) in cases {
            self.is_key(place, *key);
            let here = self.code.depth();
            self.code.push(I::BrIf(here - depth));
        }
        self.code.branch(otherwise);
    }
}

/// Returns the keys in ascending order; the first arm's block is the innermost.
fn cases(arms: &[(Vec<u32>, Expr)], innermost: u32) -> Vec<Case> {
    let mut cases: Vec<Case> = arms
        .iter()
        .zip(0..)
        .flat_map(|((keys, _), arm)| keys.iter().map(move |key| (*key, innermost - arm)))
        .collect();
    cases.sort_unstable();
    cases
}

/// A table pays from four keys on, if at least half of it is used.
fn is_dense(cases: &[Case]) -> bool {
    let (Some(first), Some(last)) = (cases.first(), cases.last()) else { return false };
    cases.len() >= 4 && u64::from(last.0 - first.0) < 2 * cases.len() as u64
}
