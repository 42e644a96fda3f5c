// An app that hands calls on to the management canister, and its answers back.
import InternetComputer "mo:core/InternetComputer";
import Principal "mo:core/Principal";

persistent actor {
  transient let management = Principal.fromText("aaaaa-aa");

  public func ask(method : Text, argument : Blob) : async Blob {
    await InternetComputer.call(management, method, argument);
  };
};
