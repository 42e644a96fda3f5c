/// Arithmetic on magnitudes: arrays of 32-bit limbs in memory, least first. A magnitude is an address and a count of
/// limbs; results may have zero limbs on top.
import M "mo:machine";

module {
  public func limb(a : Nat32, i : Nat32) : Nat64 { M.extend(M.load32(a +% (i << 2))) };

  /// Returns the count without the zero limbs on top.
  public func strip(a : Nat32, count : Nat32) : Nat32 {
    var n = count;
    while (n > 0 and M.load32(a +% ((n -% 1) << 2)) == 0) { n -%= 1 };
    n
  };

  /// Returns -1, 0 or 1 as a Nat32; neither count has zero limbs on top.
  public func compare(a : Nat32, na : Nat32, b : Nat32, nb : Nat32) : Nat32 {
    if (na != nb) { if (na < nb) { return 0xffff_ffff } else { return 1 } };
    var i = na;
    while (i > 0) {
      i -%= 1;
      let x = M.load32(a +% (i << 2));
      let y = M.load32(b +% (i << 2));
      if (x != y) { if (x < y) { return 0xffff_ffff } else { return 1 } };
    };
    0
  };

  /// out[0..na] := a + b, where na >= nb.
  public func add(out : Nat32, a : Nat32, na : Nat32, b : Nat32, nb : Nat32) : () {
    var carry : Nat64 = 0;
    var i : Nat32 = 0;
    while (i < na) {
      var sum = limb(a, i) +% carry;
      if (i < nb) { sum +%= limb(b, i) };
      M.store32(out +% (i << 2), M.wrap(sum));
      carry := sum >> 32;
      i +%= 1;
    };
    M.store32(out +% (na << 2), M.wrap(carry));
  };

  /// out[0..na-1] := a - b, where a >= b. `out` may be `a`.
  public func subtract(out : Nat32, a : Nat32, na : Nat32, b : Nat32, nb : Nat32) : () {
    var borrow : Nat64 = 0;
    var i : Nat32 = 0;
    while (i < na) {
      var difference = limb(a, i) -% borrow;
      if (i < nb) { difference -%= limb(b, i) };
      M.store32(out +% (i << 2), M.wrap(difference));
      borrow := difference >> 63;
      i +%= 1;
    };
  };

  /// out[0..na+nb-1] := a * b; `out` is zero before.
  public func multiply(out : Nat32, a : Nat32, na : Nat32, b : Nat32, nb : Nat32) : () {
    var i : Nat32 = 0;
    while (i < na) {
      let x = limb(a, i);
      var carry : Nat64 = 0;
      var at = out +% (i << 2);
      var j : Nat32 = 0;
      while (j < nb) {
        let sum = x *% limb(b, j) +% M.extend(M.load32(at)) +% carry;
        M.store32(at, M.wrap(sum));
        carry := sum >> 32;
        at +%= 4;
        j +%= 1;
      };
      M.store32(at, M.wrap(carry));
      i +%= 1;
    };
  };

  /// a := a / d in place, returns the remainder.
  public func divide_small(a : Nat32, na : Nat32, d : Nat32) : Nat32 {
    let divisor = M.extend(d);
    var rest : Nat64 = 0;
    var i = na;
    while (i > 0) {
      i -%= 1;
      let part = (rest << 32) | limb(a, i);
      M.store32(a +% (i << 2), M.wrap(part / divisor));
      rest := part % divisor;
    };
    M.wrap(rest)
  };

  /// a := a * factor + summand in place, where the top limb has room.
  public func multiply_add_small(a : Nat32, na : Nat32, factor : Nat32, summand : Nat32) : () {
    var carry = M.extend(summand);
    let x = M.extend(factor);
    var i : Nat32 = 0;
    while (i < na) {
      let sum = limb(a, i) *% x +% carry;
      M.store32(a +% (i << 2), M.wrap(sum));
      carry := sum >> 32;
      i +%= 1;
    };
  };

  /// out[0..na] := a << bits, where bits < 32.
  public func shift_left(out : Nat32, a : Nat32, na : Nat32, bits : Nat32) : () {
    var carry : Nat64 = 0;
    var i : Nat32 = 0;
    while (i < na) {
      let wide = (limb(a, i) << M.extend(bits)) | carry;
      M.store32(out +% (i << 2), M.wrap(wide));
      carry := wide >> 32;
      i +%= 1;
    };
    M.store32(out +% (na << 2), M.wrap(carry));
  };

  /// out[0..na-1] := a >> bits, where bits < 32. `out` may be `a`.
  public func shift_right(out : Nat32, a : Nat32, na : Nat32, bits : Nat32) : () {
    var i : Nat32 = 0;
    while (i < na) {
      var wide = limb(a, i);
      if (i +% 1 < na) { wide |= limb(a, i +% 1) << 32 };
      M.store32(out +% (i << 2), M.wrap(wide >> M.extend(bits)));
      i +%= 1;
    };
  };

  /// Long division, Knuth's algorithm D. `u` has n + m + 1 limbs and becomes the remainder (its lowest n limbs), `v` has
  /// n >= 2 limbs and its highest bit set; quotient[0..m] gets the quotient.
  public func divide(quotient : Nat32, u : Nat32, v : Nat32, n : Nat32, m : Nat32) : () {
    let top = limb(v, n -% 1);
    let second = limb(v, n -% 2);
    var j = m +% 1;
    while (j > 0) {
      j -%= 1;
      let high = (limb(u, j +% n) << 32) | limb(u, j +% n -% 1);
      var q = high / top;
      var r = high % top;
      while (r < 0x1_0000_0000 and (q >= 0x1_0000_0000 or q *% second > ((r << 32) | limb(u, j +% n -% 2)))) {
        q -%= 1;
        r +%= top;
      };
      if (subtract_multiple(u +% (j << 2), v, n, q) != 0) {
        q -%= 1;
        add_back(u +% (j << 2), v, n);
      };
      M.store32(quotient +% (j << 2), M.wrap(q));
    };
  };

  /// u[0..n] := u - q * v; returns whether it went below zero.
  func subtract_multiple(u : Nat32, v : Nat32, n : Nat32, q : Nat64) : Nat64 {
    var carry : Nat64 = 0;
    var borrow : Nat64 = 0;
    var i : Nat32 = 0;
    while (i < n) {
      let product = q *% limb(v, i) +% carry;
      carry := product >> 32;
      let difference = limb(u, i) -% (product & 0xffff_ffff) -% borrow;
      M.store32(u +% (i << 2), M.wrap(difference));
      borrow := difference >> 63;
      i +%= 1;
    };
    let last = limb(u, n) -% carry -% borrow;
    M.store32(u +% (n << 2), M.wrap(last));
    last >> 63
  };

  func add_back(u : Nat32, v : Nat32, n : Nat32) : () {
    var carry : Nat64 = 0;
    var i : Nat32 = 0;
    while (i < n) {
      let sum = limb(u, i) +% limb(v, i) +% carry;
      M.store32(u +% (i << 2), M.wrap(sum));
      carry := sum >> 32;
      i +%= 1;
    };
    M.store32(u +% (n << 2), M.wrap(limb(u, n) +% carry));
  };
}
