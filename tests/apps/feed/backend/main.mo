// A small social network: posts for everyone, followers or a few, answers, likes, notices, pictures, pages by cursor.
import Array "mo:core/Array";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Nat32 "mo:core/Nat32";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Time "mo:core/Time";
import Storage "lib/storage";
import Types "lib/types";
import People "mixins/people";

actor Feed {
  type PostId = Types.PostId;

  type View = {
    id : PostId;
    author : Text;
    text : Text;
    likes : Nat;
    liked : Bool;
    replies : Nat;
    of_ : ?{ author : Text; text : Text };
    pictures : [Nat32];
  };

  let state : Types.State = {
    profiles = Map.empty();
    handles = Map.empty();
    followers = Map.empty();
    following = Map.empty();
    blocked = Map.empty();
    posts = Map.empty();
    likes = Map.empty();
    notices = Map.empty();
    var nextPost = 1;
  };
  let storage = Storage.empty();

  include People(state);

  func mayRead(who : Principal, post : Types.Post) : Bool {
    if (post.author == who) { return true };
    switch (state.blocked.get(post.author)) {
      case (?set) if (set.contains(who)) { return false };
      case null {};
    };
    switch (post.visibility) {
      case (#everyone) { true };
      case (#followers) {
        switch (state.followers.get(post.author)) { case (?set) { set.contains(who) }; case null { false } };
      };
      case (#only people) { people.contains(who) };
    };
  };

  func readable(who : Principal, id : PostId) : Types.Post {
    switch (state.posts.get(id)) {
      case (?post) { if (mayRead(who, post)) { return post } };
      case null {};
    };
    // The same words for what is not there and what is not for you.
    Runtime.trap("There is no post " # id.toText());
  };

  func mentions(text : Text) : [Principal] {
    let out = Set.empty<Principal>();
    for (word in text.split(#predicate(func c { c == ' ' or c == ',' or c == '\n' }))) {
      switch (word.stripStart(#char '@')) {
        case (?handle) {
          switch (state.handles.get(handle.toLower())) { case (?who) { out.add(who) }; case null {} };
        };
        case null {};
      };
    };
    out.toArray();
  };

  public shared ({ caller }) func post(
    draft : { text : Text; pictures : [Storage.Reference]; visibility : Types.Visibility; replyTo : ?PostId; sharedFrom : ?PostId }
  ) : async PostId {
    ignore require(caller);
    let length = draft.text.size();
    if (length > 280) { Runtime.trap("At most 280 characters, not " # length.toText()) };
    if (length == 0 and draft.pictures.size() == 0 and draft.sharedFrom == null) { Runtime.trap("An empty post") };
    let id = state.nextPost;
    switch (draft.replyTo) {
      case (?to) {
        let { author } = readable(caller, to);
        if (author != caller) { notify(author, #replied { by = caller; post = to; reply = id }) };
      };
      case null {};
    };
    switch (draft.sharedFrom) { case (?from) { ignore readable(caller, from) }; case null {} };
    state.nextPost += 1;
    state.posts.add(id, { draft with id; author = caller; at = Time.now() });
    for (who in mentions(draft.text).values()) {
      if (who != caller) { notify(who, #mentioned { by = caller; post = id }) };
    };
    id;
  };

  public shared ({ caller }) func like(id : PostId, on : Bool) : async Nat {
    ignore require(caller);
    let target = readable(caller, id);
    let set = switch (state.likes.get(id)) {
      case (?set) { set };
      case null {
        let set = Set.empty<Principal>();
        state.likes.add(id, set);
        set;
      };
    };
    if on {
      if (not set.contains(caller) and target.author != caller) { notify(target.author, #liked { by = caller; post = id }) };
      set.add(caller);
    } else { set.remove(caller) };
    set.size();
  };

  public shared ({ caller }) func delete(id : PostId) : async Bool {
    switch (state.posts.get(id)) {
      case (?post) {
        if (post.author != caller) { Runtime.trap("Unauthorized: Only the author can delete a post") };
        for (picture in post.pictures.values()) { storage.release(picture) };
        state.posts.remove(id);
        state.likes.remove(id);
        true;
      };
      case null { false };
    };
  };

  func view(who : Principal, post : Types.Post) : View {
    let likes = switch (state.likes.get(post.id)) { case (?set) { set }; case null { Set.empty<Principal>() } };
    let of_ = do ? {
      let from = state.posts.get(post.sharedFrom!)!;
      if (not mayRead(who, from)) { null! };
      { author = handleOf(from.author); text = from.text };
    };
    {
      id = post.id;
      author = handleOf(post.author);
      text = post.text;
      likes = likes.size();
      liked = likes.contains(who);
      replies = state.posts.values().filter(func p { p.replyTo == ?post.id and mayRead(who, p) }).size();
      of_;
      pictures = post.pictures.map(func p { p.hash });
    };
  };

  type Cursor = { before : ?PostId; limit : Nat };

  func page(who : Principal, cursor : Cursor, keep : Types.Post -> Bool) : { posts : [View]; more : ?PostId } {
    let limit = Nat.min(Nat.max(cursor.limit, 1), 50);
    let start = switch (cursor.before) { case (?id) { if (id == 0) { return { posts = []; more = null } } else { id - 1 : Nat } }; case null { state.nextPost } };
    let found = List.empty<View>();
    var more : ?PostId = null;
    label walk for ((id, post) in state.posts.reverseEntriesFrom(start)) {
      if (keep(post) and mayRead(who, post)) {
        if (found.size() == limit) {
          more := ?(id + 1);
          break walk;
        };
        found.add(view(who, post));
      };
    };
    { posts = found.toArray(); more };
  };

  public query ({ caller }) func home(cursor : Cursor) : async { posts : [View]; more : ?PostId } {
    let mine = switch (state.following.get(caller)) { case (?set) { set }; case null { Set.empty<Principal>() } };
    page(caller, cursor, func p { p.author == caller or mine.contains(p.author) });
  };

  public query ({ caller }) func everyone(cursor : Cursor) : async { posts : [View]; more : ?PostId } {
    page(caller, cursor, func p { p.replyTo == null });
  };

  public query ({ caller }) func replies(id : PostId, cursor : Cursor) : async { posts : [View]; more : ?PostId } {
    ignore readable(caller, id);
    page(caller, cursor, func p { p.replyTo == ?id });
  };

  public shared ({ caller }) func notices() : async [Text] {
    ignore require(caller);
    switch (state.notices.get(caller)) {
      case (?list) {
        let texts = list.toArray().map(
          func notice {
            switch notice {
              case (#followed { by }) { handleOf(by) # " follows you" };
              case (#liked { by; post }) { handleOf(by) # " likes " # post.toText() };
              case (#replied { by; post; reply }) { handleOf(by) # " answered " # post.toText() # " with " # reply.toText() };
              case (#mentioned({ by; post })) { handleOf(by) # " mentioned you in " # post.toText() };
            };
          }
        );
        list.clear();
        texts;
      };
      case null { [] };
    };
  };

  public shared ({ caller }) func beginUpload(mime : Text) : async Nat {
    ignore require(caller);
    if (not mime.startsWith(#text "image/")) { Runtime.trap("Only pictures, not " # mime) };
    storage.begin(mime, caller);
  };

  public shared ({ caller }) func upload(id : Nat, bytes : Blob) : async { #ok : Nat; #err : Text } {
    storage.piece(id, caller, bytes);
  };

  public shared func finishUpload(id : Nat) : async ?Storage.Reference { storage.finish(id) };

  public query func picture(hash : Nat32) : async ?(Text, Blob) {
    do ? {
      let { mime; bytes } = storage.complete.get(hash)!;
      (mime, bytes);
    };
  };

  public query func trending() : async [(Text, Nat)] {
    let counts = Map.empty<Text, Nat>();
    for (post in state.posts.values()) {
      if (post.visibility == #everyone) {
        for (word in post.text.toLower().tokens(#char ' ')) {
          if (word.startsWith(#char '#') and word.size() > 1) {
            counts.add(word, switch (counts.get(word)) { case (?n) { n + 1 }; case null { 1 } });
          };
        };
      };
    };
    let sorted = counts.toArray().sort(func((_, a), (_, b)) { Nat.compare(b, a) });
    sorted.sliceToArray(0, Nat.min(5, sorted.size()));
  };
};
