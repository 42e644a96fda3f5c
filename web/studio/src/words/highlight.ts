// Enough of a lexer to colour Motoko, JavaScript, JSON, CSS and HTML for reading. One line at a time, so that a
// difference can be coloured too; a comment over several lines is carried on by `state`.

export interface Token {
  kind: "word" | "keyword" | "type" | "string" | "number" | "comment" | "plain";
  text: string;
}

const MOTOKO = "actor and assert async await break case catch class composite continue debug debug_show do else false finally flexible for from_candid func if ignore implicit import in include let loop mixin module not null object or persistent private public query return shared stable switch system this throw to_candid transient true try type var while with";
const SCRIPT = "as async await break case catch class const continue default delete do else export extends false finally for from function if import in instanceof interface let new null of return static super switch this throw true try type typeof undefined var void while yield";
const KEYWORDS: Record<string, Set<string>> = {
  mo: new Set(MOTOKO.split(" ")),
  js: new Set(SCRIPT.split(" ")),
  json: new Set(["true", "false", "null"]),
};

export function languageOf(path: string): string {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return { mo: "mo", js: "js", mjs: "js", ts: "js", tsx: "js", jsx: "js", json: "json", css: "css", html: "html", svg: "html" }[ending] ?? "text";
}

const PATTERNS: Record<string, RegExp> = {
  mo: /(\/\/.*$|\/\*.*?(?:\*\/|$))|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)+')|\b(\d[\w.]*)|([A-Za-z_]\w*)/g,
  js: /(\/\/.*$|\/\*.*?(?:\*\/|$))|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|\b(\d[\w.]*)|([A-Za-z_$][\w$]*)/g,
  json: /(\0)|("(?:[^"\\]|\\.)*"?)|(-?\b\d[\w.+-]*)|([A-Za-z_]\w*)/g,
  css: /(\/\*.*?(?:\*\/|$))|("[^"]*"?|'[^']*'?)|(#[0-9a-fA-F]{3,8}\b|\b\d[\w.%]*)|(--?[A-Za-z][\w-]*|[A-Za-z@][\w-]*)/g,
  html: /(<!--.*?(?:-->|$))|("[^"]*"?|'[^']*'?)|(\0)|(<\/?[A-Za-z][\w-]*|\/?>)/g,
};
const OPEN: Record<string, [open: string, close: string]> = { mo: ["/*", "*/"], js: ["/*", "*/"], css: ["/*", "*/"], html: ["<!--", "-->"] };

/** Returns the tokens of a line, and whether a comment goes on into the next one. */
export function highlightLine(line: string, language: string, inComment = false): { tokens: Token[]; inComment: boolean } {
  const tokens: Token[] = [];
  const pattern = PATTERNS[language];
  const comment = OPEN[language];
  let at = 0;
  if (inComment && comment) {
    const close = line.indexOf(comment[1]);
    if (close < 0) return { tokens: [{ kind: "comment", text: line }], inComment: true };
    at = close + comment[1].length;
    tokens.push({ kind: "comment", text: line.slice(0, at) });
  }
  if (!pattern) return { tokens: [{ kind: "plain", text: line }], inComment: false };
  let open = false;
  pattern.lastIndex = at;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    if (match.index > at) tokens.push({ kind: "plain", text: line.slice(at, match.index) });
    at = match.index + match[0].length;
    tokens.push({ kind: kindOf(match, language), text: match[0] });
    if (match[1] && comment && match[1].startsWith(comment[0])) open = !match[1].endsWith(comment[1]) || match[1].length < comment[0].length + comment[1].length;
  }
  if (at < line.length) tokens.push({ kind: "plain", text: line.slice(at) });
  return { tokens, inComment: open };
}

function kindOf(match: RegExpExecArray, language: string): Token["kind"] {
  if (match[1]) return "comment";
  if (match[2]) return "string";
  if (match[3]) return "number";
  const word = match[4] ?? "";
  if (language === "html") return "keyword";
  if (KEYWORDS[language]?.has(word)) return "keyword";
  return /^[A-Z]/.test(word) && language !== "css" ? "type" : "word";
}
