import Cycles "mo:core/Cycles";
import Principal "mo:core/Principal";
import Error "mo:core/Error";
import InternetComputer "mo:core/InternetComputer";

persistent actor Self {
  type Bank = actor {
    pay : () -> async Nat;
    who : () -> async (Principal, Bool);
    add : (Nat, Nat) -> async Nat;
    pair : { x : Nat; y : ?Text } -> async { #ok : (Nat, Text); #none };
    call_back : (shared Nat -> async Nat, Nat) -> async Nat;
    look : query () -> async Nat;
    refuse : query () -> async Nat;
    tell : Nat -> ();
  };
  let bank : Bank = actor "rwlgt-iiaaa-aaaaa-aaaaa-cai";
  func other(id : Text) : Bank { actor (id) };

  public func pays(n : Nat) : async (Nat, Nat) {
    let taken = await (with cycles = n) bank.pay();
    (taken, Cycles.refunded())
  };
  public func asks() : async (Bool, Bool) {
    let (caller, same) = await bank.who();
    (caller == Principal.fromActor(Self), same)
  };
  public func adds() : async Nat { await bank.add(3, 4) };
  public func pairs() : async Text {
    let one = await bank.pair({ x = 1; y = ?"one" });
    let two = await (with timeout = 20) bank.pair({ x = 2; y = null });
    debug_show (one, two)
  };
  public func double(n : Nat) : async Nat { n * 2 };
  public func back() : async Nat { await bank.call_back(double, 20) };
  public func tells() : async Nat { bank.tell(5); await bank.look() };
  public func missing() : async Text {
    try { debug_show (await other("rkp4c-7iaaa-aaaaa-aaaca-cai").add(1, 2)) } catch (e) { debug_show (Error.code(e)) }
  };
  public func refused() : async Text {
    try { debug_show (await bank.refuse()) } catch (e) { debug_show (Error.code(e)) # Error.message(e) }
  };
  public composite query func through() : async Nat {
    let a = await bank.look();
    a + 1
  };
  public func raw() : async ?Nat {
    from_candid (await InternetComputer.call(Principal.fromActor(bank), "add", to_candid (20, 22)))
  };
  public func about_me() : async (Bool, ?Nat) { (InternetComputer.isReplicated(), InternetComputer.replyDeadline()) };
  public func encoded() : async ?(Nat, Text) {
    let blob = to_candid (7, "seven");
    let wrong : ?Text = from_candid blob;
    assert wrong == null;
    from_candid blob
  };
};
