/// What this replica does not keep account of: stored objects, attributes of callers.
import M "mo:machine";
import Memory "memory";

module {
  // Objects kept outside the app are named by Blobs. Nobody follows these names here, so none is ever said to be dead and
  // nothing that an app still uses is deleted.

  public func storage_blob_is_live(_ : Blob) : Bool { true };
  public func dead_storage_blobs() : ?[Blob] { null };
  public func prune_storage_blobs(_ : [Blob]) : () {};

  /// The replica vouches for no attributes of a caller.
  public func no_caller_info() : Blob { M.value<Blob>(Memory.pointer(Memory.new_blob(0))) };
}
