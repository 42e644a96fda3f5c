/// What the compiler provides beyond the reference's primitives. The tests under the reference compiler put a slow twin in place of
/// this file (tests/library/Native.twin).
import Prim "mo:⛔";

module {
  /// Returns the decimal digits of a number.
  public func natToText(n : Nat) : Text { Prim.natToText(n) };

  /// Returns the principal that a text stands for; traps if there is none.
  public func principalOfText(t : Text) : Principal { Prim.principalOfText(t) };

  /// Returns the text of a principal.
  public func principalToText(p : Principal) : Text { Prim.principalToText(p) };


  /// Returns the shortest text that reads back as the same number.
  public func floatToText(x : Float) : Text { Prim.floatToText(x) };
}
