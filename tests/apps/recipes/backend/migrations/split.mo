// Lines like "200 g flour" become amount, unit and name; a like becomes five stars.
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Types "../Types";

module {
  public func ingredient(line : Text) : Types.Ingredient {
    let words = line.tokens(#char ' ').toArray();
    let rest = func(from : Nat) : Text { words.sliceToArray(from, words.size()).values().join(" ") };
    let ?amount = (if (words.size() == 0) { null } else { Nat.fromText(words[0]) }) else return { name = line; amount = 1; unit = #piece };
    switch (if (words.size() > 1) { words[1] } else { "" }) {
      case ("g" or "gram") { { name = rest(2); amount; unit = #gram } };
      case ("kg") { { name = rest(2); amount = amount * 1000; unit = #gram } };
      case ("ml") { { name = rest(2); amount; unit = #millilitre } };
      case ("l") { { name = rest(2); amount = amount * 1000; unit = #millilitre } };
      case ("spoon" or "spoons") { { name = rest(2); amount; unit = #spoon } };
      case _ { { name = rest(1); amount; unit = #piece } };
    };
  };

  public func run(old : { recipes : Map.Map<Nat, Types.V1.Recipe>; likes : List.List<(Nat, Principal)> }) : {
    recipes : Map.Map<Nat, Types.Recipe>;
  } {
    let recipes = old.recipes.map<Nat, Types.V1.Recipe, Types.Recipe>(
      func(id, r) {
        let ratings = Map.empty<Principal, Nat>();
        for ((liked, who) in old.likes.values()) { if (liked == id) { ratings.add(who, 5) } };
        {
          title = r.title;
          serves = 4;
          ingredients = r.ingredients.map(ingredient);
          steps = r.steps.split(#text ". ").filter(func(s) { s != "" }).toArray();
          author = r.author;
          ratings;
        };
      }
    );
    { recipes };
  };
};
