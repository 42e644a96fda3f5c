// What the mock pretends to understand.

export function understand(wish, app) {
  return app ? ofChange(wish) : ofNewApp(wish);
}

function ofNewApp(wish) {
  const name = /guest/i.test(wish) ? "Guest book" : (wish.toLowerCase().match(/[a-z]{4,}/g) ?? ["app"]).filter((w) => !["track", "keep", "with", "where", "want"].includes(w)).slice(0, 2).join("-");
  if (/asdf|^\W*$/.test(wish)) return { name: "app", understood: [], questions: [], notUnderstood: [wish.slice(0, 80)] };
  return {
    name,
    understood: ["A list of messages, each with a name and a message.", "The newest comes first.", "Visitors can add a message without signing in."],
    questions: [
      { id: "delete", text: "Who may delete a message?", options: ["Only me", "Whoever wrote it", "Nobody"], default: "Only me" },
      { id: "read", text: "Who may read the messages?", options: ["Everybody", "Only people who signed in"], default: "Everybody" },
    ],
    notUnderstood: /map|weather/i.test(wish) ? ["with a map of where they come from"] : [],
  };
}

function ofChange(wish) {
  if (/asdf/.test(wish)) return { name: "", understood: [], questions: [], notUnderstood: [wish.slice(0, 80)] };
  if (/remove|drop/i.test(wish)) return { name: "", understood: ["The field text of messages goes away, with its values."], questions: [], notUnderstood: [] };
  if (/question/i.test(wish)) return { name: "", understood: ["Messages can be hidden."], questions: [{ id: "hide", text: "Who may hide a message?", options: ["Only me", "Whoever wrote it"], default: "Only me" }], notUnderstood: [] };
  return { name: "", understood: ["Each message also has a city, which may be left out."], questions: [], notUnderstood: [] };
}
