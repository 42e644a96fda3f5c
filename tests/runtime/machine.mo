/// A simulated `mo:machine` over an array of words, so that the runtime runs inside the reference compiler. The runner turns
/// this into an object of the test program, because a library module may hold no state.
import Prim "mo:⛔";

module {
  let words : [var Nat32] = Prim.Array_init<Nat32>(0x80_0000, 0);
  var pages : Nat32 = 40;
  public var argument : [Nat8] = [];
  public var reply : Blob = "";
  public var who : Blob = "\04";
  public var types : Nat32 = 0x2000;

  func i(n : Nat32) : Nat { Prim.nat32ToNat(n) };
  public func extend(n : Nat32) : Nat64 { Prim.nat32ToNat64(n) };
  public func wrap(n : Nat64) : Nat32 { Prim.nat64ToNat32(n & 0xffff_ffff) };

  public func load32(a : Nat32) : Nat32 {
    let w = words[i(a >> 2)];
    let s = (a & 3) << 3;
    if (s == 0) { w } else { (w >> s) | (words[i((a >> 2) +% 1)] << (32 -% s)) };
  };
  public func load8(a : Nat32) : Nat32 { (words[i(a >> 2)] >> ((a & 3) << 3)) & 255 };
  public func load16(a : Nat32) : Nat32 { load32(a) & 0xffff };
  public func load64(a : Nat32) : Nat64 { extend(load32(a)) | (extend(load32(a +% 4)) << 32) };
  public func store8(a : Nat32, v : Nat32) : () {
    let s = (a & 3) << 3;
    let w = words[i(a >> 2)];
    words[i(a >> 2)] := (w & ^(255 << s)) | ((v & 255) << s);
  };
  public func store16(a : Nat32, v : Nat32) : () { store8(a, v); store8(a +% 1, v >> 8) };
  public func store32(a : Nat32, v : Nat32) : () {
    if ((a & 3) == 0) { words[i(a >> 2)] := v } else { store16(a, v); store16(a +% 2, v >> 16) };
  };
  public func store64(a : Nat32, v : Nat64) : () { store32(a, wrap(v)); store32(a +% 4, wrap(v >> 32)) };
  public func memorySize() : Nat32 { pages };
  public func memoryGrow(n : Nat32) : Nat32 {
    let old = pages;
    if (old +% n > 0x200) { return 0xffff_ffff };
    pages := old +% n;
    old
  };
  public func memoryCopy(to : Nat32, from : Nat32, n : Nat32) : () {
    if (to < from) {
      var k : Nat32 = 0;
      while (k < n) {
        if (((to | from | k) & 3) == 0 and k +% 4 <= n) { store32(to +% k, load32(from +% k)); k +%= 4 } else {
          store8(to +% k, load8(from +% k));
          k +%= 1;
        };
      };
    } else {
      var k = n;
      while (k > 0) { k -%= 1; store8(to +% k, load8(from +% k)) };
    };
  };
  public func memoryFill(to : Nat32, b : Nat32, n : Nat32) : () {
    var k : Nat32 = 0;
    while (k < n) {
      if (((to | k) & 3) == 0 and k +% 4 <= n) { store32(to +% k, b *% 0x0101_0101); k +%= 4 } else { store8(to +% k, b); k +%= 1 };
    };
  };
  public func clz32(n : Nat32) : Nat32 { Prim.clzNat32(n) };
  public func ctz32(n : Nat32) : Nat32 { Prim.ctzNat32(n) };
  public func popcnt32(n : Nat32) : Nat32 { Prim.popcntNat32(n) };
  public func clz64(n : Nat64) : Nat64 { Prim.clzNat64(n) };
  public func ctz64(n : Nat64) : Nat64 { Prim.ctzNat64(n) };
  public func popcnt64(n : Nat64) : Nat64 { Prim.popcntNat64(n) };
  public func trapText(t : Text) : None { Prim.trap(t) };
  public func trap(v : Nat64) : None { Prim.trap("trap with a value") };
  public func typeSection() : Nat32 { types };

  public func floatOfNat64(n : Nat64) : Float {
    // Prim converts by way of Int64; halve with a sticky bit.
    if (n < 0x8000_0000_0000_0000) { Prim.int64ToFloat(Prim.nat64ToInt64(n)) } else {
      2.0 * Prim.int64ToFloat(Prim.nat64ToInt64((n >> 1) | (n & 1)));
    };
  };
  public func truncNat64(x : Float) : Nat64 {
    if (x < 9223372036854775808.0) { Prim.int64ToNat64(Prim.floatToInt64(x)) } else {
      Prim.int64ToNat64(Prim.floatToInt64(x - 9223372036854775808.0)) +% 0x8000_0000_0000_0000;
    };
  };
  func power(n : Nat) : Float { var x = 1.0; var k = 0; while (k < n) { x *= 2.0; k += 1 }; x };
  public func bitsFloat(b : Nat64) : Float {
    let e = Prim.nat64ToNat((b >> 52) & 0x7ff);
    let m = b & 0xf_ffff_ffff_ffff;
    let x = if (e == 0x7ff) { if (m == 0) { 1.0 / 0.0 } else { 0.0 / 0.0 } } else if (e == 0) { floatOfNat64(m) / power(1000) / power(74) } else {
      let f = floatOfNat64(m | 0x10_0000_0000_0000);
      if (e >= 1075) { f * power(e - 1075) } else if (e > 75) { f / power(1075 - e) } else { f / power(1000) / power(75 - e) };
    };
    if ((b >> 63) == 1) { -x } else { x };
  };
  public func floatBits(x : Float) : Nat64 {
    if (not (x == x)) { return 0x7ff8_0000_0000_0000 };
    let negative = x < 0.0 or (x == 0.0 and 1.0 / x < 0.0);
    let s : Nat64 = if (negative) { 0x8000_0000_0000_0000 } else { 0 };
    var y = if (negative) { -x } else { x };
    if (y == 0.0) { return s };
    if (y == 1.0 / 0.0) { return s | 0x7ff0_0000_0000_0000 };
    var e : Nat64 = 1075;
    while (y >= 9007199254740992.0) { y /= 2.0; e += 1 };
    while (y < 4503599627370496.0 and e > 1) { y *= 2.0; e -= 1 };
    let m = truncNat64(y);
    if (m < 0x10_0000_0000_0000) { return s | m };
    s | (e << 52) | (m & 0xf_ffff_ffff_ffff)
  };
  public func floatSqrt(x : Float) : Float { Prim.floatSqrt(x) };
  public func floatFloor(x : Float) : Float { Prim.floatFloor(x) };
  public func floatCeil(x : Float) : Float { Prim.floatCeil(x) };
  public func floatTrunc(x : Float) : Float { Prim.floatTrunc(x) };
  public func floatNearest(x : Float) : Float { Prim.floatNearest(x) };
  public func floatAbs(x : Float) : Float { Prim.floatAbs(x) };
  public func floatMin(x : Float, y : Float) : Float { Prim.floatMin(x, y) };
  public func floatMax(x : Float, y : Float) : Float { Prim.floatMax(x, y) };
  public func floatCopySign(x : Float, y : Float) : Float { Prim.floatCopySign(x, y) };

  // ic0
  public func msg_arg_data_size() : Nat32 { Prim.natToNat32(argument.size()) };
  public func msg_arg_data_copy(to : Nat32, offset : Nat32, n : Nat32) : () {
    var k : Nat32 = 0;
    while (k < n) { store8(to +% k, Prim.natToNat32(Prim.nat8ToNat(argument[i(offset +% k)]))); k +%= 1 };
  };
  public func bytes(from : Nat32, n : Nat32) : Blob {
    Prim.arrayToBlob(Prim.Array_tabulate<Nat8>(i(n), func k = Prim.natToNat8(Prim.nat32ToNat(load8(from +% Prim.natToNat32(k))))))
  };
  public func msg_reply_data_append(from : Nat32, n : Nat32) : () { reply := bytes(from, n) };
  public func msg_reply() : () {};
  public func msg_caller_size() : Nat32 { Prim.natToNat32(who.size()) };
  public func msg_caller_copy(to : Nat32, offset : Nat32, n : Nat32) : () {
    let a = Prim.blobToArray(who);
    var k : Nat32 = 0;
    while (k < n) { store8(to +% k, Prim.natToNat32(Prim.nat8ToNat(a[i(offset +% k)]))); k +%= 1 };
  };
  public func canister_self_size() : Nat32 { msg_caller_size() };
  public func canister_self_copy(to : Nat32, offset : Nat32, n : Nat32) : () { msg_caller_copy(to, offset, n) };
  public func debug_print(from : Nat32, n : Nat32) : () {
    switch (Prim.decodeUtf8(bytes(from, n))) { case (?t) { Prim.debugPrint(t) }; case null { Prim.debugPrint("?") } };
  };
}
