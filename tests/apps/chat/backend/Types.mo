import Map "mo:core/Map";
import List "mo:core/List";
import Set "mo:core/Set";
import Principal "mo:core/Principal";
import Time "mo:core/Time";
import Order "mo:core/Order";
import Int "mo:core/Int";

module {
  public type RoomId = Nat;
  public type MessageId = Nat;

  public type Reaction = { #like; #love; #laugh; #custom : Text };

  public type Content = {
    #text : Text;
    #image : { url : Text; caption : ?Text };
    #poll : { question : Text; options : [Text] };
    #system_ : Text;
  };

  public type Message = {
    id : MessageId;
    author : Principal;
    content : Content;
    timestamp : Time.Time;
    replyTo : ?MessageId;
    edited : Bool;
    reactions : [(Principal, Reaction)];
  };

  public type Room = {
    id : RoomId;
    var name : Text;
    members : Set.Set<Principal>;
    messages : List.List<Message>;
    votes : Map.Map<(MessageId), Map.Map<Principal, Nat>>;
    lastRead : Map.Map<Principal, Nat>;
    var topic : ?Text;
    isPrivate : Bool;
  };

  public type RoomSummary = {
    id : RoomId;
    name : Text;
    memberCount : Nat;
    unread : Nat;
    lastMessage : ?Text;
  };

  public type Error = { #notFound; #notMember; #invalid : Text };
  public type Result<T> = { #ok : T; #err : Error };

  module Message {
    public func newestFirst(a : Message, b : Message) : Order.Order {
      switch (Int.compare(a.timestamp, b.timestamp)) {
        case (#less) #greater;
        case (#greater) #less;
        case (#equal) #equal;
      };
    };
  };

  public let newestFirst = Message.newestFirst;

  public func preview(content : Content) : Text {
    switch (content) {
      case (#text t or #system_ t) { t };
      case (#image { caption = ?c; url = _ }) { "[image] " # c };
      case (#image { url }) { "[image " # url # "]" };
      case (#poll { question; options }) { "[poll] " # question # " (" # debug_show (options.size()) # ")" };
    };
  };
};
