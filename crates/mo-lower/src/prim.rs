//! The primitives of `mo:prim` and `mo:machine`.

use mo_ir::{Const, Expr, Machine, Num, Op, Scalar, Width};
use mo_types::{Ty, TyKind};
use source::Span;

use crate::frame::Frame;
use crate::kind::{Kind, coerce};
use crate::program::{Lower, Lowered};

impl Lower<'_> {
    /// Applies a primitive to lowered arguments.
    pub(crate) fn primitive(
        &mut self,
        name: &str,
        args: Vec<(Expr, Kind)>,
        result: Kind,
        span: Span,
    ) -> (Expr, Kind) {
        if let Some((from, to, wrapping)) = conversion(name) {
            let (arg, kind) = args.into_iter().next().unwrap_or((Expr::UNIT, Kind::UNIT));
            let arg = coerce(arg, kind, crate::kind::num_kind(from));
            return (Expr::op(Op::Convert { from, to, wrapping }, [arg]), crate::kind::num_kind(to));
        }
        if let Some(found) = self.bits_primitive(name, &args) {
            return found;
        }
        let mut operands: Vec<Expr> = args.iter().map(|(arg, _)| arg.clone()).collect();
        if let Some(op) = float_op(name) {
            return (Expr::op(Op::Machine(op), operands), Kind::Scalar(Scalar::Float));
        }
        if let Some(function) = runtime_name(name) {
            return self.runtime_primitive(function, args, result);
        }
        match name {
            "charToNat32" | "principalOfBlob" | "blobOfPrincipal" | "principalOfActor"
            | "actorOfPrincipal" => (operands.remove(0), result),
            "nat32ToChar" => {
                let (set, local) = self.hold(operands.remove(0), Kind::Scalar(Scalar::Nat32));
                let (valid, _) =
                    self.runtime("is_char", vec![(Expr::Get(local), Kind::Scalar(Scalar::Nat32))]);
                let trap = self.trap("codepoint out of range");
                let check = crate::expr::if_else(valid, Expr::UNIT, trap, Kind::UNIT);
                (Expr::Seq(vec![set, check, Expr::Get(local)]), Kind::Scalar(Scalar::Char))
            }
            "floatToFloat32" => (crate::operator::rounded(operands.remove(0)), result),
            "float32ToFloat" => (operands.remove(0), result),
            "Array_init" => (Expr::op(Op::ArrayFill, operands), Kind::Value),
            "trap" => (Expr::op(Op::Trap, operands), Kind::Never),
            "time" | "canisterVersion" | "performanceCounter" | "replyDeadline" => {
                let import = match name {
                    "time" => "time",
                    "canisterVersion" => "canister_version",
                    "replyDeadline" => "msg_deadline",
                    _ => "performance_counter",
                };
                (Expr::op(Op::Ic0(import.into()), operands), Kind::Scalar(Scalar::Nat64))
            }
            "isReplicatedExecution" => {
                (Expr::op(Op::Ic0("in_replicated_execution".into()), operands), Kind::BOOL)
            }
            "error" => (self.runtime_value("error_of_text", operands), Kind::Value),
            "errorCode" => (Expr::op(Op::Slot(0), operands), Kind::Value),
            "errorMessage" => (Expr::op(Op::Slot(1), operands), Kind::Value),
            "call_raw" => {
                let none = || (crate::expr::value_const(mo_ir::layout::NULL), Kind::Value);
                let how = (Expr::Const(Const::I32(2)), Kind::Scalar(Scalar::Nat32));
                let args = args.into_iter().chain([how, none(), none()]).collect();
                let (future, _) = self.runtime("raw_call", args);
                (Expr::op(Op::Machine(Machine::Value), [future]), Kind::Value)
            }
            "rts_version" => (self.text("selfwright"), Kind::Value),
            _ => self.not_yet(span, &format!("the primitive `{name}`")),
        }
    }

    pub(crate) fn runtime_primitive(
        &mut self,
        function: &str,
        args: Vec<(Expr, Kind)>,
        result: Kind,
    ) -> (Expr, Kind) {
        let (call, kind) = self.runtime(function, args);
        match (kind, result) {
            (Kind::Scalar(Scalar::Nat64), Kind::Value) => {
                (Expr::op(Op::Machine(Machine::Value), [call]), Kind::Value)
            }
            // The same 32 bits, whatever they are called.
            (Kind::Scalar(Scalar::Nat32), Kind::Scalar(scalar)) => (call, Kind::Scalar(scalar)),
            (kind, _) => (call, kind),
        }
    }

    /// Counting and testing bits at each width.
    fn bits_primitive(&mut self, name: &str, args: &[(Expr, Kind)]) -> Option<(Expr, Kind)> {
        let (what, rest) = ["popcnt", "clz", "ctz", "btst"]
            .iter()
            .find_map(|what| name.strip_prefix(what).map(|rest| (*what, rest)))?;
        let num = num_of(rest)?;
        let kind = crate::kind::num_kind(num);
        let wide = matches!(num, Num::Nat64 | Num::Int64);
        let bits: i32 = match num {
            Num::Nat8 | Num::Int8 => 8,
            Num::Nat16 | Num::Int16 => 16,
            Num::Nat32 | Num::Int32 => 32,
            _ => 64,
        };
        let value = args.first()?.0.clone();
        let machine = |op: Machine, operand: Expr| Expr::op(Op::Machine(op), [operand]);
        // Signed narrow numbers are sign-extended; only their own bits count.
        let masked = |value: Expr| match bits {
            8 | 16 => Expr::op(
                Op::Arith { op: mo_ir::Arith::And, num: Num::Nat32, wrapping: false },
                [value, Expr::Const(Const::I32((1 << bits) - 1))],
            ),
            _ => value,
        };
        let result = match (what, wide) {
            ("popcnt", true) => machine(Machine::Popcnt64, value),
            ("popcnt", false) => machine(Machine::Popcnt32, masked(value)),
            ("clz", true) => machine(Machine::Clz64, value),
            ("clz", false) => Expr::op(
                Op::Arith { op: mo_ir::Arith::Sub, num: Num::Nat32, wrapping: true },
                [machine(Machine::Clz32, masked(value)), Expr::Const(Const::I32(32 - bits))],
            ),
            ("ctz", true) => machine(Machine::Ctz64, value),
            ("ctz", false) => {
                let stop = if bits == 32 { 0 } else { 1 << bits };
                let limited = Expr::op(
                    Op::Arith { op: mo_ir::Arith::Or, num: Num::Nat32, wrapping: false },
                    [value, Expr::Const(Const::I32(stop))],
                );
                machine(Machine::Ctz32, limited)
            }
            _ => return self.bit_test(num, args),
        };
        Some((result, kind))
    }

    fn bit_test(&mut self, num: Num, args: &[(Expr, Kind)]) -> Option<(Expr, Kind)> {
        let [(value, _), (bit, _)] = args else { return None };
        let one = if matches!(num, Num::Nat64 | Num::Int64) { Const::I64(1) } else { Const::I32(1) };
        let zero = if matches!(num, Num::Nat64 | Num::Int64) { Const::I64(0) } else { Const::I32(0) };
        let arith = |op| Op::Arith { op, num, wrapping: true };
        let mask = Expr::op(arith(mo_ir::Arith::ShiftLeft), [Expr::Const(one), bit.clone()]);
        let bits = Expr::op(arith(mo_ir::Arith::And), [value.clone(), mask]);
        Some((Expr::op(Op::CompareNum(mo_ir::Compare::Ne, num), [bits, Expr::Const(zero)]), Kind::BOOL))
    }

    /// A primitive that is not called: a function around it.
    pub(crate) fn primitive_value(&mut self, name: &str, ty: &Ty, span: Span) -> (Expr, Kind) {
        let TyKind::Func(func) = &*self.types().promote(ty) else {
            return self.not_yet(span, &format!("the primitive `{name}`"));
        };
        let kinds: Vec<Kind> = func.args.iter().map(|arg| self.place(&arg.ty)).collect();
        let result = self.place(&func.result);
        let id = self.out.reserve(name);
        let mut frame = Frame::new(Kind::Value);
        frame.local(mo_ir::Rep::Value);
        let params: Vec<mo_ir::Local> = kinds.iter().map(|_| frame.local(mo_ir::Rep::Value)).collect();
        let count = frame.locals.len();
        self.frames.push(frame);
        let args = params
            .iter()
            .zip(&kinds)
            .map(|(local, kind)| (coerce(Expr::Get(*local), Kind::Value, *kind), *kind))
            .collect();
        let (body, kind) = self.primitive(name, args, result, span);
        let body = coerce(body, kind, Kind::Value);
        let frame = self.frames.pop().expect("pushed above");
        let lowered = Lowered { frame, params: count, closure: true, body };
        self.out.define(id, lowered.named(name));
        (Expr::Closure(id, Vec::new()), Kind::Value)
    }

    /// Returns the function of the runtime that the replica calls back.
    fn callback(&mut self, name: &str) -> Option<mo_ir::FuncId> {
        match self.lookup(name) {
            Some(crate::binding::Binding::Func { id, .. }) => Some(id),
            _ => self.out.module.runtime.get(name).copied(),
        }
    }

    /// Applies raw access to the machine, or an import from `ic0`.
    pub(crate) fn machine(
        &mut self,
        name: &str,
        mut args: Vec<Expr>,
        result: Kind,
        span: Span,
    ) -> (Expr, Kind) {
        let op = match name {
            "load8" => Machine::Load(Width::W8),
            "load16" => Machine::Load(Width::W16),
            "load32" => Machine::Load(Width::W32),
            "load64" => Machine::Load(Width::W64),
            "store8" => Machine::Store(Width::W8),
            "store16" => Machine::Store(Width::W16),
            "store32" => Machine::Store(Width::W32),
            "store64" => Machine::Store(Width::W64),
            "memorySize" => Machine::MemorySize,
            "memoryGrow" => Machine::MemoryGrow,
            "memoryCopy" => Machine::MemoryCopy,
            "memoryFill" => Machine::MemoryFill,
            "clz32" => Machine::Clz32,
            "ctz32" => Machine::Ctz32,
            "popcnt32" => Machine::Popcnt32,
            "clz64" => Machine::Clz64,
            "ctz64" => Machine::Ctz64,
            "popcnt64" => Machine::Popcnt64,
            "extend" => Machine::ExtendUnsigned,
            "wrap" => Machine::Wrap,
            "floatBits" => Machine::FloatBits,
            "float32Bits" => Machine::Float32Bits,
            "bitsFloat32" => Machine::BitsFloat32,
            "bitsFloat" => Machine::BitsFloat,
            "bits" => Machine::Bits,
            "typeSection" => Machine::TypeSection,
            "replyCallback" | "rejectCallback" | "cleanupCallback" => {
                let function = match name {
                    "replyCallback" => "on_reply",
                    "rejectCallback" => "on_reject",
                    _ => "on_cleanup",
                };
                return match self.callback(function) {
                    Some(id) => (Expr::op(Op::TableIndex(id), []), result),
                    None => self.not_yet(span, name),
                };
            }
            "value" => return (Expr::op(Op::Machine(Machine::Value), args), Kind::Value),
            "truncNat64" => {
                let convert = Op::Convert { from: Num::Float, to: Num::Nat64, wrapping: true };
                return (Expr::op(convert, args), result);
            }
            "floatOfNat64" => {
                let convert = Op::Convert { from: Num::Nat64, to: Num::Float, wrapping: true };
                return (Expr::op(convert, args), result);
            }
            "trap" => {
                let text = Expr::op(Op::Machine(Machine::Value), args);
                return (Expr::op(Op::Trap, [text]), Kind::Never);
            }
            "trapText" => return (Expr::op(Op::Trap, args), Kind::Never),
            _ => match float_op(name) {
                Some(op) => op,
                None if mo_ir::ic0::signature(name).is_some() => {
                    return (Expr::op(Op::Ic0(name.to_owned()), args), result);
                }
                None => return self.not_yet(span, &format!("`{name}` of the machine")),
            },
        };
        if op == Machine::Bits {
            let operand = args.remove(0);
            return (Expr::op(Op::Machine(op), [operand]), result);
        }
        (Expr::op(Op::Machine(op), args), result)
    }
}

fn float_op(name: &str) -> Option<Machine> {
    Some(match name {
        "floatSqrt" => Machine::FloatSqrt,
        "floatFloor" => Machine::FloatFloor,
        "floatCeil" => Machine::FloatCeil,
        "floatTrunc" => Machine::FloatTrunc,
        "floatNearest" => Machine::FloatNearest,
        "floatAbs" => Machine::FloatAbs,
        "floatMin" => Machine::FloatMin,
        "floatMax" => Machine::FloatMax,
        "floatCopySign" => Machine::FloatCopySign,
        _ => return None,
    })
}

/// Primitives that are functions of the runtime.
fn runtime_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "abs" | "intAbs" => "int_abs",
        "charToText" => "text_of_char",
        "charToUpper" => "to_upper",
        "charToLower" => "to_lower",
        "charIsWhitespace" => "is_whitespace",
        "charIsUppercase" => "is_upper",
        "charIsLowercase" => "is_lower",
        "charIsAlphabetic" => "is_alphabetic",
        "Array_move" => "array_move",
        "textCompare" => "text_cmp",
        "textLowercase" => "text_to_lower",
        "textUppercase" => "text_to_upper",
        "encodeUtf8" => "utf8_of_text",
        "decodeUtf8" => "text_of_utf8",
        "blobCompare" => "blob_cmp",
        "hashBlob" => "blob_crc32",
        "blobToArray" | "blobToArrayMut" => "array_of_blob",
        "arrayToBlob" | "arrayMutToBlob" => "blob_of_array",
        "principalToText" => "principal_to_text",
        "principalOfText" => "principal_of_text",
        "floatToText" => "f64_to_text",
        "floatToFormattedText" => "f64_format",
        "sin" => "f64_sin",
        "cos" => "f64_cos",
        "tan" => "f64_tan",
        "arcsin" => "f64_asin",
        "arccos" => "f64_acos",
        "arctan" => "f64_atan",
        "arctan2" => "f64_atan2",
        "exp" => "f64_exp",
        "log" => "f64_log",
        "natToText" | "intToText" => "text_of_int",
        "shiftLeft" => "nat_shift_left",
        "shiftRight" => "nat_shift_right",
        "Array_tabulate" | "Array_tabulateVar" => "array_tabulate",
        "debugPrint" => "debug_print",
        "debugPrintNat" | "debugPrintInt" => "debug_print_int",
        "debugPrintChar" => "debug_print_char",
        "getSelfPrincipal" => "self_principal",
        "isController" => "is_controller_principal",
        "cyclesBalance" => "cycles_balance",
        "cyclesAvailable" => "cycles_available",
        "cyclesRefunded" => "cycles_refunded",
        "cyclesAccept" => "cycles_accept",
        "cyclesBurn" => "cycles_burn",
        "envVar" => "env_var",
        "envVarNames" => "env_var_names",
        "setCertifiedData" => "set_certified_data",
        "getCertificate" => "get_certificate",
        "idlHash" => "text_hash",
        "explodeNat16" => "explode_nat16",
        "explodeNat32" => "explode_nat32",
        "explodeNat64" => "explode_nat64",
        "explodeInt16" => "explode_int16",
        "explodeInt32" => "explode_int32",
        "explodeInt64" => "explode_int64",
        "allocWeakRef" => "weak_new",
        "weakGet" => "weak_get",
        "isLive" => "weak_is_live",
        "regionNew" => "region_new",
        "regionId" => "region_id",
        "regionGrow" => "region_grow",
        "regionSize" => "region_size",
        "regionLoadBlob" => "region_load_blob",
        "regionStoreBlob" => "region_store_blob",
        "regionLoadNat8" => "region_load_nat8",
        "regionStoreNat8" => "region_store_nat8",
        "regionLoadNat16" => "region_load_nat16",
        "regionStoreNat16" => "region_store_nat16",
        "regionLoadNat32" => "region_load_nat32",
        "regionStoreNat32" => "region_store_nat32",
        "regionLoadNat64" => "region_load_nat64",
        "regionStoreNat64" => "region_store_nat64",
        "regionLoadInt8" => "region_load_int8",
        "regionStoreInt8" => "region_store_int8",
        "regionLoadInt16" => "region_load_int16",
        "regionStoreInt16" => "region_store_int16",
        "regionLoadInt32" => "region_load_int32",
        "regionStoreInt32" => "region_store_int32",
        "regionLoadInt64" => "region_load_int64",
        "regionStoreInt64" => "region_store_int64",
        "regionLoadFloat" => "region_load_float",
        "regionStoreFloat" => "region_store_float",
        "isStorageBlobLive" => "storage_blob_is_live",
        "getDeadBlobs" => "dead_storage_blobs",
        "pruneConfirmedDeadBlobs" => "prune_storage_blobs",
        "callerInfoData" | "callerInfoSigner" => "no_caller_info",
        "rts_stable_memory_size" | "rts_logical_stable_memory_size" => "stable_memory_size",
        "rts_heap_size" | "rts_max_live_size" | "rts_total_allocation" => "heap_size",
        "setTimer" => "timer_set",
        "cancelTimer" => "timer_cancel",
        "rts_memory_size" => "memory_bytes",
        _ => return None,
    })
}

/// `xToY` between numbers; `Wrap` at the end, and changes of sign alone, wrap around.
fn conversion(name: &str) -> Option<(Num, Num, bool)> {
    let (name, wrap) = name.strip_suffix("Wrap").map_or((name, false), |name| (name, true));
    let (from, to) = name.split_once("To")?;
    let (from, to) = (num_of(from)?, num_of(to)?);
    let same_width = width(from) == width(to) && width(from).is_some();
    Some((from, to, wrap || same_width))
}

fn width(num: Num) -> Option<u32> {
    Some(match num {
        Num::Nat8 | Num::Int8 => 8,
        Num::Nat16 | Num::Int16 => 16,
        Num::Nat32 | Num::Int32 => 32,
        Num::Nat64 | Num::Int64 => 64,
        Num::Nat | Num::Int | Num::Float => return None,
    })
}

fn num_of(name: &str) -> Option<Num> {
    Some(match name.to_ascii_lowercase().as_str() {
        "nat" => Num::Nat,
        "int" => Num::Int,
        "nat8" => Num::Nat8,
        "nat16" => Num::Nat16,
        "nat32" => Num::Nat32,
        "nat64" => Num::Nat64,
        "int8" => Num::Int8,
        "int16" => Num::Int16,
        "int32" => Num::Int32,
        "int64" => Num::Int64,
        "float" => Num::Float,
        _ => return None,
    })
}
