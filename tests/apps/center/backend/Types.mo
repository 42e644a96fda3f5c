import List "mo:core/List";
import Nat "mo:core/Nat";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Time "mo:core/Time";

module {
  public type Role = { #board; #staff; #member; #guest };

  public type Member = {
    id : Principal;
    name : Text;
    email : Text;
    phone : ?Text;
    role : Role;
    joinedAt : Time.Time;
    paidUntil : ?Time.Time;
    interests : [Text];
  };

  public type Room = {
    id : Nat;
    name : Text;
    seats : Nat;
    equipment : [Text];
    centsPerHour : Nat;
    isOpen : Bool;
  };

  public type Slot = { day : Nat; from : Nat; to : Nat };

  public type BookingStatus = {
    #requested;
    #confirmed : { by : Principal; at : Time.Time };
    #declined : Text;
    #cancelled;
  };

  public type Booking = {
    id : Nat;
    room : Nat;
    member : Principal;
    slot : Slot;
    purpose : Text;
    status : BookingStatus;
    priceCents : Nat;
  };

  public type Weekday = { #monday; #tuesday; #wednesday; #thursday; #friday; #saturday; #sunday };

  public type Course = {
    id : Nat;
    title : Text;
    teacher : Principal;
    weekday : Weekday;
    hour : Nat;
    places : Nat;
    feeCents : Nat;
    var students : [Principal];
    waiting : List.List<Principal>;
    marks : List.List<Mark>;
  };

  public type Mark = { student : Principal; lesson : Nat; present : Bool; note : ?Text };

  public type CourseView = {
    id : Nat;
    title : Text;
    teacher : Text;
    weekday : Weekday;
    hour : Nat;
    free : Nat;
    waiting : Nat;
  };

  public type Thing = {
    id : Nat;
    name : Text;
    category : ThingCategory;
    condition : Condition;
    loan : ?Loan;
    history : [Loan];
  };

  public type ThingCategory = { #tool; #game; #book : { author : Text; pages : Nat }; #other : Text };

  public type Condition = { #good; #worn; #broken : Text };

  public type Loan = { member : Principal; from : Time.Time; dueDay : Nat; returnedAt : ?Time.Time };

  public type Payment = {
    id : Nat;
    member : Principal;
    cents : Nat;
    reason : PaymentReason;
    at : Time.Time;
  };

  public type PaymentReason = {
    #membership : { months : Nat };
    #booking : Nat;
    #course : Nat;
    #donation : ?Text;
    #refund : { of_ : Nat; reason : Text };
  };

  public type Poll = {
    id : Nat;
    question : Text;
    options : [Text];
    votes : Set.Set<Principal>;
    var counts : [Nat];
    var closed : Bool;
  };

  public type PollView = { id : Nat; question : Text; results : [(Text, Nat)]; closed : Bool; voted : Bool };

  public type Announcement = {
    id : Nat;
    author : Principal;
    title : Text;
    body : Text;
    tags : [Text];
    pinned : Bool;
    at : Time.Time;
    replies : [Reply];
  };

  public type Reply = { author : Principal; text : Text; at : Time.Time; replies : [Reply] };

  public type Event = { at : Time.Time; who : Principal; what : Text };

  public type Page<T> = { items : [T]; total : Nat; next : ?Nat };

  public type Failure = {
    #notFound : Text;
    #notAllowed : Text;
    #invalid : { field : Text; reason : Text };
    #conflict : { with_ : Nat };
  };

  public type Result<T> = { #ok : T; #err : Failure };

  /// How failures read in a log.
  public func failureToText(failure : Failure) : Text {
    switch (failure) {
      case (#notFound(what)) { what # " does not exist" };
      case (#notAllowed(what)) { "not allowed: " # what };
      case (#invalid({ field; reason })) { field # ": " # reason };
      case (#conflict({ with_ })) { "taken by number " # with_.toText() };
    };
  };

  public func weekdayNumber(day : Weekday) : Nat {
    switch (day) {
      case (#monday) { 0 };
      case (#tuesday) { 1 };
      case (#wednesday) { 2 };
      case (#thursday) { 3 };
      case (#friday) { 4 };
      case (#saturday) { 5 };
      case (#sunday) { 6 };
    };
  };

  public func rank(role : Role) : Nat {
    switch (role) {
      case (#board) { 3 };
      case (#staff) { 2 };
      case (#member) { 1 };
      case (#guest) { 0 };
    };
  };

  public func compareSlots(a : Slot, b : Slot) : Order.Order {
    switch (Nat.compare(a.day, b.day)) {
      case (#equal) { Nat.compare(a.from, b.from) };
      case (other) { other };
    };
  };

  public func compareMembers(a : Member, b : Member) : Order.Order {
    switch (Text.compare(a.name, b.name)) {
      case (#equal) { Principal.compare(a.id, b.id) };
      case (other) { other };
    };
  };

  public func overlaps(a : Slot, b : Slot) : Bool {
    a.day == b.day and a.from < b.to and b.from < a.to;
  };
};
