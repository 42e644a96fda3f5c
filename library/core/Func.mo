/// Functions of functions.
module {
  /// Returns the function that applies `g`, then `f`.
  /// Example: `Func.compose<Text, Nat, Text>(Nat.toText, Text.size)("abc")` is `"3"`.
  public func compose<A, B, C>(f : B -> C, g : A -> B) : A -> C { func(x : A) : C { f(g(x)) } };

  /// Returns its argument.
  public func identity<A>(x : A) : A { x };

  /// Returns a function that always gives `x`.
  public func const<A, B>(x : A) : B -> A { func(_ : B) : A { x } };
}
