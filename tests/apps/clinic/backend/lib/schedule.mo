// Appointments in time: which overlap, and which slots are free.
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Principal "mo:core/Principal";
import Types "types";

module {
  type Slot = Types.Slot;
  type State = Types.State;

  let opens = 480; // minutes after midnight
  let closes = 1020;

  public func end(slot : Slot) : Nat { slot.start + slot.minutes };

  public func overlap(a : Slot, b : Slot) : Bool {
    a.day == b.day and a.start < end(b) and b.start < end(a);
  };

  public func valid(slot : Slot) : Bool {
    slot.minutes >= 10 and slot.minutes <= 240 and slot.start >= opens and end(slot) <= closes;
  };

  public func occupies(appointment : Types.Appointment) : Bool {
    switch (appointment.status) {
      case (#cancelled _ or #missed) { false };
      case _ { true };
    };
  };

  public func conflict(state : State, dentist : Principal, slot : Slot) : ?Types.Id {
    for ((id, other) in state.appointments.entries()) {
      if (other.dentist == dentist and occupies(other) and overlap(other.slot, slot)) {
        return ?id;
      };
    };
    null;
  };

  public func compare(a : Types.Appointment, b : Types.Appointment) : { #less; #equal; #greater } {
    switch (Nat.compare(a.slot.day, b.slot.day)) {
      case (#equal) { Nat.compare(a.slot.start, b.slot.start) };
      case other { other };
    };
  };

  public func ofDay(state : State, dentist : Principal, day : Nat) : [Types.Appointment] {
    state.appointments.values()
    .filter(func(a) { a.dentist == dentist and a.slot.day == day and occupies(a) })
    .toArray()
    .sort(compare);
  };

  // Free stretches of at least `minutes`, in order.
  public func free(state : State, dentist : Principal, day : Nat, minutes : Nat) : [Slot] {
    let found = List.empty<Slot>();
    var cursor = opens;
    for (taken in ofDay(state, dentist, day).values()) {
      if (taken.slot.start >= cursor + minutes) {
        found.add({ day; start = cursor; minutes = taken.slot.start - cursor : Nat });
      };
      cursor := Nat.max(cursor, end(taken.slot));
    };
    if (closes >= cursor + minutes) {
      found.add({ day; start = cursor; minutes = closes - cursor });
    };
    found.toArray();
  };

  public func clock(minute : Nat) : Text {
    let pad = func(n : Nat) : Text { if (n < 10) { "0" # n.toText() } else { n.toText() } };
    pad(minute / 60) # ":" # pad(minute % 60);
  };
};
