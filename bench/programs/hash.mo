// FNV-1a over bytes in Nat64, and a mixing function: 64-bit arithmetic that wraps.
import Blob "mo:core/Blob";
import Nat64 "mo:core/Nat64";
import Nat8 "mo:core/Nat8";
import Text "mo:core/Text";

actor {
  func fnv(bytes : Blob) : Nat64 {
    var hash : Nat64 = 0xcbf29ce484222325;
    for (byte in bytes.values()) {
      hash ^= Nat64.fromNat(Nat8.toNat(byte));
      hash *%= 0x100000001b3;
    };
    hash;
  };

  func mix(seed : Nat64) : Nat64 {
    var z = seed +% 0x9e3779b97f4a7c15;
    z := (z ^ (z >> 30)) *% 0xbf58476d1ce4e5b9;
    z := (z ^ (z >> 27)) *% 0x94d049bb133111eb;
    z ^ (z >> 31);
  };

  public func run() : async Nat {
    let bytes = Text.encodeUtf8("the quick brown fox jumps over the lazy dog and runs away");
    var sum : Nat64 = 0;
    var i : Nat64 = 0;
    while (i < 5_000) {
      sum +%= fnv(bytes) +% i;
      i += 1;
    };
    i := 0;
    while (i < 200_000) {
      sum := mix(sum ^ i);
      i += 1;
    };
    Nat64.toNat(sum);
  };
};
