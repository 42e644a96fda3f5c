// Methods that take a bit of everything, for the fuzzer of the Candid reader.
actor {
  type List = ?{ head : Int; tail : List };
  type Tree = { #leaf : Text; #node : { left : Tree; value : Nat; right : Tree }; #none };
  type Everything = {
    a : Nat8;
    b : [Nat16];
    c : ?Nat32;
    d : Nat64;
    e : (Int8, Int16, Int32, Int64);
    f : Float;
    g : Char;
    h : Text;
    i : Blob;
    j : Principal;
    k : [?Bool];
    l : { #one; #two : Nat; #three : { x : Int; y : Float32 } };
  };
  type Callback = shared (Text, ?Nat) -> async { ok : Bool };
  type Service = actor { get : shared query () -> async [Nat]; put : shared (Nat) -> (); };
  type Options = { a : ?Nat; b : ??Text; c : Null; d : Any; e : ?{ #x; #y : Nat } };

  public func everything(_ : Everything) : async () {};
  public func list(_ : List, _ : ?Tree) : async () {};
  public func numbers(_ : Nat, _ : Int, _ : [Int]) : async () {};
  public func options(_ : Options, _ : ?Options) : async () {};
  public func references(_ : Callback, _ : Service, _ : [Principal], _ : ?Callback) : async () {};
  public func units(_ : [()], _ : [{}], _ : [Null], _ : [Any]) : async () {};
};
