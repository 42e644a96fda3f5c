import Buckets "bucket";
import Principal "mo:core/Principal";
import Error "mo:core/Error";

persistent actor {
  var made : [Buckets.Bucket] = [];
  public func make(n : Nat) : async Nat {
    let bucket = await (with cycles = 1_000_000_000_000) Buckets.Bucket(n, "bucket");
    made := [bucket];
    await bucket.add(1)
  };
  public func about() : async (Text, Text, Nat, Bool) { await made[0].about() };
  // The class is a function like others.
  func by(maker : (Nat, Text) -> async Buckets.Bucket, n : Nat) : async Buckets.Bucket { await maker(n, "by") };
  public func handed(n : Nat) : async Nat {
    let bucket = await by(Buckets.Bucket, n);
    made := [bucket];
    await bucket.add(1)
  };
  public func again() : async Nat {
    let same = await (system Buckets.Bucket)(#upgrade(made[0]))(50, "again");
    await same.add(1)
  };
  public func anew() : async Nat {
    let same = await (system Buckets.Bucket)(#reinstall(made[0]))(70, "anew");
    await same.add(1)
  };
};
