import Array "mo:core/Array";
import Char "mo:core/Char";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Time "mo:core/Time";
import VarArray "mo:core/VarArray";
import Paging "Paging";
import Types "Types";

/// A community center: members, rooms, courses, things to borrow, payments, polls and announcements.
actor Center {
  public type Member = Types.Member;
  public type Role = Types.Role;
  public type Room = Types.Room;
  public type Slot = Types.Slot;
  public type Booking = Types.Booking;
  public type Course = Types.Course;
  public type CourseView = Types.CourseView;
  public type Thing = Types.Thing;
  public type Payment = Types.Payment;
  public type Poll = Types.Poll;
  public type PollView = Types.PollView;
  public type Announcement = Types.Announcement;
  public type Reply = Types.Reply;
  public type Failure = Types.Failure;
  public type Result<T> = Types.Result<T>;
  public type Page<T> = Types.Page<T>;

  public type Settings = {
    name : Text;
    opensAt : Nat;
    closesAt : Nat;
    membershipCentsPerMonth : Nat;
    loanDays : Nat;
    maxLoans : Nat;
  };

  public type Statistics = {
    members : Nat;
    byRole : [(Text, Nat)];
    bookings : Nat;
    bookedHours : Nat;
    averagePriceCents : Float;
    busiestRoom : ?Text;
    income : Int;
    loansOut : Nat;
  };

  public type Timetable = { weekday : Types.Weekday; lessons : [(Nat, Text)] };

  // State

  let members = Map.empty<Principal, Member>();
  let rooms = Map.empty<Nat, Room>();
  let bookings = Map.empty<Nat, Booking>();
  let courses = Map.empty<Nat, Course>();
  let things = Map.empty<Nat, Thing>();
  let payments = List.empty<Payment>();
  let polls = Map.empty<Nat, Poll>();
  let announcements = Map.empty<Nat, Announcement>();
  let events = List.empty<Types.Event>();
  let bookingsOfRoom = Map.empty<Nat, Set.Set<Nat>>();
  var nextId : Nat = 1;
  var today : Nat = 0;
  var settings : Settings = {
    name = "Community center";
    opensAt = 8;
    closesAt = 22;
    membershipCentsPerMonth = 1_500;
    loanDays = 14;
    maxLoans = 3;
  };
  transient let textLimit = 2_000;
  transient let month = 30 * 24 * 60 * 60 * 1_000_000_000;

  // Helpers

  func freshId() : Nat {
    let id = nextId;
    nextId += 1;
    id;
  };

  func record(who : Principal, what : Text) {
    events.add({ at = Time.now(); who; what });
  };

  func roleOf(who : Principal) : Role {
    if (who.isAnonymous()) { return #guest };
    switch (members.get(who)) {
      case (?member) { member.role };
      case (null) { #guest };
    };
  };

  func require(who : Principal, least : Role, action : Text) {
    if (Types.rank(roleOf(who)) < Types.rank(least)) {
      Runtime.trap("Unauthorized: Only " # roleName(least) # " can " # action);
    };
  };

  func roleName(role : Role) : Text {
    switch (role) {
      case (#board) { "the board" };
      case (#staff) { "staff" };
      case (#member) { "members" };
      case (#guest) { "guests" };
    };
  };

  func getMember(who : Principal) : Member {
    switch (members.get(who)) {
      case (?member) { member };
      case (null) { Runtime.trap("Not a member: " # who.toText()) };
    };
  };

  func memberName(who : Principal) : Text {
    switch (members.get(who)) {
      case (?member) { member.name };
      case (null) { "(somebody who left)" };
    };
  };

  func getRoom(id : Nat) : Room {
    switch (rooms.get(id)) {
      case (?room) { room };
      case (null) { Runtime.trap("Room " # id.toText() # " not found") };
    };
  };

  func getCourse(id : Nat) : Course {
    switch (courses.get(id)) {
      case (?course) { course };
      case (null) { Runtime.trap("Course " # id.toText() # " not found") };
    };
  };

  func checkedText(field : Text, text : Text) : Text {
    let trimmed = text.trim(#char ' ');
    if (trimmed == "") { Runtime.trap(field # " cannot be empty") };
    if (trimmed.size() > textLimit) { Runtime.trap(field # " is too long") };
    trimmed;
  };

  func isPaidUp(member : Member) : Bool {
    switch (member.role, member.paidUntil) {
      case (#board, _) { true };
      case (#staff, _) { true };
      case (_, ?until) { until > Time.now() };
      case (_, null) { false };
    };
  };

  // Settings

  public query func getSettings() : async Settings { settings };

  public shared ({ caller }) func setSettings(changed : Settings) : async () {
    require(caller, #board, "change the settings");
    if (changed.opensAt >= changed.closesAt or changed.closesAt > 24) {
      Runtime.trap("The center has to open before it closes");
    };
    if (changed.maxLoans == 0) { Runtime.trap("At least one loan has to be possible") };
    settings := { changed with name = checkedText("Name", changed.name) };
    record(caller, "changed the settings");
  };

  public shared ({ caller }) func setToday(day : Nat) : async Nat {
    require(caller, #staff, "turn the calendar");
    if (day < today) { Runtime.trap("Days do not come back") };
    today := day;
    today;
  };

  // Members

  public shared ({ caller }) func join(name : Text, email : Text, phone : ?Text) : async Member {
    if (caller.isAnonymous()) { Runtime.trap("Sign in to become a member") };
    if (members.containsKey(caller)) { Runtime.trap("You are a member already") };
    if (not email.contains(#char '@')) { Runtime.trap("Invalid email address: " # email) };
    let role : Role = if (members.isEmpty()) { #board } else { #member };
    let member : Member = {
      id = caller;
      name = checkedText("Name", name);
      email = email.toLower();
      phone;
      role;
      joinedAt = Time.now();
      paidUntil = null;
      interests = [];
    };
    members.add(caller, member);
    record(caller, "joined as " # roleName(role));
    member;
  };

  public query ({ caller }) func me() : async ?Member { members.get(caller) };

  public shared ({ caller }) func setInterests(interests : [Text]) : async [Text] {
    let member = getMember(caller);
    let seen = Set.empty<Text>();
    for (interest in interests.values()) {
      let cleaned = interest.toLower().trim(#char ' ');
      if (cleaned != "" and cleaned.size() <= 40) { seen.add(cleaned) };
    };
    let unique = seen.toArray();
    members.add(caller, { member with interests = unique });
    unique;
  };

  public shared ({ caller }) func setRole(who : Principal, role : Role) : async () {
    require(caller, #board, "give roles");
    let member = getMember(who);
    if (who == caller and role != #board) {
      let others = members.values().filter(func(m) { m.role == #board and m.id != caller });
      switch (others.next()) {
        case (null) { Runtime.trap("The board cannot be empty") };
        case (?_) {};
      };
    };
    members.add(who, { member with role });
    record(caller, "made " # member.name # " one of " # roleName(role));
  };

  public shared ({ caller }) func leave() : async () {
    let member = getMember(caller);
    let out = things.values().filter(
      func(thing) {
        switch (thing.loan) {
          case (?loan) { loan.member == caller };
          case (null) { false };
        };
      }
    );
    if (out.size() > 0) { Runtime.trap("Bring back what you borrowed first") };
    for (course in courses.values()) {
      course.students := course.students.filter(func(student) { student != caller });
    };
    members.remove(caller);
    record(caller, member.name # " left");
  };

  public query ({ caller }) func listMembers(from : Nat, size : Nat) : async Page<Member> {
    require(caller, #staff, "see the members");
    Paging.page(members.values().toArray().sort(Types.compareMembers), from, size);
  };

  public query ({ caller }) func findMembers(term : Text) : async [(Text, Text)] {
    require(caller, #member, "look for members");
    let needle = term.toLower();
    let found = List.empty<(Text, Text)>();
    for (member in members.values()) {
      if (member.name.toLower().contains(#text needle)) {
        let contact = switch (member.phone) {
          case (?phone) { phone };
          case (null) { member.email };
        };
        found.add((member.name, contact));
      };
    };
    found.toArray();
  };

  public query ({ caller }) func peopleLikeMe() : async [(Text, Nat)] {
    let mine = Set.fromIter(getMember(caller).interests.values(), Text.compare);
    let scored = List.empty<(Text, Nat)>();
    for (member in members.values()) {
      if (member.id != caller) {
        var common = 0;
        for (interest in member.interests.values()) {
          if (mine.contains(interest)) { common += 1 };
        };
        if (common > 0) { scored.add((member.name, common)) };
      };
    };
    let byScore = func(a : (Text, Nat), b : (Text, Nat)) : Order.Order {
      switch (Nat.compare(b.1, a.1)) {
        case (#equal) { Text.compare(a.0, b.0) };
        case (other) { other };
      };
    };
    scored.toArray().sort(byScore);
  };

  // Rooms and bookings

  public shared ({ caller }) func addRoom(name : Text, seats : Nat, equipment : [Text], centsPerHour : Nat) : async Nat {
    require(caller, #staff, "add rooms");
    if (seats == 0) { Runtime.trap("A room without seats is no room") };
    let id = freshId();
    rooms.add(
      id,
      {
        id;
        name = checkedText("Name", name);
        seats;
        equipment = equipment.map(func(text) { text.toLower() });
        centsPerHour;
        isOpen = true;
      },
    );
    bookingsOfRoom.add(id, Set.empty<Nat>());
    record(caller, "added the room " # name);
    id;
  };

  public shared ({ caller }) func closeRoom(id : Nat, reason : Text) : async Nat {
    require(caller, #staff, "close rooms");
    let room = getRoom(id);
    rooms.add(id, { room with isOpen = false });
    var declined = 0;
    for ((number, booking) in bookings.entries()) {
      if (booking.room == id and booking.slot.day >= today) {
        switch (booking.status) {
          case (#requested or #confirmed(_)) {
            bookings.add(number, { booking with status = #declined(reason) });
            declined += 1;
          };
          case (_) {};
        };
      };
    };
    record(caller, "closed " # room.name # ": " # reason);
    declined;
  };

  public query func findRooms(seats : Nat, equipment : [Text]) : async [Room] {
    let suits = func(room : Room) : Bool {
      room.isOpen and room.seats >= seats and equipment.all(
        func(wanted) { room.equipment.any(func(has) { has == wanted }) }
      );
    };
    rooms.values().filter(suits).toArray().sort(func(a, b) { Nat.compare(a.centsPerHour, b.centsPerHour) });
  };

  func isActive(booking : Booking) : Bool {
    switch (booking.status) {
      case (#requested or #confirmed(_)) { true };
      case (#declined(_) or #cancelled) { false };
    };
  };

  func conflict(room : Nat, slot : Slot) : ?Booking {
    let ?numbers = bookingsOfRoom.get(room) else return null;
    for (number in numbers.values()) {
      switch (bookings.get(number)) {
        case (?booking) {
          if (isActive(booking) and Types.overlaps(booking.slot, slot)) { return ?booking };
        };
        case (null) {};
      };
    };
    null;
  };

  func checkSlot(slot : Slot) : ?Failure {
    if (slot.day < today) {
      return ?#invalid({ field = "day"; reason = "is over" });
    };
    if (slot.from >= slot.to) {
      return ?#invalid({ field = "to"; reason = "has to be after from" });
    };
    if (slot.from < settings.opensAt or slot.to > settings.closesAt) {
      let hours = settings.opensAt.toText() # " to " # settings.closesAt.toText();
      return ?#invalid({ field = "from"; reason = "we are open from " # hours });
    };
    null;
  };

  public shared ({ caller }) func book(room : Nat, slot : Slot, purpose : Text) : async Result<Booking> {
    require(caller, #member, "book rooms");
    let ?found = rooms.get(room) else return #err(#notFound("Room " # room.toText()));
    if (not found.isOpen) { return #err(#notAllowed(found.name # " is closed")) };
    switch (checkSlot(slot)) {
      case (?failure) { return #err(failure) };
      case (null) {};
    };
    switch (conflict(room, slot)) {
      case (?other) { return #err(#conflict({ with_ = other.id })) };
      case (null) {};
    };
    let hours : Nat = slot.to - slot.from;
    let full = hours * found.centsPerHour;
    let priceCents = if (isPaidUp(getMember(caller))) { full / 2 } else { full };
    let booking : Booking = {
      id = freshId();
      room;
      member = caller;
      slot;
      purpose = checkedText("Purpose", purpose);
      status = #requested;
      priceCents;
    };
    bookings.add(booking.id, booking);
    switch (bookingsOfRoom.get(room)) {
      case (?numbers) { numbers.add(booking.id) };
      case (null) { bookingsOfRoom.add(room, Set.singleton<Nat>(booking.id)) };
    };
    record(caller, "asked for " # found.name # " on day " # slot.day.toText());
    #ok(booking);
  };

  public shared ({ caller }) func answerBooking(id : Nat, accept : Bool, reason : Text) : async Result<Booking> {
    require(caller, #staff, "answer bookings");
    switch (bookings.get(id)) {
      case (null) { #err(#notFound("Booking " # id.toText())) };
      case (?booking) {
        switch (booking.status) {
          case (#requested) {
            let status = if (accept) { #confirmed({ by = caller; at = Time.now() }) } else { #declined(reason) };
            let answered : Booking = { booking with status };
            bookings.add(id, answered);
            #ok(answered);
          };
          case (#confirmed({ by })) { #err(#notAllowed(memberName(by) # " confirmed it already")) };
          case (#declined(why)) { #err(#notAllowed("it was declined: " # why)) };
          case (#cancelled) { #err(#notAllowed("it was cancelled")) };
        };
      };
    };
  };

  public shared ({ caller }) func cancelBooking(id : Nat) : async () {
    let ?booking = bookings.get(id) else Runtime.trap("Booking not found");
    if (booking.member != caller and Types.rank(roleOf(caller)) < Types.rank(#staff)) {
      Runtime.trap("Unauthorized: Only who booked can cancel");
    };
    if (not isActive(booking)) { Runtime.trap("There is nothing to cancel") };
    if (booking.slot.day <= today) { Runtime.trap("Too late to cancel") };
    bookings.add(id, { booking with status = #cancelled });
    record(caller, "cancelled booking " # id.toText());
  };

  public query func dayPlan(day : Nat) : async [(Text, Nat, Nat, Text)] {
    let active = bookings.values().filter(func(b) { b.slot.day == day and isActive(b) }).toArray();
    active.sort(func(a, b) { Types.compareSlots(a.slot, b.slot) }).map<Booking, (Text, Nat, Nat, Text)>(
      func(b) { (getRoom(b.room).name, b.slot.from, b.slot.to, b.purpose) }
    );
  };

  public query ({ caller }) func myBookings(from : Nat, size : Nat) : async Page<(Text, Slot, Nat)> {
    let mine = bookings.values().filter(func(b) { b.member == caller }).toArray();
    let page = Paging.page(mine, from, size);
    Paging.mapPage<Booking, (Text, Slot, Nat)>(page, func(b) { (getRoom(b.room).name, b.slot, b.priceCents) });
  };

  public query func freeHours(room : Nat, day : Nat) : async [Nat] {
    let taken = VarArray.repeat<Bool>(false, 24);
    switch (bookingsOfRoom.get(room)) {
      case (null) {};
      case (?numbers) {
        for (number in numbers.values()) {
          let ?booking = bookings.get(number) else Runtime.trap("Booking lost");
          if (booking.slot.day == day and isActive(booking)) {
            var hour = booking.slot.from;
            while (hour < booking.slot.to) {
              taken[hour] := true;
              hour += 1;
            };
          };
        };
      };
    };
    let free = List.empty<Nat>();
    for (hour in Nat.range(settings.opensAt, settings.closesAt)) {
      if (not taken[hour]) { free.add(hour) };
    };
    free.toArray();
  };

  // Courses

  public shared ({ caller }) func offerCourse(title : Text, weekday : Types.Weekday, hour : Nat, places : Nat, feeCents : Nat) : async Nat {
    require(caller, #staff, "offer courses");
    if (hour < settings.opensAt or hour >= settings.closesAt) { Runtime.trap("We are closed at that hour") };
    if (places == 0 or places > 100) { Runtime.trap("A course has 1 to 100 places") };
    let course : Course = {
      id = freshId();
      title = checkedText("Title", title);
      teacher = caller;
      weekday;
      hour;
      places;
      feeCents;
      var students = [];
      waiting = List.empty<Principal>();
      marks = List.empty<Types.Mark>();
    };
    courses.add(course.id, course);
    record(caller, "offered " # title);
    course.id;
  };

  func viewCourse(course : Course) : CourseView {
    let { id; title; weekday; hour } = course;
    {
      id;
      title;
      teacher = memberName(course.teacher);
      weekday;
      hour;
      free = course.places - course.students.size() : Nat;
      waiting = course.waiting.size();
    };
  };

  public query func listCourses() : async [CourseView] {
    courses.values().map(viewCourse).toArray();
  };

  public shared ({ caller }) func enrol(id : Nat) : async { #enrolled; #waiting : Nat } {
    require(caller, #member, "enrol");
    let course = getCourse(id);
    if (course.students.any(func(student) { student == caller })) { Runtime.trap("You are enrolled already") };
    if (course.students.size() < course.places) {
      course.students := course.students.concat([caller]);
      record(caller, "enrolled in " # course.title);
      #enrolled;
    } else {
      switch (course.waiting.find(func(student) { student == caller })) {
        case (?_) { Runtime.trap("You are waiting already") };
        case (null) {
          course.waiting.add(caller);
          #waiting(course.waiting.size());
        };
      };
    };
  };

  public shared ({ caller }) func withdraw(id : Nat) : async ?Text {
    let course = getCourse(id);
    let before = course.students.size();
    course.students := course.students.filter(func(student) { student != caller });
    if (course.students.size() == before) { Runtime.trap("You are not enrolled") };
    let waiting = course.waiting.toArray();
    if (waiting.size() == 0) { return null };
    let next = waiting[0];
    course.waiting.clear();
    for (student in waiting.sliceToArray(1, waiting.size()).values()) { course.waiting.add(student) };
    course.students := course.students.concat([next]);
    record(next, "moved up in " # course.title);
    ?memberName(next);
  };

  public shared ({ caller }) func markLesson(id : Nat, lesson : Nat, present : [Principal], notes : [(Principal, Text)]) : async Nat {
    let course = getCourse(id);
    if (course.teacher != caller) { Runtime.trap("Unauthorized: Only the teacher can mark a lesson") };
    let noteOf = Map.fromIter(notes.values(), Principal.compare);
    let there = Set.fromIter(present.values(), Principal.compare);
    for (student in course.students.values()) {
      course.marks.add({
        student;
        lesson;
        present = there.contains(student);
        note = noteOf.get(student);
      });
    };
    course.marks.size();
  };

  public query func attendance(id : Nat) : async [(Text, Nat, Text)] {
    let course = getCourse(id);
    let counts = Map.empty<Principal, (Nat, Nat)>();
    for (mark in course.marks.values()) {
      let (present, all) = switch (counts.get(mark.student)) {
        case (?pair) { pair };
        case (null) { (0, 0) };
      };
      counts.add(mark.student, (if (mark.present) { present + 1 } else { present }, all + 1));
    };
    let rows = List.empty<(Text, Nat, Text)>();
    for ((student, (present, all)) in counts.entries()) {
      let percent = if (all == 0) { 0.0 } else { present.toFloat() * 100.0 / all.toFloat() };
      rows.add((memberName(student), present, percent.format(#fix 1) # " %"));
    };
    rows.toArray();
  };

  public query func timetable() : async [Timetable] {
    let days : [Types.Weekday] = [#monday, #tuesday, #wednesday, #thursday, #friday, #saturday, #sunday];
    let plan = List.empty<Timetable>();
    for (weekday in days.values()) {
      let lessons = courses.values().filter(func(c) { c.weekday == weekday }).map(func(c) { (c.hour, c.title) }).toArray();
      if (lessons.size() > 0) {
        plan.add({ weekday; lessons = lessons.sort(func(a, b) { Nat.compare(a.0, b.0) }) });
      };
    };
    plan.toArray().sort(func(a, b) { Nat.compare(Types.weekdayNumber(a.weekday), Types.weekdayNumber(b.weekday)) });
  };

  // Things to borrow

  public shared ({ caller }) func addThing(name : Text, category : Types.ThingCategory) : async Nat {
    require(caller, #staff, "add things");
    switch (category) {
      case (#book({ author; pages })) {
        if (author == "" or pages == 0) { Runtime.trap("A book has an author and pages") };
      };
      case (#other("")) { Runtime.trap("Say what it is") };
      case (_) {};
    };
    let id = freshId();
    things.add(id, { id; name = checkedText("Name", name); category; condition = #good; loan = null; history = [] });
    id;
  };

  func loansOf(who : Principal) : [Thing] {
    let out = List.empty<Thing>();
    for (thing in things.values()) {
      switch (thing.loan) {
        case (?{ member }) { if (member == who) { out.add(thing) } };
        case (null) {};
      };
    };
    out.toArray();
  };

  public shared ({ caller }) func borrow(id : Nat) : async Result<Nat> {
    require(caller, #member, "borrow things");
    let ?thing = things.get(id) else return #err(#notFound("Thing " # id.toText()));
    switch (thing.loan, thing.condition) {
      case (?loan, _) { return #err(#notAllowed(memberName(loan.member) # " has it until day " # loan.dueDay.toText())) };
      case (null, #broken(what)) { return #err(#notAllowed("it is broken: " # what)) };
      case (null, _) {};
    };
    let mine = loansOf(caller);
    if (mine.size() >= settings.maxLoans) {
      return #err(#notAllowed("you have " # mine.size().toText() # " things already"));
    };
    let late = mine.filter(
      func(other) {
        switch (other.loan) {
          case (?loan) { loan.dueDay < today };
          case (null) { false };
        };
      }
    );
    if (late.size() > 0) { return #err(#notAllowed("bring back first: " # late[0].name)) };
    let dueDay = today + settings.loanDays;
    let loan : Types.Loan = { member = caller; from = Time.now(); dueDay; returnedAt = null };
    things.add(id, { thing with loan = ?loan });
    record(caller, "borrowed " # thing.name);
    #ok(dueDay);
  };

  public shared ({ caller }) func bringBack(id : Nat, condition : Types.Condition) : async Result<{ daysLate : Nat }> {
    let ?thing = things.get(id) else return #err(#notFound("Thing " # id.toText()));
    let ?loan = thing.loan else return #err(#notAllowed("nobody has it"));
    if (loan.member != caller and Types.rank(roleOf(caller)) < 2) {
      return #err(#notAllowed(memberName(loan.member) # " has it"));
    };
    let returned = { loan with returnedAt = ?Time.now() };
    things.add(id, { thing with condition; loan = null; history = thing.history.concat([returned]) });
    let daysLate = if (today > loan.dueDay) { today - loan.dueDay : Nat } else { 0 };
    switch (condition) {
      case (#broken(what)) { record(caller, "broke " # thing.name # ": " # what) };
      case (#good or #worn) { record(caller, "brought back " # thing.name) };
    };
    #ok({ daysLate });
  };

  public query ({ caller }) func overdue() : async [(Text, Text, Nat)] {
    require(caller, #staff, "see what is overdue");
    let late = List.empty<(Text, Text, Nat)>();
    for (thing in things.values()) {
      switch (thing.loan) {
        case (?{ member; dueDay }) {
          if (dueDay < today) { late.add((thing.name, memberName(member), today - dueDay : Nat)) };
        };
        case (null) {};
      };
    };
    late.toArray().sort(func(a, b) { Nat.compare(b.2, a.2) });
  };

  public query func catalogue(category : ?Text) : async [(Nat, Text, Bool)] {
    let nameOf = func(thing : Thing) : Text {
      switch (thing.category) {
        case (#tool) { "tool" };
        case (#game) { "game" };
        case (#book(_)) { "book" };
        case (#other(name)) { name };
      };
    };
    let wanted = func(thing : Thing) : Bool {
      switch (category) {
        case (?name) { nameOf(thing) == name };
        case (null) { true };
      };
    };
    things.values().filter(wanted).map(func(t) { (t.id, t.name, t.loan == null) }).toArray();
  };

  // Payments

  func pay(member : Principal, cents : Nat, reason : Types.PaymentReason) : Payment {
    let payment : Payment = { id = freshId(); member; cents; reason; at = Time.now() };
    payments.add(payment);
    payment;
  };

  public shared ({ caller }) func payMembership(months : Nat) : async Payment {
    let member = getMember(caller);
    if (months == 0 or months > 24) { Runtime.trap("1 to 24 months can be paid at once") };
    let start = switch (member.paidUntil) {
      case (?until) { Int.max(until, Time.now()) };
      case (null) { Time.now() };
    };
    members.add(caller, { member with paidUntil = ?(start + months * month) });
    let full = months * settings.membershipCentsPerMonth;
    let cents = if (months >= 12) { full - full / 10 : Nat } else { full };
    pay(caller, cents, #membership({ months }));
  };

  public shared ({ caller }) func payBooking(id : Nat) : async Payment {
    let ?booking = bookings.get(id) else Runtime.trap("Booking not found");
    switch (booking.status) {
      case (#confirmed(_)) {};
      case (_) { Runtime.trap("Only confirmed bookings are paid") };
    };
    let paid = payments.any(func(p) { p.reason == #booking(id) });
    if (paid) { Runtime.trap("Paid already") };
    pay(caller, booking.priceCents, #booking(id));
  };

  public shared ({ caller }) func donate(cents : Nat, words : ?Text) : async Payment {
    if (cents < 100) { Runtime.trap("Thank you, but that costs more than it gives") };
    pay(caller, cents, #donation(words));
  };

  public shared ({ caller }) func refund(id : Nat, reason : Text) : async Result<Payment> {
    require(caller, #board, "refund");
    let ?paid = payments.find(func(p) { p.id == id }) else return #err(#notFound("Payment " # id.toText()));
    let refunded = payments.any(
      func(p) {
        switch (p.reason) {
          case (#refund({ of_ })) { of_ == id };
          case (_) { false };
        };
      }
    );
    if (refunded) { return #err(#notAllowed("it was refunded already")) };
    #ok(pay(paid.member, paid.cents, #refund({ of_ = id; reason })));
  };

  func signed(payment : Payment) : Int {
    switch (payment.reason) {
      case (#refund(_)) { -payment.cents };
      case (_) { payment.cents };
    };
  };

  public query ({ caller }) func account(who : Principal) : async { balance : Int; lines : [Text] } {
    if (caller != who) { require(caller, #staff, "see accounts of others") };
    let own = payments.filter(func(p) { p.member == who });
    var balance : Int = 0;
    let lines = List.empty<Text>();
    for (payment in own.values()) {
      balance += signed(payment);
      let what = switch (payment.reason) {
        case (#membership({ months })) { "membership for " # months.toText() # " months" };
        case (#booking(number)) { "booking " # number.toText() };
        case (#course(number)) { getCourse(number).title };
        case (#donation(?words)) { "donation: " # words };
        case (#donation(null)) { "donation" };
        case (#refund({ of_; reason })) { "refund of " # of_.toText() # ": " # reason };
      };
      lines.add(what # " " # euros(signed(payment)));
    };
    { balance; lines = lines.toArray() };
  };

  func euros(cents : Int) : Text {
    let amount = Int.abs(cents);
    let rest = amount % 100;
    let sign = if (cents < 0) { "-" } else { "" };
    sign # (amount / 100).toText() # "." # (if (rest < 10) { "0" } else { "" }) # rest.toText();
  };

  public query ({ caller }) func cashBook() : async Text {
    require(caller, #board, "see the cash book");
    var text = "";
    for (payment in payments.values()) {
      text #= payment.id.toText() # ";" # memberName(payment.member) # ";" # euros(signed(payment)) # "\n";
    };
    text;
  };

  // Polls

  public shared ({ caller }) func startPoll(question : Text, options : [Text]) : async Nat {
    require(caller, #member, "start polls");
    if (options.size() < 2) { Runtime.trap("A poll has two options at least") };
    let id = freshId();
    let counts = Array.repeat<Nat>(0, options.size());
    polls.add(
      id,
      {
        id;
        question = checkedText("Question", question);
        options;
        votes = Set.empty<Principal>();
        var counts;
        var closed = false;
      },
    );
    id;
  };

  public shared ({ caller }) func vote(id : Nat, option : Nat) : async PollView {
    require(caller, #member, "vote");
    let ?poll = polls.get(id) else Runtime.trap("Poll not found");
    if (poll.closed) { Runtime.trap("The poll is closed") };
    if (option >= poll.options.size()) { Runtime.trap("There is no such option") };
    if (poll.votes.contains(caller)) { Runtime.trap("You have voted already") };
    poll.votes.add(caller);
    let counts = poll.counts.toVarArray<Nat>();
    counts[option] += 1;
    poll.counts := Array.fromVarArray(counts);
    viewPoll(poll, caller);
  };

  public shared ({ caller }) func closePoll(id : Nat) : async Text {
    require(caller, #staff, "close polls");
    let ?poll = polls.get(id) else Runtime.trap("Poll not found");
    poll.closed := true;
    var best = 0;
    for (at in poll.counts.keys()) {
      if (poll.counts[at] > poll.counts[best]) { best := at };
    };
    let winner = poll.options[best];
    record(caller, "closed \"" # poll.question # "\": " # winner);
    winner;
  };

  func viewPoll(poll : Poll, viewer : Principal) : PollView {
    let results = Array.tabulate<(Text, Nat)>(
      poll.options.size(),
      func(at) { (poll.options[at], poll.counts[at]) },
    );
    { id = poll.id; question = poll.question; results; closed = poll.closed; voted = poll.votes.contains(viewer) };
  };

  public query ({ caller }) func listPolls() : async [PollView] {
    polls.values().map(func(poll) { viewPoll(poll, caller) }).toArray();
  };

  // Announcements

  public shared ({ caller }) func announce(title : Text, body : Text, tags : [Text], pinned : Bool) : async Nat {
    require(caller, #staff, "announce");
    let id = freshId();
    announcements.add(
      id,
      {
        id;
        author = caller;
        title = checkedText("Title", title);
        body = checkedText("Body", body);
        tags = tags.map(func(tag) { tag.toLower() });
        pinned;
        at = Time.now();
        replies = [];
      },
    );
    id;
  };

  func addReply(replies : [Reply], path : [Nat], depth : Nat, reply : Reply) : [Reply] {
    if (depth >= path.size()) { return replies.concat([reply]) };
    let target = path[depth];
    if (target >= replies.size()) { Runtime.trap("There is no such reply") };
    Array.tabulate<Reply>(
      replies.size(),
      func(at) {
        let old = replies[at];
        if (at == target) { { old with replies = addReply(old.replies, path, depth + 1, reply) } } else { old };
      },
    );
  };

  public shared ({ caller }) func reply(id : Nat, path : [Nat], text : Text) : async Nat {
    require(caller, #member, "reply");
    let ?announcement = announcements.get(id) else Runtime.trap("Announcement not found");
    if (path.size() > 5) { Runtime.trap("Replies nest five deep at most") };
    let added : Reply = { author = caller; text = checkedText("Text", text); at = Time.now(); replies = [] };
    let replies = addReply(announcement.replies, path, 0, added);
    announcements.add(id, { announcement with replies });
    countReplies(replies);
  };

  func countReplies(replies : [Reply]) : Nat {
    var count = 0;
    for (reply in replies.values()) { count += 1 + countReplies(reply.replies) };
    count;
  };

  public query func board(tag : ?Text) : async [(Nat, Text, Text, Nat)] {
    let chosen = announcements.values().filter(
      func(a) {
        switch (tag) {
          case (?wanted) { a.tags.any(func(has) { has == wanted }) };
          case (null) { true };
        };
      }
    ).toArray();
    let order = func(a : Announcement, b : Announcement) : Order.Order {
      if (a.pinned and not b.pinned) { return #less };
      if (b.pinned and not a.pinned) { return #greater };
      Nat.compare(b.id, a.id);
    };
    chosen.sort(order).map<Announcement, (Nat, Text, Text, Nat)>(
      func(a) { (a.id, a.title, memberName(a.author), countReplies(a.replies)) }
    );
  };

  public query func thread(id : Nat) : async Text {
    let ?announcement = announcements.get(id) else Runtime.trap("Announcement not found");
    let lines = List.empty<Text>();
    lines.add(announcement.title # ": " # announcement.body);
    writeReplies(lines, announcement.replies, "  ");
    Text.join(lines.values(), "\n");
  };

  func writeReplies(lines : List.List<Text>, replies : [Reply], indent : Text) {
    for (reply in replies.values()) {
      lines.add(indent # memberName(reply.author) # ": " # reply.text);
      writeReplies(lines, reply.replies, indent # "  ");
    };
  };

  public query func wordsOf(id : Nat) : async [(Text, Nat)] {
    let ?announcement = announcements.get(id) else return [];
    let counts = Map.empty<Text, Nat>();
    for (word in announcement.body.toLower().tokens(#predicate(func(c) { not c.isAlphabetic() }))) {
      let before = switch (counts.get(word)) {
        case (?count) { count };
        case (null) { 0 };
      };
      counts.add(word, before + 1);
    };
    counts.entries().toArray().sort(func(a, b) { Nat.compare(b.1, a.1) });
  };

  // Statistics and the log

  public query ({ caller }) func statistics() : async Statistics {
    require(caller, #staff, "see statistics");
    let roles : [Role] = [#board, #staff, #member, #guest];
    let byRole = roles.map<Role, (Text, Nat)>(
      func(role) { (roleName(role), members.values().filter(func(m) { m.role == role }).size()) }
    );
    var bookedHours = 0;
    var price = 0;
    let hoursOfRoom = Map.empty<Nat, Nat>();
    for (booking in bookings.values()) {
      if (isActive(booking)) {
        let hours : Nat = booking.slot.to - booking.slot.from;
        bookedHours += hours;
        price += booking.priceCents;
        let before = switch (hoursOfRoom.get(booking.room)) { case (?sum) { sum }; case (null) { 0 } };
        hoursOfRoom.add(booking.room, before + hours);
      };
    };
    let count = bookings.size();
    var busiest : ?(Nat, Nat) = null;
    for ((room, hours) in hoursOfRoom.entries()) {
      switch (busiest) {
        case (?(_, most)) { if (hours > most) { busiest := ?(room, hours) } };
        case (null) { busiest := ?(room, hours) };
      };
    };
    {
      members = members.size();
      byRole;
      bookings = count;
      bookedHours;
      averagePriceCents = if (count == 0) { 0.0 } else { Float.fromInt(price) / Float.fromInt(count) };
      busiestRoom = switch (busiest) { case (?(room, _)) { ?getRoom(room).name }; case (null) { null } };
      income = payments.foldLeft<Int, Payment>(0, func(sum, payment) { sum + signed(payment) });
      loansOut = things.values().filter(func(thing) { thing.loan != null }).size();
    };
  };

  public query ({ caller }) func log(last : Nat) : async [Text] {
    require(caller, #board, "read the log");
    let all = events.toArray();
    let start = if (all.size() > last) { all.size() - last : Nat } else { 0 };
    all.sliceToArray(start, all.size()).map(func(event) { memberName(event.who) # " " # event.what });
  };

  public query func explain(failure : Failure) : async Text { Types.failureToText(failure) };
};
