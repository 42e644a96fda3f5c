import Map "mo:core/Map";
import Set "mo:core/Set";
import List "mo:core/List";
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import Text "mo:core/Text";
import Nat "mo:core/Nat";
import Time "mo:core/Time";
import Order "mo:core/Order";
import Blob "mo:core/Blob";
import Error "mo:core/Error";
import Cycles "mo:core/Cycles";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import IC "ic:aaaaa-aa";
import Nat8 "mo:core/Nat8";
import Prim "mo:prim";
import Storage "storage/Storage";
import MixinStorage "storage/Mixin";
import AccessControl "authorization/access-control";
import MixinAuthorization "authorization/MixinAuthorization";

actor Gallery {
  include MixinStorage();
  let accessControlState = AccessControl.initState();
  include MixinAuthorization(accessControlState);

  public type Visibility = { #public_; #private_; #sharedWith : [Principal] };

  public type Photo = {
    id : Text;
    owner : Principal;
    title : Text;
    image : Storage.ExternalBlob;
    albumId : ?Nat;
    visibility : Visibility;
    takenAt : ?Time.Time;
    uploadedAt : Time.Time;
    dimensions : (Nat, Nat);
    location : ?{ lat : Float; lon : Float };
  };

  public type Album = {
    id : Nat;
    name : Text;
    owner : Principal;
    var cover : ?Text;
    photoIds : Set.Set<Text>;
  };

  public type AlbumView = { id : Nat; name : Text; cover : ?Text; photos : [Text] };

  module Album {
    public func toView(self : Album) : AlbumView {
      { id = self.id; name = self.name; cover = self.cover; photos = self.photoIds.toArray() };
    };
    public func compareByName(a : Album, b : Album) : Order.Order { Text.compare(a.name, b.name) };
  };

  public type Comment = { author : Principal; text : Text; at : Time.Time };

  let photos = Map.empty<Text, Photo>();
  let albums = Map.empty<Nat, Album>();
  let likes = Map.empty<Text, Set.Set<Principal>>();
  let comments = Map.empty<Text, List.List<Comment>>();
  var counter : Nat = 0;
  let maxBytes = 1_000;

  func canSee(photo : Photo, viewer : Principal) : Bool {
    if (photo.owner == viewer) { return true };
    switch (photo.visibility) {
      case (#public_) true;
      case (#private_) false;
      case (#sharedWith friends) { friends.contains(viewer) };
    };
  };

  func visiblePhoto(id : Text, viewer : Principal) : Photo {
    switch (photos.get(id)) {
      case (?photo) {
        if (not canSee(photo, viewer)) { Runtime.trap("Unauthorized: This photo is private") };
        photo;
      };
      case null Runtime.trap("Photo not found: " # id);
    };
  };

  public shared ({ caller }) func uploadPhoto(title : Text, image : Storage.ExternalBlob, dimensions : (Nat, Nat), visibility : Visibility) : async Text {
    requireUser(caller, "upload photos");
    if (image.size() > maxBytes) {
      Runtime.trap("Image is too large: " # debug_show (image.size()) # " bytes");
    };
    counter += 1;
    let id = "photo-" # counter.toText();
    photos.add(id, {
      id;
      owner = caller;
      title = title.trim(#predicate(func c = c == ' ' or c == '\n'));
      image;
      albumId = null;
      visibility;
      takenAt = null;
      uploadedAt = Time.now();
      dimensions;
      location = null;
    });
    id;
  };

  public shared ({ caller }) func setLocation(id : Text, lat : Float, lon : Float) : async () {
    let photo = visiblePhoto(id, caller);
    if (photo.owner != caller) { Runtime.trap("Unauthorized: Only the owner can edit") };
    if (lat < -90.0 or lat > 90.0 or lon < -180.0 or lon > 180.0) { Runtime.trap("Invalid coordinates") };
    photos.add(id, { photo with location = ?{ lat; lon } });
  };

  public shared ({ caller }) func createAlbum(name : Text) : async Nat {
    requireUser(caller, "create albums");
    let id = albums.size();
    let album : Album = { id; name; owner = caller; var cover = null; photoIds = Set.empty<Text>() };
    albums.add(id, album);
    id;
  };

  public shared ({ caller }) func addToAlbum(albumId : Nat, photoId : Text) : async AlbumView {
    let ?album = albums.get(albumId) else Runtime.trap("Album not found");
    let photo = visiblePhoto(photoId, caller);
    if (album.owner != caller or photo.owner != caller) { Runtime.trap("Unauthorized: Not yours") };
    album.photoIds.add(photoId);
    if (album.cover == null) { album.cover := ?photoId };
    photos.add(photoId, { photo with albumId = ?albumId });
    album.toView();
  };

  public query ({ caller }) func getMyAlbums() : async [AlbumView] {
    albums.values().filter(func(album) { album.owner == caller }).toArray().sort(Album.compareByName).map(func(a) { a.toView() });
  };

  public query ({ caller }) func listPhotos(page : Nat, pageSize : Nat) : async { items : [(Text, Text, Nat)]; total : Nat } {
    let visible = photos.values().filter(func(p) { canSee(p, caller) }).toArray();
    let start = page * pageSize;
    let items = visible.sliceToArray(start, Nat.min(start + pageSize, visible.size()));
    {
      items = items.map(func(p) { (p.id, p.title, likeCount(p.id)) });
      total = visible.size();
    };
  };

  func likeCount(id : Text) : Nat {
    switch (likes.get(id)) { case (?set) { set.size() }; case (null) { 0 } };
  };

  public shared ({ caller }) func like(id : Text) : async Nat {
    requireUser(caller, "like photos");
    ignore visiblePhoto(id, caller);
    let set = switch (likes.get(id)) {
      case (?set) set;
      case null {
        let set = Set.empty<Principal>();
        likes.add(id, set);
        set
      };
    };
    if (set.contains(caller)) { set.remove(caller) } else { set.add(caller) };
    set.size();
  };

  public shared ({ caller }) func comment(id : Text, text : Text) : async () {
    requireUser(caller, "comment");
    ignore visiblePhoto(id, caller);
    let entry : Comment = { author = caller; text; at = Time.now() };
    switch (comments.get(id)) {
      case (?list) { list.add(entry) };
      case (null) { comments.add(id, List.fromArray<Comment>([entry])) };
    };
  };

  public query ({ caller }) func getPhoto(id : Text) : async { photo : Photo; comments : [Text]; aspect : Text } {
    let photo = visiblePhoto(id, caller);
    let (width, height) = photo.dimensions;
    let texts = switch (comments.get(id)) {
      case (null) { [] };
      case (?list) { list.map<Comment, Text>(func(c) { c.text }).toArray() };
    };
    let aspect = if (width > height) "landscape" else if (width < height) "portrait" else "square";
    { photo; comments = texts; aspect };
  };

  public shared ({ caller }) func deletePhoto(id : Text) : async Bool {
    let ?photo = photos.get(id) else return false;
    if (photo.owner != caller and not AccessControl.isAdmin(accessControlState, caller)) {
      Runtime.trap("Unauthorized: Only the owner or an admin can delete");
    };
    photos.remove(id);
    likes.remove(id);
    comments.remove(id);
    for (album in albums.values()) {
      album.photoIds.remove(id);
      if (album.cover == ?id) {
        album.cover := album.photoIds.values().next();
      };
    };
    true;
  };

  // Random photo of the day, chosen with randomness of the management canister
  public shared func photoOfTheDay() : async ?Text {
    let all = photos.keys().toArray();
    if (all.size() == 0) { return null };
    try {
      let entropy = await IC.raw_rand();
      let bytes = entropy.toArray();
      let index = bytes[0].toNat() % all.size();
      if (index < all.size()) { ?all[0] } else { null };
    } catch (error) {
      Runtime.trap("No randomness: " # error.message());
    };
  };

  public shared ({ caller }) func createBackupCanister() : async { #ok : Text; #err : Text } {
    if (not AccessControl.isAdmin(accessControlState, caller)) { return #err("Unauthorized") };
    try {
      let { canister_id } = await (with cycles = 500_000_000_000) IC.create_canister({ settings = null; sender_canister_version = null });
      #ok(canister_id.toText());
    } catch (e) {
      #err(e.message());
    };
  };

  public shared func whoAmI() : async (Text, Bool) {
    (Prim.getSelfPrincipal<system>().toText(), Cycles.balance() > 0);
  };

  system func preupgrade() {
    counter := Nat.max(counter, photos.size());
  };

  system func inspect({ caller : Principal; arg : Blob }) : Bool {
    not caller.isAnonymous() and arg.size() <= 4_096;
  };
};
