/// `mo:base/Random`: numbers out of given bytes of entropy.
import Prim "mo:⛔";

module {
  /// Numbers out of finite entropy; they end with it.
  public class Finite(entropy : Blob) {
    let bytes = Prim.blobToArray(entropy);
    var at = 0;
    var bits : Nat8 = 0;
    var mask : Nat8 = 0;

    func nextBit() : ?Bool {
      if (mask == 0) {
        switch (byte()) { case (?fresh) { bits := fresh; mask := 128 }; case null { return null } };
      };
      let bit = bits & mask != 0;
      mask >>= 1;
      ?bit
    };

    /// Returns the next byte.
    public func byte() : ?Nat8 {
      if (at == bytes.size()) { return null };
      at += 1;
      ?bytes[at - 1]
    };

    /// Tosses a coin.
    public func coin() : ?Bool { nextBit() };

    /// Returns a number of `p` bits.
    public func range(p : Nat8) : ?Nat {
      var left = Prim.nat8ToNat(p);
      var number = 0;
      while (left >= 8) {
        switch (byte()) { case (?fresh) { number := number * 256 + Prim.nat8ToNat(fresh) }; case null { return null } };
        left -= 8;
      };
      while (left > 0) {
        switch (nextBit()) { case (?bit) { number := number * 2 + (if bit { 1 } else { 0 }) }; case null { return null } };
        left -= 1;
      };
      ?number
    };

    /// Returns how many of `n` coins fall on one side.
    public func binomial(n : Nat8) : ?Nat8 {
      var left = n;
      var count : Nat8 = 0;
      while (left > 0) {
        switch (nextBit()) { case (?bit) { if bit { count += 1 } }; case null { return null } };
        left -= 1;
      };
      ?count
    };
  };

  func take<T>(found : ?T) : T { switch found { case (?x) x; case null Prim.trap("Random: there is not enough entropy") } };

  /// Returns a byte out of entropy.
  public func byteFrom(seed : Blob) : Nat8 { take(Finite(seed).byte()) };

  /// Tosses a coin out of entropy.
  public func coinFrom(seed : Blob) : Bool { take(Finite(seed).coin()) };

  /// Returns a number of `p` bits out of entropy.
  public func rangeFrom(p : Nat8, seed : Blob) : Nat { take(Finite(seed).range(p)) };

  /// Returns how many of `n` coins fall on one side, out of entropy.
  public func binomialFrom(n : Nat8, seed : Blob) : Nat8 { take(Finite(seed).binomial(n)) };
}
