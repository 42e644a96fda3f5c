/// Random numbers that a seed decides: the same seed gives the same numbers, so they are not for secrets;
/// those of `crypto` come from the replica.
import Prim "mo:⛔";
import PRNG "internal/PRNG";

module {
  /// Bytes that wait to be used, and the bits of the one that coin tosses use up.
  public type State = { var bytes : [Nat8]; var index : Nat; var bits : Nat8; var bitMask : Nat8 };

  /// What a seeded generator keeps: a stable variable may hold it.
  public type SeedState = { random : State; prng : { var a : Nat64; var b : Nat64; var c : Nat64; var d : Nat64 } };

  /// Returns a state without bytes.
  public func emptyState() : State { { var bytes = []; var index = 0; var bits = 0; var bitMask = 0 } };

  /// Returns the state of a generator that starts from a seed.
  public func seedState(seed : Nat64) : SeedState {
    let prng = { var a = seed; var b = seed; var c = seed; var d = 1 : Nat64 };
    var dropped = 0;
    while (dropped < 11) { ignore next(prng); dropped += 1 };
    { random = emptyState(); prng }
  };

  /// The generator of `internal/PRNG`, over a state that can be stored.
  func next(prng : { var a : Nat64; var b : Nat64; var c : Nat64; var d : Nat64 }) : Nat64 {
    let number = prng.a +% prng.b +% prng.d;
    prng.a := prng.b ^ (prng.b >> 11);
    prng.b := prng.c +% (prng.c << 3);
    prng.c := (prng.c <<> 24) +% number;
    prng.d +%= 1;
    number
  };

  /// Returns a generator that gives the same numbers for the same seed. Example: `Random.seed(42).natRange(0, 6)`.
  public func seed(seed : Nat64) : Random { seedFromState(seedState(seed)) };

  /// Returns the generator that goes on from a state, and changes it.
  public func seedFromState(state : SeedState) : Random {
    Random(
      state.random,
      func() : Blob {
        let (b7, b6, b5, b4, b3, b2, b1, b0) = Prim.explodeNat64(next(state.prng));
        Prim.arrayToBlob([b0, b1, b2, b3, b4, b5, b6, b7])
      },
    )
  };

  /// Takes the next byte, if one waits.
  func takeByte(state : State) : ?Nat8 {
    if (state.index >= state.bytes.size()) { return null };
    state.index += 1;
    ?state.bytes[state.index - 1]
  };

  func refill(state : State, data : Blob) {
    if (data.size() == 0) { Prim.trap("Random: a generator gave no bytes") };
    state.bytes := Prim.blobToArray(data);
    state.index := 0;
  };

  /// Takes the next bit, the highest of a byte first; a byte is asked for when the last one is used up.
  func takeBit(state : State) : Bool {
    let bit = state.bits & state.bitMask != 0;
    state.bitMask >>= 1;
    bit
  };

  func appendByte(number : Nat64, byte : Nat8) : Nat64 { (number << 8) | Prim.natToNat64(Prim.nat8ToNat(byte)) };

  func checkRange(empty : Bool) { if empty { Prim.trap("Random: the range is empty") } };

  /// The part of a range of `size` numbers that 64 random bits point to, or `null` if they would make some numbers likelier than others.
  func scale(bits : Nat64, size : Nat64) : ?Nat64 {
    let product = Prim.nat64ToNat(bits) * Prim.nat64ToNat(size);
    let low = Prim.intToNat64Wrap(product);
    if (low < size and low < (0 -% size) % size) { return null };
    ?Prim.natToNat64(Prim.shiftRight(product, 64))
  };

  /// Returns a generator of numbers that nobody can foresee: the replica's own randomness, 32 bytes for each time it is asked.
  public func crypto() : AsyncRandom { cryptoFromState(emptyState()) };

  /// As `crypto`, with bytes left over in a state.
  public func cryptoFromState(state : State) : AsyncRandom { AsyncRandom(state, func() : async* Blob { await blob() }) };

  /// Returns 32 random bytes from the replica.
  public let blob : shared () -> async Blob = (actor "aaaaa-aa" : actor { raw_rand : shared () -> async Blob }).raw_rand;

  /// Returns a random Bool from the replica. Whoever needs more than one asks a generator of `crypto`, which asks the replica less often.
  public func bool() : async Bool { await* crypto().bool() };

  /// Returns a random byte from the replica.
  public func nat8() : async Nat8 { await* crypto().nat8() };

  /// Returns a random number of 64 bits from the replica.
  public func nat64() : async Nat64 { await* crypto().nat64() };

  /// Returns a random number of a range from the replica.
  public func nat64Range(fromInclusive : Nat64, toExclusive : Nat64) : async Nat64 { await* crypto().nat64Range(fromInclusive, toExclusive) };

  /// Returns a random number of a range from the replica.
  public func natRange(fromInclusive : Nat, toExclusive : Nat) : async Nat { await* crypto().natRange(fromInclusive, toExclusive) };

  /// Returns a random number of a range from the replica.
  public func intRange(fromInclusive : Int, toExclusive : Int) : async Int { await* crypto().intRange(fromInclusive, toExclusive) };

  /// The number of 64-bit draws that numbers below a size need: the draws together are much larger than the size.
  func draws(size : Nat) : Nat {
    var n = 2;
    var rest = Prim.shiftRight(size, 64);
    while (rest > 0) { n += 1; rest := Prim.shiftRight(rest, 64) };
    n
  };

  /// A generator over a source of bytes.
  public class Random(state : State, generator : () -> Blob) = self {
    /// Returns a random byte.
    public func nat8() : Nat8 {
      loop { switch (takeByte(state)) { case (?byte) { return byte }; case null { refill(state, generator()) } } };
    };

    /// Tosses a coin.
    public func bool() : Bool {
      if (state.bitMask == 0) {
        state.bits := nat8();
        state.bitMask := 128;
      };
      takeBit(state)
    };

    /// Returns a random number of 64 bits.
    public func nat64() : Nat64 {
      var number : Nat64 = 0;
      var i = 0;
      while (i < 8) { number := appendByte(number, nat8()); i += 1 };
      number
    };

    /// Returns a random number of a range; all are equally likely.
    public func nat64Range(fromInclusive : Nat64, toExclusive : Nat64) : Nat64 {
      checkRange(fromInclusive >= toExclusive);
      let size = toExclusive - fromInclusive;
      if (size == 1) { return fromInclusive };
      loop { switch (scale(nat64(), size)) { case (?found) { return fromInclusive + found }; case null {} } };
    };

    /// Returns a random number of a range of any size.
    public func natRange(fromInclusive : Nat, toExclusive : Nat) : Nat {
      checkRange(fromInclusive >= toExclusive);
      let size = toExclusive - fromInclusive : Nat;
      if (size <= 0xffff_ffff_ffff_ffff) { return fromInclusive + Prim.nat64ToNat(nat64Range(0, Prim.natToNat64(size))) };
      var number = 0;
      var left = draws(size);
      while (left > 0) { number := Prim.shiftLeft(number, 64) + Prim.nat64ToNat(nat64()); left -= 1 };
      fromInclusive + number % size
    };

    /// Returns a random number of a range of any size.
    public func intRange(fromInclusive : Int, toExclusive : Int) : Int {
      checkRange(fromInclusive >= toExclusive);
      fromInclusive + natRange(0, Prim.abs(toExclusive - fromInclusive))
    };
  };

  /// A generator over a source of bytes that is waited for.
  public class AsyncRandom(state : State, generator : () -> async* Blob) = self {
    /// Returns a random byte.
    public func nat8() : async* Nat8 {
      loop { switch (takeByte(state)) { case (?byte) { return byte }; case null { refill(state, await* generator()) } } };
    };

    /// Tosses a coin.
    public func bool() : async* Bool {
      if (state.bitMask == 0) {
        state.bits := await* nat8();
        state.bitMask := 128;
      };
      takeBit(state)
    };

    /// Returns a random number of 64 bits.
    public func nat64() : async* Nat64 {
      var number : Nat64 = 0;
      var i = 0;
      while (i < 8) { let byte = await* nat8(); number := appendByte(number, byte); i += 1 };
      number
    };

    /// Returns a random number of a range; all are equally likely.
    public func nat64Range(fromInclusive : Nat64, toExclusive : Nat64) : async* Nat64 {
      checkRange(fromInclusive >= toExclusive);
      let size = toExclusive - fromInclusive;
      if (size == 1) { return fromInclusive };
      loop { let bits = await* nat64(); switch (scale(bits, size)) { case (?found) { return fromInclusive + found }; case null {} } };
    };

    /// Returns a random number of a range of any size.
    public func natRange(fromInclusive : Nat, toExclusive : Nat) : async* Nat {
      checkRange(fromInclusive >= toExclusive);
      let size = toExclusive - fromInclusive : Nat;
      if (size <= 0xffff_ffff_ffff_ffff) {
        let found = await* nat64Range(0, Prim.natToNat64(size));
        return fromInclusive + Prim.nat64ToNat(found);
      };
      var number = 0;
      var left = draws(size);
      while (left > 0) { let bits = await* nat64(); number := Prim.shiftLeft(number, 64) + Prim.nat64ToNat(bits); left -= 1 };
      fromInclusive + number % size
    };

    /// Returns a random number of a range of any size.
    public func intRange(fromInclusive : Int, toExclusive : Int) : async* Int {
      checkRange(fromInclusive >= toExclusive);
      let found = await* natRange(0, Prim.abs(toExclusive - fromInclusive));
      fromInclusive + found
    };
  };
}
