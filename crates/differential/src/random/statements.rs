//! Statements.

use super::source::Node;
use super::types::Type;
use super::writer::{Variable, Writer};

impl Writer<'_> {
    pub(super) fn statement(&mut self, depth: usize) -> Vec<Node> {
        let simple = depth == 0;
        match self.chance.below(16) {
            0..=2 => self.let_statement(),
            3 => self.var_statement(),
            4..=5 => self.assignment(),
            6..=8 => self.shown_statement(),
            9 if !simple => self.loop_statement(depth - 1),
            10 if !simple => self.if_statement(depth - 1),
            11 if !simple => self.switch_statement(depth - 1),
            12 => self.destructuring(),
            13 if !simple => self.labelled(depth - 1),
            14 => self.array_statement(),
            15 if !simple => self.effects(),
            _ => self.shown_statement(),
        }
    }

    fn let_statement(&mut self) -> Vec<Node> {
        let (name, ty) = (self.fresh("x"), self.any(2));
        let inferred = self.chance.percent(25) && ty.is_plain();
        let value = self.expression(&ty, 3, !inferred);
        let text = if inferred {
            format!("let {name} = {value};")
        } else {
            format!("let {name} : {} = {value};", self.spelled(&ty))
        };
        // Without its type written, a value may have a smaller one.
        if !inferred || ty.is_key() {
            self.declare(&name, &ty, false);
        }
        vec![Node::line(text)]
    }

    fn var_statement(&mut self) -> Vec<Node> {
        let (name, ty) = (self.fresh("y"), self.plain(2));
        let text = format!("var {name} : {} = {};", self.spelled(&ty), self.expression(&ty, 3, true));
        self.declare(&name, &ty, true);
        vec![Node::line(text)]
    }

    fn assignment(&mut self) -> Vec<Node> {
        let vars: Vec<Variable> = self.scope.iter().filter(|it| it.var).cloned().collect();
        if vars.is_empty() {
            return self.var_statement();
        }
        let chosen = self.chance.choose(&vars).clone();
        let value = self.expression(&chosen.ty, 3, true);
        let operator = match &chosen.ty {
            Type::Prim("Text") if self.chance.percent(50) => "#=",
            Type::Prim("Int" | "Nat") if self.chance.percent(50) => "+=",
            ty if ty.is_fixed() && self.chance.percent(60) => {
                self.chance.pick(&["+%=", "*%=", "^=", "|=", "&=", "<<>="])
            }
            _ => ":=",
        };
        let name = &chosen.name;
        vec![Node::line(format!("{name} {operator} {value};")), {
            let shown = self.shown(&chosen.ty, name, 1);
            Node::line(format!("Debug.print({shown});"))
        }]
    }

    fn block(&mut self, depth: usize, inner: Vec<Variable>) -> Vec<Node> {
        self.within(inner, |own| {
            let mut body = Vec::new();
            for _ in 0..1 + own.chance.below(2) {
                body.extend(own.statement(depth));
            }
            body
        })
    }

    fn loop_statement(&mut self, depth: usize) -> Vec<Node> {
        let name = self.fresh("i");
        if self.chance.percent(30) {
            let (times, body) = (1 + self.chance.below(3), self.block(depth, vec![]));
            let mut body = body;
            body.insert(0, Node::line(format!("{name} += 1;")));
            let head = if self.chance.percent(50) {
                format!("while ({name} < {times}) {{")
            } else {
                "loop {".into()
            };
            let tail = if head == "loop {" { format!("}} while ({name} < {times});") } else { "};".into() };
            return vec![Node::line(format!("var {name} = 0;")), Node::block(head, body, tail)];
        }
        let (element, iterator) = if self.chance.percent(50) {
            self.modules.insert("Nat".into());
            (Type::Prim("Nat"), format!("Nat.range(0, {})", self.chance.below(4)))
        } else {
            let element = self.plain(1);
            (element.clone(), format!("({}).values()", self.expression(&Type::array(element), 2, false)))
        };
        let variable = Variable { name: name.clone(), ty: element, var: false };
        let body = self.block(depth, vec![variable]);
        vec![Node::block(format!("for ({name} in {iterator}) {{"), body, "};")]
    }

    fn if_statement(&mut self, depth: usize) -> Vec<Node> {
        let head = format!("if ({}) {{", self.condition(2));
        let yes = self.block(depth, vec![]);
        if self.chance.percent(50) {
            return vec![Node::block(head, yes, "};")];
        }
        let no = self.block(depth, vec![]);
        vec![Node::block(head, yes, "}"), Node::block("else {", no, "};")]
    }

    fn switch_statement(&mut self, depth: usize) -> Vec<Node> {
        let subject = self.subject();
        let head = format!("switch ({}) {{", self.expression(&subject, 3, false));
        let cases = self.cases(&subject).into_iter().map(|(pattern, binds)| {
            let body = self.block(depth, binds);
            Node::block(format!("case ({pattern}) {{"), body, "};")
        });
        let cases = cases.collect();
        vec![Node::block(head, cases, "};")]
    }

    fn destructuring(&mut self) -> Vec<Node> {
        let (first, second) = (self.plain(1), self.plain(1));
        let (one, two) = (self.fresh("x"), self.fresh("x"));
        let (left, right) = (self.expression(&first, 2, true), self.expression(&second, 2, true));
        let (spelled, other) = (self.spelled(&first), self.spelled(&second));
        let text = match self.chance.below(3) {
            0 => format!("let ({one}, {two}) : ({spelled}, {other}) = ({left}, {right});"),
            1 => format!(
                "let {{ a = {one}; b = {two} }} : {{ a : {spelled}; b : {other} }} = {{ a = {left}; b = {right} }};"
            ),
            _ => {
                let option = self.expression(&Type::option(first.clone()), 2, false);
                format!(
                    "let ({one}, {two}) : ({spelled}, {other}) = label give : ({spelled}, {other}) {{ let ?z = {option} else {{ break give ({left}, {right}) }}; (z, {right}) }};"
                )
            }
        };
        self.declare(&one, &first, false);
        self.declare(&two, &second, false);
        vec![Node::line(text)]
    }

    fn labelled(&mut self, depth: usize) -> Vec<Node> {
        let (label, name) = (self.fresh("l"), self.fresh("i"));
        self.modules.insert("Nat".into());
        let variable = Variable { name: name.clone(), ty: Type::Prim("Nat"), var: false };
        let (first, second) = self.within(vec![variable.clone()], |own| (own.condition(2), own.condition(2)));
        let mut body = vec![Node::line(format!("if ({first}) {{ continue {label} }};"))];
        body.extend(self.block(depth, vec![variable]));
        let leave = if self.chance.percent(50) { format!("break {label}") } else { "break".into() };
        body.push(Node::line(format!("if ({second}) {{ {leave} }};")));
        vec![Node::block(format!("label {label} for ({name} in Nat.range(0, 4)) {{"), body, "};")]
    }

    fn array_statement(&mut self) -> Vec<Node> {
        let (name, ty) = (self.fresh("w"), self.plain(1));
        let (start, value) = (self.expression(&ty, 2, true), self.expression(&ty, 2, true));
        let spelled = self.spelled(&ty);
        let shown =
            if ty.is_plain() { format!("debug_show {name}") } else { format!("debug_show ({name}.size())") };
        self.declare(&name, &Type::VarArray(Box::new(ty)), false);
        vec![
            Node::line(format!("let {name} : [var {spelled}] = [var {start}, {value}];")),
            Node::line(format!("{name}[1] := {name}[0]; Debug.print({shown});")),
        ]
    }

    /// Effects whose order shows.
    fn effects(&mut self) -> Vec<Node> {
        let (a, b, c) = (self.fresh("e"), self.fresh("e"), self.fresh("e"));
        let text = match self.chance.below(6) {
            0 => format!("ignore ({{ z = tap(\"{a}\", 1); a = tap(\"{b}\", 2); m = tap(\"{c}\", 3) }});"),
            1 => format!("ignore (tap(\"{a}\", 1), tap(\"{b}\", 2), [tap(\"{c}\", 3)]);"),
            2 => format!("[var 1, 2, 3][tap(\"{a}\", 1)] := tap(\"{b}\", 5) + tap(\"{c}\", 3);"),
            3 => format!(
                "tap(\"{a}\", func (x : Nat, y : Nat) {{ Debug.print(debug_show (x, y)) }})(tap(\"{b}\", 1), tap(\"{c}\", 2));"
            ),
            4 => format!("ignore tap(\"{a}\", false) and tap(\"{b}\", true) or tap(\"{c}\", true);"),
            _ => format!(
                "ignore ({{ {{ x = tap(\"{a}\", 1) }} with y = tap(\"{b}\", 2); b = tap(\"{c}\", 2) }});"
            ),
        };
        vec![Node::line(text)]
    }
}
