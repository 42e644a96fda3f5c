import Types "types";
import Access "access";
import Runtime "mo:core/Runtime";
import Principal "mo:core/Principal";

actor {
  let access = Types.init();
  include Access(access);
  var notes : [Text] = [];
  public shared ({ caller }) func note(text : Text) : async Nat {
    if (roleOf(caller) != #admin) Runtime.trap("Unauthorized: only the admin may write, not " # debug_show (roleOf(caller)));
    notes := [text # " (" # greeting # ")"];
    notes.size()
  };
  public shared query ({ caller }) func all() : async ([Text], Types.Role) { (notes, roleOf(caller)) };
};
