// Recipes: scaled to a number of guests, a shopping list over several, stars, search by what is in the fridge.
import Array "mo:core/Array";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Types "Types";
import Split "migrations/split";

(with migration = Split.run)
actor {
  type Recipe = Types.Recipe;
  type Ingredient = Types.Ingredient;
  type Draft = { title : Text; serves : Nat; ingredients : [Ingredient]; steps : [Text] };
  type Card = { id : Nat; title : Text; stars : ?Float; minutes : Nat; missing : [Text] };

  let recipes = Map.empty<Nat, Recipe>();
  var nextId = 1;
  let pantry = Map.empty<Principal, Set.Set<Text>>();

  func get(id : Nat) : Recipe {
    let ?recipe = recipes.get(id) else Runtime.trap("There is no recipe " # id.toText());
    recipe;
  };

  func check(draft : Draft) : ?Text {
    if (draft.title.size() < 3) { return ?"a title has at least 3 characters" };
    if (draft.serves == 0 or draft.serves > 50) { return ?"for 1 to 50 people" };
    if (draft.ingredients.size() == 0) { return ?"nothing comes of nothing" };
    for ({ name; amount } in draft.ingredients.values()) {
      if (amount == 0) { return ?("how much " # name # "?") };
    };
    null;
  };

  public shared ({ caller }) func add(draft : Draft) : async { #ok : Nat; #err : Text } {
    if (caller.isAnonymous()) { return #err("sign in") };
    switch (check(draft)) {
      case (?why) { #err why };
      case null {
        let id = nextId;
        nextId += 1;
        recipes.add(id, { draft with author = caller; ratings = Map.empty<Principal, Nat>() });
        #ok id;
      };
    };
  };

  public shared ({ caller }) func change(id : Nat, draft : Draft) : async { #ok; #err : Text } {
    let old = get(id);
    if (old.author != caller) { return #err("Unauthorized: Only the author can change a recipe") };
    switch (check(draft)) {
      case (?why) { #err why };
      case null {
        recipes.add(id, { old with title = draft.title.trim(#char ' '); serves = draft.serves; ingredients = draft.ingredients; steps = draft.steps });
        #ok;
      };
    };
  };

  public shared ({ caller }) func rate(id : Nat, stars : Nat) : async ?Float {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: sign in") };
    if (stars < 1 or stars > 5) { Runtime.trap("1 to 5 stars, not " # stars.toText()) };
    let recipe = get(id);
    if (recipe.author == caller) { Runtime.trap("No stars for oneself") };
    recipe.ratings.add(caller, stars);
    mean(recipe);
  };

  func mean(recipe : Recipe) : ?Float {
    let count = recipe.ratings.size();
    if (count == 0) { return null };
    let sum = recipe.ratings.values().foldLeft(0, Nat.add);
    ?(sum.toFloat() / count.toFloat());
  };

  func scale(ingredient : Ingredient, from : Nat, to : Nat) : Ingredient {
    // Rounded up: too much is better than too little.
    { ingredient with amount = (ingredient.amount * to + from - 1) / from : Nat };
  };

  public query func forGuests(id : Nat, guests : Nat) : async [Ingredient] {
    let { serves; ingredients } = get(id);
    ingredients.map(func(i) { scale(i, serves, guests) });
  };

  func unitOrder(unit : Types.Unit) : Nat { switch unit { case (#gram) 0; case (#millilitre) 1; case (#piece) 2; case (#spoon) 3 } };

  func keyCompare((n1, u1) : (Text, Types.Unit), (n2, u2) : (Text, Types.Unit)) : Order.Order {
    switch (n1.compare(n2)) {
      case (#equal) { Nat.compare(unitOrder(u1), unitOrder(u2)) };
      case order { order };
    };
  };

  public query ({ caller }) func shopping(wanted : [{ id : Nat; guests : Nat }]) : async [Text] {
    let sums = Map.empty<(Text, Types.Unit), Nat>();
    let have = pantry.get(caller).get(Set.empty<Text>());
    for ({ id; guests } in wanted.values()) {
      let recipe = get(id);
      for (i in recipe.ingredients.values()) {
        let { name; unit; amount } = scale(i, recipe.serves, guests);
        if (not have.contains(name.toLower())) {
          let key = (name.toLower(), unit);
          sums.add(keyCompare, key, amount + sums.get(keyCompare, key).get(0));
        };
      };
    };
    sums.entries().map(func(((name, unit), amount)) { show({ name; unit; amount }) }).toArray();
  };

  func show({ name; amount; unit } : Ingredient) : Text {
    switch unit {
      case (#gram) { if (amount >= 1000 and amount % 100 == 0) { Float.format(amount.toFloat() / 1000.0, #fix 1) # " kg " # name } else { amount.toText() # " g " # name } };
      case (#millilitre) { amount.toText() # " ml " # name };
      case (#piece) { amount.toText() # " " # name };
      case (#spoon) { amount.toText() # (if (amount == 1) { " spoon " } else { " spoons " }) # name };
    };
  };

  public shared ({ caller }) func stock(names : [Text]) : async Nat {
    let set = Set.fromIter(names.values().map(Text.toLower));
    switch (pantry.get(caller)) {
      case (?old) { pantry.add(caller, Set.union(old, set)) };
      case null { pantry.add(caller, set) };
    };
    pantry.get(caller).unwrap().size();
  };

  public query ({ caller }) func search(words : Text, cookable : Bool) : async [Card] {
    let have = pantry.get(caller).get(Set.empty<Text>());
    let found = List.empty<Card>();
    for ((id, recipe) in recipes.entries()) {
      let hay = recipe.title.toLower() # " " # recipe.ingredients.map(func(i) { i.name.toLower() }).values().join(" ");
      let missing = recipe.ingredients.map(func(i) { i.name }).filter(func(n) { not have.contains(n.toLower()) });
      if (words.toLower().tokens(#char ' ').all(func(w) { hay.contains(#text w) }) and (not cookable or missing.size() == 0)) {
        found.add({ id; title = recipe.title; stars = mean(recipe); minutes = 10 * recipe.steps.size(); missing });
      };
    };
    found.sortInPlace(
      func(a, b) {
        switch (a.stars, b.stars) {
          case (?x, ?y) { Float.compare(y, x) };
          case (?_, null) { #less };
          case (null, ?_) { #greater };
          case (null, null) { Nat.compare(a.id, b.id) };
        };
      }
    );
    found.toArray();
  };

  public query func steps(id : Nat) : async [Text] {
    get(id).steps.mapEntries(func(step, i) { (i + 1).toText() # ". " # step });
  };
};
