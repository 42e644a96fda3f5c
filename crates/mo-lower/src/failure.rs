//! `try`, `catch`, `finally` and `throw`: jumps to handlers, and what must run on every way out.

use std::collections::HashMap;

use mo_ir::{Expr, LabelId, Rep};
use mo_syntax::ast::{self, Case};

use crate::frame::Region;
use crate::kind::Kind;
use crate::program::Lower;

impl<'a> Lower<'a> {
    pub(crate) fn throw(&mut self, error: &'a ast::Expr) -> Expr {
        let error = self.lower(error, Kind::Value);
        self.throw_value(error)
    }

    /// Goes to the innermost handler, or ends the function.
    fn throw_value(&mut self, error: Expr) -> Expr {
        match self.innermost_catch() {
            Some(label) => Expr::Break(label, Box::new(error)),
            None => Expr::Fail(Box::new(error)),
        }
    }

    pub(crate) fn innermost_catch(&mut self) -> Option<LabelId> {
        self.frame().regions.iter().rev().find_map(|region| region.catch)
    }

    pub(crate) fn try_expr(
        &mut self,
        body: &'a ast::Expr,
        cases: &'a [Case],
        finally: Option<&'a ast::Expr>,
        want: Kind,
    ) -> Expr {
        let Some(finally) = finally else { return self.try_catch(body, cases, want) };
        let may_fail = crate::asynchronous::waits(body)
            || cases.iter().any(|case| crate::asynchronous::waits(&case.body));
        let (done, failed) = (self.frame().label(), self.frame().label());
        self.finals.push(finally);
        let region = self.finals.len() - 1;
        self.enter_region(may_fail.then_some(failed), Some(region));
        let result = self.try_catch(body, cases, want);
        self.frame().regions.pop();
        let tried = if may_fail {
            let (set, error) = self.catching(failed, done, result);
            let last = self.finally(region);
            let again = self.throw_value(Expr::Get(error));
            Expr::Block(done, Box::new(Expr::Seq(vec![set, last, again])), want.rep())
        } else {
            result
        };
        let (set, value) = self.kept(tried, want);
        let last = self.finally(region);
        Expr::Seq(vec![set, last, value])
    }

    fn try_catch(&mut self, body: &'a ast::Expr, cases: &'a [Case], want: Kind) -> Expr {
        // Without anything that can fail there is nothing to catch.
        if cases.is_empty() || !crate::asynchronous::waits(body) {
            return self.lower(body, want);
        }
        let (done, failed) = (self.frame().label(), self.frame().label());
        self.enter_region(Some(failed), None);
        let result = self.lower(body, want);
        self.frame().regions.pop();
        let (set, error) = self.catching(failed, done, result);
        let mut code = vec![set];
        for case in cases {
            let next = self.frame().label();
            self.frame().scopes.push(HashMap::new());
            let bind = self.match_pattern(&case.pattern, error, Kind::Value, next);
            let result = self.lower(&case.body, want);
            self.frame().scopes.pop();
            let leave = Expr::Break(done, Box::new(result));
            code.push(Expr::Block(next, Box::new(Expr::Seq(vec![bind, leave])), Rep::Unit));
        }
        code.push(self.throw_value(Expr::Get(error)));
        Expr::Block(done, Box::new(Expr::Seq(code)), want.rep())
    }

    fn enter_region(&mut self, catch: Option<LabelId>, finally: Option<usize>) {
        let frame = self.frame();
        let (labels, options) = (frame.labels.len(), frame.option_blocks.len());
        frame.regions.push(Region { catch, finally, labels, options });
    }

    /// Runs to `done` with a result; an error that goes to `failed` ends up in the local.
    fn catching(&mut self, failed: LabelId, done: LabelId, result: Expr) -> (Expr, mo_ir::Local) {
        let leave = Expr::Break(done, Box::new(result));
        let error = Expr::Block(failed, Box::new(leave), Rep::Value);
        self.hold(error, Kind::Value)
    }

    /// Stores a result and reads it back.
    fn kept(&mut self, result: Expr, kind: Kind) -> (Expr, Expr) {
        match kind {
            Kind::Never => (result, Expr::UNIT),
            kind if kind.rep() == Rep::Unit => (result, Expr::UNIT),
            kind => {
                let (set, local) = self.hold(result, kind);
                (set, Expr::Get(local))
            }
        }
    }

    /// One copy of what a `finally` does, which is outside of its own `try`.
    fn finally(&mut self, region: usize) -> Expr {
        let finally = self.finals[region];
        let at = self.frame().regions.iter().position(|it| it.finally == Some(region));
        let inner = at.map(|at| self.frame().regions.split_off(at)).unwrap_or_default();
        let code = self.lower(finally, Kind::UNIT);
        self.frame().regions.extend(inner);
        code
    }

    /// What must run before control leaves regions entered behind a number of labels and `do ?` blocks.
    fn finally_beyond(&mut self, crossed: impl Fn(&Region) -> bool) -> Vec<Expr> {
        let regions: Vec<usize> = self
            .frame()
            .regions
            .iter()
            .rev()
            .filter(|region| crossed(region))
            .filter_map(|region| region.finally)
            .collect();
        regions.into_iter().map(|region| self.finally(region)).collect()
    }

    /// All of it, for when the message is given up.
    pub(crate) fn all_finally(&mut self) -> Option<Expr> {
        let code = self.finally_beyond(|_| true);
        (!code.is_empty()).then(|| Expr::Seq(code.into_iter().chain([Expr::UNIT]).collect()))
    }

    /// Leaves regions with a value: what must run does so after the value is known.
    pub(crate) fn leaving(
        &mut self,
        value: Expr,
        kind: Kind,
        crossed: impl Fn(&Region) -> bool,
        leave: impl FnOnce(Expr) -> Expr,
    ) -> Expr {
        let last = self.finally_beyond(crossed);
        if last.is_empty() {
            return leave(value);
        }
        let (set, value) = self.kept(value, kind);
        Expr::Seq([set].into_iter().chain(last).chain([leave(value)]).collect())
    }
}
