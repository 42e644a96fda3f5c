//! Types being inferred: what is known about each, and how one is chosen.

use crate::{InferId, Ty, TyKind, Types};

/// What is known about a type being inferred.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    pub lower: Option<Ty>,
    pub upper: Option<Ty>,
    pub solution: Option<Ty>,
}

/// What became of a type being inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Solution {
    Known(Ty),
    /// Nothing constrains it.
    Unknown,
}

impl Types {
    /// Returns a new type to infer.
    pub fn infer(&self) -> InferId {
        let mut bounds = self.bounds.borrow_mut();
        bounds.push(Bounds::default());
        let before = u32::try_from(bounds.len() - 1).expect("fewer than 2^32 types to infer");
        InferId(self.settled + before)
    }

    /// Forgets what was known of types being inferred: all that is kept has been resolved. Copies are smaller then.
    pub fn settle(&mut self) {
        let bounds = std::mem::take(self.bounds.get_mut());
        self.settled += u32::try_from(bounds.len()).expect("fewer than 2^32 types to infer");
        self.trail.get_mut().clear();
        self.unfolded.get_mut().clear();
    }

    /// Returns where the bounds of a type are, unless they have been forgotten.
    fn place(&self, infer: InferId) -> Option<usize> {
        infer.0.checked_sub(self.settled).map(|place| place as usize)
    }

    /// Returns what is known so far.
    pub fn bounds(&self, infer: InferId) -> Bounds {
        self.place(infer).map(|place| self.bounds.borrow()[place].clone()).unwrap_or_default()
    }

    /// Marks the present state of knowledge, to come back to with [`Types::restore`].
    pub fn save(&self) -> usize {
        self.trail.borrow().len()
    }

    /// Forgets everything learnt since the mark.
    pub fn restore(&self, mark: usize) {
        let undone = self.trail.borrow_mut().split_off(mark);
        let mut bounds = self.bounds.borrow_mut();
        for (infer, old) in undone.into_iter().rev() {
            if let Some(place) = self.place(infer) {
                bounds[place] = old;
            }
        }
    }

    /// Replaces what is known of a type being inferred.
    pub(crate) fn set_bounds(&self, infer: InferId, new: Bounds) {
        let Some(place) = self.place(infer) else { return };
        let old = std::mem::replace(&mut self.bounds.borrow_mut()[place], new);
        self.trail.borrow_mut().push((infer, old));
    }

    /// Fixes a type being inferred.
    pub fn solve(&self, infer: InferId, ty: Ty) {
        self.set_bounds(infer, Bounds { solution: Some(ty), ..self.bounds(infer) });
    }

    /// Chooses from the bounds: the lower one where there is one.
    pub fn choose(&self, infer: InferId) -> Solution {
        let bounds = self.bounds(infer);
        match bounds.solution.or(bounds.lower).or(bounds.upper) {
            Some(ty) => Solution::Known(self.resolve(&ty)),
            None => Solution::Unknown,
        }
    }

    /// Returns the type with its outermost solved variable replaced.
    pub(crate) fn resolved(&self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        while let TyKind::Infer(infer) = &*ty {
            let Some(place) = self.place(*infer) else { break };
            let Some(solution) = self.bounds.borrow()[place].solution.clone() else { break };
            ty = solution;
        }
        ty
    }

    /// Returns the type with all solved variables replaced.
    pub fn resolve(&self, ty: &Ty) -> Ty {
        if !ty.is_open() {
            return ty.clone();
        }
        match &**ty {
            TyKind::Infer(_) => {
                let resolved = self.resolved(ty);
                if matches!(*resolved, TyKind::Infer(_)) { resolved } else { self.resolve(&resolved) }
            }
            _ => ty.map(&mut |part| self.resolve(part)),
        }
    }

    /// Returns the unsolved variables in a type.
    pub fn unsolved(&self, ty: &Ty) -> Vec<InferId> {
        let mut found = Vec::new();
        self.collect_unsolved(ty, &mut found);
        found
    }

    fn collect_unsolved(&self, ty: &Ty, found: &mut Vec<InferId>) {
        if !ty.is_open() {
            return;
        }
        let ty = self.resolved(ty);
        match &*ty {
            TyKind::Infer(infer) if !found.contains(infer) => found.push(*infer),
            _ => ty.each(&mut |part| self.collect_unsolved(part, found)),
        }
    }
}
