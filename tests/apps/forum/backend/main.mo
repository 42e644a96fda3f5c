// A forum: topics, answers in a tree, votes, reputation, moderation, pages of results.
import Array "mo:core/Array";
import Char "mo:core/Char";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Option "mo:core/Option";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Tree "./tree";
import Markup "./markup";

actor {
  type PostId = Nat;

  type Vote = { #up; #down };

  type Post = {
    id : PostId;
    parent : ?PostId;
    author : Principal;
    text : Text;
    edited : Bool;
    hidden : ?{ by : Principal; why : Text };
  };

  type Topic = {
    id : Nat;
    title : Text;
    tags : [Text];
    root : PostId;
    locked : Bool;
    views : Nat;
  };

  type PostView = {
    id : PostId;
    depth : Nat;
    author : Text;
    html : Text;
    score : Int;
    myVote : ?Vote;
    edited : Bool;
  };

  type Profile = { nick : Text; moderator : Bool; joined : Nat };

  type Page<T> = { items : [T]; total : Nat; next : ?Nat };

  let posts = Map.empty<PostId, Post>();
  let children = Map.empty<PostId, List.List<PostId>>();
  let topics = Map.empty<Nat, Topic>();
  let votes = Map.empty<PostId, Map.Map<Principal, Vote>>();
  let profiles = Map.empty<Principal, Profile>();
  let nicks = Set.empty<Text>();
  var nextPost = 1;
  var nextTopic = 1;

  func profile(who : Principal) : Profile {
    switch (profiles.get(who)) {
      case (?p) p;
      case null Runtime.trap("Register first");
    };
  };

  func moderator(who : Principal) {
    if (not profile(who).moderator) { Runtime.trap("Unauthorized: Only moderators can do this") };
  };

  public shared ({ caller }) func register(nick : Text) : async Profile {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: sign in") };
    if (profiles.containsKey(caller)) { Runtime.trap("You are registered already") };
    let simple = nick.flatMap(func(c) { if (c.isAlphabetic() or c.isDigit()) { c.toText().toLower() } else { "_" } });
    if (simple.size() < 2) { Runtime.trap("The nick is too short: " # nick) };
    if (nicks.contains(simple)) { Runtime.trap("The nick is taken: " # simple) };
    nicks.add(simple);
    let p = { nick = simple; moderator = profiles.isEmpty(); joined = profiles.size() };
    profiles.add(caller, p);
    p;
  };

  func newPost(author : Principal, parent : ?PostId, text : Text) : PostId {
    if (text.trim(#predicate(Char.isWhitespace)).isEmpty()) { Runtime.trap("An empty text") };
    let id = nextPost;
    nextPost += 1;
    posts.add(id, { id; parent; author; text; edited = false; hidden = null });
    switch parent {
      case (?p) {
        switch (children.get(p)) {
          case (?list) { list.add(id) };
          case (null) { children.add(p, List.singleton<PostId>(id)) };
        };
      };
      case (null) {};
    };
    id;
  };

  public shared ({ caller }) func ask(title : Text, text : Text, tags : [Text]) : async Nat {
    ignore profile(caller);
    let clean = Set.fromIter(tags.values().map(func(t) { t.toLower().trim(#char ' ') }).filter(func(t) { t != "" }));
    if (clean.size() > 5) { Runtime.trap("At most 5 tags, not " # clean.size().toText()) };
    let id = nextTopic;
    nextTopic += 1;
    let root = newPost(caller, null, text);
    topics.add(id, { id; title; tags = clean.toArray(); root; locked = false; views = 0 });
    id;
  };

  func topicOf(post : Post) : ?Topic {
    var at = post;
    label up loop {
      switch (at.parent) {
        case (?p) { switch (posts.get(p)) { case (?post) { at := post }; case null { return null } } };
        case null { break up };
      };
    };
    topics.values().find(func(t) { t.root == at.id });
  };

  public shared ({ caller }) func answer(to : PostId, text : Text) : async PostId {
    ignore profile(caller);
    let ?post = posts.get(to) else Runtime.trap("There is no post " # to.toText());
    if (post.hidden != null) { Runtime.trap("The post is hidden") };
    switch (topicOf(post)) {
      case (?{ locked = true }) { Runtime.trap("The topic is locked") };
      case (?_) {};
      case null { Runtime.trap("The post is in no topic") };
    };
    newPost(caller, ?to, text);
  };

  public shared ({ caller }) func edit(id : PostId, text : Text) : async () {
    let post = posts.get(id).unwrap();
    if (post.author != caller) { Runtime.trap("Unauthorized: Only the author can edit") };
    posts.add(id, { post with text; edited = true });
  };

  public shared ({ caller }) func vote(id : PostId, vote : ?Vote) : async Int {
    ignore profile(caller);
    let ?post = posts.get(id) else Runtime.trap("There is no post " # id.toText());
    if (post.author == caller) { Runtime.trap("No votes for oneself") };
    let ballot = switch (votes.get(id)) {
      case (?b) { b };
      case null {
        let b = Map.empty<Principal, Vote>();
        votes.add(id, b);
        b;
      };
    };
    switch vote {
      case (?v) { ballot.add(caller, v) };
      case null { ballot.remove(caller) };
    };
    score(id);
  };

  func score(id : PostId) : Int {
    let ?ballot = votes.get(id) else return 0;
    ballot.values().foldLeft(0 : Int, func(sum, v) { switch v { case (#up) { sum + 1 }; case (#down) { sum - 1 } } });
  };

  func reputation(who : Principal) : Int {
    var total : Int = 0;
    for (post in posts.values()) {
      if (post.author == who) { total += score(post.id) * (if (Option.isNull(post.parent)) { 5 } else { 10 }) };
    };
    total;
  };

  public shared ({ caller }) func hide(id : PostId, why : Text) : async () {
    moderator(caller);
    let ?post = posts.get(id) else Runtime.trap("There is no post " # id.toText());
    posts.add(id, { post with hidden = ?{ by = caller; why } });
  };

  public shared ({ caller }) func lock(id : Nat, locked : Bool) : async () {
    moderator(caller);
    switch (topics.get(id)) {
      case (?topic) { topics.add(id, { topic with locked }) };
      case null { Runtime.trap("There is no topic " # id.toText()) };
    };
  };

  func view(caller : Principal, id : PostId, depth : Nat) : PostView {
    let post = posts.get(id).unwrap();
    let (author, html) = switch (post.hidden) {
      case (?{ why }) { ("-", "<i>hidden: " # Markup.escape(why) # "</i>") };
      case null { (profile(post.author).nick, Markup.render(post.text)) };
    };
    let myVote = do ? { votes.get(id)!.get(caller)! };
    { id; depth; author; html; score = score(id); myVote; edited = post.edited };
  };

  public query ({ caller }) func thread(id : Nat, offset : Nat, limit : Nat) : async Page<PostView> {
    let ?topic = topics.get(id) else Runtime.trap("There is no topic " # id.toText());
    let order = Tree.preorder<PostId>(
      topic.root,
      func(post) {
        let below = switch (children.get(post)) { case (?list) { list.toArray() }; case null { [] } };
        below.sort(func(a, b) { Int.compare(score(b), score(a)) });
      },
    );
    page(order, offset, limit, func((post, depth)) { view(caller, post, depth) });
  };

  func page<A, B>(all : [A], offset : Nat, limit : Nat, show : A -> B) : Page<B> {
    let total = all.size();
    let from = Nat.min(offset, total);
    let to = Nat.min(from + limit, total);
    { items = all.sliceToArray(from, to).map(show); total; next = if (to < total) { ?to } else { null } };
  };

  public func visit(id : Nat) : async () {
    switch (topics.get(id)) {
      case (?topic) { topics.add(id, { topic with views = topic.views + 1 }) };
      case null {};
    };
  };

  public query func search(words : Text, tag : ?Text) : async Page<{ id : Nat; title : Text; views : Nat; answers : Nat }> {
    let wanted = words.toLower().tokens(#char ' ').toArray();
    let found = topics.values().filter(
      func(topic) {
        let hay = (topic.title # " " # posts.get(topic.root).unwrap().text).toLower();
        wanted.all(func(word) { hay.contains(#text word) }) and (
          switch tag { case (?t) { topic.tags.contains(t) }; case null { true } }
        );
      }
    ).toArray();
    page(
      found.sort(func(a, b) { Nat.compare(b.views, a.views) }),
      0,
      10,
      func({ id; title; views; root }) {
        let answers = switch (children.get(root)) { case (?list) { list.size() }; case _ { 0 } };
        { id; title; views; answers };
      },
    );
  };

  public query func members() : async [{ nick : Text; reputation : Int }] {
    profiles.entries()
    .map(func((who, p)) { { nick = p.nick; reputation = reputation(who) } })
    .toArray()
    .sort(func(a, b) { Int.compare(b.reputation, a.reputation) });
  };

  public query func tags() : async [(Text, Nat)] {
    let counts = Map.empty<Text, Nat>();
    for (topic in topics.values()) {
      for (tag in topic.tags.values()) {
        counts.add(tag, counts.get(tag).get(0) + 1);
      };
    };
    counts.toArray();
  };
};
