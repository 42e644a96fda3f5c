import Nat "mo:core/Nat";
import VarArray "mo:core/VarArray";
import Random "mo:core/Random";

actor {
  let state = Random.emptyState();

  public func bytes() : async Nat { (await Random.blob()).size() };

  public func one() : async Bool {
    ignore await Random.bool();
    ignore await Random.nat8();
    ignore await Random.nat64();
    let inside = (await Random.nat64Range(3, 5), await Random.natRange(10, 12), await Random.intRange(-2, 0));
    inside.0 >= 3 and inside.0 < 5 and inside.1 >= 10 and inside.1 < 12 and inside.2 >= -2 and inside.2 < 0
  };

  /// Throws a die; says for each face whether it came, and how many bytes wait.
  public func dice(throws : Nat) : async ([Bool], Nat) {
    let random = Random.crypto();
    let faces : [var Bool] = [var false, false, false, false, false, false];
    for (_ in Nat.range(0, throws)) { faces[await* random.natRange(0, 6)] := true };
    (faces.toArray(), state.bytes.size())
  };

  /// A generator over a stored state asks the replica only when its bytes are used up.
  public func stored() : async (Nat, Nat) {
    let random = Random.cryptoFromState(state);
    ignore await* random.nat8();
    ignore await* random.bool();
    ignore await* random.bool();
    (state.bytes.size(), state.index)
  };

  /// Bytes that the caller chooses.
  public func chosen() : async (Nat8, Bool, Bool, Nat64, Nat, Int) {
    let random = Random.AsyncRandom(Random.emptyState(), func() : async* Blob { "\80\40\00\00\00\00\00\00\00\07" });
    (await* random.nat8(), await* random.bool(), await* random.bool(), await* random.nat64(), await* random.natRange(4, 5), await* random.intRange(-1, 0))
  };

  public func empty() : async Nat { await Random.natRange(5, 5) };
};
