// Lighthouse over the pages that come on standard input: {"root", "token", "chrome", "pages": [...]}. A line of JSON for
// each page on a desktop and on a phone: {"page", "form", "scores": {category: 0 to 100}, "failed": [audit, ...]}.
import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

// On a busy machine a browser may lose its trace; then it is measured again.
async function measured(address, options, config) {
  for (let tries = 1; ; tries += 1) {
    const { lhr } = await lighthouse(address, options, config);
    if (!lhr.runtimeError) return lhr;
    if (tries === 3) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  }
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const chrome = await launch({
  chromePath: asked.chrome,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  for (const page of asked.pages) {
    for (const form of ["desktop", "phone"]) {
      const options = {
        port: chrome.port,
        logLevel: "error",
        onlyCategories: ["accessibility", "best-practices", "performance"],
        extraHeaders: { Authorization: `Bearer ${asked.token}` },
      };
      const found = await measured(
        asked.root + page,
        options,
        form === "desktop" ? desktopConfig : undefined,
      );
      const { categories, audits } = found;
      const scores = Object.fromEntries(
        Object.values(categories).map((category) => [category.id, Math.round(100 * (category.score ?? 0))]),
      );
      const weighed = Object.values(categories)
        .filter((category) => category.id !== "performance")
        .flatMap((category) => category.auditRefs.filter((ref) => ref.weight > 0).map((ref) => ref.id));
      const failed = weighed.filter((id) => audits[id].score !== null && audits[id].score < 1);
      console.log(JSON.stringify({ page, form, scores, failed }));
    }
  }
} finally {
  chrome.kill();
}
