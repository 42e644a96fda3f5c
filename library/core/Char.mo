/// Unicode characters.
import Prim "mo:⛔";
import Types "Types";

module {
  /// The type `Char`, under its name in this module.
  public type Char = Prim.Types.Char;

  /// Returns the number of the character.
  /// Example: `Char.toNat32('a')` is `97`.
  public func toNat32(self : Char) : Nat32 { Prim.charToNat32(self) };

  /// Returns the character with a number; traps if there is none.
  public func fromNat32(nat32 : Nat32) : Char { Prim.nat32ToChar(nat32) };

  /// Returns a text of this one character.
  public func toText(self : Char) : Text { Prim.charToText(self) };

  /// Returns whether it is one of `0` to `9`.
  public func isDigit(self : Char) : Bool { self >= '0' and self <= '9' };

  /// Returns whether the character is a space or the like.
  public func isWhitespace(self : Char) : Bool { Prim.charIsWhitespace(self) };

  /// Returns whether the character is a small letter.
  public func isLower(self : Char) : Bool { Prim.charIsLowercase(self) };

  /// Returns whether the character is a capital letter.
  public func isUpper(self : Char) : Bool { Prim.charIsUppercase(self) };

  /// Returns whether the character is a letter.
  public func isAlphabetic(self : Char) : Bool { Prim.charIsAlphabetic(self) };

  /// Returns whether the two characters are the same.
  public func equal(self : Char, other : Char) : Bool { self == other };

  /// Returns whether the two characters differ.
  public func notEqual(self : Char, other : Char) : Bool { self != other };

  /// Returns whether the first character is below the second.
  public func less(self : Char, other : Char) : Bool { self < other };

  /// Returns whether the first character is below or at the second.
  public func lessOrEqual(self : Char, other : Char) : Bool { self <= other };

  /// Returns whether the first character is above the second.
  public func greater(self : Char, other : Char) : Bool { self > other };

  /// Returns whether the first character is above or at the second.
  public func greaterOrEqual(self : Char, other : Char) : Bool { self >= other };

  /// Compares by number.
  public func compare(self : Char, other : Char) : Types.Order {
    if (self < other) { #less } else if (self == other) { #equal } else { #greater };
  };
}
