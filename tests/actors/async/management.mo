import Ic "ic:aaaaa-aa";
import Prim "mo:prim";
import Types "idl:thing.did";

persistent actor {
  public func random() : async Nat { (await Ic.raw_rand()).size() };
  func settings<system>() : Ic.canister_settings {
    {
      controllers = ?[Prim.getSelfPrincipal<system>()]; compute_allocation = null; memory_allocation = null;
      freezing_threshold = null; reserved_cycles_limit = null; log_visibility = null; wasm_memory_limit = null;
      wasm_memory_threshold = null; environment_variables = null;
    }
  };
  public func child() : async Text {
    let made = await (with cycles = 1_000_000_000_000) Ic.create_canister({ settings = ?settings<system>(); sender_canister_version = null });
    let status = await Ic.canister_status(made);
    debug_show (status.status, status.module_hash)
  };
  public func thing() : async Types.thing { { name = "x"; query_ = (1, #some "y"); _5_ = ?"\00" } };
};
