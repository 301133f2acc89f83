/**
 * Nest's mapped types load class-validator a second time, from its folder, which takes an eighth of a boot. They get the
 * bundled one. No class of the gateway has rules of class-transformer.
 */
export const MAPPED_TYPES = /\/@nestjs\/mapped-types\/dist\/type-helpers\.utils\.js$/;
const OWN_REQUIRE = 'const require = createRequire(import.meta.url);';
const BUNDLED_REQUIRE = `import * as classValidator from 'class-validator';
const require = (name) => {
  if (name === 'class-validator') return classValidator;
  throw new Error(name + ' is not bundled');
};`;

/** Their file, as it is bundled. */
export function withBundledValidator(code) {
  if (!code.includes(OWN_REQUIRE)) throw new Error('@nestjs/mapped-types loads class-validator in another way');
  return code.replace(OWN_REQUIRE, BUNDLED_REQUIRE);
}
