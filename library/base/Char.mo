/// `mo:base/Char` over `mo:core/Char`.
import Core "mo:core/Char";

module {
  /// The type itself.
  public type Char = Core.Char;

  /// Compares by number.
  public func compare(x : Char, other : Char) : { #less; #equal; #greater } { Core.compare(x, other) };

  /// As `equal` of `mo:core/Char`.
  public func equal(x : Char, other : Char) : Bool { Core.equal(x, other) };

  /// Returns the character with a number; traps if there is none.
  public func fromNat32(nat32 : Nat32) : Char { Core.fromNat32(nat32) };

  /// As `greater` of `mo:core/Char`.
  public func greater(x : Char, other : Char) : Bool { Core.greater(x, other) };

  /// As `greaterOrEqual` of `mo:core/Char`.
  public func greaterOrEqual(x : Char, other : Char) : Bool { Core.greaterOrEqual(x, other) };

  /// As `isAlphabetic` of `mo:core/Char`.
  public func isAlphabetic(x : Char) : Bool { Core.isAlphabetic(x) };

  /// Returns whether it is one of `0` to `9`.
  public func isDigit(x : Char) : Bool { Core.isDigit(x) };

  /// As `isLower` of `mo:core/Char`.
  public func isLowercase(x : Char) : Bool { Core.isLower(x) };

  /// As `isUpper` of `mo:core/Char`.
  public func isUppercase(x : Char) : Bool { Core.isUpper(x) };

  /// As `isWhitespace` of `mo:core/Char`.
  public func isWhitespace(x : Char) : Bool { Core.isWhitespace(x) };

  /// As `less` of `mo:core/Char`.
  public func less(x : Char, other : Char) : Bool { Core.less(x, other) };

  /// As `lessOrEqual` of `mo:core/Char`.
  public func lessOrEqual(x : Char, other : Char) : Bool { Core.lessOrEqual(x, other) };

  /// As `notEqual` of `mo:core/Char`.
  public func notEqual(x : Char, other : Char) : Bool { Core.notEqual(x, other) };

  /// Returns the number of the character.
  public func toNat32(x : Char) : Nat32 { Core.toNat32(x) };

  /// Returns a text of this one character.
  public func toText(x : Char) : Text { Core.toText(x) };
}
