// Profiles, following, blocking.
import Char "mo:core/Char";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Types "../lib/types";

mixin (state : Types.State) {
  func handleOf(who : Principal) : Text {
    switch (state.profiles.get(who)) { case (?{ handle }) { handle }; case null { "gone" } };
  };

  func require(who : Principal) : Types.Profile {
    switch (state.profiles.get(who)) {
      case (?profile) { profile };
      case null { Runtime.trap("Unauthorized: Only users with a profile can do this") };
    };
  };

  func setOf(map : Map.Map<Principal, Set.Set<Principal>>, who : Principal) : Set.Set<Principal> {
    switch (map.get(who)) {
      case (?set) { set };
      case null {
        let set = Set.empty<Principal>();
        map.add(who, set);
        set;
      };
    };
  };

  func notify(who : Principal, notice : Types.Notice) {
    switch (state.notices.get(who)) {
      case (?list) { list.add(notice) };
      case null { state.notices.add(who, List.singleton<Types.Notice>(notice)) };
    };
  };

  public shared ({ caller }) func saveProfile(profile : Types.Profile) : async { #ok; #err : Text } {
    if (caller.isAnonymous()) { return #err "sign in" };
    let handle = profile.handle.toLower();
    if (handle.size() < 3 or not handle.chars().all(func c { Char.isAlphabetic(c) or Char.isDigit(c) or c == '_' })) {
      return #err("letters, digits and _, at least 3: " # handle);
    };
    switch (state.handles.get(handle)) {
      case (?other) if (other != caller) { return #err("taken: " # handle) };
      case null {};
    };
    switch (state.profiles.get(caller)) {
      case (?old) { state.handles.remove(old.handle) };
      case null {};
    };
    state.handles.add(handle, caller);
    state.profiles.add(caller, { profile with handle });
    #ok;
  };

  public shared ({ caller }) func follow(handle : Text, on : Bool) : async Nat {
    ignore require(caller);
    let ?who = state.handles.get(handle.toLower()) else Runtime.trap("There is nobody called " # handle);
    if (who == caller) { Runtime.trap("Nobody follows oneself") };
    if (setOf(state.blocked, who).contains(caller)) { Runtime.trap("This person does not want it") };
    if on {
      if (not setOf(state.followers, who).contains(caller)) { notify(who, #followed { by = caller }) };
      setOf(state.followers, who).add(caller);
      setOf(state.following, caller).add(who);
    } else {
      setOf(state.followers, who).remove(caller);
      setOf(state.following, caller).remove(who);
    };
    setOf(state.followers, who).size();
  };

  public shared ({ caller }) func block(handle : Text) : async () {
    ignore require(caller);
    switch (state.handles.get(handle.toLower())) {
      case (?who) {
        setOf(state.blocked, caller).add(who);
        setOf(state.followers, caller).remove(who);
        setOf(state.following, who).remove(caller);
      };
      case null {};
    };
  };

  public query func person(handle : Text) : async ?{ profile : Types.Profile; followers : [Text]; following : [Text] } {
    let ?who = state.handles.get(handle.toLower()) else return null;
    let names = func(map : Map.Map<Principal, Set.Set<Principal>>) : [Text] {
      switch (map.get(who)) {
        case (?set) { set.values().map(handleOf).toArray() };
        case null { [] };
      };
    };
    ?{ profile = state.profiles.get(who).unwrap(); followers = names(state.followers); following = names(state.following) };
  };
};
