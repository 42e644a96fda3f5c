import Map "mo:core/Map";
import Set "mo:core/Set";
import List "mo:core/List";
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import Text "mo:core/Text";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Float "mo:core/Float";
import Order "mo:core/Order";
import Time "mo:core/Time";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import AccessControl "authorization/access-control";
import MixinAuthorization "authorization/MixinAuthorization";

actor {
  // Types
  public type ProductId = Nat;
  public type Category = { #electronics; #clothing; #books; #home; #other : Text };

  public type Product = {
    id : ProductId;
    name : Text;
    description : Text;
    priceCents : Nat;
    stock : Nat;
    category : Category;
    tags : [Text];
    createdAt : Time.Time;
    discountPercent : ?Nat;
    isActive : Bool;
  };

  module Product {
    public func compare(p1 : Product, p2 : Product) : Order.Order {
      Nat.compare(p1.id, p2.id);
    };

    public func compareByPrice(p1 : Product, p2 : Product) : Order.Order {
      switch (Nat.compare(finalPrice(p1), finalPrice(p2))) {
        case (#equal) { Text.compare(p1.name, p2.name) };
        case (other) { other };
      };
    };

    public func finalPrice(self : Product) : Nat {
      switch (self.discountPercent) {
        case (null) { self.priceCents };
        case (?percent) {
          if (percent >= 100) { 0 } else {
            self.priceCents * (100 - percent : Nat) / 100;
          };
        };
      };
    };
  };

  public type CartItem = { productId : ProductId; quantity : Nat };

  public type OrderStatus = {
    #pending;
    #paid : { transactionId : Text; paidAt : Time.Time };
    #shipped : { trackingNumber : Text; carrier : Text };
    #delivered;
    #cancelled : Text;
  };

  public type OrderLine = {
    product : Product;
    quantity : Nat;
    subtotal : Nat;
  };

  public type ShopOrder = {
    id : Nat;
    customer : Principal;
    lines : [OrderLine];
    total : Nat;
    shippingAddress : Address;
    status : OrderStatus;
    placedAt : Time.Time;
  };

  public type Address = {
    street : Text;
    city : Text;
    zip : Text;
    country : Text;
  };

  public type UserProfile = {
    name : Text;
    email : Text;
    address : ?Address;
  };

  public type Review = {
    author : Principal;
    authorName : Text;
    rating : Nat;
    comment : Text;
    timestamp : Time.Time;
  };

  public type Coupon = {
    code : Text;
    kind : { #percent : Nat; #fixed : Nat };
    minTotal : Nat;
    var usesLeft : Nat;
  };

  public type SalesReport = {
    totalRevenue : Nat;
    orderCount : Nat;
    averageOrderValue : Float;
    bestSellers : [(Text, Nat)];
    byStatus : [(Text, Nat)];
  };

  // State
  let accessControlState = AccessControl.initState();
  include MixinAuthorization(accessControlState);

  let products = Map.empty<ProductId, Product>();
  let carts = Map.empty<Principal, List.List<CartItem>>();
  let orders = Map.empty<Nat, ShopOrder>();
  let userProfiles = Map.empty<Principal, UserProfile>();
  let reviews = Map.empty<ProductId, List.List<Review>>();
  let wishlists = Map.empty<Principal, Set.Set<ProductId>>();
  let coupons = Map.empty<Text, Coupon>();
  var nextProductId : ProductId = 1;
  var nextOrderId = 1;
  transient let maxCartItems = 20;

  // User profiles
  public query ({ caller }) func getCallerUserProfile() : async ?UserProfile {
    if (not (AccessControl.hasPermission(accessControlState, caller, #user))) {
      Runtime.trap("Unauthorized: Only users can view profiles");
    };
    userProfiles.get(caller);
  };

  public query ({ caller }) func getUserProfile(user : Principal) : async ?UserProfile {
    if (caller != user and not AccessControl.isAdmin(accessControlState, caller)) {
      Runtime.trap("Unauthorized: Can only view your own profile");
    };
    userProfiles.get(user);
  };

  public shared ({ caller }) func saveCallerUserProfile(profile : UserProfile) : async () {
    if (not (AccessControl.hasPermission(accessControlState, caller, #user))) {
      Runtime.trap("Unauthorized: Only users can save profiles");
    };
    if (not profile.email.contains(#char '@')) {
      Runtime.trap("Invalid email address: " # profile.email);
    };
    userProfiles.add(caller, profile);
  };

  // Products
  public shared ({ caller }) func createProduct(
    name : Text,
    description : Text,
    priceCents : Nat,
    stock : Nat,
    category : Category,
    tags : [Text],
  ) : async ProductId {
    if (not (AccessControl.hasPermission(accessControlState, caller, #admin))) {
      Runtime.trap("Unauthorized: Only admins can create products");
    };
    if (name.trim(#char ' ') == "") { Runtime.trap("Product name cannot be empty") };
    let id = nextProductId;
    nextProductId += 1;
    let product : Product = {
      id;
      name;
      description;
      priceCents;
      stock;
      category;
      tags = tags.map(func(tag) { tag.toLower() });
      createdAt = Time.now();
      discountPercent = null;
      isActive = true;
    };
    products.add(id, product);
    id;
  };

  func getProductOrTrap(id : ProductId) : Product {
    switch (products.get(id)) {
      case (?product) { product };
      case (null) { Runtime.trap("Product " # id.toText() # " not found") };
    };
  };

  public shared ({ caller }) func updateStock(id : ProductId, delta : Int) : async Nat {
    if (not AccessControl.isAdmin(accessControlState, caller)) {
      Runtime.trap("Unauthorized: Only admins can update stock");
    };
    let product = getProductOrTrap(id);
    let newStock : Int = product.stock + delta;
    if (newStock < 0) {
      Runtime.trap("Stock cannot be negative: " # newStock.toText());
    };
    let stock = Int.abs(newStock);
    products.add(id, { product with stock });
    stock;
  };

  public shared ({ caller }) func setDiscount(id : ProductId, percent : ?Nat) : async () {
    if (not AccessControl.isAdmin(accessControlState, caller)) {
      Runtime.trap("Unauthorized: Only admins can set discounts");
    };
    switch (percent) {
      case (?p) { if (p > 90) { Runtime.trap("Discount too large") } };
      case (null) {};
    };
    products.add(id, { getProductOrTrap(id) with discountPercent = percent });
  };

  public query func listProducts() : async [Product] {
    products.values().filter(func(p) { p.isActive }).toArray().sort();
  };

  public query func listProductsByPrice() : async [(Text, Nat)] {
    products.values().toArray().sort(Product.compareByPrice).map(func(p) { (p.name, p.finalPrice()) });
  };

  public query func searchProducts(term : Text, category : ?Category) : async [Product] {
    let needle = term.toLower();
    let results = List.empty<Product>();
    for ((_, product) in products.entries()) {
      let matchesText = product.name.toLower().contains(#text needle) or product.tags.any(func(tag) { tag == needle });
      let matchesCategory = switch (category) {
        case (null) { true };
        case (?c) { c == product.category };
      };
      if (matchesText and matchesCategory) {
        results.add(product);
      };
    };
    results.toArray();
  };

  // Cart
  public shared ({ caller }) func addToCart(productId : ProductId, quantity : Nat) : async Nat {
    requireUser(caller, "use the cart");
    if (quantity == 0) { Runtime.trap("Quantity must be positive") };
    let product = getProductOrTrap(productId);
    let cart = switch (carts.get(caller)) {
      case (?existing) { existing };
      case (null) {
        let fresh = List.empty<CartItem>();
        carts.add(caller, fresh);
        fresh;
      };
    };
    if (cart.size() >= maxCartItems) { Runtime.trap("Cart is full") };
    let already = cart.find(func(item) { item.productId == productId });
    let wanted = switch (already) {
      case (?item) { item.quantity + quantity };
      case (null) { quantity };
    };
    if (wanted > product.stock) {
      Runtime.trap("Only " # product.stock.toText() # " of " # product.name # " left");
    };
    switch (already) {
      case (?_) {
        cart.mapInPlace(
          func(item) {
            if (item.productId == productId) { { item with quantity = wanted } } else { item };
          }
        );
      };
      case (null) { cart.add({ productId; quantity }) };
    };
    cart.size();
  };

  public query ({ caller }) func getCart() : async [CartItem] {
    switch (carts.get(caller)) {
      case (null) { [] };
      case (?cart) { cart.toArray() };
    };
  };

  public shared ({ caller }) func removeFromCart(productId : ProductId) : async () {
    requireUser(caller, "use the cart");
    switch (carts.get(caller)) {
      case (null) { Runtime.trap("Cart is empty") };
      case (?cart) {
        let kept = cart.filter(func(item) { item.productId != productId });
        carts.add(caller, kept);
      };
    };
  };

  // Coupons
  public shared ({ caller }) func createCoupon(code : Text, kind : { #percent : Nat; #fixed : Nat }, minTotal : Nat, uses : Nat) : async () {
    if (not AccessControl.isAdmin(accessControlState, caller)) {
      Runtime.trap("Unauthorized: Only admins can create coupons");
    };
    let key = code.toUpper();
    if (coupons.containsKey(key)) { Runtime.trap("Coupon already exists") };
    coupons.add(key, { code = key; kind; minTotal; var usesLeft = uses });
  };

  func applyCoupon(code : ?Text, total : Nat) : Nat {
    let ?text = code else return total;
    let ?coupon = coupons.get(text.toUpper()) else Runtime.trap("Unknown coupon: " # text);
    if (coupon.usesLeft == 0) { Runtime.trap("Coupon is used up") };
    if (total < coupon.minTotal) { return total };
    coupon.usesLeft -= 1;
    switch (coupon.kind) {
      case (#percent p) { total - total * Nat.min(p, 100) / 100 };
      case (#fixed amount) { if (amount >= total) { 0 } else { total - amount } };
    };
  };

  // Orders
  public shared ({ caller }) func checkout(address : Address, couponCode : ?Text) : async ShopOrder {
    requireUser(caller, "place orders");
    let cart = switch (carts.get(caller)) {
      case (?cart) { if (cart.isEmpty()) { Runtime.trap("Cart is empty") } else { cart } };
      case (null) { Runtime.trap("Cart is empty") };
    };
    var total = 0;
    let lines = cart.toArray().map(
      func(item) {
        let product = getProductOrTrap(item.productId);
        if (product.stock < item.quantity) {
          Runtime.trap("Not enough stock for " # product.name);
        };
        let subtotal = product.finalPrice() * item.quantity;
        total += subtotal;
        { product; quantity = item.quantity; subtotal };
      }
    );
    for (line in lines.values()) {
      products.add(line.product.id, { line.product with stock = line.product.stock - line.quantity : Nat });
    };
    let order : ShopOrder = {
      id = nextOrderId;
      customer = caller;
      lines;
      total = applyCoupon(couponCode, total);
      shippingAddress = address;
      status = #pending;
      placedAt = Time.now();
    };
    orders.add(nextOrderId, order);
    nextOrderId += 1;
    cart.clear();
    order;
  };

  func statusName(status : OrderStatus) : Text {
    switch (status) {
      case (#pending) { "pending" };
      case (#paid(_)) { "paid" };
      case (#shipped { carrier }) { "shipped by " # carrier };
      case (#delivered) { "delivered" };
      case (#cancelled reason) { "cancelled: " # reason };
    };
  };

  public shared ({ caller }) func updateOrderStatus(orderId : Nat, status : OrderStatus) : async Text {
    if (not AccessControl.isAdmin(accessControlState, caller)) {
      Runtime.trap("Unauthorized: Only admins can update orders");
    };
    switch (orders.get(orderId)) {
      case (null) { Runtime.trap("Order not found") };
      case (?order) {
        switch (order.status, status) {
          case (#cancelled _ or #delivered, _) {
            Runtime.trap("Order is already closed: " # statusName(order.status));
          };
          case (_, #cancelled _) {
            for ({ product; quantity } in order.lines.values()) {
              let current = getProductOrTrap(product.id);
              products.add(product.id, { current with stock = current.stock + quantity });
            };
          };
          case (#pending, #shipped _) { Runtime.trap("Order must be paid first") };
          case _ {};
        };
        orders.add(orderId, { order with status });
        statusName(status);
      };
    };
  };

  public query ({ caller }) func getMyOrders() : async [{ id : Nat; total : Nat; status : Text; items : [(Text, Nat)] }] {
    orders.values().filter(func(o : ShopOrder) : Bool { o.customer == caller }).map(
      func(o : ShopOrder) : { id : Nat; total : Nat; status : Text; items : [(Text, Nat)] } {
        {
          id = o.id;
          total = o.total;
          status = statusName(o.status);
          items = o.lines.map(func(l) { (l.product.name, l.quantity) });
        };
      }
    ).toArray().reverse();
  };

  // Reviews
  public shared ({ caller }) func addReview(productId : ProductId, rating : Nat, comment : Text) : async Float {
    requireUser(caller, "write reviews");
    if (rating < 1 or rating > 5) { Runtime.trap("Rating must be between 1 and 5") };
    ignore getProductOrTrap(productId);
    let bought = orders.values().any(
      func(order) { order.customer == caller and order.lines.any(func(line) { line.product.id == productId }) }
    );
    if (not bought) { Runtime.trap("You can only review products you bought") };
    let authorName = switch (userProfiles.get(caller)) {
      case (?{ name }) { name };
      case (null) { "Anonymous" };
    };
    let review : Review = { author = caller; authorName; rating; comment; timestamp = Time.now() };
    switch (reviews.get(productId)) {
      case (?list) { list.add(review) };
      case (null) { reviews.add(productId, List.singleton<Review>(review)) };
    };
    averageRating(productId);
  };

  func averageRating(productId : ProductId) : Float {
    switch (reviews.get(productId)) {
      case (null) { 0.0 };
      case (?list) {
        let sum = list.foldLeft(0, func(acc : Nat, r : Review) : Nat { acc + r.rating });
        sum.toFloat() / list.size().toFloat();
      };
    };
  };

  public query func getReviews(productId : ProductId) : async { average : Float; reviews : [(Text, Nat, Text)] } {
    let all = switch (reviews.get(productId)) { case (?l) { l.toArray() }; case (null) { [] } };
    {
      average = averageRating(productId);
      reviews = all.map<Review, (Text, Nat, Text)>(func(r) { (r.authorName, r.rating, r.comment) });
    };
  };

  // Wishlist
  public shared ({ caller }) func toggleWishlist(productId : ProductId) : async Bool {
    requireUser(caller, "have a wishlist");
    let wishlist = switch (wishlists.get(caller)) {
      case (?set) { set };
      case (null) {
        let set = Set.empty<ProductId>();
        wishlists.add(caller, set);
        set;
      };
    };
    if (wishlist.contains(productId)) {
      wishlist.remove(productId);
      false;
    } else {
      wishlist.add(productId);
      true;
    };
  };

  public query ({ caller }) func getWishlist() : async [Product] {
    switch (wishlists.get(caller)) {
      case (null) { [] };
      case (?set) { set.values().filterMap(func(id) { products.get(id) }).toArray() };
    };
  };

  // Reporting
  public query ({ caller }) func getSalesReport() : async SalesReport {
    if (not (AccessControl.hasPermission(accessControlState, caller, #admin))) {
      Runtime.trap("Unauthorized: Only admins can view reports");
    };
    let soldByProduct = Map.empty<Text, Nat>();
    let byStatus = Map.empty<Text, Nat>();
    var totalRevenue = 0;
    for (order in orders.values()) {
      let key = statusName(order.status);
      byStatus.add(key, (switch (byStatus.get(key)) { case (?n) n; case null 0 }) + 1);
      switch (order.status) {
        case (#cancelled _) {};
        case (_) {
          totalRevenue += order.total;
          for (line in order.lines.vals()) {
            let sold = switch (soldByProduct.get(line.product.name)) {
              case (?n) { n };
              case (null) { 0 };
            };
            soldByProduct.add(line.product.name, sold + line.quantity);
          };
        };
      };
    };
    let orderCount = orders.size();
    {
      totalRevenue;
      orderCount;
      averageOrderValue = if (orderCount == 0) { 0.0 } else { Float.fromInt(totalRevenue) / Float.fromInt(orderCount) };
      bestSellers = soldByProduct.entries().toArray().sort(func((_, a), (_, b)) { Nat.compare(b, a) }).sliceToArray(0, 3);
      byStatus = byStatus.toArray();
    };
  };
};
