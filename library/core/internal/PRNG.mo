/// Small Fast Chaotic generators of 64 bits (Chris Doty-Humphrey's SFC64): the same seed gives the same numbers. Not for secrets.
module {
  /// A generator with its three shifts. It begins as `initPre` leaves it.
  public class SFC64(p : Nat64, q : Nat64, r : Nat64) {
    var a : Nat64 = 0;
    var b : Nat64 = 0;
    var c : Nat64 = 0;
    var count : Nat64 = 0;

    /// Starts over from one seed.
    public func init(seed : Nat64) { init3(seed, seed, seed) };

    /// Starts over from the seed that stands for none.
    public func initPre() { init(0xcafe_f00d_beef_5eed) };

    /// Starts over from three seeds; the first numbers, which lie too close to them, are dropped.
    public func init3(seed1 : Nat64, seed2 : Nat64, seed3 : Nat64) {
      a := seed1;
      b := seed2;
      c := seed3;
      count := 1;
      var dropped = 0;
      while (dropped < 11) { ignore next(); dropped += 1 };
    };

    /// Returns the next number.
    public func next() : Nat64 {
      let number = a +% b +% count;
      a := b ^ (b >> q);
      b := c +% (c << r);
      c := (c <<> p) +% number;
      count +%= 1;
      number
    };

    initPre();
  };

  /// Returns a generator with the usual shifts.
  public func sfc64a() : SFC64 { SFC64(24, 11, 3) };
}
