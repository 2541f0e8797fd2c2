// Puts a .br and a .gz beside each text file of static/vendor; the server hands out whichever the browser takes.
// Run it after assets.mjs.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const vendor = join(dirname(fileURLToPath(import.meta.url)), "../src/hospitium/static/vendor");
const TEXT = new Set([".css", ".js", ".svg"]);

let [before, after] = [0, 0];
for (const name of readdirSync(vendor, { recursive: true })) {
  if (!TEXT.has(extname(name))) continue;
  const content = readFileSync(join(vendor, name));
  const small = brotliCompressSync(content);
  writeFileSync(join(vendor, `${name}.br`), small);
  writeFileSync(join(vendor, `${name}.gz`), gzipSync(content, { level: 9 }));
  [before, after] = [before + content.length, after + small.length];
}
console.log(`assets: ${Math.round(before / 1000)} kB compressed to ${Math.round(after / 1000)} kB`);
