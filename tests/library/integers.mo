// Every function of the integers, with a few arguments each.
import Debug "mo:core/Debug";
import Iter "mo:core/Iter";
import Int8 "mo:core/Int8";
import Int16 "mo:core/Int16";
import Int32 "mo:core/Int32";
import Int64 "mo:core/Int64";
import Int "mo:core/Int";

func show(line : Text) { Debug.print(line) };

show("Int8");
show("abs: " # debug_show (Int8.abs(100), Int8.abs(5), Int8.abs(-7)));
show("add: " # debug_show (Int8.add(5, 3), Int8.add(100, 20)));
show("addWrap: " # debug_show (Int8.addWrap(5, 3), Int8.addWrap(0, 7), Int8.addWrap(100, 2), Int8.addWrap(-7, 2), Int8.addWrap(-100, -3)));
show("allValues: " # debug_show (Iter.size(Iter.take(Int8.allValues(), 300))));
show("bitand: " # debug_show (Int8.bitand(5, 3), Int8.bitand(0, 7), Int8.bitand(100, 2), Int8.bitand(-7, 2), Int8.bitand(-100, -3)));
show("bitclear: " # debug_show (Int8.bitclear(5, 0), Int8.bitclear(5, 2), Int8.bitclear(5, 6), Int8.bitclear(100, 0), Int8.bitclear(100, 2), Int8.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Int8.bitcountLeadingZero(100), Int8.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Int8.bitcountNonZero(100), Int8.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Int8.bitcountTrailingZero(100), Int8.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Int8.bitflip(5, 0), Int8.bitflip(5, 2), Int8.bitflip(5, 6), Int8.bitflip(100, 0), Int8.bitflip(100, 2), Int8.bitflip(100, 6)));
show("bitnot: " # debug_show (Int8.bitnot(100), Int8.bitnot(5), Int8.bitnot(-7)));
show("bitor: " # debug_show (Int8.bitor(5, 3), Int8.bitor(0, 7), Int8.bitor(100, 2), Int8.bitor(-7, 2), Int8.bitor(-100, -3)));
show("bitrotLeft: " # debug_show (Int8.bitrotLeft(5, 3), Int8.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Int8.bitrotRight(5, 3), Int8.bitrotRight(100, 1)));
show("bitset: " # debug_show (Int8.bitset(5, 0), Int8.bitset(5, 2), Int8.bitset(5, 6), Int8.bitset(100, 0), Int8.bitset(100, 2), Int8.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Int8.bitshiftLeft(5, 3), Int8.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Int8.bitshiftRight(5, 3), Int8.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Int8.bittest(5, 0), Int8.bittest(5, 2), Int8.bittest(5, 6), Int8.bittest(100, 0), Int8.bittest(100, 2), Int8.bittest(100, 6)));
show("bitxor: " # debug_show (Int8.bitxor(5, 3), Int8.bitxor(0, 7), Int8.bitxor(100, 2), Int8.bitxor(-7, 2), Int8.bitxor(-100, -3)));
show("compare: " # debug_show (Int8.compare(5, 3), Int8.compare(0, 7), Int8.compare(100, 2), Int8.compare(-7, 2), Int8.compare(-100, -3)));
show("div: " # debug_show (Int8.div(5, 3), Int8.div(0, 7), Int8.div(100, 2), Int8.div(-7, 2), Int8.div(-100, -3)));
show("equal: " # debug_show (Int8.equal(5, 3), Int8.equal(0, 7), Int8.equal(100, 2), Int8.equal(-7, 2), Int8.equal(-100, -3)));
show("fromInt: " # debug_show (Int8.fromInt(100), Int8.fromInt(5)));
show("fromInt16: " # debug_show (Int8.fromInt16(100), Int8.fromInt16(5)));
show("fromInt32: " # debug_show (Int8.fromInt32(100), Int8.fromInt32(5)));
show("fromInt64: " # debug_show (Int8.fromInt64(100), Int8.fromInt64(5)));
show("fromIntWrap: " # debug_show (Int8.fromIntWrap(100), Int8.fromIntWrap(5), Int8.fromIntWrap(-1), Int8.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat8: " # debug_show (Int8.fromNat8(100), Int8.fromNat8(5)));
show("greater: " # debug_show (Int8.greater(5, 3), Int8.greater(0, 7), Int8.greater(100, 2), Int8.greater(-7, 2), Int8.greater(-100, -3)));
show("greaterOrEqual: " # debug_show (Int8.greaterOrEqual(5, 3), Int8.greaterOrEqual(0, 7), Int8.greaterOrEqual(100, 2), Int8.greaterOrEqual(-7, 2), Int8.greaterOrEqual(-100, -3)));
show("less: " # debug_show (Int8.less(5, 3), Int8.less(0, 7), Int8.less(100, 2), Int8.less(-7, 2), Int8.less(-100, -3)));
show("lessOrEqual: " # debug_show (Int8.lessOrEqual(5, 3), Int8.lessOrEqual(0, 7), Int8.lessOrEqual(100, 2), Int8.lessOrEqual(-7, 2), Int8.lessOrEqual(-100, -3)));
show("max: " # debug_show (Int8.max(5, 3), Int8.max(0, 7), Int8.max(100, 2), Int8.max(-7, 2), Int8.max(-100, -3)));
show("maxValue: " # debug_show (Int8.maxValue));
show("min: " # debug_show (Int8.min(5, 3), Int8.min(0, 7), Int8.min(100, 2), Int8.min(-7, 2), Int8.min(-100, -3)));
show("minValue: " # debug_show (Int8.minValue));
show("mul: " # debug_show (Int8.mul(5, 7)));
show("mulWrap: " # debug_show (Int8.mulWrap(5, 3), Int8.mulWrap(0, 7), Int8.mulWrap(100, 2), Int8.mulWrap(-7, 2), Int8.mulWrap(-100, -3)));
show("neg: " # debug_show (Int8.neg(100), Int8.neg(5), Int8.neg(-7)));
show("notEqual: " # debug_show (Int8.notEqual(5, 3), Int8.notEqual(0, 7), Int8.notEqual(100, 2), Int8.notEqual(-7, 2), Int8.notEqual(-100, -3)));
show("pow: " # debug_show (Int8.pow(2, 3), Int8.pow(5, 2), Int8.pow(1, 7), Int8.pow(0, 0), Int8.pow(-3, 3)));
show("powWrap: " # debug_show (Int8.powWrap(2, 3), Int8.powWrap(5, 2), Int8.powWrap(1, 7), Int8.powWrap(0, 0), Int8.powWrap(-3, 3), Int8.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Int8.range(-2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Int8.rangeInclusive(-2, 6))));
show("rem: " # debug_show (Int8.rem(5, 3), Int8.rem(0, 7), Int8.rem(100, 2), Int8.rem(-7, 2), Int8.rem(-100, -3)));
show("sub: " # debug_show (Int8.sub(5, 3), Int8.sub(0, 7), Int8.sub(100, 2), Int8.sub(-7, 2), Int8.sub(-100, -3)));
show("subWrap: " # debug_show (Int8.subWrap(5, 3), Int8.subWrap(0, 7), Int8.subWrap(100, 2), Int8.subWrap(-7, 2), Int8.subWrap(-100, -3)));
show("toInt: " # debug_show (Int8.toInt(100), Int8.toInt(5), Int8.toInt(-7)));
show("toInt16: " # debug_show (Int8.toInt16(100), Int8.toInt16(5)));
show("toInt32: " # debug_show (Int8.toInt32(100), Int8.toInt32(5)));
show("toInt64: " # debug_show (Int8.toInt64(100), Int8.toInt64(5)));
show("toNat8: " # debug_show (Int8.toNat8(100), Int8.toNat8(5)));
show("toText: " # debug_show (Int8.toText(100), Int8.toText(5), Int8.toText(-7)));

show("Int16");
show("abs: " # debug_show (Int16.abs(100), Int16.abs(5), Int16.abs(-7)));
show("add: " # debug_show (Int16.add(5, 3), Int16.add(100, 20)));
show("addWrap: " # debug_show (Int16.addWrap(5, 3), Int16.addWrap(0, 7), Int16.addWrap(100, 2), Int16.addWrap(-7, 2), Int16.addWrap(-100, -3)));
show("allValues: " # debug_show (Iter.size(Iter.take(Int16.allValues(), 300))));
show("bitand: " # debug_show (Int16.bitand(5, 3), Int16.bitand(0, 7), Int16.bitand(100, 2), Int16.bitand(-7, 2), Int16.bitand(-100, -3)));
show("bitclear: " # debug_show (Int16.bitclear(5, 0), Int16.bitclear(5, 2), Int16.bitclear(5, 6), Int16.bitclear(100, 0), Int16.bitclear(100, 2), Int16.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Int16.bitcountLeadingZero(100), Int16.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Int16.bitcountNonZero(100), Int16.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Int16.bitcountTrailingZero(100), Int16.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Int16.bitflip(5, 0), Int16.bitflip(5, 2), Int16.bitflip(5, 6), Int16.bitflip(100, 0), Int16.bitflip(100, 2), Int16.bitflip(100, 6)));
show("bitnot: " # debug_show (Int16.bitnot(100), Int16.bitnot(5), Int16.bitnot(-7)));
show("bitor: " # debug_show (Int16.bitor(5, 3), Int16.bitor(0, 7), Int16.bitor(100, 2), Int16.bitor(-7, 2), Int16.bitor(-100, -3)));
show("bitrotLeft: " # debug_show (Int16.bitrotLeft(5, 3), Int16.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Int16.bitrotRight(5, 3), Int16.bitrotRight(100, 1)));
show("bitset: " # debug_show (Int16.bitset(5, 0), Int16.bitset(5, 2), Int16.bitset(5, 6), Int16.bitset(100, 0), Int16.bitset(100, 2), Int16.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Int16.bitshiftLeft(5, 3), Int16.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Int16.bitshiftRight(5, 3), Int16.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Int16.bittest(5, 0), Int16.bittest(5, 2), Int16.bittest(5, 6), Int16.bittest(100, 0), Int16.bittest(100, 2), Int16.bittest(100, 6)));
show("bitxor: " # debug_show (Int16.bitxor(5, 3), Int16.bitxor(0, 7), Int16.bitxor(100, 2), Int16.bitxor(-7, 2), Int16.bitxor(-100, -3)));
show("compare: " # debug_show (Int16.compare(5, 3), Int16.compare(0, 7), Int16.compare(100, 2), Int16.compare(-7, 2), Int16.compare(-100, -3)));
show("div: " # debug_show (Int16.div(5, 3), Int16.div(0, 7), Int16.div(100, 2), Int16.div(-7, 2), Int16.div(-100, -3)));
show("equal: " # debug_show (Int16.equal(5, 3), Int16.equal(0, 7), Int16.equal(100, 2), Int16.equal(-7, 2), Int16.equal(-100, -3)));
show("explode: " # debug_show (Int16.explode(100), Int16.explode(5)));
show("fromInt: " # debug_show (Int16.fromInt(100), Int16.fromInt(5)));
show("fromInt32: " # debug_show (Int16.fromInt32(100), Int16.fromInt32(5)));
show("fromInt64: " # debug_show (Int16.fromInt64(100), Int16.fromInt64(5)));
show("fromInt8: " # debug_show (Int16.fromInt8(100), Int16.fromInt8(5)));
show("fromIntWrap: " # debug_show (Int16.fromIntWrap(100), Int16.fromIntWrap(5), Int16.fromIntWrap(-1), Int16.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat16: " # debug_show (Int16.fromNat16(100), Int16.fromNat16(5)));
show("greater: " # debug_show (Int16.greater(5, 3), Int16.greater(0, 7), Int16.greater(100, 2), Int16.greater(-7, 2), Int16.greater(-100, -3)));
show("greaterOrEqual: " # debug_show (Int16.greaterOrEqual(5, 3), Int16.greaterOrEqual(0, 7), Int16.greaterOrEqual(100, 2), Int16.greaterOrEqual(-7, 2), Int16.greaterOrEqual(-100, -3)));
show("less: " # debug_show (Int16.less(5, 3), Int16.less(0, 7), Int16.less(100, 2), Int16.less(-7, 2), Int16.less(-100, -3)));
show("lessOrEqual: " # debug_show (Int16.lessOrEqual(5, 3), Int16.lessOrEqual(0, 7), Int16.lessOrEqual(100, 2), Int16.lessOrEqual(-7, 2), Int16.lessOrEqual(-100, -3)));
show("max: " # debug_show (Int16.max(5, 3), Int16.max(0, 7), Int16.max(100, 2), Int16.max(-7, 2), Int16.max(-100, -3)));
show("maxValue: " # debug_show (Int16.maxValue));
show("min: " # debug_show (Int16.min(5, 3), Int16.min(0, 7), Int16.min(100, 2), Int16.min(-7, 2), Int16.min(-100, -3)));
show("minValue: " # debug_show (Int16.minValue));
show("mul: " # debug_show (Int16.mul(5, 7)));
show("mulWrap: " # debug_show (Int16.mulWrap(5, 3), Int16.mulWrap(0, 7), Int16.mulWrap(100, 2), Int16.mulWrap(-7, 2), Int16.mulWrap(-100, -3)));
show("neg: " # debug_show (Int16.neg(100), Int16.neg(5), Int16.neg(-7)));
show("notEqual: " # debug_show (Int16.notEqual(5, 3), Int16.notEqual(0, 7), Int16.notEqual(100, 2), Int16.notEqual(-7, 2), Int16.notEqual(-100, -3)));
show("pow: " # debug_show (Int16.pow(2, 3), Int16.pow(5, 2), Int16.pow(1, 7), Int16.pow(0, 0), Int16.pow(-3, 3)));
show("powWrap: " # debug_show (Int16.powWrap(2, 3), Int16.powWrap(5, 2), Int16.powWrap(1, 7), Int16.powWrap(0, 0), Int16.powWrap(-3, 3), Int16.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Int16.range(-2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Int16.rangeInclusive(-2, 6))));
show("rem: " # debug_show (Int16.rem(5, 3), Int16.rem(0, 7), Int16.rem(100, 2), Int16.rem(-7, 2), Int16.rem(-100, -3)));
show("sub: " # debug_show (Int16.sub(5, 3), Int16.sub(0, 7), Int16.sub(100, 2), Int16.sub(-7, 2), Int16.sub(-100, -3)));
show("subWrap: " # debug_show (Int16.subWrap(5, 3), Int16.subWrap(0, 7), Int16.subWrap(100, 2), Int16.subWrap(-7, 2), Int16.subWrap(-100, -3)));
show("toInt: " # debug_show (Int16.toInt(100), Int16.toInt(5), Int16.toInt(-7)));
show("toInt32: " # debug_show (Int16.toInt32(100), Int16.toInt32(5)));
show("toInt64: " # debug_show (Int16.toInt64(100), Int16.toInt64(5)));
show("toInt8: " # debug_show (Int16.toInt8(100), Int16.toInt8(5)));
show("toNat16: " # debug_show (Int16.toNat16(100), Int16.toNat16(5)));
show("toText: " # debug_show (Int16.toText(100), Int16.toText(5), Int16.toText(-7)));

show("Int32");
show("abs: " # debug_show (Int32.abs(100), Int32.abs(5), Int32.abs(-7)));
show("add: " # debug_show (Int32.add(5, 3), Int32.add(100, 20)));
show("addWrap: " # debug_show (Int32.addWrap(5, 3), Int32.addWrap(0, 7), Int32.addWrap(100, 2), Int32.addWrap(-7, 2), Int32.addWrap(-100, -3)));
show("allValues: " # debug_show (Iter.size(Iter.take(Int32.allValues(), 300))));
show("bitand: " # debug_show (Int32.bitand(5, 3), Int32.bitand(0, 7), Int32.bitand(100, 2), Int32.bitand(-7, 2), Int32.bitand(-100, -3)));
show("bitclear: " # debug_show (Int32.bitclear(5, 0), Int32.bitclear(5, 2), Int32.bitclear(5, 6), Int32.bitclear(100, 0), Int32.bitclear(100, 2), Int32.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Int32.bitcountLeadingZero(100), Int32.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Int32.bitcountNonZero(100), Int32.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Int32.bitcountTrailingZero(100), Int32.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Int32.bitflip(5, 0), Int32.bitflip(5, 2), Int32.bitflip(5, 6), Int32.bitflip(100, 0), Int32.bitflip(100, 2), Int32.bitflip(100, 6)));
show("bitnot: " # debug_show (Int32.bitnot(100), Int32.bitnot(5), Int32.bitnot(-7)));
show("bitor: " # debug_show (Int32.bitor(5, 3), Int32.bitor(0, 7), Int32.bitor(100, 2), Int32.bitor(-7, 2), Int32.bitor(-100, -3)));
show("bitrotLeft: " # debug_show (Int32.bitrotLeft(5, 3), Int32.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Int32.bitrotRight(5, 3), Int32.bitrotRight(100, 1)));
show("bitset: " # debug_show (Int32.bitset(5, 0), Int32.bitset(5, 2), Int32.bitset(5, 6), Int32.bitset(100, 0), Int32.bitset(100, 2), Int32.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Int32.bitshiftLeft(5, 3), Int32.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Int32.bitshiftRight(5, 3), Int32.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Int32.bittest(5, 0), Int32.bittest(5, 2), Int32.bittest(5, 6), Int32.bittest(100, 0), Int32.bittest(100, 2), Int32.bittest(100, 6)));
show("bitxor: " # debug_show (Int32.bitxor(5, 3), Int32.bitxor(0, 7), Int32.bitxor(100, 2), Int32.bitxor(-7, 2), Int32.bitxor(-100, -3)));
show("compare: " # debug_show (Int32.compare(5, 3), Int32.compare(0, 7), Int32.compare(100, 2), Int32.compare(-7, 2), Int32.compare(-100, -3)));
show("div: " # debug_show (Int32.div(5, 3), Int32.div(0, 7), Int32.div(100, 2), Int32.div(-7, 2), Int32.div(-100, -3)));
show("equal: " # debug_show (Int32.equal(5, 3), Int32.equal(0, 7), Int32.equal(100, 2), Int32.equal(-7, 2), Int32.equal(-100, -3)));
show("explode: " # debug_show (Int32.explode(100), Int32.explode(5)));
show("fromInt: " # debug_show (Int32.fromInt(100), Int32.fromInt(5)));
show("fromInt16: " # debug_show (Int32.fromInt16(100), Int32.fromInt16(5)));
show("fromInt64: " # debug_show (Int32.fromInt64(100), Int32.fromInt64(5)));
show("fromInt8: " # debug_show (Int32.fromInt8(100), Int32.fromInt8(5)));
show("fromIntWrap: " # debug_show (Int32.fromIntWrap(100), Int32.fromIntWrap(5), Int32.fromIntWrap(-1), Int32.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat32: " # debug_show (Int32.fromNat32(100), Int32.fromNat32(5)));
show("greater: " # debug_show (Int32.greater(5, 3), Int32.greater(0, 7), Int32.greater(100, 2), Int32.greater(-7, 2), Int32.greater(-100, -3)));
show("greaterOrEqual: " # debug_show (Int32.greaterOrEqual(5, 3), Int32.greaterOrEqual(0, 7), Int32.greaterOrEqual(100, 2), Int32.greaterOrEqual(-7, 2), Int32.greaterOrEqual(-100, -3)));
show("less: " # debug_show (Int32.less(5, 3), Int32.less(0, 7), Int32.less(100, 2), Int32.less(-7, 2), Int32.less(-100, -3)));
show("lessOrEqual: " # debug_show (Int32.lessOrEqual(5, 3), Int32.lessOrEqual(0, 7), Int32.lessOrEqual(100, 2), Int32.lessOrEqual(-7, 2), Int32.lessOrEqual(-100, -3)));
show("max: " # debug_show (Int32.max(5, 3), Int32.max(0, 7), Int32.max(100, 2), Int32.max(-7, 2), Int32.max(-100, -3)));
show("maxValue: " # debug_show (Int32.maxValue));
show("min: " # debug_show (Int32.min(5, 3), Int32.min(0, 7), Int32.min(100, 2), Int32.min(-7, 2), Int32.min(-100, -3)));
show("minValue: " # debug_show (Int32.minValue));
show("mul: " # debug_show (Int32.mul(5, 7)));
show("mulWrap: " # debug_show (Int32.mulWrap(5, 3), Int32.mulWrap(0, 7), Int32.mulWrap(100, 2), Int32.mulWrap(-7, 2), Int32.mulWrap(-100, -3)));
show("neg: " # debug_show (Int32.neg(100), Int32.neg(5), Int32.neg(-7)));
show("notEqual: " # debug_show (Int32.notEqual(5, 3), Int32.notEqual(0, 7), Int32.notEqual(100, 2), Int32.notEqual(-7, 2), Int32.notEqual(-100, -3)));
show("pow: " # debug_show (Int32.pow(2, 3), Int32.pow(5, 2), Int32.pow(1, 7), Int32.pow(0, 0), Int32.pow(-3, 3), Int32.pow(7, 5)));
show("powWrap: " # debug_show (Int32.powWrap(2, 3), Int32.powWrap(5, 2), Int32.powWrap(1, 7), Int32.powWrap(0, 0), Int32.powWrap(-3, 3), Int32.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Int32.range(-2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Int32.rangeInclusive(-2, 6))));
show("rem: " # debug_show (Int32.rem(5, 3), Int32.rem(0, 7), Int32.rem(100, 2), Int32.rem(-7, 2), Int32.rem(-100, -3)));
show("sub: " # debug_show (Int32.sub(5, 3), Int32.sub(0, 7), Int32.sub(100, 2), Int32.sub(-7, 2), Int32.sub(-100, -3)));
show("subWrap: " # debug_show (Int32.subWrap(5, 3), Int32.subWrap(0, 7), Int32.subWrap(100, 2), Int32.subWrap(-7, 2), Int32.subWrap(-100, -3)));
show("toInt: " # debug_show (Int32.toInt(100), Int32.toInt(5), Int32.toInt(-7)));
show("toInt16: " # debug_show (Int32.toInt16(100), Int32.toInt16(5)));
show("toInt64: " # debug_show (Int32.toInt64(100), Int32.toInt64(5)));
show("toInt8: " # debug_show (Int32.toInt8(100), Int32.toInt8(5)));
show("toNat32: " # debug_show (Int32.toNat32(100), Int32.toNat32(5)));
show("toText: " # debug_show (Int32.toText(100), Int32.toText(5), Int32.toText(-7)));

show("Int64");
show("abs: " # debug_show (Int64.abs(100), Int64.abs(5), Int64.abs(-7)));
show("add: " # debug_show (Int64.add(5, 3), Int64.add(100, 20)));
show("addWrap: " # debug_show (Int64.addWrap(5, 3), Int64.addWrap(0, 7), Int64.addWrap(100, 2), Int64.addWrap(-7, 2), Int64.addWrap(-100, -3)));
show("allValues: " # debug_show (Iter.size(Iter.take(Int64.allValues(), 300))));
show("bitand: " # debug_show (Int64.bitand(5, 3), Int64.bitand(0, 7), Int64.bitand(100, 2), Int64.bitand(-7, 2), Int64.bitand(-100, -3)));
show("bitclear: " # debug_show (Int64.bitclear(5, 0), Int64.bitclear(5, 2), Int64.bitclear(5, 6), Int64.bitclear(100, 0), Int64.bitclear(100, 2), Int64.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Int64.bitcountLeadingZero(100), Int64.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Int64.bitcountNonZero(100), Int64.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Int64.bitcountTrailingZero(100), Int64.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Int64.bitflip(5, 0), Int64.bitflip(5, 2), Int64.bitflip(5, 6), Int64.bitflip(100, 0), Int64.bitflip(100, 2), Int64.bitflip(100, 6)));
show("bitnot: " # debug_show (Int64.bitnot(100), Int64.bitnot(5), Int64.bitnot(-7)));
show("bitor: " # debug_show (Int64.bitor(5, 3), Int64.bitor(0, 7), Int64.bitor(100, 2), Int64.bitor(-7, 2), Int64.bitor(-100, -3)));
show("bitrotLeft: " # debug_show (Int64.bitrotLeft(5, 3), Int64.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Int64.bitrotRight(5, 3), Int64.bitrotRight(100, 1)));
show("bitset: " # debug_show (Int64.bitset(5, 0), Int64.bitset(5, 2), Int64.bitset(5, 6), Int64.bitset(100, 0), Int64.bitset(100, 2), Int64.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Int64.bitshiftLeft(5, 3), Int64.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Int64.bitshiftRight(5, 3), Int64.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Int64.bittest(5, 0), Int64.bittest(5, 2), Int64.bittest(5, 6), Int64.bittest(100, 0), Int64.bittest(100, 2), Int64.bittest(100, 6)));
show("bitxor: " # debug_show (Int64.bitxor(5, 3), Int64.bitxor(0, 7), Int64.bitxor(100, 2), Int64.bitxor(-7, 2), Int64.bitxor(-100, -3)));
show("compare: " # debug_show (Int64.compare(5, 3), Int64.compare(0, 7), Int64.compare(100, 2), Int64.compare(-7, 2), Int64.compare(-100, -3)));
show("div: " # debug_show (Int64.div(5, 3), Int64.div(0, 7), Int64.div(100, 2), Int64.div(-7, 2), Int64.div(-100, -3)));
show("equal: " # debug_show (Int64.equal(5, 3), Int64.equal(0, 7), Int64.equal(100, 2), Int64.equal(-7, 2), Int64.equal(-100, -3)));
show("explode: " # debug_show (Int64.explode(100), Int64.explode(5)));
show("fromInt: " # debug_show (Int64.fromInt(100), Int64.fromInt(5)));
show("fromInt16: " # debug_show (Int64.fromInt16(100), Int64.fromInt16(5)));
show("fromInt32: " # debug_show (Int64.fromInt32(100), Int64.fromInt32(5)));
show("fromInt8: " # debug_show (Int64.fromInt8(100), Int64.fromInt8(5)));
show("fromIntWrap: " # debug_show (Int64.fromIntWrap(100), Int64.fromIntWrap(5), Int64.fromIntWrap(-1), Int64.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat64: " # debug_show (Int64.fromNat64(100), Int64.fromNat64(5)));
show("greater: " # debug_show (Int64.greater(5, 3), Int64.greater(0, 7), Int64.greater(100, 2), Int64.greater(-7, 2), Int64.greater(-100, -3)));
show("greaterOrEqual: " # debug_show (Int64.greaterOrEqual(5, 3), Int64.greaterOrEqual(0, 7), Int64.greaterOrEqual(100, 2), Int64.greaterOrEqual(-7, 2), Int64.greaterOrEqual(-100, -3)));
show("less: " # debug_show (Int64.less(5, 3), Int64.less(0, 7), Int64.less(100, 2), Int64.less(-7, 2), Int64.less(-100, -3)));
show("lessOrEqual: " # debug_show (Int64.lessOrEqual(5, 3), Int64.lessOrEqual(0, 7), Int64.lessOrEqual(100, 2), Int64.lessOrEqual(-7, 2), Int64.lessOrEqual(-100, -3)));
show("max: " # debug_show (Int64.max(5, 3), Int64.max(0, 7), Int64.max(100, 2), Int64.max(-7, 2), Int64.max(-100, -3)));
show("maxValue: " # debug_show (Int64.maxValue));
show("min: " # debug_show (Int64.min(5, 3), Int64.min(0, 7), Int64.min(100, 2), Int64.min(-7, 2), Int64.min(-100, -3)));
show("minValue: " # debug_show (Int64.minValue));
show("mul: " # debug_show (Int64.mul(5, 7)));
show("mulWrap: " # debug_show (Int64.mulWrap(5, 3), Int64.mulWrap(0, 7), Int64.mulWrap(100, 2), Int64.mulWrap(-7, 2), Int64.mulWrap(-100, -3)));
show("neg: " # debug_show (Int64.neg(100), Int64.neg(5), Int64.neg(-7)));
show("notEqual: " # debug_show (Int64.notEqual(5, 3), Int64.notEqual(0, 7), Int64.notEqual(100, 2), Int64.notEqual(-7, 2), Int64.notEqual(-100, -3)));
show("pow: " # debug_show (Int64.pow(2, 3), Int64.pow(5, 2), Int64.pow(1, 7), Int64.pow(0, 0), Int64.pow(-3, 3), Int64.pow(7, 5)));
show("powWrap: " # debug_show (Int64.powWrap(2, 3), Int64.powWrap(5, 2), Int64.powWrap(1, 7), Int64.powWrap(0, 0), Int64.powWrap(-3, 3), Int64.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Int64.range(-2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Int64.rangeInclusive(-2, 6))));
show("rem: " # debug_show (Int64.rem(5, 3), Int64.rem(0, 7), Int64.rem(100, 2), Int64.rem(-7, 2), Int64.rem(-100, -3)));
show("sub: " # debug_show (Int64.sub(5, 3), Int64.sub(0, 7), Int64.sub(100, 2), Int64.sub(-7, 2), Int64.sub(-100, -3)));
show("subWrap: " # debug_show (Int64.subWrap(5, 3), Int64.subWrap(0, 7), Int64.subWrap(100, 2), Int64.subWrap(-7, 2), Int64.subWrap(-100, -3)));
show("toInt: " # debug_show (Int64.toInt(100), Int64.toInt(5), Int64.toInt(-7)));
show("toInt16: " # debug_show (Int64.toInt16(100), Int64.toInt16(5)));
show("toInt32: " # debug_show (Int64.toInt32(100), Int64.toInt32(5)));
show("toInt8: " # debug_show (Int64.toInt8(100), Int64.toInt8(5)));
show("toNat64: " # debug_show (Int64.toNat64(100), Int64.toNat64(5)));
show("toText: " # debug_show (Int64.toText(100), Int64.toText(5), Int64.toText(-7)));

show("Int");
show("abs: " # debug_show (Int.abs(100), Int.abs(5), Int.abs(-7)));
show("add: " # debug_show (Int.add(5, 3), Int.add(100, 20)));
show("compare: " # debug_show (Int.compare(5, 3), Int.compare(0, 7), Int.compare(100, 2), Int.compare(-7, 2), Int.compare(-100, -3)));
show("div: " # debug_show (Int.div(5, 3), Int.div(0, 7), Int.div(100, 2), Int.div(-7, 2), Int.div(-100, -3)));
show("equal: " # debug_show (Int.equal(5, 3), Int.equal(0, 7), Int.equal(100, 2), Int.equal(-7, 2), Int.equal(-100, -3)));
show("fromInt16: " # debug_show (Int.fromInt16(100), Int.fromInt16(5)));
show("fromInt32: " # debug_show (Int.fromInt32(100), Int.fromInt32(5)));
show("fromInt64: " # debug_show (Int.fromInt64(100), Int.fromInt64(5)));
show("fromInt8: " # debug_show (Int.fromInt8(100), Int.fromInt8(5)));
show("fromNat: " # debug_show (Int.fromNat(5)));
show("fromText: " # debug_show (Int.fromText("12"), Int.fromText(""), Int.fromText("x"), Int.fromText("-5"), Int.fromText("1_000")));
show("greater: " # debug_show (Int.greater(5, 3), Int.greater(0, 7), Int.greater(100, 2), Int.greater(-7, 2), Int.greater(-100, -3)));
show("greaterOrEqual: " # debug_show (Int.greaterOrEqual(5, 3), Int.greaterOrEqual(0, 7), Int.greaterOrEqual(100, 2), Int.greaterOrEqual(-7, 2), Int.greaterOrEqual(-100, -3)));
show("less: " # debug_show (Int.less(5, 3), Int.less(0, 7), Int.less(100, 2), Int.less(-7, 2), Int.less(-100, -3)));
show("lessOrEqual: " # debug_show (Int.lessOrEqual(5, 3), Int.lessOrEqual(0, 7), Int.lessOrEqual(100, 2), Int.lessOrEqual(-7, 2), Int.lessOrEqual(-100, -3)));
show("max: " # debug_show (Int.max(5, 3), Int.max(0, 7), Int.max(100, 2), Int.max(-7, 2), Int.max(-100, -3)));
show("min: " # debug_show (Int.min(5, 3), Int.min(0, 7), Int.min(100, 2), Int.min(-7, 2), Int.min(-100, -3)));
show("mul: " # debug_show (Int.mul(5, 7)));
show("neg: " # debug_show (Int.neg(100), Int.neg(5), Int.neg(-7)));
show("notEqual: " # debug_show (Int.notEqual(5, 3), Int.notEqual(0, 7), Int.notEqual(100, 2), Int.notEqual(-7, 2), Int.notEqual(-100, -3)));
show("pow: " # debug_show (Int.pow(2, 3), Int.pow(5, 2), Int.pow(1, 7), Int.pow(0, 0), Int.pow(-3, 3)));
show("range: " # debug_show (Iter.toArray(Int.range(-2, 6))));
show("rangeBy: " # debug_show (Iter.toArray(Int.rangeBy(1, 10, 3))));
show("rangeByInclusive: " # debug_show (Iter.toArray(Int.rangeByInclusive(1, 10, 3))));
show("rangeInclusive: " # debug_show (Iter.toArray(Int.rangeInclusive(-2, 6))));
show("rem: " # debug_show (Int.rem(5, 3), Int.rem(0, 7), Int.rem(100, 2), Int.rem(-7, 2), Int.rem(-100, -3)));
show("sub: " # debug_show (Int.sub(5, 3), Int.sub(0, 7), Int.sub(100, 2), Int.sub(-7, 2), Int.sub(-100, -3)));
show("toFloat: " # debug_show (Int.toFloat(100), Int.toFloat(5)));
show("toInt: " # debug_show (Int.toInt("12"), Int.toInt("x")));
show("toInt16: " # debug_show (Int.toInt16(100), Int.toInt16(5)));
show("toInt32: " # debug_show (Int.toInt32(100), Int.toInt32(5)));
show("toInt64: " # debug_show (Int.toInt64(100), Int.toInt64(5)));
show("toInt8: " # debug_show (Int.toInt8(100), Int.toInt8(5)));
show("toNat: " # debug_show (Int.toNat(5)));
show("toText: " # debug_show (Int.toText(100), Int.toText(5), Int.toText(-7)));
// prints: Int8
// prints: abs: (+100, +5, +7)
// prints: add: (+8, +120)
// prints: addWrap: (+8, +7, +102, -5, -103)
// prints: allValues: 256
// prints: bitand: (+1, 0, 0, 0, -100)
// prints: bitclear: (+4, +1, +5, +100, +96, +36)
// prints: bitcountLeadingZero: (+1, +5)
// prints: bitcountNonZero: (+3, +2)
// prints: bitcountTrailingZero: (+2, 0)
// prints: bitflip: (+4, +1, +69, +101, +96, +36)
// prints: bitnot: (-101, -6, +6)
// prints: bitor: (+7, +7, +102, -5, -3)
// prints: bitrotLeft: (+40, -56)
// prints: bitrotRight: (-96, +50)
// prints: bitset: (+5, +5, +69, +101, +100, +100)
// prints: bitshiftLeft: (+40, -56)
// prints: bitshiftRight: (0, +50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (+6, +7, +102, -5, +97)
// prints: compare: (#greater, #less, #greater, #less, #less)
// prints: div: (+1, 0, +50, -3, +33)
// prints: equal: (false, false, false, false, false)
// prints: fromInt: (+100, +5)
// prints: fromInt16: (+100, +5)
// prints: fromInt32: (+100, +5)
// prints: fromInt64: (+100, +5)
// prints: fromIntWrap: (+100, +5, -1, +7)
// prints: fromNat8: (+100, +5)
// prints: greater: (true, false, true, false, false)
// prints: greaterOrEqual: (true, false, true, false, false)
// prints: less: (false, true, false, true, true)
// prints: lessOrEqual: (false, true, false, true, true)
// prints: max: (+5, +7, +100, +2, -3)
// prints: maxValue: +127
// prints: min: (+3, 0, +2, -7, -100)
// prints: minValue: -128
// prints: mul: +35
// prints: mulWrap: (+15, 0, -56, -14, +44)
// prints: neg: (-100, -5, +7)
// prints: notEqual: (true, true, true, true, true)
// prints: pow: (+8, +25, +1, +1, -27)
// prints: powWrap: (+8, +25, +1, +1, -27, -89)
// prints: range: [-2, -1, 0, +1, +2, +3, +4, +5]
// prints: rangeInclusive: [-2, -1, 0, +1, +2, +3, +4, +5, +6]
// prints: rem: (+2, 0, 0, -1, -1)
// prints: sub: (+2, -7, +98, -9, -97)
// prints: subWrap: (+2, -7, +98, -9, -97)
// prints: toInt: (+100, +5, -7)
// prints: toInt16: (+100, +5)
// prints: toInt32: (+100, +5)
// prints: toInt64: (+100, +5)
// prints: toNat8: (100, 5)
// prints: toText: ("100", "5", "-7")
// prints: Int16
// prints: abs: (+100, +5, +7)
// prints: add: (+8, +120)
// prints: addWrap: (+8, +7, +102, -5, -103)
// prints: allValues: 300
// prints: bitand: (+1, 0, 0, 0, -100)
// prints: bitclear: (+4, +1, +5, +100, +96, +36)
// prints: bitcountLeadingZero: (+9, +13)
// prints: bitcountNonZero: (+3, +2)
// prints: bitcountTrailingZero: (+2, 0)
// prints: bitflip: (+4, +1, +69, +101, +96, +36)
// prints: bitnot: (-101, -6, +6)
// prints: bitor: (+7, +7, +102, -5, -3)
// prints: bitrotLeft: (+40, +200)
// prints: bitrotRight: (-24_576, +50)
// prints: bitset: (+5, +5, +69, +101, +100, +100)
// prints: bitshiftLeft: (+40, +200)
// prints: bitshiftRight: (0, +50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (+6, +7, +102, -5, +97)
// prints: compare: (#greater, #less, #greater, #less, #less)
// prints: div: (+1, 0, +50, -3, +33)
// prints: equal: (false, false, false, false, false)
// prints: explode: ((0, 100), (0, 5))
// prints: fromInt: (+100, +5)
// prints: fromInt32: (+100, +5)
// prints: fromInt64: (+100, +5)
// prints: fromInt8: (+100, +5)
// prints: fromIntWrap: (+100, +5, -1, +7)
// prints: fromNat16: (+100, +5)
// prints: greater: (true, false, true, false, false)
// prints: greaterOrEqual: (true, false, true, false, false)
// prints: less: (false, true, false, true, true)
// prints: lessOrEqual: (false, true, false, true, true)
// prints: max: (+5, +7, +100, +2, -3)
// prints: maxValue: +32_767
// prints: min: (+3, 0, +2, -7, -100)
// prints: minValue: -32_768
// prints: mul: +35
// prints: mulWrap: (+15, 0, +200, -14, +300)
// prints: neg: (-100, -5, +7)
// prints: notEqual: (true, true, true, true, true)
// prints: pow: (+8, +25, +1, +1, -27)
// prints: powWrap: (+8, +25, +1, +1, -27, +16_807)
// prints: range: [-2, -1, 0, +1, +2, +3, +4, +5]
// prints: rangeInclusive: [-2, -1, 0, +1, +2, +3, +4, +5, +6]
// prints: rem: (+2, 0, 0, -1, -1)
// prints: sub: (+2, -7, +98, -9, -97)
// prints: subWrap: (+2, -7, +98, -9, -97)
// prints: toInt: (+100, +5, -7)
// prints: toInt32: (+100, +5)
// prints: toInt64: (+100, +5)
// prints: toInt8: (+100, +5)
// prints: toNat16: (100, 5)
// prints: toText: ("100", "5", "-7")
// prints: Int32
// prints: abs: (+100, +5, +7)
// prints: add: (+8, +120)
// prints: addWrap: (+8, +7, +102, -5, -103)
// prints: allValues: 300
// prints: bitand: (+1, 0, 0, 0, -100)
// prints: bitclear: (+4, +1, +5, +100, +96, +36)
// prints: bitcountLeadingZero: (+25, +29)
// prints: bitcountNonZero: (+3, +2)
// prints: bitcountTrailingZero: (+2, 0)
// prints: bitflip: (+4, +1, +69, +101, +96, +36)
// prints: bitnot: (-101, -6, +6)
// prints: bitor: (+7, +7, +102, -5, -3)
// prints: bitrotLeft: (+40, +200)
// prints: bitrotRight: (-1_610_612_736, +50)
// prints: bitset: (+5, +5, +69, +101, +100, +100)
// prints: bitshiftLeft: (+40, +200)
// prints: bitshiftRight: (0, +50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (+6, +7, +102, -5, +97)
// prints: compare: (#greater, #less, #greater, #less, #less)
// prints: div: (+1, 0, +50, -3, +33)
// prints: equal: (false, false, false, false, false)
// prints: explode: ((0, 0, 0, 100), (0, 0, 0, 5))
// prints: fromInt: (+100, +5)
// prints: fromInt16: (+100, +5)
// prints: fromInt64: (+100, +5)
// prints: fromInt8: (+100, +5)
// prints: fromIntWrap: (+100, +5, -1, -1_593_835_513)
// prints: fromNat32: (+100, +5)
// prints: greater: (true, false, true, false, false)
// prints: greaterOrEqual: (true, false, true, false, false)
// prints: less: (false, true, false, true, true)
// prints: lessOrEqual: (false, true, false, true, true)
// prints: max: (+5, +7, +100, +2, -3)
// prints: maxValue: +2_147_483_647
// prints: min: (+3, 0, +2, -7, -100)
// prints: minValue: -2_147_483_648
// prints: mul: +35
// prints: mulWrap: (+15, 0, +200, -14, +300)
// prints: neg: (-100, -5, +7)
// prints: notEqual: (true, true, true, true, true)
// prints: pow: (+8, +25, +1, +1, -27, +16_807)
// prints: powWrap: (+8, +25, +1, +1, -27, +16_807)
// prints: range: [-2, -1, 0, +1, +2, +3, +4, +5]
// prints: rangeInclusive: [-2, -1, 0, +1, +2, +3, +4, +5, +6]
// prints: rem: (+2, 0, 0, -1, -1)
// prints: sub: (+2, -7, +98, -9, -97)
// prints: subWrap: (+2, -7, +98, -9, -97)
// prints: toInt: (+100, +5, -7)
// prints: toInt16: (+100, +5)
// prints: toInt64: (+100, +5)
// prints: toInt8: (+100, +5)
// prints: toNat32: (100, 5)
// prints: toText: ("100", "5", "-7")
// prints: Int64
// prints: abs: (+100, +5, +7)
// prints: add: (+8, +120)
// prints: addWrap: (+8, +7, +102, -5, -103)
// prints: allValues: 300
// prints: bitand: (+1, 0, 0, 0, -100)
// prints: bitclear: (+4, +1, +5, +100, +96, +36)
// prints: bitcountLeadingZero: (+57, +61)
// prints: bitcountNonZero: (+3, +2)
// prints: bitcountTrailingZero: (+2, 0)
// prints: bitflip: (+4, +1, +69, +101, +96, +36)
// prints: bitnot: (-101, -6, +6)
// prints: bitor: (+7, +7, +102, -5, -3)
// prints: bitrotLeft: (+40, +200)
// prints: bitrotRight: (-6_917_529_027_641_081_856, +50)
// prints: bitset: (+5, +5, +69, +101, +100, +100)
// prints: bitshiftLeft: (+40, +200)
// prints: bitshiftRight: (0, +50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (+6, +7, +102, -5, +97)
// prints: compare: (#greater, #less, #greater, #less, #less)
// prints: div: (+1, 0, +50, -3, +33)
// prints: equal: (false, false, false, false, false)
// prints: explode: ((0, 0, 0, 0, 0, 0, 0, 100), (0, 0, 0, 0, 0, 0, 0, 5))
// prints: fromInt: (+100, +5)
// prints: fromInt16: (+100, +5)
// prints: fromInt32: (+100, +5)
// prints: fromInt8: (+100, +5)
// prints: fromIntWrap: (+100, +5, -1, +2_003_764_205_206_896_647)
// prints: fromNat64: (+100, +5)
// prints: greater: (true, false, true, false, false)
// prints: greaterOrEqual: (true, false, true, false, false)
// prints: less: (false, true, false, true, true)
// prints: lessOrEqual: (false, true, false, true, true)
// prints: max: (+5, +7, +100, +2, -3)
// prints: maxValue: +9_223_372_036_854_775_807
// prints: min: (+3, 0, +2, -7, -100)
// prints: minValue: -9_223_372_036_854_775_808
// prints: mul: +35
// prints: mulWrap: (+15, 0, +200, -14, +300)
// prints: neg: (-100, -5, +7)
// prints: notEqual: (true, true, true, true, true)
// prints: pow: (+8, +25, +1, +1, -27, +16_807)
// prints: powWrap: (+8, +25, +1, +1, -27, +16_807)
// prints: range: [-2, -1, 0, +1, +2, +3, +4, +5]
// prints: rangeInclusive: [-2, -1, 0, +1, +2, +3, +4, +5, +6]
// prints: rem: (+2, 0, 0, -1, -1)
// prints: sub: (+2, -7, +98, -9, -97)
// prints: subWrap: (+2, -7, +98, -9, -97)
// prints: toInt: (+100, +5, -7)
// prints: toInt16: (+100, +5)
// prints: toInt32: (+100, +5)
// prints: toInt8: (+100, +5)
// prints: toNat64: (100, 5)
// prints: toText: ("100", "5", "-7")
// prints: Int
// prints: abs: (100, 5, 7)
// prints: add: (+8, +120)
// prints: compare: (#greater, #less, #greater, #less, #less)
// prints: div: (+1, 0, +50, -3, +33)
// prints: equal: (false, false, false, false, false)
// prints: fromInt16: (+100, +5)
// prints: fromInt32: (+100, +5)
// prints: fromInt64: (+100, +5)
// prints: fromInt8: (+100, +5)
// prints: fromNat: +5
// prints: fromText: (?(+12), null, null, ?(-5), null)
// prints: greater: (true, false, true, false, false)
// prints: greaterOrEqual: (true, false, true, false, false)
// prints: less: (false, true, false, true, true)
// prints: lessOrEqual: (false, true, false, true, true)
// prints: max: (+5, +7, +100, +2, -3)
// prints: min: (+3, 0, +2, -7, -100)
// prints: mul: +35
// prints: neg: (-100, -5, +7)
// prints: notEqual: (true, true, true, true, true)
// prints: pow: (+8, +25, +1, +1, -27)
// prints: range: [-2, -1, 0, +1, +2, +3, +4, +5]
// prints: rangeBy: [+1, +4, +7]
// prints: rangeByInclusive: [+1, +4, +7, +10]
// prints: rangeInclusive: [-2, -1, 0, +1, +2, +3, +4, +5, +6]
// prints: rem: (+2, 0, 0, -1, -1)
// prints: sub: (+2, -7, +98, -9, -97)
// prints: toFloat: (100.000000, 5.000000)
// prints: toInt: (?(+12), null)
// prints: toInt16: (+100, +5)
// prints: toInt32: (+100, +5)
// prints: toInt64: (+100, +5)
// prints: toInt8: (+100, +5)
// prints: toNat: 5
// prints: toText: ("100", "5", "-7")
