// Makes the one script that Engram's pages carry.
//
//   node build.mjs <work folder> <bundle file>
//
// Packages are installed in the work folder from the lock file, never beside the sources. When nothing changed since
// the last run this ends at once. Any failure ends with status 1, one line that says why, and no bundle at all: an
// old bundle beside new sources would be worse than none.

import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync }
  from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const sources = dirname(fileURLToPath(import.meta.url));
const [workArgument, bundleArgument] = process.argv.slice(2);
if (!workArgument || !bundleArgument) {
  console.error("usage: node build.mjs <work folder> <bundle file>");
  process.exit(2);
}
const work = resolve(workArgument);
const bundle = resolve(bundleArgument);
const INSTALL_MINUTES = 5;

try {
  await main();
} catch (error) {
  rmSync(bundle, { force: true });
  console.error(error.message.split("\n")[0]);
  process.exit(1);
}

async function main() {
  const packageFiles = ["package.json", "package-lock.json", ".npmrc"];
  const names = readdirSync(sources).filter((name) => /\.(m?js|json|txt)$/.test(name) || name === ".npmrc").sort();
  const wanted = fingerprint(names);
  const stamp = join(work, "bundle.sha256");
  if (existsSync(bundle) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  mkdirSync(work, { recursive: true });
  rmSync(stamp, { force: true });
  for (const name of names) {
    copyFileSync(join(sources, name), join(work, name));
  }
  install(fingerprint(packageFiles));
  await bundleScript();
  writeFileSync(stamp, wanted);
}

function fingerprint(names) {
  const hash = createHash("sha256");
  for (const name of names) {
    hash.update(name).update("\0").update(readFileSync(join(sources, name))).update("\0");
  }
  return hash.digest("hex");
}

function install(wanted) {
  const stamp = join(work, "packages.sha256");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && existsSync(join(work, "node_modules"))) {
    return;
  }
  rmSync(stamp, { force: true });
  // Install scripts only fetch what the optional packages of esbuild already bring.
  const options = ["ci", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=30000"];
  const result = spawnSync("npm", options, {
    cwd: work, encoding: "utf8", timeout: INSTALL_MINUTES * 60_000, shell: process.platform === "win32"
  });
  if (result.error) {
    throw new Error(`npm could not be run (${result.error.code ?? result.error.message})`);
  }
  if (result.status !== 0) {
    const reason = (result.stderr || "").split("\n").find((line) => /npm error/.test(line) && !/code/.test(line));
    throw new Error(`npm ci failed: ${(reason ?? `status ${result.status}`).trim()}`);
  }
  writeFileSync(stamp, wanted);
}

async function bundleScript() {
  const require = createRequire(join(work, "package.json"));
  const esbuild = require("esbuild");
  const noCodec = join(work, "missing-codec.js");
  const partial = `${bundle}.partial`;
  mkdirSync(dirname(bundle), { recursive: true });
  await esbuild.build({
    entryPoints: [join(work, "viewer.js")],
    outfile: partial,
    absWorkingDir: work,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
    alias: { "numcodecs/blosc": noCodec, "numcodecs/lz4": noCodec, "numcodecs/zstd": noCodec },
    banner: { js: `/*!\n${licences()}\n*/` }
  });
  // A page carries the script between <script> tags: nothing in it may end or comment out that element.
  const text = readFileSync(partial, "utf8").replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  writeFileSync(partial, text);
  renameSync(partial, bundle);
}

// What is inside, by the lock file, with the licence texts that must travel with it.
function licences() {
  const lock = JSON.parse(readFileSync(join(work, "package-lock.json"), "utf8"));
  const entries = Object.entries(lock.packages)
    .filter(([path, entry]) => path.startsWith("node_modules/") && !entry.dev && !entry.optional);
  const list = entries.map(([path, entry]) => `  ${nameOf(path)} ${entry.version} (${entry.license})`).join("\n");
  const texts = entries.map(([path]) => [nameOf(path), licenceText(path)]).filter(([, text]) => text)
    .map(([name, text]) => `--- ${name}\n${text}`).join("\n\n");
  return `Engram viewer. It holds these packages (or parts of them):\n${list}\n\n${texts}`.replaceAll("*/", "* /");
}

function nameOf(path) {
  return path.slice("node_modules/".length);
}

function licenceText(path) {
  const beside = join(work, `licence-${nameOf(path).replaceAll(/[@/]/g, "_")}.txt`);
  if (existsSync(beside)) {
    return readFileSync(beside, "utf8").trim();
  }
  const folder = join(work, path);
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file ? readFileSync(join(folder, file), "utf8").trim() : "";
}
