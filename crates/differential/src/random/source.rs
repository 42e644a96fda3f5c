//! A program as lines and blocks, so that parts of it can be left out.

use std::collections::BTreeSet;

/// What stands in front of the number of a program among several.
pub const TITLE: &str = "-- program ";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub imports: Vec<String>,
    pub body: Vec<Node>,
}

/// A statement: a line, or lines around a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The line, or the one that opens the block.
    pub head: String,
    pub body: Option<Vec<Node>>,
    /// What closes the block.
    pub tail: String,
}

impl Node {
    pub fn line(text: impl Into<String>) -> Node {
        Node { head: text.into(), body: None, tail: String::new() }
    }

    pub fn block(head: impl Into<String>, body: Vec<Node>, tail: impl Into<String>) -> Node {
        Node { head: head.into(), body: Some(body), tail: tail.into() }
    }

    fn write(&self, depth: usize, into: &mut String) {
        let indent = "  ".repeat(depth);
        into.push_str(&format!("{indent}{}\n", self.head));
        if let Some(body) = &self.body {
            body.iter().for_each(|node| node.write(depth + 1, into));
            into.push_str(&format!("{indent}{}\n", self.tail));
        }
    }

    fn size(&self) -> usize {
        1 + self.body.iter().flatten().map(Node::size).sum::<usize>()
    }
}

impl Source {
    pub fn text(&self) -> String {
        let mut text: String = self.imports.iter().map(|import| format!("{import}\n")).collect();
        self.body.iter().for_each(|node| node.write(0, &mut text));
        text
    }

    /// Puts programs into one, each in a block of its own below a line that says which: one run then shows what all of them do.
    pub fn together(programs: &[&Source]) -> Source {
        let imports: BTreeSet<&String> = programs.iter().flat_map(|program| &program.imports).collect();
        let body = programs.iter().enumerate().flat_map(|(at, program)| {
            let title = Node::line(format!("Debug.print(\"{TITLE}{at}\");"));
            [title, Node::block("do {", program.body.clone(), "};")]
        });
        Source { imports: imports.into_iter().cloned().collect(), body: body.collect() }
    }

    /// The number of statements.
    pub fn size(&self) -> usize {
        self.imports.len() + self.body.iter().map(Node::size).sum::<usize>()
    }

    /// Returns the program without the statement at an index, counted in order of text.
    pub fn without(&self, at: usize) -> Source {
        let mut source = self.clone();
        if at < source.imports.len() {
            source.imports.remove(at);
        } else {
            edit(&mut source.body, at - self.imports.len(), &mut |nodes, index| {
                nodes.remove(index);
            });
        }
        source
    }

    /// Returns the program with a change to the statement at an index (not to an import).
    pub fn edited(&self, at: usize, change: &mut dyn FnMut(&mut Vec<Node>, usize)) -> Source {
        let mut source = self.clone();
        if let Some(at) = at.checked_sub(self.imports.len()) {
            edit(&mut source.body, at, change);
        }
        source
    }
}

fn edit(nodes: &mut Vec<Node>, mut at: usize, change: &mut dyn FnMut(&mut Vec<Node>, usize)) {
    for index in 0..nodes.len() {
        if at == 0 {
            return change(nodes, index);
        }
        let size = nodes[index].size();
        if at < size {
            if let Some(body) = &mut nodes[index].body {
                edit(body, at - 1, change);
            }
            return;
        }
        at -= size;
    }
}
