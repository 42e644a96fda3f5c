// The Studio: the owner's face of Selfwright. `state/` knows, `views/` shows, `words/` says; start reading at `App.tsx`.

import { createRoot } from "react-dom/client";
import "./styles/index.css";
import { App } from "./App.tsx";
import { start } from "./state/connection.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has the root element");
createRoot(root).render(<App />);
void start();
