import Debug "mo:core/Debug";
import Error "mo:core/Error";

persistent actor Self {
  var count = 0;

  public func one() : async Nat { count += 1; count };

  func local(x : Nat) : async Nat { Debug.print("in local"); x * 2 };

  func star(x : Nat) : async* Nat {
    if (x == 0) { return 0 };
    x + (await one())
  };

  public func order() : async Text {
    Debug.print("before");
    let f = local(4);
    Debug.print("started");
    let x = await f;
    Debug.print("after");
    debug_show x
  };

  public func operands() : async Nat {
    count := 10;
    count + (await one()) * 100 + count
  };

  public func looped(n : Nat) : async [Nat] {
    var seen : [Nat] = [];
    var i = 0;
    label l while (i < n) {
      i += 1;
      if (i == 2) { continue l };
      if (i == 6) { break l };
      let x = await one();
      seen := [x, i, seen.size()];
    };
    for (j in [7, 8, 9].values()) {
      if ((await one()) > 1_000) { return [] };
      seen := [j, seen[0], seen[1]];
    };
    seen
  };

  public func starred() : async Nat { (await* star(0)) + (await* star(5)) };

  public func many(n : Nat) : async Nat {
    var sum = 0;
    var i = 0;
    while (i < n) { sum += await* star(0); i += 1 };
    sum
  };

  public func parallel() : async (Nat, Nat) {
    let a = one();
    let b = one();
    let y = await b;
    let x = await a;
    (x, y)
  };

  public func block() : async Int {
    let base = 5;
    let f = async { base + (await one()) : Int };
    -(await f)
  };

  public func twice() : async Nat {
    let f = local(1);
    (await f) + (await f) + (await? f)
  };

  public func fails() : async Nat { throw Error.reject("no") };

  public func traps() : async Nat { assert false; 1 };

  public func catches(which : Nat) : async Text {
    try {
      let x = if (which == 0) { await fails() } else if (which == 1) { await traps() } else { await one() };
      "fine " # debug_show x
    } catch (e) {
      debug_show (Error.code(e)) # " " # Error.message(e)
    }
  };

  public func passes() : async Nat { await fails() };

  public func lasts(which : Nat) : async Text {
    var log = "";
    label l {
      try {
        if (which == 0) { break l };
        if (which == 1) { ignore await fails() };
        if (which == 2) { return "returned " # log };
        ignore await one();
        log #= "done ";
      } catch (_) {
        log #= "caught ";
      } finally {
        log #= "finally ";
        count += 1;
        Debug.print("finally " # debug_show which);
      };
      log #= "behind ";
    };
    log
  };

  public func gives_up() : async () {
    try {
      ignore await one();
      assert false;
    } finally {
      Debug.print("cleaned up");
      count := 1000;
    }
  };

  public func value() : async Text {
    let f : shared () -> async Nat = Self.one;
    let g : shared Nat -> async Text = catches;
    debug_show(await f()) # (await g(0))
  };

  public func later() : () { ignore await one(); count += 100 };

  public query func now() : async Nat { count };
}
