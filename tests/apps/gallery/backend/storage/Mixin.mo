import Prim "mo:prim";
import Principal "mo:core/Principal";
import Array "mo:core/Array";
import Runtime "mo:core/Runtime";
import Blob "mo:core/Blob";
import Text "mo:core/Text";
import Storage "Storage";

mixin () {
  transient let storageState : Storage.State = Storage.new();

  type CreateCertificateResult = {
    method : Text;
    blob_hash : Text;
  };

  public shared ({ caller }) func _storageCreateCertificate(blobHash : Text) : async CreateCertificateResult {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: log in first") };
    { method = "upload"; blob_hash = blobHash };
  };

  public query ({ caller }) func _storageBlobIsLive(hash : Blob) : async Bool {
    Prim.isStorageBlobLive(hash);
  };

  public query func _storageBlobsToDelete() : async [Blob] {
    switch (Prim.getDeadBlobs()) {
      case (null) { [] };
      case (?deadBlobs) { deadBlobs.sliceToArray(0, Prim.abs(10000)) };
    };
  };

  public shared ({ caller }) func _storageConfirmBlobDeletion(blobs : [Blob]) : async () {
    if (not storageState.isAuthorized(caller)) {
      Runtime.trap("Unauthorized access");
    };
    Prim.pruneConfirmedDeadBlobs(blobs);
    type GC = actor {
      __motoko_gc_trigger : () -> async ();
    };
    let myGC = actor (debug_show (Prim.getSelfPrincipal<system>())) : GC;
    ignore myGC;
  };

  public shared func _storageUpdateGatewayPrincipals() : async () {
    await Storage.updateGatewayPrincipals<system>(storageState);
  };

  public shared ({ caller }) func _storageRefillCashier(refillInformation : ?{ proposed_top_up_amount : ?Nat }) : async {
    success : ?Bool;
    topped_up_amount : ?Nat;
  } {
    ignore refillInformation;
    await Storage.topUp<system>();
  };
};
