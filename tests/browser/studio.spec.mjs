// Drives the built Studio in headless Chromium against the mock of the platform's API (web/studio/mock).
//
//   npm --prefix web/studio ci && node --test tests/browser/studio.spec.mjs
//
// Chromium is taken from $CHROMIUM or where systems keep it; without one the tests are skipped and say so.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const STUDIO = fileURLToPath(new URL("../../web/studio/", import.meta.url));
const FOLDERS = (process.env.PATH ?? "").split(delimiter);
const CHROMIUM = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  .filter((name) => name)
  .flatMap((name) => (name.includes("/") ? [name] : FOLDERS.map((folder) => join(folder, name))))
  .find((path) => existsSync(path));
const skip = !CHROMIUM
  ? "no Chromium: install the package `chromium`, or name one in $CHROMIUM"
  : !existsSync(`${STUDIO}node_modules/playwright-core`)
    ? "run `npm --prefix web/studio ci` first"
    : false;

describe("the Studio", { skip, timeout: 900_000 }, () => {
  let browser;
  let mock;
  let startMock;
  const open = [];

  before(async () => {
    execFileSync("npm", ["run", "-s", "build", "--", "--logLevel", "warn"], { cwd: STUDIO, stdio: "inherit" });
    ({ startMock } = await import(`${STUDIO}mock/server.mjs`));
    const { chromium } = createRequire(`${STUDIO}package.json`)("playwright-core");
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
    mock = await startMock({ speed: 0.3 });
  });

  after(async () => {
    await browser?.close();
    await mock?.close();
  });

  afterEach(() => Promise.all(open.splice(0).map((context) => context.close())));

  /** A signed-in page. What it printed as an error, a violation of the security policy included, is in `page.errors`. */
  async function studio(server = mock, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.errors = [];
    page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
    page.on("pageerror", (error) => page.errors.push(String(error)));
    await page.goto(server.url);
    await page.getByLabel("Your wish").waitFor();
    open.push(context);
    return page;
  }
  const visit = (page, path, server = mock) => page.goto(`http://localhost:${server.port}/#${path}`);
  const say = async (page, app, wish) => {
    await page.getByLabel(`A wish for ${app}`).fill(wish);
    await page.keyboard.press("Enter");
  };
  const lastTurn = (page) => page.locator(".turn").last();
  const outcome = (page, text) => lastTurn(page).locator(".outcome", { hasText: text }).waitFor();

  test("the token leaves the address, and a reload stays signed in", async () => {
    const page = await studio();
    assert.ok(!page.url().includes("token"), page.url());
    await page.reload();
    await page.getByLabel("Your wish").waitFor();
    await page.locator(".approw", { hasText: "guest-house" }).waitFor();
    assert.deepEqual(page.errors, []);
  });

  test("a link for an owner is made, and an owner is taken off", async () => {
    const page = await studio();
    await visit(page, "/apps/guest-house/history");
    await page.getByText("None yet: on its page").waitFor();
    await page.getByRole("button", { name: "Make a link for an owner" }).click();
    await page.locator(".owners-link a[href*='#claim=']").waitFor();
    mock.apps.get("guest-house").owners = [{ principal: "2vxsx-fae", addedMs: Date.now() }];
    await page.reload();
    await page.getByRole("button", { name: "Take off 2vxsx-fae" }).click();
    await page.getByText("None yet: on its page").waitFor();
    assert.deepEqual(page.errors, []);
  });

  test("without a session a page says how to get the address again", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://localhost:${mock.port}/`);
    await page.getByRole("heading", { name: /not signed in/ }).waitFor();
    await page.getByText("selfwright up").first().waitFor();
    await page.goto(`http://localhost:${mock.port}/#token=wrong`);
    await page.reload();
    await page.getByText("carries no valid token").waitFor();
    await context.close();
  });

  test("a wish is asked about, built step by step, and its app opens beside it", async () => {
    const page = await studio();
    await page.getByLabel("Your wish").fill("A guest book: visitors leave their name and a message, newest first, with a map");
    await page.getByRole("button", { name: "Build it" }).click();
    await page.getByText("Visitors can add a message without signing in.").waitFor();
    await page.getByText("with a map of where they come from").waitFor();
    assert.ok(await page.getByRole("radio", { name: "Only me" }).isChecked(), "the default is chosen");
    await page.getByRole("radio", { name: "Whoever wrote it" }).check();
    await page.getByRole("button", { name: "Build it without that" }).click();
    await page.locator(".steps li[data-status=started]").first().waitFor();
    await outcome(page, "Release 1 is live");
    assert.match(page.url(), /#\/apps\/guestbook$/);
    assert.equal(mock.apps.get("guestbook").answers.delete, "Whoever wrote it");
    await page.frameLocator("iframe").getByRole("heading", { name: "guestbook" }).waitFor();
    const sandbox = await page.locator("iframe").getAttribute("sandbox");
    assert.ok(sandbox.includes("allow-scripts") && !sandbox.includes("top-navigation"), sandbox);
    await page.getByText(/7 steps in/).waitFor();
    assert.deepEqual(page.errors, []);
  });

  test("a name that is taken is told before anything is built", async () => {
    const page = await studio();
    await page.getByLabel("Your wish").fill("A guest book once more");
    await page.keyboard.press("Enter");
    await page.getByLabel("Its address").fill("guest-house");
    await page.getByText("There is already an app called guest-house.").waitFor();
    assert.ok(await page.getByRole("button", { name: "Build it" }).isDisabled());
  });

  test("nothing understood: nothing is built, and the way on is said", async () => {
    const page = await studio();
    await page.getByLabel("Your wish").fill("asdf jkl");
    await page.keyboard.press("Enter");
    await page.getByText(/Nothing here could be made into an app/).waitFor();
    assert.equal(await page.getByRole("button", { name: "Build it" }).count(), 0);
  });

  test("a safe change goes live without a question", async () => {
    const page = await studio();
    await visit(page, "/apps/guest-house");
    await say(page, "guest-house", "Each message also has an optional city");
    await outcome(page, "Release 5 is live");
    await lastTurn(page).locator(".verdict-word", { hasText: "Safe" }).waitFor();
    assert.deepEqual(page.errors, []);
  });

  test("a change that loses data asks; allowed one by one, it goes live after the last yes", async () => {
    const page = await studio();
    await visit(page, "/apps/guest-house");
    await say(page, "guest-house", "Remove the text of messages");
    await lastTurn(page).getByText("Drop messages.text: 1204 values lost").waitFor();
    await lastTurn(page).locator("tr", { hasText: "messages.text" }).getByText("−1,204").waitFor();
    await lastTurn(page).getByRole("checkbox", { name: /Drop messages.text/ }).check();
    await lastTurn(page).getByRole("button", { name: "Allow 1 of 2" }).click();
    await outcome(page, "It waits for the rest");
    assert.equal(mock.apps.get("guest-house").releases[0].status, "waiting");
    await page.getByRole("button", { name: "Allow it and release" }).click();
    await outcome(page, "Release 6 is live");
    assert.equal(await page.getByRole("button", { name: /^Allow/ }).count(), 0, "nothing is asked any more");
    assert.deepEqual(page.errors, []);
  });

  test("a change can be dropped", async () => {
    const page = await studio();
    await visit(page, "/apps/shop-list");
    await say(page, "shop-list", "Remove the text");
    await page.getByRole("button", { name: "Drop the change" }).click();
    await page.getByText("Dropped: nothing was changed").waitFor();
    assert.equal(mock.apps.get("shop-list").releases[0].status, "dismissed");
  });

  test("a refusal names the path, the reason and the way out", async () => {
    const page = await studio();
    await visit(page, "/apps/shop-list");
    await say(page, "shop-list", "Keep the first 10 and let everyone delete");
    await lastTurn(page).locator(".verdict-word", { hasText: "Refused" }).waitFor();
    await lastTurn(page).getByText("The migration keeps 10 of 18 rows", { exact: false }).waitFor();
    await lastTurn(page).getByText("Carry every row over", { exact: false }).waitFor();
    await lastTurn(page).getByText("Nothing was changed.").waitFor();
  });

  test("a draft that does not compile shows the diagnostic, and the wish can be said again", async () => {
    const page = await studio();
    await visit(page, "/apps/shop-list");
    await say(page, "shop-list", "something broken");
    await lastTurn(page).getByText("This record has no field mood.").waitFor();
    await lastTurn(page).getByRole("button", { name: "Change the words" }).click();
    assert.equal(await page.getByLabel("A wish for shop-list").inputValue(), "something broken");
  });

  test("a wish that changes nothing says so", async () => {
    const page = await studio();
    await visit(page, "/apps/shop-list");
    await say(page, "shop-list", "do nothing");
    await outcome(page, "Nothing was changed");
  });

  test("going back: with today's data at once; with the snapshot the loss is asked about", async () => {
    const page = await studio();
    await visit(page, "/apps/car-pool/releases");
    await page.getByRole("button", { name: "Go back to this" }).click();
    await page.getByRole("radio", { name: /The data as it was then/ }).check();
    await page.getByText("Everything written since then would be lost", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Count what would be lost" }).click();
    await lastTurn(page).getByText("Lose everything written since then: 87 messages").waitFor();
    await lastTurn(page).getByRole("button", { name: "Drop the change" }).click();
    await page.getByText("Dropped: nothing was changed").first().waitFor();
    await page.getByRole("button", { name: "Go back to this" }).click();
    await page.getByRole("button", { name: "Rehearse and go back" }).click();
    await outcome(page, "Release 3 is live");
  });

  test("a change made elsewhere appears while it happens", async () => {
    const page = await studio();
    await visit(page, "/apps/shop-list");
    await page.getByLabel("A wish for shop-list").waitFor();
    void mock.elsewhere("shop-list", "Each item also has an optional city");
    await lastTurn(page).locator(".steps li[data-status=started]").first().waitFor();
    await outcome(page, "Release 2 is live");
  });

  test("the server goes away: a banner; it comes back: everything loads again", async () => {
    const own = await startMock({ speed: 0.1 });
    const page = await studio(own);
    await visit(page, "/apps/guest-house/data", own);
    await page.getByText("Ada Lovelace").first().waitFor();
    await own.close();
    await page.getByText("The server does not answer.").first().waitFor();
    await page.getByText("Ada Lovelace").first().waitFor(); // what was loaded stays readable
    await say(page, "guest-house", "Add a city");
    await lastTurn(page).getByText("The Selfwright server does not answer.").waitFor();
    const again = await startMock({ port: own.port, speed: 0.1 });
    await page.locator(".away").waitFor({ state: "detached" });
    await lastTurn(page).getByRole("button", { name: "Say it again" }).click();
    await outcome(page, "Release 5 is live");
    await again.close();
  });

  test("data: rows as text, search, pages, export", async () => {
    const page = await studio();
    await visit(page, "/apps/guest-house/data/messages");
    await page.getByText("The soup! <b>The soup!</b>").first().waitFor(); // markup in data is text
    await page.getByText("1 to 100 of 1,204").waitFor();
    await page.getByRole("button", { name: "Later" }).click();
    await page.getByText("101 to 200 of 1,204").waitFor();
    await page.getByLabel("Search in the loaded rows").fill("grace october");
    await page.getByText(/^\d+ hits in/).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
    assert.equal(download.suggestedFilename(), "guest-house-messages.csv");
    const stream = await download.createReadStream();
    let text = "";
    for await (const chunk of stream) text += chunk;
    assert.equal(text.split("\r\n").length - 2, 1204, "every row, not only the loaded page");
    await visit(page, "/apps/guest-house/data/settings");
    await page.getByText('"title": "Guest book"').waitFor();
  });

  test("code, logs, history and calls", async () => {
    const page = await studio();
    await visit(page, "/apps/guest-house/code/2");
    await visit(page, "/apps/guest-house/code");
    await page.getByRole("button", { name: "frontend/main.js" }).click();
    await page.locator(".t-keyword", { hasText: "import" }).waitFor();
    await visit(page, "/apps/guest-house/logs");
    await page.getByText("only the owner may delete a message").waitFor();
    await visit(page, "/apps/guest-house/history");
    await page.getByText("the chain is whole", { exact: false }).waitFor();
    await visit(page, "/apps/guest-house/calls");
    await page.locator("summary", { hasText: "count" }).click();
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByText("(1204 : nat)").waitFor();
    assert.deepEqual(page.errors, []);
  });

  test("an app that is not there, and one that never was", async () => {
    const page = await studio();
    await visit(page, "/apps/nowhere");
    await page.getByText("There is no app called nowhere.").waitFor();
    await visit(page, "/new/unknown");
    await page.getByText("This wish is not known here").waitFor();
  });

  test("keyboard alone: from the wish to the running app", async () => {
    const own = await startMock({ speed: 0.1, empty: true });
    const page = await studio(own);
    await page.getByText("None yet.", { exact: false }).waitFor();
    await page.keyboard.type("A guest book");
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "Who may delete a message?" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.closest("label, button, a")?.textContent ?? document.activeElement?.tagName);
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Only me");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(), "Whoever wrote it");
    for (let i = 0; i < 6 && (await focused()) !== "Build it"; i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await outcome(page, "Release 1 is live");
    assert.equal(own.apps.get("guestbook").answers.delete, "Whoever wrote it");
    await page.keyboard.press("/");
    await page.keyboard.type("Each message also has a city");
    await page.keyboard.press("Enter");
    await outcome(page, "Release 2 is live");
    await own.close();
  });

  test("on a phone one thing at a time, nothing wider than the screen", async () => {
    const page = await studio(mock, { viewport: { width: 390, height: 844 } });
    for (const path of ["/", "/apps/guest-house", "/apps/guest-house/app", "/apps/guest-house/data", "/apps/guest-house/releases", "/apps/guest-house/code", "/apps/guest-house/history", "/apps/guest-house/calls"]) {
      await visit(page, path);
      await page.waitForTimeout(250);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 390, `${path} is ${width} px wide`);
    }
    await visit(page, "/apps/guest-house");
    assert.equal(await page.locator("iframe").isVisible(), false);
    await page.getByRole("link", { name: "App", exact: true }).click();
    await page.locator("iframe").waitFor();
    assert.equal(await page.getByLabel("A wish for guest-house").isVisible(), false);
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`no barrier that axe knows, ${colorScheme}`, async () => {
      const page = await studio(mock, { colorScheme, bypassCSP: true, reducedMotion: "reduce" });
      const found = [];
      const look = async (path) => {
        await visit(page, path);
        await page.waitForTimeout(500);
        if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: `${STUDIO}node_modules/axe-core/axe.min.js` });
        const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        for (const v of violations) found.push(`${path}: ${v.id}: ${v.nodes.map((n) => `${n.html.slice(0, 120)} (${n.any[0]?.message ?? ""})`).slice(0, 3).join(" | ")}`);
      };
      await visit(page, "/apps/shop-list");
      await say(page, "shop-list", "Remove the text");
      await page.getByRole("button", { name: "Drop the change" }).waitFor();
      for (const path of ["/", "/apps/shop-list", "/apps/guest-house", "/apps/guest-house/data", "/apps/guest-house/releases", "/apps/guest-house/code", "/apps/guest-house/calls", "/apps/guest-house/logs", "/apps/guest-house/history"]) await look(path);
      await visit(page, "/");
      await page.getByLabel("Your wish").fill("A guest book with a map");
      await page.keyboard.press("Enter");
      await page.getByLabel("Its address").waitFor();
      await look(page.url().split("#")[1]);
      assert.deepEqual(found, []);
      mock.apps.get("shop-list").releases.find((r) => r.status === "waiting").status = "dismissed";
    });
  }
});
