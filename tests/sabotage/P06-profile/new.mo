import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Iter "mo:core/Iter";
import Array "mo:core/Array";

actor {
  public type Role = { #admin; #member };
  public type Profile = { name : Text; role : Role };
  let profiles = Map.empty<Principal, Profile>();

  public shared ({ caller }) func saveProfile(profile : Profile) : async () {
    if (caller.isAnonymous()) Runtime.trap("sign in first");
    profiles.add(caller, profile);
  };

  public shared query ({ caller }) func myProfile() : async ?Profile { profiles.get(caller) };

  public shared query ({ caller }) func everyProfile() : async [Profile] {
    if (not isAdmin(caller)) Runtime.trap("admins only");
    profiles.values().toArray()
  };

  func isAdmin(caller : Principal) : Bool {
    switch (profiles.get(caller)) { case (?{ role = #admin }) true; case _ Principal.isController(caller) };
  };
};
