//! Types, functions, classes and objects at the top of a program.

use super::source::Node;
use super::types::{Field, Type};
use super::writer::{Variable, Writer};

impl Writer<'_> {
    /// A type with a name.
    pub(super) fn type_declaration(&mut self) -> Node {
        let name = self.fresh("T");
        let ty = match self.chance.below(3) {
            0 => self.record(1),
            1 => self.variant(1),
            _ => Type::Tuple(vec![self.plain(1), self.plain(1)]),
        };
        let text = ty.to_string();
        self.uses(&ty);
        let known = self.aliases.iter().any(|(_, own)| *own == ty);
        if !known && ty.is_plain() {
            self.aliases.push((name.clone(), ty));
        }
        Node::line(format!("type {name} = {text};"))
    }

    pub(super) fn declaration(&mut self) -> Vec<Node> {
        match self.chance.below(8) {
            0..=2 => self.function(),
            3 => self.recursion(),
            4 => self.class(),
            5 => self.tree(),
            6 => self.generic(),
            _ => self.module(),
        }
    }

    fn function(&mut self) -> Vec<Node> {
        let name = self.fresh("f");
        let args: Vec<Type> = (0..self.chance.below(3)).map(|_| self.plain(2)).collect();
        let result = self.plain(2);
        let names: Vec<String> = args.iter().map(|_| self.fresh("p")).collect();
        let params: Vec<String> =
            names.iter().zip(&args).map(|(name, ty)| format!("{name} : {}", self.spelled(ty))).collect();
        let variables: Vec<Variable> = names
            .iter()
            .zip(&args)
            .map(|(name, ty)| Variable { name: name.clone(), ty: ty.clone(), var: false })
            .collect();
        let body = self.within(variables, |own| {
            let mut body = Vec::new();
            for _ in 0..own.chance.below(3) {
                body.extend(own.statement(1));
            }
            if own.chance.percent(30) {
                let (condition, early) = (own.condition(1), own.expression(&result, 1, true));
                body.push(Node::line(format!("if ({condition}) {{ return {early} }};")));
            }
            body.push(Node::line(own.expression(&result, 3, true)));
            body
        });
        let head = format!("func {name}({}) : {} {{", params.join(", "), self.spelled(&result));
        self.declare(&name, &Type::func(args, result), false);
        vec![Node::block(head, body, "};")]
    }

    /// A function that calls itself with a smaller number.
    fn recursion(&mut self) -> Vec<Node> {
        let name = self.fresh("rec");
        let result = self.plain(1);
        let spelled = self.spelled(&result);
        let base = self.expression(&result, 2, true);
        let last = Variable { name: "last".into(), ty: result.clone(), var: false };
        let number = Variable { name: "n".into(), ty: Type::Prim("Nat"), var: false };
        let step = self.within(vec![last, number], |own| own.expression(&result, 2, true));
        let body = vec![
            Node::line(format!("if (n == 0) {{ return {base} }};")),
            Node::line(format!("let last = {name}(n - 1 : Nat);")),
            Node::line(step),
        ];
        let times = 1 + self.chance.below(4);
        let shown = self.shown(&result, &format!("{name}({times})"), 1);
        let declared = Node::block(format!("func {name}(n : Nat) : {spelled} {{"), body, "};");
        vec![declared, Node::line(format!("Debug.print({shown});"))]
    }

    /// A class with a state, and an object of it.
    fn class(&mut self) -> Vec<Node> {
        let (class, object) = (self.fresh("C"), self.fresh("o"));
        let state = self.plain(1);
        let spelled = self.spelled(&state);
        let start = Variable { name: "start".into(), ty: state.clone(), var: false };
        let inner = Variable { name: "state".into(), ty: state.clone(), var: true };
        let next = self.within(vec![start, inner], |own| own.expression(&state, 2, true));
        let body = vec![
            Node::line(format!("var state : {spelled} = start;")),
            Node::line(format!("public func step() : {spelled} {{ state := {next}; state }};")),
            Node::line(format!("public func get() : {spelled} {{ state }};")),
            Node::line("public let size = 3;"),
        ];
        let value = self.expression(&state, 2, true);
        self.declare(&format!("{object}.step"), &Type::func(vec![], state.clone()), false);
        self.declare(&format!("{object}.get"), &Type::func(vec![], state), false);
        self.declare(&format!("{object}.size"), &Type::Prim("Nat"), false);
        let head = if self.chance.percent(50) {
            format!("class {class}(start : {spelled}) {{")
        } else {
            format!("class {class}(start : {spelled}) = self {{")
        };
        vec![Node::block(head, body, "};"), Node::line(format!("let {object} = {class}({value});"))]
    }

    /// A recursive type with a function over it.
    fn tree(&mut self) -> Vec<Node> {
        let (name, sum, tree) = (self.fresh("Tree"), self.fresh("sum"), self.fresh("tree"));
        let item = self.plain(1);
        let spelled = self.spelled(&item);
        let bound = Variable { name: "item".into(), ty: item.clone(), var: false };
        let weight = self.within(vec![bound], |own| own.expression(&Type::Prim("Nat"), 2, true));
        let (first, second) = (self.expression(&item, 1, true), self.expression(&item, 1, true));
        let body = vec![Node::block(
            "switch t {",
            vec![
                Node::line("case (#leaf) { 1 };"),
                Node::line(format!(
                    "case (#node(left, item, right)) {{ {sum}(left) + {weight} + {sum}(right) }};"
                )),
            ],
            "}",
        )];
        vec![
            Node::line(format!("type {name}<A> = {{ #leaf; #node : ({name}<A>, A, {name}<A>) }};")),
            Node::block(format!("func {sum}(t : {name}<{spelled}>) : Nat {{"), body, "};"),
            Node::line(format!(
                "let {tree} : {name}<{spelled}> = #node(#leaf, {first}, #node(#leaf, {second}, #leaf));"
            )),
            Node::line(format!("Debug.print(debug_show ({sum}({tree})));")),
        ]
    }

    /// A generic function with a function as argument.
    fn generic(&mut self) -> Vec<Node> {
        let (name, from, to) = (self.fresh("map"), self.plain(1), self.plain(1));
        let lambda = self.lambda(std::slice::from_ref(&from), &to, 2, false);
        let list = self.expression(&Type::array(from.clone()), 2, false);
        let body = vec![
            Node::line("var out : [B] = [];"),
            Node::block("for (x in list.values()) {", vec![Node::line("count += 1; last := ?f(x);")], "};"),
            Node::line("switch last { case (?y) { out := [y, y] }; case null {} };"),
            Node::line("(out, count)"),
        ];
        let mut body = body;
        body.insert(1, Node::line("var count = 0;"));
        body.insert(2, Node::line("var last : ?B = null;"));
        let instance = if self.chance.percent(50) {
            format!("<{}, {}>", self.spelled(&from), self.spelled(&to))
        } else {
            String::new()
        };
        vec![
            Node::block(format!("func {name}<A, B>(list : [A], f : A -> B) : ([B], Nat) {{"), body, "};"),
            if to.is_plain() {
                Node::line(format!("Debug.print(debug_show ({name}{instance}({list}, {lambda})));"))
            } else {
                Node::line(format!("ignore {name}{instance}({list}, {lambda});"))
            },
        ]
    }

    /// A module with a type, a value and functions; one of them is called with a dot.
    fn module(&mut self) -> Vec<Node> {
        let (name, ty) = (self.fresh("M"), self.record(1));
        let Type::Record(fields) = &ty else { return Vec::new() };
        let mut fields = fields.clone();
        fields.retain(|field| !field.var);
        let ty = Type::Record(
            [fields, vec![Field { name: "mark".into(), var: false, ty: Type::Prim("Nat") }]].concat(),
        );
        let result = self.plain(1);
        let text = ty.to_string();
        self.uses(&ty);
        let own = Variable { name: "self".into(), ty: ty.clone(), var: false };
        let body = self.within(vec![own], |own| own.expression(&result, 2, true));
        let value = self.expression(&ty, 2, true);
        let spelled = self.spelled(&result);
        let inner = vec![
            Node::line(format!("public type Self = {text};")),
            Node::line(format!(
                "public func look(self : Self, add : Nat) : ({spelled}, Nat) {{ ({body}, self.mark + add) }};"
            )),
            Node::line(
                "public func compare(a : Self, b : Self) : { #less; #equal; #greater } { if (a.mark < b.mark) #less else if (a.mark == b.mark) #equal else #greater };",
            ),
        ];
        let object = self.fresh("m");
        let shown = if result.is_plain() {
            format!("debug_show ({object}.look(2))")
        } else {
            format!("debug_show (({object}.look(2)).1)")
        };
        vec![
            Node::block(format!("module {name} {{"), inner, "};"),
            Node::line(format!("let {object} : {name}.Self = {value};")),
            Node::line(format!("Debug.print({shown});")),
            Node::line(format!(
                "Debug.print(debug_show ({name}.compare({object}, {{ {object} with mark = 3 }})));"
            )),
        ]
    }
}
