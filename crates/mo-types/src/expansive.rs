//! Definitions that grow as they unfold: `type T<A> = ?T<[A]>` never comes back to a type seen before.
//!
//! Kennedy and Pierce's condition: in the graph of parameters, where a parameter leads to those of the constructors that
//! it is passed to, no cycle may contain a step that passes it inside a larger type.

use std::collections::BTreeMap;

use crate::{Body, ConId, Ty, TyKind, Types};

/// A parameter: of which definition, and which one.
type Node = (ConId, usize);

/// Where a parameter is passed, and whether inside a larger type.
type Edges = BTreeMap<Node, Vec<(Node, bool)>>;

impl Types {
    /// Returns the definitions among these that grow for ever as they unfold, each with the parameter that grows.
    pub fn expansive(&self, definitions: &[ConId]) -> Vec<(ConId, ConId)> {
        let mut edges = Edges::new();
        let mut pending: Vec<ConId> = definitions.to_vec();
        let mut seen: Vec<ConId> = Vec::new();
        while let Some(con) = pending.pop() {
            if seen.contains(&con) {
                continue;
            }
            seen.push(con);
            if let Body::Def(body) = self.body(con) {
                let parameters = self.parameters(con);
                self.passed(&body, con, &parameters, &mut edges, &mut pending);
            }
        }
        let mut found = Vec::new();
        for (from, targets) in &edges {
            let grows = targets.iter().any(|(to, larger)| *larger && reaches(&edges, *to, *from));
            if grows && definitions.contains(&from.0) {
                found.push((from.0, self.parameters(from.0)[from.1]));
            }
        }
        found
    }

    /// Collects where the parameters of a definition are passed on.
    fn passed(&self, ty: &Ty, of: ConId, parameters: &[ConId], edges: &mut Edges, pending: &mut Vec<ConId>) {
        if let TyKind::Con(con, arguments) = &**ty
            && !self.is_abstract(*con)
        {
            // A definition without parameters is no argument of anything that grows.
            if !arguments.is_empty() {
                pending.push(*con);
            }
            for (at, argument) in arguments.iter().enumerate() {
                for (index, parameter) in parameters.iter().enumerate() {
                    let itself = matches!(&**argument, TyKind::Con(con, _) if con == parameter);
                    if itself || mentions(argument, *parameter) {
                        edges.entry((of, index)).or_default().push(((*con, at), !itself));
                    }
                }
            }
        }
        ty.each(&mut |part| self.passed(part, of, parameters, edges, pending));
    }
}

fn mentions(ty: &Ty, parameter: ConId) -> bool {
    if matches!(&**ty, TyKind::Con(con, _) if *con == parameter) {
        return true;
    }
    let mut found = false;
    ty.each(&mut |part| found = found || mentions(part, parameter));
    found
}

fn reaches(edges: &Edges, from: Node, wanted: Node) -> bool {
    let mut pending = vec![from];
    let mut seen = Vec::new();
    while let Some(node) = pending.pop() {
        if node == wanted {
            return true;
        }
        if seen.contains(&node) {
            continue;
        }
        seen.push(node);
        pending.extend(edges.get(&node).into_iter().flatten().map(|(to, _)| *to));
    }
    false
}
