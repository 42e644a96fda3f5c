import AccessControl "./access-control";
import Prim "mo:prim";
import Runtime "mo:core/Runtime";

mixin (accessControlState : AccessControl.AccessControlState) {
  // Initialize auth (first caller becomes admin, others become users)
  public shared ({ caller }) func _initializeAccessControlWithSecret(userSecret : Text) : async () {
    let secret = switch (Prim.envVar<system>("ADMIN_TOKEN")) {
      case (null) { "" };
      case (?adminToken) { adminToken };
    };
    AccessControl.initialize(accessControlState, caller, secret, userSecret);
  };

  public query ({ caller }) func getCallerUserRole() : async AccessControl.UserRole {
    AccessControl.getUserRole(accessControlState, caller);
  };

  public shared ({ caller }) func assignCallerUserRole(user : Principal, role : AccessControl.UserRole) : async () {
    // Admin-only check happens inside
    AccessControl.assignRole(accessControlState, caller, user, role);
  };

  public query ({ caller }) func isCallerAdmin() : async Bool {
    AccessControl.isAdmin(accessControlState, caller);
  };

  func requireUser(who : Principal, action : Text) {
    if (not AccessControl.hasPermission(accessControlState, who, #user)) {
      Runtime.trap("Unauthorized: Only users can " # action);
    };
  };
};
