// One helper between the browser tests and the program: a server on a data folder of its own, and a browser.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const BINARY = process.env.SELFWRIGHT_BINARY ?? join(ROOT, "target/debug/selfwright");
const FOLDERS = (process.env.PATH ?? "").split(delimiter);
const CHROMIUM = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  .filter((name) => name)
  .flatMap((name) => (name.includes("/") ? [name] : FOLDERS.map((folder) => join(folder, name))))
  .find((path) => existsSync(path));

/** Why the tests cannot run here, or false. */
export const skip = !CHROMIUM
  ? "no Chromium: install the package `chromium`, or name one in $CHROMIUM"
  : !existsSync(BINARY)
    ? `no program at ${BINARY}: cargo build -p cli`
    : false;

/** Starts a server on a free port and a folder of its own. */
export async function startServer() {
  const data = mkdtempSync(join(tmpdir(), "selfwright-"));
  const server = await launch(data);
  return {
    data,
    ...server,
    /** Runs a verb of the command line and returns what it printed. */
    run: (...args) => verb(data, args),
    /** Ends the process at once and starts another on the same folder and port. */
    async crash() {
      this.process.kill("SIGKILL");
      await new Promise((resolve) => this.process.once("exit", resolve));
      Object.assign(this, await launch(data, this.port));
    },
    async stop() {
      this.process.kill("SIGINT");
      await new Promise((resolve) => this.process.once("exit", resolve));
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function launch(data, port = 0) {
  const process = spawn(BINARY, ["up", "--data", data, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  const studio = await new Promise((resolve, reject) => {
    process.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
    process.stdout.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\/\/localhost:\d+\/#token=\w+/.exec(printed);
      if (found) resolve(found[0]);
    });
  });
  return { process, studio, port: Number(new URL(studio).port) };
}

function verb(data, args) {
  const { status, stdout, stderr } = spawnSync(BINARY, [...args, "--data", data], { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

/** Starts a browser. Each page with a context of its own is somebody else's. */
export async function startBrowser() {
  const { chromium } = createRequire(import.meta.url)("playwright-core");
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
}

/** Opens a page as a new visitor and collects what goes wrong on it. */
export async function visit(browser, url, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(String(error)));
  await page.goto(url);
  return page;
}
