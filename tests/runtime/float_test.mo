import Prim "mo:⛔";
import Float "../../library/runtime/float";

// Against the reference's functions: within 2e-14 of the result's size for powers, 1e-15 for the others.
var worst = 0.0;
var failures = 0;
func near(what : Text, got : Float, want : Float) {
  if (got == want or (not (got == got) and not (want == want))) { return };
  let size = Prim.floatMax(Prim.floatAbs(want), 1e-300);
  let off = Prim.floatAbs(got - want) / size;
  let power = switch (what.chars().next()) { case (?'p') true; case _ false };
  if (power and off > worst) { worst := off };
  if (not (off < (if power 2e-14 else 1e-15))) { failures += 1; Prim.debugPrint(what # ": " # Prim.floatToFormattedText(got, 17, 1) # " instead of " # Prim.floatToFormattedText(want, 17, 1)) };
};
let xs = [0.0, 0.1, 0.5, 0.7, 1.0, 1.1, 1.5, 2.0, 2.5, 3.0, 3.14, 4.7, 7.3, 10.0, 20.5, 100.25, 700.0, 1e-5, 1e-10, 123456.789, 1e10, 1e-300, 1e300];
for (a in xs.values()) {
  for (x in ([a, -a]).values()) {
    let t = debug_show x;
    near("exp " # t, Float.f64_exp(x), Prim.exp(x));
    if (a < 1e6) {
      near("sin " # t, Float.f64_sin(x), Prim.sin(x));
      near("cos " # t, Float.f64_cos(x), Prim.cos(x));
      near("tan " # t, Float.f64_tan(x), Prim.tan(x));
    };
    near("atan " # t, Float.f64_atan(x), Prim.arctan(x));
    near("asin " # t, Float.f64_asin(x), Prim.arcsin(x));
    near("acos " # t, Float.f64_acos(x), Prim.arccos(x));
    for (b in xs.values()) {
      for (y in ([b, -b]).values()) {
        let u = " " # debug_show (x, y);
        near("pow" # u, Float.f64_pow(x, y), x ** y);
        near("rem" # u, Float.f64_rem(x, y), x % y);
        near("atan2" # u, Float.f64_atan2(x, y), Prim.arctan2(x, y));
      };
    };
  };
  near("log " # debug_show a, Float.f64_log(a), Prim.log(a));
};
Prim.debugPrint("worst power " # Prim.floatToFormattedText(worst, 2, 1));
Prim.debugPrint(if (failures == 0) "ok" else "inexact");
