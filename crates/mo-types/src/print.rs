//! How types are written: in messages, and in signatures.

use std::fmt::Write as _;

use crate::{Field, Func, Object, Sharing, Sort, Ty, TyKind, Types};

/// How strongly the surrounding form binds: decides about parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Any,
    Prefix,
}

impl Types {
    /// Returns the type as it is written in source.
    pub fn show(&self, ty: &Ty) -> String {
        let mut out = String::new();
        self.write(&mut out, ty, Level::Any, 0);
        out
    }

    /// Returns the type on one line, cut to a length that fits in a message.
    pub fn show_short(&self, ty: &Ty) -> String {
        let text = self.show(ty);
        if text.chars().count() <= 200 {
            return text;
        }
        text.chars().take(197).chain("...".chars()).collect()
    }

    fn write(&self, out: &mut String, ty: &Ty, level: Level, depth: u32) {
        if depth > 30 {
            out.push('…');
            return;
        }
        let ty = self.resolved(ty);
        match &*ty {
            TyKind::Prim(prim) => out.push_str(prim.name()),
            TyKind::Any => out.push_str("Any"),
            TyKind::None => out.push_str("None"),
            TyKind::Error | TyKind::Infer(_) => out.push('_'),
            TyKind::Option(inner) => {
                out.push('?');
                self.write(out, inner, Level::Prefix, depth + 1);
            }
            TyKind::Array(inner) => self.write_list(out, ["[", "]"], std::slice::from_ref(inner), depth),
            TyKind::VarArray(inner) => {
                self.write_list(out, ["[var ", "]"], std::slice::from_ref(inner), depth)
            }
            TyKind::Tuple(parts) => self.write_list(out, ["(", ")"], parts, depth),
            TyKind::Object(object) => self.write_object(out, object, depth),
            TyKind::Variant(cases) => self.write_variant(out, cases, depth),
            TyKind::Func(func) => {
                parenthesised(out, level > Level::Any, |out| self.write_func(out, func, depth))
            }
            TyKind::Async { star, result } => parenthesised(out, level > Level::Prefix, |out| {
                out.push_str(if *star { "async* " } else { "async " });
                self.write(out, result, Level::Prefix, depth + 1);
            }),
            TyKind::Weak(inner) => parenthesised(out, level > Level::Prefix, |out| {
                out.push_str("weak ");
                self.write(out, inner, Level::Prefix, depth + 1);
            }),
            TyKind::Con(con, arguments) => {
                out.push_str(&self.name(*con));
                if !arguments.is_empty() {
                    self.write_list(out, ["<", ">"], arguments, depth);
                }
            }
        }
    }

    fn write_list(&self, out: &mut String, [open, close]: [&str; 2], parts: &[Ty], depth: u32) {
        out.push_str(open);
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.push_str(", ");
            }
            self.write(out, part, Level::Any, depth + 1);
        }
        out.push_str(close);
    }

    fn write_object(&self, out: &mut String, object: &Object, depth: u32) {
        out.push_str(match object.sort {
            Sort::Object => "",
            Sort::Actor => "actor ",
            Sort::Module => "module ",
            Sort::Mixin => "mixin ",
        });
        out.push('{');
        for (at, field) in object.fields.iter().enumerate() {
            if at > 0 {
                out.push_str("; ");
            }
            let _ = write!(out, "{}{} : ", if field.var { "var " } else { "" }, field.name);
            self.write(out, &field.ty, Level::Any, depth + 1);
        }
        out.push('}');
    }

    fn write_variant(&self, out: &mut String, cases: &[Field], depth: u32) {
        if cases.is_empty() {
            out.push_str("{#}");
            return;
        }
        out.push('{');
        for (at, case) in cases.iter().enumerate() {
            let _ = write!(out, "{}#{}", if at > 0 { "; " } else { "" }, case.name);
            if !case.ty.is_unit() {
                out.push_str(" : ");
                self.write(out, &case.ty, Level::Any, depth + 1);
            }
        }
        out.push('}');
    }

    fn write_func(&self, out: &mut String, func: &Func, depth: u32) {
        out.push_str(match func.sharing {
            Sharing::Local => "",
            Sharing::Shared => "shared ",
            Sharing::Query => "shared query ",
            Sharing::Composite => "shared composite query ",
        });
        if !func.parameters.is_empty() {
            let names: Vec<String> = func.parameters.iter().map(|p| self.name(p.con).to_string()).collect();
            let _ = write!(out, "<{}>", names.join(", "));
        }
        let single = func.args.len() == 1
            && func.args[0].name.is_none()
            && !matches!(&*func.args[0].ty, TyKind::Tuple(_));
        if single {
            self.write(out, &func.args[0].ty, Level::Prefix, depth + 1);
        } else {
            out.push('(');
            for (at, arg) in func.args.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                match &arg.name {
                    Some(name) if arg.implicit => {
                        let _ = write!(out, "{name} : (implicit : ");
                        self.write(out, &arg.ty, Level::Any, depth + 1);
                        out.push(')');
                    }
                    Some(name) => {
                        let _ = write!(out, "{name} : ");
                        self.write(out, &arg.ty, Level::Any, depth + 1);
                    }
                    None => self.write(out, &arg.ty, Level::Any, depth + 1),
                }
            }
            out.push(')');
        }
        out.push_str(" -> ");
        self.write(out, &func.result, Level::Any, depth + 1);
    }
}

fn parenthesised(out: &mut String, needed: bool, write: impl FnOnce(&mut String)) {
    if needed {
        out.push('(');
    }
    write(out);
    if needed {
        out.push(')');
    }
}
