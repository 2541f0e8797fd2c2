// Copies what the pages need from node_modules into src/hospitium/static/vendor
// and joins the stylesheets into one file. Run it after `npm ci --ignore-scripts`.

import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const styles = join(root, "src/hospitium/static/css");
const vendor = join(root, "src/hospitium/static/vendor");

const KERN = "@kern-ux/native";
const KERN_FONTS = ["Regular", "Italic", "Medium", "SemiBold"];
const LICENCES = { [KERN]: "kern/LICENSE.md", "lucide-static": "icons-LICENSE.txt", "world-atlas": "world/LICENSE.txt" };
const MAPS = ["countries-110m.json", "countries-50m.json"];

// The order is the order of the joined file; every file in static/css must be named.
const STYLES = [
  "tokens", "base", "layout",
  "actions", "brand", "chip", "note", "panel", "source", "table", "facts", "figures", "lines", "timeline", "steps", "seats",
  "tabs", "forms", "upload", "filters", "pagination", "messages", "empty", "conflict", "coverage", "diff", "confirm",
  "dialog", "breadcrumbs", "head", "language", "command", "topbar", "nav", "hit", "demo", "plain", "guest",
  "public-site", "public-hero", "public-bands",
  "charts", "day-grid", "findings", "print",
];

const ICONS = [
  "arrow-down", "arrow-right", "arrow-up", "award", "bell", "book-open", "building-2", "bus", "calendar",
  "calendar-days", "calendar-x", "check", "chevron-down", "chevron-left", "chevron-right", "chevrons-up-down",
  "circle-alert", "circle-check", "circle-dashed", "circle-help", "circle-pause", "circle-x", "clock", "coffee",
  "contact", "download", "euro", "eye", "file-down", "file-text", "file-up", "filter", "glass-water", "globe",
  "hand-helping", "handshake", "headphones", "history", "hourglass", "inbox", "info", "key-round", "keyboard",
  "landmark", "languages", "lightbulb", "link", "list-checks", "lock", "log-in", "log-out", "mail", "map", "map-pin",
  "menu", "messages-square", "minus", "monitor", "moon", "moon-star", "move", "newspaper", "octagon-alert", "pencil",
  "phone", "plane-landing", "plane-takeoff", "plus", "printer", "repeat", "rss", "save", "search", "send", "settings",
  "shield", "sliders-horizontal", "star", "sun", "tags", "trash-2", "triangle-alert", "undo-2", "upload", "user-round",
  "user-round-x", "users", "utensils", "x",
];

function stop(message) {
  console.error(`assets: ${message}`);
  process.exit(1);
}

function read(...parts) {
  return readFileSync(join(...parts), "utf8");
}

function write(name, text) {
  mkdirSync(dirname(join(vendor, name)), { recursive: true });
  writeFileSync(join(vendor, name), text);
}

function copy(from, to) {
  mkdirSync(dirname(join(vendor, to)), { recursive: true });
  copyFileSync(join(modules, from), join(vendor, to));
}

function copyLicences() {
  for (const [name, target] of Object.entries(LICENCES)) {
    const file = readdirSync(join(modules, name)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) stop(`${name} carries no licence text`);
    copy(join(name, file), target);
  }
  copyFileSync(join(root, "scripts/licences/fira-sans-OFL.txt"), join(vendor, "kern/fira-sans-OFL.txt"));
}

// Only the faces we use; the rules of the others go with their files.
function kernFonts() {
  const faces = read(modules, KERN, "dist/fonts/fira-sans.css").match(/@font-face\s*{[^}]*}/g);
  return KERN_FONTS.map((style) => {
    const file = `fira-sans/FiraSans-${style}.woff2`;
    const face = faces.find((rule) => rule.includes(file)) ?? stop(`KERN has no face ${style}`);
    copy(join(KERN, "dist/fonts", file), join("kern/fonts", file));
    return face.replace(`./${file}`, `kern/fonts/${file}`).replace(/}$/, "  font-display: swap;\n}");
  }).join("\n");
}

// The documents need the same faces as TrueType: Typst reads no WOFF2 and has no sans face of its own.
async function documentFonts() {
  const { default: woff2 } = await import(join(modules, "wawoff2/index.js"));
  mkdirSync(join(vendor, "fonts"), { recursive: true });
  for (const style of KERN_FONTS) {
    const packed = readFileSync(join(modules, KERN, `dist/fonts/fira-sans/FiraSans-${style}.woff2`));
    writeFileSync(join(vendor, "fonts", `FiraSans-${style}.ttf`), await woff2.decompress(packed));
  }
}

function kernStyles() {
  return read(modules, KERN, "dist/kern.min.css").replace(/^\uFEFF?@charset "[^"]*";/, "");
}

function joinStyles() {
  const found = readdirSync(styles).filter((name) => name.endsWith(".css")).map((name) => name.slice(0, -4));
  const unnamed = found.filter((name) => !STYLES.includes(name));
  const missing = STYLES.filter((name) => !found.includes(name));
  if (unnamed.length) stop(`not in the declared order: ${unnamed.join(", ")}`);
  if (missing.length) stop(`declared but not in static/css: ${missing.join(", ")}`);
  write("hospitium.css", [
    '@charset "UTF-8";',
    "@layer kern, tokens, base, layout, components, charts, print;",
    kernFonts(),
    `@layer kern {\n${kernStyles()}\n}`,
    ...STYLES.map((name) => read(styles, `${name}.css`).trim()),
  ].join("\n") + "\n");
}

// Where an item of the day grid begins and how long it lasts, in rows of five minutes; pages need no inline styles.
function slotStyles() {
  const rules = (count, rule) => Array.from({ length: count }, (_, index) => rule(index + 1)).join("\n");
  write("hospitium-slots.css", [
    "@layer components {",
    "@media screen and (min-width: 56rem) {",
    rules(288, (row) => `.at-${row}{grid-row-start:${row}}.for-${row}{grid-row-end:span ${row}}`),
    rules(12, (column) => `.from-${column}{grid-column-start:${column}}.wide-${column}{grid-column-end:span ${column}}`),
    "}",
    "}",
  ].join("\n") + "\n");
}

function buildSprite() {
  const symbols = ICONS.map((name) => {
    const file = join(modules, "lucide-static/icons", `${name}.svg`);
    if (!existsSync(file)) stop(`lucide-static has no icon ${name}`);
    const shapes = read(file).match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
  });
  write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

for (const name of Object.keys(LICENCES)) {
  if (!existsSync(join(modules, name))) stop(`${name} is not installed; run \`npm ci --ignore-scripts\` first`);
}
rmSync(vendor, { recursive: true, force: true });
copyLicences();
joinStyles();
slotStyles();
buildSprite();
await documentFonts();
for (const name of MAPS) copy(join("world-atlas", name), join("world", name));
console.log(`assets: ${STYLES.length} stylesheets, ${ICONS.length} icons, ${KERN_FONTS.length} fonts, ${MAPS.length} maps`);
