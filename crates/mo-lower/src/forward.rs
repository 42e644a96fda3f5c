//! Names that closures mention before they are declared. Each has a CELL from the start of its block: closures capture the
//! cell, and the declaration fills it. After its declaration a name that cannot change is read without the cell.

use std::collections::{BTreeSet, HashMap};

use mo_ir::{Expr, Local, Op, Rep};
use mo_syntax::ast::{Dec, DecKind};

use crate::binding::Binding;
use crate::expr::value_const;
use crate::kind::{Kind, coerce};
use crate::mentions::Mentions;
use crate::program::Lower;

impl<'a> Lower<'a> {
    /// Makes the cells of a block's names that closures mention too early. Functions and classes that mention one another
    /// need none: their closures are completed when the other is there.
    pub(crate) fn declare_forward(&mut self, decs: &[&'a Dec]) -> Vec<Expr> {
        // Where each name is declared, and what it is called, in the order of the text.
        let names: Vec<(usize, String)> = decs
            .iter()
            .enumerate()
            .flat_map(|(at, dec)| dec.names().into_iter().map(move |name| (at, name)))
            .collect();
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, (_, name)) in names.iter().enumerate() {
            places.entry(name).or_default().push(place);
        }
        let mut early: BTreeSet<usize> = BTreeSet::new();
        let mut cells = Vec::new();
        for (at, dec) in decs.iter().enumerate() {
            let mentioned = Mentions::of_dec(dec).in_closures;
            let is_early = |place: &&usize| {
                let declared = names[**place].0;
                declared >= at && !(is_completed(dec) && is_completed(decs[declared]))
            };
            let mut found: Vec<usize> = Vec::new();
            #[expect(clippy::iter_over_hash_type, reason = "what is found is sorted")]
            for name in &mentioned {
                found.extend(places.get(name.as_str()).into_iter().flatten().filter(is_early));
            }
            found.sort_unstable();
            for place in found {
                if early.insert(places[names[place].1.as_str()][0]) {
                    cells.extend(self.forward_cell(&names[place].1));
                }
            }
        }
        cells
    }

    fn forward_cell(&mut self, name: &str) -> Option<Expr> {
        let known = self.frame().scopes.last().and_then(|scope| scope.get(name)).cloned();
        let wants_cell =
            matches!(known, None | Some(Binding::LocalFunc { .. })) && !self.has_static_place(name);
        if !wants_cell {
            return None;
        }
        let local = self.frame().local(Rep::Value);
        self.frame().ready.insert(local);
        self.frame().forward.insert(local, known);
        self.frame().bind(name, Binding::Cell { local, kind: Kind::Value });
        Some(Expr::Set(local, Box::new(Expr::op(Op::Cell, [value_const(mo_ir::layout::NULL)]))))
    }

    /// At the declaration of a name: returns its cell, if it has one, and lets the name mean what it is from here on.
    pub(crate) fn arrive(&mut self, name: &str) -> Option<Local> {
        let frame = self.frame();
        let Some(Binding::Cell { local, .. }) = frame.scopes.last().and_then(|scope| scope.get(name)) else {
            return None;
        };
        let local = *local;
        let known = frame.forward.remove(&local)?;
        if let Some(binding) = known {
            frame.bind(name, binding);
        }
        Some(local)
    }

    /// Fills a cell with what a local holds.
    pub(crate) fn fill(cell: Local, local: Local, kind: Kind) -> Expr {
        let value = coerce(Expr::Get(local), kind, Kind::Value);
        Expr::Seq(vec![Expr::op(Op::SetSlot(0), [Expr::Get(cell), value]), Expr::UNIT])
    }
}

/// Whether closures that were made before its declaration are completed then.
fn is_completed(dec: &Dec) -> bool {
    matches!(dec.kind, DecKind::Func(_) | DecKind::Class(_))
}
