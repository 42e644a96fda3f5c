/// Floats as decimal text, exactly rounded with numbers of any size.
import M "mo:machine";
import Memory "memory";
import Int "int";
import Builder "builder";

module {
  // A Float is mantissa * 2^exponent; exponents below zero are kept in two's complement.

  func mantissa(bits : Nat64) : Nat64 {
    let low = bits & 0xf_ffff_ffff_ffff;
    if (((bits >> 52) & 0x7ff) == 0) { low } else { low | 0x10_0000_0000_0000 };
  };

  func exponent(bits : Nat64) : Nat32 {
    let e = M.wrap(bits >> 52) & 0x7ff;
    (if (e == 0) { 1 } else { e }) -% 1075
  };

  func is_negative(n : Nat32) : Bool { n >= 0x8000_0000 };

  func power_of_ten(n : Nat32) : Nat64 { Int.int_pow(20, Memory.small(n)) };

  /// Returns mantissa * 2^exponent * 10^scale rounded to an integer, ties to even.
  func scaled(m : Nat64, e : Nat32, scale : Nat32) : Nat64 {
    var above = Int.u64_to_int(m);
    var below : Nat64 = 2;
    if (is_negative(scale)) { below := power_of_ten(0 -% scale) } else { above := Int.int_mul(above, power_of_ten(scale)) };
    if (is_negative(e)) { below := Int.nat_shift_left(below, 0 -% e) } else { above := Int.nat_shift_left(above, e) };
    let quotient = Int.int_div(above, below);
    let twice = Int.nat_shift_left(Int.int_rem(above, below), 1);
    let order = Int.int_cmp(twice, below);
    if (order == 1 or (order == 0 and (Int.int_wrap64(quotient) & 1) == 1)) { return Int.int_add(quotient, 2) };
    quotient
  };

  /// Finds `n` significant digits of a positive Float. Returns the digits as a number; leaves the exponent of ten of the
  /// first digit at 0x150.
  func digits(bits : Nat64, n : Nat32) : Nat64 {
    let m = mantissa(bits);
    let e = exponent(bits);
    let log2 = M.floatOfNat64(M.extend(e +% 64 -% M.wrap(M.clz64(m)) +% 1999)) - 2000.0;
    var ten = M.wrap(M.truncNat64(M.floatFloor(log2 * 0.30102999566398120) + 1000.0)) -% 1000;
    let low = power_of_ten(n -% 1);
    let high = power_of_ten(n);
    var d = scaled(m, e, n -% 1 -% ten);
    if (Int.int_cmp(d, high) != 0xffff_ffff) {
      ten +%= 1;
      d := scaled(m, e, n -% 1 -% ten);
    };
    if (Int.int_cmp(d, high) != 0xffff_ffff) {
      ten +%= 1;
      d := scaled(m, e, n -% 1 -% ten);
    };
    if (Int.int_cmp(d, low) == 0xffff_ffff) {
      ten -%= 1;
      d := scaled(m, e, n -% 1 -% ten);
    };
    M.store32(0x150, ten);
    d
  };

  /// Returns the Float nearest to digits * 10^scale.
  public func decimal_to_f64(number : Nat64, scale : Nat32) : Float {
    if (not is_negative(scale)) { return Int.int_to_f64(Int.int_mul(number, power_of_ten(scale))) };
    if (number == 0) { return 0.0 };
    // Quotients of at least 66 bits, whose last bit says whether a remainder lies below.
    let below = power_of_ten(0 -% scale);
    let shift = 70 +% ((0 -% scale) *% 10) / 3;
    let above = Int.nat_shift_left(number, shift);
    var quotient = Int.nat_shift_left(Int.int_div(above, below), 1);
    if (Int.int_rem(above, below) != 0) { quotient := Int.int_add(quotient, 2) };
    halve(Int.int_to_f64(quotient), shift +% 1)
  };

  func halve(x : Float, times : Nat32) : Float {
    var left = times;
    var y = x;
    while (left > 900) {
      y := y * M.bitsFloat(M.extend((1023 : Nat32) -% 900) << 52);
      left -%= 900;
    };
    y * M.bitsFloat(M.extend((1023 : Nat32) -% left) << 52)
  };

  /// Writes a sign and returns the bits without it.
  func sign(bits : Nat64) : Nat64 {
    if ((bits >> 63) == 1) { Builder.byte(0x2d) };
    bits & 0x7fff_ffff_ffff_ffff
  };

  /// Writes `nan`, `inf` or `-inf`; returns whether it did.
  func special(bits : Nat64) : Bool {
    let size = bits & 0x7fff_ffff_ffff_ffff;
    if (size < 0x7ff0_0000_0000_0000) { return false };
    if (size > 0x7ff0_0000_0000_0000) {
      Builder.word(0x4e61_4e);
      M.store32(0x148, Builder.length() -% 1);
      return true;
    };
    ignore sign(bits);
    Builder.word(0x66_6e69);
    M.store32(0x148, Builder.length() -% 1);
    true
  };

  /// Returns a Float as text: mode 0 = `precision` digits after the point, 1 = with exponent, 2 = `precision`
  /// significant digits at most, in the shorter form. All as C's printf does.
  public func f64_format(x : Float, precision : Nat32, mode : Nat32) : Nat64 {
    let bits = M.floatBits(x);
    Builder.open();
    if (special(bits)) { return Builder.text() };
    let size = sign(bits);
    if (mode == 0) {
      let number = scaled(mantissa(size), exponent(size), precision);
      fixed(Int.text_of_int(number), precision);
      return Builder.text();
    };
    let n : Nat32 = if (mode == 1) { precision +% 1 } else if (precision == 0) { 1 } else { precision };
    if (size == 0) { zero(n, mode); return Builder.text() };
    let number = digits(size, n);
    general(number, M.load32(0x150), n, mode);
    Builder.text()
  };

  func zero(n : Nat32, mode : Nat32) : () {
    Builder.byte(0x30);
    if (mode == 1) {
      if (n > 1) { Builder.byte(0x2e) };
      zeros(n -% 1);
      exponent_text(0);
    };
  };

  func zeros(n : Nat32) : () {
    var i : Nat32 = 0;
    while (i < n) {
      Builder.byte(0x30);
      i +%= 1;
    };
  };

  /// Writes the digits of a TEXT with a point before the last `places`.
  func fixed(text : Nat64, places : Nat32) : () {
    let from = Memory.address(text) +% 8;
    let n = Memory.aux_of(Memory.address(text));
    if (n > places) { Builder.bytes(from, n -% places) } else { Builder.byte(0x30) };
    if (places == 0) { return };
    Builder.byte(0x2e);
    if (n > places) { Builder.bytes(from +% (n -% places), places) } else {
      zeros(places -% n);
      Builder.bytes(from, n);
    };
  };

  /// Writes `n` digits, of which the first stands for 10^ten: with exponent (mode 1), or in the shorter form (mode 2).
  func general(number : Nat64, ten : Nat32, n : Nat32, mode : Nat32) : () {
    let text = Int.text_of_int(number);
    let from = Memory.address(text) +% 8;
    var count = n;
    if (mode == 2) { while (count > 1 and M.load8(from +% count -% 1) == 0x30) { count -%= 1 } };
    if (mode == 2 and not is_negative(ten +% 4) and (is_negative(ten) or ten < n)) {
      short_form(from, count, ten);
      return;
    };
    Builder.bytes(from, 1);
    if (count > 1) {
      Builder.byte(0x2e);
      Builder.bytes(from +% 1, count -% 1);
    };
    exponent_text(ten);
  };

  func short_form(from : Nat32, count : Nat32, ten : Nat32) : () {
    if (is_negative(ten)) {
      Builder.byte(0x30);
      Builder.byte(0x2e);
      zeros((0 -% ten) -% 1);
      Builder.bytes(from, count);
      return;
    };
    if (count <= ten +% 1) {
      Builder.bytes(from, count);
      zeros(ten +% 1 -% count);
      return;
    };
    Builder.bytes(from, ten +% 1);
    Builder.byte(0x2e);
    Builder.bytes(from +% ten +% 1, count -% ten -% 1);
  };

  func exponent_text(ten : Nat32) : () {
    Builder.byte(0x65);
    Builder.byte(if (is_negative(ten)) { 0x2d } else { 0x2b });
    let size = if (is_negative(ten)) { 0 -% ten } else { ten };
    if (size < 10) { Builder.byte(0x30) };
    Builder.contents(Int.text_of_int(Memory.small(size)));
  };

  /// Returns the shortest text that reads back as the same Float.
  public func f64_to_text(x : Float) : Nat64 {
    let bits = M.floatBits(x);
    Builder.open();
    if (special(bits)) { return Builder.text() };
    let size = sign(bits);
    if (size == 0) { Builder.byte(0x30); return Builder.text() };
    var n : Nat32 = 15;
    var number = digits(size, n);
    while (n < 17 and M.floatBits(decimal_to_f64(number, M.load32(0x150) -% n +% 1)) != size) {
      n +%= 1;
      number := digits(size, n);
    };
    general(number, M.load32(0x150), n, 2);
    Builder.text()
  };
}
