// The script of the verifier file. In a page it takes badges; elsewhere (in tests) it offers the check alone.
import { checkContent } from "./verdict.js";
import { startPage } from "./page.js";

globalThis.ettleVerifier = { checkContent };
if (typeof document !== "undefined") startPage();
