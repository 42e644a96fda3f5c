import Map "mo:core/Map";
import Set "mo:core/Set";
import List "mo:core/List";
import Storage "storage";

module {
  public type PostId = Nat;
  public type Profile = { handle : Text; bio : Text; picture : ?Storage.Reference };
  public type Visibility = { #everyone; #followers; #only : [Principal] };
  public type Post = {
    id : PostId;
    author : Principal;
    text : Text;
    pictures : [Storage.Reference];
    visibility : Visibility;
    replyTo : ?PostId;
    sharedFrom : ?PostId;
    at : Int;
  };
  public type Notice = {
    #followed : { by : Principal };
    #liked : { by : Principal; post : PostId };
    #replied : { by : Principal; post : PostId; reply : PostId };
    #mentioned : { by : Principal; post : PostId };
  };
  public type State = {
    profiles : Map.Map<Principal, Profile>;
    handles : Map.Map<Text, Principal>;
    followers : Map.Map<Principal, Set.Set<Principal>>;
    following : Map.Map<Principal, Set.Set<Principal>>;
    blocked : Map.Map<Principal, Set.Set<Principal>>;
    posts : Map.Map<PostId, Post>;
    likes : Map.Map<PostId, Set.Set<Principal>>;
    notices : Map.Map<Principal, List.List<Notice>>;
    var nextPost : PostId;
  };
};
