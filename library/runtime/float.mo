/// Functions on Floats that Wasm has no instruction for. Results are the same on every machine; errors stay within a few units
/// in the last place.
import M "mo:machine";

module {
  func nan() : Float { M.bitsFloat(0x7ff8_0000_0000_0000) };
  func infinity() : Float { M.bitsFloat(0x7ff0_0000_0000_0000) };

  func magnitude(x : Float) : Nat64 { M.floatBits(x) & 0x7fff_ffff_ffff_ffff };
  func is_nan(x : Float) : Bool { magnitude(x) > 0x7ff0_0000_0000_0000 };
  func is_infinite(x : Float) : Bool { magnitude(x) == 0x7ff0_0000_0000_0000 };

  /// Returns 2^n for an n (a whole number) that may be far out of range.
  func power_of_two(n : Float) : Float {
    if (n > 1023.0) { return M.bitsFloat(0x7fe0_0000_0000_0000) * power_of_two(n - 1023.0) };
    if (n < -1022.0) { return if (n < -2200.0) { 0.0 } else { M.bitsFloat(0x0010_0000_0000_0000) * power_of_two(n + 1022.0) } };
    M.bitsFloat(M.truncNat64(n + 1023.0) << 52)
  };

  /// The remainder of a division rounded towards zero, exact.
  public func f64_rem(x : Float, y : Float) : Float {
    if (is_nan(x) or is_nan(y) or is_infinite(x) or magnitude(y) == 0) { return nan() };
    let small = M.floatAbs(y);
    var rest = M.floatAbs(x);
    while (rest >= small) {
      var part = M.bitsFloat((M.floatBits(small) & 0xf_ffff_ffff_ffff) | (M.floatBits(rest) & 0x7ff0_0000_0000_0000));
      if (small < 2.3e-308) { part := subnormal_part(rest, small) };
      if (part > rest) { part := part * 0.5 };
      if (part < small) { part := small };
      rest := rest - part;
    };
    M.floatCopySign(rest, x)
  };

  /// Returns the largest small * 2^k that is not above `rest`.
  func subnormal_part(rest : Float, small : Float) : Float {
    var part = small;
    while (part + part <= rest) { part := part + part };
    part
  };

  public func f64_exp(x : Float) : Float {
    if (is_nan(x)) { return x };
    if (x > 709.8) { return infinity() };
    if (x < -745.2) { return 0.0 };
    let n = M.floatNearest(x * 1.4426950408889634);
    let r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10;
    var sum = 1.0;
    var k = 14.0;
    while (k > 0.5) {
      sum := 1.0 + sum * r / k;
      k := k - 1.0;
    };
    sum * power_of_two(n)
  };

  /// The natural logarithm.
  public func f64_log(x : Float) : Float {
    if (is_nan(x)) { return x };
    if (x < 0.0) { return nan() };
    if (x == 0.0) { return -infinity() };
    if (is_infinite(x)) { return x };
    var m = x;
    var e = 0.0;
    if (m < 2.3e-308) {
      m := m * 18014398509481984.0;
      e := -54.0;
    };
    let bits = M.floatBits(m);
    e := e + M.floatOfNat64(bits >> 52) - 1023.0;
    m := M.bitsFloat((bits & 0xf_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    if (m > 1.4142135623730951) {
      m := m * 0.5;
      e := e + 1.0;
    };
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    var sum = 0.0;
    var k = 23.0;
    while (k > 2.5) {
      sum := (sum + 1.0 / k) * z;
      k := k - 2.0;
    };
    // log(1 + f) = f - s * (f - 2 * sum): exact where f is small.
    e * 0.693147180369123816490 + (f - (s * (f - 2.0 * sum) - e * 1.90821492927058770002e-10))
  };

  public func f64_pow(x : Float, y : Float) : Float {
    if (y == 0.0 or x == 1.0) { return 1.0 };
    if (is_nan(x) or is_nan(y)) { return nan() };
    let whole = M.floatFloor(y) == y;
    let odd = whole and M.floatAbs(y) < 9007199254740992.0 and M.floatFloor(y * 0.5) != y * 0.5;
    if (is_infinite(y)) {
      let size = M.floatAbs(x);
      if (size == 1.0) { return 1.0 };
      return if ((size > 1.0) == (y > 0.0)) { infinity() } else { 0.0 };
    };
    if (x == 0.0 or is_infinite(x)) {
      let large = (x == 0.0) == (y < 0.0);
      let result = if (large) { infinity() } else { 0.0 };
      return if (odd) { M.floatCopySign(result, x) } else { result };
    };
    if (x < 0.0 and not whole) { return nan() };
    if (whole and M.floatAbs(y) < 1024.0) { return whole_power(x, y) };
    if (y == 0.5) { return M.floatSqrt(x) };
    if (M.floatAbs(y) < 256.0 and x < 1e6 and x > 1e-6) {
      let n = M.floatTrunc(y);
      return whole_power(x, n) * f64_exp((y - n) * f64_log(x));
    };
    let result = exp_product(y, M.floatAbs(x));
    if (x < 0.0 and odd) { -result } else { result };
  };

  func whole_power(x : Float, y : Float) : Float {
    var left = M.truncNat64(M.floatAbs(y));
    var power = 1.0;
    var square = x;
    while (left > 0) {
      if ((left & 1) == 1) { power := power * square };
      square := square * square;
      left >>= 1;
    };
    if (y < 0.0) { 1.0 / power } else { power };
  };

  /// Returns x^y as exp(y * log x), the product in two parts so that large exponents keep their digits.
  func exp_product(y : Float, x : Float) : Float {
    let high = M.bitsFloat(M.floatBits(f64_log(x)) & 0xffff_ffff_f800_0000);
    // What log x has beyond `high`: from x / exp(high) - 1.
    let low = log_near_one(x / f64_exp(high));
    let y_high = M.bitsFloat(M.floatBits(y) & 0xffff_ffff_f800_0000);
    let product = y_high * high;
    let rest = (y - y_high) * high + y * low;
    if (product > 720.0) { return infinity() };
    if (product < -760.0) { return 0.0 };
    let first = f64_exp(product);
    first + first * (f64_exp(rest) - 1.0)
  };

  func log_near_one(x : Float) : Float {
    let f = x - 1.0;
    f - f * f * 0.5
  };

  // Trigonometry. Angles are reduced by multiples of pi/2 in three parts.

  func reduce(x : Float, n : Float) : Float {
    ((x - n * 1.57079632673412561417) - n * 6.07710050630396597660e-11) - n * 2.02226624879595063154e-21
  };

  func sin_near_zero(r : Float) : Float {
    let z = r * r;
    var sum = 1.0;
    var k = 18.0;
    while (k > 1.0) {
      sum := 1.0 - sum * z / (k * (k + 1.0));
      k := k - 2.0;
    };
    r * sum
  };

  func cos_near_zero(r : Float) : Float {
    let z = r * r;
    var sum = 1.0;
    var k = 17.0;
    while (k > 0.0) {
      sum := 1.0 - sum * z / (k * (k + 1.0));
      k := k - 2.0;
    };
    sum
  };

  /// Returns the quarter turn (0..3) that an angle is nearest to.
  func quarter(n : Float) : Nat64 { M.truncNat64(n - M.floatFloor(n * 0.25) * 4.0) };

  public func f64_sin(x : Float) : Float {
    if (is_nan(x) or is_infinite(x)) { return nan() };
    if (x == 0.0) { return x };
    let n = M.floatNearest(x * 0.6366197723675814);
    let r = reduce(x, n);
    let q = quarter(n);
    if (q == 0) { sin_near_zero(r) } else if (q == 1) { cos_near_zero(r) } else if (q == 2) { -sin_near_zero(r) } else { -cos_near_zero(r) };
  };

  public func f64_cos(x : Float) : Float {
    if (is_nan(x) or is_infinite(x)) { return nan() };
    let n = M.floatNearest(x * 0.6366197723675814);
    let r = reduce(x, n);
    let q = quarter(n);
    if (q == 0) { cos_near_zero(r) } else if (q == 1) { -sin_near_zero(r) } else if (q == 2) { -cos_near_zero(r) } else { sin_near_zero(r) };
  };

  public func f64_tan(x : Float) : Float {
    if (is_nan(x) or is_infinite(x)) { return nan() };
    if (x == 0.0) { return x };
    let n = M.floatNearest(x * 0.6366197723675814);
    let r = reduce(x, n);
    if ((quarter(n) & 1) == 0) { sin_near_zero(r) / cos_near_zero(r) } else { -cos_near_zero(r) / sin_near_zero(r) };
  };

  public func f64_atan(x : Float) : Float {
    if (is_nan(x) or x == 0.0) { return x };
    let size = M.floatAbs(x);
    var result = 0.0;
    if (size > 1.0) { result := 1.5707963267948966 - (atan_below_one(1.0 / size) - 6.123233995736766e-17) } else { result := atan_below_one(size) };
    M.floatCopySign(result, x)
  };

  /// Halves the angle twice, then sums the series.
  func atan_below_one(x : Float) : Float {
    let half = x / (1.0 + M.floatSqrt(1.0 + x * x));
    let t = half / (1.0 + M.floatSqrt(1.0 + half * half));
    let z = t * t;
    var sum = 0.0;
    var k = 27.0;
    while (k > 2.0) {
      sum := (1.0 / k - sum) * z;
      k := k - 2.0;
    };
    4.0 * (t - t * sum)
  };

  public func f64_atan2(y : Float, x : Float) : Float {
    if (is_nan(x) or is_nan(y)) { return nan() };
    let negative_x = (M.floatBits(x) >> 63) == 1;
    var angle = 0.0;
    if (y == 0.0) {
      angle := 0.0;
    } else if (x == 0.0 or (is_infinite(y) and not is_infinite(x))) {
      angle := 1.5707963267948966;
    } else if (is_infinite(x)) {
      angle := if (is_infinite(y)) { 0.7853981633974483 } else { 0.0 };
    } else {
      angle := f64_atan(M.floatAbs(y / x));
    };
    if (negative_x and not (x == 0.0 and y != 0.0)) { angle := 3.141592653589793 - (angle - 1.2246467991473532e-16) };
    M.floatCopySign(angle, y)
  };

  public func f64_asin(x : Float) : Float {
    if (M.floatAbs(x) > 1.0) { return nan() };
    f64_atan2(x, M.floatSqrt((1.0 - x) * (1.0 + x)))
  };

  public func f64_acos(x : Float) : Float {
    if (M.floatAbs(x) > 1.0) { return nan() };
    f64_atan2(M.floatSqrt((1.0 - x) * (1.0 + x)), x)
  };
}
