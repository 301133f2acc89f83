/** Checks the licences of the production dependencies in the lock file. */
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './project.mjs';

const PERMISSIVE = new Set(
  ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0'].concat([
    'Unlicense',
    'Python-2.0',
    'PostgreSQL',
    'Zlib',
    'CC-BY-4.0',
    'Artistic-2.0',
    'SIL OPEN FONT LICENSE',
    'OFL-1.1',
  ]),
);

/**
 * Not used at run time. @img/sharp (LGPL) is optional: Next resizes images with it, which these apps do not do. lightningcss
 * (MPL) compiles style sheets during a build, and no part of it is delivered.
 */
const TOLERATED = /node_modules\/(@img\/sharp-|lightningcss)/;

/** Evaluates an SPDX expression: OR needs one permissive part, AND needs all. */
export function isPermissive(expression) {
  const parts = (text, word) => text.replace(/^\((.*)\)$/, '$1').split(` ${word} `);
  return parts(expression, 'OR').some((choice) => parts(choice, 'AND').every((name) => PERMISSIVE.has(name)));
}

const licenceIn = (place) => {
  const { license, licenses } = JSON.parse(readFileSync(inRoot(place, 'package.json'), 'utf8'));
  return license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ') ?? licenceOfFile(place);
};

/** A package that names no licence may bring its text: the first line of that of MIT is its name. */
function licenceOfFile(place) {
  const file = inRoot(place, 'LICENSE');
  return existsSync(file) && readFileSync(file, 'utf8').startsWith('MIT License') ? 'MIT' : 'none named';
}

/** Not installed: a binary of another platform. */
const isElsewhere = (place) => !existsSync(inRoot(place, 'package.json'));

/** One line per package whose licence is not on the list. */
export function rejectedLicences() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const delivered = Object.entries(packages).filter(
    ([place, { dev, devOptional, link, optional }]) =>
      place.includes('node_modules/') &&
      !TOLERATED.test(place) &&
      !dev &&
      !devOptional &&
      !link &&
      !(optional && isElsewhere(place)),
  );
  return delivered
    .map(([place, { license }]) => ({ place, licence: license ?? licenceIn(place) }))
    .filter(({ licence }) => !isPermissive(licence))
    .map(({ place, licence }) => `${place.replace(/^.*node_modules\//, '')}: ${licence}`);
}
