// Watches prices on the web: outcalls with a transform, a parser for the answers, timers, alerts, random samples.
import Array "mo:core/Array";
import Blob "mo:core/Blob";
import Char "mo:core/Char";
import Cycles "mo:core/Cycles";
import Error "mo:core/Error";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Nat64 "mo:core/Nat64";
import Principal "mo:core/Principal";
import Random "mo:core/Random";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";
import Time "mo:core/Time";
import Timer "mo:core/Timer";
import IC "ic:aaaaa-aa";
import Json "json";

persistent actor Prices {
  public type Watch = {
    id : Nat;
    name : Text;
    url : Text;
    path : [Text];
    alert : ?{ #above : Float; #below : Float };
  };

  public type Sample = { at : Time.Time; value : Float };

  public type Outcome = { #ok : Float; #http : Nat; #noNumber : Text; #failed : Text };

  let watches = Map.empty<Nat, Watch>();
  let samples = Map.empty<Nat, List.List<Sample>>();
  let alerts = List.empty<Text>();
  var nextId = 0;
  var lastRun : ?Time.Time = null;
  transient var running = false;
  transient var timer : ?Timer.TimerId = null;
  let samplesMax = 500;

  public shared ({ caller }) func watch(draft : { name : Text; url : Text; path : Text; alert : ?{ #above : Float; #below : Float } }) : async Nat {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: sign in") };
    if (not draft.url.startsWith(#text "https://")) { Runtime.trap("Only https addresses, not " # draft.url) };
    let id = nextId;
    nextId += 1;
    watches.add(id, { draft with id; path = draft.path.split(#char '.').toArray() });
    samples.add(id, List.empty<Sample>());
    id;
  };

  // What replicas agree on: the body without headers, which differ.
  public query func transform({ response } : { context : Blob; response : IC.http_request_result }) : async IC.http_request_result {
    { response with headers = [] };
  };

  func fetch(url : Text) : async* { #body : Text; #status : Nat; #failed : Text } {
    try {
      let response = await (with cycles = 1_000_000_000) IC.http_request({
        url;
        max_response_bytes = ?20_000;
        method = #get;
        headers = [{ name = "User-Agent"; value = "prices" }];
        body = null;
        transform = ?{ function = transform; context = Blob.empty() };
        is_replicated = null;
      });
      if (response.status != 200) { return #status(response.status) };
      switch (response.body.decodeUtf8()) {
        case (?text) #body text;
        case null #failed "the answer is no text";
      };
    } catch (error) {
      #failed(error.message());
    };
  };

  func parsed(watch : Watch, body : Text) : Outcome {
    switch (Json.parse(body)) {
      case (#err { at; expected }) { #noNumber("at " # at.toText() # ": expected " # expected) };
      case (#ok value) {
        switch (Json.at(value, watch.path)) {
          case (?#number n) { #ok n };
          case (?#text t) {
            switch (Json.number(t)) { case (?n) { #ok n }; case null { #noNumber t } };
          };
          case (?other) { #noNumber(Json.show(other)) };
          case null { #noNumber("nothing at " # watch.path.values().join(".")) };
        };
      };
    };
  };

  func note(watch : Watch, value : Float) {
    let ?list = samples.get(watch.id) else return;
    list.add({ at = Time.now(); value });
    if (list.size() > samplesMax) { list.truncate(samplesMax) };
    switch (watch.alert) {
      case (?#above limit) if (value > limit) { alerts.add(watch.name # " is above " # Float.format(limit, #fix 2)) };
      case (?#below limit) if (value < limit) { alerts.add(watch.name # " is below " # Float.format(limit, #fix 2)) };
      case null {};
    };
  };

  public shared func refresh(id : Nat) : async Outcome {
    let ?watch = watches.get(id) else return #failed("there is no watch " # id.toText());
    switch (await* fetch(watch.url)) {
      case (#status code) { #http code };
      case (#failed why) { #failed why };
      case (#body text) {
        let outcome = parsed(watch, text);
        switch outcome { case (#ok value) { note(watch, value) }; case _ {} };
        outcome;
      };
    };
  };

  func refreshAll() : async () {
    if (running) { return };
    running := true;
    try {
      for (id in watches.keys()) { ignore await refresh(id) };
      lastRun := ?Time.now();
    } finally { running := false };
  };

  public shared ({ caller }) func start(seconds : Nat) : async Bool {
    if (not caller.isController()) { Runtime.trap("Unauthorized: Only the owner can do this") };
    switch timer { case (?old) { Timer.cancelTimer(old) }; case null {} };
    timer := ?Timer.recurringTimer<system>(#seconds seconds, refreshAll);
    true;
  };

  public shared ({ caller }) func stop() : async Bool {
    if (not caller.isController()) { Runtime.trap("Unauthorized: Only the owner can do this") };
    let ?old = timer else return false;
    Timer.cancelTimer(old);
    timer := null;
    true;
  };

  // For trying it out without a network: what an answer would have come to.
  public shared func simulate(id : Nat, body : Text) : async Outcome {
    let ?watch = watches.get(id) else return #failed("there is no watch " # id.toText());
    let outcome = parsed(watch, body);
    switch outcome { case (#ok value) { note(watch, value) }; case _ {} };
    outcome;
  };

  public query func statistics(id : Nat) : async ?{ count : Nat; least : Float; most : Float; mean : Float; deviation : Float } {
    let ?list = samples.get(id) else return null;
    if (list.isEmpty()) { return null };
    var least = 1.0 / 0.0;
    var most = -1.0 / 0.0;
    var sum = 0.0;
    for ({ value } in list.values()) {
      least := Float.min(least, value);
      most := Float.max(most, value);
      sum += value;
    };
    let count = list.size();
    let mean = sum / count.toFloat();
    let squares = list.foldLeft(0.0, func(acc, s) { acc + (s.value - mean) ** 2.0 });
    ?{ count; least; most; mean; deviation = Float.sqrt(squares / count.toFloat()) };
  };

  public query func recentAlerts() : async [Text] { alerts.toArray() };

  public query func overview() : async { watches : Nat; cycles : Bool; ran : Bool } {
    { watches = watches.size(); cycles = Cycles.balance() > 0; ran = lastRun != null };
  };

  public shared func pickOne() : async ?Text {
    let all = watches.values().toArray();
    if (all.size() == 0) { return null };
    let random = Random.crypto();
    let index = await* random.natRange(0, all.size());
    ?all[index].name;
  };

  public shared ({ caller }) func remove(id : Nat) : async () {
    if (not (Principal.isController(caller))) { Runtime.trap("Unauthorized: Only the owner can do this") };
    watches.remove(id);
    samples.remove(id);
  };
};
