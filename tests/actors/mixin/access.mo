import Types "types";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";

mixin (state : Types.State) {
  let greeting = "welcome";
  var visits = 0;
  public shared ({ caller }) func claim() : async Types.Role {
    switch (state.admin) {
      case null { state.admin := ?caller };
      case (?_) {};
    };
    visits += 1;
    roleOf(caller)
  };
  func roleOf(who : Principal) : Types.Role {
    if (state.admin == ?who) #admin else if (who.isAnonymous()) #guest else #user
  };
  public query func visitCount() : async Nat { visits };
};
