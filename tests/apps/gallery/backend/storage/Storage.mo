import Prim "mo:prim";
import Map "mo:core/Map";
import Blob "mo:core/Blob";
import Principal "mo:core/Principal";
import Cycles "mo:core/Cycles";
import Runtime "mo:core/Runtime";

module {
  public type ExternalBlob = Blob;

  public type State = {
    var authorizedPrincipals : [Principal];
    pendingUploads : Map.Map<Text, { owner : Principal; size : Nat }>;
  };

  public func new() : State {
    { var authorizedPrincipals = []; pendingUploads = Map.empty<Text, { owner : Principal; size : Nat }>() };
  };

  public func isAuthorized(self : State, caller : Principal) : Bool {
    for (p in self.authorizedPrincipals.values()) {
      if (Principal.equal(p, caller)) { return true };
    };
    false;
  };

  public type CashierInterface = actor {
    storage_gateway_principal_list_v1 : shared query () -> async [Principal];
    account_top_up_v1 : shared ({ account : Principal }) -> async ();
  };

  public func updateGatewayPrincipals<system>(self : State) : async () {
    let cashierId = switch (Prim.envVar<system>("STORAGE_CASHIER_PRINCIPAL")) {
      case (null) { Runtime.trap("Environment variable CASHIER is not set") };
      case (?text) { Principal.fromText(text) };
    };
    let cashier = actor (cashierId.toText()) : CashierInterface;
    self.authorizedPrincipals := await cashier.storage_gateway_principal_list_v1();
  };

  public func topUp<system>() : async { success : ?Bool; topped_up_amount : ?Nat } {
    let current = Cycles.balance();
    let target = 2_000_000_000_000;
    if (current >= target) {
      return { success = ?true; topped_up_amount = ?0 };
    };
    let amount = target - current : Nat;
    let cashier = actor ("rwlgt-iiaaa-aaaaa-aaaaa-cai") : CashierInterface;
    await (with cycles = amount) cashier.account_top_up_v1({ account = Prim.getSelfPrincipal<system>() });
    { success = ?true; topped_up_amount = ?amount };
  };
};
