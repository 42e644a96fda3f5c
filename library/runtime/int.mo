/// Nat and Int of any size. A number is small (63 bits in the slot) whenever it fits, else a BIGNUM.
///
/// The limbs of small operands are put at 0x100 (left) and 0x110 (right).
import M "mo:machine";
import Memory "memory";
import Magnitude "magnitude";

module {
  func is_small(a : Nat64) : Bool { (a & 1) == 0 };

  /// Returns the 64 signed bits of a small number.
  func small_bits(a : Nat64) : Nat64 { (a >> 1) | (a & 0x8000_0000_0000_0000) };

  /// Returns 1 for a negative number.
  func sign(a : Nat64) : Nat32 {
    if (is_small(a)) { M.wrap(a >> 63) } else { Memory.count_of(Memory.address(a)) };
  };

  /// Returns the magnitude of a small number.
  func small_magnitude(a : Nat64) : Nat64 {
    let bits = small_bits(a);
    if ((bits >> 63) == 1) { 0 -% bits } else { bits };
  };

  /// Returns where the limbs of the magnitude are; those of a small number are put at `scratch`.
  func limbs(a : Nat64, scratch : Nat32) : Nat32 {
    if (not is_small(a)) { return Memory.address(a) +% 8 };
    M.store64(scratch, small_magnitude(a));
    scratch
  };

  func limb_count(a : Nat64) : Nat32 {
    if (not is_small(a)) { return Memory.aux_of(Memory.address(a)) };
    let m = small_magnitude(a);
    if (m == 0) { 0 } else if (m >> 32 == 0) { 1 } else { 2 };
  };

  func new_bignum(count : Nat32) : Nat32 { Memory.new_object(10, 0, count, count << 2) };

  /// Makes a number of a fresh BIGNUM: strips zero limbs, and gives small ones their slot form.
  func finish(item : Nat32, sign : Nat32) : Nat64 {
    let count = Magnitude.strip(item +% 8, Memory.aux_of(item));
    if (count <= 2) {
      let m = M.load64(item +% 8) & low_mask(count);
      if (m < 0x4000_0000_0000_0000) {
        if (sign == 1) { return (0 -% m) << 1 } else { return m << 1 };
      };
      if (m == 0x4000_0000_0000_0000 and sign == 1) { return (0 -% m) << 1 };
    };
    M.store32(item, 10 | (sign << 8));
    M.store32(item +% 4, count);
    Memory.pointer(item)
  };

  func low_mask(count : Nat32) : Nat64 {
    if (count == 0) { 0 } else if (count == 1) { 0xffff_ffff } else { 0xffff_ffff_ffff_ffff };
  };

  /// Makes a number of limbs in two's complement, which it may change.
  public func int_of_limbs(at : Nat32, count : Nat32, negative : Nat32) : Nat64 {
    if (negative == 1) {
      var carry : Nat64 = 1;
      var i : Nat32 = 0;
      while (i < count) {
        let sum = M.extend(M.load32(at +% (i << 2)) ^ 0xffff_ffff) +% carry;
        M.store32(at +% (i << 2), M.wrap(sum));
        carry := sum >> 32;
        i +%= 1;
      };
    };
    let item = new_bignum(count);
    M.memoryCopy(item +% 8, at, count << 2);
    finish(item, negative)
  };

  // Conversions with fixed-width numbers.

  /// Returns the number whose magnitude is `m`.
  func from_magnitude(m : Nat64, negative : Nat32) : Nat64 {
    if (m < 0x4000_0000_0000_0000) {
      if (negative == 1) { return (0 -% m) << 1 } else { return m << 1 };
    };
    let item = new_bignum(2);
    M.store64(item +% 8, m);
    finish(item, negative)
  };

  public func u64_to_int(bits : Nat64) : Nat64 { from_magnitude(bits, 0) };

  public func i64_to_int(bits : Nat64) : Nat64 {
    if ((bits >> 63) == 1) { from_magnitude(0 -% bits, 1) } else { from_magnitude(bits, 0) };
  };

  /// Returns the lowest 64 bits in two's complement.
  public func int_wrap64(a : Nat64) : Nat64 {
    if (is_small(a)) { return small_bits(a) };
    let low = M.load64(Memory.address(a) +% 8);
    if (sign(a) == 1) { 0 -% low } else { low };
  };

  public func int_to_u64(a : Nat64) : Nat64 {
    if (sign(a) == 1 or limb_count(a) > 2) { M.trapText("the number does not fit into 64 bits without sign") };
    int_wrap64(a)
  };

  public func int_to_i64(a : Nat64) : Nat64 {
    let bits = int_wrap64(a);
    if (not is_small(a)) {
      if (limb_count(a) > 2 or M.wrap(bits >> 63) != sign(a)) { M.trapText("the number does not fit into 64 bits with sign") };
    };
    bits
  };

  /// Returns the nearest Float, ties to even.
  public func int_to_f64(a : Nat64) : Float {
    let negative = sign(a) == 1;
    let at = limbs(a, 0x100);
    let count = limb_count(a);
    var x : Float = 0.0;
    if (count <= 2) {
      x := M.floatOfNat64(M.load64(at) & low_mask(count));
    } else {
      x := top_bits_to_f64(at, count);
    };
    if (negative) { -x } else { x };
  };

  /// The highest 64 bits, with a last bit that says whether anything lies below, round as the whole number does.
  func top_bits_to_f64(at : Nat32, count : Nat32) : Float {
    let zeros = M.clz32(M.load32(at +% ((count -% 1) << 2)));
    var top = (Magnitude.limb(at, count -% 1) << 32) | Magnitude.limb(at, count -% 2);
    top := (top << M.extend(zeros)) | ((Magnitude.limb(at, count -% 3) << M.extend(zeros)) >> 32);
    var rest = M.load32(at +% ((count -% 3) << 2)) << zeros;
    var i : Nat32 = 0;
    while (i +% 3 < count) {
      rest |= M.load32(at +% (i << 2));
      i +%= 1;
    };
    if (rest != 0) { top |= 1 };
    let exponent = ((count -% 2) << 5) -% zeros;
    if (exponent > 1100) { return M.bitsFloat(0x7ff0_0000_0000_0000) };
    scale(M.floatOfNat64(top), exponent)
  };

  /// Returns x * 2^exponent; exact, or infinite.
  func scale(x : Float, exponent : Nat32) : Float {
    var left = exponent;
    var y = x;
    while (left > 900) {
      y := y * M.bitsFloat(M.extend(900 +% 1023) << 52);
      left -%= 900;
    };
    y * M.bitsFloat(M.extend(left +% 1023) << 52)
  };

  /// Returns the integer part.
  public func f64_to_int(x : Float) : Nat64 {
    let bits = M.floatBits(x);
    let exponent = M.wrap(bits >> 52) & 0x7ff;
    if (exponent == 0x7ff) { M.trapText("a Float that is no number or infinite has no Int") };
    let negative = M.wrap(bits >> 63);
    if (exponent < 1023) { return 0 };
    let mantissa = (bits & 0xf_ffff_ffff_ffff) | 0x10_0000_0000_0000;
    if (exponent < 1075) { return from_magnitude(mantissa >> M.extend(1075 -% exponent), negative) };
    let shifted = nat_shift_left(mantissa << 1, exponent -% 1075);
    if (negative == 1) { int_neg(shifted) } else { shifted };
  };

  // Comparison.

  /// Returns -1, 0 or 1 as a Nat32.
  public func int_cmp(a : Nat64, b : Nat64) : Nat32 {
    if (a == b) { return 0 };
    if (is_small(a) and is_small(b)) {
      if ((a ^ 0x8000_0000_0000_0000) < (b ^ 0x8000_0000_0000_0000)) { return 0xffff_ffff } else { return 1 };
    };
    let sign_a = sign(a);
    if (sign_a != sign(b)) { if (sign_a == 1) { return 0xffff_ffff } else { return 1 } };
    let order = Magnitude.compare(limbs(a, 0x100), limb_count(a), limbs(b, 0x110), limb_count(b));
    if (sign_a == 1) { 0 -% order } else { order };
  };

  // Arithmetic.

  public func int_add(a : Nat64, b : Nat64) : Nat64 {
    if (((a | b) & 1) == 0) {
      let sum = a +% b;
      if ((((a ^ sum) & (b ^ sum)) >> 63) == 0) { return sum };
    };
    add_signed(a, sign(a), b, sign(b))
  };

  public func int_sub(a : Nat64, b : Nat64) : Nat64 {
    if (((a | b) & 1) == 0) {
      let difference = a -% b;
      if ((((a ^ b) & (a ^ difference)) >> 63) == 0) { return difference };
    };
    add_signed(a, sign(a), b, 1 -% sign(b))
  };

  func add_signed(a : Nat64, sign_a : Nat32, b : Nat64, sign_b : Nat32) : Nat64 {
    let la = limbs(a, 0x100);
    let na = limb_count(a);
    let lb = limbs(b, 0x110);
    let nb = limb_count(b);
    if (sign_a == sign_b) {
      if (na < nb) { return add_magnitudes(lb, nb, la, na, sign_a) };
      return add_magnitudes(la, na, lb, nb, sign_a);
    };
    let order = Magnitude.compare(la, na, lb, nb);
    if (order == 0) { return 0 };
    if (order == 1) { return subtract_magnitudes(la, na, lb, nb, sign_a) };
    subtract_magnitudes(lb, nb, la, na, sign_b)
  };

  func add_magnitudes(a : Nat32, na : Nat32, b : Nat32, nb : Nat32, sign : Nat32) : Nat64 {
    let item = new_bignum(na +% 1);
    Magnitude.add(item +% 8, a, na, b, nb);
    finish(item, sign)
  };

  func subtract_magnitudes(a : Nat32, na : Nat32, b : Nat32, nb : Nat32, sign : Nat32) : Nat64 {
    let item = new_bignum(na);
    Magnitude.subtract(item +% 8, a, na, b, nb);
    finish(item, sign)
  };

  public func nat_sub(a : Nat64, b : Nat64) : Nat64 {
    let difference = int_sub(a, b);
    if (sign(difference) == 1) { M.trapText("Natural subtraction underflow") };
    difference
  };

  public func int_neg(a : Nat64) : Nat64 { int_sub(0, a) };

  public func int_abs(a : Nat64) : Nat64 { if (sign(a) == 1) { int_neg(a) } else { a } };

  public func int_mul(a : Nat64, b : Nat64) : Nat64 {
    if (((a | b) & 1) == 0) {
      let ma = small_magnitude(a);
      let mb = small_magnitude(b);
      if (((ma | mb) >> 31) == 0) {
        let product = ma *% mb;
        if ((a ^ b) >> 63 == 1) { return (0 -% product) << 1 } else { return product << 1 };
      };
    };
    let la = limbs(a, 0x100);
    let na = limb_count(a);
    let lb = limbs(b, 0x110);
    let nb = limb_count(b);
    let item = new_bignum(na +% nb);
    Magnitude.multiply(item +% 8, la, na, lb, nb);
    finish(item, sign(a) ^ sign(b))
  };

  /// Division towards zero.
  public func int_div(a : Nat64, b : Nat64) : Nat64 { divide(a, b, 0) };

  /// The remainder, with the sign of the dividend.
  public func int_rem(a : Nat64, b : Nat64) : Nat64 { divide(a, b, 1) };

  func divide(a : Nat64, b : Nat64, remainder : Nat32) : Nat64 {
    if (b == 0) { M.trapText("division by zero") };
    let sign_a = sign(a);
    let sign_q = sign_a ^ sign(b);
    if (((a | b) & 1) == 0) {
      if (remainder == 1) { return from_magnitude(small_magnitude(a) % small_magnitude(b), sign_a) };
      return from_magnitude(small_magnitude(a) / small_magnitude(b), sign_q);
    };
    let la = limbs(a, 0x100);
    let na = limb_count(a);
    let lb = limbs(b, 0x110);
    let nb = limb_count(b);
    if (Magnitude.compare(la, na, lb, nb) == 0xffff_ffff) { if (remainder == 1) { return a } else { return 0 } };
    if (nb == 1) { return divide_by_limb(la, na, M.load32(lb), remainder, sign_a, sign_q) };
    let u = new_bignum(na +% 1);
    let v = new_bignum(nb +% 1);
    let quotient = new_bignum(na -% nb +% 1);
    let shift = M.clz32(M.load32(lb +% ((nb -% 1) << 2)));
    Magnitude.shift_left(u +% 8, la, na, shift);
    Magnitude.shift_left(v +% 8, lb, nb, shift);
    Magnitude.divide(quotient +% 8, u +% 8, v +% 8, nb, na -% nb);
    if (remainder == 0) { return finish(quotient, sign_q) };
    Magnitude.shift_right(u +% 8, u +% 8, na +% 1, shift);
    finish(u, sign_a)
  };

  func divide_by_limb(a : Nat32, na : Nat32, d : Nat32, remainder : Nat32, sign_a : Nat32, sign_q : Nat32) : Nat64 {
    let quotient = new_bignum(na);
    M.memoryCopy(quotient +% 8, a, na << 2);
    let rest = Magnitude.divide_small(quotient +% 8, na, d);
    if (remainder == 1) { return from_magnitude(M.extend(rest), sign_a) };
    finish(quotient, sign_q)
  };

  /// Power by squaring. The exponent is not negative.
  public func int_pow(base : Nat64, exponent : Nat64) : Nat64 {
    if (sign(exponent) == 1) { M.trapText("negative exponent") };
    if (base == 0 or base == 2) {
      if (exponent == 0) { return 2 };
      return base;
    };
    if (not is_small(exponent) or exponent >= 0x2_0000_0000) {
      if (base != 0xffff_ffff_ffff_fffe) { M.trapText("out of memory: a number this large") };
      return if ((int_wrap64(exponent) & 1) == 0) { 2 } else { base };
    };
    var left = M.wrap(exponent >> 1);
    var power : Nat64 = 2;
    var square = base;
    while (left > 0) {
      if ((left & 1) == 1) { power := int_mul(power, square) };
      left >>= 1;
      if (left > 0) { square := int_mul(square, square) };
    };
    power
  };

  public func nat_pow(base : Nat64, exponent : Nat64) : Nat64 { int_pow(base, exponent) };

  /// Returns a * 2^bits for a Nat.
  public func nat_shift_left(a : Nat64, bits : Nat32) : Nat64 {
    if (a == 0) { return 0 };
    let count = limb_count(a);
    let whole = bits >> 5;
    let item = new_bignum(count +% whole +% 1);
    Magnitude.shift_left(item +% 8 +% (whole << 2), limbs(a, 0x100), count, bits & 31);
    finish(item, 0)
  };

  /// Returns a / 2^bits for a Nat.
  public func nat_shift_right(a : Nat64, bits : Nat32) : Nat64 {
    let count = limb_count(a);
    let whole = bits >> 5;
    if (whole >= count) { return 0 };
    let item = new_bignum(count -% whole);
    Magnitude.shift_right(item +% 8, limbs(a, 0x100) +% (whole << 2), count -% whole, bits & 31);
    finish(item, 0)
  };

  // Decimal digits.

  /// Returns the decimal digits as a TEXT, with `-` in front of a negative number.
  public func text_of_int(a : Nat64) : Nat64 { decimal(a, 0) };

  /// Writes digits downwards from the end of a buffer. `style`: 1 = groups of three set off by `_`, 2 = a `+` in front of
  /// positive numbers, 3 = both.
  public func decimal(a : Nat64, style : Nat32) : Nat64 {
    let count = limb_count(a);
    let source = limbs(a, 0x100);
    let room = count *% 13 +% 16;
    let buffer = Memory.alloc(room);
    let end = buffer +% room;
    var at = end;
    if (count <= 2) {
      at := digits_below(M.load64(source) & low_mask(count), 1, at, end, style & 1);
    } else {
      let rest = Memory.alloc(count << 2);
      M.memoryCopy(rest, source, count << 2);
      var left = count;
      while (left > 0) {
        let part = Magnitude.divide_small(rest, left, 1_000_000_000);
        left := Magnitude.strip(rest, left);
        at := digits_below(M.extend(part), if (left > 0) { 9 } else { 1 }, at, end, style & 1);
      };
    };
    if (sign(a) == 1) {
      at -%= 1;
      M.store8(at, 0x2d);
    } else if ((style & 2) == 2 and a != 0) {
      at -%= 1;
      M.store8(at, 0x2b);
    };
    Memory.text_from(at, end -% at)
  };

  func digits_below(n : Nat64, least : Nat32, from : Nat32, end : Nat32, grouped : Nat32) : Nat32 {
    var rest = n;
    var at = from;
    var written : Nat32 = 0;
    while (rest > 0 or written < least) {
      if (grouped == 1 and at != end and (end -% at) % 4 == 3) {
        at -%= 1;
        M.store8(at, 0x5f);
      };
      at -%= 1;
      M.store8(at, 0x30 +% M.wrap(rest % 10));
      rest /= 10;
      written +%= 1;
    };
    at
  };

  /// Returns the number that a text of decimal digits (with an optional `-` or `+`) stands for, or null.
  public func int_of_text(text : Nat64) : Nat64 {
    var at = Memory.address(text) +% 8;
    let end = at +% Memory.aux_of(Memory.address(text));
    if (at == end) { return 3 };
    var negative : Nat32 = 0;
    if (M.load8(at) == 0x2d or M.load8(at) == 0x2b) {
      if (M.load8(at) == 0x2d) { negative := 1 };
      at +%= 1;
    };
    if (at == end) { return 3 };
    let count = (end -% at) / 9 +% 1;
    let item = new_bignum(count);
    var used : Nat32 = 1;
    while (at < end) {
      let digit = M.load8(at) -% 0x30;
      if (digit > 9) { return 3 };
      Magnitude.multiply_add_small(item +% 8, used, 10, digit);
      if (used < count and M.load32(item +% 8 +% ((used -% 1) << 2)) >> 28 != 0) { used +%= 1 };
      at +%= 1;
    };
    finish(item, negative)
  };
}
