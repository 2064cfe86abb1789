// Builds what the pages need into src/sousveil/show/static/built/: scripts, styles, basemap, names of countries.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { basemap, countryNames } from "./basemap.mjs";

const require = createRequire(import.meta.url);
const out = new URL("../src/sousveil/show/static/built/", import.meta.url).pathname;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

await build({
  entryPoints: [
    "src/app.ts",
    "src/map.ts",
    "src/source.ts",
    "src/network.ts",
    "src/review.ts",
    "src/writing.ts",
    "src/app.css",
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  logLevel: "warning",
});

copyFileSync("src/icon.svg", `${out}icon.svg`);

const atlas = (scale) =>
  JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${scale}.json`), "utf8"));
writeFileSync(
  `${out}basemap.json`,
  JSON.stringify({ world: basemap(atlas("110m"), 40), region: basemap(atlas("50m"), 0) }),
);
writeFileSync(`${out}countries.json`, JSON.stringify(countryNames()));
// Last: its presence says that the build is whole.
writeFileSync(`${out}.stamp`, "");
