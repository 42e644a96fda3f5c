//! Makes a program smaller while it still shows a difference.

use super::source::Source;

/// Leaves out statements as long as `shows` says that the difference is still there, at most `tries` times asked.
pub fn shrink(source: Source, mut tries: usize, shows: &mut dyn FnMut(&Source) -> bool) -> Source {
    let mut source = source;
    loop {
        let before = source.size();
        let mut at = before;
        while at > 0 {
            at -= 1;
            if at >= source.size() {
                continue;
            }
            if tries == 0 {
                return source;
            }
            let smaller = source.without(at);
            tries -= 1;
            if shows(&smaller) {
                source = smaller;
            }
        }
        if source.size() == before {
            return source;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::{Node, Source};
    use super::shrink;

    #[test]
    fn what_is_needed_stays() {
        let inner = vec![Node::line("noise"), Node::line("needed"), Node::line("noise")];
        let body = vec![Node::line("noise"), Node::block("{", inner, "}"), Node::line("noise")];
        let source = Source { imports: vec!["import".into()], body };
        let small = shrink(source, 100, &mut |source| source.text().contains("needed"));
        assert_eq!(small.text(), "{\n  needed\n}\n");
    }
}
