import Debug "mo:core/Debug";
import Error "mo:core/Error";

// Waiting in every place where an expression may stand.
persistent actor {
  var trace = "";
  func n(x : Nat) : async Nat { trace #= debug_show x # " "; x };
  func b(x : Bool) : async Bool { trace #= debug_show x # " "; x };
  func fail() : async Nat { throw Error.reject("failed") };
  func told() : Text { let text = trace; trace := ""; text };

  public func conditions() : async Text {
    var i = 0;
    while ((await n(i)) < 3) { i += 1 };
    loop { i += 1 } while (await b(i < 6));
    let both = (await b(true)) and (await b(false)) or (await b(true));
    let first = (await b(false)) and (await b(true));
    debug_show (i, both, first) # told()
  };

  public func places() : async Text {
    let array = [var 1, 2, 3];
    array[await n(1)] := await n(7);
    array[await n(0)] += await n(5);
    let record = { x = await n(1); y = (await n(2), [await n(3)]) };
    let wider = { record with x = await n(9) };
    var sum = 0;
    for (x in [await n(4), await n(5)].values()) { sum += x * (await n(10)) };
    sum += await n(1);
    let #some text = await tag(true) else { return "no" };
    let ?z = do ? { (await maybe(3))! + (await maybe(4))! } else { return "none" };
    let none = do ? { (await maybe(0))! + (await maybe(4))! };
    let labelled = label l : Nat { if (await b(true)) { break l(await n(8)) }; 0 };
    let piped = (await n(6)) |> (_ + (await n(1)));
    debug_show (array[0], array[1], wider, sum, text, z, none, labelled, piped) # told()
  };
  func tag(x : Bool) : async { #some : Text; #none } { if (x) { #some "t" } else { #none } };
  func maybe(x : Nat) : async ?Nat { if (x == 0) null else ?(await n(x)) };

  public func regions() : async Text {
    var log = "";
    label outer for (i in [1, 2, 3, 4].values()) {
      try {
        log #= debug_show i;
        try {
          if (i == 1) { continue outer };
          if (i == 2) { ignore await fail() };
          if (i == 3) { throw Error.reject("thrown") };
          ignore await n(i);
          break outer;
        } catch (e) {
          log #= Error.message(e);
          if (i == 3) { throw Error.reject("again") };
        } finally {
          log #= " inner ";
        };
        log #= "after ";
      } catch (e) {
        log #= Error.message(e);
      } finally {
        log #= " outer; ";
      };
    };
    log
  };

  public func deep() : async Text {
    func inner() : async* Text {
      try { debug_show (await fail()) } finally { trace #= "closed " };
    };
    let text = try { await* inner() } catch (e) { Error.message(e) };
    text # " " # told()
  };

  public func values() : async Text {
    let text = try { ignore await n(1); 5 } catch (_) { 6 } finally { trace #= "f " };
    let block : async* Text = async* { if (text == 5) { return "early" }; "late" };
    let early = await* block;
    let nested = await async { (await async { await n(2) }) + 1 };
    debug_show (text, early, nested) # told()
  };

  public func closures() : async Text {
    var count = 0;
    let bump = func() : async () { count += 1 };
    let futures = [bump(), bump(), bump()];
    for (future in futures.values()) { await future };
    let adders = [func(x : Nat) : async* Nat { count += x; count }, func(x : Nat) : async* Nat { await n(x * count) }];
    let a = await* adders[0](4);
    let c = await* adders[1](2);
    debug_show (count, a, c) # told()
  };
};
