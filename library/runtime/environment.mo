/// What the replica tells an app beside its messages: environment variables, certified data, what it knows of callers and stored objects.
import M "mo:machine";
import Prim "mo:prim";
import Memory "memory";

module {
  public func env_var(name : Text) : ?Text {
    let key = Memory.address(M.bits<Text>(name));
    let size = Memory.aux_of(key);
    // Asking for a variable that is not there, or with a name too long to be one, would end the message.
    if (size > 128) { return null };
    if (M.env_var_name_exists(key +% 8, size) == 0) { return null };
    let bytes = M.env_var_value_size(key +% 8, size);
    let text = Memory.new_text(bytes);
    M.env_var_value_copy(key +% 8, size, text +% 8, 0, bytes);
    ?M.value<Text>(Memory.pointer(text))
  };

  public func env_var_names() : [Text] {
    let n = M.env_var_count();
    let names = Memory.new_array(n);
    var i : Nat32 = 0;
    while (i < n) {
      let bytes = M.env_var_name_size(i);
      let text = Memory.new_text(bytes);
      M.env_var_name_copy(i, text +% 8, 0, bytes);
      M.store64(names +% 8 +% (i << 3), Memory.pointer(text));
      i +%= 1;
    };
    M.value<[Text]>(Memory.pointer(names))
  };

  public func set_certified_data(data : Blob) : () {
    let at = Memory.address(M.bits<Blob>(data));
    M.certified_data_set(at +% 8, Memory.aux_of(at));
  };

  public func get_certificate() : ?Blob {
    if (M.data_certificate_present() == 0) { return null };
    let bytes = M.data_certificate_size();
    let at = Memory.new_blob(bytes);
    M.data_certificate_copy(at +% 8, 0, bytes);
    ?M.value<Blob>(Memory.pointer(at))
  };

  // Objects kept outside the app are named by Blobs. Nobody follows these names here, so none is ever said to be dead and
  // nothing that an app still uses is deleted.

  public func storage_blob_is_live(_ : Blob) : Bool { true };
  public func dead_storage_blobs() : ?[Blob] { null };
  public func prune_storage_blobs(_ : [Blob]) : () {};

  /// The replica vouches for no attributes of a caller.
  public func no_caller_info() : Blob { M.value<Blob>(Memory.pointer(Memory.new_blob(0))) };
}
