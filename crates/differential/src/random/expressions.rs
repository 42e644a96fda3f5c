//! Expressions of a wanted type.

use super::source::Node;
use super::types::{Field, Type};
use super::writer::{Variable, Writer};

impl Writer<'_> {
    /// An expression of a type; `checked`: where the type is expected, so that it need not be written.
    pub(super) fn expression(&mut self, ty: &Type, depth: usize, checked: bool) -> String {
        if depth > 0
            && self.chance.percent(75)
            && let Some(text) = self.composite(ty, depth - 1, checked)
        {
            return text;
        }
        if self.chance.percent(60)
            && let Some(text) = self.variable(ty)
        {
            return text;
        }
        self.plainly(ty, depth.saturating_sub(1), checked)
    }

    fn variable(&mut self, ty: &Type) -> Option<String> {
        let fits: Vec<String> =
            self.scope.iter().filter(|it| it.ty == *ty).map(|it| it.name.clone()).collect();
        if fits.is_empty() { None } else { Some(self.chance.choose(&fits).clone()) }
    }

    /// A literal, or parts put together.
    fn plainly(&mut self, ty: &Type, depth: usize, checked: bool) -> String {
        let annotated = |text: String, own: &mut Self| {
            if checked && own.chance.percent(80) { text } else { format!("({text} : {})", own.spelled(ty)) }
        };
        match ty {
            Type::Prim(name) => self.literal(name, checked),
            Type::Option(inner) => {
                if self.chance.percent(25) {
                    return annotated("null".into(), self);
                }
                let text = format!("?{}", self.expression(inner, depth, checked));
                if checked { text } else { format!("({text})") }
            }
            Type::Array(inner) => {
                let parts: Vec<String> =
                    (0..self.chance.below(4)).map(|_| self.expression(inner, depth, checked)).collect();
                let text = format!("[{}]", parts.join(", "));
                if parts.is_empty() { annotated(text, self) } else { text }
            }
            Type::VarArray(inner) => {
                let parts: Vec<String> =
                    (0..1 + self.chance.below(3)).map(|_| self.expression(inner, depth, checked)).collect();
                format!("[var {}]", parts.join(", "))
            }
            Type::Tuple(parts) => {
                let parts: Vec<String> =
                    parts.iter().map(|part| self.expression(part, depth, checked)).collect();
                format!("({})", parts.join(", "))
            }
            Type::Record(fields) => {
                let mut fields: Vec<String> =
                    fields.iter().map(|it| self.field(it, depth, checked)).collect();
                if fields.len() > 1 && self.chance.percent(30) {
                    fields.reverse();
                }
                format!("({{ {} }})", fields.join("; "))
            }
            Type::Variant(cases) => {
                let (tag, payload) = self.chance.choose(cases).clone();
                let text = self.tagged(&tag, &payload, depth);
                annotated(text, self)
            }
            Type::Func(args, result) => self.lambda(args, result, depth, false),
            Type::Named(name, arguments) => self.made(name, arguments, depth, checked),
            Type::Parameter(name) => unreachable!("type parameter {name} is known"),
        }
    }

    fn field(&mut self, field: &Field, depth: usize, checked: bool) -> String {
        let Field { name, var, ty } = field;
        if !var && self.scope.iter().rev().find(|it| it.name == *name).is_some_and(|it| it.ty == *ty) {
            return name.clone();
        }
        format!("{}{name} = {}", if *var { "var " } else { "" }, self.expression(ty, depth, checked))
    }

    pub(super) fn tagged(&mut self, tag: &str, payload: &Type, depth: usize) -> String {
        if payload.is_unit() {
            return format!("#{tag}");
        }
        let inner = self.expression(payload, depth, true);
        if matches!(payload, Type::Tuple(_)) && inner.starts_with('(') && !inner.contains(" : ") {
            return format!("#{tag} {inner}");
        }
        format!("#{tag}({inner})")
    }

    /// A function; `pure`: for the library, which may call it as often as it wants.
    pub(super) fn lambda(&mut self, args: &[Type], result: &Type, depth: usize, pure: bool) -> String {
        let names: Vec<String> = args.iter().map(|_| self.fresh("p")).collect();
        let variables = |names: &[String]| {
            let pairs = names.iter().zip(args);
            pairs.map(|(name, ty)| Variable { name: name.clone(), ty: ty.clone(), var: false }).collect()
        };
        let outer = self.pure;
        self.pure |= pure;
        let inner = variables(&names);
        let body = self.within(inner, |own| own.expression(result, depth, true));
        self.pure = outer;
        // A function of several results is not one whose result is a tuple.
        let several = matches!(result, Type::Tuple(parts) if !parts.is_empty());
        let bare = pure && (several || self.chance.percent(30));
        let params: Vec<String> = names
            .iter()
            .zip(args)
            .map(|(name, ty)| if bare { name.clone() } else { format!("{name} : {}", self.spelled(ty)) })
            .collect();
        let params = params.join(", ");
        if bare {
            return format!("func ({params}) {{ {body} }}");
        }
        let result = self.spelled(result);
        if self.chance.percent(50) {
            format!("(func ({params}) : {result} = {body})")
        } else {
            format!("(func ({params}) : {result} {{ {body} }})")
        }
    }

    fn composite(&mut self, ty: &Type, depth: usize, checked: bool) -> Option<String> {
        Some(match self.chance.below(22) {
            0..=3 => match ty {
                Type::Prim("Bool") => self.condition(depth),
                Type::Prim("Char" | "Blob") => return self.call(ty, depth),
                Type::Prim(name) => self.binary(name, depth),
                Type::Record(_) => return self.update(ty, depth),
                _ => return self.call(ty, depth),
            },
            4..=7 => return self.call(ty, depth),
            8..=9 => return self.own_call(ty, depth),
            10 => {
                let condition = self.condition(depth);
                let (yes, no) = (self.expression(ty, depth, checked), self.expression(ty, depth, checked));
                format!("(if ({condition}) {{ {yes} }} else {{ {no} }})")
            }
            11..=12 => self.switch(ty, depth, checked),
            13 if !self.pure => {
                let name = self.fresh("t");
                format!("tap<{}>(\"{name}\", {})", self.spelled(ty), self.expression(ty, depth, true))
            }
            14 => {
                let other = self.plain(1);
                let (first, second) =
                    (self.expression(&other, depth, false), self.expression(ty, depth, false));
                if self.chance.percent(50) {
                    format!("({first}, {second}).1")
                } else {
                    format!("({second}, {first}).0")
                }
            }
            15 => {
                let name = self.fresh("x");
                let inner = self.plain(1);
                let value = self.expression(&inner, depth, true);
                let spelled = self.spelled(&inner);
                let variable = Variable { name: name.clone(), ty: inner, var: false };
                let rest = self.within(vec![variable], |own| own.expression(ty, depth, checked));
                format!("(do {{ let {name} : {spelled} = {value}; {rest} }})")
            }
            16 => {
                let array = (0..1 + self.chance.below(3)).map(|_| self.expression(ty, depth, false));
                let parts: Vec<String> = array.collect();
                format!("[{}][{}]", parts.join(", "), self.chance.below(parts.len()))
            }
            17 => {
                let label = self.fresh("l");
                let (left, rest) = (self.expression(ty, depth, true), self.expression(ty, depth, true));
                let condition = self.condition(depth);
                format!(
                    "(label {label} : ({}) {{ if ({condition}) {{ break {label} ({left}) }}; {rest} }})",
                    self.spelled(ty)
                )
            }
            18 => return self.optional(ty, depth),
            19 => {
                let spelled = self.spelled(ty);
                format!("({} : {spelled})", self.expression(ty, depth, true))
            }
            20 if !matches!(ty, Type::Func(..)) => {
                let f = self.lambda(std::slice::from_ref(ty), ty, depth, false);
                let value = self.expression(ty, depth, false);
                if self.chance.percent(50) {
                    format!("twice<{}>({f}, {value})", self.spelled(ty))
                } else {
                    format!("({value} |> {f}(_))")
                }
            }
            _ => return self.projection(ty, depth),
        })
    }

    /// A call of a function in scope.
    fn own_call(&mut self, ty: &Type, depth: usize) -> Option<String> {
        let fits = |it: &&Variable| matches!(&it.ty, Type::Func(_, result) if **result == *ty);
        let found: Vec<Variable> = self.scope.iter().filter(fits).cloned().collect();
        if found.is_empty() {
            let arg = self.plain(1);
            let f = self.lambda(std::slice::from_ref(&arg), ty, depth, false);
            return Some(format!("{f}({})", self.expression(&arg, depth, true)));
        }
        let chosen = self.chance.choose(&found).clone();
        let Type::Func(args, _) = &chosen.ty else { return None };
        let args: Vec<String> = args.iter().map(|arg| self.expression(arg, depth, true)).collect();
        Some(format!("{}({})", chosen.name, args.join(", ")))
    }

    /// A field or part of a variable.
    fn projection(&mut self, ty: &Type, _depth: usize) -> Option<String> {
        let mut found = Vec::new();
        for it in &self.scope {
            match &it.ty {
                Type::Record(fields) => {
                    let fits = fields.iter().filter(|field| field.ty == *ty);
                    found.extend(fits.map(|field| format!("{}.{}", it.name, field.name)));
                }
                Type::Tuple(parts) => {
                    let fits = parts.iter().enumerate().filter(|(_, part)| *part == ty);
                    found.extend(fits.map(|(at, _)| format!("{}.{at}", it.name)));
                }
                Type::VarArray(inner) if **inner == *ty => found.push(format!("{}[0]", it.name)),
                _ => {}
            }
        }
        if found.is_empty() { None } else { Some(self.chance.choose(&found).clone()) }
    }

    /// A record from another one.
    fn update(&mut self, ty: &Type, depth: usize) -> Option<String> {
        let Type::Record(fields) = ty else { return None };
        let fixed: Vec<&Field> = fields.iter().filter(|field| !field.var).collect();
        if fixed.len() < fields.len() || fixed.is_empty() {
            return None;
        }
        let base = self.variable(ty)?;
        let changed = (*self.chance.choose(&fixed)).clone();
        let value = self.expression(&changed.ty, depth, false);
        if self.chance.percent(30) {
            return Some(format!("({{ {base} with {} = {value} }})", changed.name));
        }
        let rest: Vec<String> = fields
            .iter()
            .filter(|field| field.name != changed.name)
            .map(|field| format!("{} = {}", field.name, self.expression(&field.ty, depth, false)))
            .collect();
        Some(format!("({{ {{ {} }} with {} = {value} }})", rest.join("; "), changed.name))
    }

    /// Something about options.
    fn optional(&mut self, ty: &Type, depth: usize) -> Option<String> {
        if matches!(ty, Type::Func(..)) {
            return None;
        }
        let wrapped = Type::option(ty.clone());
        Some(match self.chance.below(3) {
            0 => {
                let (value, other) =
                    (self.expression(&wrapped, depth, false), self.expression(ty, depth, false));
                format!("({value} ?? {other})")
            }
            1 => {
                let value = self.expression(&wrapped, depth, false);
                let other = self.expression(ty, depth, false);
                let name = self.fresh("o");
                format!("(switch ({value}) {{ case (?{name}) {{ {name} }}; case null {{ {other} }} }})")
            }
            _ => {
                let Type::Option(inner) = ty else { return None };
                let source = Type::option((**inner).clone());
                let name = self.fresh("d");
                let value = self.expression(&source, depth, false);
                format!("(do ? {{ let {name} = {value}!; {name} }})")
            }
        })
    }

    /// An expression that shows a value.
    pub(super) fn shown(&mut self, ty: &Type, text: &str, depth: usize) -> String {
        match ty {
            Type::Prim("Float") => format!("showFloat({text})"),
            Type::Func(args, result) => {
                let args: Vec<String> = args.iter().map(|arg| self.expression(arg, depth, true)).collect();
                self.shown(result, &format!("{text}({})", args.join(", ")), depth)
            }
            Type::Named(name, _) if !ty.is_plain() => self.shown_collection(name, text),
            _ => format!("debug_show ({text})"),
        }
    }

    /// Prints a new value of some type.
    pub(super) fn shown_statement(&mut self) -> Vec<Node> {
        let ty = if self.chance.percent(40) { self.simple() } else { self.any(2) };
        let value = self.expression(&ty, 4, false);
        let shown = self.shown(&ty, &value, 2);
        vec![Node::line(format!("Debug.print({shown});"))]
    }
}
