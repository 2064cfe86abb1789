// Lighthouse over the pages that come on standard input: {"root", "token", "chrome", "pages": [...]}. A line of JSON for
// each page on a desktop and on a phone: {"page", "form", "scores": {category: 0 to 100}, "failed": [audit, ...]}.
import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const asked = JSON.parse(readFileSync(0, "utf8"));

function started() {
  return launch({
    chromePath: asked.chrome,
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

let chrome = await started();

// On a busy machine a browser may lose its trace; then another one measures the page again.
async function measured(address, options, config) {
  for (let tries = 1; ; tries += 1) {
    const { lhr } = await lighthouse(address, { ...options, port: chrome.port }, config);
    if (!lhr.runtimeError) return lhr;
    if (tries === 3) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    chrome.kill();
    chrome = await started();
  }
}

try {
  for (const page of asked.pages) {
    for (const form of ["desktop", "phone"]) {
      const options = {
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
