// A small hotel: room kinds, nights as days since an epoch, availability, prices by season, deposits, check-in and invoices.
import Array "mo:core/Array";
import Blob "mo:core/Blob";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Nat8 "mo:core/Nat8";
import Nat32 "mo:core/Nat32";
import Nat64 "mo:core/Nat64";
import Option "mo:core/Option";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";
import VarArray "mo:core/VarArray";

actor Hotel {
  type Day = Nat; // days since 2000-01-01
  type RoomKind = { #single; #double; #suite };
  type Room = { number : Nat16; kind : RoomKind; accessible : Bool };

  type Guest = { name : Text; email : Text };

  type Stay = { from : Day; nights : Nat };

  type BookingState = {
    #requested;
    #confirmed : { deposit : Nat };
    #checkedIn : { room : Nat16 };
    #checkedOut : { total : Nat };
    #cancelled;
  };

  type Booking = {
    code : Text;
    guest : Guest;
    kind : RoomKind;
    stay : Stay;
    price : Nat;
    extras : [(Text, Nat)];
    state : BookingState;
  };

  type Season = { name : Text; from : Day; to : Day; percent : Nat };

  let rooms = Map.empty<Nat16, Room>();
  let bookings = Map.empty<Text, Booking>();
  let seasons = List.empty<Season>();
  var serial : Nat32 = 7;

  // ---- days ----

  func leap(year : Nat) : Bool { year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) };

  func daysOf(month : Nat, year : Nat) : Nat {
    switch month {
      case (2) { if (leap(year)) { 29 } else { 28 } };
      case (4 or 6 or 9 or 11) { 30 };
      case _ { 31 };
    };
  };

  func dayOf(year : Nat, month : Nat, day : Nat) : ?Day {
    if (year < 2000 or month < 1 or month > 12 or day < 1 or day > daysOf(month, year)) { return null };
    var days = 0;
    var y = 2000;
    while (y < year) {
      days += if (leap(y)) { 366 } else { 365 };
      y += 1;
    };
    var m = 1;
    while (m < month) {
      days += daysOf(m, year);
      m += 1;
    };
    ?(days + day - 1);
  };

  func parseDay(text : Text) : Day {
    let parts = text.split(#char '-').toArray();
    if (parts.size() == 3) {
      switch (Nat.fromText(parts[0]), Nat.fromText(parts[1]), Nat.fromText(parts[2])) {
        case (?y, ?m, ?d) {
          switch (dayOf(y, m, d)) {
            case (?day) { return day };
            case null {};
          };
        };
        case _ {};
      };
    };
    Runtime.trap("No date: " # text # " (expected YYYY-MM-DD)");
  };

  func showDay(day : Day) : Text {
    var year = 2000;
    var left = day;
    loop {
      let size = if (leap(year)) { 366 } else { 365 };
      if (left < size) {
        var month = 1;
        while (left >= daysOf(month, year)) {
          left -= daysOf(month, year);
          month += 1;
        };
        let two = func(n : Nat) : Text { if (n < 10) { "0" # n.toText() } else { n.toText() } };
        return year.toText() # "-" # two(month) # "-" # two(left + 1);
      };
      left -= size;
      year += 1;
    };
  };

  // ---- prices and rooms ----

  func base(kind : RoomKind) : Nat {
    switch kind { case (#single) { 7000 }; case (#double) { 11000 }; case (#suite) { 24000 } };
  };

  func priceOf(kind : RoomKind, { from; nights } : Stay) : Nat {
    var total = 0;
    for (day in Nat.range(from, from + nights)) {
      let percent = switch (seasons.find(func(s) { s.from <= day and day <= s.to })) {
        case (?season) { season.percent };
        case null { 100 };
      };
      total += base(kind) * percent / 100;
    };
    if (nights >= 7) { total * 90 / 100 } else { total };
  };

  func lives(booking : Booking) : Bool {
    switch (booking.state) {
      case (#cancelled or #checkedOut _) { false };
      case (#requested or #confirmed _ or #checkedIn _) { true };
    };
  };

  func free(kind : RoomKind, stay : Stay) : Nat {
    let all = rooms.values().filter(func(r) { r.kind == kind }).size();
    let taken = VarArray.repeat<Nat>(0, stay.nights);
    for (b in bookings.values()) {
      if (b.kind == kind and lives(b)) {
        for (i in Nat.range(0, stay.nights)) {
          let day = stay.from + i;
          if (b.stay.from <= day and day < b.stay.from + b.stay.nights) { taken[i] += 1 };
        };
      };
    };
    let most = taken.foldLeft(0, Nat.max);
    if (most >= all) { 0 } else { all - most };
  };

  // A code that can be read out: six of 32 letters from a linear congruence.
  func newCode() : Text {
    let letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789".toArray();
    serial := serial *% 1_664_525 +% 1_013_904_223;
    var rest = serial;
    var code = "";
    for (_ in Nat.range(0, 6)) {
      code #= letters[(rest % 32).toNat()].toText();
      rest := rest / 32 +% serial;
    };
    if (bookings.containsKey(code)) { newCode() } else { code };
  };

  public shared ({ caller }) func addRooms(new : [Room]) : async Nat {
    if (not caller.isController()) { Runtime.trap("Unauthorized: only the hotel adds rooms") };
    for (room in new.values()) { rooms.add(room.number, room) };
    rooms.size();
  };

  public shared ({ caller }) func addSeason(name : Text, from : Text, to : Text, percent : Nat) : async () {
    if (not caller.isController()) { Runtime.trap("Unauthorized: only the hotel sets prices") };
    if (percent < 10 or percent > 500) { Runtime.trap("Between 10 and 500 percent, not " # percent.toText()) };
    seasons.add({ name; from = parseDay(from); to = parseDay(to); percent });
  };

  public query func offer(from : Text, nights : Nat) : async [{ kind : RoomKind; free : Nat; price : Nat }] {
    if (nights == 0 or nights > 60) { Runtime.trap("1 to 60 nights") };
    let stay = { from = parseDay(from); nights };
    let kinds : [RoomKind] = [#single, #double, #suite];
    kinds.map(func(kind) { { kind; free = free(kind, stay); price = priceOf(kind, stay) } });
  };

  public func book(guest : Guest, kind : RoomKind, from : Text, nights : Nat) : async { #booked : Booking; #full; #invalid : Text } {
    if (not guest.email.contains(#char '@')) { return #invalid("no email address: " # guest.email) };
    if (nights == 0 or nights > 60) { return #invalid("1 to 60 nights") };
    let stay = { from = parseDay(from); nights };
    if (free(kind, stay) == 0) { return #full };
    let booking : Booking = { code = newCode(); guest; kind; stay; price = priceOf(kind, stay); extras = []; state = #requested };
    bookings.add(booking.code, booking);
    #booked booking;
  };

  func advance(code : Text, step : Booking -> BookingState) : Booking {
    let ?booking = bookings.get(code) else Runtime.trap("There is no booking " # code);
    let new = { booking with state = step(booking) };
    bookings.add(code, new);
    new;
  };

  func refuse(booking : Booking, what : Text) : None {
    Runtime.trap("Booking " # booking.code # " cannot be " # what # ": it is " # debug_show (booking.state));
  };

  public shared ({ caller }) func confirm(code : Text, deposit : Nat) : async Booking {
    if (not caller.isController()) { Runtime.trap("Unauthorized") };
    advance(code, func(b) { if (b.state == #requested) { #confirmed { deposit } } else { refuse(b, "confirmed") } });
  };

  public shared ({ caller }) func checkIn(code : Text) : async Booking {
    if (not caller.isController()) { Runtime.trap("Unauthorized") };
    advance(
      code,
      func(b) {
        let #confirmed _ = b.state else { refuse(b, "checked in") };
        let used = bookings.values().filterMap(func(other) { switch (other.state) { case (#checkedIn { room }) { ?room }; case _ { null } } }).toArray();
        let room = rooms.values().find(func(r) { r.kind == b.kind and used.indexOf(r.number) == null });
        #checkedIn { room = room.unwrap().number };
      },
    );
  };

  public shared ({ caller }) func extra(code : Text, what : Text, price : Nat) : async () {
    if (not caller.isController()) { Runtime.trap("Unauthorized") };
    switch (bookings.get(code)) {
      case (?b) { bookings.add(code, { b with extras = b.extras.concat([(what, price)]) }) };
      case null { Runtime.trap("There is no booking " # code) };
    };
  };

  public shared ({ caller }) func checkOut(code : Text) : async [Text] {
    if (not caller.isController()) { Runtime.trap("Unauthorized") };
    let lines = List.empty<Text>();
    ignore advance(
      code,
      func(b) {
        let #checkedIn { room } = b.state else refuse(b, "checked out");
        lines.add("Room " # debug_show room # ", " # showDay(b.stay.from) # " to " # showDay(b.stay.from + b.stay.nights));
        lines.add("stay: " # b.price.toText());
        for ((what, price) in b.extras.values()) { lines.add(what # ": " # price.toText()) };
        let total = b.extras.foldLeft(b.price, func(sum, (_, price)) { sum + price });
        lines.add("total: " # total.toText());
        #checkedOut { total };
      },
    );
    lines.toArray();
  };

  public func cancel(code : Text, email : Text) : async { refund : Nat } {
    var refund = 0;
    ignore advance(
      code,
      func(b) {
        if (b.guest.email != email) { Runtime.trap("Unauthorized: another address booked this") };
        switch (b.state) {
          case (#requested) {};
          case (#confirmed { deposit }) { refund := deposit / 2 };
          case _ { refuse(b, "cancelled") };
        };
        #cancelled;
      },
    );
    { refund };
  };

  public query func occupancy(from : Text, nights : Nat) : async [(Text, Nat)] {
    let start = parseDay(from);
    Array.tabulate<(Text, Nat)>(
      nights,
      func(i) {
        let day = start + i;
        let count = bookings.values().filter(func(b) { lives(b) and b.stay.from <= day and day < b.stay.from + b.stay.nights }).size();
        (showDay(day), count);
      },
    );
  };
};
