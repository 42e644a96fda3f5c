import Types "Types";
import Map "mo:core/Map";
import List "mo:core/List";
import Set "mo:core/Set";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Char "mo:core/Char";
import Iter "mo:core/Iter";
import Array "mo:core/Array";
import VarArray "mo:core/VarArray";
import Principal "mo:core/Principal";
import Time "mo:core/Time";
import Runtime "mo:core/Runtime";
import Option "mo:core/Option";

actor Chat {
  type Room = Types.Room;
  type Message = Types.Message;
  type Result<T> = Types.Result<T>;

  let rooms = Map.empty<Types.RoomId, Room>();
  let names = Map.empty<Principal, Text>();
  let typing = Map.empty<(Principal), Types.RoomId>();
  var nextRoomId = 0;
  var nextMessageId = 0;
  let bannedWords = ["spam", "scam"];

  func displayName(user : Principal) : Text {
    switch (names.get(user)) {
      case (?name) name;
      case null "user-" # user.toText().split(#char '-').next().get("?");
    };
  };

  func memberRoom(id : Types.RoomId, caller : Principal) : Result<Room> {
    switch (rooms.get(id)) {
      case null { #err(#notFound) };
      case (?room) {
        if (room.members.contains(caller)) { #ok room } else { #err(#notMember) };
      };
    };
  };

  func clean(text : Text) : Text {
    var result = text.trim(#char ' ');
    for (word in bannedWords.values()) {
      let stars = Text.fromIter(Iter.map<Char, Char>(word.chars(), func(_) = '*'));
      result := result.replace(#text word, stars);
    };
    result;
  };

  func mentions(text : Text) : [Text] {
    let found = List.empty<Text>();
    label words for (word in text.split(#predicate(func(c : Char) : Bool { c.isWhitespace() }))) {
      if (not word.startsWith(#char '@')) { continue words };
      switch (word.stripStart(#char '@')) {
        case (?name) {
          if (name.size() == 0) { continue words };
          if (found.size() >= 3) { break words };
          found.add(name);
        };
        case null {};
      };
    };
    found.toArray();
  };

  public shared ({ caller }) func setName(name : Text) : async Result<Text> {
    if (caller.isAnonymous()) { return #err(#invalid "anonymous") };
    let trimmed = name.trim(#char ' ');
    if (trimmed.size() < 2 or trimmed.size() > 20) {
      return #err(#invalid("name must have 2 to 20 characters, not " # trimmed.size().toText()));
    };
    for ((user, other) in names.entries()) {
      if (user != caller and other.toLower() == trimmed.toLower()) {
        return #err(#invalid("name is taken by " # user.toText().size().toText()));
      };
    };
    names.add(caller, trimmed);
    #ok(trimmed);
  };

  public shared ({ caller }) func createRoom(name : Text, isPrivate : Bool) : async Types.RoomId {
    assert not caller.isAnonymous();
    let id = nextRoomId;
    nextRoomId += 1;
    let room : Room = {
      id;
      var name = name;
      members = Set.singleton(caller);
      messages = List.empty();
      votes = Map.empty();
      lastRead = Map.empty();
      var topic = null;
      isPrivate;
    };
    rooms.add(id, room);
    post(room, caller, #system_(displayName(caller) # " created the room"), null);
    id;
  };

  func post(room : Room, author : Principal, content : Types.Content, replyTo : ?Types.MessageId) {
    let id = nextMessageId;
    nextMessageId += 1;
    room.messages.add({
      id;
      author;
      content;
      timestamp = Time.now();
      replyTo;
      edited = false;
      reactions = [];
    });
    room.lastRead.add(author, room.messages.size());
  };

  public shared ({ caller }) func joinRoom(id : Types.RoomId) : async Result<()> {
    switch (rooms.get(id)) {
      case null { #err(#notFound) };
      case (?room) {
        if (room.isPrivate) { return #err(#invalid "private room") };
        if (room.members.contains(caller)) { return #ok };
        room.members.add(caller);
        post(room, caller, #system_(displayName(caller) # " joined"), null);
        #ok;
      };
    };
  };

  public shared ({ caller }) func send(roomId : Types.RoomId, content : Types.Content, replyTo : ?Types.MessageId) : async Result<Types.MessageId> {
    switch (memberRoom(roomId, caller)) {
      case (#err e) { #err e };
      case (#ok room) {
        let cleaned : Types.Content = switch (content) {
          case (#text t) {
            let c = clean(t);
            if (c == "") { return #err(#invalid "empty message") };
            #text c;
          };
          case (#poll { question; options }) {
            if (options.size() < 2) { return #err(#invalid "a poll needs two options") };
            #poll { question = clean(question); options = options.map(clean) };
          };
          case (#system_ _) { return #err(#invalid "not allowed") };
          case (#image _) { content };
        };
        switch (replyTo) {
          case (?target) {
            if (room.messages.find(func(m) { m.id == target }).isNull()) { return #err(#notFound) };
          };
          case null {};
        };
        let id = nextMessageId;
        post(room, caller, cleaned, replyTo);
        typing.remove(caller);
        #ok id;
      };
    };
  };

  public shared ({ caller }) func editMessage(roomId : Types.RoomId, messageId : Types.MessageId, text : Text) : async Result<Message> {
    switch (memberRoom(roomId, caller)) {
      case (#err e) { #err e };
      case (#ok room) {
        let size = room.messages.size();
        var i = 0;
        while (i < size) {
          let message = room.messages.at(i);
          if (message.id == messageId) {
            if (message.author != caller) { return #err(#invalid "not yours") };
            let updated = { message with content = #text(clean text); edited = true };
            room.messages.put(i, updated);
            return #ok updated;
          };
          i += 1;
        };
        #err(#notFound);
      };
    };
  };

  public shared ({ caller }) func react(roomId : Types.RoomId, messageId : Types.MessageId, reaction : Types.Reaction) : async Result<[(Text, Nat)]> {
    let room = switch (memberRoom(roomId, caller)) {
      case (#ok room) room;
      case (#err e) return #err e;
    };
    let ?index = room.messages.findIndex(func(m) { m.id == messageId }) else return #err(#notFound);
    let message = room.messages.at(index);
    let without = message.reactions.filter(func((who, r)) { not (who == caller and r == reaction) });
    let reactions = if (without.size() == message.reactions.size()) {
      message.reactions.concat([(caller, reaction)]);
    } else { without };
    room.messages.put(index, { message with reactions });
    let counts = Map.empty<Text, Nat>();
    for ((_, r) in reactions.values()) {
      let key = switch r {
        case (#like) "like";
        case (#love) "love";
        case (#laugh) "laugh";
        case (#custom c) c;
      };
      counts.add(key, counts.get(key).get(0) + 1);
    };
    #ok(counts.entries().toArray());
  };

  public shared ({ caller }) func vote(roomId : Types.RoomId, messageId : Types.MessageId, option : Nat) : async Result<[(Text, Nat)]> {
    switch (memberRoom(roomId, caller)) {
      case (#err(e)) { #err(e) };
      case (#ok(room)) {
        switch (room.messages.find(func(m) { m.id == messageId })) {
          case (?{ content = #poll { options } }) {
            if (option >= options.size()) { return #err(#invalid "no such option") };
            let ballots = switch (room.votes.get(messageId)) {
              case (?b) b;
              case null {
                let b = Map.empty<Principal, Nat>();
                room.votes.add(messageId, b);
                b;
              };
            };
            ballots.add(caller, option);
            let counts = VarArray.repeat<Nat>(0, options.size());
            for (choice in ballots.values()) { counts[choice] += 1 };
            #ok(Array.tabulate<(Text, Nat)>(options.size(), func i = (options[i], counts[i])));
          };
          case (?_) { #err(#invalid "not a poll") };
          case null { #err(#notFound) };
        };
      };
    };
  };

  public shared query ({ caller }) func getMessages(roomId : Types.RoomId, before : ?Types.MessageId, limit : Nat) : async Result<[(Text, Text, [Text])]> {
    switch (memberRoom(roomId, caller)) {
      case (#err e) { #err e };
      case (#ok room) {
        let until = before.get(nextMessageId);
        let result = room.messages.reverseValues()
          .filter(func(m : Message) : Bool { m.id < until })
          .take(limit)
          .map(func(m) {
            let text = Types.preview(m.content);
            (displayName(m.author), text # (if (m.edited) " (edited)" else ""), mentions(text))
          })
          .toArray();
        #ok result;
      };
    };
  };

  public shared ({ caller }) func markRead(roomId : Types.RoomId) : async () {
    let #ok room = memberRoom(roomId, caller) else Runtime.trap("Unauthorized: not a member");
    room.lastRead.add(caller, room.messages.size());
  };

  public query ({ caller }) func myRooms() : async [Types.RoomSummary] {
    let result = List.empty<Types.RoomSummary>();
    for (room in rooms.values()) {
      if (room.members.contains(caller)) {
        let read = switch (room.lastRead.get(caller)) { case (?n) n; case _ 0 };
        let total = room.messages.size();
        result.add({
          id = room.id;
          name = room.name;
          memberCount = room.members.size();
          unread = if (total > read) { total - read } else { 0 };
          lastMessage = switch (room.messages.last()) {
            case (?m) { ?Types.preview(m.content) };
            case (null) { null };
          };
        });
      };
    };
    result.toArray();
  };

  public query ({ caller }) func search(term : Text) : async [(Types.RoomId, [Types.MessageId])] {
    let t = term.toLower();
    rooms.values()
    |> Iter.filter<Room>(_, func r = r.members.contains(caller))
    |> Iter.map<Room, (Nat, [Nat])>(
      _,
      func room = (
        room.id,
        room.messages.values().filter(func(m : Message) : Bool = Types.preview(m.content).toLower().contains(#text t)).map(func(m : Message) : Nat = m.id).toArray(),
      ),
    )
    |> Iter.toArray(_);
  };

  public query func stats() : async { rooms : Nat; messages : Nat; busiest : ?(Text, Nat) } {
    var messages = 0;
    var busiest : ?(Text, Nat) = null;
    for ((_, room) in rooms.entries()) {
      let n = room.messages.size();
      messages += n;
      switch busiest {
        case (?(_, most)) { if (n > most) busiest := ?(room.name, n) };
        case null { busiest := ?(room.name, n) };
      };
    };
    { rooms = rooms.size(); messages; busiest };
  };
};
