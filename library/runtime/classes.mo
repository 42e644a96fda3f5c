/// Actor classes: canisters made by the app.
import Prim "mo:prim";
// What waiting and references to actors are made of; loaded before this module, which names none of it.
import _Future "future";
import _Principal "principal";

module {
  type Settings = {
    controllers : ?[Principal];
    compute_allocation : ?Nat;
    memory_allocation : ?Nat;
    freezing_threshold : ?Nat;
  };
  type Install = { #install; #reinstall; #upgrade : ?{ wasm_memory_persistence : ?{ #keep; #replace } } };
  type Mode = { #new : { settings : ?Settings }; #install : Principal; #reinstall : actor {}; #upgrade : actor {} };
  type Management = actor {
    create_canister : { settings : ?Settings } -> async { canister_id : Principal };
    install_code : { mode : Install; canister_id : Principal; wasm_module : Blob; arg : Blob } -> async ();
  };

  /// Installs code where the mode says, in a new canister for example; returns the canister's principal.
  public func make_actor(wasm : Blob, arg : Blob, where : Mode, cycles : Nat) : async Principal {
    let management : Management = actor "aaaaa-aa";
    let (canister_id, mode) : (Principal, Install) = switch (where) {
      case (#new { settings }) ((await (with cycles) management.create_canister({ settings })).canister_id, #install);
      case (#install id) (id, #install);
      case (#reinstall it) (Prim.principalOfActor(it), #reinstall);
      case (#upgrade it) (Prim.principalOfActor(it), #upgrade(?{ wasm_memory_persistence = ?#keep }));
    };
    await management.install_code({ mode; canister_id; wasm_module = wasm; arg });
    canister_id
  };
}
