import Prim "mo:⛔";
import Memory "../../library/runtime/memory";
import Int "../../library/runtime/int";
import Text "../../library/runtime/text";
import Unicode "../../library/runtime/unicode";
import FloatText "../../library/runtime/float_text";
import Principal "../../library/runtime/principal";
import Collect "../../library/runtime/collect";

func blob(b : Blob) : Nat64 {
  let bytes = Prim.blobToArray(b);
  let at = Memory.new_blob(Prim.natToNat32(bytes.size()));
  var k : Nat32 = 0;
  for (b in bytes.values()) { M.store8(at +% 8 +% k, Prim.natToNat32(Prim.nat8ToNat(b))); k +%= 1 };
  Memory.pointer(at)
};
func to(t : Text) : Nat64 { Text.text_of_utf8(blob(Prim.encodeUtf8(t))) };
func from(v : Nat64) : Text {
  let at = Memory.address(v);
  switch (Prim.decodeUtf8(M.bytes(at +% 8, Memory.aux_of(at)))) { case (?t) t; case null "?" }
};
func same(got : Text, want : Text) { if (got != want) { Prim.trap("got " # got # " instead of " # want) } };

let texts = ["", "a", "ab", "abc", "abcdefgh", "abcdefghi", "abcdefg\00", "é", "aé", "日本語", "😀😀 abc", "abcdefgi", "ÀÉß Straße ÿ", "ΑΒΓ σς", "Привет ЁЖ"];
for (a in texts.values()) {
  for (b in texts.values()) {
    same(from(Text.text_concat(to(a), to(b))), a # b);
    let order : Nat32 = if (a < b) 0xffff_ffff else if (a == b) 0 else 1;
    if (Text.text_cmp(to(a), to(b)) != order) { Prim.trap("cmp " # a # " " # b) };
    if ((Text.text_eq(to(a), to(b)) == 1) != (a == b)) { Prim.trap("eq " # a # " " # b) };
  };
  if (Prim.nat32ToNat(Text.text_size(to(a))) != a.size()) { Prim.trap("size " # a) };
  same(from(Text.text_to_lower(to(a))), Prim.textLowercase(a));
  same(from(Text.text_to_upper(to(a))), Prim.textUppercase(a));
  let t = to(a);
  var at : Nat32 = 0;
  for (c in a.chars()) {
    if (Text.text_char_at(t, at) != Prim.charToNat32(c)) { Prim.trap("char " # a) };
    same(from(Text.text_of_char(Prim.charToNat32(c))), Prim.charToText(c));
    at +%= Text.text_char_bytes(t, at);
  };
};
var c : Nat32 = 0;
var wrong = 0;
while (c < 0x530) {
  let char = Prim.nat32ToChar(c);
  if (Unicode.to_lower(c) != Prim.charToNat32(Prim.charToLower(char)) or Unicode.to_upper(c) != Prim.charToNat32(Prim.charToUpper(char))) {
    wrong += 1;
    Prim.debugPrint("case of " # debug_show c # " " # debug_show (Unicode.to_lower(c), Prim.charToNat32(Prim.charToLower(char)), Unicode.to_upper(c), Prim.charToNat32(Prim.charToUpper(char))));
  };
  if (Unicode.is_alphabetic(c) != Prim.charIsAlphabetic(char)) { wrong += 1; Prim.debugPrint("alphabetic " # debug_show c) };
  if (Unicode.is_whitespace(c) != Prim.charIsWhitespace(char)) { wrong += 1; Prim.debugPrint("white " # debug_show c) };
  if (Unicode.is_upper(c) != Prim.charIsUppercase(char)) { wrong += 1; Prim.debugPrint("upper " # debug_show c) };
  if (Unicode.is_lower(c) != Prim.charIsLowercase(char)) { wrong += 1; Prim.debugPrint("lower " # debug_show c) };
  c +%= 1;
  if (c == 0x180) { c := 0x386 };
};
// A few Greek and Latin letters of other scripts' notations have no mapping here.
if (wrong > 35) { Prim.trap(debug_show wrong # " characters differ") };
for (b in (["\80", "a\c3", "\c0\80", "\ed\a0\80", "\f4\90\80\80", "\e2\82", "\ff", "ok \f0\9f\98\80", "\e2\82\ac"] : [Blob]).values()) {
  let want = switch (Prim.decodeUtf8(b)) { case null false; case _ true };
  if ((Text.text_of_utf8(blob(b)) != 3) != want) { Prim.trap("utf8 " # debug_show b) };
};

let floats = [0.0, 1.0, -1.5, 0.1, 123.456, 1e10, 1e22, 1e23, 1e100, 5e-324, 2.2250738585072014e-308, 0.000123, 1e-5, 999999.9999, 0.5, 2.5, 1e15, 123456789012345680.0, 3.141592653589793, 1.0 / 3.0, 100.0, 9.9999, 0.001];
for (x in floats.values()) {
  for (y in ([x, -x]).values()) {
    if (M.bitsFloat(M.floatBits(y)) != y) { Prim.trap("simulated bits of " # debug_show y) };
    for (p in ([0, 1, 2, 6, 10] : [Nat8]).values()) {
      for (m in ([0] : [Nat8]).values()) {
        same(from(FloatText.f64_format(y, Prim.natToNat32(Prim.nat8ToNat(p)), Prim.natToNat32(Prim.nat8ToNat(m)))), Prim.floatToFormattedText(y, p, m));
      };
    };
  };
};
// As C's printf writes them.
let formatted : [(Float, Nat32, Nat32, Text)] = [
  (0.0, 0, 1, "0e+00"), (0.0, 3, 1, "0.000e+00"), (0.0, 6, 1, "0.000000e+00"), (0.0, 17, 1, "0.00000000000000000e+00"),
  (0.0, 0, 2, "0"), (0.0, 3, 2, "0"), (0.0, 6, 2, "0"), (0.0, 17, 2, "0"),
  (1.0, 0, 1, "1e+00"), (1.0, 3, 1, "1.000e+00"), (1.0, 6, 1, "1.000000e+00"), (1.0, 17, 1, "1.00000000000000000e+00"),
  (1.0, 0, 2, "1"), (1.0, 3, 2, "1"), (1.0, 6, 2, "1"), (1.0, 17, 2, "1"),
  (-1.5, 0, 1, "-2e+00"), (-1.5, 3, 1, "-1.500e+00"), (-1.5, 6, 1, "-1.500000e+00"), (-1.5, 17, 1, "-1.50000000000000000e+00"),
  (-1.5, 0, 2, "-2"), (-1.5, 3, 2, "-1.5"), (-1.5, 6, 2, "-1.5"), (-1.5, 17, 2, "-1.5"),
  (123.456, 0, 1, "1e+02"), (123.456, 3, 1, "1.235e+02"), (123.456, 6, 1, "1.234560e+02"), (123.456, 17, 1, "1.23456000000000003e+02"),
  (123.456, 0, 2, "1e+02"), (123.456, 3, 2, "123"), (123.456, 6, 2, "123.456"), (123.456, 17, 2, "123.456"),
  (1e10, 0, 1, "1e+10"), (1e10, 3, 1, "1.000e+10"), (1e10, 6, 1, "1.000000e+10"), (1e10, 17, 1, "1.00000000000000000e+10"),
  (1e10, 0, 2, "1e+10"), (1e10, 3, 2, "1e+10"), (1e10, 6, 2, "1e+10"), (1e10, 17, 2, "10000000000"),
  (1e22, 0, 1, "1e+22"), (1e22, 3, 1, "1.000e+22"), (1e22, 6, 1, "1.000000e+22"), (1e22, 17, 1, "1.00000000000000000e+22"),
  (1e22, 0, 2, "1e+22"), (1e22, 3, 2, "1e+22"), (1e22, 6, 2, "1e+22"), (1e22, 17, 2, "1e+22"),
  (1e23, 0, 1, "1e+23"), (1e23, 3, 1, "1.000e+23"), (1e23, 6, 1, "1.000000e+23"), (1e23, 17, 1, "9.99999999999999916e+22"),
  (1e23, 0, 2, "1e+23"), (1e23, 3, 2, "1e+23"), (1e23, 6, 2, "1e+23"), (1e23, 17, 2, "9.9999999999999992e+22"),
  (1e100, 0, 1, "1e+100"), (1e100, 3, 1, "1.000e+100"), (1e100, 6, 1, "1.000000e+100"), (1e100, 17, 1, "1.00000000000000002e+100"),
  (1e100, 0, 2, "1e+100"), (1e100, 3, 2, "1e+100"), (1e100, 6, 2, "1e+100"), (1e100, 17, 2, "1e+100"),
  (5e-324, 0, 1, "5e-324"), (5e-324, 3, 1, "4.941e-324"), (5e-324, 6, 1, "4.940656e-324"), (5e-324, 17, 1, "4.94065645841246544e-324"),
  (5e-324, 0, 2, "5e-324"), (5e-324, 3, 2, "4.94e-324"), (5e-324, 6, 2, "4.94066e-324"), (5e-324, 17, 2, "4.9406564584124654e-324"),
  (0.000123, 0, 1, "1e-04"), (0.000123, 3, 1, "1.230e-04"), (0.000123, 6, 1, "1.230000e-04"), (0.000123, 17, 1, "1.23000000000000008e-04"),
  (0.000123, 0, 2, "0.0001"), (0.000123, 3, 2, "0.000123"), (0.000123, 6, 2, "0.000123"), (0.000123, 17, 2, "0.00012300000000000001"),
  (1e-5, 0, 1, "1e-05"), (1e-5, 3, 1, "1.000e-05"), (1e-5, 6, 1, "1.000000e-05"), (1e-5, 17, 1, "1.00000000000000008e-05"),
  (1e-5, 0, 2, "1e-05"), (1e-5, 3, 2, "1e-05"), (1e-5, 6, 2, "1e-05"), (1e-5, 17, 2, "1.0000000000000001e-05"),
  (999999.9999, 0, 1, "1e+06"), (999999.9999, 3, 1, "1.000e+06"), (999999.9999, 6, 1, "1.000000e+06"), (999999.9999, 17, 1, "9.99999999900000053e+05"),
  (999999.9999, 0, 2, "1e+06"), (999999.9999, 3, 2, "1e+06"), (999999.9999, 6, 2, "1e+06"), (999999.9999, 17, 2, "999999.99990000005"),
  (2.5, 0, 1, "2e+00"), (2.5, 3, 1, "2.500e+00"), (2.5, 6, 1, "2.500000e+00"), (2.5, 17, 1, "2.50000000000000000e+00"),
  (2.5, 0, 2, "2"), (2.5, 3, 2, "2.5"), (2.5, 6, 2, "2.5"), (2.5, 17, 2, "2.5"),
  (9.9999, 0, 1, "1e+01"), (9.9999, 3, 1, "1.000e+01"), (9.9999, 6, 1, "9.999900e+00"), (9.9999, 17, 1, "9.99990000000000023e+00"),
  (9.9999, 0, 2, "1e+01"), (9.9999, 3, 2, "10"), (9.9999, 6, 2, "9.9999"), (9.9999, 17, 2, "9.9999000000000002"),
  (0.1, 0, 1, "1e-01"), (0.1, 3, 1, "1.000e-01"), (0.1, 6, 1, "1.000000e-01"), (0.1, 17, 1, "1.00000000000000006e-01"),
  (0.1, 0, 2, "0.1"), (0.1, 3, 2, "0.1"), (0.1, 6, 2, "0.1"), (0.1, 17, 2, "0.10000000000000001"),
  (1.7976931348623157e308, 0, 1, "2e+308"), (1.7976931348623157e308, 3, 1, "1.798e+308"), (1.7976931348623157e308, 6, 1, "1.797693e+308"), (1.7976931348623157e308, 17, 1, "1.79769313486231571e+308"),
  (1.7976931348623157e308, 0, 2, "2e+308"), (1.7976931348623157e308, 3, 2, "1.8e+308"), (1.7976931348623157e308, 6, 2, "1.79769e+308"), (1.7976931348623157e308, 17, 2, "1.7976931348623157e+308"),
];
for ((x, p, m, want) in formatted.values()) same(from(FloatText.f64_format(x, p, m)), want);
let shortest = [(1.5, "1.5"), (0.1, "0.1"), (1.0, "1"), (100.0, "100"), (1e21, "1e+21"), (1.0 / 3.0, "0.3333333333333333"), (5e-324, "4.94065645841247e-324"), (-0.0, "-0"), (1e-7, "1e-07"), (0.3, "0.3"), (2.0 / 3.0, "0.6666666666666666"), (123456789.125, "123456789.125"), (0.1 + 0.2, "0.30000000000000004")];
for ((x, want) in shortest.values()) same(from(FloatText.f64_to_text(x)), want);

for ((b, t) in ([("" : Blob, "aaaaa-aa"), ("\04", "2vxsx-fae"), ("\00\00\00\00\00\00\00\01\01\01", "rrkah-fqaaa-aaaaa-aaaaq-cai"), ("\ab\cd\01", "em77e-bvlzu-aq")] : [(Blob, Text)]).values()) {
  same(from(Principal.principal_to_text(blob(b))), t);
  if (Text.blob_eq(Principal.principal_of_text(to(t)), blob(b)) == 0) { Prim.trap("of text " # t) };
};

// Collection: a list of 300 texts among garbage, an old array with young elements, a long chain.
M.store32(0x28, 2);
M.store64(0x1000, 3);
M.store64(0x1008, 3);
func cons(head : Nat64, tail : Nat64) : Nat64 {
  let at = Memory.new_tuple(2);
  M.store64(at +% 8, head);
  M.store64(at +% 16, tail);
  Memory.pointer(at)
};
func number(n : Nat32) : Nat64 { Int.int_mul(Int.u64_to_int(0xffff_ffff_ffff_ff00 +% M.extend(n)), Int.u64_to_int(0xffff_ffff_ffff)) };
func verify(list : Nat64, n : Nat32) {
  var at = list;
  var k = n;
  while (k > 0) {
    k -%= 1;
    let item = Memory.address(at);
    if (Memory.tag_of(item) != 2) { Prim.trap("tag at " # debug_show k) };
    if (Int.int_cmp(M.load64(item +% 8), number(k)) != 0) { Prim.trap("element " # debug_show k) };
    at := M.load64(item +% 16);
  };
  if (at != 3) { Prim.trap("end of list") };
};
func zeros() {
  var a = M.load32(0x08);
  while (a < M.load32(0x34)) { if (M.load32(a) != 0) { Prim.trap("not zero at " # debug_show a) }; a +%= 4 };
};
Memory.reserve(0x28_0000);
var length : Nat32 = 0;
var old_array = Memory.pointer(Memory.new_array(50));
M.store64(0x1008, old_array);
var step : Nat32 = 0;
while (step < 12) {
  var k : Nat32 = 0;
  while (k < 100) {
    ignore to("garbage" # debug_show k);
    let value = number(length);
    M.store64(0x1000, cons(value, M.load64(0x1000)));
    length +%= 1;
    if (k < 50) { Memory.set_slot(Memory.address(M.load64(0x1008)) +% 8 +% (k << 3), to("text " # debug_show (step, k))) };
    k +%= 1;
  };
  if (step % 5 == 4) { Collect.collect_all() } else { Collect.message_end() };
  verify(M.load64(0x1000), length);
  k := 0;
  while (k < 50) {
    same(from(M.load64(Memory.address(M.load64(0x1008)) +% 8 +% (k << 3))), "text " # debug_show (step, k));
    k +%= 1;
  };
  zeros();
  step +%= 1;
};
let before = M.load32(0x08);
M.store64(0x1000, 3);
Collect.collect_all();
zeros();
if (M.load32(0x08) -% 0x20_0000 > 8 + 400 + 50 * 40) { Prim.trap("garbage left " # debug_show (before, M.load32(0x08))) };
Prim.debugPrint("ok");
