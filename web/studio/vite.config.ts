import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = `http://localhost:${process.env.SELFWRIGHT_PORT ?? 4944}`;

// The Studio is served by `selfwright up` under a strict content security policy: relative paths, nothing inlined.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
  // `npm run mock` beside `npm run dev`: the mock (or a real `selfwright up`, with SELFWRIGHT_PORT) answers the API.
  server: { port: 5173, proxy: { "/_/": { target: server, changeOrigin: true, headers: { origin: server } } } },
  test: { include: ["test/**/*.test.ts"] },
});
