// A dental clinic: patients, appointments that do not overlap, treatment and fees.
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Option "mo:core/Option";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Schedule "lib/schedule";
import Types "lib/types";
import Patients "mixins/patients";

actor class Clinic() {
  type Id = Types.Id;
  type Result<T> = { #ok : T; #err : Types.Problem };

  let state : Types.State = {
    patients = Map.empty();
    appointments = Map.empty();
    staff = Map.empty();
    byPatient = Map.empty();
    var nextPatient = 1;
    var nextAppointment = 100;
  };

  include Patients(state);

  // The first who asks becomes reception; reception lets others in.
  public shared ({ caller }) func join(name : Text) : async () {
    if (caller.isAnonymous()) { Runtime.trap("Please sign in first") };
    if (not state.staff.isEmpty()) { Runtime.trap("Unauthorized: ask reception") };
    state.staff.add(caller, { name; role = #reception; workdays = [0, 1, 2, 3, 4] });
  };

  public shared ({ caller }) func hire(person : Principal, member : Types.Staff) : async () {
    switch (requireStaff(caller).role) {
      case (#reception) {};
      case (#dentist or #assistant) { Runtime.trap("Unauthorized: only reception hires") };
    };
    if (member.workdays.any(func(day) { day > 6 })) { Runtime.trap("A week has 7 days") };
    state.staff.add(person, member);
  };

  public query func dentists() : async [(Principal, Text)] {
    state.staff.entries()
    .filter(func((_, member)) { member.role == #dentist })
    .map(func((who, member)) { (who, member.name) })
    .toArray();
  };

  func statusText(status : Types.Status) : Text {
    switch status {
      case (#booked) "booked";
      case (#arrived _) "arrived";
      case (#inTreatment) "in treatment";
      case (#done _) "done";
      case (#cancelled _) "cancelled";
      case (#missed) "missed";
    };
  };

  func change(id : Id, step : Types.Appointment -> Result<Types.Status>) : Result<Types.Appointment> {
    let ?old = state.appointments.get(id) else return #err(#notFound { what = "appointment"; id });
    switch (step(old)) {
      case (#err problem) { #err problem };
      case (#ok status) {
        let new = { old with status };
        state.appointments.add(id, new);
        #ok new;
      };
    };
  };

  public shared ({ caller }) func book(patient : Id, dentist : Principal, slot : Types.Slot, reason : Text) : async Result<Id> {
    ignore requireStaff(caller);
    if (not state.patients.containsKey(patient)) { return #err(#notFound { what = "patient"; id = patient }) };
    let member = switch (state.staff.get(dentist)) {
      case (?({ role = #dentist } and member)) { member };
      case _ { return #err(#notStaff) };
    };
    if (not Schedule.valid(slot)) {
      return #err(#invalid(Schedule.clock(slot.start) # " to " # Schedule.clock(Schedule.end(slot)) # " is outside the hours"));
    };
    if (member.workdays.find(func(day) { day == slot.day % 7 }).isNull()) {
      return #err(#notWorking { day = slot.day });
    };
    switch (Schedule.conflict(state, dentist, slot)) {
      case (?other) { return #err(#overlaps other) };
      case null {};
    };
    let id = state.nextAppointment;
    state.nextAppointment += 1;
    state.appointments.add(id, { id; patient; dentist; slot; reason; status = #booked });
    switch (state.byPatient.get(patient)) {
      case (?ids) { ids.add(id) };
      case null { state.byPatient.add(patient, Set.singleton<Id>(id)) };
    };
    #ok id;
  };

  public shared ({ caller }) func arrive(id : Id, at : Nat) : async Result<Types.Appointment> {
    ignore requireStaff(caller);
    change(
      id,
      func(appointment) {
        switch (appointment.status) {
          case (#booked) { #ok(#arrived { at }) };
          case other { #err(#badState { from = statusText(other); to = "arrived" }) };
        };
      },
    );
  };

  public shared ({ caller }) func treat(id : Id) : async Result<Types.Appointment> {
    change(
      id,
      func({ status; dentist }) {
        if (caller != dentist) { return #err(#notStaff) };
        switch status {
          case (#arrived _) #ok(#inTreatment);
          case other #err(#badState { from = statusText other; to = "in treatment" });
        };
      },
    );
  };

  public shared ({ caller }) func finish(id : Id, notes : Text, fee : Nat) : async Result<Types.Appointment> {
    change(
      id,
      func(a) = if (caller != a.dentist) { #err(#notStaff) } else {
        switch (a.status) {
          case (#inTreatment) { #ok(#done { notes; fee }) };
          case other { #err(#badState { from = statusText(other); to = "done" }) };
        };
      },
    );
  };

  public shared ({ caller }) func cancel(id : Id, reason : ?Text) : async Result<Types.Appointment> {
    ignore requireStaff(caller);
    change(
      id,
      func a {
        switch (a.status) {
          case (#booked or #arrived _) { #ok(#cancelled { by = caller; reason }) };
          case other { #err(#badState { from = statusText(other); to = "cancelled" }) };
        };
      },
    );
  };

  // Whoever has not come by the end of the day has missed it.
  public shared ({ caller }) func closeDay(day : Nat) : async Nat {
    ignore requireStaff(caller);
    var missed = 0;
    for ((id, appointment) in state.appointments.toArray().values()) {
      if (appointment.slot.day == day and appointment.status == #booked) {
        state.appointments.add(id, { appointment with status = #missed });
        missed += 1;
      };
    };
    missed;
  };

  public query func plan(dentist : Principal, day : Nat) : async [Text] {
    Schedule.ofDay(state, dentist, day).map(
      func(a) {
        let name = state.patients.get(a.patient).map(func(p) { p.name }).get("?");
        Schedule.clock(a.slot.start) # " " # name # ": " # a.reason # " (" # statusText(a.status) # ")";
      }
    );
  };

  public query func freeSlots(dentist : Principal, day : Nat, minutes : Nat) : async [Text] {
    Schedule.free(state, dentist, day, minutes).map(
      func(slot) { Schedule.clock(slot.start) # "-" # Schedule.clock(Schedule.end(slot)) }
    );
  };

  public query ({ caller }) func income() : async [{ dentist : Text; treatments : Nat; total : Nat; mean : Float }] {
    ignore requireStaff(caller);
    let sums = Map.empty<Principal, (Nat, Nat)>();
    for ({ dentist; status } in state.appointments.values()) {
      switch status {
        case (#done { fee }) {
          let (count, total) = sums.get(dentist).get((0, 0));
          sums.add(dentist, (count + 1, total + fee));
        };
        case _ {};
      };
    };
    let rows = List.empty<{ dentist : Text; treatments : Nat; total : Nat; mean : Float }>();
    for ((who, (treatments, total)) in sums.entries()) {
      let dentist = switch (state.staff.get(who)) { case (?{ name }) name; case null "left" };
      rows.add({ dentist; treatments; total; mean = total.toFloat() / treatments.toFloat() });
    };
    rows.toArray();
  };
};
