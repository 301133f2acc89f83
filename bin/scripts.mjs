/**
 * The inventory of the checkout's scripts: `node bin/scripts.mjs` prints it, `node bin/scripts.mjs write` writes it beside
 * the build, `node bin/scripts.mjs check http://localhost:3001` compares it with what a running checkout serves.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from './lib/project.mjs';
import { INVENTORY_FILE, integrityOf, inventoriedPart, writeInventory } from './lib/script-inventory.mjs';

const [command, address] = process.argv.slice(2);
if (command === 'write') await writeInventory();
else {
  const inventory = JSON.parse(readFileSync(inRoot(INVENTORY_FILE), 'utf8'));
  if (command === 'check') process.exitCode = await check(inventory, new URL(address ?? 'http://localhost:3001'));
  else console.log(JSON.stringify(inventory, undefined, 2));
}

/** Prints each difference; returns the exit code 1 if there is any. */
async function check({ scripts, inline }, checkout) {
  const faults = [];
  for (const script of scripts) {
    const response = await fetch(new URL(script.address, checkout));
    const integrity = integrityOf(inventoriedPart(script.address, await response.text()));
    if (!response.ok) faults.push(`${script.address}: status ${response.status}`);
    else if (integrity !== script.integrity) faults.push(`${script.address}: ${integrity}, not ${script.integrity}`);
  }
  const page = await (await fetch(new URL('/checkout', checkout))).text();
  for (const [, attributes, text] of page.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    const source = /\bsrc="([^"]*)"/.exec(attributes)?.[1];
    const isKnown = source ? scripts.some((script) => script.address === source) : isInventoried(text, inline);
    if (!isKnown) faults.push(`not in the inventory: ${source ?? text.slice(0, 200)}`);
  }
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) console.log(`${checkout.origin}: all ${scripts.length} scripts match the build.`);
  return faults.length === 0 ? 0 : 1;
}

function isInventoried(text, inline) {
  return inline.some(({ pattern }) => {
    const data = new RegExp(pattern, 's').exec(text)?.[1];
    try {
      return data !== undefined && Boolean(JSON.parse(data));
    } catch {
      return false;
    }
  });
}
