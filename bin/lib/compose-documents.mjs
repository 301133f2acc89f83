/** The Docker commands of README.md and submission.yml, extracted from their text. */
import { readFileSync } from 'node:fs';
import { Stop, fromApi, inRoot } from './project.mjs';

/** The one match of a pattern in README.md. */
function inReadme(what, pattern) {
  const [, found] = pattern.exec(readFileSync(inRoot('README.md'), 'utf8')) ?? [];
  if (found === undefined) throw new Stop(`README.md no longer has a ${what}`);
  return found.trim();
}

export const firstPaymentScript = () => inReadme('first payment', /## First payment[\s\S]*?```sh\n([\s\S]*?)```/);
export const receiverCommand = () =>
  inReadme('receiver for containers', /^(WEBHOOK_URL=.*node examples\/receiver\.mjs.*)$/m);
export const upCommand = () => inReadme('docker-compose up', /^(docker-compose up -d)\b/m);
export const downCommand = () => inReadme('docker-compose down', /^(docker-compose down)\b/m);
export const scaleCommand = () => inReadme('scale command', /`(API_PORTS=[^`]*--scale[^`]*)`/);
export const secretsCommand = () => inReadme('command with secrets', /`(SECRETS_DIR=[^`]*)`/);

/** `setup`, `start`, `test`, `verify` and `shutdown`: each a list of commands. */
export const submission = () => fromApi('yaml').parse(readFileSync(inRoot('submission.yml'), 'utf8'));
