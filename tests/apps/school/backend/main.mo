import Array "mo:core/Array";
import VarArray "mo:core/VarArray";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Principal "mo:core/Principal";
import PureMap "mo:core/pure/Map";
import Queue "mo:core/Queue";
import Result "mo:core/Result";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Calendar "Calendar";

actor School {
  type Person = { name : Text; born : Calendar.Date };
  type Enrolment = { #waiting : Nat; #enrolled; #withdrawn };
  type Student = Person and { id : Nat; guardian : ?Principal };
  type Course = {
    code : Text;
    title : Text;
    capacity : Nat;
    enrolled : Set.Set<Nat>;
    waiting : Queue.Queue<Nat>;
    var slots : [(day : Nat, hour : Nat)];
    requires : [Text];
  };
  type Grade = { student : Nat; course : Text; score : Float };

  /// The folders of the school's files.
  type Folder = { name : Text; files : [(Text, Nat)]; folders : [Folder] };

  let students = Map.empty<Nat, Student>();
  let courses = Map.empty<Text, Course>();
  let grades = List.empty<Grade>();
  var attendance : PureMap.Map<(Text), [Nat]> = PureMap.empty();
  var files : Folder = { name = "root"; files = []; folders = [] };

  func require(caller : Principal) {
    if (not Principal.isController(caller)) {
      Runtime.trap("Unauthorized: Only the school office can do this");
    };
  };

  func course(code : Text) : Course {
    let ?found = courses.get(code) else Runtime.trap("No course " # debug_show code);
    found;
  };

  public shared ({ caller }) func admit(name : Text, born : Text) : async Result.Result<Nat, Text> {
    require caller;
    switch (Calendar.parse(born)) {
      case null #err("not a date: " # born);
      case (?date) {
        let person : Person = { name; born = date };
        let id = students.size() + 1;
        students.add(id, { person with id; guardian = null });
        #ok id;
      };
    };
  };

  public shared ({ caller }) func open(code : Text, title : Text, capacity : Nat, slots : [(Nat, Nat)], requires : [Text]) : async () {
    require caller;
    for ((day, hour) in slots.values()) {
      if (day > 4 or hour < 8 or hour > 17) { Runtime.trap("Not a school hour: " # debug_show (day, hour)) };
    };
    ignore requires.map(func(code) { course(code).title });
    courses.add(code, { code; title; capacity; enrolled = Set.empty<Nat>(); waiting = Queue.empty<Nat>(); var slots; requires });
  };

  func clash(student : Nat, slots : [(Nat, Nat)]) : ?Text {
    label search : ?Text {
      for (other in courses.values()) {
        if (other.enrolled.contains(student)) {
          for (a in slots.values()) {
            for (b in other.slots.values()) {
              if (a.0 == b.0 and a.1 == b.1) break search(?other.title);
            };
          };
        };
      };
      null;
    };
  };

  public shared ({ caller }) func enrol(student : Nat, code : Text) : async Enrolment {
    require caller;
    if (not students.containsKey(student)) { Runtime.trap("No student " # student.toText()) };
    let target = course code;
    for (needed in target.requires.values()) {
      let passed = grades.any(func(g) { g.student == student and g.course == needed and g.score >= 4.0 });
      if (not passed) { Runtime.trap(target.title # " requires " # needed) };
    };
    switch (clash(student, target.slots)) {
      case (?title) Runtime.trap("Clashes with " # title);
      case null {};
    };
    if (target.enrolled.size() < target.capacity) {
      target.enrolled.add(student);
      #enrolled;
    } else {
      target.waiting.pushBack(student);
      #waiting(target.waiting.size());
    };
  };

  public shared ({ caller }) func withdraw(student : Nat, code : Text) : async ?Text {
    require caller;
    let from = course(code);
    if (not from.enrolled.contains(student)) return null;
    from.enrolled.remove(student);
    do ? {
      let next = from.waiting.popFront()!;
      from.enrolled.add(next);
      students.get(next)!.name;
    };
  };

  public shared ({ caller }) func grade(student : Nat, code : Text, score : Float) : async Text {
    require caller;
    if (score < 1.0 or score > 6.0) Runtime.trap("A score lies between 1 and 6: " # score.toText());
    grades.add({ student; course = code; score });
    score.format(#fix 1);
  };

  type Statistics = { count : Nat; mean : Float; deviation : Float; median : Float; histogram : [Nat] };

  func statistics(scores : [Float]) : Statistics {
    let count = scores.size();
    if (count == 0) return { count; mean = 0.0; deviation = 0.0; median = 0.0; histogram = [] };
    let n = count.toFloat();
    let mean = scores.foldLeft(0.0, func(sum : Float, x : Float) : Float { sum + x }) / n;
    var squares = 0.0;
    for (x in scores.values()) { squares += (x - mean) ** 2.0 };
    let sorted = scores.sort();
    let middle = count / 2;
    let histogram = VarArray.repeat<Nat>(0, 6);
    for (x in scores.values()) {
      let bucket = Int.abs(Float.toInt(Float.floor(x))) - 1 : Nat;
      histogram[bucket] += 1;
    };
    {
      count;
      mean;
      deviation = Float.sqrt(squares / n);
      median = if (count % 2 == 1) sorted[middle] else (sorted[middle - 1] + sorted[middle]) / 2.0;
      histogram = Array.fromVarArray(histogram);
    };
  };

  public query func courseStatistics(code : Text) : async Statistics {
    statistics(grades.filter(func(g) { g.course == code }).map<Grade, Float>(func(g) { g.score }).toArray());
  };

  public query func roster(code : Text) : async [(Nat, Text, Text)] {
    let c = course(code);
    c.enrolled.values().filterMap<Nat, (Nat, Text, Text)>(
      func(id) {
        do ? {
          let s = students.get(id)!;
          (id, s.name, s.born.toText());
        };
      }
    ).toArray();
  };

  public shared ({ caller }) func markAttendance(day : Text, present : [Nat]) : async Float {
    require(caller);
    attendance := PureMap.add(attendance, Text.compare, day, present.sort());
    let total = students.size();
    if (total == 0) 0.0 else present.size().toFloat() / total.toFloat() * 100.0;
  };

  public query func absentees() : async [(Text, [Text])] {
    Iter.toArray(
      Iter.map<(Text, [Nat]), (Text, [Text])>(
        PureMap.entries(attendance),
        func((day, present)) {
          let missing = List.empty<Text>();
          for ((id, student) in students.entries()) {
            if (present.find(func(p) { p == id }) == null) missing.add(student.name);
          };
          (day, missing.toArray());
        },
      )
    );
  };

  func insert(folder : Folder, path : [Text], file : Text, size : Nat) : Folder {
    if (path.size() == 0) return { folder with files = folder.files.concat([(file, size)]) };
    let (head, rest) = (path[0], path.sliceToArray(1, path.size()));
    var found = false;
    let folders = folder.folders.map(
      func(child : Folder) : Folder {
        if (child.name == head) { found := true; insert(child, rest, file, size) } else child;
      }
    );
    if found { { folder with folders } } else {
      { folder with folders = folders.concat([insert({ name = head; files = []; folders = [] }, rest, file, size)]) };
    };
  };

  func weigh(folder : Folder) : Nat {
    var sum = 0;
    for ((_, size) in folder.files.values()) sum += size;
    for (child in folder.folders.values()) sum += weigh child;
    sum;
  };

  public shared ({ caller }) func store(path : Text, size : Nat) : async Nat {
    require caller;
    let parts = path.tokens(#char '/').toArray();
    let last = parts.size() - 1 : Nat;
    files := insert(files, parts.sliceToArray(0, last), parts[last], size);
    weigh files;
  };

  public query func tree() : async Folder { files };

  public query func dateOf(time : Int) : async Text { Calendar.fromTime(time).toText() };

  public query func eldest() : async ?Text {
    let all = students.values().toArray().sort(func(a, b) { a.born.compare(b.born) });
    if (all.isEmpty()) null else ?all[0].name;
  };
};
