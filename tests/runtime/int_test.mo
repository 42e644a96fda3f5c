import Prim "mo:⛔";
import Memory "../../library/runtime/memory";
import Int "../../library/runtime/int";

// Numbers go from the reference's Int to a slot through decimal text, and back.
func to(n : Int) : Nat64 {
  let t = debug_show n;
  var clean = "";
  for (c in t.chars()) { if (c != '_' and c != '+') { clean #= Prim.charToText(c) } };
  let bytes = Prim.blobToArray(Prim.encodeUtf8(clean));
  let at = Memory.new_text(Prim.natToNat32(bytes.size()));
  var k : Nat32 = 0;
  for (b in bytes.values()) { M.store8(at +% 8 +% k, Prim.natToNat32(Prim.nat8ToNat(b))); k +%= 1 };
  Int.int_of_text(Memory.pointer(at))
};
func text(v : Nat64) : Text {
  let at = Memory.address(v);
  switch (Prim.decodeUtf8(M.bytes(at +% 8, Memory.aux_of(at)))) { case (?t) t; case null "?" }
};
func same(what : Text, v : Nat64, n : Int) {
  let got = text(Int.decimal(v, 3));
  if (got != debug_show n) { Prim.trap(what # ": " # got # " instead of " # debug_show n) };
  if (v != 0 and to(n) != v and (v & 1) == 0) { Prim.trap(what # ": not canonical") };
};

var state : Nat64 = 88172645463325252;
func random() : Nat64 { state ^= state << 13; state ^= state >> 7; state ^= state << 17; state };
func number() : Int {
  var n : Int = 0;
  let limbs = random() % 7;
  var k : Nat64 = 0;
  while (k < limbs) {
    let r = random() % 5;
    n := n * 4294967296 + (if (r == 0) 0 else if (r == 1) 0xffff_ffff else Prim.nat64ToNat(random() & 0xffff_ffff));
    k += 1;
  };
  if (random() % 3 == 0) { n := n / 4294967000 };
  if (random() % 2 == 0) { -n } else { n }
};
let edges : [Int] = [0, 1, -1, 2 ** 62, 2 ** 62 - 1, -(2 ** 62), -(2 ** 62) - 1, 2 ** 63, -(2 ** 63), 2 ** 64, 2 ** 64 - 1, 2 ** 31, 2 ** 32, -(2 ** 32), 10 ** 30, -(10 ** 30), 2 ** 61, 3];
func check(a : Int, b : Int) {
  let x = to(a);
  let y = to(b);
  same("read", x, a);
  same(debug_show (a, b) # " +", Int.int_add(x, y), a + b);
  same(debug_show (a, b) # " -", Int.int_sub(x, y), a - b);
  same(debug_show (a, b) # " *", Int.int_mul(x, y), a * b);
  if (b != 0) {
    same(debug_show (a, b) # " /", Int.int_div(x, y), a / b);
    same(debug_show (a, b) # " %", Int.int_rem(x, y), a % b);
  };
  let order : Nat32 = if (a < b) 0xffff_ffff else if (a == b) 0 else 1;
  if (Int.int_cmp(x, y) != order) { Prim.trap("compare " # debug_show (a, b)) };
  let s = Prim.natToNat32(Prim.abs(b) % 100);
  let n = Prim.abs(a);
  same("<<", Int.nat_shift_left(to(n), s), n * 2 ** Prim.nat32ToNat(s));
  same(">>", Int.nat_shift_right(to(n), s), n / 2 ** Prim.nat32ToNat(s));
  if (Int.int_wrap64(x) != Prim.intToNat64Wrap(a)) { Prim.trap("wrap " # debug_show a) };
  let f = Int.int_to_f64(x);
  let g = Prim.intToFloat(a); // the reference does not round beyond 64 bits
  if (Prim.floatAbs(f - g) > Prim.floatAbs(f) * 3e-16) { Prim.trap("float " # debug_show (a, f, g)) };
  if (f < 1e300 and f > -1e300) { same("of float", Int.f64_to_int(f), Prim.floatToInt(f)) };
  M.store32(0x08, 0x20_0000);
  M.memoryFill(0x20_0000, 0, 0x1000);
};
for (a in edges.values()) { for (b in edges.values()) check(a, b) };
var round = 0;
while (round < 1500) { check(number(), number()); round += 1 };
for (b in edges.values()) {
  if (b < 10 ** 31 and b > -(10 ** 31)) { for (e in [0, 1, 2, 3, 7].values()) { same("pow", Int.int_pow(to(b), to(e)), b ** e) } };
};
same("pow", Int.int_pow(to(7), to(300)), 7 ** 300);
same("u64", Int.u64_to_int(0xffff_ffff_ffff_ffff), 0xffff_ffff_ffff_ffff);
same("i64", Int.i64_to_int(0x8000_0000_0000_0000), -0x8000_0000_0000_0000);
Prim.debugPrint("ok");
