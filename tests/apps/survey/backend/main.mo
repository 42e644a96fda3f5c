// Surveys: questions of several kinds, answers that are checked, results while they come in, an export.
import Array "mo:core/Array";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Time "mo:core/Time";

actor {
  public type Kind = {
    #choice : { options : [Text]; several : Bool };
    #scale : { from : Int; to : Int };
    #text : { longest : Nat };
    #yesNo;
  };
  public type Question = { text : Text; kind : Kind; required : Bool };
  public type Answer = { #choice : [Nat]; #scale : Int; #text : Text; #yesNo : Bool };

  public type Settings = { title : Text; anonymous : Bool; closes : ?Time.Time };

  type Survey = {
    settings : Settings;
    author : Principal;
    questions : [Question];
    responses : Map.Map<Nat, Response>;
    voters : Set.Set<Principal>;
    var open : Bool;
    var next : Nat;
  };

  type Response = { by : ?Principal; answers : [?Answer] };

  public type Tally = {
    #choice : [(Text, Nat, Float)];
    #scale : { mean : Float; median : Int; counts : [(Int, Nat)] };
    #text : { answers : Nat; words : [(Text, Nat)] };
    #yesNo : { yes : Nat; no : Nat };
    #none;
  };

  let surveys = List.empty<Survey>();

  func get(id : Nat) : Survey {
    switch (surveys.get(id)) {
      case (?survey) { survey };
      case (null) { Runtime.trap("Survey not found: " # id.toText()) };
    };
  };

  func problemOf(question : Question) : ?Text {
    if (question.text.isEmpty()) { return ?"a question has a text" };
    switch (question.kind) {
      case (#choice { options }) {
        if (options.size() < 2) { ?("at least two options: " # question.text) } else if (Set.fromIter(options.values()).size() < options.size()) {
          ?("the same option twice: " # question.text);
        } else { null };
      };
      case (#scale { from; to }) { if (to <= from) { ?"a scale goes up" } else if (to - from > 10) { ?"at most 11 steps" } else { null } };
      case (#text { longest }) { if (longest == 0 or longest > 10_000) { ?"1 to 10000 characters" } else { null } };
      case (#yesNo) { null };
    };
  };

  public shared ({ caller }) func create(settings : Settings, questions : [Question]) : async { #ok : Nat; #err : [Text] } {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: Please sign in") };
    let problems = questions.filterMap(problemOf);
    if (problems.size() > 0 or questions.size() == 0) {
      return #err(if (questions.size() == 0) { ["no questions"] } else { problems });
    };
    let survey : Survey = {
      settings;
      author = caller;
      questions;
      responses = Map.empty();
      voters = Set.empty();
      var open = true;
      var next = 0;
    };
    surveys.add(survey);
    #ok(surveys.size() - 1);
  };

  func checked(question : Question, answer : ?Answer) : ?Text {
    switch (question.kind, answer) {
      case (_, null) { if (question.required) { ?"an answer is required" } else { null } };
      case (#choice { options; several }, ?#choice picked) {
        if (picked.size() != 1 and not several) { return ?"exactly one" };
        if (picked.any(func i { i >= options.size() })) { return ?"no such option" };
        if (Set.fromIter<Nat>(picked.values()).size() != picked.size()) { ?"the same option twice" } else { null };
      };
      case (#scale { from; to }, ?#scale n) {
        if (n < from or n > to) { ?(debug_show from # " to " # debug_show to # ", not " # debug_show n) } else { null };
      };
      case (#text { longest }, ?#text t) { if (t.size() > longest) { ?("at most " # debug_show longest # " characters") } else { null } };
      case (#yesNo, ?#yesNo _) { null };
      case (_, ?other) { ?("another kind of answer was expected than " # debug_show other) };
    };
  };

  public shared ({ caller }) func respond(id : Nat, answers : [?Answer]) : async { #ok : Nat; #err : [(Nat, Text)] } {
    let survey = get(id);
    if (not survey.open) { Runtime.trap("The survey is closed") };
    switch (survey.settings.closes) {
      case (?time) { if (Time.now() > time) { Runtime.trap("The survey is over") } };
      case (null) {};
    };
    if (not survey.settings.anonymous) {
      if (caller.isAnonymous()) { Runtime.trap("Unauthorized: Please sign in") };
      if (survey.voters.contains(caller)) { Runtime.trap("You have answered already") };
    };
    if (answers.size() != survey.questions.size()) {
      return #err([(0, answers.size().toText() # " answers to " # survey.questions.size().toText() # " questions")]);
    };
    let problems = List.empty<(Nat, Text)>();
    for ((i, question) in survey.questions.enumerate()) {
      switch (checked(question, answers[i])) {
        case (?why) { problems.add((i, why)) };
        case (null) {};
      };
    };
    if (not problems.isEmpty()) { return #err(problems.toArray()) };
    let number = survey.next;
    survey.next += 1;
    survey.responses.add(number, { by = if (survey.settings.anonymous) { null } else { ?caller }; answers });
    survey.voters.add(caller);
    #ok number;
  };

  func words(texts : [Text]) : [(Text, Nat)] {
    let counts = Map.empty<Text, Nat>();
    for (text in texts.values()) {
      for (word in text.toLower().tokens(#predicate(func(c) { not c.isAlphabetic() }))) {
        if (word.size() > 3) {
          switch (counts.get(word)) {
            case (?n) { counts.add(word, n + 1) };
            case (null) { counts.add(word, 1) };
          };
        };
      };
    };
    counts.toArray().sort(func((a, n), (b, m)) { switch (Nat.compare(m, n)) { case (#equal) { Text.compare(a, b) }; case o { o } } });
  };

  func tally(survey : Survey, index : Nat) : Tally {
    let answers = survey.responses.values().filterMap(func r { r.answers[index] }).toArray();
    if (answers.size() == 0) { return #none };
    switch (survey.questions[index].kind) {
      case (#choice { options }) {
        let counts = options.map(func _ { 0 }).toVarArray<Nat>();
        for (answer in answers.values()) {
          switch answer {
            case (#choice picked) { for (i in picked.values()) { counts[i] += 1 } };
            case _ {};
          };
        };
        #choice(options.mapEntries(func(option, i) { (option, counts[i], 100.0 * counts[i].toFloat() / answers.size().toFloat()) }));
      };
      case (#scale { from; to }) {
        let numbers = answers.filterMap(func a { switch a { case (#scale n) { ?n }; case _ { null } } }).sort();
        let sum = numbers.foldLeft(0 : Int, func(a, b) { a + b });
        let counts = List.empty<(Int, Nat)>();
        var n = from;
        while (n <= to) {
          counts.add((n, numbers.filter(func m { m == n }).size()));
          n += 1;
        };
        #scale { mean = sum.toFloat() / numbers.size().toFloat(); median = numbers[numbers.size() / 2]; counts = counts.toArray() };
      };
      case (#text _) {
        let texts = answers.filterMap(func a { switch a { case (#text t) { ?t }; case _ { null } } });
        #text { answers = texts.size(); words = words(texts).sliceToArray(0, 3) };
      };
      case (#yesNo) {
        var yes = 0;
        var no = 0;
        for (answer in answers.values()) {
          switch answer { case (#yesNo true) { yes += 1 }; case (#yesNo false) { no += 1 }; case _ {} };
        };
        #yesNo { yes; no };
      };
    };
  };

  public query func results(id : Nat) : async [{ question : Text; tally : Tally }] {
    let survey = get(id);
    Array.tabulate<{ question : Text; tally : Tally }>(
      survey.questions.size(),
      func i { { question = survey.questions[i].text; tally = tally(survey, i) } },
    );
  };

  public shared ({ caller }) func close(id : Nat) : async () {
    let survey = get(id);
    if (survey.author != caller) { Runtime.trap("Unauthorized: Only the author can close a survey") };
    survey.open := false;
  };

  public query ({ caller }) func export(id : Nat) : async [[Text]] {
    let survey = get(id);
    if (survey.author != caller) { Runtime.trap("Unauthorized: Only the author can export answers") };
    let rows = List.empty<[Text]>();
    rows.add(["number"].concat(survey.questions.map(func q { q.text })));
    for ((number, { answers }) in survey.responses.entries()) {
      let cells = answers.mapEntries(
        func(answer, i) {
          switch (answer, survey.questions[i].kind) {
            case (null, _) { "" };
            case (?#choice picked, #choice { options }) { picked.map(func p { options[p] }).values().join("; ") };
            case (?#scale n, _) { n.toText() };
            case (?#text t, _) { t };
            case (?#yesNo b, _) { if b { "yes" } else { "no" } };
            case (?_, _) { "?" };
          };
        }
      );
      rows.add([number.toText()].concat(cells));
    };
    rows.toArray();
  };

  public query func list() : async [{ id : Nat; title : Text; open : Bool; responses : Nat }] {
    surveys.enumerate().map(func((id, s)) { { id; title = s.settings.title; open = s.open; responses = s.responses.size() } }).toArray();
  };
};
