import Int "mo:core/Int";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Order "mo:core/Order";

module {
  public type Date = { year : Int; month : Nat; day : Nat };
  public let nanosPerDay : Int = 86_400_000_000_000;
  let monthLengths : [Nat] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

  public module Year {
    public func isLeap(year : Int) : Bool { year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) };
    public func length(year : Int) : Nat { if (isLeap year) 366 else 365 };
  };

  public func daysInMonth(year : Int, month : Nat) : Nat {
    if (month == 2 and Year.isLeap(year)) { 29 } else { monthLengths[month - 1] };
  };

  public func fromTime(time : Int) : Date {
    var days = Int.abs(time / nanosPerDay);
    var year : Int = 1970;
    while (days >= Year.length(year)) {
      days -= Year.length(year);
      year += 1;
    };
    var month = 1;
    label months loop {
      let n = daysInMonth(year, month);
      if (days < n) break months;
      days -= n;
      month += 1;
    };
    { year; month; day = days + 1 };
  };

  public func compare(self : Date, other : Date) : Order.Order {
    switch (Int.compare(self.year, other.year), Nat.compare(self.month, other.month), Nat.compare(self.day, other.day)) {
      case (#equal, #equal, order) order;
      case (#equal, order, _) order;
      case (order, _, _) order;
    };
  };

  public func toText(self : Date) : Text {
    func pad(n : Nat) : Text { if (n < 10) "0" # n.toText() else n.toText() };
    self.year.toText() # "-" # pad(self.month) # "-" # pad(self.day);
  };

  public func parse(text : Text) : ?Date {
    let parts = text.split(#char '-');
    do ? {
      let year = Nat.fromText(parts.next()!)!;
      let month = Nat.fromText(parts.next()!)!;
      let day = Nat.fromText(parts.next()!)!;
      if (month < 1 or month > 12 or day < 1 or day > daysInMonth(year, month)) { null! };
      { year; month; day };
    };
  };
};
