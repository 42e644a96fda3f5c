// Every function of the natural numbers, with a few arguments each.
import Debug "mo:core/Debug";
import Iter "mo:core/Iter";
import Nat8 "mo:core/Nat8";
import Nat16 "mo:core/Nat16";
import Nat32 "mo:core/Nat32";
import Nat64 "mo:core/Nat64";
import Nat "mo:core/Nat";

func show(line : Text) { Debug.print(line) };

show("Nat8");
show("add: " # debug_show (Nat8.add(5, 3), Nat8.add(100, 20)));
show("addWrap: " # debug_show (Nat8.addWrap(5, 3), Nat8.addWrap(0, 7), Nat8.addWrap(100, 2)));
show("allValues: " # debug_show (Iter.size(Iter.take(Nat8.allValues(), 300))));
show("bitand: " # debug_show (Nat8.bitand(5, 3), Nat8.bitand(0, 7), Nat8.bitand(100, 2)));
show("bitclear: " # debug_show (Nat8.bitclear(5, 0), Nat8.bitclear(5, 2), Nat8.bitclear(5, 6), Nat8.bitclear(100, 0), Nat8.bitclear(100, 2), Nat8.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Nat8.bitcountLeadingZero(100), Nat8.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Nat8.bitcountNonZero(100), Nat8.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Nat8.bitcountTrailingZero(100), Nat8.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Nat8.bitflip(5, 0), Nat8.bitflip(5, 2), Nat8.bitflip(5, 6), Nat8.bitflip(100, 0), Nat8.bitflip(100, 2), Nat8.bitflip(100, 6)));
show("bitnot: " # debug_show (Nat8.bitnot(100), Nat8.bitnot(5)));
show("bitor: " # debug_show (Nat8.bitor(5, 3), Nat8.bitor(0, 7), Nat8.bitor(100, 2)));
show("bitrotLeft: " # debug_show (Nat8.bitrotLeft(5, 3), Nat8.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Nat8.bitrotRight(5, 3), Nat8.bitrotRight(100, 1)));
show("bitset: " # debug_show (Nat8.bitset(5, 0), Nat8.bitset(5, 2), Nat8.bitset(5, 6), Nat8.bitset(100, 0), Nat8.bitset(100, 2), Nat8.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Nat8.bitshiftLeft(5, 3), Nat8.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Nat8.bitshiftRight(5, 3), Nat8.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Nat8.bittest(5, 0), Nat8.bittest(5, 2), Nat8.bittest(5, 6), Nat8.bittest(100, 0), Nat8.bittest(100, 2), Nat8.bittest(100, 6)));
show("bitxor: " # debug_show (Nat8.bitxor(5, 3), Nat8.bitxor(0, 7), Nat8.bitxor(100, 2)));
show("compare: " # debug_show (Nat8.compare(5, 3), Nat8.compare(0, 7), Nat8.compare(100, 2)));
show("div: " # debug_show (Nat8.div(5, 3), Nat8.div(0, 7), Nat8.div(100, 2)));
show("equal: " # debug_show (Nat8.equal(5, 3), Nat8.equal(0, 7), Nat8.equal(100, 2)));
show("fromIntWrap: " # debug_show (Nat8.fromIntWrap(100), Nat8.fromIntWrap(5), Nat8.fromIntWrap(-1), Nat8.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat: " # debug_show (Nat8.fromNat(100), Nat8.fromNat(5)));
show("fromNat16: " # debug_show (Nat8.fromNat16(100), Nat8.fromNat16(5)));
show("fromNat32: " # debug_show (Nat8.fromNat32(100), Nat8.fromNat32(5)));
show("fromNat64: " # debug_show (Nat8.fromNat64(100), Nat8.fromNat64(5)));
show("greater: " # debug_show (Nat8.greater(5, 3), Nat8.greater(0, 7), Nat8.greater(100, 2)));
show("greaterOrEqual: " # debug_show (Nat8.greaterOrEqual(5, 3), Nat8.greaterOrEqual(0, 7), Nat8.greaterOrEqual(100, 2)));
show("less: " # debug_show (Nat8.less(5, 3), Nat8.less(0, 7), Nat8.less(100, 2)));
show("lessOrEqual: " # debug_show (Nat8.lessOrEqual(5, 3), Nat8.lessOrEqual(0, 7), Nat8.lessOrEqual(100, 2)));
show("max: " # debug_show (Nat8.max(5, 3), Nat8.max(0, 7), Nat8.max(100, 2)));
show("maxValue: " # debug_show (Nat8.maxValue));
show("min: " # debug_show (Nat8.min(5, 3), Nat8.min(0, 7), Nat8.min(100, 2)));
show("mul: " # debug_show (Nat8.mul(5, 7)));
show("mulWrap: " # debug_show (Nat8.mulWrap(5, 3), Nat8.mulWrap(0, 7), Nat8.mulWrap(100, 2)));
show("notEqual: " # debug_show (Nat8.notEqual(5, 3), Nat8.notEqual(0, 7), Nat8.notEqual(100, 2)));
show("pow: " # debug_show (Nat8.pow(2, 3), Nat8.pow(5, 2), Nat8.pow(1, 7), Nat8.pow(0, 0)));
show("powWrap: " # debug_show (Nat8.powWrap(2, 3), Nat8.powWrap(5, 2), Nat8.powWrap(1, 7), Nat8.powWrap(0, 0), Nat8.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Nat8.range(2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Nat8.rangeInclusive(2, 6))));
show("rem: " # debug_show (Nat8.rem(5, 3), Nat8.rem(0, 7), Nat8.rem(100, 2)));
show("sub: " # debug_show (Nat8.sub(7, 3)));
show("subWrap: " # debug_show (Nat8.subWrap(5, 3), Nat8.subWrap(0, 7), Nat8.subWrap(100, 2)));
show("toNat: " # debug_show (Nat8.toNat(100), Nat8.toNat(5)));
show("toNat16: " # debug_show (Nat8.toNat16(100), Nat8.toNat16(5)));
show("toNat32: " # debug_show (Nat8.toNat32(100), Nat8.toNat32(5)));
show("toNat64: " # debug_show (Nat8.toNat64(100), Nat8.toNat64(5)));
show("toText: " # debug_show (Nat8.toText(100), Nat8.toText(5)));

show("Nat16");
show("add: " # debug_show (Nat16.add(5, 3), Nat16.add(100, 20)));
show("addWrap: " # debug_show (Nat16.addWrap(5, 3), Nat16.addWrap(0, 7), Nat16.addWrap(100, 2)));
show("allValues: " # debug_show (Iter.size(Iter.take(Nat16.allValues(), 300))));
show("bitand: " # debug_show (Nat16.bitand(5, 3), Nat16.bitand(0, 7), Nat16.bitand(100, 2)));
show("bitclear: " # debug_show (Nat16.bitclear(5, 0), Nat16.bitclear(5, 2), Nat16.bitclear(5, 6), Nat16.bitclear(100, 0), Nat16.bitclear(100, 2), Nat16.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Nat16.bitcountLeadingZero(100), Nat16.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Nat16.bitcountNonZero(100), Nat16.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Nat16.bitcountTrailingZero(100), Nat16.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Nat16.bitflip(5, 0), Nat16.bitflip(5, 2), Nat16.bitflip(5, 6), Nat16.bitflip(100, 0), Nat16.bitflip(100, 2), Nat16.bitflip(100, 6)));
show("bitnot: " # debug_show (Nat16.bitnot(100), Nat16.bitnot(5)));
show("bitor: " # debug_show (Nat16.bitor(5, 3), Nat16.bitor(0, 7), Nat16.bitor(100, 2)));
show("bitrotLeft: " # debug_show (Nat16.bitrotLeft(5, 3), Nat16.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Nat16.bitrotRight(5, 3), Nat16.bitrotRight(100, 1)));
show("bitset: " # debug_show (Nat16.bitset(5, 0), Nat16.bitset(5, 2), Nat16.bitset(5, 6), Nat16.bitset(100, 0), Nat16.bitset(100, 2), Nat16.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Nat16.bitshiftLeft(5, 3), Nat16.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Nat16.bitshiftRight(5, 3), Nat16.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Nat16.bittest(5, 0), Nat16.bittest(5, 2), Nat16.bittest(5, 6), Nat16.bittest(100, 0), Nat16.bittest(100, 2), Nat16.bittest(100, 6)));
show("bitxor: " # debug_show (Nat16.bitxor(5, 3), Nat16.bitxor(0, 7), Nat16.bitxor(100, 2)));
show("compare: " # debug_show (Nat16.compare(5, 3), Nat16.compare(0, 7), Nat16.compare(100, 2)));
show("div: " # debug_show (Nat16.div(5, 3), Nat16.div(0, 7), Nat16.div(100, 2)));
show("equal: " # debug_show (Nat16.equal(5, 3), Nat16.equal(0, 7), Nat16.equal(100, 2)));
show("explode: " # debug_show (Nat16.explode(100), Nat16.explode(5)));
show("fromIntWrap: " # debug_show (Nat16.fromIntWrap(100), Nat16.fromIntWrap(5), Nat16.fromIntWrap(-1), Nat16.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat: " # debug_show (Nat16.fromNat(100), Nat16.fromNat(5)));
show("fromNat32: " # debug_show (Nat16.fromNat32(100), Nat16.fromNat32(5)));
show("fromNat64: " # debug_show (Nat16.fromNat64(100), Nat16.fromNat64(5)));
show("fromNat8: " # debug_show (Nat16.fromNat8(100), Nat16.fromNat8(5)));
show("greater: " # debug_show (Nat16.greater(5, 3), Nat16.greater(0, 7), Nat16.greater(100, 2)));
show("greaterOrEqual: " # debug_show (Nat16.greaterOrEqual(5, 3), Nat16.greaterOrEqual(0, 7), Nat16.greaterOrEqual(100, 2)));
show("less: " # debug_show (Nat16.less(5, 3), Nat16.less(0, 7), Nat16.less(100, 2)));
show("lessOrEqual: " # debug_show (Nat16.lessOrEqual(5, 3), Nat16.lessOrEqual(0, 7), Nat16.lessOrEqual(100, 2)));
show("max: " # debug_show (Nat16.max(5, 3), Nat16.max(0, 7), Nat16.max(100, 2)));
show("maxValue: " # debug_show (Nat16.maxValue));
show("min: " # debug_show (Nat16.min(5, 3), Nat16.min(0, 7), Nat16.min(100, 2)));
show("mul: " # debug_show (Nat16.mul(5, 7)));
show("mulWrap: " # debug_show (Nat16.mulWrap(5, 3), Nat16.mulWrap(0, 7), Nat16.mulWrap(100, 2)));
show("notEqual: " # debug_show (Nat16.notEqual(5, 3), Nat16.notEqual(0, 7), Nat16.notEqual(100, 2)));
show("pow: " # debug_show (Nat16.pow(2, 3), Nat16.pow(5, 2), Nat16.pow(1, 7), Nat16.pow(0, 0)));
show("powWrap: " # debug_show (Nat16.powWrap(2, 3), Nat16.powWrap(5, 2), Nat16.powWrap(1, 7), Nat16.powWrap(0, 0), Nat16.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Nat16.range(2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Nat16.rangeInclusive(2, 6))));
show("rem: " # debug_show (Nat16.rem(5, 3), Nat16.rem(0, 7), Nat16.rem(100, 2)));
show("sub: " # debug_show (Nat16.sub(7, 3)));
show("subWrap: " # debug_show (Nat16.subWrap(5, 3), Nat16.subWrap(0, 7), Nat16.subWrap(100, 2)));
show("toNat: " # debug_show (Nat16.toNat(100), Nat16.toNat(5)));
show("toNat32: " # debug_show (Nat16.toNat32(100), Nat16.toNat32(5)));
show("toNat64: " # debug_show (Nat16.toNat64(100), Nat16.toNat64(5)));
show("toNat8: " # debug_show (Nat16.toNat8(100), Nat16.toNat8(5)));
show("toText: " # debug_show (Nat16.toText(100), Nat16.toText(5)));

show("Nat32");
show("add: " # debug_show (Nat32.add(5, 3), Nat32.add(100, 20)));
show("addWrap: " # debug_show (Nat32.addWrap(5, 3), Nat32.addWrap(0, 7), Nat32.addWrap(100, 2)));
show("allValues: " # debug_show (Iter.size(Iter.take(Nat32.allValues(), 300))));
show("bitand: " # debug_show (Nat32.bitand(5, 3), Nat32.bitand(0, 7), Nat32.bitand(100, 2)));
show("bitclear: " # debug_show (Nat32.bitclear(5, 0), Nat32.bitclear(5, 2), Nat32.bitclear(5, 6), Nat32.bitclear(100, 0), Nat32.bitclear(100, 2), Nat32.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Nat32.bitcountLeadingZero(100), Nat32.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Nat32.bitcountNonZero(100), Nat32.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Nat32.bitcountTrailingZero(100), Nat32.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Nat32.bitflip(5, 0), Nat32.bitflip(5, 2), Nat32.bitflip(5, 6), Nat32.bitflip(100, 0), Nat32.bitflip(100, 2), Nat32.bitflip(100, 6)));
show("bitnot: " # debug_show (Nat32.bitnot(100), Nat32.bitnot(5)));
show("bitor: " # debug_show (Nat32.bitor(5, 3), Nat32.bitor(0, 7), Nat32.bitor(100, 2)));
show("bitrotLeft: " # debug_show (Nat32.bitrotLeft(5, 3), Nat32.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Nat32.bitrotRight(5, 3), Nat32.bitrotRight(100, 1)));
show("bitset: " # debug_show (Nat32.bitset(5, 0), Nat32.bitset(5, 2), Nat32.bitset(5, 6), Nat32.bitset(100, 0), Nat32.bitset(100, 2), Nat32.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Nat32.bitshiftLeft(5, 3), Nat32.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Nat32.bitshiftRight(5, 3), Nat32.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Nat32.bittest(5, 0), Nat32.bittest(5, 2), Nat32.bittest(5, 6), Nat32.bittest(100, 0), Nat32.bittest(100, 2), Nat32.bittest(100, 6)));
show("bitxor: " # debug_show (Nat32.bitxor(5, 3), Nat32.bitxor(0, 7), Nat32.bitxor(100, 2)));
show("compare: " # debug_show (Nat32.compare(5, 3), Nat32.compare(0, 7), Nat32.compare(100, 2)));
show("div: " # debug_show (Nat32.div(5, 3), Nat32.div(0, 7), Nat32.div(100, 2)));
show("equal: " # debug_show (Nat32.equal(5, 3), Nat32.equal(0, 7), Nat32.equal(100, 2)));
show("explode: " # debug_show (Nat32.explode(100), Nat32.explode(5)));
show("fromIntWrap: " # debug_show (Nat32.fromIntWrap(100), Nat32.fromIntWrap(5), Nat32.fromIntWrap(-1), Nat32.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat: " # debug_show (Nat32.fromNat(100), Nat32.fromNat(5)));
show("fromNat16: " # debug_show (Nat32.fromNat16(100), Nat32.fromNat16(5)));
show("fromNat64: " # debug_show (Nat32.fromNat64(100), Nat32.fromNat64(5)));
show("fromNat8: " # debug_show (Nat32.fromNat8(100), Nat32.fromNat8(5)));
show("greater: " # debug_show (Nat32.greater(5, 3), Nat32.greater(0, 7), Nat32.greater(100, 2)));
show("greaterOrEqual: " # debug_show (Nat32.greaterOrEqual(5, 3), Nat32.greaterOrEqual(0, 7), Nat32.greaterOrEqual(100, 2)));
show("less: " # debug_show (Nat32.less(5, 3), Nat32.less(0, 7), Nat32.less(100, 2)));
show("lessOrEqual: " # debug_show (Nat32.lessOrEqual(5, 3), Nat32.lessOrEqual(0, 7), Nat32.lessOrEqual(100, 2)));
show("max: " # debug_show (Nat32.max(5, 3), Nat32.max(0, 7), Nat32.max(100, 2)));
show("maxValue: " # debug_show (Nat32.maxValue));
show("min: " # debug_show (Nat32.min(5, 3), Nat32.min(0, 7), Nat32.min(100, 2)));
show("mul: " # debug_show (Nat32.mul(5, 7)));
show("mulWrap: " # debug_show (Nat32.mulWrap(5, 3), Nat32.mulWrap(0, 7), Nat32.mulWrap(100, 2)));
show("notEqual: " # debug_show (Nat32.notEqual(5, 3), Nat32.notEqual(0, 7), Nat32.notEqual(100, 2)));
show("pow: " # debug_show (Nat32.pow(2, 3), Nat32.pow(5, 2), Nat32.pow(1, 7), Nat32.pow(0, 0), Nat32.pow(7, 5)));
show("powWrap: " # debug_show (Nat32.powWrap(2, 3), Nat32.powWrap(5, 2), Nat32.powWrap(1, 7), Nat32.powWrap(0, 0), Nat32.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Nat32.range(2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Nat32.rangeInclusive(2, 6))));
show("rem: " # debug_show (Nat32.rem(5, 3), Nat32.rem(0, 7), Nat32.rem(100, 2)));
show("sub: " # debug_show (Nat32.sub(7, 3)));
show("subWrap: " # debug_show (Nat32.subWrap(5, 3), Nat32.subWrap(0, 7), Nat32.subWrap(100, 2)));
show("toChar: " # debug_show (Nat32.toChar(100), Nat32.toChar(5)));
show("toNat: " # debug_show (Nat32.toNat(100), Nat32.toNat(5)));
show("toNat16: " # debug_show (Nat32.toNat16(100), Nat32.toNat16(5)));
show("toNat64: " # debug_show (Nat32.toNat64(100), Nat32.toNat64(5)));
show("toNat8: " # debug_show (Nat32.toNat8(100), Nat32.toNat8(5)));
show("toText: " # debug_show (Nat32.toText(100), Nat32.toText(5)));

show("Nat64");
show("add: " # debug_show (Nat64.add(5, 3), Nat64.add(100, 20)));
show("addWrap: " # debug_show (Nat64.addWrap(5, 3), Nat64.addWrap(0, 7), Nat64.addWrap(100, 2)));
show("allValues: " # debug_show (Iter.size(Iter.take(Nat64.allValues(), 300))));
show("bitand: " # debug_show (Nat64.bitand(5, 3), Nat64.bitand(0, 7), Nat64.bitand(100, 2)));
show("bitclear: " # debug_show (Nat64.bitclear(5, 0), Nat64.bitclear(5, 2), Nat64.bitclear(5, 6), Nat64.bitclear(100, 0), Nat64.bitclear(100, 2), Nat64.bitclear(100, 6)));
show("bitcountLeadingZero: " # debug_show (Nat64.bitcountLeadingZero(100), Nat64.bitcountLeadingZero(5)));
show("bitcountNonZero: " # debug_show (Nat64.bitcountNonZero(100), Nat64.bitcountNonZero(5)));
show("bitcountTrailingZero: " # debug_show (Nat64.bitcountTrailingZero(100), Nat64.bitcountTrailingZero(5)));
show("bitflip: " # debug_show (Nat64.bitflip(5, 0), Nat64.bitflip(5, 2), Nat64.bitflip(5, 6), Nat64.bitflip(100, 0), Nat64.bitflip(100, 2), Nat64.bitflip(100, 6)));
show("bitnot: " # debug_show (Nat64.bitnot(100), Nat64.bitnot(5)));
show("bitor: " # debug_show (Nat64.bitor(5, 3), Nat64.bitor(0, 7), Nat64.bitor(100, 2)));
show("bitrotLeft: " # debug_show (Nat64.bitrotLeft(5, 3), Nat64.bitrotLeft(100, 1)));
show("bitrotRight: " # debug_show (Nat64.bitrotRight(5, 3), Nat64.bitrotRight(100, 1)));
show("bitset: " # debug_show (Nat64.bitset(5, 0), Nat64.bitset(5, 2), Nat64.bitset(5, 6), Nat64.bitset(100, 0), Nat64.bitset(100, 2), Nat64.bitset(100, 6)));
show("bitshiftLeft: " # debug_show (Nat64.bitshiftLeft(5, 3), Nat64.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Nat64.bitshiftRight(5, 3), Nat64.bitshiftRight(100, 1)));
show("bittest: " # debug_show (Nat64.bittest(5, 0), Nat64.bittest(5, 2), Nat64.bittest(5, 6), Nat64.bittest(100, 0), Nat64.bittest(100, 2), Nat64.bittest(100, 6)));
show("bitxor: " # debug_show (Nat64.bitxor(5, 3), Nat64.bitxor(0, 7), Nat64.bitxor(100, 2)));
show("compare: " # debug_show (Nat64.compare(5, 3), Nat64.compare(0, 7), Nat64.compare(100, 2)));
show("div: " # debug_show (Nat64.div(5, 3), Nat64.div(0, 7), Nat64.div(100, 2)));
show("equal: " # debug_show (Nat64.equal(5, 3), Nat64.equal(0, 7), Nat64.equal(100, 2)));
show("explode: " # debug_show (Nat64.explode(100), Nat64.explode(5)));
show("fromIntWrap: " # debug_show (Nat64.fromIntWrap(100), Nat64.fromIntWrap(5), Nat64.fromIntWrap(-1), Nat64.fromIntWrap(1_000_000_000_000_000_000_000_007)));
show("fromNat: " # debug_show (Nat64.fromNat(100), Nat64.fromNat(5)));
show("fromNat16: " # debug_show (Nat64.fromNat16(100), Nat64.fromNat16(5)));
show("fromNat32: " # debug_show (Nat64.fromNat32(100), Nat64.fromNat32(5)));
show("fromNat8: " # debug_show (Nat64.fromNat8(100), Nat64.fromNat8(5)));
show("greater: " # debug_show (Nat64.greater(5, 3), Nat64.greater(0, 7), Nat64.greater(100, 2)));
show("greaterOrEqual: " # debug_show (Nat64.greaterOrEqual(5, 3), Nat64.greaterOrEqual(0, 7), Nat64.greaterOrEqual(100, 2)));
show("less: " # debug_show (Nat64.less(5, 3), Nat64.less(0, 7), Nat64.less(100, 2)));
show("lessOrEqual: " # debug_show (Nat64.lessOrEqual(5, 3), Nat64.lessOrEqual(0, 7), Nat64.lessOrEqual(100, 2)));
show("max: " # debug_show (Nat64.max(5, 3), Nat64.max(0, 7), Nat64.max(100, 2)));
show("maxValue: " # debug_show (Nat64.maxValue));
show("min: " # debug_show (Nat64.min(5, 3), Nat64.min(0, 7), Nat64.min(100, 2)));
show("mul: " # debug_show (Nat64.mul(5, 7)));
show("mulWrap: " # debug_show (Nat64.mulWrap(5, 3), Nat64.mulWrap(0, 7), Nat64.mulWrap(100, 2)));
show("notEqual: " # debug_show (Nat64.notEqual(5, 3), Nat64.notEqual(0, 7), Nat64.notEqual(100, 2)));
show("pow: " # debug_show (Nat64.pow(2, 3), Nat64.pow(5, 2), Nat64.pow(1, 7), Nat64.pow(0, 0), Nat64.pow(7, 5)));
show("powWrap: " # debug_show (Nat64.powWrap(2, 3), Nat64.powWrap(5, 2), Nat64.powWrap(1, 7), Nat64.powWrap(0, 0), Nat64.powWrap(7, 5)));
show("range: " # debug_show (Iter.toArray(Nat64.range(2, 6))));
show("rangeInclusive: " # debug_show (Iter.toArray(Nat64.rangeInclusive(2, 6))));
show("rem: " # debug_show (Nat64.rem(5, 3), Nat64.rem(0, 7), Nat64.rem(100, 2)));
show("sub: " # debug_show (Nat64.sub(7, 3)));
show("subWrap: " # debug_show (Nat64.subWrap(5, 3), Nat64.subWrap(0, 7), Nat64.subWrap(100, 2)));
show("toNat: " # debug_show (Nat64.toNat(100), Nat64.toNat(5)));
show("toNat16: " # debug_show (Nat64.toNat16(100), Nat64.toNat16(5)));
show("toNat32: " # debug_show (Nat64.toNat32(100), Nat64.toNat32(5)));
show("toNat8: " # debug_show (Nat64.toNat8(100), Nat64.toNat8(5)));
show("toText: " # debug_show (Nat64.toText(100), Nat64.toText(5)));

show("Nat");
show("add: " # debug_show (Nat.add(5, 3), Nat.add(100, 20)));
show("allValues: " # debug_show (Iter.size(Iter.take(Nat.allValues(), 300))));
show("bitshiftLeft: " # debug_show (Nat.bitshiftLeft(5, 3), Nat.bitshiftLeft(100, 1)));
show("bitshiftRight: " # debug_show (Nat.bitshiftRight(5, 3), Nat.bitshiftRight(100, 1)));
show("compare: " # debug_show (Nat.compare(5, 3), Nat.compare(0, 7), Nat.compare(100, 2)));
show("div: " # debug_show (Nat.div(5, 3), Nat.div(0, 7), Nat.div(100, 2)));
show("equal: " # debug_show (Nat.equal(5, 3), Nat.equal(0, 7), Nat.equal(100, 2)));
show("fromInt: " # debug_show (Nat.fromInt(100), Nat.fromInt(5)));
show("fromNat16: " # debug_show (Nat.fromNat16(100), Nat.fromNat16(5)));
show("fromNat32: " # debug_show (Nat.fromNat32(100), Nat.fromNat32(5)));
show("fromNat64: " # debug_show (Nat.fromNat64(100), Nat.fromNat64(5)));
show("fromNat8: " # debug_show (Nat.fromNat8(100), Nat.fromNat8(5)));
show("fromText: " # debug_show (Nat.fromText("12"), Nat.fromText(""), Nat.fromText("x"), Nat.fromText("-5"), Nat.fromText("1_000")));
show("greater: " # debug_show (Nat.greater(5, 3), Nat.greater(0, 7), Nat.greater(100, 2)));
show("greaterOrEqual: " # debug_show (Nat.greaterOrEqual(5, 3), Nat.greaterOrEqual(0, 7), Nat.greaterOrEqual(100, 2)));
show("less: " # debug_show (Nat.less(5, 3), Nat.less(0, 7), Nat.less(100, 2)));
show("lessOrEqual: " # debug_show (Nat.lessOrEqual(5, 3), Nat.lessOrEqual(0, 7), Nat.lessOrEqual(100, 2)));
show("max: " # debug_show (Nat.max(5, 3), Nat.max(0, 7), Nat.max(100, 2)));
show("min: " # debug_show (Nat.min(5, 3), Nat.min(0, 7), Nat.min(100, 2)));
show("mul: " # debug_show (Nat.mul(5, 7)));
show("notEqual: " # debug_show (Nat.notEqual(5, 3), Nat.notEqual(0, 7), Nat.notEqual(100, 2)));
show("pow: " # debug_show (Nat.pow(2, 3), Nat.pow(5, 2), Nat.pow(1, 7), Nat.pow(0, 0)));
show("range: " # debug_show (Iter.toArray(Nat.range(2, 6))));
show("rangeBy: " # debug_show (Iter.toArray(Nat.rangeBy(1, 10, 3))));
show("rangeByInclusive: " # debug_show (Iter.toArray(Nat.rangeByInclusive(1, 10, 3))));
show("rangeInclusive: " # debug_show (Iter.toArray(Nat.rangeInclusive(2, 6))));
show("rem: " # debug_show (Nat.rem(5, 3), Nat.rem(0, 7), Nat.rem(100, 2)));
show("sub: " # debug_show (Nat.sub(7, 3)));
show("toFloat: " # debug_show (Nat.toFloat(100), Nat.toFloat(5)));
show("toInt: " # debug_show (Nat.toInt(100), Nat.toInt(5)));
show("toNat: " # debug_show (Nat.toNat("12"), Nat.toNat("x")));
show("toNat16: " # debug_show (Nat.toNat16(100), Nat.toNat16(5)));
show("toNat32: " # debug_show (Nat.toNat32(100), Nat.toNat32(5)));
show("toNat64: " # debug_show (Nat.toNat64(100), Nat.toNat64(5)));
show("toNat8: " # debug_show (Nat.toNat8(100), Nat.toNat8(5)));
show("toText: " # debug_show (Nat.toText(100), Nat.toText(5)));
// prints: Nat8
// prints: add: (8, 120)
// prints: addWrap: (8, 7, 102)
// prints: allValues: 256
// prints: bitand: (1, 0, 0)
// prints: bitclear: (4, 1, 5, 100, 96, 36)
// prints: bitcountLeadingZero: (1, 5)
// prints: bitcountNonZero: (3, 2)
// prints: bitcountTrailingZero: (2, 0)
// prints: bitflip: (4, 1, 69, 101, 96, 36)
// prints: bitnot: (155, 250)
// prints: bitor: (7, 7, 102)
// prints: bitrotLeft: (40, 200)
// prints: bitrotRight: (160, 50)
// prints: bitset: (5, 5, 69, 101, 100, 100)
// prints: bitshiftLeft: (40, 200)
// prints: bitshiftRight: (0, 50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (6, 7, 102)
// prints: compare: (#greater, #less, #greater)
// prints: div: (1, 0, 50)
// prints: equal: (false, false, false)
// prints: fromIntWrap: (100, 5, 255, 7)
// prints: fromNat: (100, 5)
// prints: fromNat16: (100, 5)
// prints: fromNat32: (100, 5)
// prints: fromNat64: (100, 5)
// prints: greater: (true, false, true)
// prints: greaterOrEqual: (true, false, true)
// prints: less: (false, true, false)
// prints: lessOrEqual: (false, true, false)
// prints: max: (5, 7, 100)
// prints: maxValue: 255
// prints: min: (3, 0, 2)
// prints: mul: 35
// prints: mulWrap: (15, 0, 200)
// prints: notEqual: (true, true, true)
// prints: pow: (8, 25, 1, 1)
// prints: powWrap: (8, 25, 1, 1, 167)
// prints: range: [2, 3, 4, 5]
// prints: rangeInclusive: [2, 3, 4, 5, 6]
// prints: rem: (2, 0, 0)
// prints: sub: 4
// prints: subWrap: (2, 249, 98)
// prints: toNat: (100, 5)
// prints: toNat16: (100, 5)
// prints: toNat32: (100, 5)
// prints: toNat64: (100, 5)
// prints: toText: ("100", "5")
// prints: Nat16
// prints: add: (8, 120)
// prints: addWrap: (8, 7, 102)
// prints: allValues: 300
// prints: bitand: (1, 0, 0)
// prints: bitclear: (4, 1, 5, 100, 96, 36)
// prints: bitcountLeadingZero: (9, 13)
// prints: bitcountNonZero: (3, 2)
// prints: bitcountTrailingZero: (2, 0)
// prints: bitflip: (4, 1, 69, 101, 96, 36)
// prints: bitnot: (65_435, 65_530)
// prints: bitor: (7, 7, 102)
// prints: bitrotLeft: (40, 200)
// prints: bitrotRight: (40_960, 50)
// prints: bitset: (5, 5, 69, 101, 100, 100)
// prints: bitshiftLeft: (40, 200)
// prints: bitshiftRight: (0, 50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (6, 7, 102)
// prints: compare: (#greater, #less, #greater)
// prints: div: (1, 0, 50)
// prints: equal: (false, false, false)
// prints: explode: ((0, 100), (0, 5))
// prints: fromIntWrap: (100, 5, 65_535, 7)
// prints: fromNat: (100, 5)
// prints: fromNat32: (100, 5)
// prints: fromNat64: (100, 5)
// prints: fromNat8: (100, 5)
// prints: greater: (true, false, true)
// prints: greaterOrEqual: (true, false, true)
// prints: less: (false, true, false)
// prints: lessOrEqual: (false, true, false)
// prints: max: (5, 7, 100)
// prints: maxValue: 65_535
// prints: min: (3, 0, 2)
// prints: mul: 35
// prints: mulWrap: (15, 0, 200)
// prints: notEqual: (true, true, true)
// prints: pow: (8, 25, 1, 1)
// prints: powWrap: (8, 25, 1, 1, 16_807)
// prints: range: [2, 3, 4, 5]
// prints: rangeInclusive: [2, 3, 4, 5, 6]
// prints: rem: (2, 0, 0)
// prints: sub: 4
// prints: subWrap: (2, 65_529, 98)
// prints: toNat: (100, 5)
// prints: toNat32: (100, 5)
// prints: toNat64: (100, 5)
// prints: toNat8: (100, 5)
// prints: toText: ("100", "5")
// prints: Nat32
// prints: add: (8, 120)
// prints: addWrap: (8, 7, 102)
// prints: allValues: 300
// prints: bitand: (1, 0, 0)
// prints: bitclear: (4, 1, 5, 100, 96, 36)
// prints: bitcountLeadingZero: (25, 29)
// prints: bitcountNonZero: (3, 2)
// prints: bitcountTrailingZero: (2, 0)
// prints: bitflip: (4, 1, 69, 101, 96, 36)
// prints: bitnot: (4_294_967_195, 4_294_967_290)
// prints: bitor: (7, 7, 102)
// prints: bitrotLeft: (40, 200)
// prints: bitrotRight: (2_684_354_560, 50)
// prints: bitset: (5, 5, 69, 101, 100, 100)
// prints: bitshiftLeft: (40, 200)
// prints: bitshiftRight: (0, 50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (6, 7, 102)
// prints: compare: (#greater, #less, #greater)
// prints: div: (1, 0, 50)
// prints: equal: (false, false, false)
// prints: explode: ((0, 0, 0, 100), (0, 0, 0, 5))
// prints: fromIntWrap: (100, 5, 4_294_967_295, 2_701_131_783)
// prints: fromNat: (100, 5)
// prints: fromNat16: (100, 5)
// prints: fromNat64: (100, 5)
// prints: fromNat8: (100, 5)
// prints: greater: (true, false, true)
// prints: greaterOrEqual: (true, false, true)
// prints: less: (false, true, false)
// prints: lessOrEqual: (false, true, false)
// prints: max: (5, 7, 100)
// prints: maxValue: 4_294_967_295
// prints: min: (3, 0, 2)
// prints: mul: 35
// prints: mulWrap: (15, 0, 200)
// prints: notEqual: (true, true, true)
// prints: pow: (8, 25, 1, 1, 16_807)
// prints: powWrap: (8, 25, 1, 1, 16_807)
// prints: range: [2, 3, 4, 5]
// prints: rangeInclusive: [2, 3, 4, 5, 6]
// prints: rem: (2, 0, 0)
// prints: sub: 4
// prints: subWrap: (2, 4_294_967_289, 98)
// prints: toChar: ('d', '')
// prints: toNat: (100, 5)
// prints: toNat16: (100, 5)
// prints: toNat64: (100, 5)
// prints: toNat8: (100, 5)
// prints: toText: ("100", "5")
// prints: Nat64
// prints: add: (8, 120)
// prints: addWrap: (8, 7, 102)
// prints: allValues: 300
// prints: bitand: (1, 0, 0)
// prints: bitclear: (4, 1, 5, 100, 96, 36)
// prints: bitcountLeadingZero: (57, 61)
// prints: bitcountNonZero: (3, 2)
// prints: bitcountTrailingZero: (2, 0)
// prints: bitflip: (4, 1, 69, 101, 96, 36)
// prints: bitnot: (18_446_744_073_709_551_515, 18_446_744_073_709_551_610)
// prints: bitor: (7, 7, 102)
// prints: bitrotLeft: (40, 200)
// prints: bitrotRight: (11_529_215_046_068_469_760, 50)
// prints: bitset: (5, 5, 69, 101, 100, 100)
// prints: bitshiftLeft: (40, 200)
// prints: bitshiftRight: (0, 50)
// prints: bittest: (true, true, false, false, true, true)
// prints: bitxor: (6, 7, 102)
// prints: compare: (#greater, #less, #greater)
// prints: div: (1, 0, 50)
// prints: equal: (false, false, false)
// prints: explode: ((0, 0, 0, 0, 0, 0, 0, 100), (0, 0, 0, 0, 0, 0, 0, 5))
// prints: fromIntWrap: (100, 5, 18_446_744_073_709_551_615, 2_003_764_205_206_896_647)
// prints: fromNat: (100, 5)
// prints: fromNat16: (100, 5)
// prints: fromNat32: (100, 5)
// prints: fromNat8: (100, 5)
// prints: greater: (true, false, true)
// prints: greaterOrEqual: (true, false, true)
// prints: less: (false, true, false)
// prints: lessOrEqual: (false, true, false)
// prints: max: (5, 7, 100)
// prints: maxValue: 18_446_744_073_709_551_615
// prints: min: (3, 0, 2)
// prints: mul: 35
// prints: mulWrap: (15, 0, 200)
// prints: notEqual: (true, true, true)
// prints: pow: (8, 25, 1, 1, 16_807)
// prints: powWrap: (8, 25, 1, 1, 16_807)
// prints: range: [2, 3, 4, 5]
// prints: rangeInclusive: [2, 3, 4, 5, 6]
// prints: rem: (2, 0, 0)
// prints: sub: 4
// prints: subWrap: (2, 18_446_744_073_709_551_609, 98)
// prints: toNat: (100, 5)
// prints: toNat16: (100, 5)
// prints: toNat32: (100, 5)
// prints: toNat8: (100, 5)
// prints: toText: ("100", "5")
// prints: Nat
// prints: add: (8, 120)
// prints: allValues: 300
// prints: bitshiftLeft: (40, 200)
// prints: bitshiftRight: (0, 50)
// prints: compare: (#greater, #less, #greater)
// prints: div: (1, 0, 50)
// prints: equal: (false, false, false)
// prints: fromInt: (100, 5)
// prints: fromNat16: (100, 5)
// prints: fromNat32: (100, 5)
// prints: fromNat64: (100, 5)
// prints: fromNat8: (100, 5)
// prints: fromText: (?12, null, null, null, null)
// prints: greater: (true, false, true)
// prints: greaterOrEqual: (true, false, true)
// prints: less: (false, true, false)
// prints: lessOrEqual: (false, true, false)
// prints: max: (5, 7, 100)
// prints: min: (3, 0, 2)
// prints: mul: 35
// prints: notEqual: (true, true, true)
// prints: pow: (8, 25, 1, 1)
// prints: range: [2, 3, 4, 5]
// prints: rangeBy: [1, 4, 7]
// prints: rangeByInclusive: [1, 4, 7, 10]
// prints: rangeInclusive: [2, 3, 4, 5, 6]
// prints: rem: (2, 0, 0)
// prints: sub: 4
// prints: toFloat: (100.000000, 5.000000)
// prints: toInt: (+100, +5)
// prints: toNat: (?12, null)
// prints: toNat16: (100, 5)
// prints: toNat32: (100, 5)
// prints: toNat64: (100, 5)
// prints: toNat8: (100, 5)
// prints: toText: ("100", "5")
