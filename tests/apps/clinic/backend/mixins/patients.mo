// What reception does with the people who come.
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Char "mo:core/Char";
import Runtime "mo:core/Runtime";
import Principal "mo:core/Principal";
import Types "../lib/types";

mixin (state : Types.State) {
  func requireStaff(caller : Principal) : Types.Staff {
    switch (state.staff.get(caller)) {
      case (?member) { member };
      case (null) { Runtime.trap("Unauthorized: only staff") };
    };
  };

  func validPhone(phone : Text) : Bool {
    phone.size() >= 5 and phone.chars().all(func(c : Char) : Bool { Char.isDigit(c) or c == ' ' or c == '+' });
  };

  public shared ({ caller }) func addPatient(draft : { name : Text; phone : Text; born : ?Nat; allergies : [Text] }) : async {
    #ok : Types.Id;
    #err : Types.Problem;
  } {
    ignore requireStaff(caller);
    if (draft.name.trim(#char ' ') == "") { return #err(#invalid "a patient has a name") };
    if (not validPhone(draft.phone)) { return #err(#invalid("no phone number: " # draft.phone)) };
    switch (draft.born) {
      case (?year) if (year < 1900 or year > 2100) { return #err(#invalid("year " # debug_show year)) };
      case null {};
    };
    let id = state.nextPatient;
    state.nextPatient += 1;
    state.patients.add(id, { draft with id });
    state.byPatient.add(id, Set.empty<Types.Id>());
    #ok id;
  };

  public shared ({ caller }) func addAllergy(id : Types.Id, allergy : Text) : async Bool {
    ignore requireStaff(caller);
    let ?patient = state.patients.get(id) else return false;
    if (patient.allergies.any(func(known) { known.toLower() == allergy.toLower() })) { return false };
    state.patients.add(id, { patient with allergies = patient.allergies.concat([allergy]) });
    true;
  };

  public query ({ caller }) func findPatients(words : Text) : async [Types.Patient] {
    ignore requireStaff(caller);
    let wanted = words.toLower();
    state.patients.values().filter(func(p) { p.name.toLower().contains(#text wanted) }).toArray();
  };

  public query ({ caller }) func patientHistory(id : Types.Id) : async [Types.Appointment] {
    ignore requireStaff(caller);
    switch (state.byPatient.get(id)) {
      case null { [] };
      case (?ids) { ids.values().filterMap(func(one) { state.appointments.get(one) }).toArray() };
    };
  };
};
